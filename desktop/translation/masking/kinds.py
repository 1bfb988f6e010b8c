"""What is masked before a text goes to an engine, and how much it matters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """A kind of thing that no engine needs to see; what matters more comes first."""

    IBAN = "bank account"
    CARD = "card number"
    EMAIL = "e-mail address"
    PHONE = "phone number"
    ORDER = "order number"
    NAME = "name"
    LINK = "link"
    PLACEHOLDER = "placeholder"
    TERM = "fixed term"
    CODE = "code"
    MONEY = "amount"
    EMOJI = "emoji"

    @property
    def sensitive(self) -> bool:
        """Whether it must never leave the machine; the others are only kept from being changed."""
        return self in _SENSITIVE


_SENSITIVE = frozenset(
    {Kind.CARD, Kind.IBAN, Kind.EMAIL, Kind.PHONE, Kind.ORDER, Kind.NAME, Kind.LINK}
)
_RANK = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text."""

    start: int
    end: int
    kind: Kind


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, each overlap made one span of the kind that matters most.

    Whatever any pattern found is covered, so that no rest of a number stays beside a shorter match.
    """
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if found and span.start < found[-1].end:
            last = found[-1]
            kind = min(last.kind, span.kind, key=_RANK.__getitem__)
            found[-1] = Span(last.start, max(last.end, span.end), kind)
        elif span.start < span.end:
            found.append(span)
    return found
