"""The cases of the typing contract in memory: by a hook and beside the application."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from desktop.core.triggers import TriggerIndex
from desktop.keyboard import messages
from tests.typing_cases import SNIPPETS, Case, each_case

NAMES = {
    "BackSpace": "backspace", "Caps_Lock": "capslock", "Left": "left", "Home": "home",
    "End": "end", "Escape": "escape", "ctrl+a": "home", "colon": ":", "semicolon": ";",
}  # fmt: skip
"""xdotool's names; what Ctrl+A does to the caret, Home does here too."""
SHIFTED = {";": ":", "0": ")"}


class MemoryDesk:
    """An agent at an editor in memory; ``at_once`` says whether the others are as fast as they."""

    def __init__(self, session: Any, *, at_once: bool) -> None:
        self.session = session
        self.at_once = at_once
        self.shift = self.caps = False
        self.agent = self.keyboard = self.field = self

    def types(self, text: str, delay: int = 8, *, matches: int = 1) -> None:
        self.type(text, delay)
        self.quiet(matches)

    def click(self) -> None:
        self.session.settle()
        self.session.board.click()
        self.session.board.hear()

    # --- hands ---

    def type(self, text: str, delay: int = 8) -> None:
        for char in text:
            self._tap({"\n": "enter"}.get(char, char))

    def keys(self, *names: str, delay: int = 8) -> None:
        for name in names:
            if name.startswith("shift+"):
                self.down("shift")
                self.keys(name.removeprefix("shift+"))
                self.up("shift")
                continue
            self._tap(self._shifted(NAMES.get(name, name)))
            if name == "Caps_Lock":
                self.caps = not self.caps

    def down(self, *names: str) -> None:
        for name in names:
            self.shift = self.shift or name == "shift"
            self._press(name, down=True)

    def up(self, *names: str) -> None:
        for name in names:
            self.shift = self.shift and name != "shift"
            self._press(name, down=False)

    def _shifted(self, name: str) -> str:
        if len(name) > 1:
            return name
        if not name.isalpha():
            return SHIFTED.get(name, name) if self.shift else name
        return name.upper() if self.shift is not self.caps else name

    def _tap(self, name: str) -> None:
        self._press(name, down=True)
        self._press(name, down=False)

    def _press(self, name: str, *, down: bool) -> None:
        from desktop.host.memory_keys import stroke_of

        self.session.board.press(stroke_of(name, down=down))
        if self.at_once:
            self.session.settle()

    # --- ear ---

    def quiet(self, matches: int) -> None:
        self.session.settle()
        ended = len(self.of(messages.Typed)) + len(self.session.failed())
        assert ended >= max(matches, len(self.of(messages.Matched)))

    def wait(self, kind: builtins.type[Any]) -> Sequence[Any]:
        self.session.settle()
        assert self.of(kind)
        return self.of(kind)

    def of(self, kind: builtins.type[Any]) -> Sequence[Any]:
        return [one for one in self.session.told if isinstance(one, kind)]

    # --- field ---

    def text(self, wanted: str) -> str:
        self.session.settle()
        self.session.assert_flowing()
        return str(self.session.text)


@each_case
@pytest.mark.parametrize("at_once", [False, True], ids=["slow", "at once"])
@pytest.mark.parametrize(
    "style",
    [{}, {"hook": False}, {"hook": False, "leak": 3}],
    ids=["hook", "beside", "beside, leaking"],
)
def test_the_contract(
    session: Any,
    trigger: Any,
    index: Callable[..., TriggerIndex],
    case: Case,
    style: dict[str, Any],
    at_once: bool,
) -> None:
    one = session({}, app="mousepad", **style)
    one.typing.load(
        index(
            [
                trigger(each.trigger, number, each.left_word, each.right_word, each.folded)
                for number, each in enumerate(SNIPPETS)
            ]
        )
    )
    desk = MemoryDesk(one, at_once=at_once)

    def answer() -> bool:
        asked = one.asked()
        if one._answered == len(asked):
            return False
        match = asked[one._answered]
        one._answered += 1
        snippet = SNIPPETS[match.numbers[0]]
        one.typing.expand(messages.Expand(match.serial, snippet.text, snippet.left, snippet.way))
        return True

    one.answer = answer
    case(desk)
