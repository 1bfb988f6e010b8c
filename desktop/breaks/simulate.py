"""Planner, stress load and statutory counters on a virtual clock: ``deskhand breaks simulate``."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any, TextIO

from desktop.breaks.load import MINUTE, StressLoad, Tap
from desktop.breaks.planner.inputs import NOTHING, InInteraction, Inputs, Now, Rostered
from desktop.breaks.planner.moments import activity
from desktop.breaks.planner.news import Activity, Span, seconds
from desktop.breaks.planner.planner import Planner
from desktop.breaks.prompts import Prompter
from desktop.breaks.scenario import Moment, Scenario, read_scenario
from desktop.breaks.statutory import StatutoryCounters
from desktop.breaks.statutory_rules import rules_for
from desktop.breaks.yaml_values import MOST_BYTES
from desktop.core.results import UserError

Line = dict[str, Any]
"""One event, ready for JSON."""


def run(path: Path, out: TextIO, *, load: bool) -> None:
    """Print the events of a file, one JSON object a line.

    Raises:
        ScenarioError: the file is not as it has to be.
        UserError: it can't be read at all.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UserError(
            f"{path.name} can't be read", error.strerror or "", "Check the name of the file"
        ) from None
    out.writelines(json.dumps(line) + "\n" for line in simulate(read_scenario(data), load=load))


def simulate(scenario: Scenario, *, load: bool = False) -> Iterator[Line]:
    """The events in their order, those of the load and of the law after the planner's.

    ``load`` adds a line a minute about the load itself; prompts come without it too.
    """
    return _Simulation(scenario, load=load).lines()


class _Simulation:
    def __init__(self, scenario: Scenario, *, load: bool) -> None:
        self._scenario = scenario
        self._tells_load = load
        self._planner = Planner(scenario.rules)
        begins = [round(one.begins * 1000) for one in scenario.shifts]
        self._load = StressLoad(scenario.load, scenario.start, begins)
        self._prompter = Prompter(scenario.load)
        shifts = [(round(one.begins * 1000), round(one.ends * 1000)) for one in scenario.shifts]
        self._statutory = StatutoryCounters(rules_for(scenario.places), shifts)
        self._set = 0.0

    def lines(self) -> Iterator[Line]:
        """All events until the end."""
        scenario = self._scenario
        coming = iter([*scenario.moments.items(), (float("inf"), Moment())])
        moment_at, moment = next(coming)
        at = slept = 0.0
        first: Rostered | None = Rostered(scenario.breaks, scenario.shifts)
        while True:
            here = moment if moment_at == at else None
            if here is not None:
                moment_at, moment = next(coming)
                self._set += here.clock
            following, found = self._step(at, slept, here, first)
            yield from found
            first = None
            if here is not None and here.sleep:
                slept += here.sleep
                at += here.sleep
                if at > scenario.until:
                    yield from self._sleep_on(at - here.sleep)
                    return
                continue
            if at >= scenario.until:
                return
            at = min(moment_at, scenario.until, float("inf") if following is None else following)

    def _step(
        self, at: float, slept: float, here: Moment | None, first: Rostered | None
    ) -> tuple[float | None, list[Line]]:
        inputs = NOTHING
        if here is not None or first is not None:
            states = tuple(here.states) if here is not None else ()
            wishes = tuple(here.wishes) if here is not None else ()
            inputs = Inputs(states if first is None else (first, *states), wishes)
        events, following = self._planner.step(self._now(at, slept), inputs)
        found: list[Line] = []
        for span in self._planner.spans:
            self._spend(span, at, found)
            self._statutory.spend(span)
        found += [event.plain() for event in events]
        taps = here.taps if here is not None else []
        closed = any(isinstance(one, InInteraction) and not one.open for one in inputs.states)
        self._settle(at, taps, found, closed=closed)
        found.sort(key=itemgetter("at"))
        return self._warn(round(at * 1000), following, found), found

    def _warn(self, at: int, following: float | None, found: list[Line]) -> float | None:
        """What the law has to say; when to come again."""
        busy = activity(self._planner.state, self._planner.rules, at)
        warnings, coming = self._statutory.look(at, busy)
        found += [one.plain() for one in warnings]
        if coming is None:
            return following
        return seconds(coming) if following is None else min(following, seconds(coming))

    def _now(self, at: float, slept: float) -> Now:
        wall = self._scenario.start + dt.timedelta(seconds=at + self._set)
        return Now(at - slept, at, wall)

    def _spend(self, span: Span, now: float, found: list[Line]) -> None:
        for ended in self._load.spend(span):
            at = seconds(ended)
            if at < now:  # what comes at this very second has to go first
                self._tell_load(at, found)
                self._prompt(at, span.activity, found)

    def _settle(self, at: float, taps: list[Tap], found: list[Line], *, closed: bool) -> None:
        """The taps of this second, then the load, then what is offered."""
        for tap in taps:
            self._load.tap(at, tap)
            if tap is Tap.ABUSIVE:
                self._prompter.abusive()
        milliseconds = round(at * 1000)
        minute = milliseconds > 0 and milliseconds % MINUTE == 0
        if minute:
            self._tell_load(seconds(milliseconds), found)
        if minute or taps or closed:
            planner = self._planner
            busy = activity(planner.state, planner.rules, milliseconds)
            self._prompt(seconds(milliseconds), busy, found)

    def _tell_load(self, at: float, found: list[Line]) -> None:
        if self._tells_load:
            parts = {name: round(part, 6) for name, part in self._load.ledger.parts().items()}
            value = round(self._load.value, 4)
            found.append({"at": at, "event": "load", "value": value, "parts": parts})

    def _prompt(self, at: float, busy: Activity, found: list[Line]) -> None:
        prompt = self._prompter.consider(at, self._load.value, busy)
        if prompt is not None:
            found.append(prompt.plain())

    def _sleep_on(self, begins: float) -> list[Line]:
        """The end comes in the middle of a sleep: only the load goes on until then."""
        found: list[Line] = []
        until = self._scenario.until
        span = Span(round(begins * 1000), round(until * 1000), Activity.ASLEEP)
        self._spend(span, until + 1, found)
        return found
