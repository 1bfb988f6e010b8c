"""Is a record of whom was asked for? Looked at here, whatever the server filtered by.

A server that does not know a filter answers with everybody, and some search in more fields than
they were asked to. So the record itself must have the address or number.
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop.core.forms import bare
from desktop.customers.card import COMPANY, EMAIL, NAME, NUMBER, PHONE, Card, Match
from desktop.customers.identify.email import folded
from desktop.customers.identify.phone import Likeness, Phone, likeness, read_phone
from desktop.customers.identify.query import Kind, Query, Sure
from desktop.customers.names import begins


def verify(card: Card, query: Query, region: str = "", *, hidden: bool = False) -> Match:
    """How sure it is that ``card`` is of whom ``query`` asks for.

    ``hidden`` says that the provider may keep such addresses or numbers from its answers; then a
    record without any is a maybe.
    """
    match = _match(card, query, region)
    if match is None:
        return Match.MAYBE if hidden else Match.NO
    # What was only guessed to be such a number is never sure to be that customer's.
    return min(match, Match.MAYBE) if query.sure is Sure.GUESS else match


def _match(card: Card, query: Query, region: str) -> Match | None:
    """None: the record has nothing of this kind."""
    if query.kind is Kind.EMAIL:
        return _any(folded(query.value) == folded(one) for one in card.values(EMAIL))
    if query.kind is Kind.PHONE:
        return _phone(card.values(PHONE), query, region)
    if query.kind is Kind.NAME:
        found = _any(
            begins(query.value, one) for one in (*card.values(NAME), *card.values(COMPANY))
        )
        return None if found is None else min(found, Match.MAYBE)
    if query.kind is Kind.CUSTOMER:
        return _any(bare(one) == query.value for one in (*card.values(NUMBER), card.id))
    things = card.tickets if query.kind is Kind.TICKET else card.orders
    return _any(bare(one.id).lstrip("#") == query.value for one in things)


def _any(answers: Iterable[bool]) -> Match | None:
    told = list(answers)
    if not told:
        return None
    return Match.YES if any(told) else Match.NO


def _phone(numbers: tuple[str, ...], query: Query, region: str) -> Match | None:
    asked = Phone(query.value, query.sure, query.extension, query.others)
    if not numbers:
        return None
    best = Match.NO
    for written in numbers:
        known = read_phone(written, region)
        if known is not None:
            best = max(best, _OF[likeness(asked, known)])
    return best


_OF = {
    Likeness.SAME: Match.YES,
    Likeness.PERHAPS: Match.MAYBE,
    Likeness.DIFFERENT: Match.NO,
}
