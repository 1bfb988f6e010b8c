"""The history of a ticket or a record: what it holds, and whether a text has come into it.

What :mod:`desktop.customers.providers.sending` goes by before anything is sent again. Which entries
there are, and which of them may be the text, each vendor says in its own file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.customers.providers.base import Fault
from desktop.customers.providers.records import Record, text_of


def _id(entry: Record) -> str:
    return text_of(entry, "id")


def marks_of(
    entries: Sequence[Record] | Fault, mark: Callable[[Record], str] = _id
) -> frozenset[str] | Fault:
    """What names the entries."""
    return entries if isinstance(entries, Fault) else frozenset(mark(one) for one in entries)


def arrived_in(
    entries: Sequence[Record] | Fault,
    before: frozenset[str],
    is_it: Callable[[Record], bool],
    mark: Callable[[Record], str] = _id,
) -> str | Fault | None:
    """The mark of the first entry that is the text and was not there ``before``; None: no such."""
    if isinstance(entries, Fault):
        return entries
    new = ((mark(one), one) for one in entries)
    return next((name for name, one in new if name not in before and is_it(one)), None)
