"""Statutory counters: they warn before a rest or meal break would be missed.

Hours run with real time from the beginning of the shift, or from the first work after a rest of
four hours. What is shorter than a rule's rest is time at work, whoever sat idle; any longer stretch
without work is a rest. In a rest nothing is warned of: it may become the one that is wanted.

The warning comes ``LEAD`` before the deadline, or as soon as work goes on after that; once for each
rule and day, and for a rule about work at a stretch once for each stretch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.breaks.planner.news import Activity, Seconds, Span, seconds
from desktop.breaks.statutory_rules import Measure, StatutoryRule
from desktop.breaks.worked import NEW_DAY_AFTER, WORK

LEAD = 30 * 60 * 1000
"""Milliseconds; long enough to end a conversation and to find a moment."""
_SHORTEST = 5 * 60 * 1000
"""No rule knows a shorter rest."""


@dataclass(frozen=True, slots=True)
class StatutoryWarning:
    """A break that will be missed if work goes on."""

    at: Seconds
    rule: StatutoryRule = field(repr=False)
    deadline: Seconds
    left: Seconds

    def plain(self) -> dict[str, object]:
        """For JSON."""
        return {
            "at": self.at,
            "event": "statutory",
            "rule": self.rule.name,
            "deadline": self.deadline,
            "left": self.left,
        }


@dataclass(slots=True)
class Day:
    """A day of work: when it began, its rests, and what was warned of."""

    begins: int
    rests: list[tuple[int, int]] = field(default_factory=list)
    told: set[tuple[str, int]] = field(default_factory=set)


class StatutoryCounters:
    """Counts by the planner's spans. Not for several threads at once."""

    def __init__(
        self, rules: Sequence[StatutoryRule], shifts: Sequence[tuple[int, int]] = ()
    ) -> None:
        """``shifts``: when they begin and end, in milliseconds."""
        self.rules = tuple(rules)
        self.shifts = tuple(sorted(shifts))
        self.day: Day | None = None
        """The day that is on; to be kept over a restart."""
        self._resting_since: int | None = None

    def spend(self, span: Span) -> None:
        """Count a stretch of time."""
        begins = span.begins
        for cut, _ends in self.shifts:
            if begins < cut < span.ends:
                self._count(begins, cut, span.activity)
                begins = cut
            if begins == cut:
                self.day = None  # the hours begin with the shift
                self._resting_since = None
        self._count(begins, span.ends, span.activity)

    def look(self, at: int, now: Activity) -> tuple[list[StatutoryWarning], int | None]:
        """What has to be said at this moment, which is spent with ``now`` from here on.

        And when there will be something to say if work goes on; None is never.
        """
        found: list[StatutoryWarning] = []
        coming: int | None = None
        for rule, deadline in self._open(at, now):
            warned = deadline - LEAD
            if at < warned:
                coming = warned if coming is None else min(coming, warned)
            elif at < deadline and self.day is not None:
                self.day.told.add(self._once(rule))
                left = seconds(deadline - at)
                found.append(StatutoryWarning(seconds(at), rule, seconds(deadline), left))
        return found, coming

    def _count(self, begins: int, ends: int, activity: Activity) -> None:
        if activity not in WORK:
            if self._resting_since is None:
                self._resting_since = begins
            if ends - self._resting_since >= NEW_DAY_AFTER:
                self.day = None
            return
        if self.day is None:
            self.day = Day(begins)
        elif self._resting_since is not None and begins - self._resting_since >= _SHORTEST:
            self.day.rests.append((self._resting_since, begins))
        self._resting_since = None

    def _open(self, at: int, now: Activity) -> list[tuple[StatutoryRule, int]]:
        """Rules that may still be missed, with their deadlines if work goes on."""
        day = self.day
        if now not in WORK or (day is None and not self.rules):
            return []
        if self._resting_since is not None and day is not None:
            if at - self._resting_since >= _SHORTEST:
                day.rests.append((self._resting_since, at))
            self._resting_since = None
        if day is None:
            day = self.day = Day(at)
        found = []
        ends = next((ends for begins, ends in self.shifts if begins <= day.begins < ends), None)
        for rule in self.rules:
            if self._once(rule) in day.told:
                continue
            deadline = self._deadline(rule, day, ends)
            if deadline is not None:
                found.append((rule, deadline))
        return found

    def _once(self, rule: StatutoryRule) -> tuple[str, int]:
        day = self.day
        if day is None or rule.measure is not Measure.STRAIGHT:
            return rule.name, 0
        return rule.name, len(_counted(rule, day))

    def _deadline(self, rule: StatutoryRule, day: Day, ends: int | None) -> int | None:
        """``ends``: of the shift in which the day began, where that is known."""
        if ends is not None:
            length = ends - day.begins
            if length <= rule.applies_over:
                return None
        rests = _counted(rule, day)
        rested = sum(over - begun for begun, over in rests)
        if rule.measure is Measure.STRAIGHT:
            since = rests[-1][1] if rests else day.begins
            if ends is not None and ends - since <= rule.work:
                return None  # the shift ends before
            return since + rule.work
        if rule.measure is Measure.TOTAL and rested >= rule.total:
            return None
        if rule.measure is Measure.NUMBER and len(rests) >= rule.number:
            return None
        deadline = day.begins + rule.work + (0 if rule.paid else rested)
        if ends is not None and rule.before_end:
            deadline = min(deadline, ends - rule.before_end)
        return deadline


def _counted(rule: StatutoryRule, day: Day) -> list[tuple[int, int]]:
    """The rests that count for a rule."""
    return [
        (begun, over)
        for begun, over in day.rests
        if over - begun >= rule.piece
        and (not rule.under or over - begun < rule.under)
        and begun - day.begins >= rule.not_before
    ]
