"""Events of the tap to strokes."""

from __future__ import annotations

import pytest

from desktop.host.keys import Key, Modifier
from desktop.host.macos import codes
from desktop.host.macos.codes import unpacked
from desktop.host.macos.strokes import Event, Strokes
from tests.unit.host.macos.simulated import Keyboard


@pytest.fixture
def strokes() -> Strokes:
    return Strokes(Keyboard())


def _press(strokes: Strokes, key: int, flags: int = 0, text: str = "") -> tuple[Key, str]:
    event = Event(key, True, flags, 0.0, by_program=bool(text), text=text)
    found = strokes.of(event, held=True)
    strokes.of(Event(key, False, flags, 0.0, by_program=bool(text), text=text), held=True)
    return found.key, found.text


def test_option_writes_and_command_and_control_do_not(strokes: Strokes) -> None:
    strokes.of(Event(codes.OPTION, True, codes.FLAG_OPTION, 0.0), held=True)
    assert _press(strokes, 0x0B) == (Key.TEXT, "b")
    strokes.of(Event(codes.COMMAND, True, codes.FLAG_COMMAND, 0.0), held=True)
    assert _press(strokes, 0x0B) == (Key.CARET, "")
    strokes.reset((codes.CONTROL,), caps=False)
    assert _press(strokes, 0x0B) == (Key.CARET, "")


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        (codes.DELETE, (Key.BACKSPACE, "")), (codes.RETURN, (Key.ENTER, "\n")),
        (codes.KEYPAD_ENTER, (Key.ENTER, "\n")), (codes.TAB, (Key.TAB, "\t")),
        (codes.LEFT, (Key.CARET, "")), (codes.ESCAPE, (Key.CARET, "")), (0x7A, (Key.CARET, "")),
        (codes.FUNCTION, (Key.SILENT, "")), (0x48, (Key.SILENT, "")),
    ],
)  # fmt: skip
def test_keys_that_write_nothing(strokes: Strokes, key: int, wanted: tuple[Key, str]) -> None:
    assert _press(strokes, key) == wanted


def test_option_backspace_takes_a_word_and_nobody_knows_how_long_it_is(strokes: Strokes) -> None:
    strokes.reset((codes.OPTION,), caps=False)
    assert _press(strokes, codes.DELETE) == (Key.CARET, "")


def test_a_dead_key_waits_and_is_forgotten_with_its_window(strokes: Strokes) -> None:
    for forgets, wanted in ((False, (Key.TEXT, "é")), (True, (Key.TEXT, "e"))):
        strokes.reset((codes.OPTION,), caps=False)
        assert _press(strokes, 0x0E) == (Key.COMPOSING, "")
        strokes.reset((), caps=False)
        if forgets:
            strokes.forget()
        assert _press(strokes, 0x0E) == wanted
        strokes.forget()


def test_backspace_behind_a_dead_key_is_not_sure(strokes: Strokes) -> None:
    strokes.reset((codes.OPTION,), caps=False)
    _press(strokes, 0x0E)
    strokes.reset((), caps=False)
    assert _press(strokes, codes.DELETE) == (Key.CARET, "")
    assert _press(strokes, codes.DELETE) == (Key.BACKSPACE, "")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Olá 😀", (Key.TEXT, "Olá 😀")), ("\r", (Key.ENTER, "\n")), ("\t", (Key.TAB, "\t")),
        ("\x7f", (Key.BACKSPACE, "")), ("a\x00b", (Key.CARET, "")),
    ],
)  # fmt: skip
def test_what_dictation_writes_is_a_text_and_can_be_sent_again(
    strokes: Strokes, text: str, wanted: tuple[Key, str]
) -> None:
    event = Event(codes.A, True, 0, 0.0, by_program=True, text=text)
    found = strokes.of(event, held=True)
    assert (found.key, found.text) == wanted
    assert unpacked(found.code).text == text


def test_a_program_that_sends_keys_sends_keys(strokes: Strokes) -> None:
    found = strokes.of(Event(0x0B, True, 0, 0.0, by_program=True, text="b"), held=True)
    assert unpacked(found.code).text == ""
    assert found.text == "b"


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        (codes.SHIFT, Modifier.LEFT_SHIFT), (codes.RIGHT_SHIFT, Modifier.RIGHT_SHIFT),
        (codes.CONTROL, Modifier.LEFT_CTRL), (codes.RIGHT_CONTROL, Modifier.RIGHT_CTRL),
        (codes.OPTION, Modifier.LEFT_ALT), (codes.RIGHT_OPTION, Modifier.RIGHT_ALT),
        (codes.COMMAND, Modifier.LEFT_META), (codes.RIGHT_COMMAND, Modifier.RIGHT_META),
        (codes.CAPS_LOCK, None), (codes.V, None),
    ],
)  # fmt: skip
def test_which_modifier_a_key_is(strokes: Strokes, key: int, wanted: Modifier | None) -> None:
    for down in (True, False):
        found = strokes.of(Event(key, down, codes.FLAGS.get(key, 0) * down, 0.5), held=True)
        assert (found.modifier, found.down, found.at) == (wanted, down, 0.5)
