"""A modifier pressed twice, and all that is like it and is not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from desktop.host.keys import Key, Modifier, Stroke
from desktop.keyboard.twice import WITHIN_S, Twice, keys_of, recognisers

NAMES = {"c": Modifier.LEFT_CTRL, "C": Modifier.RIGHT_CTRL, "s": Modifier.LEFT_SHIFT}


def heard(wanted: str, acts: str | Sequence[str], *, every: float = 0.05) -> int:
    """How often it was recognised: ``+c`` presses, ``-c`` releases; other letters are keys."""
    twice, at, found = Twice(keys_of(wanted)), 100.0, 0
    for act in acts.split() if isinstance(acts, str) else acts:
        sign, name = act[0], act[1:]
        if sign == "~":
            at += float(name)
            continue
        side = NAMES.get(name)
        key = Key.CLICK if name == "click" else Key.SILENT if side or sign == "-" else Key.TEXT
        key = Key.SILENT if name == "hotkey" else key
        at += every
        found += twice.feed(Stroke(key, "", 1, down=sign == "+", at=at, modifier=side))
    return found


@pytest.mark.parametrize(
    ("acts", "times"),
    [
        ("+c -c +c -c", 1),
        ("+c -c +c -c +c -c", 1),  # the third is the first of the next
        ("+c -c +c -c +c -c +c -c", 2),
        ("+c -c", 0),
        ("+c +c +c -c +c -c", 1),  # held down, Windows repeats it
        ("+c +c +c +c -c", 0),
        ("+c +a -a -c +c +a -a -c", 0),  # Ctrl+A twice
        ("+c -c +a -a +c -c", 0),
        ("+c -c +c +a -a -c", 0),
        ("+c +hotkey -hotkey -c +c +hotkey -hotkey -c", 0),
        ("+c -c +click -click +c -c", 0),
        ("+c +click -click -c +c -c", 0),
        ("+c +s -s -c +c -c", 0),
        ("+s +c -c +c -c -s", 0),  # with Shift held it is another thing
        ("+c -c +s -s +c -c", 0),
        ("+a +c -a -c +c -c", 1),  # a key that was still down from before
        ("+s -s +s -s", 0),
        ("-c +c -c", 0),
        ("+c -c ~0.7 +c -c", 0),
        ("+c -c ~0.7 +c -c +c -c", 1),
    ],
)
def test_what_counts(acts: str, times: int) -> None:
    assert heard("left_ctrl", acts) == times


def test_either_side_and_one_side() -> None:
    assert heard("ctrl", "+C -C +C -C") == heard("ctrl", "+c -c +c -c") == 1
    assert heard("left_ctrl", "+C -C +C -C") == 0
    assert heard("ctrl", "+c -c +C -C") == 0  # one key, twice


def test_the_clock_of_events_begins_anew() -> None:
    assert heard("ctrl", ["+c", "-c", "~-90", "+c", "-c"]) == 0
    assert heard("ctrl", "+c -c +c -c", every=WITHIN_S / 3) == 1


def test_what_a_setting_means() -> None:
    assert keys_of("off") == keys_of("") == frozenset()
    assert keys_of("meta") == {Modifier.LEFT_META, Modifier.RIGHT_META}
    assert keys_of("right_shift") == {Modifier.RIGHT_SHIFT}
    assert [name for name, _ in recognisers({"a": "alt", "b": "off"})] == ["a"]
