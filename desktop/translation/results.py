"""What a translation comes to, and what the parts on the way to it must offer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from desktop.core.results import Problem
from desktop.net.address import Reach
from desktop.translation.engines.base import FaultKind, Formality
from desktop.translation.masking import Masked


class Told(Protocol):
    """What language a text is in."""

    @property
    def language(self) -> str | None:
        """A BCP 47 tag; None when it can't be told."""

    @property
    def confidence(self) -> float:
        """From 0 to 1."""


class Detector(Protocol):
    """Tells languages."""

    def detect(self, text: str) -> Told:
        """The language of ``text``."""


class Memory(Protocol):
    """Confirmed translations."""

    def exact(self, text: str, source: str, target: str) -> str | None:
        """That of exactly this (masked) text."""


class Glossary(Protocol):
    """Terms with a fixed translation."""

    def terms(self, text: str, source: str, target: str) -> Mapping[str, str]:
        """Those in ``text``, as written there, and what stands for each in the other language."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the agent's situation adds to a text."""

    names: tuple[str, ...] = field(default=(), repr=False)
    """A person's names, from the customer's card."""
    companies: tuple[str, ...] = field(default=(), repr=False)
    """Names of companies, from the same."""
    formality: Formality | None = None
    """Else as in the settings."""
    engine: str = ""
    """Only this one, by the name it has in the settings."""
    use_memory: bool = True


@dataclass(frozen=True, slots=True)
class Attempt:
    """One engine that was asked, or left out."""

    engine: str
    title: str
    fault: FaultKind
    asked: bool = True
    """False: it was resting or not allowed, and got no text."""
    problem: Problem | None = None
    """Instead of the fault's own words."""


class Doubt(StrEnum):
    """What is not right about a translation that is shown all the same."""

    LOST = "lost"
    """Something that was hidden is missing or doubled."""
    SAME = "same"
    """It is the original."""
    NUMBERS = "numbers"
    """It has numbers that the original has not."""
    FALLBACK = "fallback"
    """It comes from another engine than the first."""
    SAME_LANGUAGE = "same language"
    """There was nothing to translate."""


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing that the agent should know before using a translation."""

    doubt: Doubt
    sentence: str
    grave: bool = True
    """Must be seen before the text goes anywhere."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation to show."""

    text: str = field(repr=False)
    source: str
    target: str
    engine: str
    """Its name in the settings; ``memory`` or empty when none was asked."""
    title: str
    """The engine's title, for people."""
    reach: Reach
    """How far the text went, that of engines that failed before included."""
    from_memory: bool = False
    original: Masked = field(default=Masked(""), repr=False)
    """What the engine got; with ``raw`` it is what the memory may keep."""
    raw: str = field(default="", repr=False)
    """The translation with its tokens."""
    warnings: tuple[Caution, ...] = ()
    tried: tuple[Attempt, ...] = ()
    """Engines that were to come before, and why they did not do it."""

    @property
    def left_machine(self) -> bool:
        """Did the text leave this machine?"""
        return self.reach is not Reach.MACHINE

    @property
    def masked(self) -> Mapping[str, int]:
        """How many of each kind were kept from the engine: ``{"card": 1, "link": 2}``."""
        return Counter(token.kind.name.lower() for token in self.original.tokens)

    @property
    def safe(self) -> bool:
        """May it be pasted without being looked at?"""
        return not any(warning.grave for warning in self.warnings)


class Lack(StrEnum):
    """Why there is no translation, for who acts on it."""

    LANGUAGE_UNKNOWN = "language unknown"
    NO_ENGINE = "no engine"
    """None is set up, or none that may be asked."""
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class NoTranslation:
    """None, and why."""

    lack: Lack
    problem: Problem
    source: str | None
    target: str
    tried: tuple[Attempt, ...] = ()


Outcome = Translation | NoTranslation


@dataclass(frozen=True, slots=True)
class Similar:
    """A text like this one that was translated before."""

    score: int
    """0 to 100, how alike the originals are."""
    source: str = field(repr=False)
    target: str = field(repr=False)
    numbers_differ: bool = False
    other_region: bool = False
    """Its translation is for another region than is wanted: ``pt-PT`` for ``pt-BR``."""
