"""Breaks on a fixed clock and a presence in memory: no thread, nothing waits."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from desktop.assembly.rest.rounds import Round, Rounds
from desktop.assembly.rest.shown import state_of
from desktop.assembly.rest.state import RestState
from desktop.breaks.load import Tap
from desktop.breaks.planner.inputs import Do
from desktop.breaks.planner.news import BreakEvent
from desktop.breaks.roster import Planned, Roster
from desktop.core.clock import FixedClock
from desktop.host.base import Attendance
from desktop.host.memory_presence import MemoryPresence
from desktop.settings.sections import breaks as said
from desktop.settings.sections.load import FIRST_PROMPT, HARD
from desktop.settings.sections.roster import TYPED_SHIFTS, TypedShift
from desktop.settings.store import Settings

NINE = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


class Desk:
    """Somebody at a computer, and the breaks beside them."""

    def __init__(self, folder: Path, kept: Mapping[str, Any] | None = None) -> None:
        self.clock = FixedClock(NINE)
        self.clock.advance(1000)
        self.settings = Settings(folder / "settings.toml", self.clock)
        self.presence = MemoryPresence(self.clock)
        self.begin(kept)
        self.zero = self.clock.with_sleep()

    def begin(self, kept: Mapping[str, Any] | None = None) -> None:
        self.rounds = Rounds(self.clock, self.presence, self.settings.snapshot(), kept)
        self.found: list[Round] = []
        self.waits = 0.0

    @property
    def at(self) -> float:
        return self.clock.with_sleep() - self.zero

    def go(self) -> Round:
        found = self.rounds.go()
        self.found.append(found)
        self.waits = self.clock.awake() + found.wait_s
        return found

    def until(self, at: float, *, keys: float | None = None) -> None:
        """Live on to that second, a key every so many seconds, waking when the rounds want."""
        typed = self.at
        self.go()
        while self.at < at:
            steps = [at - self.at, self.waits - self.clock.awake()]
            if keys is not None:
                steps.append(typed + keys - self.at)
            self.clock.advance(max(min(steps), 0.001))
            if keys is not None and self.at >= typed + keys - 1e-6:
                typed = self.at
                self.presence.touch()
            if self.clock.awake() >= self.waits - 1e-6:
                self.go()
        self.go()

    @property
    def events(self) -> list[tuple[float, str, str]]:
        return [self._plain(one) for found in self.found for one in found.events]

    def _plain(self, one: BreakEvent) -> tuple[float, str, str]:
        about = one.kind.value if one.kind else one.phase.value if one.phase else ""
        return round(one.at - self.zero, 1), one.what.value, about

    @property
    def state(self) -> RestState:
        return next(one.state for one in reversed(self.found) if one.state is not None)

    @property
    def left(self) -> float:
        """Work until the next break, to the second; who is shown it hears of whole minutes."""
        rounds = self.rounds
        at = self.clock.with_sleep()
        return state_of(rounds._planner, rounds._load, at, had=False).next_s


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_work_leads_to_a_notice_a_break_and_the_next(desk: Desk) -> None:
    desk.until(1540, keys=5)
    assert desk.events[:3] == [
        (1490, "notice", "short"),
        (1500, "start", "short"),
        (1530, "end", "short"),
    ]


def test_somebody_who_works_is_asked_for_as_seldom_as_may_be(desk: Desk) -> None:
    desk.until(1200, keys=15)
    assert desk.presence.asked < 1200 / 5 + 20
    assert not desk.events


def test_reading_without_a_key_for_less_than_twenty_seconds_is_work(desk: Desk) -> None:
    desk.until(1500, keys=19)
    assert (1500, "start", "short") in desk.events


def test_input_that_is_seen_late_counts_from_when_it_came(desk: Desk) -> None:
    desk.until(100, keys=1)
    desk.until(125)  # 25 s without a key: 20 of them are work
    desk.clock.advance(1.5)
    desk.presence.touch()
    desk.until(1550, keys=1)
    # Work: 0 to 120, and from 126.5.
    assert desk.events[0] == (1496.5, "notice", "short")
    assert desk.events[1] == (1506.5, "start", "short")


def test_a_rest_as_long_as_the_break_is_credited_at_its_second(desk: Desk) -> None:
    desk.until(300, keys=1)
    desk.until(700)
    assert desk.events == [(330, "credit", "short"), (600, "credit", "long")]


def test_a_notice_says_what_can_be_done_and_a_break_what_is_left(desk: Desk) -> None:
    desk.until(1495, keys=1)
    notice = desk.state.notice
    assert notice is not None
    assert (notice.kind, notice.starts - desk.zero) == ("short", 1500)
    assert (notice.can_postpone, notice.can_skip, notice.postpone_s) == (True, True, 120)
    desk.until(1503, keys=1)
    later = desk.state
    assert later.notice is None
    underway = later.underway
    assert underway is not None
    assert (underway.begins - desk.zero, underway.ends - desk.zero) == (1500, 1530)
    assert underway.postpone_until - desk.zero == 1509


def test_after_a_break_that_nobody_came_back_from_it_waits(desk: Desk) -> None:
    desk.until(1501, keys=1)
    desk.until(1600)
    assert desk.state.waiting
    desk.presence.touch()
    desk.until(1610, keys=1)
    later = desk.state
    assert not later.waiting
    assert later.next_kind == "short"


def test_who_moves_at_the_end_of_a_break_goes_on_at_once(desk: Desk) -> None:
    desk.until(1529, keys=1)
    desk.until(1531, keys=0.5)
    assert not desk.state.waiting


def test_no_break_in_an_interaction(desk: Desk) -> None:
    desk.until(1400, keys=1)
    desk.rounds.interaction(is_open=True)
    desk.until(2000, keys=1)
    assert not desk.events
    contacts = [desk.state.in_contact]
    assert desk.state.next_s == 0
    desk.rounds.interaction(is_open=False)
    desk.until(2020, keys=1)
    contacts.append(desk.state.in_contact)
    assert contacts == [True, False]
    assert desk.events == [(2005, "notice", "short"), (2015, "start", "short")]


def test_wishes_are_fulfilled_in_the_next_round(desk: Desk) -> None:
    desk.until(1495, keys=1)
    desk.rounds.wish(Do.POSTPONE)
    desk.until(1496, keys=1)
    assert desk.state.notice is None
    desk.rounds.wish(Do.TAKE_LONG)
    desk.until(1497, keys=1)
    assert desk.events[-2:] == [(1495, "postponed", "short"), (1496, "start", "long")]


def test_sleep_is_rest(desk: Desk) -> None:
    desk.until(1000, keys=1)
    desk.rounds.attend(Attendance.ASLEEP)
    desk.go()
    desk.clock.sleep(3600)
    desk.rounds.attend(Attendance.AWAKE)
    desk.go()
    assert desk.events == [(4600, "credit", "short"), (4600, "credit", "long")]
    assert desk.state.next_s == 1500


def test_input_before_a_sleep_is_none_after_it(desk: Desk) -> None:
    desk.until(100, keys=1)
    desk.until(125)
    desk.clock.sleep(60)
    desk.until(desk.at + 10)  # nobody touches it
    assert desk.left == pytest.approx(1500)
    desk.until(desk.at + 100)
    assert desk.left == pytest.approx(1500)


def test_a_locked_screen_is_nobody_whatever_is_typed_there(desk: Desk) -> None:
    desk.until(100, keys=1)
    desk.rounds.attend(Attendance.LOCKED)
    desk.until(200, keys=1)
    assert desk.events == [(130, "credit", "short")]
    asked = desk.presence.asked
    desk.until(300, keys=1)
    assert desk.presence.asked == asked
    desk.rounds.attend(Attendance.UNLOCKED)
    desk.presence.touch()
    desk.until(310, keys=1)
    assert desk.left == pytest.approx(1490, abs=1)


def test_where_nobody_can_tell_only_interactions_are_work(desk: Desk) -> None:
    desk.presence.tells = False
    desk.until(600)
    desk.rounds.interaction(is_open=True)
    desk.until(700)
    desk.rounds.interaction(is_open=False)
    desk.until(701)
    assert desk.left == pytest.approx(1400)
    assert desk.presence.asked < 40


def test_hard_contacts_count_and_an_abusive_one_offers_a_pause(desk: Desk) -> None:
    desk.until(10, keys=1)
    desk.rounds.tap(Tap.HARD)
    desk.until(11, keys=1)
    assert desk.state.load == pytest.approx(12)
    desk.rounds.interaction(is_open=True)
    desk.rounds.tap(Tap.ABUSIVE)
    desk.until(20, keys=1)
    assert not [one for found in desk.found for one in found.prompts]
    desk.rounds.interaction(is_open=False)
    desk.until(21, keys=1)
    offers = [one for found in desk.found for one in found.prompts]
    assert [(one.reason.value, one.level) for one in offers] == [("abusive", 65)]
    assert sum(desk.state.parts.values()) == pytest.approx(desk.state.load, abs=0.5)


def test_what_was_said_of_a_contact_is_in_the_curve_at_once(desk: Desk) -> None:
    desk.until(10, keys=1)
    desk.rounds.tap(Tap.HARD)
    desk.until(11, keys=1)
    loads = desk.rounds.records().load
    assert [(one.value, one.shares[0].what) for one in loads] == [(12, "hard")]


def test_it_goes_on_after_a_restart_as_after_a_sleep(desk: Desk) -> None:
    desk.until(1400, keys=1)
    kept = json.loads(json.dumps(desk.rounds.kept()))
    desk.clock.advance(10)
    desk.begin(kept)
    desk.presence.touch()
    desk.until(1520, keys=1)
    # The ten seconds are no work; nothing starts for 15 s after them.
    assert desk.events[:2] == [(1500, "notice", "short"), (1510, "start", "short")]


def test_what_can_t_be_read_is_said_and_begun_anew(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"version": "none"})
    found = desk.go()
    assert ["how long you worked" in one.what for one in found.problems] == [True]
    assert desk.go().problems == []


def test_new_settings_hold_at_once(desk: Desk) -> None:
    desk.until(600, keys=1)
    desk.settings.change(said.SHORT_EVERY_MIN, 11)
    desk.rounds.adopt(desk.settings.snapshot())
    desk.until(665, keys=1)
    assert desk.events == [(650, "notice", "short"), (660, "start", "short")]


def test_impossible_settings_are_said_and_the_usual_ones_hold(desk: Desk) -> None:
    desk.settings.apply({said.LONG_EVERY_MIN: 10, said.LONG_LENGTH_MIN: 30})
    desk.rounds.adopt(desk.settings.snapshot())
    assert ["usual times" in one.what for one in desk.go().problems] == [True]


def test_breaks_that_were_typed_in_come_on_time(desk: Desk) -> None:
    at = (desk.clock.now() + dt.timedelta(minutes=10)).strftime("%H:%M")
    zero = desk.clock.now().replace(second=0)
    desk.settings.change(said.TYPED_BREAKS, {"tea": said.TypedBreak(at, 15)})
    desk.rounds.adopt(desk.settings.snapshot())
    desk.until(700, keys=1)
    begins = 600 - (desk.clock.now() - dt.timedelta(seconds=700) - zero).total_seconds()
    assert desk.events == [
        (begins - 120, "roster", "notice"),
        (begins, "roster", "start"),
    ]
    underway = desk.state.underway
    assert underway is not None
    assert (underway.kind, underway.name, underway.can_skip) == ("rostered", "tea", True)


def test_the_law_warns_half_an_hour_before(desk: Desk) -> None:
    desk.settings.apply({said.LAWS: ("uk",), said.BREAKS_ON: True})
    desk.rounds.adopt(desk.settings.snapshot())
    desk.until(6 * 3600, keys=10)
    warnings = [one for found in desk.found for one in found.warnings]
    assert [one.rule.name for one in warnings] == ["uk-rest"]
    assert 1750 <= warnings[0].left <= 1800  # a break may be on just then


def test_a_pause_until_tomorrow_ends_at_four(desk: Desk) -> None:
    desk.rounds.pause_until_tomorrow()
    desk.go()
    until = desk.clock.now() + dt.timedelta(seconds=desk.state.paused_s)
    assert (until.hour, until.minute, until.date() - NINE.date()) == (4, 0, dt.timedelta(days=1))


def test_it_is_kept_every_few_minutes_while_something_happens(desk: Desk) -> None:
    desk.until(299, keys=1)
    assert not any(one.save for one in desk.found)
    desk.until(330, keys=1)
    assert any(one.save for one in desk.found)


def test_what_is_shown_is_told_when_it_differs_and_not_else(desk: Desk) -> None:
    desk.until(600, keys=1)
    told = [one.state for one in desk.found if one.state is not None]
    assert len(told) <= 15  # a minute each, and the load
    assert desk.state.next_s == pytest.approx(900, abs=60)


def test_outside_of_the_shift_nothing_starts_and_the_pause_ends_with_the_next(desk: Desk) -> None:
    row = TypedShift("9:20", "9:50", "all")
    desk.settings.change(TYPED_SHIFTS, {"mine": row})
    desk.begin()
    desk.zero = desk.clock.with_sleep()
    desk.until(7200, keys=5)
    starts = [at for at, what, _kind in desk.events if what in {"start", "notice"}]
    begins = (desk.clock.now() - dt.timedelta(seconds=7200)).replace(hour=9, minute=20, second=0)
    shift = (begins - (desk.clock.now() - dt.timedelta(seconds=7200))).total_seconds()
    assert starts
    assert all(shift <= at < shift + 1800 for at in starts)
    desk.rounds.pause_until_tomorrow()
    desk.go()
    ends = desk.clock.now() + dt.timedelta(seconds=desk.state.paused_s)
    assert (ends.day, ends.hour, ends.minute) == (desk.clock.now().day + 1, 9, 20)


def test_breaks_and_shifts_of_a_calendar_reach_the_planner_and_the_history(desk: Desk) -> None:
    now = desk.clock.now()
    shift = Planned(now, now + dt.timedelta(hours=8))
    tea = Planned(now + dt.timedelta(seconds=600), now + dt.timedelta(seconds=700), "tea")
    desk.rounds.calendar(Roster((tea,), (shift,)))
    desk.until(1200, keys=5)
    assert [one for one in desk.events if one[1] == "roster"] == [
        (480, "roster", "notice"),
        (600, "roster", "start"),
        (700, "roster", "end"),
    ]
    records = desk.rounds.records()
    for found in desk.found:
        if found.records is not None:
            records.add(found.records)
    assert records.rostered == [tea]
    assert [(one.kind, one.name) for one in records.breaks] == [("rostered", "tea")]
    assert desk.rounds.present()[1] == Roster((tea,), (shift,))
    desk.rounds.calendar(None)
    desk.go()
    assert desk.rounds.present() == (None, None)


def test_a_contact_is_asked_about_for_a_moment_and_once(desk: Desk) -> None:
    desk.until(10, keys=1)
    desk.rounds.interaction(is_open=True)
    desk.until(100, keys=1)
    assert desk.state.ask_until == 0
    desk.rounds.interaction(is_open=False)
    desk.until(101, keys=1)
    assert desk.state.ask_until - desk.zero == 120
    desk.rounds.tap(Tap.OK)
    desk.until(102, keys=1)
    assert desk.state.ask_until == 0


def test_nobody_is_asked_what_is_of_no_use(desk: Desk) -> None:
    desk.go()
    desk.rounds.interaction(is_open=False)  # none was open
    desk.until(10, keys=1)
    desk.rounds.interaction(is_open=True)
    desk.until(18, keys=1)
    desk.rounds.interaction(is_open=False)  # a moment
    desk.until(30, keys=1)
    desk.rounds.interaction(is_open=True)
    desk.until(60, keys=1)
    desk.rounds.tap(Tap.HARD)  # said already
    desk.until(61, keys=1)
    desk.rounds.interaction(is_open=False)
    desk.until(70, keys=1)
    desk.settings.change(said.ASK_AFTER_CONTACT, False)
    desk.rounds.adopt(desk.settings.snapshot())
    desk.rounds.interaction(is_open=True)
    desk.until(100, keys=1)
    desk.rounds.interaction(is_open=False)
    desk.until(101, keys=1)
    assert not [one for one in desk.found if one.state is not None and one.state.ask_until]


def test_a_break_that_is_offered_is_as_long_as_it_was_said_to_be(desk: Desk) -> None:
    desk.until(10, keys=1)
    desk.rounds.wish(Do.TAKE_LONG, 600)
    desk.until(11, keys=1)
    underway = desk.state.underway
    assert underway is not None
    assert underway.ends - underway.begins == 600
    desk.until(700, keys=1)
    assert desk.events[:2] == [(10, "start", "long"), (610, "end", "long")]


def test_no_break_and_no_offer_while_nothing_is_wanted(desk: Desk) -> None:
    desk.until(1400, keys=1)
    desk.rounds.disturb(unwanted=True)
    for _ in range(6):
        desk.rounds.tap(Tap.HARD)
    desk.until(2000, keys=1)
    assert not desk.events
    assert not [one for found in desk.found for one in found.prompts]
    desk.rounds.tap(Tap.ABUSIVE)  # who says that is answered
    desk.until(2001, keys=1)
    assert [one.reason.value for found in desk.found for one in found.prompts] == ["abusive"]
    desk.rounds.disturb(unwanted=False)
    desk.until(2020, keys=1)
    assert desk.events == [(2006, "notice", "short"), (2016, "start", "short")]


def test_what_a_call_withheld_does_not_start_with_the_program(desk: Desk) -> None:
    desk.until(1400, keys=1)
    desk.rounds.interaction(is_open=True)
    desk.until(1600, keys=1)  # it is due
    kept = json.loads(json.dumps(desk.rounds.kept()))
    desk.clock.advance(2)
    desk.begin(kept)
    desk.presence.touch()
    desk.until(1630, keys=1)
    assert desk.events == [(1607, "notice", "short"), (1617, "start", "short")]


def test_other_numbers_of_the_load_hold_at_once(desk: Desk) -> None:
    desk.rounds.interaction(is_open=True)
    desk.until(3600)
    before = desk.state.load
    desk.settings.change(HARD.setting, 100)
    desk.settings.change(FIRST_PROMPT.setting, 20)
    desk.rounds.adopt(desk.settings.snapshot())
    desk.rounds.tap(Tap.HARD)
    desk.rounds.interaction(is_open=False)
    found = desk.go()
    assert 30 < before < 40
    assert desk.state.load == pytest.approx(100)
    assert [one.step for one in found.prompts] == [3]


def test_who_answers_a_call_after_a_break_is_not_waited_for(desk: Desk) -> None:
    desk.until(1501, keys=1)
    desk.until(1600)
    assert desk.state.waiting
    desk.rounds.interaction(is_open=True)
    desk.until(1601)
    assert not desk.state.waiting


def test_a_roster_that_is_told_again_repeats_no_notice(desk: Desk) -> None:
    desk.settings.change(said.TYPED_BREAKS, {"tea": said.TypedBreak("9:30", 5)})
    desk.begin()
    at = (NINE.replace(minute=30) - desk.clock.now()).total_seconds()
    zero = desk.zero = desk.clock.with_sleep()
    for second in range(int(at) - 100, int(at) + 400, 50):
        desk.until(second, keys=5)
        desk.clock._now += dt.timedelta(milliseconds=7)  # two clocks drift apart
        desk.rounds.adopt(desk.settings.snapshot())
    assert desk.zero == zero
    assert [one[2] for one in desk.events if one[1] == "roster"] == ["notice", "start", "end"]


def test_a_clock_that_was_set_moves_the_roster_with_it(desk: Desk) -> None:
    desk.settings.change(said.TYPED_BREAKS, {"tea": said.TypedBreak("9:30", 5)})
    desk.begin()
    desk.until(60, keys=5)
    desk.clock._now += dt.timedelta(minutes=5)
    until = (NINE.replace(minute=30) - desk.clock.now()).total_seconds()
    desk.until(desk.at + until + 1, keys=5)
    starts = [one[0] for one in desk.events if one[1:] == ("roster", "start")]
    assert starts == [pytest.approx(desk.at - 1, abs=0.5)]
