"""Keys by number, and modifiers by flags."""

from __future__ import annotations

import pytest

from desktop.host.macos import codes
from desktop.host.macos.codes import Code, unpacked


@pytest.mark.parametrize(
    "code",
    [
        Code(0),
        Code(0x7F),
        Code(0, "a"),
        Code(9, "😀é"),
        Code(0, "\0\0x"),
        Code(3, "\ud83d"),
        Code(3, caps=True),
        Code(3, "x", caps=True),
    ],
)
def test_a_key_comes_back_from_its_number(code: Code) -> None:
    assert code.packed() > 0  # 0 is a click's
    found = unpacked(code.packed())
    assert (found.key, found.caps) == (code.key, code.caps)
    assert found.text == code.text.lstrip("\0")


def test_left_and_right_are_told_apart() -> None:
    both = codes.flags_of({codes.SHIFT, codes.RIGHT_SHIFT})
    left = codes.flags_of({codes.SHIFT})
    assert codes.is_down(codes.RIGHT_SHIFT, both)
    assert not codes.is_down(codes.RIGHT_SHIFT, left)  # it went up, the left one is still down
    assert codes.held_in(both) == {codes.SHIFT, codes.RIGHT_SHIFT}


def test_a_program_that_names_no_side_is_understood() -> None:
    assert codes.is_down(codes.RIGHT_COMMAND, codes.FLAG_COMMAND)
    assert not codes.is_down(codes.RIGHT_COMMAND, codes.FLAG_SHIFT)
    assert codes.held_in(codes.FLAG_COMMAND | codes.FLAG_OPTION) == {codes.COMMAND, codes.OPTION}


def test_arrows_and_function_keys_have_the_flags_that_keyboards_send() -> None:
    assert codes.own_flags(codes.LEFT) == codes.FLAG_NUMERIC_PAD | codes.FLAG_FUNCTION
    assert codes.own_flags(0x73) == codes.FLAG_FUNCTION
    assert codes.own_flags(codes.KEYPAD_ENTER) == codes.FLAG_NUMERIC_PAD
    assert codes.own_flags(codes.A) == 0
