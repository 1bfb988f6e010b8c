"""Keys of Windows to strokes, with a layout of two lines: what no Wine can show of real ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.host.keys import Key, Modifier
from desktop.host.windows import codes
from desktop.host.windows.codes import Code, unpacked
from desktop.host.windows.dead_keys import composed
from desktop.host.windows.strokes import Event, Strokes
from desktop.keyboard.twice import Twice, keys_of

ACUTE, CARET_KEY = 0xDD, 0xDE


class Polish:
    """Letters, AltGr+L for ł, and two dead keys."""

    def translate(self, code: Code, state: bytes) -> tuple[int, str]:
        assert len(state) == 256
        shift, control, alt = (bool(state[key] & 0x80) for key in (0x10, 0x11, 0x12))
        caps = bool(state[codes.CAPITAL] & 1)
        if code.key in {ACUTE, CARET_KEY}:
            return -1, "´" if code.key == ACUTE else "^"
        if code.key == codes.ESCAPE:
            return 1, "\x1b"
        if not (0x41 <= code.key <= 0x5A or code.key == codes.SPACE):
            return 0, ""
        if control and alt:
            return (1, "Ł" if shift else "ł") if code.key == ord("L") else (0, "")
        char = chr(code.key)
        return 1, char if shift is not caps else char.lower()


@pytest.fixture
def strokes() -> Strokes:
    return Strokes(Polish())


def press(strokes: Strokes, key: int, *, scan: int = 0) -> tuple[Key, str]:
    stroke = strokes.of(Event(Code(key, scan), down=True, at=1.0), held=True)
    return stroke.key, stroke.text


def let_go(strokes: Strokes, key: int) -> None:
    stroke = strokes.of(Event(Code(key), down=False, at=1.0), held=True)
    assert (stroke.key, stroke.down, stroke.held) == (Key.SILENT, False, True)


def test_letters_with_shift_and_caps_lock(strokes: Strokes) -> None:
    assert press(strokes, ord("A")) == (Key.TEXT, "a")
    assert press(strokes, codes.RSHIFT) == (Key.SILENT, "")
    assert press(strokes, ord("A")) == (Key.TEXT, "A")
    let_go(strokes, codes.RSHIFT)
    press(strokes, codes.CAPITAL)
    press(strokes, codes.CAPITAL)  # the repeat of a key that is held changes nothing
    assert press(strokes, ord("A")) == (Key.TEXT, "A")
    let_go(strokes, codes.CAPITAL)
    press(strokes, codes.CAPITAL)
    assert press(strokes, ord("A")) == (Key.TEXT, "a")


@pytest.mark.parametrize("held", [codes.LCONTROL, codes.LMENU, codes.LWIN, codes.RCONTROL])
def test_a_key_with_a_modifier_does_who_knows_what(strokes: Strokes, held: int) -> None:
    press(strokes, held)
    assert press(strokes, ord("A")) == (Key.CARET, "")
    assert press(strokes, codes.BACK) == (Key.CARET, "")
    let_go(strokes, held)
    assert press(strokes, codes.BACK) == (Key.BACKSPACE, "")


def test_alt_graph_writes_where_the_layout_has_something(strokes: Strokes) -> None:
    press(strokes, codes.LCONTROL, scan=codes.FAKE_CONTROL_SCAN)
    press(strokes, codes.RMENU)
    assert press(strokes, ord("L")) == (Key.TEXT, "ł")
    assert press(strokes, ord("K")) == (Key.CARET, "")
    press(strokes, codes.LSHIFT)
    assert press(strokes, ord("L")) == (Key.TEXT, "Ł")


def test_a_dead_key_waits_and_is_composed(strokes: Strokes) -> None:
    assert press(strokes, ACUTE) == (Key.COMPOSING, "")
    assert press(strokes, codes.LSHIFT) == (Key.SILENT, "")
    assert press(strokes, ord("E")) == (Key.TEXT, "É")
    assert strokes.composed  # the application waits for this very key
    let_go(strokes, codes.LSHIFT)
    assert press(strokes, ord("E")) == (Key.TEXT, "e")
    assert not strokes.composed


@pytest.mark.parametrize("key", [codes.BACK, codes.ESCAPE, codes.RETURN, CARET_KEY])
def test_a_dead_key_that_something_else_follows_makes_everything_uncertain(
    strokes: Strokes, key: int
) -> None:
    press(strokes, ACUTE)
    assert press(strokes, key)[0] is Key.CARET


def test_another_window_has_no_dead_key_waiting(strokes: Strokes) -> None:
    press(strokes, ACUTE)
    strokes.forget()
    assert press(strokes, ord("E")) == (Key.TEXT, "e")


@pytest.mark.parametrize(
    ("dead", "key", "text"),
    [("´", "e", "é"), ("^", "o", "ô"), ("'", "c", "ç"), ('"', "u", "ü"), ("~", "n", "ñ"),
     ("´", " ", "´"), ("´", "x", "´x"), ("ˇ", "S", "Š"), ("°", "a", "å"), ("¿", "a", "¿a")],
)  # fmt: skip
def test_what_dead_keys_give(dead: str, key: str, text: str) -> None:
    assert composed(dead, key) == text


def test_characters_that_a_program_sends(strokes: Strokes) -> None:
    def send(text: str) -> list[tuple[Key, str]]:
        units = text.encode("utf-16-le")
        pairs = [units[at : at + 2] for at in range(0, len(units), 2)]
        return [press(strokes, codes.PACKET, scan=int.from_bytes(one, "little")) for one in pairs]

    assert send("é😀") == [(Key.TEXT, "é"), (Key.COMPOSING, ""), (Key.TEXT, "😀")]
    assert send("\r\t\b") == [(Key.ENTER, "\n"), (Key.TAB, "\t"), (Key.BACKSPACE, "")]
    assert press(strokes, codes.PACKET, scan=0xDE00) == (Key.CARET, "")  # half of a character
    assert press(strokes, codes.PACKET, scan=7) == (Key.CARET, "")


def test_a_hotkey_of_ours_changes_nothing() -> None:
    ours = frozenset({codes.CONTROL, codes.MENU})
    strokes = Strokes(Polish(), lambda key, held: key == codes.SPACE and held == ours)
    press(strokes, codes.LCONTROL)
    press(strokes, codes.LMENU)
    assert press(strokes, codes.SPACE) == (Key.SILENT, "")
    let_go(strokes, codes.SPACE)
    let_go(strokes, codes.LMENU)
    let_go(strokes, codes.LCONTROL)
    assert press(strokes, codes.SPACE) == (Key.TEXT, " ")


def test_what_was_let_go_of_behind_a_lock_screen_is_not_held(strokes: Strokes) -> None:
    press(strokes, codes.LSHIFT)
    strokes.reset([], [codes.CAPITAL])
    assert strokes.down == frozenset()
    assert press(strokes, ord("A")) == (Key.TEXT, "A")


@given(st.integers(0, 255), st.integers(0, 0xFFFF), st.booleans())
def test_a_code_carries_all_of_a_key(key: int, scan: int, extended: bool) -> None:
    assert unpacked(Code(key, scan, extended).packed()) == (key, scan, extended)


@pytest.mark.parametrize(
    ("key", "scan", "wanted"),
    [
        (codes.LSHIFT, 0, Modifier.LEFT_SHIFT), (codes.RSHIFT, 0, Modifier.RIGHT_SHIFT),
        (codes.LCONTROL, 0, Modifier.LEFT_CTRL), (codes.RCONTROL, 0, Modifier.RIGHT_CTRL),
        (codes.LMENU, 0, Modifier.LEFT_ALT), (codes.RMENU, 0, Modifier.RIGHT_ALT),
        (codes.LWIN, 0, Modifier.LEFT_META), (codes.RWIN, 0, Modifier.RIGHT_META),
        (codes.LCONTROL, codes.FAKE_CONTROL_SCAN, Modifier.RIGHT_ALT),
        (codes.CAPITAL, 0, None), (ord("A"), 0, None),
    ],
)  # fmt: skip
def test_which_modifier_a_key_is(
    strokes: Strokes, key: int, scan: int, wanted: Modifier | None
) -> None:
    for down in (True, False):
        stroke = strokes.of(Event(Code(key, scan), down=down, at=0.5), held=True)
        assert (stroke.modifier, stroke.down, stroke.at) == (wanted, down, 0.5)


def test_alt_graph_twice_is_the_right_alt_twice(strokes: Strokes) -> None:
    twice = Twice(keys_of("right_alt"))
    keys = (Code(codes.LCONTROL, codes.FAKE_CONTROL_SCAN), Code(codes.RMENU))
    heard = [
        twice.feed(strokes.of(Event(key, down=down, at=at), held=True))
        for at in (1.0, 1.3)
        for down in (True, False)
        for key in keys
    ]
    assert heard.count(True) == 1
