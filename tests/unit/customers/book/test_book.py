"""customers.book.book: found by any of their addresses, kept so that nobody else can read it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.customers.book import book as module
from desktop.customers.book.book import Book, BookList, Stopped
from desktop.customers.card import Match
from desktop.customers.identify import Kind, Patterns, Query, identify
from desktop.customers.seal import new_key
from desktop.customers.verify import verify
from desktop.net.deadline import Cancellation
from tests.unit.customers.book.keeping import COLUMNS, PEOPLE, open_book
from tests.unit.customers.making import NOW


def names(book: Book, text: str, region: str = "DE") -> list[str]:
    query = identify(text, Patterns(customers=["K-#"]), region)
    assert isinstance(query, Query)
    return [card.value("name") for card in book.find(query, "book", region, 25)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ANA@example.com", ["Ana Gil"]),
        ("jose@example.com", ["José Peña López"]),
        ("nobody@example.com", []),
        ("+34 612345678", ["Ana Gil"]),
        ("0049 171 1234567", ["José Peña López"]),
        ("+1 513 555 7611", ["Mariana Silva"]),
        ("+43 171 1234567", ["José Peña López"]),  # a maybe: the book does not say the country
        ("+34 612 345 679", []),
        ("k1", ["Ana Gil"]),
        ("K-9", []),
        ("gil", ["Ana Gil"]),
        ("pena jos", ["José Peña López"]),
        ("maria", ["Mariana Silva", "Maria Costa"]),
        ("mariana", ["Mariana Silva"]),
        ("mar cos", ["Maria Costa"]),
        ("silv", ["Mariana Silva"]),
        ("Peña", ["José Peña López"]),
        ("ana", ["Ana Gil"]),
        ("Gil SL", ["Ana Gil"]),
        ("Bo", []),
    ],
)
def test_a_customer_is_found(book: Book, text: str, found: list[str]) -> None:
    assert names(book, text) == found


def test_a_card_says_what_the_list_says(book: Book) -> None:
    (card,) = book.find(Query(Kind.EMAIL, "ana@example.com"), "my book", "DE", 25)
    assert {name: card.values(name) for name in card.fields} == {
        "name": ("Ana Gil",),
        "email": ("ana@example.com",),
        "phone": ("+34 612 345 678",),
        "customer_number": ("K-1",),
        "company": ("Gil SL",),
    }
    assert card.fields["name"][0].source == card.provider == "my book"
    assert card.fields["name"][0].obtained == NOW


def test_first_and_last_name_make_a_name(tmp_path: Path) -> None:
    book = open_book(tmp_path)
    book.take("x", ("first_name", "last_name", "email"), [("Ana", "Gil", "a@x.example")]).result()
    assert names(book, "a@x.example") == names(book, "gil ana") == ["Ana Gil"]
    book.close()


def test_further_addresses_and_numbers_count_too(tmp_path: Path) -> None:
    book = open_book(tmp_path)
    columns = ("name", "email", "email", "phone", "phone", "phone")
    rows: list[Sequence[str]] = [("Ana", "", "two@x.example", "+4930111111", "+4930222222")]
    rows.append(("Bea", *["same@x.example"] * 2, *["+4930333333"] * 3))
    book.take("x", columns, rows).result()
    assert names(book, "two@x.example") == names(book, "030 222222") == ["Ana"]
    assert names(book, "same@x.example") == names(book, "030 333333") == ["Bea"]
    book.close()


def test_rows_may_be_short_long_or_of_nobody(tmp_path: Path) -> None:
    book = open_book(tmp_path)
    rows = [("Ana",), ("Bea", "b@x.example", "surplus"), ("", "", ""), (), ("-", " ")]
    taken = book.take("x", ("name", "email"), rows).result()
    assert (taken.customers, taken.left_out) == (2, 3)
    assert names(book, "b@x.example") == ["Bea"]
    book.close()


def test_a_value_without_end_is_cut(tmp_path: Path) -> None:
    book = open_book(tmp_path)
    book.take("x", ("name", "email"), [("A" * 1_000_000, "a@x.example")]).result()
    (name,) = names(book, "a@x.example")
    assert len(name) <= 2000
    book.close()


def test_a_list_takes_the_place_of_the_one_of_its_name(book: Book) -> None:
    book.take("others", ("name", "email"), [("Zoe", "zoe@example.com")]).result()
    book.take("people", ("name", "email"), [("Bea", "bea@example.com")]).result()
    assert book.lists() == (
        BookList("others", NOW, ("name", "email"), 1),
        BookList("people", NOW, ("name", "email"), 1),
    )
    assert names(book, "ana@example.com") == names(book, "maria") == names(book, "k1") == []
    assert names(book, "bea@example.com") == ["Bea"]
    assert names(book, "zoe") == ["Zoe"]


def test_a_list_can_be_taken_away(book: Book) -> None:
    book.remove("people").result()
    assert book.lists() == ()
    assert names(book, "ana@example.com") == names(book, "maria") == []


def test_a_list_that_fails_or_is_stopped_changes_nothing(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 2)

    def breaks() -> Iterator[Sequence[str]]:
        yield ("Bea", "bea@example.com")
        yield ("Eva", "eva@example.com")
        raise UserError("The file ends in the middle")

    with pytest.raises(UserError):
        book.take("people", ("name", "email"), breaks()).result()
    token = Cancellation()
    heard: list[int] = []

    def progress(read: int) -> None:
        heard.append(read)
        token.cancel()

    many = (("Eva", f"eva{number}@example.com") for number in range(100))
    stopped = book.take("new", ("name", "email"), many, progress=progress, cancellation=token)
    with pytest.raises(Stopped):
        stopped.result()
    assert heard == [2]
    assert [one.name for one in book.lists()] == ["people"]
    assert names(book, "ana@example.com") == ["Ana Gil"]
    assert names(book, "eva") == []
    book.take("new", ("name", "email"), [("Eva", "eva@example.com")]).result()
    assert names(book, "eva") == ["Eva"]


def test_a_list_has_an_end(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CUSTOMERS", 3)
    with pytest.raises(UserError, match="3 customers"):
        book.take("more", COLUMNS, PEOPLE).result()


def test_it_can_be_asked_while_a_list_comes_in(book: Book) -> None:
    gate = threading.Event()

    def slow() -> Iterator[Sequence[str]]:
        gate.wait(20)
        yield ("Bea", "bea@example.com")

    coming = book.take("people", ("name", "email"), slow())
    assert names(book, "ana@example.com") == ["Ana Gil"]
    gate.set()
    coming.result()
    assert names(book, "ana@example.com") == []


def test_nothing_of_a_customer_can_be_read_in_the_file(tmp_path: Path) -> None:
    book = open_book(tmp_path)
    book.take("people", COLUMNS, PEOPLE).result()
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    book.close()
    raw += b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for text in (b"Ana", b"Gil", b"ana@example.com", b"612", b"Mariana", b"K-1", b"mari"):
        assert text not in raw, text


def test_another_key_does_not_open_it(tmp_path: Path) -> None:
    open_book(tmp_path).close()
    with pytest.raises(UserError, match="another key"):
        open_book(tmp_path, new_key())


def test_it_is_there_the_next_time(tmp_path: Path) -> None:
    first = open_book(tmp_path)
    first.take("people", COLUMNS, PEOPLE).result()
    first.close()
    again = open_book(tmp_path)
    assert names(again, "ana@example.com") == ["Ana Gil"]
    again.close()


def test_of_many_with_one_name_some_are_shown(tmp_path: Path) -> None:
    book = open_book(tmp_path)
    book.take("x", ("name",), [("Ana Gil",)] * 3000).result()
    assert len(names(book, "ana gil")) == 25
    book.close()


ROWS = st.lists(
    st.tuples(
        st.text(max_size=20),
        st.sampled_from(["", "a@x.example", "b@x.example", "A@X.EXAMPLE", "no address"]),
        st.sampled_from(["", "+4930123456", "030/123456", "123456", "call me"]),
    ),
    max_size=12,
)


@settings(max_examples=25)
@given(ROWS)
def test_whoever_would_be_verified_is_found(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    book = open_book(tmp_path_factory.mktemp("book"))
    try:
        known = ("Zoe", "z@x.example", "")  # without anybody it would be no list
        book.take("x", ("name", "email", "phone"), [*rows, known]).result()
        for query in (
            Query(Kind.EMAIL, "a@x.example"),
            identify("+49 30 123456"),
            identify("030 123456", region="DE"),
        ):
            assert isinstance(query, Query)
            everybody = [
                card
                for name in ("a@x.example", "b@x.example")
                for card in book.find(Query(Kind.EMAIL, name), "book", "DE", 99)
            ]
            meant = {one.id for one in everybody if verify(one, query, "DE") > Match.NO}
            assert meant <= {one.id for one in book.find(query, "book", "DE", 99)}
    finally:
        book.close()
