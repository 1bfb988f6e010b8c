"""customers.writing.places: where something can be written, the likely place first."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from desktop.customers.card import Ticket
from desktop.customers.merge import CustomerCard
from desktop.customers.providers.base import Does, Manifest
from desktop.customers.writing.log_text import LogEntry, log_text, minutes_of
from desktop.customers.writing.places import BOOK, Way, places_of
from tests.unit.customers.making import NOW, card
from tests.unit.customers.scripted import Scripted

ALL = frozenset(Does) - {Does.PERSON_NOTE}


def manifest(name: str, *does: Does) -> Manifest:
    return Manifest(name, name.title(), lambda _: Scripted(), frozenset(), does=frozenset(does))


def ticket(number: str, days: int, *, is_open: bool = True) -> Ticket:
    return Ticket(number, f"About {number}", "desk", open=is_open, moment=NOW - dt.timedelta(days))


DESK = card(
    "desk",
    "7",
    email="ana@example.com",
    tickets=(ticket("1", 9), ticket("2", 1, is_open=False), ticket("3", 2)),
)
CRM = card("crm", "9", email="ana@example.com", tickets=(ticket("77", 0),))


def test_open_tickets_then_records_then_the_book_then_closed_tickets() -> None:
    found = places_of(
        CustomerCard((DESK, CRM)),
        [("desk", manifest("desk", *ALL)), ("crm", manifest("crm", Does.PERSON_NOTE)),
         ("mine", manifest(BOOK))],
    )  # fmt: skip
    assert [(one.way, one.id) for one in found] == [
        (Way.TICKET, "3"),
        (Way.TICKET, "1"),
        (Way.PERSON, "9"),
        (Way.BOOK, ""),
        (Way.TICKET, "2"),
    ]
    assert found[0].address == "ana@example.com"
    assert found[0].changes
    assert not found[3].known


def test_what_a_provider_does_not_do_is_not_offered() -> None:
    found = places_of(CustomerCard((DESK, CRM)), [("desk", manifest("desk", Does.NOTE))])
    assert [one.id for one in found] == ["3", "1", "2"]
    assert not any(one.address or one.changes for one in found)
    assert places_of(CustomerCard((DESK, CRM)), [("crm", manifest("crm"))]) == []


def test_two_of_one_kind_are_told_apart_by_the_names_that_they_were_given() -> None:
    kind = manifest("tracker", Does.NOTE, Does.PERSON_NOTE)
    names = ("tracker", "tracker of the shop")
    every = CustomerCard(tuple(replace(DESK, provider=one) for one in names))
    found = places_of(every, [(one, kind) for one in names])
    assert {(one.provider, one.title) for one in found} == {
        ("tracker", "Tracker"),
        ("tracker of the shop", "tracker of the shop"),
    }


def test_a_customer_of_the_book_alone_has_one_place() -> None:
    (place,) = places_of(CustomerCard((card("book", "row 1", email="a@example.com"),)),
                         [("book", manifest(BOOK))])  # fmt: skip
    assert (place.way, place.known) == (Way.BOOK, True)


def test_a_log_says_what_there_is_to_say() -> None:
    assert log_text(LogEntry("Phone", 12, "Solved", " Sent again.\nCalm. ")) == (
        "Phone · 12 min · Solved\n\nSent again.\nCalm."
    )
    assert log_text(LogEntry(summary="Sent again.")) == "Sent again."
    assert log_text(LogEntry("Chat", outcome="No\nanswer")) == "Chat · No answer"
    assert log_text(LogEntry()) == ""


def test_begun_minutes_count() -> None:
    lasted = [dt.timedelta(seconds=one) for one in (0, 20, 60, 61, 3600)]
    assert [minutes_of(one) for one in lasted] == [1, 1, 1, 2, 60]
