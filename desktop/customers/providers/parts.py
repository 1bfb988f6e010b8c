"""What a card is put together from, when not all of it may be seen by everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from desktop.customers.card import COMPANY, EMAIL, NAME, NUMBER, PHONE
from desktop.customers.plain import line
from desktop.customers.providers.base import Fault, FaultKind
from desktop.customers.providers.records import Record

MOST_OWN = 20
"""Fields that a company made itself."""
_LONGEST_NAME = 60
_TAKEN = frozenset(
    {NAME, EMAIL, PHONE, NUMBER, COMPANY, "first_name", "last_name", "language", "time_zone", "tag",
     "role", "city", "country"}
)  # fmt: skip

Asking = Callable[[], Sequence[Record] | Fault]


def allowed(asking: Mapping[str, Asking]) -> dict[str, Sequence[Record]] | Fault:
    """Ask one after the other; what the account may not see is empty, any other fault ends it."""
    parts: dict[str, Sequence[Record]] = {}
    for part, ask in asking.items():
        found = ask()
        if isinstance(found, Fault) and found.kind is not FaultKind.FORBIDDEN:
            return found
        parts[part] = [] if isinstance(found, Fault) else found
    return parts


def own_fields(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """A company's own fields, without those that would pass themselves off as an address or name.

    By what stands in these it is verified whose record it is.
    """
    named = [(line(name, _LONGEST_NAME), value) for name, value in found]
    kept = [(name, value) for name, value in named if name and value]
    return [one for one in kept if one[0].casefold() not in _TAKEN][:MOST_OWN]
