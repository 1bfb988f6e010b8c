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
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from desktop.breaks.ledger import Ledger
from desktop.breaks.load_numbers import LoadNumbers
from desktop.breaks.planner.news import Activity, Span
from desktop.breaks.worked import WORK, WorkedTime

WORDS = "a planning aid, not a measurement"
"""What a window that shows the load says beside it."""
MINUTE = 60_000
_HOUR = 3_600_000


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
        self.recent = Recent(self.numbers.window * 1000)
        self._minute_ends: int | None = None
        self._work = 0
        self._half_lives = _half_lives(self.numbers)
        self._rest = dict.fromkeys(self._half_lives, 0)

    def change(self, numbers: LoadNumbers) -> None:
        """Go by other numbers from now on; what there is by now stays."""
        self.numbers = numbers
        self._half_lives = _half_lives(numbers)
        self.recent.look_back(numbers.window * 1000)

    def spend(self, span: Span) -> Iterator[int]:
        """Count a stretch of time; stops at each minute that ends within it, and tells which.

        The value is that of the minute's end then. Nothing is counted unless it is gone through.
        """
        ends = self._minute_ends
        if ends is None:
            ends = span.begins + MINUTE
        begins = span.begins
        while ends <= span.ends:
            self._count(begins, ends, span.activity)
            self._end_minute(ends)
            begins = ends
            ends += MINUTE
            self._minute_ends = ends
            yield begins
        if begins < span.ends:
            self._count(begins, span.ends, span.activity)
        self._minute_ends = ends

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
        work = numbers.full * self.recent.share()
        overtime = work * (numbers.overtime(self.worked.worked / _HOUR) - 1)
        hour = (at + self._night_offset) // _HOUR % 24
        night = work * (numbers.night if hour < numbers.night_ends else 0.0)
        total = work + overtime + night
        if total > numbers.cap:
            by = numbers.cap / total
            return work * by, overtime * by, night * by
        return work, overtime, night

    def _count(self, begins: int, ends: int, activity: Activity) -> None:
        self.worked.spend(begins, ends, activity)
        if activity in WORK:
            self._work += ends - begins
            self.recent.add(ends - begins, interaction=activity is Activity.INTERACTION)
        else:
            self._rest[activity] += ends - begins

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
        halved = 0.0
        for activity, rest in self._rest.items():
            if rest:
                halved += rest / self._half_lives[activity]
                self._rest[activity] = 0
        if halved:
            kept = 2.0 ** (-halved / MINUTE)
            self.value *= kept
            self.ledger.fade(kept)


class Recent:
    """The last so many milliseconds of work: how many of them in interactions."""

    def __init__(self, window: int) -> None:
        """``window`` is how far it looks back."""
        self._window = window
        self._runs: deque[tuple[int, bool]] = deque()
        self._all = 0
        self._inside = 0

    def add(self, length: int, *, interaction: bool) -> None:
        """Work of so long."""
        if self._runs and self._runs[-1][1] is interaction:
            self._runs[-1] = (self._runs[-1][0] + length, interaction)
        else:
            self._runs.append((length, interaction))
        self._all += length
        self._inside += length if interaction else 0
        self._forget()

    def look_back(self, window: int) -> None:
        """Look back so far from now on; what was forgotten does not come back."""
        self._window = window
        self._forget()

    def _forget(self) -> None:
        while (over := self._all - self._window) > 0:
            first, inside = self._runs[0]
            gone = min(over, first)
            self._all -= gone
            self._inside -= gone if inside else 0
            if gone == first:
                self._runs.popleft()
            else:
                self._runs[0] = (first - gone, inside)

    def runs(self) -> list[tuple[int, bool]]:
        """The stretches of it, the oldest first: how long, and whether in an interaction."""
        return list(self._runs)

    def share(self) -> float:
        """Of interactions, from 0 to 1."""
        return self._inside / self._all if self._all else 0.0


def _half_lives(numbers: LoadNumbers) -> Mapping[Activity, float]:
    """Of each sort of rest, in minutes."""
    return {
        Activity.DESK: numbers.desk,
        Activity.SHORT_BREAK: numbers.short_break,
        Activity.LONG_BREAK: numbers.away,
        Activity.AWAY: numbers.away,
        Activity.ASLEEP: numbers.away,
        Activity.BREATHING: numbers.breathing,
    }


def _since_midnight(start: dt.datetime) -> int:
    seconds = start.hour * 3600 + start.minute * 60 + start.second
    return seconds * 1000 + start.microsecond // 1000
