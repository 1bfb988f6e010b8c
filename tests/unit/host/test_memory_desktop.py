"""The desktop in memory: a selection as real fields have it, and who hears of a copy."""

from __future__ import annotations

import pytest

from desktop.host.base import MOST_SELECTED, Window
from desktop.host.base import PasteWay as Way
from desktop.host.memory import MemoryClipboard, MemoryDesktop, TextField
from desktop.host.memory_keys import MemoryKeys, stroke_of


@pytest.fixture
def desktop() -> MemoryDesktop:
    made = MemoryDesktop("chat")
    made.field.write("no me funciona nada")
    return made


@pytest.mark.parametrize("ends", [(6, 14), (14, 6)])
def test_what_is_written_takes_the_place_of_the_selection(
    desktop: MemoryDesktop, ends: tuple[int, int]
) -> None:
    desktop.field.select(*ends)
    assert MemoryClipboard(desktop).selection(0) == "funciona"
    desktop.field.write("sirve")
    assert (desktop.field.text, desktop.field.caret) == ("no me sirve nada", 11)
    assert MemoryClipboard(desktop).selection(0) is None
    desktop.field.write(" de")
    assert desktop.field.text == "no me sirve de nada"


@pytest.mark.parametrize(
    ("key", "text", "caret"),
    [
        ("backspace", "no me  nada", 6),
        ("delete", "no me  nada", 6),
        ("left", "no me funciona nada", 6),
        ("right", "no me funciona nada", 14),
        ("home", "no me funciona nada", 0),
        ("end", "no me funciona nada", 19),
        ("tab", "no me \t nada", 7),
        ("enter", "", 0),
    ],
)
def test_a_key_ends_the_selection(desktop: MemoryDesktop, key: str, text: str, caret: int) -> None:
    desktop.field.select(6, 14)
    desktop.field.press(key)
    assert (desktop.field.text, desktop.field.caret) == (text, caret)
    assert not desktop.field.selected


@pytest.mark.parametrize(("key", "text"), [("backspace", "ab"), ("delete", "bc"), ("left", "abc")])
def test_at_the_end_of_the_text_a_key_does_what_it_can(key: str, text: str) -> None:
    field = TextField(text="abc", caret=0 if key != "backspace" else 3)
    field.press(key)
    assert field.text == text


def test_more_than_anybody_means_is_no_selection(desktop: MemoryDesktop) -> None:
    desktop.field.write("x" * MOST_SELECTED)
    desktop.field.select(0, MOST_SELECTED)
    assert len(MemoryClipboard(desktop).selection(0) or "") == MOST_SELECTED
    desktop.field.select(0, MOST_SELECTED + 1)
    assert MemoryClipboard(desktop).selection(0) is None


def test_only_what_others_copy_is_heard_until_nobody_listens(desktop: MemoryDesktop) -> None:
    clipboard, keys = MemoryClipboard(desktop), MemoryKeys(desktop)
    heard: list[str | None] = []
    stop = clipboard.watch(lambda _: heard.append(clipboard.text(0)))
    clipboard.set_text("ours")
    desktop.copy("theirs")
    assert keys.offer("our paste", Window(), Way.CTRL_V)
    keys.withdraw()
    assert heard == ["theirs"]
    stop()
    stop()
    desktop.copy("later")
    assert heard == ["theirs"]


def test_a_key_in_front_of_nobody_replaces_a_selection_too(desktop: MemoryDesktop) -> None:
    keys = MemoryKeys(desktop)
    desktop.field.select(0, 19)
    keys.press(stroke_of("x"))
    assert desktop.field.text == "x"
