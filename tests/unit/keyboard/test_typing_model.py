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

from hypothesis import given, note
from hypothesis import strategies as st

from desktop.core.text import certain_length
from desktop.core.triggers import TriggerIndex
from desktop.host.apps import is_excluded
from desktop.host.base import Newline
from desktop.host.keys import Key, Stroke
from desktop.host.memory import TextField
from desktop.keyboard import messages
from desktop.keyboard.matcher import Hit, Left, Matcher
from desktop.keyboard.reasons import Reason
from tests.unit.keyboard.typing_world import (
    APPS,
    CLIPBOARD,
    Event,
    Snippet,
    World,
    act,
    events,
    focus,
    new_desktop,
    rows,
    snippets,
)

Index = Callable[..., TriggerIndex]
Row = Any
"""A ``Trigger`` of conftest, which has no name to import it by."""


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
        if by_key and (not self.hook or self.flowed):
            # It has gone off, beside a hold or let go with the match before, unless it was kept
            # back for that one.
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
        if parked and outcome != Reason.LATE:
            # It stands, and is no beginning of another trigger.
            self.matcher.after_text(hit.typed + hit.after)
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
