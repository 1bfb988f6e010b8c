"""Failures that are meant for people, as values and as exceptions.

An expected failure is a :class:`Problem`; code that can't go on raises :class:`UserError`
around one. Anything else that is raised is a bug and is caught at a dispatcher only.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters to the person who reads it."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Problem:
    """What happened, why, and what to do; each part one plain sentence, the last two optional.

    None of the parts may hold a customer's text, a query or a secret.
    """

    what: str
    why: str = ""
    todo: str = ""
    severity: Severity = Severity.ERROR
    place: str = field(default="")
    """Where: a file and line (``mail.yml:12``), an engine, a provider."""

    def as_warning(self) -> Problem:
        """The same where one can go on without it."""
        return replace(self, severity=Severity.WARNING)

    def sentence(self) -> str:
        """The whole as one line, for standard error and for logs."""
        parts = [part for part in (self.what, self.why, self.todo) if part]
        text = " ".join(part if part.endswith((".", "!", "?")) else part + "." for part in parts)
        return f"{self.place}: {text}" if self.place else text


class UserError(Exception):
    """An error whose words are meant for the agent; everything else raised is a bug."""

    def __init__(self, what: str, why: str = "", todo: str = "", place: str = "") -> None:
        """Keep the parts as a :class:`Problem`."""
        self.problem = Problem(what, why, todo, place=place)
        super().__init__(self.problem.sentence())
