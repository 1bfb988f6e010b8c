"""Planner, load, prompts and counters on a real clock, one round at a time. No thread, no waiting.

A round asks when input came last, takes in what was told since the one before, and says when the
next must come. Presence is asked as seldom as possible: while somebody works, when the last input
would be ``idle_after`` old, since only then it means anything; while nobody does, every two or
five seconds, and the planner is told of the first input at the time at which it came, so that
asking late changes no clock. In a break the end of input is wanted sooner: who comes back is to be
greeted by no clock that has run on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from desktop.assembly.rest_shown import state_of
from desktop.assembly.rest_state import RestState
from desktop.breaks.keeping import keep, restore, restore_load
from desktop.breaks.load import StressLoad, Tap
from desktop.breaks.planner.inputs import (
    NOTHING,
    Do,
    InInteraction,
    Inputs,
    Now,
    Presence,
    Present,
    Rostered,
    State,
    Wish,
)
from desktop.breaks.planner.moments import activity
from desktop.breaks.planner.news import Activity, BreakEvent, Outcome, Phase, What
from desktop.breaks.planner.planner import Planner
from desktop.breaks.prompts import Prompt, Prompter
from desktop.breaks.setup import make_rules, typed_breaks
from desktop.breaks.statutory import StatutoryCounters, StatutoryWarning
from desktop.core.clock import SleepClock
from desktop.core.results import Problem, Severity
from desktop.host.base import Attendance
from desktop.host.base import Presence as PresenceSource
from desktop.settings.sections import breaks as said
from desktop.settings.values import Snapshot

if TYPE_CHECKING:
    from desktop.breaks.statutory_rules import StatutoryRule

SAVE_S: Final = 300.0
STEP_S: Final = 60.0
"""So often the load is looked at, while there is any."""
_GONE_S: Final = 3.0
"""In a break, no input for so long is nobody."""
_BACK_S: Final = 2.0
_AWAY_S: Final = 5.0
"""How often a first input is looked for, soon after the last one and later."""
_UNKNOWN_S: Final = 30.0
"""How often a system is asked that could not tell."""
_NEW_S: Final = 0.2
"""Input so little later than the one that is known is the same, read by two clocks."""
_SLEPT_S: Final = 0.5
_ROSTER_DAYS: Final = 3
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
        self._presence = presence
        self._states: list[State] = []
        self._wishes: list[Wish] = []
        self._taps: list[Tap] = []
        self._problems: list[Problem] = []
        now = self._now()
        rules, problems = make_rules(settings)
        restored = restore(kept, now, rules)
        self._problems += [*problems, *([LOST] if restored.lost else [])]
        self._planner = Planner(rules, restored.planner.state)
        self._load = StressLoad(start=self._wall(0.0))
        restore_load(self._load, restored.load)
        self._prompter = Prompter(self._load.numbers)
        self._counters = StatutoryCounters(_laws(settings))
        self._counters.day = restored.day
        self._settings = settings
        self._roster_day: dt.date | None = None
        self._locked = False
        self._input = float("-inf")
        """When the last known input came, by the clock ``awake``, as its source counts."""
        self._step_at = now.with_sleep
        self._saved_at = now.with_sleep
        self._last = now
        self._had = False
        """The last break was had to its end."""
        self._shown: tuple[object, ...] = ()

    # --- what is told, for the next round ---

    def interaction(self, *, is_open: bool) -> None:
        """An interaction opened, or the last one closed."""
        self._states.append(InInteraction(is_open))

    def wish(self, do: Do, seconds: float = 0) -> None:
        """The agent wishes for something."""
        self._wishes.append(Wish(do, seconds))

    def tap(self, tap: Tap) -> None:
        """The agent says how an interaction was."""
        self._taps.append(tap)

    def attend(self, attendance: Attendance) -> None:
        """The system says something of whether somebody is there."""
        if attendance is Attendance.LOCKED:
            self._locked = True
            self._states.append(Present(Presence.LOCKED))
        elif attendance is Attendance.UNLOCKED and self._locked:
            self._locked = False
            self._states.append(Present(Presence.IDLE))

    def adopt(self, settings: Snapshot) -> None:
        """Other settings are in force."""
        rules, problems = make_rules(settings)
        self._problems += problems
        self._planner.change(rules)
        self._counters.rules = tuple(_laws(settings))
        self._settings = settings
        self._roster_day = None

    def pause_until_tomorrow(self) -> None:
        """Until four in the morning."""
        from desktop.breaks.roster import until_tomorrow

        now = self._clock.now()
        self.wish(Do.PAUSE, (until_tomorrow(now) - now).total_seconds())

    # --- a round ---

    def go(self) -> Round:
        """See the module."""
        found = Round(problems=self._problems)
        self._problems = []
        now = self._now()
        self._tell_roster(now)
        last, self._last = self._last, now
        slept = (now.with_sleep - last.with_sleep) - (now.awake - last.awake)
        idle = None if self._locked else self._presence.idle_s()
        if idle is not None:
            before = slept > _SLEPT_S and now.awake - idle <= last.awake + _NEW_S
            self._look(now, idle, slept if before else 0.0, found)
        busy = self._step(now, found)
        state = state_of(self._planner, self._load, now.with_sleep, had=self._had)
        if state.shown() != self._shown:
            self._shown = state.shown()
            found.state = state
        away = busy in {Activity.AWAY, Activity.ASLEEP}
        found.save = not away and now.with_sleep - self._saved_at >= SAVE_S
        found.wait_s = max(0.0, min(self._step_at - now.with_sleep, self._look_in(idle)))
        return found

    def kept(self) -> dict[str, Any]:
        """Everything as of the last round, to go on with after a restart."""
        self._saved_at = self._last.with_sleep
        return keep(self._planner, self._wall(self._last.with_sleep), self._load, self._counters)

    # --- somebody there? ---

    def _look(self, now: Now, idle: float, slept: float, found: Round) -> None:
        """Tell the planner what the age of the last input means; it was ``slept`` since then."""
        at = now.with_sleep - idle - slept
        fresh = now.awake - idle > self._input + _NEW_S
        self._input = max(self._input, now.awake - idle)
        gone = idle >= self._gone_after()
        state = self._planner.state
        if state.presence is Presence.ACTIVE:
            if gone:
                self._states.insert(0, Present(Presence.IDLE, at))
            return
        if not fresh or (gone and state.presence is None):
            return
        known = state.at
        if known is not None and at * 1000 > known and not self._states:
            # It is told as it was: the clocks run from the input on, not from our asking.
            before = Now(now.awake - idle, at, now.wall)
            self._step(before, found, Inputs((Present(Presence.ACTIVE),)))
        else:
            self._states.append(Present(Presence.ACTIVE))
        if gone:
            self._states.append(Present(Presence.IDLE, at))

    def _gone_after(self) -> float:
        idle_after = self._planner.rules.idle_after / 1000
        return min(_GONE_S, idle_after) if self._planner.state.running else idle_after

    def _look_in(self, idle: float | None) -> float:
        """When to ask for input again."""
        if self._locked:
            return float("inf")
        if idle is None:
            return _UNKNOWN_S
        if self._planner.state.presence is Presence.ACTIVE:
            return max(self._gone_after() - idle, 0.05)
        long = self._planner.rules.long.length / 1000
        # Input that is older than idle_after when it is seen would count for nobody's.
        return min(_BACK_S if idle < long else _AWAY_S, self._gone_after() / 2)

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
        events, following = self._planner.step(now, inputs)
        found.events += events
        self._note_ends(events)
        for span in self._planner.spans:
            for ended in self._load.spend(span):
                self._offer(ended / 1000, span.activity, found)
            self._counters.spend(span)
        for tap in taps:
            self._load.tap(now.with_sleep, tap)
            if tap is Tap.ABUSIVE:
                self._prompter.abusive()
        at = round(now.with_sleep * 1000)
        busy = activity(self._planner.state, self._planner.rules, at)
        closed = any(isinstance(one, InInteraction) and not one.open for one in inputs.states)
        if taps or closed:
            self._offer(now.with_sleep, busy, found)
        found.warnings += self._counters.warnings(at, busy)
        coming = [following, now.with_sleep + STEP_S if self._has_course(busy) else None]
        law = self._counters.next(at, busy)
        coming.append(None if law is None else law / 1000)
        self._step_at = min((one for one in coming if one is not None), default=float("inf"))
        return busy

    def _has_course(self, busy: Activity) -> bool:
        """Is there something to be seen that changes by the minute?"""
        return busy is not Activity.AWAY or self._load.value >= 1

    def _offer(self, at: float, busy: Activity, found: Round) -> None:
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
        """The breaks that were typed in, for some days, anew each day."""
        wall = now.wall
        if wall is None or wall.tzinfo is None or self._roster_day == wall.date():
            return
        first = self._roster_day is None
        self._roster_day = wall.date()
        if not self._settings.get(said.TYPED_BREAKS):
            if not first or self._planner.state.booked:
                self._states.append(Rostered())
            return
        from desktop.breaks.roster import Roster

        planned = typed_breaks(self._settings, wall.tzinfo, wall.date(), _ROSTER_DAYS)
        self._states.append(Roster(planned).rostered(wall, now.with_sleep))


def _laws(settings: Snapshot) -> Sequence[StatutoryRule]:
    places = settings.get(said.LAWS)
    if not places:
        return ()
    from desktop.breaks.statutory_rules import rules_for

    return rules_for(places)
