"""What becomes of the breaks: they start, end, are credited; and telling of it."""

from __future__ import annotations

from desktop.breaks.planner.inputs import Presence
from desktop.breaks.planner.news import BreakEvent, Outcome, Phase, What, seconds
from desktop.breaks.planner.rules import Kind, Rules
from desktop.breaks.planner.state import Booked, PlannerState, Running


class Course:
    """The state, and what can happen to it."""

    def __init__(self, rules: Rules, state: PlannerState) -> None:
        """Act on ``state``."""
        self.rules = rules
        self.state = state
        self.events: list[BreakEvent] = []

    def end_what_is_over(self, at: int) -> None:
        """A break, breathing and a pause, by their time."""
        state = self.state
        if state.running is not None and state.running.ends <= at:
            self.end(at, Outcome.TAKEN)
        if state.breathing_until is not None and state.breathing_until <= at:
            state.breathing_until = None
        if state.paused_until is not None and state.paused_until <= at:
            state.paused_until = None

    def end(self, at: int, outcome: Outcome) -> None:
        """End the break that is on; an interrupted one counts when half of it is gone."""
        state = self.state
        running = state.running
        if running is None:
            return
        state.running = None
        state.awaiting_input = state.presence is not Presence.ACTIVE
        counted = 2 * (at - running.began) >= running.length
        told = counted if outcome is Outcome.INTERRUPTED else None
        of = running.of
        if isinstance(of, Booked):
            said = None if outcome is Outcome.TAKEN else outcome
            self.tell(at, What.ROSTER, phase=Phase.END, name=of.name, outcome=said, counted=told)
            if told is False:
                state.booked = (of, *state.booked)
            else:
                self._credit_roster(
                    at, at - running.began if said is Outcome.SKIPPED else of.length
                )
            return
        self.tell(at, What.END, of, outcome=outcome, counted=told)
        if told is False:
            state.of(of).make_due()
        else:
            self.reset(of)

    def reset(self, kind: Kind) -> None:
        """Begin anew; after a long one the short one does too."""
        self.state.of(kind).reset(self.rules.of(kind).every)
        if kind is Kind.LONG:
            self.reset(Kind.SHORT)

    def _credit_roster(self, at: int, had: int) -> None:
        """A rostered break of this length was had."""
        self._credit(at, had >= self.rules.short.length, had >= self.rules.long.length)

    def credit_rest(self, at: int, since: int | None) -> None:
        """Natural breaks: credit what the rest is long enough for."""
        rules = self.rules
        if since is None or self.state.running is not None:
            return
        rest = at - since
        if rest >= rules.idle_after:
            self._credit(at, rest >= rules.short.length, rest >= rules.long.length)

    def _credit(self, at: int, short: bool, long: bool) -> None:
        for kind, wanted in ((Kind.SHORT, short or long), (Kind.LONG, long)):
            one = self.state.of(kind)
            if not wanted:
                continue
            if one.clock > 0:
                self.tell(at, What.CREDIT, kind)
                one.reset(self.rules.of(kind).every)
            elif one.postponed_until is not None:
                one.reset(self.rules.of(kind).every)

    def start(self, kind: Kind, at: int, length: int | None = None) -> None:
        """Begin a break, of the usual length unless told."""
        self._run(Running(kind, at, at + (length or self.rules.of(kind).length)))
        one = self.state.of(kind)
        one.postponed_until = None
        self.tell(at, What.START, kind)

    def start_booked(self, at: int) -> None:
        """Begin the next rostered break, on time whatever else is on but another of them."""
        state = self.state
        first = state.booked[0]
        if state.running is not None:
            if isinstance(state.running.of, Booked):
                return
            self.end(at, Outcome.INTERRUPTED)
        state.booked = state.booked[1:]
        self._run(Running(first, at, at + first.length))
        self.tell(at, What.ROSTER, phase=Phase.START, name=first.name)

    def _run(self, running: Running) -> None:
        state = self.state
        state.close_notices()
        state.breathing_until = None
        state.running = running
        for one in (state.short, state.long):
            one.withheld_since = None
            one.overdue_told = False

    def refuse(self, at: int, about: Kind | Booked | None) -> None:
        """Say that a wish about this break is not fulfilled."""
        if isinstance(about, Booked):
            self.tell(at, What.REFUSED, name=about.name)
        else:
            self.tell(at, What.REFUSED, about)

    def tell(
        self,
        at: int,
        what: What,
        kind: Kind | None = None,
        *,
        outcome: Outcome | None = None,
        counted: bool | None = None,
        until: int | None = None,
        phase: Phase | None = None,
        name: str | None = None,
    ) -> None:
        """Add an event."""
        self.events.append(
            BreakEvent(
                seconds(at),
                what,
                kind,
                outcome,
                counted,
                None if until is None else seconds(until),
                phase,
                name,
            )
        )
