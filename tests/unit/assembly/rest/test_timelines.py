"""Whatever an agent, a phone and a computer do: what the breaks' rounds never do."""

from __future__ import annotations

import itertools
import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.assembly.rest.rounds import Round
from desktop.breaks.load import Tap
from desktop.breaks.planner.inputs import Do
from desktop.breaks.planner.news import Outcome, Phase, What
from desktop.breaks.prompts import Prompt, Reason
from desktop.host.base import Attendance
from desktop.settings.sections import breaks as said
from tests.unit.assembly.rest.test_rounds import Desk


class Day(Desk):
    """A desk that looks at each round as it comes."""

    def __init__(self, folder: Path) -> None:
        self.open = False
        self.running = False
        self.seen: set[tuple[Any, ...]] = set()
        self.offers: list[Prompt] = []
        self.wishes = 0
        """Postponed and taken again in one second is no doubling."""
        super().__init__(folder)
        self.settings.apply({said.SHORT_EVERY_MIN: 5, said.LONG_EVERY_MIN: 12})
        self.begin()

    def go(self) -> Round:
        found = super().go()
        assert found.wait_s >= 0
        self.look(found)
        return found

    def look(self, found: Round) -> None:
        for one in found.events:
            what = (self.wishes, one.at, one.what, one.kind, one.phase, one.name)
            assert what not in self.seen, f"{what} came twice"
            self.seen.add(what)
            if one.what is What.START or one.phase is Phase.START:
                assert not self.open, "a break began in an interaction"
                assert not self.running, "a break began in a break"
                self.running = True
            elif one.what in {What.END, What.POSTPONED} or one.phase is Phase.END:
                in_notice = one.outcome in {Outcome.SKIPPED, None}
                assert self.running or in_notice, "a break ended that was not on"
                self.running = False
        for prompt in found.prompts:
            assert not self.open, "something was offered in an interaction"
            self.offers.append(prompt)
        state = found.state
        if state is not None:
            assert 0 <= state.load <= 100
            assert sum(state.parts.values()) == pytest.approx(state.load, abs=0.001)
            assert (state.underway is not None) is self.running
            assert not (state.notice and (self.open or self.running)), "a notice that can't be"
            assert not (state.ask_until and self.open), "asked about a contact that is on"

    def interact(self, *, is_open: bool) -> None:
        self.open = is_open
        self.rounds.interaction(is_open=is_open)
        self.go()

    def wish(self, do: Do, seconds: float = 0) -> None:
        self.wishes += 1
        self.rounds.wish(do, seconds)
        self.go()

    def sleep(self, seconds: float) -> None:
        self.clock.sleep(seconds)
        self.go()

    def restart(self) -> None:
        kept = json.loads(json.dumps(self.rounds.kept()))
        self.clock.advance(3)
        before = self.seen
        self.begin(kept)
        self.seen = before
        self.rounds.interaction(is_open=self.open)
        self.rounds.disturb(unwanted=False)
        self.go()
        self.running = self.rounds._planner.state.running is not None


Act = Callable[[Day, int], object]
_ACTS: dict[str, Act] = {
    "work": lambda day, n: day.until(day.at + n, keys=3),
    "long work": lambda day, n: day.until(day.at + 10 * n, keys=7),
    "rest": lambda day, n: day.until(day.at + n),
    "open": lambda day, _: day.interact(is_open=True),
    "close": lambda day, _: day.interact(is_open=False),
    "unwanted": lambda day, n: day.rounds.disturb(unwanted=bool(n % 2)),
    "lock": lambda day, _: day.rounds.attend(Attendance.LOCKED),
    "unlock": lambda day, _: day.rounds.attend(Attendance.UNLOCKED),
    "sleep": lambda day, n: day.sleep(n * 5),
    "tap": lambda day, n: day.rounds.tap(list(Tap)[n % 3]),
    "take": lambda day, n: day.wish(Do.TAKE_LONG, 600 * (n % 2)),
    "postpone": lambda day, _: day.wish(Do.POSTPONE),
    "skip": lambda day, _: day.wish(Do.SKIP),
    "pause": lambda day, n: day.wish(Do.PAUSE, n),
    "resume": lambda day, _: day.wish(Do.RESUME),
    "breathe": lambda day, n: day.wish(Do.BREATHE, n % 90),
    "restart": lambda day, _: day.restart(),
}


def live(acts: Sequence[tuple[str, int]]) -> Day:
    with tempfile.TemporaryDirectory() as folder:
        day = Day(Path(folder))
        day.go()
        for name, number in acts:
            _ACTS[name](day, number)
        day.until(day.at + 30, keys=3)
        return day


@given(st.lists(st.tuples(st.sampled_from(sorted(_ACTS)), st.integers(1, 200)), max_size=30))
@settings(deadline=None, max_examples=60)
def test_no_break_in_an_interaction_and_nothing_twice(acts: list[tuple[str, int]]) -> None:
    day = live(acts)
    restarted = any(name == "restart" for name, _ in acts)
    by_load = [one.at for one in day.offers if one.reason is Reason.LOAD]
    for before, after in itertools.pairwise(by_load):
        assert restarted or after - before >= 600, "two offers within ten minutes"


@given(st.lists(st.integers(1, 120), min_size=3, max_size=12))
@settings(deadline=None, max_examples=30)
def test_every_abusive_contact_is_offered_a_pause(lengths: list[int]) -> None:
    acts: list[tuple[str, int]] = []
    for length in lengths:
        acts += [("open", 1), ("work", length), ("tap", 2), ("work", 1), ("close", 1), ("work", 1)]
    assert list(Tap)[2] is Tap.ABUSIVE
    day = live(acts)
    assert sum(one.reason is Reason.ABUSIVE for one in day.offers) == len(lengths)
