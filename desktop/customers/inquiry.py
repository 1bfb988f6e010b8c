"""What somebody asked about a customer, and how far that has come. Immutable."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from desktop.core.results import Problem
from desktop.customers.answers import Answer, Found
from desktop.customers.card import Match
from desktop.customers.identify import Why
from desktop.customers.merge import CustomerCard
from desktop.interaction import Asked


class Origin(StrEnum):
    """Who asks, which decides what an answer may change."""

    AGENT = "agent"
    CALL = "call"
    """A phone system, about a call that has an interaction of its own."""
    LINK = "link"
    """Any web page may be behind it."""
    COPY = "copy"
    """The agent copied something; they may not mean anything by it."""


class State(StrEnum):
    """What there is to show."""

    ASKING = "asking"
    CARD = "card"
    """One customer, sure or chosen by the agent."""
    SEVERAL = "several"
    """Any of them may be meant: the agent chooses."""
    MAYBE = "maybe"
    """One who may be meant: the agent says so or not."""
    UNKNOWN = "unknown"
    FAILED = "failed"
    """Nothing can be looked up by this, or nobody answered: ``problem`` says why."""


@dataclass(frozen=True)
class Inquiry:
    """See the module."""

    serial: int
    """Grows with each inquiry, and with each time that one is shown again; ``found`` has it,
    too."""
    origin: Origin
    text: str = field(repr=False)
    """What was asked, as it was given."""
    asked: Asked | None = None
    """For which interaction; None while it is for none."""
    found: Found | None = None
    why: Why | None = None
    """Why it is nothing to look up."""
    chosen: CustomerCard | None = None
    """Whom the agent chose."""
    again: bool = False
    """It was shown before: its interaction came to the front again."""

    @property
    def done(self) -> bool:
        """Is nothing more to come?"""
        return self.why is not None or (self.found is not None and self.found.done)

    def anew(self, serial: int) -> Inquiry:
        """The same, to be shown again later; of whom the agent chose nobody else remains."""
        found = self.found
        if found is not None:
            answers = dict(found.answers)
            if self.chosen is not None:
                theirs = {(one.provider, one.id) for one in self.chosen.cards}
                answers = {name: _only(one, theirs) for name, one in answers.items()}
            found = dataclasses.replace(found, serial=serial, answers=MappingProxyType(answers))
        return dataclasses.replace(self, serial=serial, found=found, again=True)

    @cached_property
    def customers(self) -> tuple[CustomerCard, ...]:
        """Whom it may be, surest first."""
        return self.found.customers() if self.found is not None else ()

    @cached_property
    def card(self) -> CustomerCard | None:
        """Who it is; None while that is open."""
        if self.chosen is not None or self.found is None:
            return self.chosen
        return self.found.customer()

    @cached_property
    def state(self) -> State:
        """What there is to show now."""
        if self.card is not None:
            return State.CARD
        if self.problem is not None:
            return State.FAILED
        if len(self.customers) > 1:
            return State.SEVERAL
        if self.customers:
            return State.MAYBE
        return State.UNKNOWN if self.done else State.ASKING

    @cached_property
    def problem(self) -> Problem | None:
        """Why there is nothing to show; None when somebody answered, or may yet."""
        if self.why is not None:
            return self.why.problem
        if self.found is None or not self.found.done:
            return None
        faults = [(one.fault, one.title) for one in self.found.answers.values()]
        if not faults:
            return Problem(
                f"Nobody can be asked by {self.found.query.kind.words}",
                "None of the providers that are set up knows customers by that",
                "Look up an e-mail address or a phone number",
            )
        if any(fault is None for fault, _ in faults):
            return None
        return next(fault.problem(title) for fault, title in faults if fault is not None)


def _only(answer: Answer, records: set[tuple[str, str]]) -> Answer:
    """An answer with these records alone, which the agent says are the customer's."""
    cards = [one for one in answer.cards if (one.provider, one.id) in records]
    sure = tuple(dataclasses.replace(one, verified=Match.YES) for one in cards)
    return dataclasses.replace(answer, cards=sure)
