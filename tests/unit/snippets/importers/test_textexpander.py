"""TextExpander's tables and macros, by what is typed afterwards."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.snippets.importers.base import Importer
from desktop.snippets.importers.registry import importer_for
from desktop.snippets.importers.textexpander import IMPORTER, macros
from desktop.snippets.render.outcome import Way
from desktop.snippets.render.template import parse
from tests.unit.snippets.importers.conftest import Moved

Move = Callable[[Importer, Path], Moved]


def table(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("100%% sure", "100% sure"),
        ("5% of it", "5% of it"),
        ("%Y-%m-%d", "2026-11-29"),
        ("%A, %e %B %Y at %1I:%M %p", "Sunday, 29 November 2026 at 10:05 AM"),
        ("%@+3D%d.%m. and %@+1M%d.%m.", "02.12. and 29.12."),
        ("%@-1Y+2D%Y-%m-%d", "2025-12-01"),
        ("%@+90m%H:%M", "11:35"),
        ("%date:yyyy-MM-dd 'at' HH:mm%", "2026-11-29 at 10:05"),
        ("<%clipboard>", "<copied>"),
        ("%filltext:name=Who:default=you: all:width=20%", "you: all"),
        ("%fill:who%!", "!"),
        ("%fillarea:name=Note:default=a%", "a"),
        ("%fillpopup:name=n:10:default=20:30%", "20"),
        ("%fillpart:name=v:default=yes%on%fillpartend%.", "on."),
        ("%fillpart:name=v%off%fillpartend%.", "."),
        ("a%key:tab%b", "a\tb"),
        ("a%key:enter%b", "a\nb"),
        ("{{a}} [[b]] %filltop%", "{{a}} [[b]] "),
        ("a%<%>b%^%v.", "ab."),
        ("%value", "%value"),
    ],
)
def test_macros(tmp_path: Path, move: Move, text: str, typed: str) -> None:
    moved = move(IMPORTER, table(tmp_path / "te.csv", (";x", text, "")))
    assert moved.text(";x") == typed


def test_fields_of_one_name_are_asked_for_once_with_their_words(tmp_path: Path, move: Move) -> None:
    text = "%filltext:name=Customer name% %filltext:name=Customer name% %filltext:name=Größe%"
    moved = move(IMPORTER, table(tmp_path / "te.csv", (";x", text, "")))
    assert moved.text(";x", {"Customer_name": "Ana", "Größe": "M"}) == "Ana Ana M"


def test_the_caret_and_other_snippets(tmp_path: Path, move: Move) -> None:
    path = table(
        tmp_path / "te.csv",
        (";hi", "Hi %|, bye", "Greeting"),
        (";all", "%snippet:;hi% and %snippet:;none%", ""),
        ("", "no abbreviation", ""),
        (";empty", "", ""),
    )
    moved = move(IMPORTER, path)
    assert (moved.typed(";hi").text, moved.typed(";hi").caret) == ("Hi , bye", 5)
    assert "“;none”, which did not come" in moved.told(";all")
    assert moved.told(";hi") == "as it was"
    assert moved.told(";empty").startswith("left out")
    assert "palette only" in moved.told("line 3")


@pytest.mark.parametrize(
    ("text", "program"),
    [
        ("%fill:a%", "textexpander"), ("5% off", "csv"), ("%B %e, %Y", "textexpander"),
        ("%1H:%M", "textexpander"), ("100%% sure", "textexpander"),
        ("https://desk.example/%D0%A0?a=%20%b1", "csv"), ("10 %my way", "csv"),
    ],
)  # fmt: skip
def test_a_table_with_macros_is_its(tmp_path: Path, text: str, program: str) -> None:
    assert importer_for(table(tmp_path / "a.csv", (";x", text, ""))).name == program


@given(st.text("%:=|\\fillpartendxname@+3DY {}[]<>", max_size=80))
def test_any_text_becomes_a_template(text: str) -> None:
    parse(macros(text).draft("x", [";x"]).body)


def test_a_key_tab_leads_to_the_next_field(tmp_path: Path, move: Move) -> None:
    rows = [(";x", "a%key:tab%b", ""), (";y", "a\tb", "")]
    moved = move(IMPORTER, table(tmp_path / "te.csv", *rows))
    assert moved.typed(";x").way is Way.KEYS
    assert moved.typed(";y").way is Way.AUTO


def test_twenty_thousand_fill_ins_have_names_of_their_own() -> None:
    text = "".join(
        f"%filltext:name=Who{'?' * (number % 2)} {number // 2}%" for number in range(20_000)
    )
    body = macros(text).draft("x", [";x"]).body
    assert len(set(re.findall(r"\[\[(\w+)\]\]", body))) == 20_000
