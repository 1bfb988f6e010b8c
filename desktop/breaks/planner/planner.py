"""The planner: driven by a clock that is passed in, so that a test can live through a month.

:meth:`Planner.step` may be called as often or as seldom as one likes: it goes from change to
change by itself, so its events are the same, with the same times, whether it is called every second
or only at the moments that it asks for. Late calls give late news, never other news.

Within one moment: the end of a break, then credits, then what is passed in (states in their order,
then wishes), then notices and starts.

Readings, where the rules leave something open (those about starting are in
:mod:`desktop.breaks.planner.plan`):

* A kind is withheld from the moment that it is due in an interaction or do-not-disturb until it
  starts or is due no more, the wrap-up between two interactions included. ``overdue`` is said
  within an interaction or do-not-disturb only: between them the break is about to start.
* A break wished for (``take_short``, ``take_long``) starts also in a pause, outside of the shift
  and before a rostered break. Withheld, it is from then on due like any other.
* A pause does not touch the roster, which is no countdown but a time of the day. A rostered break
  starts on time in the other breaks too, which ends them, and it ends breathing. It can't be
  postponed, nor skipped before it is on; skipping it then ends it, and credits what is no longer
  than was had of it. Breathing is refused in a break as in an interaction.
* A rostered break that at least half of was slept through counts as taken, in silence. One that the
  shift's end overtakes is dropped.
* A natural break cancels a postponed one of its kind even where the clock is 0, without a credit.
"""

from __future__ import annotations

from desktop.breaks.planner.course import Course
from desktop.breaks.planner.facts import take_in, wrap_up_from
from desktop.breaks.planner.inputs import NOTHING, Inputs, Now
from desktop.breaks.planner.moments import activity, next_moment
from desktop.breaks.planner.news import Activity, BreakEvent, Phase, Seconds, Span, What, seconds
from desktop.breaks.planner.plan import booked_start, make_plan
from desktop.breaks.planner.rules import DEFAULTS, Kind, Rules
from desktop.breaks.planner.state import KindState, PlannerState
from desktop.breaks.planner.wishes import fulfil

_NOISE = 500
"""Milliseconds; two clocks are never read in the same instant, so less than this is no sleep."""


class Planner:
    """See the module. Not for several threads at once."""

    def __init__(self, rules: Rules = DEFAULTS, state: PlannerState | None = None) -> None:
        """Begin anew, or go on from ``state``, which becomes the planner's own."""
        if state is None:
            state = PlannerState(
                KindState(target=rules.short.every), KindState(target=rules.long.every)
            )
        self._course = Course(rules, state)
        self._spans: list[Span] = []
        self._following = None if state.at is None else self._next(state.at)

    @property
    def rules(self) -> Rules:
        """The numbers in force."""
        return self._course.rules

    @property
    def state(self) -> PlannerState:
        """What it remembers; for looking at and for keeping."""
        return self._course.state

    @property
    def spans(self) -> tuple[Span, ...]:
        """How the time between the last two steps was spent, without gaps."""
        return tuple(self._spans)

    def change(self, rules: Rules) -> None:
        """Work by other numbers from now on; a break that is on keeps its length."""
        state = self._course.state
        for kind in Kind:
            if state.of(kind).target == self._course.rules.of(kind).every:
                state.of(kind).target = rules.of(kind).every
        self._course.rules = rules
        self._following = None if state.at is None else self._next(state.at)

    def step(
        self, now: Now, inputs: Inputs = NOTHING
    ) -> tuple[tuple[BreakEvent, ...], Seconds | None]:
        """Go on to ``now`` and take in what came.

        Gives the events since the last step, and when the next one must come if nothing changes
        (by the clock ``with_sleep``; None is never).
        """
        self._course.events = []
        self._spans = []
        state = self._course.state
        at, awake = round(now.with_sleep * 1000), round(now.awake * 1000)
        if state.at is None:
            state.at = at
        else:
            at = max(at, state.at)
            slept = min(at - state.at, at - state.at - (awake - state.awake))
            if slept >= _NOISE:
                self._advance(at - slept)
                self._moment(at - slept)
                self._sleep(at)
            else:
                self._advance(at)
        state.awake = awake
        self._course.end_what_is_over(at)
        self._course.credit_rest(at, state.resting_since())
        for one in inputs.states:
            take_in(self._course, one, at)
        for wish in inputs.wishes:
            fulfil(self._course, wish, at)
        self._decide(at)
        following = self._following = self._next(at)
        return tuple(self._course.events), None if following is None else seconds(following)

    # --- time ---

    def _advance(self, to: int) -> None:
        """Up to ``to``, with all that happens before it."""
        following = self._following
        while following is not None and following < to:
            self._spend(following)
            self._moment(following)
            following = self._next(following)
        self._spend(to)

    def _next(self, at: int) -> int | None:
        return next_moment(self._course.state, self._course.rules, at)

    def _moment(self, at: int) -> None:
        self._course.end_what_is_over(at)
        self._course.credit_rest(at, self._course.state.resting_since())
        self._decide(at)

    def _spend(self, to: int) -> None:
        """Let time go by in which nothing changes."""
        state = self._course.state
        at = self._at()
        if to <= at:
            return
        self._add_span(at, to, activity(state, self._course.rules, at))
        if state.paused_until is not None:
            self._shift_countdowns(at, to - at)
        elif state.working(at, self._course.rules.idle_after):
            state.short.clock += to - at
            state.long.clock += to - at
        state.at = to

    def _sleep(self, to: int) -> None:
        """The computer slept until now, with whatever was open left open."""
        state = self._course.state
        at = self._at()
        since = state.resting_since()
        if state.paused_until is not None:
            self._shift_countdowns(at, min(state.paused_until, to) - at)
        self._add_span(at, to, Activity.ASLEEP)
        state.at = to
        first = state.booked[:1]
        state.booked = tuple(
            one for one in state.booked if 2 * (to - max(one.at, at)) < one.length or one.at >= to
        )
        # The notice went with the break that it was for.
        state.booked_noticed = state.booked_noticed and state.booked[:1] == first
        self._course.end_what_is_over(to)
        self._course.credit_rest(to, at if since is None else since)
        wrap_up_from(self._course, to)

    def _shift_countdowns(self, at: int, by: int) -> None:
        state = self._course.state
        for one in (state.short, state.long):
            if one.postponed_until is not None:
                one.postponed_until += by
            if one.withheld_since is not None:
                one.withheld_since += by
        if state.wrap_until is not None and state.wrap_until > at:
            state.wrap_until += by

    def _add_span(self, begins: int, ends: int, activity: Activity) -> None:
        rest = self._course.state.running is not None
        if self._spans:
            last = self._spans[-1]
            if last.activity is activity and last.rest is rest:
                begins = last.begins
                self._spans.pop()
        self._spans.append(Span(begins, ends, activity, rest))

    # --- notices and starts ---

    def _decide(self, at: int) -> None:
        state = self._course.state
        for one in (state.short, state.long):
            if one.postponed_until is not None and one.postponed_until <= at:
                one.postponed_until = None
                one.target = one.clock
        self._insist(at)
        self._drop_missed(at)
        if state.withheld():
            return
        start = booked_start(state, at)
        if start is not None:
            if start <= at:
                self._course.start_booked(at)
            elif start - self._course.rules.roster_notice <= at and state.running is None:
                self._give_booked_notice(at)
        still = state.paused_until is not None or state.breathing_until is not None
        if state.running is None and not still:
            self._start_or_notify(at)

    def _insist(self, at: int) -> None:
        state = self._course.state
        for kind in Kind:
            one = state.of(kind)
            if not one.due():
                one.withheld_since = None
                one.overdue_told = False
            elif state.withheld():
                if one.withheld_since is None:
                    one.withheld_since = at
                long_enough = at - one.withheld_since >= self._course.rules.insist_after
                if long_enough and not one.overdue_told and state.paused_until is None:
                    one.overdue_told = True
                    self._course.tell(at, What.OVERDUE, kind)

    def _drop_missed(self, at: int) -> None:
        """Shifts that are over, and rostered breaks that the end of theirs has overtaken."""
        state = self._course.state
        while len(state.shifts) > 1 and state.shifts[0][1] <= at:  # the last one stays:
            state.shifts = state.shifts[1:]  # without any there were no outside
        while state.booked and state.shifts and state.booked[0].at <= at:
            first = state.booked[0].at
            if any(begins <= first < ends and at < ends for begins, ends in state.shifts):
                return
            state.booked = state.booked[1:]
            state.booked_noticed = False

    def _start_or_notify(self, at: int) -> None:
        state, rules = self._course.state, self._course.rules
        counting = state.working(at, rules.idle_after)
        plan = make_plan(state, rules, at, counting=counting)
        for kind in (Kind.LONG, Kind.SHORT):
            start = plan.of(kind)
            if start is not None and start <= at:
                self._course.start(kind, at)
                return
        if state.has_just_stopped(at, rules.idle_after):
            # The clock may have come to a notice with its last second.
            plan = make_plan(state, rules, at, counting=True)
        for kind in Kind:
            start = plan.of(kind)
            one = state.of(kind)
            if start is None:
                waits = not counting and one.left() > 0 and one.postponed_until is None
                one.noticed = one.noticed and waits
            elif at < start - rules.of(kind).notice:
                # A long one that was to be early is not any more. What merely waits for the
                # wrap-up after sleep keeps its notice.
                one.noticed = one.noticed and at < (state.wrap_until or at)
            elif not one.noticed:
                one.noticed = True
                self._course.tell(at, What.NOTICE, kind)

    def _give_booked_notice(self, at: int) -> None:
        state = self._course.state
        if not state.booked_noticed:
            state.booked_noticed = True
            self._course.tell(at, What.ROSTER, phase=Phase.NOTICE, name=state.booked[0].name)

    def _at(self) -> int:
        if self._course.state.at is None:
            raise RuntimeError("the planner goes on from its first step only")
        return self._course.state.at
