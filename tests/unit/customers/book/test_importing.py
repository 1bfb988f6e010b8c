"""customers.book.importing and .sheets: any file that a shop or a CRM writes."""

from __future__ import annotations

import contextlib
import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.core.tables import delimiter_of, encoding_of
from desktop.customers.book import sheets
from desktop.customers.book.book import Book, Stopped
from desktop.customers.book.importing import import_list, look_at
from desktop.customers.book.sheets import open_sheet
from desktop.customers.identify import Kind, Query
from desktop.net.deadline import Cancellation
from tests.unit.customers.book.keeping import open_book

TEXT = "Name;E-Mail;Telefon\nAna Gil;ana@example.com;+34 612 345 678\nJörg Weiß;j@example.com;\n"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    opened = open_book(tmp_path)
    yield opened
    opened.close()


def names(book: Book, address: str) -> list[str]:
    query = Query(Kind.EMAIL, address)
    return [card.value("name") for card in book.find(query, "book", "DE", 25)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_any_encoding_and_delimiter(book: Book, tmp_path: Path, encoding: str, sign: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(TEXT.replace(";", sign).replace("\n", "\r\n").encode(encoding))
    preview = look_at(path)
    assert preview.titles == ("Name", "E-Mail", "Telefon")
    assert preview.columns == ("name", "email", "phone")
    assert import_list(book, path, "people", preview).customers == 2
    assert names(book, "j@example.com") == ["Jörg Weiß"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_first_line_for_excel_is_no_title(
    book: Book, tmp_path: Path, encoding: str, first: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(f"{first}\r\n{TEXT}".encode(encoding))
    preview = look_at(path)
    assert preview.titles == ("Name", "E-Mail", "Telefon")
    assert import_list(book, path, "people", preview).customers == 2


@pytest.mark.parametrize("content", ["Name;E-Mail;Telefon\n", "Name;E-Mail;Telefon\n;;\n -;;\n"])
def test_a_list_without_customers_takes_no_list_away(
    book: Book, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_text(TEXT, encoding="utf-8")
    import_list(book, path, "people", look_at(path))
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match="nothing was changed"):
        import_list(book, path, "people", look_at(path))
    assert names(book, "ana@example.com") == ["Ana Gil"]


def test_the_agents_choice_of_columns_counts(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(TEXT, encoding="utf-8")
    import_list(book, path, "people", look_at(path), columns=("", "email", "note"))
    (card,) = book.find(Query(Kind.EMAIL, "ana@example.com"), "book", "", 25)
    assert card.value("note") == "+34 612 345 678"
    assert card.value("name") == ""
    with pytest.raises(UserError, match="Nobody could be found"):
        import_list(book, path, "people", look_at(path), columns=("note", "", "city"))


def test_a_list_without_titles(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Ana;ana@example.com\nBea;bea@example.com\n", encoding="utf-8")
    preview = look_at(path)
    assert (preview.has_titles, preview.columns) == (False, ("column_1", "email"))
    assert import_list(book, path, "people", preview).customers == 2


def test_a_workbook(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["Name", "E-Mail", "Telefon", "Geburtsdatum", "VIP"])
    sheet.append(["Ana Gil", "ana@example.com", 34612345678, dt.date(1980, 1, 2), True])
    sheet.append([None, None, None, None, None])
    sheet.append(["Bea", "bea@example.com", 34612345679.0, None, None])
    workbook.save(path)
    preview = look_at(path)
    assert preview.columns == ("name", "email", "phone", "birth_date", "vip")
    assert import_list(book, path, "people", preview).customers == 2
    (card,) = book.find(Query(Kind.EMAIL, "ana@example.com"), "book", "", 25)
    assert [card.value(name) for name in ("phone", "birth_date", "vip")] == [
        "34612345678", "1980-01-02", "yes",
    ]  # fmt: skip


def test_progress_is_told_and_it_can_be_stopped(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    lines = [f"Customer {n};{n}@example.com\n" for n in range(9000)]
    path.write_text("Name;Email\n" + "".join(lines), encoding="utf-8")
    heard: list[tuple[float, int]] = []
    import_list(book, path, "people", look_at(path), progress=lambda *one: heard.append(one))
    assert [read for _, read in heard] == [4000, 8000, 9000]
    assert 0 < heard[0][0] < heard[1][0] <= heard[2][0] == 1.0
    token = Cancellation()
    with pytest.raises(Stopped):
        import_list(
            book, path, "other", look_at(path),
            progress=lambda *_: token.cancel(), cancellation=token,
        )  # fmt: skip
    assert [one.name for one in book.lists()] == ["people"]


def unreadable(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(UserError) as caught, open_sheet(path) as sheet:
        list(sheet.rows)
    return str(caught.value)


def test_what_can_not_be_read_is_said(tmp_path: Path) -> None:
    assert "old Excel" in unreadable(tmp_path / "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...")
    assert "workbook" in unreadable(tmp_path / "a.xlsx", b"no workbook")
    assert "line" in unreadable(tmp_path / "a.csv", b'Name,"' + b"x" * 200_000)
    with pytest.raises(UserError, match="can't be read"), open_sheet(tmp_path / "missing.csv"):
        pass
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(UserError, match="nothing"):
        look_at(tmp_path / "empty.csv")


def test_a_workbook_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 1_000_000)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 2_000_000)
    assert path.stat().st_size < 10_000
    with pytest.raises(UserError, match="workbook"), open_sheet(path):
        pass


def test_a_file_that_is_too_large_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "LARGEST", 10)
    (tmp_path / "a.csv").write_bytes(b"Name,Email\n")
    with pytest.raises(UserError, match="too large"), open_sheet(tmp_path / "a.csv"):
        pass


def test_a_character_cut_through_by_the_sample_is_no_other_encoding() -> None:
    assert encoding_of("ä".encode() * 3 + b"\xc3") == "utf-8"
    assert encoding_of(b"J\xf6rg Wei\xdf, Stra\xdfe") == "cp1252"


def test_the_delimiter_is_what_divides_the_lines_alike() -> None:
    assert delimiter_of("a;b\n1,5;2,5\n1,0;2,0\n") == ";"
    assert delimiter_of('Name,Note\n"Gil, Ana",x;y\nBea,z\n') == ","
    assert delimiter_of("email\na@x.example\n") == ","
    assert delimiter_of(";hi\tHello\n;bye\tGoodbye\n") == "\t"
    assert delimiter_of("") == ","


@given(st.binary(max_size=400))
def test_no_file_is_too_strange(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("sheet") / "a.csv"
    path.write_bytes(content)
    with contextlib.suppress(UserError):
        assert look_at(path).columns
