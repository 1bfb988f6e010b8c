"""customers.providers.history: nothing is taken for ours that was there before."""

from __future__ import annotations

from desktop.customers.providers.base import Fault, FaultKind
from desktop.customers.providers.history import arrived_in, marks_of
from desktop.customers.providers.records import Record, text_of

ENTRIES: list[Record] = [
    {"id": 3, "text": "hello"},
    {"id": 2, "text": "other"},
    {"id": 1, "text": "hello"},
]
FAULT = Fault(FaultKind.FORBIDDEN)


def says_hello(entry: Record) -> bool:
    return text_of(entry, "text") == "hello"


def by_text(entry: Record) -> str:
    return text_of(entry, "text")


def test_marks_are_what_names_the_entries() -> None:
    assert marks_of(ENTRIES) == frozenset({"1", "2", "3"})
    assert marks_of(ENTRIES, by_text) == frozenset({"hello", "other"})
    assert marks_of([]) == frozenset()
    assert marks_of(FAULT) is FAULT


def test_the_first_that_is_new_and_is_it_has_arrived() -> None:
    assert arrived_in(ENTRIES, frozenset(), says_hello) == "3"
    assert arrived_in(ENTRIES, frozenset({"3"}), says_hello) == "1"
    assert arrived_in(ENTRIES, frozenset({"1", "3"}), says_hello) is None
    assert arrived_in(ENTRIES, frozenset({"hello"}), lambda _: True, by_text) == "other"
    assert arrived_in(FAULT, frozenset(), says_hello) is FAULT


def test_what_was_there_before_is_not_even_looked_at() -> None:
    def never(entry: Record) -> bool:
        raise AssertionError(entry)

    assert arrived_in(ENTRIES, frozenset({"1", "2", "3"}), never) is None
