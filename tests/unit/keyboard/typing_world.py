"""The typing machine with everybody around it, in memory, and what may happen there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import strategies as st

from desktop.core.text import certain_length
from desktop.core.triggers import TriggerIndex
from desktop.host.base import AppRule, Newline
from desktop.host.keys import Insertion, Key, KeysOptions, Stroke
from desktop.host.memory import MemoryDesktop, TextField
from desktop.host.memory_keys import MemoryKeys, stroke_of
from desktop.keyboard import messages
from desktop.keyboard.reasons import Reason
from desktop.keyboard.typing import Typing

CLIPBOARD = {"text": b"mine", "html": b"<b>mine</b>"}
OPTIONS = KeysOptions(
    rules={"webchat": AppRule(newline=Newline.SHIFT_ENTER, settle_ms=0)}, paste_over=12
)
APPS = ["", "mousepad", "webchat", "mstsc.exe", "keepassxc"]
"""A chat by default, an editor, a chat in which Shift+Enter breaks lines, a remote desktop, and a
password manager."""


@dataclass(frozen=True)
class Snippet:
    """What comes of a match, and how."""

    text: str
    left: int = 0
    way: str = "auto"
    then: str = "expand"
    """``expand``, ``decline``, ``park`` or ``ignore``."""


def new_desktop(app: str) -> MemoryDesktop:
    desktop = MemoryDesktop(app)
    desktop.set_clipboard(CLIPBOARD)
    return desktop


def focus(desktop: MemoryDesktop, app: str) -> TextField:
    field = desktop.focus(app)
    field.rule = OPTIONS.rules.get(app, field.rule)
    return field


class World:
    """The machine, and everybody around it."""

    def __init__(
        self, index: TriggerIndex, snippets: Sequence[Snippet], app: str, style: int
    ) -> None:
        """``style``: -1 for a hook, else how many keys leak beside it."""
        self.desktop = new_desktop(app)
        focus(self.desktop, app)
        self.board = MemoryKeys(self.desktop, hook=style < 0, leak=max(style, 0))
        self.snippets = snippets
        self.told: list[messages.FromKeyboard] = []
        self.log: list[Stroke | str | int] = []
        """Strokes, windows' names, and the serials of parked ones when they are answered."""
        self.triggers: Sequence[str] = ()
        self.asked: dict[int, float] = {}
        self.inserted = 0
        self.undos: list[bool] = []
        self.pasted: set[int] = set()
        self.open: list[messages.Matched] = []
        self.parked: list[messages.Matched] = []
        self.typing = Typing(self.board, self.desktop.clock, self._hear, OPTIONS)
        self.typing.load(index)
        self.board.listen(self.typing)
        self._watch()

    def _watch(self) -> None:
        insert, not_undone = self.board.insert, self.typing._following.not_undone

        def watched_insert(insertion: Insertion) -> None:
            pending = self.typing._pending
            if insertion.paste is not None and pending is not None:
                self.pasted.add(pending.serial)
            insert(insertion)

        def watched_not_undone() -> None:
            self.undos.append(False)
            not_undone()

        self.board.insert = watched_insert  # type: ignore[method-assign]  # watched, not replaced
        self.typing._following.not_undone = watched_not_undone  # type: ignore[method-assign]  # same

    def _hear(self, message: messages.FromKeyboard) -> None:
        self.told.append(message)
        if isinstance(message, messages.Matched):
            self.open.append(message)
            self.asked[message.serial] = self.desktop.clock.monotonic()
        elif isinstance(message, messages.Failed) and message.reason == Reason.LATE:
            assert self.desktop.clock.monotonic() >= self.asked[message.serial] + 0.5
        elif isinstance(message, messages.Undone):
            self.undos.append(True)

    # --- the agent ---

    def type(self, text: str) -> None:
        for char in text:
            name = {"\n": "enter", "\t": "tab", "\b": "backspace"}.get(char, char)
            self.down(name)
            self.up(name)

    def down(self, name: str) -> None:
        stroke = stroke_of(name)
        self.log.append(stroke)
        self.board.press(stroke)
        self.check()

    def up(self, name: str) -> None:
        self.board.press(stroke_of(name, down=False))
        self.check()

    def click(self) -> None:
        self.quieten()
        self.log.append(Stroke(Key.CLICK))
        self.board.click()
        self.board.hear()

    def focus(self, app: str) -> None:
        self.quieten()
        self.log.append(app)
        focus(self.desktop, app)
        self.board.focus(app)

    # --- the others ---

    def answer(self) -> bool:
        if not self.open:
            return False
        match = self.open.pop(0)
        snippet = self.snippets[match.numbers[0]]
        if snippet.then == "expand":
            self._expand(match)
        elif snippet.then == "park":
            self.parked.append(match)
            self.typing.park(match.serial)
        elif snippet.then == "decline":
            self.typing.decline(match.serial)
        self.check()
        return True

    def answer_parked(self, which: int) -> None:
        if self.parked:
            match = self.parked.pop(which % len(self.parked))
            self.quieten()
            self.log.append(match.serial)
            self._expand(match)
            self.check()

    def _expand(self, match: messages.Matched) -> None:
        snippet = self.snippets[match.numbers[0]]
        self.typing.expand(messages.Expand(match.serial, snippet.text, snippet.left, snippet.way))

    def fetch(self, *, at_all: bool = True) -> bool:
        if not self.board.fetches:
            return False
        fetch = self.board.fetches.pop(0)
        if at_all:
            fetch()
        self.check()
        return True

    def wait(self, seconds: float) -> None:
        clock = self.desktop.clock
        end = clock.monotonic() + seconds
        while (deadline := self.typing.deadline()) is not None and deadline <= end:
            clock.advance(max(0.0, deadline - clock.monotonic()))
            self.typing.tick()
            self.lose_late_fetches()
            self.check()
        clock.advance(max(0.0, end - clock.monotonic()))

    def lose_late_fetches(self) -> None:
        """A target that has not fetched in time never does: what it would get is another test's."""
        pending = self.typing._pending
        if pending is None or pending.phase.value != "pasting":
            self.board.fetches.clear()

    def quieten(self) -> None:
        """Nothing is under way or kept back; open questions stay open."""
        while True:
            self.board.hear()
            if not self.answer() and not self.fetch():
                if self.typing.deadline() is None:
                    return
                self.wait(0.1)

    def finish(self) -> None:
        for code in list(self.board._pressed):
            self.board.press(Stroke(Key.SILENT, code=code, down=False))
        self.quieten()
        while self.parked:
            self.answer_parked(0)
            self.quieten()

    def check(self) -> None:
        """At any moment: whatever is held is held for a limited time."""
        if self.board._holding or self.board.kept:
            deadline = self.typing.deadline()
            assert deadline is not None
            pending = self.typing._pending
            assert pending is not None
            assert pending.deadline <= self.desktop.clock.monotonic() + 0.5

    # --- for the model ---

    def outcomes(self) -> list[tuple[messages.Matched, str]]:
        """Each match with the reason why nothing came of it, or ``typed``, or ``declined``."""
        ends: dict[int, str] = {}
        for message in self.told:
            if isinstance(message, messages.Typed):
                assert message.serial not in ends
                ends[message.serial] = "typed"
            elif isinstance(message, messages.Failed):
                assert message.serial not in ends
                ends[message.serial] = message.reason
        matches = [one for one in self.told if isinstance(one, messages.Matched)]
        return [(one, ends.get(one.serial, "declined")) for one in matches]


# --- what happens ---

PIECES = "ab:; \u00e9"


@st.composite
def snippets(draw: st.DrawFn) -> Snippet:
    text = draw(
        st.one_of(
            st.text("xyab:; A", max_size=8),
            st.text("xy\n\t ab", max_size=8),
            st.text("xy\u00e9\U0001f600\u200d\u2014a", max_size=5),
            st.text("xyab ", min_size=13, max_size=20),
        )
    )
    most = len(text)
    while most and certain_length(text[-most:]) is None:
        most -= 1
    left = draw(st.integers(0, most)) if draw(st.booleans()) else 0
    then = draw(st.sampled_from(["expand"] * 5 + ["park", "park", "decline", "ignore"]))
    return Snippet(text, left, draw(st.sampled_from(["auto", "auto", "keys", "paste"])), then)


TRIGGERS = [":a", ":b", "ab", "a", ":ab;", "b:", "b a"]
rarely = st.sampled_from([False, False, False, True])
rows = st.lists(
    st.tuples(st.sampled_from(TRIGGERS), st.integers(0, 3), rarely, rarely, rarely),
    min_size=2,
    max_size=4,
    unique_by=lambda row: row[0],
)
AFTERWARDS = ["", "\b", "\b\b", "ab", "\n", "\bab ", ":a"]
"""Typed right behind the answer to a trigger."""
events = st.lists(
    st.one_of(
        st.tuples(st.just("fire"), st.integers(0, 3)),
        st.tuples(st.just("fire"), st.integers(0, 3)),
        st.tuples(st.just("fire"), st.integers(0, 3)),
        st.tuples(st.just("type"), st.sampled_from([*TRIGGERS, *"ab:; \n\b\t", ":a ", "ab ab "])),
        st.tuples(st.just("run"), st.tuples(st.integers(0, 3), st.sampled_from(AFTERWARDS))),
        st.tuples(st.just("run"), st.tuples(st.integers(0, 3), st.sampled_from(AFTERWARDS))),
        st.tuples(st.just("type"), st.text(PIECES + "\n\b\b", max_size=6)),
        st.tuples(st.just("down"), st.sampled_from([*"ab:", "shift", "left"])),
        st.tuples(st.just("up"), st.sampled_from([*"ab:", "shift", "left"])),
        st.tuples(st.just("key"), st.sampled_from(["left", "right", "home", "end"])),
        st.tuples(st.just("answer"), st.just(0)),
        st.tuples(st.just("answer"), st.just(0)),
        st.tuples(st.just("fetch"), st.just(0)),
        st.tuples(st.just("fetch"), st.just(0)),
        st.tuples(st.just("drop"), st.just(0)),
        st.tuples(st.just("wait"), st.sampled_from([0.01, 0.05, 0.3, 0.6])),
        st.tuples(st.just("late"), st.booleans()),
        st.tuples(st.just("hear"), st.just(0)),
        st.tuples(st.just("parked"), st.integers(0, 3)),
        st.tuples(st.just("click"), st.just(0)),
        st.tuples(st.just("focus"), st.sampled_from(APPS)),
        st.tuples(st.just("quieten"), st.just(0)),
    ),
    min_size=5,
    max_size=30,
)
"""Each a kind and what it takes."""
Event = tuple[str, Any]


def act(world: World, event: Event) -> None:
    kind, what = event
    match kind:
        case "fire":
            world.type(world.triggers[what % len(world.triggers)])
        case "type":
            world.type(what)
        case "run":
            world.type(world.triggers[what[0] % len(world.triggers)])
            world.answer()
            world.type(what[1])
        case "key":
            world.down(what)
            world.up(what)
        case "down":
            world.down(what)
        case "up":
            world.up(what)
        case "answer":
            world.answer()
        case "fetch":
            world.fetch()
        case "drop":
            world.fetch(at_all=False)
        case "wait":
            world.wait(what)
        case "late":
            world.board.late = what
            world.board.hear()
        case "hear":
            world.board.hear()
            world.check()
        case "parked":
            world.answer_parked(what)
        case "click":
            world.click()
        case "focus":
            world.focus(what)
        case "quieten":
            world.quieten()
        case _:
            pytest.fail(kind)
