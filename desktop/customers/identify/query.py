"""What somebody is looked up by, or why a text says nothing to look up."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from desktop.core.results import Problem


class Kind(StrEnum):
    """What a text is."""

    EMAIL = "email"
    PHONE = "phone"
    TICKET = "ticket"
    ORDER = "order"
    CUSTOMER = "customer_number"
    NAME = "name"

    @property
    def words(self) -> str:
        """For people."""
        return _WORDS_FOR[self]


_WORDS_FOR = {
    Kind.EMAIL: "an e-mail address",
    Kind.PHONE: "a phone number",
    Kind.TICKET: "a ticket number",
    Kind.ORDER: "an order number",
    Kind.CUSTOMER: "a customer number",
    Kind.NAME: "a name",
}


class Sure(IntEnum):
    """How sure it is that a text was understood as meant."""

    GUESS = 1
    """Only likelier than the others: a phone number without its country, a bare short number."""
    LIKELY = 2
    """Right if it was written as people write where the agent is."""
    CERTAIN = 3


@dataclass(frozen=True, slots=True)
class Query:
    """What to look up. Its texts are a customer's: never logged, in no repr."""

    kind: Kind
    value: str = field(repr=False)
    """The normal form: E.164 for a phone number whose country is known, else its digits; an e-mail
    address with its domain in small letters; other numbers in capitals and without gaps."""
    sure: Sure = Sure.CERTAIN
    extension: str = field(default="", repr=False)
    """Of a phone number."""
    others: tuple[str, ...] = field(default=(), repr=False)
    """Normal forms that it could stand for too, as where a ``+`` was lost on the way. What is
    found by one of these is never sure."""
    written: str = field(default="", repr=False, compare=False)
    """As it was given, cleaned of signs that can't be seen."""

    @property
    def forms(self) -> tuple[str, ...]:
        """All normal forms, the likeliest first."""
        return (self.value, *self.others)


class Why(StrEnum):
    """Why a text is nothing to look up."""

    NOTHING = "nothing"
    TOO_LONG = "too long"
    PLACEHOLDER = "placeholder"
    """A phone system passed on the name of a value in place of the value."""
    WITHHELD = "withheld"
    """The caller does not show a number."""
    UNCLEAR = "unclear"

    @property
    def problem(self) -> Problem:
        """In words for the agent."""
        return Problem(*_WORDS[self])


_WORDS = {
    Why.NOTHING: (
        "There is nothing to look up",
        "",
        "Select or type an e-mail address, a phone number, another number or a name",
    ),
    Why.TOO_LONG: (
        "This is too long to be looked up",
        "",
        "Select only the address, the number or the name",
    ),
    Why.PLACEHOLDER: (
        "The phone system did not give a number",
        "It passed on the name of a value instead of the value",
        "Tell whoever set it up to check how the number is written there",
    ),
    Why.WITHHELD: (
        "The caller does not show a number",
        "",
        "Ask for the customer's e-mail address or number, and look that up",
    ),
    Why.UNCLEAR: (
        "This is no address, number or name that Deskhand knows",
        "",
        "Look up something else, or describe your numbers in the settings",
    ),
}
