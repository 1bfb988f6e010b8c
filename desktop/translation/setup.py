"""Makes the translator that the settings ask for, for the application and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop.core.clock import Clock
from desktop.core.results import Problem, UserError
from desktop.host.base import Places
from desktop.settings.declare import Reader
from desktop.settings.secrets import Secrets
from desktop.settings.sections.translation import (
    CUSTOMER_LANGUAGES,
    FORMALITY,
    LOCAL_ONLY,
    ORDER_PATTERNS,
    PATIENCE_S,
)
from desktop.storage.database import Database
from desktop.translation.detect import Detector
from desktop.translation.engines.base import Formality
from desktop.translation.engines.registry import build
from desktop.translation.fallback import Chain
from desktop.translation.glossary import Glossary
from desktop.translation.masking import Orders
from desktop.translation.memory import Memory
from desktop.translation.memory_rows import MIGRATIONS
from desktop.translation.pipeline import Rules, Translator
from desktop.translation.results import Memory as Remembers


def memory_file(places: Places) -> Path:
    """Where a profile keeps its translation memory."""
    return places.data / "translations.db"


def glossary_file(places: Places) -> Path:
    """Where a profile keeps its glossary; a person may edit it."""
    return places.settings.with_name("glossary.csv")


@dataclass(frozen=True)
class OpenMemory:
    """A profile's memory while it is open; close it at the end, or use it in a ``with``."""

    memory: Memory | None
    """None when there is none, or when it can't be opened."""
    problem: Problem | None = None
    """Why it can't be opened; or, with a memory, why it began anew."""
    database: Database | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what waits, and close the file."""
        if self.database is not None:
            self.database.close()


def open_memory(places: Places, clock: Clock, *, make: bool = True) -> OpenMemory:
    """Open a profile's memory; translating goes on without one that can't be opened.

    Unless it is to ``make`` one, a profile that has none stays as it is.
    """
    path = memory_file(places)
    if not make and not path.is_file():
        return OpenMemory(None)
    try:
        database = Database(path, MIGRATIONS)
    except UserError as error:
        return OpenMemory(None, error.problem)
    return OpenMemory(Memory(database, clock), database.problem, database)


def make_detector(settings: Reader) -> Detector:
    """For the languages that customers write in."""
    languages = settings.get(CUSTOMER_LANGUAGES)
    return Detector(languages) if languages else Detector()


def make_translator(
    settings: Reader,
    secrets: Secrets,
    clock: Clock,
    *,
    detector: Detector | None = None,
    memory: Remembers | None = None,
    glossary: Glossary | None = None,
) -> tuple[Translator, tuple[Problem, ...]]:
    """The translator, and why some engines of the settings are not in it.

    Made anew when settings of the section change; :meth:`Translator.close` the one before.
    """
    engines, problems = build(settings, secrets, clock)
    orders = settings.get(ORDER_PATTERNS)
    rules = Rules(
        patience=float(settings.get(PATIENCE_S)),
        local_only=settings.get(LOCAL_ONLY),
        formality=Formality(settings.get(FORMALITY)),
        orders=Orders(orders),
    )
    translator = Translator(
        detector or make_detector(settings),
        Chain(engines, clock),
        clock,
        rules=rules,
        memory=memory,
        glossary=glossary,
    )
    return translator, problems
