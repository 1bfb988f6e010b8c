"""The stress load: 0 to 100, an explained sum of schedule facts and one-tap reports.

A planning aid, not a measurement. It knows when there was work, an interaction, a rest, and what
the agent said of an interaction in one tap; it never looks at typing, voice, camera or content,
from which the EU AI Act (Art. 5(1)(f)) forbids inferring emotions at work.

It goes by the minute: within one, first work for its share of it, then each sort of rest for its
share, then the taps of that second. Occupancy and hours worked are those at the minute's end; the
night's is the minute's beginning.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import deque
from collections.abc import Sequence
from enum import StrEnum

from desktop.breaks.ledger import Ledger
from desktop.breaks.load_numbers import LoadNumbers
from desktop.breaks.planner.news import Activity, Span
from desktop.breaks.worked import WORK, WorkedTime

WORDS = "a planning aid, not a measurement"
"""What a window that shows the load says beside it."""
MINUTE = 60_000
_HOUR = 3_600_000
_UTC = dt.UTC


class Tap(StrEnum):
    """What the agent says of an interaction, in one tap."""

    OK = "ok"
    HARD = "hard"
    ABUSIVE = "abusive"


class StressLoad:
    """The load, minute by minute, from the planner's spans. Not for several threads at once."""

    def __init__(
        self,
        numbers: LoadNumbers | None = None,
        start: dt.datetime | None = None,
        shifts: Sequence[int] = (),
    ) -> None:
        """``start`` is the wall time at second 0, whose zone says when it is night.

        ``shifts``: when shifts begin, in milliseconds.
        """
        self.numbers = numbers or LoadNumbers()
        self.value = 0.0
        self.ledger = Ledger()
        self.worked = WorkedTime(shifts)
        self._night_offset = 12 * _HOUR if start is None else _since_midnight(start)
        self._recent = _Recent(self.numbers.window * 1000)
        self._minute_ends: int | None = None
        self._work = 0
        self._rest = dict.fromkeys(_half_lives(self.numbers), 0)

    def spend(self, span: Span) -> list[tuple[int, Activity]]:
        """Count a stretch of time; the minutes that ended within it, and in what they did.

        The value after each of them is lost when there are several: give a span of a minute at
        most where it is wanted (:func:`by_minute`).
        """
        if self._minute_ends is None:
            self._minute_ends = span.begins + MINUTE
        ended = []
        begins = span.begins
        while begins < span.ends:
            ends = min(span.ends, self._minute_ends)
            self._count(begins, ends, span.activity)
            if ends == self._minute_ends:
                self._end_minute(ends)
                ended.append((ends, span.activity))
                self._minute_ends += MINUTE
            begins = ends
        return ended

    def tap(self, at: float, tap: Tap) -> None:
        """Take in what the agent said, at this second."""
        amount = self.numbers.tap(tap.value) * (1 - self.value / 100)
        self.value += amount
        self.ledger.add_tap(at, tap.value, amount)

    def target(self, at: int) -> tuple[float, float, float]:
        """What the load goes to in work: the shares of work, overtime and night, capped.

        ``at``: a moment of the minute, for the night.
        """
        numbers = self.numbers
        work = numbers.full * self._recent.share()
        overtime = work * (numbers.overtime(self.worked.worked / _HOUR) - 1)
        hour = (at + self._night_offset) // _HOUR % 24
        night = work * (numbers.night if hour < numbers.night_ends else 0.0)
        total = work + overtime + night
        if total > numbers.cap:
            by = numbers.cap / total
            return work * by, overtime * by, night * by
        return work, overtime, night

    def _count(self, begins: int, ends: int, activity: Activity) -> None:
        for piece_begins, piece_ends in self.worked.pieces(begins, ends):
            self.worked.add(piece_begins, piece_ends, activity)
        if activity in WORK:
            self._work += ends - begins
            self._recent.add(ends - begins, interaction=activity is Activity.INTERACTION)
        else:
            self._rest[_half_life(self.numbers, activity)] += ends - begins

    def _end_minute(self, at: int) -> None:
        numbers = self.numbers
        if self._work:
            parts = self.target(at - MINUTE)
            target = sum(parts)
            over = numbers.rise if self.value <= target else numbers.fall
            kept = math.exp(-self._work / MINUTE / over)
            self.value = self.value * kept + target * (1 - kept)
            self.ledger.fade(kept)
            self.ledger.add_work(*(part * (1 - kept) for part in parts))
            self._work = 0
        for half_life, rest in self._rest.items():
            if rest:
                kept = 2.0 ** (-rest / MINUTE / half_life)
                self.value *= kept
                self.ledger.fade(kept)
                self._rest[half_life] = 0


class _Recent:
    """The last so many milliseconds of work: how many of them in interactions."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._runs: deque[tuple[int, bool]] = deque()
        self._all = 0
        self._inside = 0

    def add(self, length: int, *, interaction: bool) -> None:
        if self._runs and self._runs[-1][1] is interaction:
            self._runs[-1] = (self._runs[-1][0] + length, interaction)
        else:
            self._runs.append((length, interaction))
        self._all += length
        self._inside += length if interaction else 0
        while (over := self._all - self._window) > 0:
            first, inside = self._runs[0]
            gone = min(over, first)
            self._all -= gone
            self._inside -= gone if inside else 0
            if gone == first:
                self._runs.popleft()
            else:
                self._runs[0] = (first - gone, inside)

    def share(self) -> float:
        return self._inside / self._all if self._all else 0.0


def by_minute(span: Span, begun: int = 0) -> Sequence[Span]:
    """A span cut at the minutes that are counted from ``begun``."""
    cut = begun + ((span.begins - begun) // MINUTE + 1) * MINUTE
    if cut >= span.ends:
        return (span,)
    found = []
    begins = span.begins
    while begins < span.ends:
        ends = min(cut, span.ends)
        found.append(Span(begins, ends, span.activity, span.rest))
        begins = ends
        cut += MINUTE
    return found


def _half_lives(numbers: LoadNumbers) -> set[float]:
    return {numbers.desk, numbers.short_break, numbers.away, numbers.breathing}


def _half_life(numbers: LoadNumbers, activity: Activity) -> float:
    if activity is Activity.DESK:
        return numbers.desk
    if activity is Activity.SHORT_BREAK:
        return numbers.short_break
    if activity is Activity.BREATHING:
        return numbers.breathing
    return numbers.away


def _since_midnight(start: dt.datetime) -> int:
    seconds = start.hour * 3600 + start.minute * 60 + start.second
    return seconds * 1000 + start.microsecond // 1000
