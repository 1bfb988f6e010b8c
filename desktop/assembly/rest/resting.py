"""Breaks as the assembly has them: a thread of their own that drives the planner.

Its modules are imported on that thread, and only while breaks are on: whoever turns them off has
none of them in memory. The thread sleeps until the planner or the look for input wants its next
round, or until there is news.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from desktop.assembly.rest.feeds import RestFeeds
from desktop.assembly.rest.file import RestFile
from desktop.assembly.rest.history import LookedBack, Now, RestHistory
from desktop.assembly.rest.senses import RestHost, Senses
from desktop.assembly.rest.state import RestState
from desktop.core.clock import SleepClock
from desktop.core.events import Event
from desktop.core.faults import GOES_ON, problem_of
from desktop.core.results import Problem
from desktop.host.base import Attendance, Places
from desktop.interaction import Interactions
from desktop.settings.secrets import Secrets
from desktop.settings.sections import breaks as said
from desktop.settings.sections import roster as said_of_roster
from desktop.settings.store import Changed, Settings
from desktop.settings.values import Snapshot

if TYPE_CHECKING:
    from desktop.assembly.rest.rounds import Round, Rounds
    from desktop.breaks.history.records import Records
    from desktop.breaks.planner.news import BreakEvent
    from desktop.breaks.prompts import Prompt
    from desktop.breaks.roster import Roster
    from desktop.breaks.statutory import StatutoryWarning

log = logging.getLogger(__name__)

_GOODBYE_S: Final = 5.0
_OURS: Final = ("breaks.", "roster.", "load.")
"""Sections of the settings."""
_OF_CALENDARS: Final = (
    said_of_roster.CALENDARS,
    said_of_roster.SHIFT_WORDS,
    said_of_roster.ABSENCE_WORDS,
    said.BREAK_WORDS,
)
_AFTER_FAULT_S: Final = 60.0
BREATHE_S: Final = 75
"""Between the 60 and the 90 seconds that are offered."""
_TAPS: Final = {"ok": "all right", "hard": "hard", "abusive": "abusive"}


class Resting:
    """See the module. Any thread may call; events come on the thread of the breaks."""

    def __init__(
        self,
        places: Places,
        settings: Settings,
        clock: SleepClock,
        interactions: Interactions,
        host: RestHost | None,
        secrets: Secrets | None = None,
    ) -> None:
        """Nothing runs before :meth:`start`, and nothing ever without ``host``."""
        self.happened: Event[BreakEvent] = Event("breaks")
        """What the planner says: notices, starts, ends, credits, what is refused or overdue."""
        self.offered: Event[Prompt] = Event("break offered")
        """The load is high, or a contact was abusive."""
        self.warned: Event[StatutoryWarning] = Event("statutory break")
        """A break that the law asks for would be missed."""
        self.changed: Event[RestState] = Event("state of breaks")
        """Something that can be seen is different."""
        self.noted: Event[str] = Event("contact noted")
        """What the agent said of an interaction: ``ok``, ``hard`` or ``abusive``."""
        self.trouble: Event[Problem] = Event("trouble with breaks")
        self.state = RestState()
        self._file = RestFile(places.data)
        self._history = RestHistory(places.data, self.trouble.emit)
        self.feeds = RestFeeds(
            places.data, clock, secrets or Secrets(), self._take_calendar, self.trouble.emit
        )
        self._settings = settings
        self._clock = clock
        self._interactions = interactions
        self._host = host
        self._forgotten: dt.date | None = None
        """The day on which what is too old was last deleted."""
        self._news = threading.Condition()
        self._jobs: deque[Callable[[Rounds], None]] = deque()
        self._looks: deque[Callable[[Rounds], None]] = deque()
        """As jobs, but after the round: they look at what came of it."""
        self._ending = False
        self._thread: threading.Thread | None = None
        self._stops: list[Callable[[], None]] = []
        self._turning = threading.Lock()
        """Held while breaks are turned on or off."""
        self._senses: Senses | None = None

    # --- life ---

    def start(self) -> None:
        """Follow the settings from now on."""
        if self._host is None:
            return
        self._stops.append(self._settings.changed.connect(self._on_settings))
        self._turn()

    def stop(self) -> None:
        """Keep what is known, and end the thread; again, it does nothing."""
        for stop in self._stops:
            stop()
        self._stops.clear()
        with self._turning:
            self._end()
        self._history.close()

    def _on_settings(self, changed: Changed) -> None:
        if changed.touches(said.HISTORY_DAYS):
            self._forgotten = None
            self._forget()
        if changed.touches(said.BREAKS_ON):
            self._turn()
        if changed.touches(*_OF_CALENDARS) and changed.now.get(said.BREAKS_ON):
            self.feeds.adopt(changed.now)
        if any(key.startswith(_OURS) for key in changed.keys):
            self._put(lambda rounds: self._adopt(rounds, changed.now))

    def _turn(self) -> None:
        with self._turning:
            wanted = self._settings.get(said.BREAKS_ON)
            if wanted and self._thread is None:
                self._ending = False
                self._jobs.clear()
                self._looks.clear()
                self._thread = threading.Thread(target=self._run, name="breaks", daemon=True)
                self._thread.start()
                self.feeds.adopt(self._settings.snapshot())
            elif not wanted:
                self._end()

    def _end(self) -> None:
        self.feeds.stop()
        thread, self._thread = self._thread, None
        if thread is None:
            return
        with self._news:
            self._ending = True
            self._news.notify()
        if thread is not threading.current_thread():
            thread.join(_GOODBYE_S)

    # --- what the agent wishes; of no effect while breaks are off ---

    def postpone(self) -> None:
        """Have the break of the notice, or the one that has just begun, later."""
        self._wish("postpone")

    def skip(self) -> None:
        """Leave it out."""
        self._wish("skip")

    def take(self, kind: str, seconds: float = 0) -> None:
        """Have a ``short`` or ``long`` break now, for so long; 0 is as long as it always is."""
        self._wish(f"take_{kind}", seconds)

    def pause(self, minutes: float | None) -> None:
        """No breaks for so many minutes; None: until tomorrow, 04:00."""
        if minutes is None:
            self._put(lambda rounds: rounds.pause_until_tomorrow())
        else:
            self._wish("pause", minutes * 60)

    def resume(self) -> None:
        """End a pause."""
        self._wish("resume")

    def breathe(self, seconds: float = BREATHE_S) -> None:
        """Paced breathing has begun and takes so long; 0: it is over."""
        self._wish("breathe", seconds)

    def tap(self, name: str) -> None:
        """How this interaction was: ``ok``, ``hard`` or ``abusive``."""
        if name not in _TAPS:
            raise ValueError(f"There is no tap {name!r}.")

        def note(rounds: Rounds) -> None:
            from desktop.breaks.load import Tap

            rounds.tap(Tap(name))
            self.noted.emit(name)

        self._put(note)

    def _wish(self, name: str, seconds: float = 0) -> None:
        def wish(rounds: Rounds) -> None:
            from desktop.breaks.planner.inputs import Do

            rounds.wish(Do(name), seconds)

        self._put(wish)

    def _put(self, job: Callable[[Rounds], None]) -> None:
        with self._news:
            if self._thread is not None:
                self._jobs.append(job)
                self._news.notify()

    def look_back(
        self, begins: dt.datetime, ends: dt.datetime, then: Callable[[LookedBack], None]
    ) -> None:
        """What happened in that time, until this moment; ``then`` is called on another thread."""

        def look(rounds: Rounds) -> None:
            self._record(rounds.records())
            running, roster = rounds.present()
            now = Now(running) if roster is None else Now(running, roster.breaks, roster.shifts)
            self._history.read(begins, ends, now, then)

        with self._news:
            thread = self._thread
            if thread is not None and thread.is_alive() and not self._ending:
                self._looks.append(look)
                self._news.notify()
                return
        self._history.read(begins, ends, Now(), then)

    # --- the thread ---

    def _run(self) -> None:
        """A dispatcher."""
        try:
            rounds, stops = self._begin()
        except Exception as error:
            log.error("breaks could not begin", exc_info=error)
            self.trouble.emit(problem_of(error, GOES_ON))
            return
        self._forget()
        try:
            while not self._ending:
                self._wait(self._round(rounds))
        finally:
            for stop in stops:
                stop()
            self._senses = None
            self._round(rounds)  # to this moment
            self._save(rounds)
            self._record(rounds.records())
            self._history.close()
            self._show(RestState())

    def _begin(self) -> tuple[Rounds, list[Callable[[], None]]]:
        from desktop.assembly.rest.rounds import Rounds

        if self._host is None:
            raise RuntimeError("breaks begin only where presence can be asked for")
        presence = self._host.presence()
        kept = self._file.read()
        rounds = Rounds(self._clock, presence, self._settings.snapshot(), kept)
        stops = [
            presence.watch(self._on_attendance),
            self._interactions.opened.connect(lambda _: self._on_interactions()),
            self._interactions.closed.connect(lambda _: self._on_interactions()),
        ]
        self._on_interactions()
        self._senses = Senses(self._host, self._clock, self._interactions, self._put)
        stops.append(self._senses.end)
        self._senses.begin(rounds, self._settings.snapshot())
        return rounds, stops

    def _adopt(self, rounds: Rounds, now: Snapshot) -> None:
        rounds.adopt(now)
        if self._senses is not None:
            self._senses.adopt(rounds, now)

    def _round(self, rounds: Rounds) -> float:
        """Take in the news and go one round; when the next is wanted."""
        try:
            with self._news:
                jobs, self._jobs = self._jobs, deque()
                looks, self._looks = self._looks, deque()
            for job in jobs:
                job(rounds)
            heard_in = float("inf") if self._senses is None else self._senses.step()
            found = rounds.go()
            self._tell(found)
            for look in looks:
                look(rounds)
            if found.records is not None:
                self._record(found.records)
            if found.save:
                self._save(rounds)
            return min(found.wait_s, heard_in)
        except Exception as error:
            log.error("a round of the breaks failed", exc_info=error)
            self.trouble.emit(problem_of(error, GOES_ON))
            return _AFTER_FAULT_S

    def _wait(self, seconds: float) -> None:
        with self._news:
            if not self._jobs and not self._looks and not self._ending:
                self._news.wait(min(seconds, threading.TIMEOUT_MAX))

    def _tell(self, found: Round) -> None:
        for problem in found.problems:
            self.trouble.emit(problem)
        for event in found.events:
            self.happened.emit(event)
        if found.state is not None:
            self._show(found.state)
        for warning in found.warnings:
            self.warned.emit(warning)
        for prompt in found.prompts:
            self.offered.emit(prompt)

    def _show(self, state: RestState) -> None:
        self.state = state
        self.changed.emit(state)

    # --- what is told by others ---

    def _on_attendance(self, attendance: Attendance) -> None:
        self._put(lambda rounds: rounds.attend(attendance))

    def _take_calendar(self, roster: Roster | None) -> None:
        self._put(lambda rounds: rounds.calendar(roster))

    def _on_interactions(self) -> None:
        is_open = bool(self._interactions.all())
        self._put(lambda rounds: rounds.interaction(is_open=is_open))

    def _forget(self) -> None:
        """Delete what is too old by now."""
        from desktop.breaks.history.records import Records

        self._record(Records())

    def _record(self, records: Records) -> None:
        days = self._settings.get(said.HISTORY_DAYS)
        today = self._clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        old = None
        if self._forgotten != today.date():
            self._forgotten = today.date()
            old = today - dt.timedelta(days=days - 1)  # with 0: until tomorrow, which is all
        if not days:
            records = type(records)()
        if records or old is not None:
            self._history.keep(records, old)

    def _save(self, rounds: Rounds) -> None:
        problem = self._file.save(rounds.kept())
        if problem is not None:
            self.trouble.emit(problem)
