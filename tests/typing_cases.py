"""The cases of the typing contract (docs/design.md), written once for every system.

Each is a function that acts at a desk and says what must stand there. They run in memory
(``tests/unit/keyboard/test_typing_cases.py``), on X11 (``tests/screen``) and on Windows
(``tests/windows``); what only one system has stands beside these tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

import pytest

from desktop.host.base import PLAIN, Rich
from desktop.keyboard import messages

M = TypeVar("M", bound=messages.Message)

DELAYS = (1, 8, 30, 60)
"""Milliseconds between two keys."""
UNI = "Grüße – “ça va” 😀 日本"
LINES = "line one\nline two\nline three"
LONG = "A sentence that is longer than what is typed key by key. " * 3


@dataclass(frozen=True)
class Snippet:
    """A trigger and what it gives."""

    trigger: str
    text: str
    left: int = 0
    way: str = "auto"
    left_word: bool = False
    right_word: bool = False
    folded: bool = False
    rich: Rich = PLAIN


SNIPPETS = (
    Snippet(":brb", "be right back"),
    Snippet(":uni", UNI),
    Snippet(":ml", LINES),
    Snippet(":lng", LONG),
    Snippet(":)", "Thank You!"),
    Snippet(":MIX", "Capitals And lower case"),
    Snippet(":in", "<:brb>"),
    Snippet(":cur", "Dear , how are you?", left=14),
    Snippet(":pa", "pasted short", way="paste"),
    Snippet("tyl", "thank you a lot", left_word=True, right_word=True),
    Snippet("né", "born"),
    Snippet(":ü", "umlaut"),
    Snippet(":дом", "house"),
    Snippet(":agr", "a@b {x} [y] \\ €µ²"),
    Snippet("।।धनवपस", "रिफंड मंज़ूर हो गया है।"),
    Snippet("؛؛بريد", "شكرًا على رسالتكم."),
)


class Hands(Protocol):
    """The agent's."""

    def type(self, text: str, delay: int = 8) -> None:
        """Type characters, ``delay`` milliseconds between them."""

    def keys(self, *names: str, delay: int = 8) -> None:
        """Press and release keys by xdotool's names."""

    def down(self, *names: str) -> None:
        """Press keys."""

    def up(self, *names: str) -> None:
        """Let go of keys."""


class Ear(Protocol):
    """What is heard of the keyboard process."""

    def quiet(self, matches: int) -> None:
        """Wait until so many matches have come to their end, typed or not."""

    def wait(self, kind: type[M]) -> Sequence[M]:
        """Wait for a message of a kind."""

    def of(self, kind: type[M]) -> Sequence[M]:
        """Every message of a kind that has come."""


class Field(Protocol):
    """Where it is typed."""

    def text(self, wanted: str) -> str:
        """What stands there, as soon as it is ``wanted``; in the end whatever it is."""


class Desk(Protocol):
    """An agent at an empty text field, with the keyboard process beside it."""

    @property
    def agent(self) -> Hands: ...

    @property
    def keyboard(self) -> Ear: ...

    @property
    def field(self) -> Field: ...

    def types(self, text: str, delay: int = 8, *, matches: int = 1) -> None:
        """Type, and wait for so many expansions to be over."""

    def click(self) -> None:
        """Click behind the last character."""


Case = Callable[[Desk], None]


def stands(desk: Desk, wanted: str) -> None:
    found = desk.field.text(wanted)
    assert found == wanted, [str(one.reason) for one in desk.keyboard.of(messages.Failed)]


def typed_at_once(desk: Desk, *, trigger: str, text: str, delay: int) -> None:
    desk.types(f"ok {trigger} xyz " * 3, delay, matches=3)
    stands(desk, f"ok {text} xyz " * 3)


def comes_whole(desk: Desk, *, trigger: str, text: str) -> None:
    desk.types(f"a {trigger}b" * 2, 1, matches=2)
    stands(desk, f"a {text}b" * 2)


def a_trigger_of_shifted_keys(desk: Desk) -> None:
    desk.types("x:)y:MIXz:)!", 1, matches=3)
    stands(desk, "xThank You!yCapitals And lower casezThank You!!")


def the_last_key_is_still_held_down(desk: Desk) -> None:
    desk.agent.type("ok :br")
    desk.agent.down("b")
    desk.keyboard.quiet(1)
    desk.agent.type(" xyz", 1)
    desk.agent.up("b")
    stands(desk, "ok be right back xyz")


def shift_is_held_before_during_and_after(desk: Desk, *, trigger: str, text: str) -> None:
    names = {":": "semicolon", ")": "0"}
    desk.agent.down("shift")
    desk.agent.keys(*(names.get(one, one.lower()) for one in trigger), delay=1)
    desk.agent.keys("a", "b", "c", delay=1)
    desk.keyboard.quiet(1)
    desk.agent.keys("d")
    desk.agent.up("shift")
    desk.agent.keys("e")
    stands(desk, f"{text}ABCDe")


def shift_is_held_while_a_text_is_pasted(desk: Desk) -> None:
    desk.agent.type(":p")
    desk.agent.keys("a", delay=0)
    desk.agent.down("shift")
    desk.agent.keys("a", "b", delay=1)
    desk.keyboard.quiet(1)
    desk.agent.up("shift")
    desk.agent.keys("c")
    stands(desk, "pasted shortABc")


def caps_lock_changes_nothing(desk: Desk) -> None:
    desk.agent.keys("Caps_Lock")
    try:
        desk.agent.keys("shift+b", "colon", "shift+b", "shift+r", "shift+b", "a")
        desk.keyboard.quiet(1)
        stands(desk, "bbe right backA")
    finally:
        desk.agent.keys("Caps_Lock")


def keys_meanwhile_complete_another_trigger(desk: Desk) -> None:
    desk.types(":uni:brb:pa:brb.", 1, matches=4)
    stands(desk, f"{UNI}be right backpasted shortbe right back.")


def an_expansion_never_triggers_itself(desk: Desk) -> None:
    desk.types("a :in b", 1)
    stands(desk, "a <:brb> b")
    assert len(desk.keyboard.of(messages.Matched)) == 1


def backspace_gives_back_what_was_typed(desk: Desk, *, trigger: str, text: str) -> None:
    desk.types(f"ok {trigger}")
    stands(desk, f"ok {text}")
    desk.agent.keys("BackSpace")
    desk.keyboard.wait(messages.Undone)
    desk.agent.type("xyz", 1)
    stands(desk, f"ok {trigger}xyz")


def backspace_at_once_after_the_trigger(desk: Desk) -> None:
    desk.agent.type("ok :brb", 1)
    desk.agent.keys("BackSpace", "x", delay=1)
    desk.keyboard.quiet(1)
    stands(desk, "ok :brbx")


def a_word_trigger_needs_its_separators(desk: Desk) -> None:
    desk.types("styl tylo tyl, tyl.x", 1, matches=2)
    stands(desk, "styl tylo thank you a lot, thank you a lot.x")


def backspace_in_a_trigger_counts(desk: Desk) -> None:
    desk.agent.type("ok :brx")
    desk.agent.keys("BackSpace")
    desk.types("b xyz", 1)
    stands(desk, "ok be right back xyz")


def the_caret_goes_to_its_mark(desk: Desk) -> None:
    desk.types(":curAnn", 1)
    stands(desk, "Dear Ann, how are you?")


def a_caret_key_makes_the_matcher_forget(desk: Desk, *, key: str) -> None:
    desk.agent.type(":br")
    desk.agent.keys(key, "End")
    desk.agent.type("b xyz")
    stands(desk, ":brb xyz")
    assert not desk.keyboard.of(messages.Matched)


def a_click_makes_the_matcher_forget(desk: Desk) -> None:
    desk.agent.type(":br")
    stands(desk, ":br")
    desk.click()
    desk.agent.type("b xyz")
    stands(desk, ":brb xyz")
    assert not desk.keyboard.of(messages.Matched)


def _cases() -> Mapping[str, Case]:
    plain = (
        a_trigger_of_shifted_keys, the_last_key_is_still_held_down,
        shift_is_held_while_a_text_is_pasted, caps_lock_changes_nothing,
        keys_meanwhile_complete_another_trigger, an_expansion_never_triggers_itself,
        backspace_at_once_after_the_trigger, a_word_trigger_needs_its_separators,
        backspace_in_a_trigger_counts, the_caret_goes_to_its_mark,
        a_click_makes_the_matcher_forget,
    )  # fmt: skip
    cases: dict[str, Case] = {one.__name__: one for one in plain}
    for trigger, text in ((":brb", "be right back"), (":uni", UNI), (":pa", "pasted short")):
        for delay in DELAYS:
            cases[f"typed_at_once{trigger}-{delay}"] = partial(
                typed_at_once, trigger=trigger, text=text, delay=delay
            )
    for trigger, text in ((":ml", LINES), (":lng", LONG)):
        cases[f"comes_whole{trigger}"] = partial(comes_whole, trigger=trigger, text=text)
    for trigger, text in ((":MIX", "Capitals And lower case"), (":)", "Thank You!")):
        cases[f"shift_is_held{trigger}"] = partial(
            shift_is_held_before_during_and_after, trigger=trigger, text=text
        )
    for trigger, text in ((":brb", "be right back"), (":lng", LONG)):
        cases[f"backspace_gives_back{trigger}"] = partial(
            backspace_gives_back_what_was_typed, trigger=trigger, text=text
        )
    for key in ("Left", "Home", "ctrl+a", "Escape"):
        cases[f"caret_key-{key}"] = partial(a_caret_key_makes_the_matcher_forget, key=key)
    return cases


CASES = _cases()
each_case = pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
"""A test that takes ``case`` runs once for each."""
