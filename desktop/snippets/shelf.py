"""Keeps the library in use up to date: loads it, notices changes, writes the trigger index."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.core.clock import Clock
from desktop.core.results import Problem
from desktop.core.triggerfile import index_is_current, write_index
from desktop.snippets.index import build_index
from desktop.snippets.library import Library, load_library
from desktop.snippets.watch import PackWatch

log = logging.getLogger(__name__)

LOOK_S: Final = 1.5
"""How often the packs are looked at."""
_AGAIN_S: Final = 15.0
"""How soon a list of triggers that could not be written is tried again."""
_TELL_S: Final = 0.25
"""Between two words on how much is read, and before the first."""
_GOODBYE_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Sources:
    """What the library is made from, as the settings say now."""

    roots: Sequence[Path]
    trusted: Sequence[Path] = ()
    separators: str = ""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A library that is ready for use."""

    library: Library
    index: Path | None
    """The file with its triggers; None when it could not be written."""
    problem: Problem | None = None
    renewed: bool = True
    """Whether that file was written for this; else it held the same triggers before."""


class Shelf:
    """Looks and loads on a thread of its own, so that nothing waits for a large or far folder."""

    def __init__(
        self,
        cache: Path,
        clock: Clock,
        *,
        sources: Callable[[], Sources],
        ready: Callable[[Shelved], None],
        look_s: float = LOOK_S,
        progress: Callable[[float], None] = lambda _part: None,
    ) -> None:
        """``ready`` is called on that thread; nothing runs before :meth:`start`.

        So is ``progress``, from 0 to 1, where reading takes longer than a moment.
        """
        self._cache = cache
        self._clock = clock
        self._sources = sources
        self._ready = ready
        self._look_s = look_s
        self._progress = progress
        self._tell_at = 0.0
        self._news = threading.Condition()
        self._wanted = True
        self._stopped = False
        self._library: Library | None = None
        self._watch: PackWatch | None = None
        self._again_at: float | None = None
        self._thread = threading.Thread(target=self._run, name="packs", daemon=True)

    def start(self) -> None:
        """Load, and go on looking."""
        self._thread.start()

    def load(self) -> None:
        """Load now, or once more if a load is under way."""
        with self._news:
            self._wanted = True
            self._news.notify()

    def stop(self) -> None:
        """End; a load that is under way is waited for, and comes to nothing."""
        with self._news:
            self._stopped = True
            self._news.notify()
        if self._thread.is_alive():
            self._thread.join(_GOODBYE_S)

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._wanted or self._stopped, self._look_s)
                if self._stopped:
                    return
                wanted, self._wanted = self._wanted, False
            try:
                if wanted or self._has_news():
                    self._load()
            except Exception as error:
                log.error("loading the packs failed", exc_info=error)
                fault = Problem("Your snippets can't be loaded", "It is a fault of the program")
                self._hand_over(Shelved(self._library or Library(), None, fault))

    def _has_news(self) -> bool:
        now = self._clock.monotonic()
        if self._again_at is not None and now >= self._again_at:
            return True
        return self._watch is not None and self._watch.changed(now)

    def _load(self) -> None:
        sources = self._sources()
        self._tell_at = self._clock.monotonic() + _TELL_S
        library = load_library(
            sources.roots,
            self._cache / "packs",
            sources.trusted,
            previous=self._library,
            progress=self._tell,
        )
        self._library = library
        self._watch = PackWatch(sources.roots, library)
        self._hand_over(self._with_index(library, sources.separators))

    def _tell(self, part: float) -> None:
        now = self._clock.monotonic()
        if now >= self._tell_at:
            self._tell_at = now + _TELL_S
            self._progress(part)

    def _with_index(self, library: Library, separators: str) -> Shelved:
        path = self._cache / "triggers"
        self._again_at = None
        try:
            renewed = not index_is_current(path, library.fingerprint, separators)
            if renewed:
                write_index(path, build_index(library, separators))
        except OSError as error:
            self._again_at = self._clock.monotonic() + _AGAIN_S
            problem = Problem(
                "New snippets can't be typed, only chosen in the palette",
                f"The list of triggers could not be written ({error.strerror})",
                "Make room on the disk, or see to the permissions; Deskhand tries again by itself",
                place=str(path),
            )
            return Shelved(library, None, problem)
        return Shelved(library, path, renewed=renewed)

    def _hand_over(self, shelved: Shelved) -> None:
        if not self._stopped:
            self._ready(shelved)
