"""A typing session in memory: agent, machine, and an application that answers from a table."""

from __future__ import annotations

from array import array

import marisa_trie
import pytest

from desktop.core.triggers import RegexTrigger, TriggerIndex, TriggerTrie, fold
from desktop.host.base import KeysOptions
from desktop.host.memory import MemoryDesktop, MemoryKeys, stroke_of
from desktop.keyboard import messages
from desktop.keyboard.typing import Typing


def make_index(
    triggers: dict[str, int],
    *,
    left: bool = False,
    right: bool = False,
    folded: bool = False,
    regexes: tuple[tuple[str, int], ...] = (),
) -> TriggerIndex:
    """An index of triggers with one set of flags."""
    keys = {(fold(key) if folded else key)[::-1]: number for key, number in triggers.items()}
    trie = marisa_trie.Trie(keys)
    starts, entries = array("I", [0]), array("I")
    for which in range(len(trie)):
        entries.append(keys[trie.restore_key(which)] << 1 | left)
        starts.append(len(entries))
    tree = TriggerTrie(folded, right, trie.tobytes(), starts.tobytes(), entries.tobytes())
    longest = max(map(len, triggers), default=0) + right
    plain = tuple(RegexTrigger(pattern, number) for pattern, number in regexes)
    return TriggerIndex("lib", (tree,) if keys else (), plain, longest=longest)


class Session:
    """Type with :meth:`keys`, let the application answer with :meth:`answer`."""

    def __init__(
        self, texts: dict[str, str], *, app: str = "", hook: bool = True, leak: int = 0, **flags
    ) -> None:
        self.desktop = MemoryDesktop(app)
        self.board = MemoryKeys(self.desktop, hook=hook, leak=leak)
        self.told: list[messages.FromKeyboard] = []
        self.texts = list(texts.values())
        self.typing = Typing(self.board, self.desktop.clock, self.told.append, KeysOptions())
        self.typing.load(make_index({key: i for i, key in enumerate(texts)}, **flags))
        self.board.listen(self.typing)
        self.left = 0
        self.way = "auto"
        self._answered = 0

    def key(self, name: str) -> None:
        self.board.press(stroke_of(name))
        self.board.press(stroke_of(name, down=False))

    def keys(self, text: str, *, answer: bool = True) -> None:
        for char in text:
            self.key({"\n": "enter", "\t": "tab", "\b": "backspace"}.get(char, char))
            if answer:
                self.settle()

    def asked(self) -> list[messages.Matched]:
        return [one for one in self.told if isinstance(one, messages.Matched)]

    def failed(self) -> list[str]:
        return [one.reason for one in self.told if isinstance(one, messages.Failed)]

    def answer(self) -> bool:
        """Answer the oldest open question; False when there is none."""
        asked = self.asked()
        if self._answered == len(asked):
            return False
        match = asked[self._answered]
        self._answered += 1
        text = self.texts[match.numbers[0]]
        self.typing.expand(messages.Expand(match.serial, text, self.left, self.way))
        return True

    def fetch(self) -> bool:
        """Let the target fetch the oldest paste."""
        if not self.board.fetches:
            return False
        self.board.fetches.pop(0)()
        return True

    def wait(self) -> bool:
        """Let time pass to the machine's deadline; False when it has none."""
        deadline = self.typing.deadline()
        if deadline is None:
            return False
        self.desktop.clock.advance(max(0.0, deadline - self.desktop.clock.monotonic()) + 1e-6)
        self.typing.tick()
        return True

    def settle(self) -> None:
        """Answer, fetch and wait until nothing is left to do."""
        while self.answer() or self.fetch() or self.wait():
            pass

    @property
    def text(self) -> str:
        return self.desktop.field.text


@pytest.fixture
def session() -> type[Session]:
    return Session


@pytest.fixture
def index():
    return make_index
