"""settings.kinds: what each kind takes, and that what is written is read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.settings.declare import Section, Setting, Unfit
from desktop.settings.kinds import (
    Choice,
    Choices,
    Hotkey,
    Number,
    Option,
    Paths,
    Switch,
    Table,
    Text,
    Texts,
    is_hotkey,
)


class Row(msgspec.Struct, frozen=True):
    on: bool | None = None
    size: int | None = None


OPTIONS = (Option("a", "A"), Option("b", "B"))
SWITCH = Switch("x.switch", default=True, title="", help="")
NUMBER = Number("x.number", 5, "", "", least=1, most=10, unit="ms")
TEXT = Text("x.text", "", "", "", longest=5, check=lambda text: "no z" if "z" in text else "")
LINES = Text("x.lines", "", "", "", longest=10, lines=True)
CHOICE = Choice("x.choice", "a", "", "", options=OPTIONS)
CHOICES = Choices("x.choices", (), "", "", options=OPTIONS)
TEXTS = Texts("x.texts", (), "", "", longest=5, check=lambda text: "no z" if "z" in text else "")
PATHS = Paths("x.paths", (), "", "", folders=True)
HOTKEY = Hotkey("x.hotkey", "", "", "")
TABLE = Table(
    "x.table",
    {},
    "",
    "",
    row=Row,
    columns=(
        Switch("on", default=True, title="", help=""),
        Number("size", 1, "", "", least=0, most=9),
    ),
)
ALL: list[Setting[Any]] = [
    SWITCH,
    NUMBER,
    TEXT,
    LINES,
    CHOICE,
    CHOICES,
    TEXTS,
    PATHS,
    HOTKEY,
    TABLE,
]


@pytest.mark.parametrize(
    ("setting", "raw", "value"),
    [
        (SWITCH, False, False),
        (NUMBER, 1, 1),
        (NUMBER, 10, 10),
        (TEXT, "", ""),
        (TEXT, "12345", "12345"),
        (LINES, "a\nb", "a\nb"),
        (CHOICE, "b", "b"),
        (CHOICES, ["b", "a", "b"], ("a", "b")),
        (CHOICES, [], ()),
        (TEXTS, ["b", "a", "b", ""], ("b", "a")),
        (PATHS, ["~/packs"], (Path.home() / "packs",)),
        (HOTKEY, " <Ctrl>+K ", "<ctrl>+k"),
        (TABLE, {"app": {"on": False, "unknown": 1}}, {"app": Row(on=False)}),
        (TABLE, {"app": {}}, {"app": Row()}),
    ],
)
def test_fits(setting: Setting[Any], raw: object, value: object) -> None:
    read = setting.read(raw)
    assert read == value
    assert setting.read(setting.write(read)) == read


@pytest.mark.parametrize(
    ("setting", "raw"),
    [
        (SWITCH, 1),
        (SWITCH, "true"),
        (NUMBER, True),
        (NUMBER, 0),
        (NUMBER, 11),
        (NUMBER, 5.0),
        (NUMBER, "5"),
        (TEXT, 5),
        (TEXT, "123456"),
        (TEXT, "a\nb"),
        (TEXT, "a\0"),
        (TEXT, "z"),
        (CHOICE, "c"),
        (CHOICE, ["a"]),
        (CHOICES, "a"),
        (CHOICES, ["c"]),
        (TEXTS, "a"),
        (TEXTS, ["a", 1]),
        (TEXTS, ["123456"]),
        (TEXTS, ["a\nb"]),
        (TEXTS, ["z"]),
        (TEXTS, ["a"] * 501),
        (PATHS, ["packs"]),
        (PATHS, ["../packs"]),
        (HOTKEY, 5),
        (HOTKEY, "k"),
        (TABLE, []),
        (TABLE, {"app": 1}),
        (TABLE, {"": {}}),
        (TABLE, {"app": {"size": 10}}),
        (TABLE, {str(number): {} for number in range(501)}),
    ],
)
def test_does_not_fit(setting: Setting[Any], raw: object) -> None:
    with pytest.raises(Unfit) as caught:
        setting.read(raw)
    assert str(caught.value), "says what would"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.datetimes(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.sampled_from(ALL), anything)
def test_whatever_stands_in_a_file_is_read_or_refused(setting: Setting[Any], raw: object) -> None:
    try:
        value = setting.read(raw)
    except Unfit:
        return
    assert setting.read(setting.write(value)) == value


def test_a_refusal_does_not_quote_the_value() -> None:
    with pytest.raises(Unfit) as caught:
        CHOICE.read("hunter2")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "keys",
    ["<ctrl>+<alt>+<space>", "<ctrl>+k", "<ctrl>++", "<cmd>+<shift>+ñ", "<f9>", "<shift>+<f20>"],
)
def test_hotkeys(keys: str) -> None:
    assert is_hotkey(keys)


@pytest.mark.parametrize(
    "keys",
    [
        "",
        "k",
        "<space>",
        "<shift>+k",
        "<alt_gr>+q",
        "<shift>+<alt_gr>+q",
        "<ctrl>",
        "<ctrl>+<alt>",
        "<ctrl>+<ctrl>+k",
        "<ctrl>+<nokey>",
        "<ctrl>+ ",
        "<ctrl>+kk",
        "ctrl+k",
        "<f21>",
        "<k>+<ctrl>",
    ],
)
def test_no_hotkeys(keys: str) -> None:
    assert not is_hotkey(keys)


def test_a_section_takes_its_own_settings_only_and_each_once() -> None:
    with pytest.raises(ValueError, match=r"x\.switch"):
        Section("y", "", "", 1, (SWITCH,))
    with pytest.raises(ValueError, match=r"x\.switch"):
        Section("x", "", "", 1, (SWITCH, SWITCH))
