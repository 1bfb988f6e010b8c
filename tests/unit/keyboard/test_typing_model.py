"""The typing contract against a model without time: whatever happens when, the text is the same.

The *world* is the machine on a keyboard in memory, with an agent who types, an application that
answers when it likes, and targets that fetch when they like. The *model* gets the agent's keys
only, and puts each expansion that came to something in at the trigger's last key, at once. Both
must end with the same texts, carets and sent messages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from desktop.core.text import certain_length
from desktop.core.triggers import TriggerIndex
from desktop.host.apps import is_excluded
from desktop.host.base import AppRule, Insertion, Key, KeysOptions, Newline, Stroke
from desktop.host.memory import MemoryDesktop, MemoryKeys, TextField, stroke_of
from desktop.keyboard import messages
from desktop.keyboard.matcher import Hit, Left, Matcher
from desktop.keyboard.reasons import Reason
from desktop.keyboard.typing import Typing

Index = Callable[..., TriggerIndex]
Row = Any
"""A ``Trigger`` of conftest, which has no name to import it by."""

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


@dataclass
class ParkedInModel:
    match: messages.Matched
    snippet: Snippet
    typed: str = ""


class Model:
    """Types the same keys, with each expansion in place at once."""

    def __init__(self, index: TriggerIndex, world: World, app: str) -> None:
        self.desktop = new_desktop(app)
        focus(self.desktop, app)
        self.matcher = Matcher(index)
        self.hook = world.board._hook
        self.snippets = world.snippets
        self.coming = world.outcomes()
        self.undos = list(world.undos)
        self.pasted = world.pasted
        self.undo: tuple[str, int] | None = None
        self.parked: dict[int, ParkedInModel] = {}
        self.flowed = False

    def run(self, log: Sequence[Stroke | str | int]) -> None:
        for one in log:
            if isinstance(one, str):
                if one != self.desktop.front:
                    self.matcher.forget()
                    self.undo = None
                focus(self.desktop, one)
            elif isinstance(one, int):
                self.answered(one)
            elif one.key is Key.CLICK:
                self.desktop.field.press("end")
                self.matcher.forget()
                self.undo = None
            else:
                self.press(one)

    @property
    def field(self) -> TextField:
        return self.desktop.field

    @property
    def editor(self) -> bool:
        return self.field.rule.newline is Newline.ENTER

    def press(self, stroke: Stroke) -> None:
        if stroke.key is Key.SILENT:
            return
        undo, self.undo = self.undo, None
        active = not is_excluded(self.field.app)
        if stroke.key is Key.BACKSPACE:
            if undo is not None and active and self.undos.pop(0):
                self.take_back(*undo)
                return
            self.field.press("backspace")
            if active:
                self.matcher.back()
                for one in self.parked.values():
                    one.typed = one.typed[:-1]
        elif stroke.text:
            hit = self.matcher.feed(stroke.text) if active else None
            if hit is None or not self.expanded(hit, stroke):
                self.write(stroke)
            if stroke.key is not Key.TEXT and active and not self.editor:
                self.matcher.forget(Left.SEPARATOR)
        else:
            self.field.press({37: "left", 39: "right", 36: "home", 35: "end"}[stroke.code])
            if active:
                self.matcher.forget()

    def write(self, stroke: Stroke) -> None:
        if stroke.key is Key.TEXT:
            self.field.write(stroke.text)
        else:
            self.field.press({"\n": "enter", "\t": "tab"}[stroke.text])
        for one in self.parked.values():
            one.typed += stroke.text

    def take_back(self, typed: str, length: int) -> None:
        for _ in range(length):
            self.field.press("backspace")
        self.field.write(typed)
        self.matcher.after_text(typed)

    def expanded(self, hit: Hit, stroke: Stroke) -> bool:
        """Whether the stroke is dealt with."""
        by_key = stroke.key is not Key.TEXT and not self.editor
        if by_key and not self.hook:
            # Beside the application it has gone off, unless it was kept back for the one before.
            if not self.coming or self.coming[0][0].after != stroke.text:
                return False
            if self.coming[0][0].typed != hit.typed:
                return False
        match, outcome = self.coming.pop(0)
        assert (set(match.numbers), match.typed, match.after) == (
            set(hit.numbers),
            hit.typed,
            hit.after,
        )
        snippet = self.snippets[match.numbers[0]]
        parked = snippet.then == "park"
        lost = outcome == Reason.NOT_TAKEN and match.serial in self.pasted
        flowed, self.flowed = self.flowed, outcome != "typed" or parked
        if outcome != "typed" and not lost:
            assert self.may_fail(outcome, snippet, flowed=flowed), outcome
            return False
        typed, after = hit.typed, "" if by_key else hit.after
        for _ in range(len(typed + after) - (0 if by_key else 1)):
            self.field.press("backspace")
        text, left = ("", 0) if lost else (snippet.text, snippet.left)
        self.field.write(text + ("" if lost else after))
        for _ in range(left + (len(after) if left else 0)):
            self.field.press("left")
        if parked:
            for one in self.parked.values():
                one.typed += stroke.text
            self.parked[match.serial] = ParkedInModel(match, snippet)
            return True
        if lost:
            # The matcher believes in the text that it sent.
            self.stands(snippet.text + after, 0)
        else:
            self.stands(text + after, left + (len(after) if left else 0))
            self.may_undo(match, text + after, left, by_key=by_key)
        if by_key:
            if not left:
                self.write(stroke)
            return True
        return True

    def stands(self, text: str, left: int) -> None:
        self.matcher.after_text(text[: len(text) - left])

    def may_undo(self, match: messages.Matched, text: str, left: int, *, by_key: bool) -> None:
        length = certain_length(text)
        plain = self.editor or not set("\n\t") & set(text + match.typed + match.after)
        if length and plain and not left and not by_key:
            self.undo = (match.typed + match.after, length)

    def answered(self, serial: int) -> None:
        one = self.parked.pop(serial, None)
        if one is None:
            return
        after = one.match.after
        left = one.snippet.left + (len(after) if one.snippet.left else 0)
        self.stands(one.snippet.text + after, left)
        for char in one.typed:
            self.matcher.feed(char)
        self.undo = None
        if not one.typed:
            self.may_undo(one.match, one.snippet.text + after, left, by_key=False)

    def may_fail(self, outcome: str, snippet: Snippet, *, flowed: bool) -> bool:
        """Nothing may come of a match only for a reason."""
        if outcome == "declined":
            return snippet.then == "decline"
        if outcome == Reason.SENT:
            # Enter got through beside a hold, or was let go with the match before.
            return (not self.hook or flowed) and snippet.then != "park"
        if outcome == Reason.REMOTE:
            return self.field.rule.remote
        if outcome == Reason.MOVED:
            return snippet.then == "park"
        return outcome in {Reason.NOT_TAKEN, Reason.LATE}


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


def play(
    index: TriggerIndex,
    texts: Sequence[Snippet],
    app: str,
    style: int,
    happens: Sequence[Event],
    triggers: Sequence[str],
) -> World:
    world = World(index, texts, app, style)
    world.triggers = triggers
    for event in happens:
        act(world, event)
    world.finish()
    note(f"told {world.told}")
    return world


def assert_nothing_is_left(world: World) -> None:
    board = world.board
    assert not board._holding
    assert board.kept == 0
    assert board.down == set()
    assert not board._unheard
    assert world.typing.deadline() is None
    assert world.desktop.clipboard == CLIPBOARD


@given(
    rows,
    st.lists(snippets(), min_size=4, max_size=4),
    st.sampled_from(APPS),
    st.integers(-1, 4),
    events,
)
def test_the_text_is_the_one_typed_by_hand(
    index: Index,
    trigger: Row,
    rows: list[tuple[str, int, bool, bool, bool]],
    texts: list[Snippet],
    app: str,
    style: int,
    happens: list[Event],
) -> None:
    plain = index([trigger(*row) for row in rows])
    fires = [f" {row[0]} " if row[3] else f" {row[0]}" for row in rows]
    world = play(plain, texts, app, style, happens, fires)
    assert_nothing_is_left(world)
    model = Model(plain, world, app)
    model.run(world.log)
    assert not model.coming
    assert not model.undos
    for name, field in model.desktop.fields.items():
        ours = world.desktop.fields[name]
        assert (ours.text, ours.caret) == (field.text, field.caret), name
    assert world.desktop.sent == model.desktop.sent


# --- at any moment, anything ---


class Chaos(World):
    """Nobody waits for anybody, and things break and mend."""

    def quieten(self) -> None:
        """Not before the end."""

    def lose_late_fetches(self) -> None:
        """A target may fetch as late as it likes."""

    def check(self) -> None:
        pending = self.typing._pending
        if self.board._holding or self.board.kept:
            assert pending is not None
            assert pending.deadline <= self.desktop.clock.monotonic() + 0.5

    def finish(self) -> None:
        self.board.stuck = self.board.taken = self.board.late = False
        self.board.hear()
        for code in list(self.board._pressed):
            self.board.press(Stroke(Key.SILENT, code=code, down=False))
        while self.answer() or self.fetch() or self.typing.deadline() is not None or self.parked:
            self.wait(0.6)
            self.answer_parked(0)


chaotic = st.one_of(
    st.tuples(st.just("fire"), st.integers(0, 3)),
    st.tuples(st.just("fire"), st.integers(0, 3)),
    st.tuples(st.just("type"), st.text("0123456789", min_size=1, max_size=4)),
    st.tuples(st.just("type"), st.sampled_from(["\n", "\t", "a", ":", " "])),
    st.tuples(st.just("down"), st.sampled_from(["shift", "5"])),
    st.tuples(st.just("up"), st.sampled_from(["shift", "5"])),
    st.tuples(st.just("key"), st.sampled_from(["left", "home", "end"])),
    st.tuples(st.just("answer"), st.just(0)),
    st.tuples(st.just("answer"), st.just(0)),
    st.tuples(st.just("fetch"), st.just(0)),
    st.tuples(st.just("fetch"), st.just(0)),
    st.tuples(st.just("wait"), st.sampled_from([0.01, 0.05, 0.3, 0.6])),
    st.tuples(st.just("late"), st.booleans()),
    st.tuples(st.just("parked"), st.integers(0, 3)),
    st.tuples(st.just("click"), st.just(0)),
    st.tuples(st.just("focus"), st.sampled_from(APPS)),
    st.tuples(st.just("copy"), st.sampled_from(["one", "two"])),
    st.tuples(st.just("stuck"), st.booleans()),
    st.tuples(st.just("taken"), st.booleans()),
    st.tuples(st.just("answers"), st.booleans()),
    st.tuples(st.just("pause"), st.booleans()),
    st.tuples(st.just("secret"), st.booleans()),
    st.tuples(st.just("insert"), st.integers(0, 6)),
)


def act_in_chaos(world: World, event: Event) -> None:
    kind, what = event
    match kind:
        case "down":
            # No repeats here: a key that can't be released can't be pressed for the agent either.
            if stroke_of(what).code not in world.board._pressed:
                world.down(what)
        case "copy":
            world.desktop.copy(what)
        case "stuck" | "taken" | "answers":
            setattr(world.board, kind, what)
        case "pause":
            world.typing.pause(on=what)
        case "secret":
            world.typing.on_secret(secret=what)
            assert not what or world.typing._following._matcher.length == 0
        case "insert":
            world.inserted -= 1
            world.typing.insert(messages.Insert(world.inserted, what, "palette"))
        case _:
            act(world, event)


@given(
    rows,
    st.lists(snippets(), min_size=4, max_size=4),
    st.sampled_from(APPS),
    st.integers(-1, 4),
    st.lists(chaotic, min_size=5, max_size=40),
)
def test_whatever_happens_no_key_is_lost_or_doubled(
    index: Index,
    trigger: Row,
    rows: list[tuple[str, int, bool, bool, bool]],
    texts: list[Snippet],
    app: str,
    style: int,
    happens: list[Event],
) -> None:
    world = Chaos(index([trigger(*row) for row in rows]), texts, app, style)
    world.triggers = [row[0] + " " for row in rows]
    for event in happens:
        act_in_chaos(world, event)
    world.finish()
    note(f"told {world.told}")
    board = world.board
    assert not board._holding
    assert board.kept == 0
    assert board.down == set()
    assert not board._unheard
    assert world.typing.deadline() is None
    world.outcomes()
    copied = [what.encode() for kind, what in happens if kind == "copy"]
    assert world.desktop.clipboard == ({"text": copied[-1]} if copied else CLIPBOARD)
    typed = sorted(one.text for one in world.log if isinstance(one, Stroke) and one.text.isdigit())
    fields = [field.text for field in world.desktop.fields.values()]
    there = "".join([*fields, *world.desktop.sent])
    assert sorted(char for char in there if char.isdigit()) == typed
