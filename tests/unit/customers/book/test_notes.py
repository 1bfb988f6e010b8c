"""customers.book.notes: the agent's notes stay with their customer, and with nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.results import UserError
from desktop.customers.book.book import Book
from desktop.customers.identify import Kind, Query
from tests.unit.customers.book.keeping import COLUMNS, PEOPLE, open_book

ANA = (("name", "Ana Gil"), ("email", "ana@example.com"))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = open_book(tmp_path)
    made.take("list", COLUMNS, PEOPLE).result()
    yield made
    made.close()


def notes(book: Book, email: str = "ana@example.com") -> list[str]:
    cards = book.find(Query(Kind.EMAIL, email), "book", "DE", 5)
    return [note.text for card in cards for note in card.notes]


def test_a_note_shows_with_its_customer_the_newest_first(book: Book) -> None:
    book.note(ANA, "Rang.\nCalm.", "1").result()
    book.note(ANA, "Rang again.", "2").result()
    assert notes(book) == ["Rang again.", "Rang.\nCalm."]
    assert notes(book, "maria@example.com") == []


def test_one_that_comes_twice_is_written_once(book: Book) -> None:
    for _ in range(2):
        book.note(ANA, "Rang.", "key").result()
    assert notes(book) == ["Rang."]


def test_a_list_that_comes_again_in_another_order_keeps_the_notes(book: Book) -> None:
    book.note(ANA, "Rang.", "1").result()
    book.take("list", COLUMNS, PEOPLE[::-1]).result()
    assert notes(book) == ["Rang."]
    assert notes(book, "jose@example.com") == []


def test_who_is_not_in_the_book_is_remembered_with_the_note(book: Book) -> None:
    new = (("name", "Bo Lee"), ("email", "bo@example.com"))
    book.note(new, "Rang.", "1", remember=True).result()
    assert notes(book, "bo@example.com") == ["Rang."]


def test_a_note_that_nobody_can_be_told_by_is_refused_and_nobody_remembered(book: Book) -> None:
    with pytest.raises(UserError, match="Only a name"):
        book.note((("name", "Zoe Quinn"),), "Rang.", "1", remember=True).result()
    assert book.find(Query(Kind.NAME, "Zoe Quinn"), "book", "DE", 5) == []


def test_a_family_on_one_phone_does_not_share_notes(book: Book) -> None:
    phone = "+34 600 111 222"
    ana, bea = ((("name", name), ("phone", phone)) for name in ("Ana Ruiz", "Bea Ruiz"))
    book.note(ana, "of Ana", "1", remember=True).result()
    book.note(bea, "of Bea", "2", remember=True).result()
    found = book.find(Query(Kind.PHONE, "+34600111222"), "book", "ES", 5)
    assert {card.value("name"): [note.text for note in card.notes] for card in found} == {
        "Ana Ruiz": ["of Ana"],
        "Bea Ruiz": ["of Bea"],
    }


def test_forgetting_a_customer_takes_their_notes(book: Book) -> None:
    book.note(ANA, "Rang.", "1").result()
    (card,) = book.find(Query(Kind.EMAIL, "ana@example.com"), "book", "DE", 5)
    assert book.forget(card).result()
    book.take("list", COLUMNS, PEOPLE).result()
    assert notes(book) == []


def test_a_list_that_is_removed_takes_the_notes_of_its_customers(book: Book) -> None:
    book.take("other", COLUMNS, PEOPLE[1:]).result()
    book.note(ANA, "Rang.", "1").result()
    book.note((("email", "maria@example.com"),), "Wrote.", "2").result()
    book.remove("list").result()
    book.take("list", COLUMNS, PEOPLE).result()
    assert notes(book) == []
    assert "Wrote." in notes(book, "maria@example.com")


def test_the_disk_does_not_hold_the_text(book: Book, tmp_path: Path) -> None:
    book.note(ANA, "Rang twice on Monday", "1").result()
    book.close()
    assert b"Monday" not in b"".join(one.read_bytes() for one in tmp_path.iterdir())
