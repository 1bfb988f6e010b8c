"""CSV files from spreadsheets, for the memory and for the glossary."""

from __future__ import annotations

import codecs
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.translation.exchange.csv import read_csv, read_glossary, write_csv, write_glossary
from desktop.translation.exchange.units import ImportRefused, Reason, Skipped
from desktop.translation.glossary import Term
from desktop.translation.memory_changes import Stopped, kept
from desktop.translation.memory_rows import Origin, Pair, Segment
from tests.unit.translation.exchanged import pairs

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


HELLO = [("en", "Hello, you", "es", "Hola; tú")]


@pytest.mark.parametrize(
    "text",
    [
        'source,target,source language,target language\n"Hello, you",Hola; tú,en,es\n',
        'Source;Target;From;To\r\nHello, you;"Hola; tú";en;es\r\n',
        "src\ttranslation\tSource_Lang\tTarget_Lang\nHello, you\tHola; tú\tEN\tES",
        'sep=;\n"Source";"Target";"srclang";"trglang"\n"Hello, you";"Hola; tú";"en";"es"\n',
        'en,es\n"Hello, you","Hola; tú"\n',
        'id,en,note,es\n7,"Hello, you",x,"Hola; tú"\n',
        "target|source|x|to|from\nHola; tú|Hello, you||es|en\n",
        '\n\nsource,target,from,to\n\n"Hello, you",Hola; tú,en,es\n,,,\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_of_many_kinds(tmp_path: Path, text: str, encoding: str) -> None:
    assert pairs(read_csv(file(tmp_path, text, encoding))) == HELLO


def test_languages_that_the_agent_says(tmp_path: Path) -> None:
    path = file(tmp_path, 'source,target\n"Hello, you",Hola; tú\n')
    assert pairs(read_csv(path, "en", "es")) == HELLO
    assert list(read_csv(path)) == [Skipped(2, Reason.LANGUAGE)]


def test_cells_of_several_lines_and_with_quotes(tmp_path: Path) -> None:
    path = file(tmp_path, 'en,es\n"He said ""no""\nand left","Dijo ""no"""\na,b\n')
    items = list(read_csv(path))
    assert pairs(iter(items)) == [
        ("en", 'He said "no"\nand left', "es", 'Dijo "no"'),
        ("en", "a", "es", "b"),
    ]
    assert [one.line for one in items] == [2, 4]


def test_what_is_left_out_is_named_with_its_line(tmp_path: Path) -> None:
    text = (
        "source,target,from,to\na,b,en,es\nonly\na, ,en,es\na,b,en,klingon\na,b,en,EN\n"
        f"a,{'b' * 30_000},en,es\n"
    )
    assert [one for one in read_csv(file(tmp_path, text)) if isinstance(one, Skipped)] == [
        Skipped(3, Reason.COLUMNS),
        Skipped(4, Reason.EMPTY),
        Skipped(5, Reason.LANGUAGE),
        Skipped(6, Reason.SAME_LANGUAGE),
        Skipped(7, Reason.TOO_LONG),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"name,value\na,b\n",
        b"source,target\n\xff\xfe\xfa,b\n",
        b"en,es\n" + b"x" * 400_000,
        b'en,es\n"' + b"x,\n" * 60_000,
        codecs.BOM_UTF16_LE + b"x",
    ],
)
def test_what_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    with pytest.raises(ImportRefused) as caught:
        list(read_csv(path))
    assert "table.csv" in caught.value.problem.place


def test_an_empty_and_a_missing_file(tmp_path: Path) -> None:
    assert list(read_csv(file(tmp_path, ""))) == []
    with pytest.raises(ImportRefused):
        list(read_csv(tmp_path / "none.csv"))


def segment(source: str, target: str) -> Segment:
    return Segment(1, source, target, "en", "es", ("order",), Origin.AGENT, NOON, NOON, 1)


@pytest.mark.parametrize("text", ["=1+1", "+49", "-x", "@here", "'=x", "''+y", "'tis", '="x"'])
def test_what_a_spreadsheet_would_run_is_written_as_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "out.csv"
    write_csv(path, [segment(text, text)])
    written = path.read_text("utf-8-sig").splitlines()[1].split(",")[2].strip('"')
    assert not written.startswith(("=", "+", "-", "@"))
    assert [one[1] for one in pairs(read_csv(path))] == [text]


TEXT = st.text(min_size=1, max_size=60)


@given(texts=st.lists(st.tuples(TEXT, TEXT), max_size=10))
def test_whatever_can_be_kept_comes_back(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]
) -> None:
    made = [kept(Pair(source, target, "en", "es")) for source, target in texts]
    wanted = [(one.source, one.target) for one in made if one is not None]
    path = tmp_path_factory.mktemp("csv") / "out.csv"
    assert write_csv(path, [segment(*one) for one in wanted]) == len(wanted)
    assert [(one[1], one[3]) for one in pairs(read_csv(path))] == wanted


@given(data=st.binary(max_size=300) | st.text("ab,;\"'\n\r\t=|esn", max_size=200).map(str.encode))
def test_any_bytes_are_refused_or_read_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("csv") / "in.csv"
    for head in (b"", b"en,es\n", b"source;target\n"):
        path.write_bytes(head + data)
        for read in (read_csv, read_glossary):
            try:
                list(read(path))
            except ImportRefused:
                pass


def test_a_stopped_or_failed_export_leaves_what_was_there(tmp_path: Path) -> None:
    path = file(tmp_path, "before")
    with pytest.raises(Stopped):
        write_csv(path, [segment("a", "b")], lambda _: False)
    with pytest.raises(UserError):
        write_csv(tmp_path / "none" / "out.csv", [])
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_the_glossary_comes_back(tmp_path: Path) -> None:
    terms = [
        Term("refund", "reembolso", "en", "es"),
        Term("Acme, Inc."),
        Term("Spring", "Frühling", "en-GB", "de", exact_case=True),
    ]
    path = tmp_path / "glossary.csv"
    write_glossary(path, terms)
    assert read_glossary(path) == (terms, [])


def test_a_glossary_of_a_team(tmp_path: Path) -> None:
    text = (
        "Term;Translation;Source language;Target language;DNT;Case sensitive\n"
        "refund;Erstattung;EN;de_AT;;\nAcme;Acme;;*;yes;x\n;x;;;;\nx;y;klingon;de;;\n"
        f"{'x' * 300};y;;;;\nshort\n"
    )
    terms, skipped = read_glossary(file(tmp_path, text))
    assert terms == [
        Term("refund", "Erstattung", "en", "de-AT"),
        Term("Acme", None, "*", "*", exact_case=True),
        Term("short"),
    ]
    assert skipped == [
        Skipped(4, Reason.EMPTY),
        Skipped(5, Reason.LANGUAGE),
        Skipped(6, Reason.TOO_LONG),
    ]


def test_a_glossary_without_end_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, "source,target\n" + "a,b\n" * 50_001)
    with pytest.raises(ImportRefused):
        read_glossary(path)
