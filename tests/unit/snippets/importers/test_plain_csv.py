"""Tables of snippets, as people's spreadsheets write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.snippets.importers.base import Draft
from desktop.snippets.importers.plain_csv import read
from desktop.snippets.importers.registry import importer_for


def drafts(path: Path, content: str | bytes) -> list[Draft]:
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return read(path).packs[0].drafts


@pytest.mark.parametrize(
    "content",
    [
        ";hi,Hello,Greeting\n",
        "trigger,text,label\n;hi,Hello,Greeting\n",
        "Label;Shortcut;Content\nGreeting;;hi;Hello\n".replace(";;hi", ';";hi"'),
        "\ufeffsep=|\nText|Keyword|Title\nHello|;hi|Greeting\n",
        ";hi\tHello\tGreeting\r\n".encode("utf-16"),
    ],
)
def test_columns_by_title_or_order(tmp_path: Path, content: str | bytes) -> None:
    [one] = drafts(tmp_path / "a.csv", content)
    assert (list(one.triggers), one.body, one.label) == ([";hi"], "Hello", "Greeting")
    assert one.changes == []


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (r'"x","<a href=\"#top\">up, up</a>","Up"', '<a href="#top">up, up</a>'),
        (r'"x","C:\","Up"', "C:\\"),
        (r'"x","say ""\no\""","Up"', r'say "\no\"'),
    ],
)
def test_a_backslash_before_a_quotation_mark(tmp_path: Path, row: str, text: str) -> None:
    """It stands for the mark where nothing else can be read, and for itself elsewhere."""
    [one] = drafts(tmp_path / "a.csv", f"{row}\n")
    assert (one.body, one.label, one.changes) == (text, "Up", [])


def test_texts_of_several_lines_quotes_and_braces(tmp_path: Path) -> None:
    [one] = drafts(tmp_path / "a.csv", ';x,"one ""two""\r\n{{three}}"\r\n')
    assert one.body == 'one "two"\n\\{\\{three\\}\\}'


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (";hi,Hello, how are you, dear?\n", "left out: dear?"),
        ("trigger,text,author\n;hi,Hello,Ana\n", "left out: Ana"),
        (";hi,Hello,Greeting, ,\n", ""),
        (f";hi,Hello,Greeting,{'x' * 90}\n", "x…"),
    ],
)
def test_what_stands_in_further_columns_is_told(tmp_path: Path, content: str, told: str) -> None:
    [one] = drafts(tmp_path / "a.csv", content)
    assert "".join(one.changes).endswith(told)
    assert bool(one.changes) is bool(told)


def test_a_column_names_the_pack(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("trigger,text,group\n;a,A,Mail\n;b,B,\n;c,C,Mail\n", "utf-8")
    packs = {pack.name: [one.body for one in pack.drafts] for pack in read(path).packs}
    assert packs == {"Mail": ["A", "C"], "a": ["B"]}


@pytest.mark.parametrize(
    ("cell", "read_as"), [("'=x", "=x"), ("'@sig", "@sig"), ("'tis", "'tis"), ("''=x", "''=x")]
)
def test_what_keeps_a_spreadsheet_from_reckoning_is_no_part_of_a_cell(
    tmp_path: Path, cell: str, read_as: str
) -> None:
    [one] = drafts(tmp_path / "a.csv", f"{cell},text\n")
    assert list(one.triggers) == [read_as]


def test_of_a_folder_every_table_is_a_pack(tmp_path: Path) -> None:
    (tmp_path / "greetings.csv").write_text(";hi,Hello\n")
    (tmp_path / "billing.tsv").write_text(";inv\tYour invoice\n")
    (tmp_path / "broken.csv").write_text(';a,"' + "never closed\n" * 40_000)
    (tmp_path / "notes.txt").write_text("of something else")
    assert importer_for(tmp_path).name == "csv"
    found = read(tmp_path)
    assert [(one.name, one.drafts[0].body) for one in found.packs] == [
        ("billing", "Your invoice"),
        ("greetings", "Hello"),
    ]
    [left_out] = found.left_out
    assert left_out.source == "broken.csv"
    assert "can't be read to its end" in left_out.why


def test_a_row_without_text_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(";a,\n\n,only text\n;b,B\n")
    found = read(path)
    assert [one.source for one in found.left_out] == [";a"]
    assert [one.body for one in found.packs[0].drafts] == ["only text", "B"]
    assert found.packs[0].drafts[0].changes


def test_a_quotation_mark_that_is_never_closed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(';a,"' + "x" * 140_000)
    with pytest.raises(UserError, match="quotation mark"):
        read(tmp_path / "a.csv")


def test_a_picture_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\x89PNG\r\n\0\0\0\r")
    with pytest.raises(UserError, match="no"):
        importer_for(tmp_path / "none.csv")
    with pytest.raises(UserError, match="not a text file"):
        read(tmp_path / "a.csv")


@given(st.binary(max_size=400))
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "a.csv"
    path.write_bytes(data)
    try:
        read(path)
    except UserError:
        pass
