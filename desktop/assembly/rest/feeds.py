"""The roster's calendars beside the breaks: fetched, read and joined on a thread of their own.

The thread is there only while there are calendars, and sleeps until one of them is due: those with
an address every quarter of an hour, over restarts too; files when they have changed. A calendar
that can't be had, or is none any more, goes on with its last good copy.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.faults import traced
from desktop.core.results import Problem, Severity, UserError
from desktop.core.zone import zone_of
from desktop.net.deadline import Cancellation
from desktop.settings.secrets import Secrets
from desktop.settings.sections import breaks as said_of_breaks
from desktop.settings.sections import roster as said
from desktop.settings.sections.roster import CalendarRow
from desktop.settings.values import Snapshot

if TYPE_CHECKING:
    from desktop.breaks.feeds.copies import Copies, Copy
    from desktop.breaks.roster import Roster, RosterWords

log = logging.getLogger(__name__)

_DAYS: Final = 15
"""From yesterday on."""
_OLD: Final = dt.timedelta(days=1)
"""A copy that could not be renewed for so long is worth a word."""
_GOODBYE_S: Final = 5.0
_SOON_S: Final = 60.0
"""How often files are looked at."""


_LONGEST_S: Final = 900.0
"""After so long a look whether another day has begun."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """How a calendar stands, as a window shows it."""

    name: str
    is_file: bool = False
    good: dt.datetime | None = None
    """When it was last had, or known to be the same; None: never."""
    shifts: int = 0
    """In the two weeks from yesterday on."""
    breaks: int = 0
    off: int = 0
    problem: Problem | None = None


@dataclass(slots=True)
class _Feed:
    """What is known of a calendar while it is there."""

    copy: Copy | None = None
    key: str = ""
    roster: Roster | None = None
    read_on: dt.date | None = None
    """The day from which on the roster was read."""
    due: float = 0.0
    """On the clock ``monotonic``."""
    stamp: tuple[int, int] = (0, 0)
    """Of a file: its time and size."""
    state: FeedState = field(default_factory=lambda: FeedState(""))
    lasting: bool = False
    """What is wrong will not go by itself."""
    told: bool = False


class RestFeeds:
    """Any thread may call."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        secrets: Secrets,
        take: Callable[[Roster | None], None],
        trouble: Callable[[Problem], None],
    ) -> None:
        """Nothing is done yet.

        Args:
            folder: the profile's own data.
            clock: for ages and pauses.
            secrets: hold the addresses.
            take: gets what all calendars say together; None when there are none.
            trouble: gets what does not go by itself.
        """
        self.changed: Event[tuple[FeedState, ...]] = Event("calendars")
        """How they stand, on the calendars' thread."""
        self.states: tuple[FeedState, ...] = ()
        self._data = folder
        self._clock = clock
        self._secrets = secrets
        self._take = take
        self._trouble = trouble
        self._news = threading.Condition()
        self._settings: Snapshot | None = None
        self._forced: set[str] = set()
        self._thread: threading.Thread | None = None
        self._cancellation = Cancellation()
        self._stop_secrets: Callable[[], None] | None = None

    # --- life ---

    def adopt(self, settings: Snapshot) -> None:
        """Follow these settings from now on."""
        with self._news:
            self._settings = settings
            if self._thread is not None:
                self._news.notify()
            elif settings.get(said.CALENDARS):
                self._cancellation = Cancellation()
                self._thread = threading.Thread(
                    target=self._run, args=(self._cancellation,), name="calendars", daemon=True
                )
                self._stop_secrets = self._secrets.changed.connect(self._on_secret)
                self._thread.start()

    def stop(self) -> None:
        """End the thread; :meth:`adopt` begins again."""
        with self._news:
            thread, self._thread = self._thread, None
            self._settings = None
            self._cancellation.cancel()
            self._news.notify()
            if self._stop_secrets is not None:
                self._stop_secrets()
                self._stop_secrets = None
        if thread is not None and thread is not threading.current_thread():
            thread.join(_GOODBYE_S)

    def _on_secret(self, name: str) -> None:
        with self._news:
            self._forced.add(name)
            self._news.notify()

    # --- the thread ---

    def _run(self, ending: Cancellation) -> None:
        """A dispatcher."""
        feeds: dict[str, _Feed] = {}
        known: Snapshot | None = None
        while True:
            with self._news:
                settings = self._settings
                forced, self._forced = self._forced, set()
            if settings is None or ending.cancelled:
                return
            wait = _SOON_S
            try:
                wait = self._round(settings, feeds, forced, anew=settings is not known)
            except Exception as error:  # noqa: BLE001 - a dispatcher: the breaks go on
                log.error("the calendars failed: %s", traced(error))
            known = settings
            with self._news:
                if self._settings is settings and not self._forced and not ending.cancelled:
                    self._news.wait(wait)

    def _round(
        self, settings: Snapshot, feeds: dict[str, _Feed], forced: set[str], *, anew: bool
    ) -> float:
        from desktop.breaks.feeds.copies import secret_of

        rows = settings.get(said.CALENDARS)
        gone = feeds.keys() - rows.keys()
        for name in gone:
            del feeds[name]
        today = self._clock.now().date()
        words = _words(settings)
        changed = anew or bool(gone)
        for name, row in rows.items():
            feed = feeds.setdefault(name, _Feed())
            if anew or secret_of(name) in forced or self._clock.monotonic() >= feed.due:
                changed = self._look(feed, name, row, words, anew=anew) or changed
            if self._settings is None:  # the end has come meanwhile
                return 0.0
            if feed.read_on != today and feed.copy is not None and feed.copy.data is not None:
                feed.read_on = today
                changed = self._read(feed, feed.copy.data, words) or changed
            self._judge(feed)
        states = tuple(feed.state for feed in feeds.values())
        if states != self.states:
            self.states = states
            self.changed.emit(states)
        if changed:
            self._hand_on(feeds)
        if gone or anew:
            self._copies().keep_only({feed.key for feed in feeds.values()})
        due = min((feed.due for feed in feeds.values()), default=float("inf"))
        return max(0.05, min(due - self._clock.monotonic(), _LONGEST_S))

    def _copies(self) -> Copies:
        from desktop.breaks.feeds.copies import FOLDER, Copies

        return Copies(self._data / FOLDER)

    def _hand_on(self, feeds: Mapping[str, _Feed]) -> None:
        from desktop.breaks.roster import joined

        rosters = [feed.roster for feed in feeds.values() if feed.roster is not None]
        self._take(joined(rosters) if rosters else None)

    # --- one calendar ---

    def _look(
        self, feed: _Feed, name: str, row: CalendarRow, words: RosterWords, *, anew: bool
    ) -> bool:
        """Bring it up to date; whether there is another roster of it."""
        problem: Problem | None = None
        changed = False
        feed.lasting = True
        if anew:
            feed.read_on = None  # by other words
        try:
            if row.file:
                changed = self._look_at_file(feed, name, Path(row.file), words)
            else:
                changed, problem = self._look_at_server(feed, name, row, words)
        except UserError as error:
            problem = error.problem
        roster = feed.roster
        if problem is None and roster is not None:
            problem = next(iter(roster.problems), None)
        feed.state = FeedState(
            name,
            bool(row.file),
            feed.copy.about.fetched if feed.copy is not None else None,
            len(roster.shifts) if roster is not None else 0,
            len(roster.breaks) if roster is not None else 0,
            len(roster.off) if roster is not None else 0,
            problem,
        )
        return changed

    def _look_at_file(self, feed: _Feed, name: str, path: Path, words: RosterWords) -> bool:
        from desktop.breaks.calendar_file import MOST_BYTES
        from desktop.breaks.feeds.copies import About, Copy

        feed.due = self._clock.monotonic() + _SOON_S
        try:
            path = path.expanduser()
            about = path.stat()
            stamp = (about.st_mtime_ns, about.st_size)
            if stamp == feed.stamp and feed.copy is not None and feed.read_on is not None:
                return False
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except (OSError, RuntimeError, ValueError) as error:
            why = getattr(error, "strerror", "") or "It is no file that can be read"
            raise UserError(
                f"The calendar {name} can't be read", why, "Choose the file again", place=name
            ) from None
        changed = self._read(feed, data, words)
        modified = dt.datetime.fromtimestamp(about.st_mtime, dt.UTC)
        feed.copy = Copy(About(fetched=modified), data)
        feed.stamp = stamp
        return changed

    def _look_at_server(
        self, feed: _Feed, name: str, row: CalendarRow, words: RosterWords
    ) -> tuple[bool, Problem | None]:
        from desktop.breaks.calendar_file import MOST_BYTES
        from desktop.breaks.feeds.copies import key_of, secret_of
        from desktop.breaks.feeds.fetching import EVERY_S, fetch, place_of

        feed.due = self._clock.monotonic() + EVERY_S
        address = self._secrets.get(secret_of(name))
        if address is None:
            feed.copy, feed.roster, feed.key = None, None, ""
            raise UserError(
                f"The calendar {name} has no address yet",
                todo="Add it in the settings, under Roster",
                place=name,
            )
        key = key_of(name, address.reveal())
        copies = self._copies()
        if key != feed.key or feed.copy is None:
            feed.key, feed.copy = key, copies.read(key, MOST_BYTES)
            feed.roster, feed.read_on = None, None
        copy = feed.copy
        changed = False
        if feed.read_on is None and copy.data is not None:
            changed = self._read(feed, copy.data, words)
        wait = self._wait(copy)
        if wait > 0:
            feed.due = self._clock.monotonic() + wait
            return changed, feed.state.problem if feed.state.name == name else None
        place = place_of(address.reveal(), name, office=bool(row.office))
        answer = fetch(place, name, copy, self._clock, self._cancellation)
        feed.due = self._clock.monotonic() + answer.wait_s
        problem, feed.lasting = answer.problem, answer.lasting
        if answer.copy is not None and answer.copy.data is not None:
            new = answer.copy
            other = new.data != copy.data
            try:
                if other:
                    changed = self._read(feed, answer.copy.data, words) or changed
                feed.copy = new
            except UserError as error:
                problem, feed.lasting = error.problem, True
        feed.copy.about.checked = self._clock.now()
        try:
            copies.keep(key, feed.copy, changed=feed.copy is not copy)
        except OSError as error:
            log.info("a calendar's copy can't be kept: %s", type(error).__name__)
        return changed, problem

    def _wait(self, copy: Copy) -> float:
        """Until the server may be asked again; a clock that was set back holds nothing up."""
        from desktop.breaks.feeds.fetching import EVERY_S

        if copy.about.checked is None:
            return 0.0
        since = self._clock.now().timestamp() - copy.about.checked.timestamp()
        return max(0.0, EVERY_S - since) if since >= 0 else 0.0

    def _read(self, feed: _Feed, data: bytes, words: RosterWords) -> bool:
        """Make a roster of it; whether it is another one.

        Raises:
            UserError: it is no calendar.
        """
        from desktop.breaks.roster import read_roster

        now = self._clock.now()
        since = now.date() - dt.timedelta(days=1)
        before, roster = feed.roster, read_roster(data, zone_of(now), since, _DAYS, words)
        feed.roster, feed.read_on = roster, now.date()
        return roster != before

    def _judge(self, feed: _Feed) -> None:
        """Tell the agent once of what does not go by itself."""
        state = feed.state
        problem = state.problem
        if problem is None:
            feed.told = False
            return
        fresh = state.good is not None and self._clock.now() - state.good < _OLD
        if feed.told or (fresh and not feed.lasting):
            return
        feed.told = True
        why = problem.why or problem.what
        if state.good is not None and not state.is_file:
            why = f"{why}. What it said on {state.good.astimezone():%Y-%m-%d at %H:%M} goes on"
        self._trouble(Problem(problem.what, why, problem.todo, Severity.WARNING, problem.place))


def _words(settings: Snapshot) -> RosterWords:
    from desktop.breaks.roster import RosterWords

    get = settings.get
    return RosterWords(
        get(said_of_breaks.BREAK_WORDS), get(said.ABSENCE_WORDS), get(said.SHIFT_WORDS)
    )
