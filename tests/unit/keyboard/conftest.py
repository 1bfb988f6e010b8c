"""A typing session in memory: agent, machine, and an application that answers from a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pytest

from desktop.core.triggers import RegexTrigger, TriggerIndex
from desktop.host.keys import KeysOptions
from desktop.host.memory import MemoryDesktop
from desktop.host.memory_keys import MemoryKeys, stroke_of
from desktop.keyboard import messages
from desktop.keyboard.typing import Typing
from desktop.snippets.index import Tries


class Trigger(NamedTuple):
    """One trigger of a snippet."""

    text: str
    number: int = 0
    left: bool = False
    right: bool = False
    folded: bool = False


def make_index(
    triggers: Sequence[Trigger], regexes: Sequence[tuple[str, int]] = (), library: str = "lib"
) -> TriggerIndex:
    """An index of triggers with any flags, as `snippets` makes it."""
    tries = Tries()
    for one in triggers:
        tries.add(one.text, one.number, left_word=one.left, right_word=one.right, folded=one.folded)
    return TriggerIndex(
        library,
        tries.build(),
        tuple(RegexTrigger(pattern, number) for pattern, number in regexes),
        longest=max((len(one.text) + one.right for one in triggers), default=0),
        triggers=len(triggers),
    )


class Session:
    """Type with :meth:`keys`, let the application answer with :meth:`answer`."""

    def __init__(
        self,
        texts: Mapping[str, str],
        *,
        app: str = "",
        hook: bool = True,
        leak: int = 0,
        regexes: Sequence[tuple[str, int]] = (),
        options: KeysOptions | None = None,
        **flags: bool,
    ) -> None:
        self.desktop = MemoryDesktop(app)
        self.board = MemoryKeys(self.desktop, hook=hook, leak=leak)
        self.told: list[messages.FromKeyboard] = []
        self.texts = list(texts.values())
        self.typing = Typing(self.board, self.desktop.clock, self.told.append, options)
        triggers = [Trigger(text, number, **flags) for number, text in enumerate(texts)]
        self.typing.load(make_index(triggers, regexes))
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

    def park(self) -> int:
        """Park the oldest open question; its serial."""
        serial = self.asked()[self._answered].serial
        self._answered += 1
        self.typing.park(serial)
        return serial

    def assert_flowing(self) -> None:
        """Nothing is under way, held or down."""
        assert not self.board._holding
        assert self.board.kept == 0
        assert self.board.down == set()
        assert self.typing.deadline() is None

    @property
    def text(self) -> str:
        return self.desktop.field.text

    @property
    def remembered(self) -> int:
        """Characters in the matcher's buffer."""
        return self.typing._following._matcher.length


# Of the session, so that a property test may use them.


@pytest.fixture(scope="session")
def session() -> type[Session]:
    return Session


@pytest.fixture(scope="session")
def trigger() -> type[Trigger]:
    return Trigger


@pytest.fixture(scope="session")
def index() -> Callable[..., TriggerIndex]:
    return make_index
