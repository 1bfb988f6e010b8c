"""What the conversation window shows, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class LineState(StrEnum):
    """How far a message or a reply has come."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    ASKING = "asking"
    """Its language can't be told: the agent is asked."""


@dataclass(frozen=True, slots=True)
class Line:
    """A message of the customer, or a reply that was sent."""

    serial: int
    """Its number in the conversation; a line that is put again with it takes the old one's place.
    """
    own: bool
    """The agent's reply, not the customer's message."""
    first: str = field(repr=False)
    """Read first: the translation of a message; of a reply what was sent."""
    second: str = field(repr=False)
    """Beneath: the original; the agent's own words."""
    note: str
    """Engine, where the text went, time: ``Apertium · stayed on this computer · 14:32``."""
    state: LineState = LineState.DONE
    warnings: tuple[str, ...] = ()
    problem: str = ""
    """What happened and what to do, when it failed."""

    def copyable(self) -> str:
        """What the agent means by copying this line."""
        return self.first or self.second


@dataclass(frozen=True, slots=True)
class Situation:
    """Whom the agent writes with, how, and into which window."""

    customer: str = field(repr=False)
    """Empty: nobody is known."""
    language: str
    """The customer's, a tag; empty until it is known."""
    locked: bool
    """The language stays, whatever the customer's next message looks like."""
    own_language: str
    languages: tuple[str, ...]
    """Tags that can be chosen."""
    goes_to: str = field(repr=False)
    """The window that replies are put into: ``Chromium – ACME chat``; empty when there is none."""
    watching: bool
    """What is copied in the watched application becomes a message."""
    watched_app: str
    local_only: bool
    """No text leaves this computer."""
    hindrance: str = ""
    """Why replies can only be copied now; empty when they can be put into the chat."""


NOBODY = Situation("", "", False, "", (), "", False, "", False)  # noqa: FBT003 - named above
"""Before anything is known."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The reply as the customer will read it."""

    of: str = field(repr=False)
    """The draft that it translates."""
    text: str = field(repr=False)
    back: str = field(repr=False)
    """The translation translated back, for the agent to compare."""
    note: str
    warnings: tuple[str, ...] = ()
    grave: bool = False
    """The agent must have looked at the warnings before it goes out."""
    waiting: bool = False
    problem: str = ""
    """Why there is no translation."""

    def is_ready_for(self, draft: str) -> bool:
        """True when this is the whole translation of exactly ``draft``."""
        return self.of == draft and bool(self.text) and not self.waiting and not self.problem
