"""Anything at any moment: nobody waits for anybody, and things break and mend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, note
from hypothesis import strategies as st

from desktop.core.triggers import TriggerIndex
from desktop.host.keys import Key, Stroke
from desktop.host.memory_keys import stroke_of
from desktop.keyboard import messages
from tests.unit.keyboard.typing_world import (
    APPS,
    CLIPBOARD,
    Event,
    Snippet,
    World,
    act,
    rows,
    snippets,
)

Index = Callable[..., TriggerIndex]
Row = Any
"""A ``Trigger`` of conftest, which has no name to import it by."""


class Chaos(World):
    """Nobody waits for anybody, and things break and mend."""

    def quieten(self) -> None:
        """Not before the end."""

    def lose_late_fetches(self) -> None:
        """A target may fetch as late as it likes."""

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
