"""One customer into the customer book by hand, and one out of it."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.core.results import UserError
from desktop.customers.card import EMAIL, NAME, NUMBER, PHONE
from desktop.customers.fanout import Lookups
from desktop.customers.identify import Kind
from desktop.customers.inquiry import Inquiry
from desktop.customers.merge import CustomerCard
from desktop.customers.providers.book import BookProvider
from desktop.interaction import Customer

_FIELDS = {Kind.EMAIL: EMAIL, Kind.PHONE: PHONE, Kind.CUSTOMER: NUMBER, Kind.NAME: NAME}


def remember(lookups: Lookups, inquiry: Inquiry, customer: Customer) -> None:
    """Keep whom an inquiry is about: the card, else what was asked for and is known besides.

    ``customer`` is what the interaction knows. Blocks until it is written.

    Raises:
        UserError: nobody could be found by that, or there is no book and none can be begun.
    """
    books = list(_books(lookups))
    if not books:
        raise UserError(
            "There is no customer book to remember anybody in",
            todo="Add “book” to the providers in the settings",
        )
    values: list[tuple[str, str]] = []
    card = inquiry.card
    if card is not None:
        values += [(name, one.value) for name, known in card.fields.items() for one in known]
    else:
        query = inquiry.found.query if inquiry.found is not None else None
        if query is not None and query.kind in _FIELDS:
            values.append((_FIELDS[query.kind], query.value))
        values += [(name, one.value) for name, one in customer.fields.items()]
    books[0].book().remember(tuple(dict.fromkeys(values))).result()


def forget(lookups: Lookups, card: CustomerCard) -> None:
    """Delete this customer from every book. Blocks until it is done.

    Raises:
        UserError: a book can't be read or written.
    """
    own = {provider.name: provider for provider in _books(lookups)}
    for one in card.cards:
        if one.provider in own:
            own[one.provider].book().forget(one).result()


def _books(lookups: Lookups) -> Iterable[BookProvider]:
    return (one.provider for one in lookups.ready if isinstance(one.provider, BookProvider))
