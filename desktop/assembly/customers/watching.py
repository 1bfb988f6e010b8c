"""The watch list as the assembly has it: looked at in the background, told never in an interaction.

One is asked after the other, at the pace of the settings, and a provider that fails or wants fewer
calls is left alone for longer each time. Nothing is asked while the screen is locked. The thread
does not exist while nothing is watched.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.assembly.own_thread import OwnThread
from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.results import Problem
from desktop.host.base import Attendance, Presence
from desktop.interaction import Interactions
from desktop.settings.sections import customers
from desktop.settings.store import Changed, Settings

if TYPE_CHECKING:
    from desktop.customers.fanout import Lookups
    from desktop.customers.finder import Finder
    from desktop.customers.kept.rows import SealedRows
    from desktop.customers.kept.whose import Owner
    from desktop.customers.watching.keeping import KeptWatches
    from desktop.customers.watching.looking import Looked
    from desktop.customers.watching.pace import Rests
    from desktop.customers.watching.watched import Change, Watched
    from desktop.net.deadline import Cancellation

FIRST_S = 20.0
"""After the start, when everything else is there; after unlocking, when the network is back."""
BETWEEN_S = 1.0
"""From one answer to the next question."""
OWN_KEPT = dt.timedelta(hours=12)
"""So long it is known into which tickets the agent wrote; a provider may rest for hours."""
_SLACK_S = 10.0
"""Beyond a provider's patience: then nobody answers any more."""

News = tuple["Watched", "Change"]


class Watching:
    """See the module. Any thread may call; events come on the watch list's own thread."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        interactions: Interactions,
        *,
        finder: Callable[[], Finder],
        kept: Callable[[], SealedRows],
        presence: Callable[[], Presence] | None,
    ) -> None:
        """Nothing runs before :meth:`start`."""
        self.changed: Event[tuple[Watched, ...]] = Event("watch list")
        """All that is watched, as it is known now."""
        self.announced: Event[tuple[News, ...]] = Event("watched ticket changed")
        """Whoever can't show them now says so by :meth:`not_shown`."""
        self.trouble: Event[Problem] = Event("trouble with the watch list")
        self.first_s = FIRST_S
        self.between_s = BETWEEN_S
        self._settings = settings
        self._clock = clock
        self._interactions = interactions
        self._finder = finder
        self._kept_rows = kept
        self._presence = presence
        self._thread = OwnThread("watch list", self.trouble)
        # Of the worker's thread alone:
        self._kept: KeptWatches | None = None
        self._list: dict[int, Watched] = {}
        self._read = False
        self._queue: deque[int] = deque()
        self._asking: object = None
        """The question that is out."""
        self._round = 0
        self._planned = False
        """Is another round to come?"""
        self._locked = False
        self._pending: list[News] = []
        self._own: dict[tuple[str, str], dt.datetime] = {}
        self._rests: Rests | None = None
        self._told: set[tuple[str, str]] = set()
        """Providers and kinds of faults that were said."""

    # --- life ---

    def start(self, *, any_kept: bool) -> None:
        """Look from now on; ``any_kept``: something may have been kept before."""
        self._thread.until_end(
            self._interactions.closed.connect(lambda _: self._thread.poke(self._announce)),
            self._settings.changed.connect(self._on_settings),
        )
        if any_kept:
            self._thread.put(self._load)

    def close(self) -> None:
        """Before the end; a question that is out is not waited for."""
        self._thread.close()

    # --- what the agent does ---

    def toggle(self, ones: tuple[Watched, ...], owner: Owner) -> None:
        """Watch these, or no more if one of them is watched already."""

        def act() -> None:
            kept = self._loaded()
            keys = {one.key for one in ones}
            known = [one for one in self._list.values() if one.key in keys]
            if known:
                self._drop(known)
            else:
                for one in ones:
                    made = kept.add(one, owner)
                    self._list[made.id] = made
                    self._queue.append(made.id)
                self._thread.watch(self._presence, self._on_attendance)
                self._next()
            self._tell()

        self._thread.put(act)

    def remove(self, one: Watched) -> None:
        """Watch it no more."""

        def act() -> None:
            self._loaded()
            self._drop([one])
            self._tell()

        self._thread.put(act)

    def not_shown(self, news: tuple[News, ...]) -> None:
        """An interaction was opened just then: tell them again after it."""

        def act() -> None:
            self._pending = [*news, *self._pending]
            self._announce()

        self._thread.put(act)

    def wrote(self, provider: str, ticket: str) -> None:
        """The agent changed this ticket by Deskhand: that is no news."""
        at = self._clock.now()

        def note() -> None:
            self._own = {one: then for one, then in self._own.items() if at - then < OWN_KEPT}
            self._own[provider, ticket] = at

        self._thread.poke(note)

    def tell(self) -> None:
        """Have told once more what is watched."""
        self._thread.poke(self._tell)

    def providers(self, tell: Callable[[frozenset[str]], None]) -> None:
        """The names of those that have tickets; ``tell`` is called on the finder's thread."""

        def names(lookups: Lookups) -> None:
            from desktop.customers.providers.base import Can

            tell(frozenset(x.name for x in lookups.ready if Can.TICKETS in x.manifest.can))

        self._finder().reach(names)

    def reread(self) -> None:
        """What is kept was changed by others: a customer was forgotten."""
        self._thread.poke(self._load)

    # --- the list ---

    def _loaded(self) -> KeptWatches:
        from desktop.customers.watching.keeping import KeptWatches

        if self._kept is None:
            self._kept = KeptWatches(self._kept_rows())
        if not self._read:
            self._list = {one.id: one for one in self._kept.all()}
            self._read = True
        return self._kept

    def _load(self) -> None:
        from desktop.customers.watching.keeping import KeptWatches

        kept = self._kept = self._kept or KeptWatches(self._kept_rows())
        days = dt.timedelta(days=self._settings.get(customers.WATCH_KEEP_D))
        kept.clean(self._clock.now() - days)
        begun = self._read
        self._list = {one.id: one for one in kept.all()}
        self._read = True
        self._pending = [one for one in self._pending if one[0].id in self._list]
        if not begun:
            every = self._list.values()
            self._pending += [(one, one.last) for one in every if one.fresh and one.last]
            self._announce()
        if self._list and not begun:
            self._thread.watch(self._presence, self._on_attendance)
            self._later(self.first_s)
        self._tell()

    def _drop(self, ones: list[Watched]) -> None:
        self._loaded().remove(*ones)
        gone = {one.id for one in ones}
        self._list = {at: one for at, one in self._list.items() if at not in gone}
        self._pending = [one for one in self._pending if one[0].id not in gone]

    def _tell(self) -> None:
        self.changed.emit(tuple(self._list.values()))

    # --- rounds ---

    def _later(self, seconds: float) -> None:
        """Begin a round in so many seconds, in place of any that was to come."""
        self._round += 1
        this = self._round
        self._planned = True

        def begin() -> None:
            if this == self._round:
                self._planned = False
                if not self._locked:
                    self._begin()

        self._thread.later(seconds, begin)

    def _begin(self) -> None:
        self._queue = deque(self._list)
        self._next()

    def _next(self) -> None:
        """Ask for the next one; at the end of the round wait for the next round."""
        if self._asking is not None or self._locked:
            return
        rests = self._resting()
        while self._queue:
            one = self._list.get(self._queue.popleft())
            if one is not None and not rests.left(one.provider, self._clock.monotonic()):
                self._ask(one)
                return
        if self._list and not self._planned:
            self._later(self._interval())

    def _ask(self, one: Watched) -> None:
        from desktop.customers.providers.base import Fault, FaultKind
        from desktop.customers.watching.looking import Looked
        from desktop.net.deadline import Cancellation

        asking = self._asking = object()
        own = {ticket: at for (name, ticket), at in self._own.items() if name == one.provider}
        cancellation = Cancellation()

        def give_up() -> None:
            if self._asking is asking:
                cancellation.cancel()
                self._hear(asking, Looked(one, fault=Fault(FaultKind.TIMEOUT)))

        self._thread.later(self._settings.get(customers.PATIENCE_S) * 2 + _SLACK_S, give_up)
        self._finder().reach(lambda lookups: self._reached(lookups, one, own, asking, cancellation))

    def _reached(
        self,
        lookups: Lookups,
        one: Watched,
        own: dict[str, dt.datetime],
        asking: object,
        cancellation: Cancellation,
    ) -> None:
        """On the finder's thread, which must not be kept."""
        from desktop.customers.providers.base import Fault, FaultKind
        from desktop.customers.watching.looking import Looked, looked
        from desktop.net.deadline import Deadline

        provider = next((x.provider for x in lookups.ready if x.name == one.provider), None)

        def told(answer: object, _ms: float) -> None:
            """On a thread of the provider's."""
            deadline = Deadline(self._clock, lookups.patience)
            found = looked(one, answer, own, provider, deadline, cancellation)  # type: ignore[arg-type]  # as a lane tells it
            self._thread.put(lambda: self._hear(asking, found))

        if not lookups.aside(one.provider, one.asked(), cancellation, told):
            self._thread.put(lambda: self._hear(asking, Looked(one, fault=Fault(FaultKind.SET_UP))))

    def _hear(self, asking: object, found: Looked) -> None:
        if self._asking is not asking:
            return
        self._asking = None
        one, rests = found.watched, self._resting()
        if found.fault is not None:
            now = self._clock.monotonic()
            rests.failed(one.provider, found.fault, now, self._interval())
            self._say(one.provider, found)
        else:
            rests.answered(one.provider)
            self._told = {told for told in self._told if told[0] != one.provider}
        if one.id in self._list and found.fault is None:
            self._note(one, found)
        self._thread.later(self.between_s, self._next)

    def _note(self, one: Watched, found: Looked) -> None:
        from desktop.customers.watching.watched import is_own

        # Once more: the agent may have written while the provider was asked.
        changes = [
            change
            for change in found.changes
            if not is_own(change.at, self._own.get((one.provider, change.ticket)))
        ]
        if changes:
            one = dataclasses.replace(one, last=changes[-1], fresh=True)
        if one == self._list[one.id]:
            return
        self._list[one.id] = one
        self._pending += [(one, change) for change in changes]
        self._tell()
        self._loaded().put(one)
        self._announce()

    def _announce(self) -> None:
        if not self._pending or self._locked or self._interactions.all():
            return
        news, self._pending = tuple(self._pending), []
        self.announced.emit(news)
        for which in {one.id for one, _ in news} & set(self._list):
            told = self._list[which] = dataclasses.replace(self._list[which], fresh=False)
            self._loaded().put(told)

    def _say(self, provider: str, found: Looked) -> None:
        """Once, of what keeps changes from being noticed until the agent mends it."""
        from desktop.customers.watching.pace import TOLD

        fault = found.fault
        if fault is None or fault.kind not in TOLD or (provider, fault.kind) in self._told:
            return
        self._told.add((provider, fault.kind))
        problem = fault.problem(provider)
        self.trouble.emit(
            dataclasses.replace(
                problem,
                what="Deskhand can't look after the customers that you watch",
                why=problem.what,
            )
        )

    def _interval(self) -> float:
        return self._settings.get(customers.WATCH_MIN) * 60.0

    def _resting(self) -> Rests:
        from desktop.customers.watching.pace import Rests

        if self._rests is None:
            self._rests = Rests()
        return self._rests

    # --- what is told by others ---

    def _on_settings(self, changed: Changed) -> None:
        if changed.touches(customers.WATCH_MIN):
            self._thread.poke(lambda: self._later(self._interval()) if self._list else None)
        if changed.touches(customers.SERVICES, customers.PROVIDERS):
            self._thread.poke(self._start_anew)

    def _start_anew(self) -> None:
        self._resting().forget()
        self._told.clear()
        if self._list:
            self._later(self.first_s)

    def _on_attendance(self, one: Attendance) -> None:
        if one is Attendance.LOCKED:
            self._locked = True
        elif one is Attendance.UNLOCKED:
            self._locked = False
            self._announce()
        if one in {Attendance.UNLOCKED, Attendance.AWAKE} and not self._locked:
            self._resting().back()
            self._later(self.first_s)
