"""From what a lookup found to what the sidebar shows."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from desktop.core.results import Problem
from desktop.customers.card import Match, Note, Ticket
from desktop.customers.identify.query import Kind, Query
from desktop.customers.providers.base import Fault, FaultKind
from desktop.ui.customers import wording
from desktop.ui.customers.card_rows import Terms, card_view, tel_address
from desktop.ui.customers.card_view import (
    MOST_ENTRIES,
    CardView,
    EntryRow,
    FieldRow,
    FoldRow,
    ProviderState,
    SayingRow,
    TitleRow,
    apart,
    outside,
)
from desktop.ui.customers.showing import Stage, show
from desktop.ui.widgets.theme import Tone
from tests.ui.customers import acted_customers as acted


@pytest.fixture(autouse=True)
def _english(qtbot: QtBot) -> None:
    QLocale.setDefault(QLocale("en"))


def view(*cards: object, terms: Terms = acted.TERMS, **how: object) -> CardView:
    """Of the only customer of these records."""
    found = acted.found(*cards)  # type: ignore[arg-type]  # records
    (customer,) = found.customers()
    return card_view(customer, terms, acted.NOW, **how)  # type: ignore[arg-type]  # as it is


def fields(card: CardView) -> list[FieldRow]:
    return [row for row in card.rows if isinstance(row, FieldRow)]


# --- text from outside ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ana\n\nSouza\t", "Ana Souza"),
        ("<b>Ana</b>", "<b>Ana</b>"),
        ("\u202eexe.txt", "exe.txt"),
        ("\u2067a\u2066b\u2069", "ab"),
        ("a\x00b", "a\ufffdb"),
        ("a\u2028b", "a b"),
        ("👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"),
        ("", ""),
    ],
)
def test_what_comes_from_outside_is_one_plain_line(text: str, shown: str) -> None:
    assert outside(text) == shown


def test_it_is_bounded_and_says_that_it_goes_on() -> None:
    assert outside("x" * 300) == "x" * 300
    assert outside("x" * 301) == "x" * 299 + "…"
    assert outside("x" * 1_000_000) == "x" * 299 + "…"
    assert outside(" " * 700 + "x") == "…", (
        "what lies behind a megabyte of spaces is not looked for"
    )
    assert outside("abcdef", 4) == "abc…"


def test_it_turns_no_word_beside_it() -> None:
    assert apart("حداد") == "\u2068حداد\u2069"
    assert apart("") == ""


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (dt.timedelta(seconds=-5), "just now"),
        (dt.timedelta(seconds=59), "just now"),
        (dt.timedelta(minutes=5), "5 min ago"),
        (dt.timedelta(hours=3, minutes=59), "3 h ago"),
        (dt.timedelta(hours=13), "today 05:32"),
        (dt.timedelta(hours=23), "yesterday 19:32"),
        (dt.timedelta(days=40), "15 Oct"),
        (dt.timedelta(days=400), "20 Oct 2025"),
    ],
)
def test_how_old_something_is(passed: dt.timedelta, said: str) -> None:
    assert wording.age(acted.NOW - passed, acted.NOW) == said


def test_a_day_is_the_agents() -> None:
    late = dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)
    assert wording.day(late, acted.NOW) == "today 00:30"
    assert wording.day(acted.NOW + dt.timedelta(days=1), acted.NOW) == "tomorrow 18:32"


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("America/Sao_Paulo", "Sao Paulo, 14:32 there"),
        ("Pacific/Auckland", "Auckland, tomorrow 06:32 there"),
        ("Pacific/Honolulu", "Honolulu, 07:32 there"),
        ("UTC", "UTC, 17:32 there"),
        ("", ""),
    ],
)
def test_the_customers_clock(zone: str, said: str) -> None:
    assert wording.local_time(wording.zone_of(zone), acted.NOW) == said


@pytest.mark.parametrize(
    "zone", ["Nowhere/City", "../../etc/passwd", "/etc/passwd", "x" * 1_000_000, "a\x00b", "Europe"]
)
def test_a_zone_that_there_is_not(zone: str) -> None:
    assert wording.zone_of(zone) == ""


def test_names_of_providers_and_fields() -> None:
    assert wording.title_of("zendesk", acted.TERMS.titles) == "Zendesk"
    assert wording.title_of("our_shop", {}) == "Our shop"
    assert wording.title_of("book", {}) == "Your customer book"
    assert wording.label_of("postal_code") == "postal code"
    assert wording.label_of("loyalty_points") == "loyalty points"


# --- calling --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("+55 11 91234-5678", "tel:+5511912345678"),
        ("(11) 91234-5678 ext 12", "tel:+5511912345678;ext=12"),
        ("javascript:alert(1)", ""),
        ("+55;rm -rf ~", ""),
        ("*#06#", ""),
        ("", ""),
        ("1" * 1_000_000, ""),
    ],
)
def test_only_a_number_is_called(number: str, address: str) -> None:
    assert tel_address(number, "BR") == address


# --- the card -------------------------------------------------------------------------------------


def test_source_and_age_stand_beneath_the_last_of_their_neighbours() -> None:
    card = view(acted.BOOK)
    whence = [row.whence for row in fields(card)]
    assert whence == ["", "", "\u2068Your customer book\u2069 · 15 Nov"]
    assert {row.said for row in fields(card)} == {whence[-1]}, "each is said by a screen reader"


def test_the_team_chooses_the_fields_and_all_others_are_behind_the_fold() -> None:
    card = view(acted.BOOK, acted.SALESFORCE, terms=replace(acted.TEAM, fields=("plan", "phone")))
    assert [row.label for row in fields(card)] == ["plan", "phone"]
    fold = next(row for row in card.rows if isinstance(row, FoldRow))
    assert fold.text == "6 more fields"
    assert {row.key[0] for row in card.more if isinstance(row.key, tuple)} == {
        "name", "company", "time_zone", "tags", "email", "language",
    }  # fmt: skip


def test_every_value_has_a_row_with_what_it_copies() -> None:
    card = view(acted.BOOK, acted.ZENDESK, acted.SALESFORCE)
    every = {row.copies for row in (*fields(card), *card.more) if row.copies}
    (customer,) = acted.WHOLE.customers()
    assert every == {one.value for values in customer.fields.values() for one in values}


def test_digits_go_to_the_first_nine_and_stay() -> None:
    many = acted.card("zendesk", email=tuple(f"{n}@x.example" for n in range(12)))
    card = view(many)
    assert [row.number for row in fields(card)][:10] == [*range(1, 10), 0]
    first = view(acted.SALESFORCE, terms=acted.TEAM, asking=True)
    numbers = {row.key: row.number for row in fields(first)}
    later = view(acted.BOOK, acted.SALESFORCE, terms=acted.TEAM, before=first)
    for row in fields(later):
        name = row.key[0] if isinstance(row.key, tuple) else ""
        assert row.number == numbers.get(row.key, numbers.get((name, "")))


def test_values_in_sight_stay_before_those_that_come() -> None:
    first = view(acted.ZENDESK)
    values = [row.value for row in fields(first)][:2]
    (customer,) = acted.found(
        acted.card("book", email=("new@souza.example", "ana@souza.example")), acted.ZENDESK
    ).customers()
    later = card_view(customer, acted.TERMS, acted.NOW, before=first)
    assert [row.value for row in fields(later)][:3] == [*values, "new@souza.example"]


def test_a_customer_without_a_name_is_called_by_what_is_known() -> None:
    assert view(acted.card("book", first_name="Ana", last_name="Souza")).name == "Ana Souza"
    assert view(acted.card("book", company="ACME", email="a@b.example")).name == "ACME"
    assert view(acted.card("book", email="a@b.example")).name == "a@b.example"
    assert view(acted.card("book", plan="gold")).name == "No name"


def test_tags_are_few_and_short() -> None:
    tags = ", ".join(f"tag {n}" for n in range(20)) + ", " + "x" * 100
    card = view(acted.card("book", name="Ana", tags=tags))
    assert card.tags == ("tag 0", "tag 1", "tag 2", "tag 3", "tag 4", "tag 5", "+15")


def test_the_timeline_says_states_in_words() -> None:
    rows = [row for row in view(*acted.WHOLE.cards).rows if isinstance(row, EntryRow)]
    assert [(row.chip, row.tone, row.strong) for row in rows] == [
        ("open", Tone.WARNING, True),
        ("shipped", Tone.PLAIN, False),
        ("solved", Tone.PLAIN, False),
        ("note", Tone.PLAIN, False),
    ]
    assert rows[1].record is None, "it has no address"


def test_an_entry_without_words_still_says_something() -> None:
    ticket = Ticket("", "", "zendesk")
    note = Note("", "zendesk")
    rows = [
        row
        for row in view(acted.card("zendesk", name="Ana", tickets=(ticket,), notes=(note,))).rows
        if isinstance(row, EntryRow)
    ]
    assert [(row.text, row.chip) for row in rows] == [("No subject", "open"), ("", "note")]


def test_a_flood_of_tickets_is_cut() -> None:
    flood = acted.card("zendesk", name="Ana", tickets=acted.tickets(MOST_ENTRIES + 7))
    rows = view(flood).rows
    assert sum(isinstance(row, EntryRow) for row in rows) == MOST_ENTRIES
    assert rows[-1] == SayingRow("older", "7 older ones are not shown.")


def test_no_tickets_is_said() -> None:
    rows = view(acted.BOOK).rows
    assert rows[-2:] == (
        TitleRow("timeline", "timeline"),
        SayingRow("none", "No tickets, orders or notes are known."),
    )
    asking = view(acted.BOOK, asking=True).rows
    assert asking[-1] == SayingRow("none", "No tickets, orders or notes so far…")


def test_nothing_of_a_customer_is_in_a_repr() -> None:
    shown = show(acted.WHOLE, acted.TERMS, acted.NOW)
    assert "ouza" not in repr(shown)
    assert "48213" not in repr(shown)
    several = show(acted.SEVERAL, acted.TERMS, acted.NOW)
    assert "ouza" not in repr(several)
    unknown = show(acted.UNKNOWN, acted.TERMS, acted.NOW)
    assert "91234" not in repr(unknown)


# --- whom ---------------------------------------------------------------------------------------


def test_only_one_who_is_sure_is_shown_by_itself() -> None:
    sure, other = acted.BOOK, replace(acted.OTHER, verified=Match.MAYBE)
    shown = show(acted.found(sure, other), acted.TERMS, acted.NOW)
    assert shown.stage is Stage.CARD
    assert shown.card is not None
    assert (shown.card.name, shown.card.maybe) == ("Ana Souza", False)
    assert [one.maybe for one in shown.others] == [False, True]
    shown = show(acted.found(replace(sure, verified=Match.MAYBE)), acted.TERMS, acted.NOW)
    assert (shown.stage, shown.card) == (Stage.SEVERAL, None)
    assert shown.saying.what == "Maybe this customer"


def test_a_choice_that_is_gone_is_no_choice() -> None:
    chosen = frozenset({("shop", "404")})
    shown = show(acted.SEVERAL, acted.TERMS, acted.NOW, chosen=chosen)
    assert shown.stage is Stage.SEVERAL


def test_a_fault_that_waits_for_the_agent_says_so() -> None:
    locked = Problem("The keyring is locked", todo="Unlock it")
    found = acted.found(
        acted.BOOK,
        ("zendesk", Fault(FaultKind.AUTH)),
        ("shop", Fault(FaultKind.SET_UP, told=locked)),
        ("freshdesk", Fault(FaultKind.CANCELLED)),
        waiting=("salesforce",),
    )
    lines = show(found, acted.TERMS, acted.NOW).providers
    assert [(one.name, one.state, one.words) for one in lines] == [
        ("zendesk", ProviderState.SIGNED_OUT, ""),
        ("shop", ProviderState.SET_UP, "Shop: The keyring is locked. Unlock it."),
        ("salesforce", ProviderState.ASKING, ""),
    ]


def test_the_words_of_a_long_question_are_cut() -> None:
    query = Query(Kind.NAME, "x" * 2_000, written="x" * 2_000)
    shown = show(acted.found(("book", None), query=query), acted.TERMS, acted.NOW)
    assert len(shown.saying.what) < 160


def test_the_application_starts_without_the_sidebar() -> None:
    code = (
        "import sys, desktop.app;"
        "print(*(one for one in sys.modules if one.startswith('desktop.ui.customers')))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == []
