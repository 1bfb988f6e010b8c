"""breaks.exercises: whole, calm, and not the same one twice in a row."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from desktop.breaks import exercises as module
from desktop.breaks.exercises import DRAWINGS, Picker, exercises
from desktop.breaks.planner.rules import Kind
from desktop.core.results import UserError

EVERY = [one for kind in Kind for one in exercises()[kind]]


def test_thirty_short_and_fifteen_long_ones() -> None:
    assert len(exercises()[Kind.SHORT]) == 30
    assert len(exercises()[Kind.LONG]) == 15
    assert len({one.id for one in EVERY}) == 45
    assert len({one.title for one in EVERY}) == 45


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_each_is_whole(one: module.Exercise) -> None:
    assert one.drawing in DRAWINGS
    assert 1 <= len(one.title.split()) <= 6
    assert not one.title.endswith(".")
    assert 1 <= len(one.steps) <= 3
    for step in one.steps:
        assert step[0].isupper()
        assert step.endswith(".")
        assert len(step) <= 120


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_the_headset_is_taken_off_once(one: module.Exercise) -> None:
    """The window says so itself."""
    assert not (one.headset_off and "headset off" in " ".join(one.steps))


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_none_urges_promises_or_sends_to_the_screen(one: module.Exercise) -> None:
    words = " ".join([one.title, *one.steps]).lower()
    for word in ("quick", "fast", "immediately", "cure", "heal", "productiv", "news", "e-mail"):
        assert word not in words


def test_none_comes_again_soon() -> None:
    picker = Picker(seed=1)
    picked = [picker.pick(Kind.SHORT) for _ in range(200)]
    for number, one in enumerate(picked):
        assert one.id not in {other.id for other in picked[max(0, number - 20) : number]}
    assert all(a.drawing != b.drawing for a, b in itertools.pairwise(picked))
    assert {one.id for one in picked} == {one.id for one in exercises()[Kind.SHORT]}


def test_long_ones_come_round_too() -> None:
    picker = Picker(seed=1)
    assert {picker.pick(Kind.LONG).id for _ in range(100)} == {
        one.id for one in exercises()[Kind.LONG]
    }


def test_what_was_shown_is_remembered_over_a_restart() -> None:
    first = Picker(seed=1)
    shown = [first.pick(Kind.SHORT).id for _ in range(10)]
    again = Picker(seed=1, had=first.had)
    assert {again.pick(Kind.SHORT).id for _ in range(10)}.isdisjoint(shown)


def test_a_damaged_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "exercises.yaml"
    monkeypatch.setattr(module, "resource", lambda _name: path)
    for text in ("short: [5]\n", "short: [", "[]", "short: []\n"):
        path.write_text(text)
        with pytest.raises(UserError, match="exercises"):
            exercises.__wrapped__()
