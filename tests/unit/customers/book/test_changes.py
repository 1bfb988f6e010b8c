"""customers.book.changes: one customer remembered by hand, one forgotten, and nobody else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.customers.book import changes
from desktop.customers.book.book import Book
from desktop.customers.book.changes import REMEMBERED, Values, same
from desktop.customers.card import Card
from desktop.customers.identify import Patterns, Query, identify
from tests.unit.customers.book.keeping import COLUMNS, PEOPLE, open_book

EVA: Values = (
    ("name", "Eva Novák"),
    ("email", "eva@example.com"),
    ("email", "eva.novak@example.org"),
    ("phone", "+420 601 123 456"),
)


def found(book: Book, text: str) -> list[Card]:
    query = identify(text, Patterns(customers=["K-#"]), "DE")
    assert isinstance(query, Query)
    return book.find(query, "book", "DE", 25)


def names(book: Book, text: str) -> list[str]:
    return [card.value("name") for card in found(book, text)]


def counts(folder: Path) -> dict[str, int]:
    with sqlite3.connect(folder / "customers.db") as connection:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("customers", "others", "names", "lists")
        }


@pytest.mark.parametrize(
    "text", ["eva@example.com", "eva.novak@example.org", "+420601123456", "Novak", "eva"]
)
def test_one_who_is_remembered_is_found_by_everything(book: Book, text: str) -> None:
    book.remember(EVA).result()
    assert names(book, text) == ["Eva Novák"]
    assert names(book, "ana@example.com") == ["Ana Gil"]


def test_all_that_are_remembered_stay_and_lists_may_come_between(book: Book) -> None:
    book.remember(EVA).result()
    book.take("more", ("name", "email"), [("Lee", "lee@example.com")]).result()
    book.remember((("email", "kim@example.com"), ("tags", "vip"))).result()
    book.take("people", COLUMNS, PEOPLE).result()
    for text in ("eva@example.com", "lee@example.com", "kim@example.com", "maria@example.com"):
        assert len(found(book, text)) == 1
    assert {one.name: one.customers for one in book.lists()} == {
        "people": 4,
        "more": 1,
        REMEMBERED: 2,
    }


def test_the_same_customer_is_corrected_and_not_doubled(book: Book) -> None:
    book.remember(EVA).result()
    book.remember((("name", "Eva Nováková"), ("email", "EVA@example.com"))).result()
    assert names(book, "eva@example.com") == ["Eva Nováková"]
    assert found(book, "+420601123456") == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((("email", "a@b.org"),), (("email", "A@b.org"), ("name", "B")), True),
        ((("customer_number", "K-1"),), (("customer_number", "k1"),), True),
        ((("phone", "030 123456"), ("name", "Ana Gil")), (("phone", "030/123456"),), True),
        (
            (("phone", "030123456"), ("first_name", "Ana"), ("last_name", "Gil")),
            (("phone", "030123456"), ("name", "Bo Gil")),
            False,
        ),
        ((("name", "Ana Gil"),), (("name", "Ana Gil"),), False),
        ((), (), False),
    ],
)
def test_who_is_the_same(one: Values, other: Values, expected: bool) -> None:
    assert same(one, other) is same(other, one) is expected


@pytest.mark.parametrize("values", [(), (("tags", "vip"),), (("name", ""), ("phone", "12"))])
def test_nobody_is_remembered_who_could_not_be_found(
    book: Book, tmp_path: Path, values: Values
) -> None:
    before = counts(tmp_path)
    with pytest.raises(UserError, match="Nobody could be found"):
        book.remember(values).result()
    assert counts(tmp_path) == before


def test_more_than_can_be_remembered_is_refused(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MOST_REMEMBERED", 1)
    book.remember(EVA).result()
    with pytest.raises(UserError, match="import that"):
        book.remember((("email", "kim@example.com"),)).result()
    assert names(book, "eva@example.com") == ["Eva Novák"]


def test_one_who_is_forgotten_leaves_nothing_behind(book: Book, tmp_path: Path) -> None:
    before = counts(tmp_path)
    book.remember(EVA).result()
    (eva,) = found(book, "eva@example.com")
    assert book.forget(eva).result()
    assert counts(tmp_path) | {"lists": 1} == before
    assert found(book, "Novak") == found(book, "eva.novak@example.org") == []
    assert not book.forget(eva).result()


def test_one_of_a_list_is_forgotten_and_the_others_stay(book: Book) -> None:
    (ana,) = found(book, "ana@example.com")
    assert book.forget(ana).result()
    assert found(book, "ana@example.com") == found(book, "gil") == found(book, "K-1") == []
    assert names(book, "maria") == ["Mariana Silva", "Maria Costa"]
    (mariana, _) = found(book, "maria")
    book.forget(mariana).result()
    assert names(book, "maria") == ["Maria Costa"]


def test_who_has_the_id_by_now_is_not_forgotten_in_their_place(book: Book) -> None:
    (ana,) = found(book, "ana@example.com")
    book.take("people", COLUMNS, PEOPLE[1:]).result()
    (jose,) = found(book, "jose@example.com")
    assert jose.id == ana.id
    assert not book.forget(ana).result()
    assert names(book, "jose@example.com") == ["José Peña López"]


PERSON = st.tuples(
    st.sampled_from(["Ana Gil", "Bo Gil", "Mariana", "Ana Maria Gil"]),
    st.integers(0, 30).map(lambda number: f"c{number}@example.com"),
)


@settings(max_examples=20)
@given(st.lists(PERSON, max_size=8, unique_by=lambda one: one[1]), st.data())
def test_whoever_stays_is_found(
    tmp_path_factory: pytest.TempPathFactory, people: list[tuple[str, str]], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("book")
    book = open_book(folder)
    try:
        left = dict.fromkeys(people)
        for person in people:
            book.remember((("name", person[0]), ("email", person[1]))).result()
        gone = st.lists(st.sampled_from(people), unique=True) if people else st.just([])
        for person in data.draw(gone):
            (card,) = found(book, person[1])
            assert book.forget(card).result()
            del left[person]
        for text in ("ana", "gil", "mari"):
            expected = sorted(mail for name, mail in left if f" {text}" in f" {name.casefold()}")
            by_name = sorted(card.value("email") for card in found(book, text))
            assert by_name == expected
        assert len(left) == counts(folder)["customers"]
    finally:
        book.close()
