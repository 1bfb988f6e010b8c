"""Planner, load, prompts and counters on a real clock, one round at a time. No thread, no waiting.

A round looks whether somebody is there, takes in what was told since the one before, and says when
the next must come.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from desktop.assembly.rest.asking import Asking
from desktop.assembly.rest.presence import Watch
from desktop.assembly.rest.roster import RosterTelling
from desktop.assembly.rest.shown import state_of
from desktop.assembly.rest.state import RestState
from desktop.breaks.history.chronicle import Chronicle
from desktop.breaks.keeping import keep, restore, restore_load
from desktop.breaks.load import StressLoad, Tap
from desktop.breaks.planner.inputs import (
    NOTHING,
    Disturb,
    Do,
    InInteraction,
    Inputs,
    Now,
    Presence,
    Present,
    State,
    Wish,
)
from desktop.breaks.planner.moments import activity
from desktop.breaks.planner.news import Activity, BreakEvent, Outcome, Phase, What
from desktop.breaks.planner.planner import Planner
from desktop.breaks.prompts import Prompt, Prompter
from desktop.breaks.setup import make_numbers, make_rules
from desktop.breaks.statutory import StatutoryCounters, StatutoryWarning
from desktop.core.clock import SleepClock
from desktop.core.results import Problem, Severity
from desktop.core.zone import zone_of
from desktop.host.base import Attendance
from desktop.host.base import Presence as PresenceSource
from desktop.settings.sections import breaks as said
from desktop.settings.values import Snapshot

if TYPE_CHECKING:
    from desktop.breaks.history.records import Records
    from desktop.breaks.register import KeptBreak
    from desktop.breaks.roster import Roster
    from desktop.breaks.statutory_rules import StatutoryRule

SAVE_S: Final = 300.0
STEP_S: Final = 60.0
"""So often the load is looked at, while there is any."""
LOST = Problem(
    "Deskhand does not know how long you worked before",
    "The file in which it keeps that is damaged",
    "Breaks are counted anew from now",
    Severity.WARNING,
)


@dataclass(slots=True)
class Round:
    """What came of one."""

    events: list[BreakEvent] = field(default_factory=list)
    prompts: list[Prompt] = field(default_factory=list)
    warnings: list[StatutoryWarning] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    state: RestState | None = None
    """None: nothing that can be seen has changed."""
    records: Records | None = None
    """Of the history, when it is time to write some."""
    save: bool = False
    """It is time to keep :meth:`Rounds.kept`."""
    wait_s: float = 0.0
    """The next round is wanted after so long, or when there is news."""


class Rounds:
    """See the module. Not for several threads at once."""

    def __init__(
        self,
        clock: SleepClock,
        presence: PresenceSource,
        settings: Snapshot,
        kept: Mapping[str, Any] | None = None,
    ) -> None:
        """``kept`` is what :meth:`kept` gave before the program ended."""
        self._clock = clock
        self._watch = Watch(presence)
        self._roster = RosterTelling(settings)
        self._states: list[State] = []
        self._wishes: list[Wish] = []
        self._taps: list[Tap] = []
        self._problems: list[Problem] = []
        now = self._now()
        rules, problems = make_rules(settings)
        restored = restore(kept, now, rules)
        self._problems += [*problems, *([LOST] if restored.lost else [])]
        self._planner = Planner(rules, restored.planner.state)
        numbers, unfit = make_numbers(settings)
        self._problems += unfit
        self._load = StressLoad(numbers, start=self._wall(0.0))
        restore_load(self._load, restored.load)
        self._prompter = Prompter(self._load.numbers)
        self._counters = StatutoryCounters(_laws(settings))
        self._counters.day = restored.day
        self._chronicle = Chronicle(self._wall)
        self._chronicle.resume(restored.planner.state.running)
        self._step_at = now.with_sleep
        self._saved_at = now.with_sleep
        self._recorded_at = now.with_sleep
        self._was_away = False
        self._last = now
        self._had = False
        """The last break was had to its end."""
        self._asking = Asking()
        self._asks = settings.get(said.ASK_AFTER_CONTACT)
        self._shown: tuple[object, ...] = ()

    # --- what is told, for the next round ---

    def interaction(self, *, is_open: bool) -> None:
        """An interaction opened, or the last one closed."""
        self._states.append(InInteraction(is_open))

    def disturb(self, *, unwanted: bool) -> None:
        """Do-not-disturb began or ended, or what amounts to it."""
        self._states.append(Disturb(unwanted))

    def wish(self, do: Do, seconds: float = 0) -> None:
        """The agent wishes for something."""
        self._wishes.append(Wish(do, seconds))

    def tap(self, tap: Tap) -> None:
        """The agent says how an interaction was."""
        self._taps.append(tap)

    def attend(self, attendance: Attendance) -> None:
        """The system says something of whether somebody is there."""
        told = self._watch.attend(attendance)
        if told is not None:
            self._states.append(told)

    def adopt(self, settings: Snapshot) -> None:
        """Other settings are in force."""
        rules, problems = make_rules(settings)
        self._problems += problems
        self._planner.change(rules)
        numbers, unfit = make_numbers(settings)
        if numbers != self._load.numbers:
            self._load.change(numbers)
            self._prompter.change(numbers)
        self._problems += unfit
        self._counters.rules = tuple(_laws(settings))
        self._roster.adopt(settings)
        self._asks = settings.get(said.ASK_AFTER_CONTACT)

    def calendar(self, roster: Roster | None) -> None:
        """The calendars say something else; None: there are none any more."""
        self._roster.take(roster)

    def pause_until_tomorrow(self) -> None:
        """Until the next shift, or four in the morning."""
        from desktop.breaks.roster import until_tomorrow

        now = self._clock.now()
        until = until_tomorrow(now.replace(tzinfo=zone_of(now)), self._roster.shifts)
        self.wish(Do.PAUSE, until.timestamp() - now.timestamp())

    # --- a round ---

    def go(self) -> Round:
        """See the module."""
        found = Round(problems=self._problems)
        self._problems = []
        now = self._now()
        self._tell_roster(now)
        last, self._last = self._last, now
        idle = self._watch.idle()
        if idle is not None:
            self._look(now, last, idle, found)
        busy = self._step(now, found)
        ask_until = self._asking.until(self._planner.state, now.with_sleep) if self._asks else 0
        state = state_of(
            self._planner, self._load, now.with_sleep, had=self._had, ask_until=ask_until
        )
        if state.shown() != self._shown:
            self._shown = state.shown()
            found.state = state
        away = busy in {Activity.AWAY, Activity.ASLEEP}
        if self._chronicle.has_news and (
            now.with_sleep - self._recorded_at >= SAVE_S or (away and not self._was_away)
        ):
            found.records = self.records()
        self._was_away = away
        found.save = not away and now.with_sleep - self._saved_at >= SAVE_S
        found.wait_s = max(0.0, min(self._step_at - now.with_sleep, self._ask_in(idle)))
        return found

    def records(self) -> Records:
        """What has happened since the last time, for the history."""
        self._recorded_at = self._last.with_sleep
        return self._chronicle.take(self._last.with_sleep)

    def present(self) -> tuple[KeptBreak | None, Roster | None]:
        """The break that is on, and what is planned."""
        return self._chronicle.running(self._last.with_sleep), self._roster.roster

    def kept(self) -> dict[str, Any]:
        """Everything as of the last round, to go on with after a restart."""
        self._saved_at = self._last.with_sleep
        return keep(self._planner, self._wall(self._last.with_sleep), self._load, self._counters)

    # --- somebody there? ---

    def _look(self, now: Now, last: Now, idle: float, found: Round) -> None:
        planner = self._planner
        news = bool(self._states)
        seen = self._watch.look(now, last, idle, planner.state, planner.rules, news=news)
        if seen.before is not None:
            self._states.insert(0, seen.before)
        if seen.early is not None:
            self._step(seen.early, found, Inputs((Present(Presence.ACTIVE),)))
        self._states += seen.after

    def _ask_in(self, idle: float | None) -> float:
        return self._watch.ask_in(idle, self._planner.state, self._planner.rules)

    # --- one step ---

    def _step(self, now: Now, found: Round, inputs: Inputs | None = None) -> Activity:
        """What the time is spent with from here on."""
        taps: list[Tap] = []
        if inputs is None:
            inputs = NOTHING
            if self._states or self._wishes:
                inputs = Inputs(tuple(self._states), tuple(self._wishes))
            taps, self._taps = self._taps, []
            self._states, self._wishes = [], []
        self._asking.hear(inputs.states, now.with_sleep)
        events, following = self._planner.step(now, inputs)
        found.events += events
        self._note_ends(events)
        self._chronicle.hear(events)
        for span in self._planner.spans:
            self._chronicle.spend(span)
            for ended in self._load.spend(span):
                load = self._load
                self._chronicle.load(ended / 1000, load.value, load.ledger.parts())
                self._offer(ended / 1000, span.activity, found)
            self._counters.spend(span)
        for tap in taps:
            self._load.tap(now.with_sleep, tap)
            self._chronicle.tap(now.with_sleep, tap)
            self._chronicle.load(
                now.with_sleep, self._load.value, self._load.ledger.parts()
            )  # not only with the minute: who has just said so looks at once
            self._asking.say()
            if tap is Tap.ABUSIVE:
                self._prompter.abusive()
        at = round(now.with_sleep * 1000)
        busy = activity(self._planner.state, self._planner.rules, at)
        closed = any(isinstance(one, InInteraction) and not one.open for one in inputs.states)
        if taps or closed:
            self._offer(now.with_sleep, busy, found)
        warnings, law = self._counters.look(at, busy)
        found.warnings += warnings
        coming = [following, now.with_sleep + STEP_S if self._has_course(busy) else None]
        coming.append(None if law is None else law / 1000)
        self._step_at = min((one for one in coming if one is not None), default=float("inf"))
        return busy

    def _has_course(self, busy: Activity) -> bool:
        """Is there something to be seen that changes by the minute?"""
        return busy is not Activity.AWAY or self._load.value >= 1

    def _offer(self, at: float, busy: Activity, found: Round) -> None:
        state = self._planner.state
        unwanted = state.dnd or state.paused_until is not None
        # What comes of a stretch before waits, too, when it may not be shown by now.
        if state.interaction or (unwanted and not self._prompter.owes):
            return
        prompt = self._prompter.consider(at, self._load.value, busy)
        if prompt is not None:
            found.prompts.append(prompt)

    def _note_ends(self, events: Sequence[BreakEvent]) -> None:
        for one in events:
            if one.what is What.END:
                self._had = one.outcome is Outcome.TAKEN
            elif one.what is What.ROSTER and one.phase is Phase.END:
                self._had = one.outcome is None

    # --- time and roster ---

    def _now(self) -> Now:
        return Now(self._clock.awake(), self._clock.with_sleep(), self._clock.now())

    def _wall(self, at: float) -> dt.datetime:
        return self._clock.now() + dt.timedelta(seconds=at - self._clock.with_sleep())

    def _tell_roster(self, now: Now) -> None:
        told = self._roster.tell(now)
        if told is None:
            return
        self._states.append(told)
        roster = self._roster.roster
        planned = roster.breaks if roster is not None else ()
        wall = now.wall
        # What is planned for a time that is over was not on the roster then.
        self._chronicle.plan(tuple(b for b in planned if wall is not None and b.ends > wall))
        shifts = [(round(one.begins * 1000), round(one.ends * 1000)) for one in told.shifts]
        self._counters.shifts = tuple(sorted(shifts))
        self._load.worked.shifts = tuple(sorted(begins for begins, _ends in shifts))


def _laws(settings: Snapshot) -> Sequence[StatutoryRule]:
    places = settings.get(said.LAWS)
    if not places:
        return ()
    from desktop.breaks.statutory_rules import rules_for

    return rules_for(places)
