"""What translating takes, made on first use and renewed when what it depends on changes."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.results import Problem, UserError
from desktop.host.base import Places
from desktop.settings.secrets import Secrets
from desktop.settings.sections.agent import AGENT_LANGUAGES
from desktop.settings.sections.translation import (
    AGENT_LANGUAGE,
    CUSTOMER_LANGUAGES,
    RETENTION_DAYS,
)
from desktop.settings.store import Changed, Settings
from desktop.translation.detect import Detector
from desktop.translation.engines.registry import is_of_engine
from desktop.translation.exchange.csv import read_glossary
from desktop.translation.glossary import Glossary
from desktop.translation.memory import Memory
from desktop.translation.pipeline import Translator
from desktop.translation.setup import (
    OpenMemory,
    glossary_file,
    make_translator,
    open_memory,
)

_A_DAY = dt.timedelta(days=1)


class Parts:
    """Translator, memory, glossary and detector of a profile. Any thread may ask, and waits.

    The first question reads files and the keyring, so it is none for a thread of windows.
    """

    def __init__(self, places: Places, settings: Settings, secrets: Secrets, clock: Clock) -> None:
        """Nothing is opened yet."""
        self.troubled: Event[Problem] = Event("trouble with translation")
        self._places = places
        self._settings = settings
        self._secrets = secrets
        self._clock = clock
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._detector: Detector | None = None
        self._translator: Translator | None = None
        self._open: OpenMemory | None = None
        self._glossary = Glossary()
        self._glossary_stamp: tuple[int, int] | None = None
        self._tidied: dt.datetime | None = None
        self._closed = False
        self._told: tuple[Problem, ...] = ()
        self._disconnects = (
            settings.changed.connect(self._on_settings),
            secrets.changed.connect(self._on_secret),
        )

    def detector(self) -> Detector:
        """Tells the customers' languages and the agent's own; not warmed."""
        with self._lock:
            if self._detector is None:
                languages = self._settings.get(CUSTOMER_LANGUAGES)
                own = self._settings.get(AGENT_LANGUAGE)
                self._detector = Detector((*languages, own)) if languages else Detector()
            return self._detector

    def memory(self) -> Memory | None:
        """Confirmed translations; None where they can't be read, which was told."""
        with self._opening:
            problem = self._open_memory()
        with self._lock:
            memory = self._open.memory if self._open is not None else None
            if memory is not None:
                self._tidy(memory)
        if problem is not None:
            self.troubled.emit(problem)
        return memory

    def glossary(self) -> Glossary:
        """Terms, as the file has them now."""
        problem = self._read_glossary()
        if problem is not None:
            self.troubled.emit(problem)
        return self._glossary

    def translator(self) -> Translator:
        """By the present settings."""
        detector, memory, glossary = self.detector(), self.memory(), self.glossary()
        news: tuple[Problem, ...] = ()
        with self._lock:
            translator = self._translator
            if translator is None:
                translator, problems = make_translator(
                    self._settings,
                    self._secrets,
                    self._clock,
                    detector=detector,
                    memory=memory,
                    glossary=glossary,
                )
                self._translator = translator
                news = tuple(one for one in problems if one not in self._told)
                self._told = problems
        for problem in news:
            self.troubled.emit(problem)
        return translator

    def close(self) -> None:
        """Give everything back; what is asked for later is made without a memory."""
        for disconnect in self._disconnects:
            disconnect()
        with self._lock:
            self._closed = True
            translator, self._translator = self._translator, None
            memory, self._open = self._open, None
        if translator is not None:
            translator.close()
        if memory is not None:
            memory.close()

    def _on_settings(self, changed: Changed) -> None:
        if not any(key.startswith("translation.") for key in changed.keys) and not changed.touches(
            AGENT_LANGUAGES
        ):
            return
        with self._lock:
            self._detector = None
            self._tidied = None
            translator, self._translator = self._translator, None
        if translator is not None:
            translator.close()

    def _on_secret(self, name: str) -> None:
        """An engine with a new key begins anew, also one that was left alone for its faults."""
        if not is_of_engine(name):
            return
        with self._lock:
            translator, self._translator = self._translator, None
        if translator is not None:
            translator.close()

    def _open_memory(self) -> Problem | None:
        """By one at a time; what is to be told. One that can't be opened is tried once.

        It takes seconds where another program holds the file. Nobody waits for that who only
        changes a setting or ends Deskhand.
        """
        if not self._wants_memory():
            return None
        opened = open_memory(self._places, self._clock)
        if opened.memory is not None:
            opened.memory.troubled.connect(self.troubled.emit)
        with self._lock:
            if not self._closed:
                self._open = opened
                return opened.problem
        opened.close()
        return None

    def _wants_memory(self) -> bool:
        with self._lock:
            return self._open is None and not self._closed

    def _tidy(self, memory: Memory) -> None:
        """Forget what was not used for long, once a day."""
        now = self._clock.now()
        if self._tidied is not None and now - self._tidied < _A_DAY:
            return
        self._tidied = now
        if days := self._settings.get(RETENTION_DAYS):
            memory.expire(days)

    def _read_glossary(self) -> Problem | None:
        path = glossary_file(self._places)
        stamp = _stamp(path)
        with self._lock:
            if stamp == self._glossary_stamp:
                return None
            self._glossary_stamp = stamp
            try:
                self._glossary.replace(read_glossary(path)[0] if stamp else ())
            except UserError as error:
                return error.problem  # the terms of before hold
        return None


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
