"""Follow-ups as the assembly has them: kept, told when they are due, never in an interaction.

A thread of their own sleeps until the next one's time, or for ever while there is none; it does
not exist before the first follow-up. What comes due while an interaction is open, the screen is
locked or the computer sleeps is told afterwards, all of it together and once.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.assembly.own_thread import OwnThread
from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.results import Problem, UserError
from desktop.host.base import Attendance, Presence
from desktop.interaction import Interactions
from desktop.settings.sections import agent, customers
from desktop.settings.store import Settings

if TYPE_CHECKING:
    from desktop.customers.followups.followup import FollowUp
    from desktop.customers.followups.keeping import KeptFollowUps
    from desktop.customers.kept.rows import SealedRows
    from desktop.customers.kept.whose import Owner

log = logging.getLogger(__name__)

_GONE = Problem(
    "This follow-up is gone",
    "Its customer was forgotten, or it was done long ago",
    "Make a new one",
)


class FollowingUp:
    """See the module. Any thread may call; events come on the follow-ups' own thread."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        interactions: Interactions,
        kept: Callable[[], SealedRows],
        presence: Callable[[], Presence] | None,
    ) -> None:
        """Nothing runs before :meth:`start`; ``kept`` is asked for on the own thread."""
        self.changed: Event[tuple[FollowUp, ...]] = Event("follow-ups")
        """All that wait, or may be had back; told anew when another comes due."""
        self.announced: Event[tuple[FollowUp, ...]] = Event("follow-ups due")
        """Their time has come. Whoever can't show them now says so by :meth:`not_shown`."""
        self.trouble: Event[Problem] = Event("trouble with follow-ups")
        self._settings = settings
        self._clock = clock
        self._interactions = interactions
        self._kept_rows = kept
        self._presence = presence
        self._thread = OwnThread("follow-ups", self.trouble)
        # Of the worker's thread alone:
        self._kept: KeptFollowUps | None = None
        self._every: dict[int, FollowUp] = {}
        self._known = False
        """Was it read what is kept? The keyring may have been locked."""
        self._told: tuple[tuple[FollowUp, ...], int] = ((), 0)
        """What was told last, and how many were due then."""
        self._turns = 0
        self._locked = False

    # --- life ---

    def start(self, *, any_kept: bool) -> None:
        """Tell what is due from now on; ``any_kept``: something may have been kept before."""
        self._thread.until_end(
            self._interactions.opened.connect(lambda _: self._look()),
            self._interactions.closed.connect(lambda _: self._look()),
        )
        if any_kept:
            self._thread.put(self._load)

    def close(self) -> None:
        """Before the end: what was done is deleted."""
        self._thread.close()
        if self._kept is not None:
            days = dt.timedelta(days=self._settings.get(customers.FOLLOW_UPS_KEEP_D))
            try:
                self._kept.clean(self._clock.now(), days, ended=True)
            except UserError as error:  # the next start does it
                log.info("follow-ups that are over stay: %s", type(error).__name__)

    # --- what the agent does ---

    def make(
        self,
        one: FollowUp,
        owner: Owner,
        done: Callable[[Problem | None], None] = lambda _problem: None,
    ) -> None:
        """Keep a new one, whose customer is known by ``owner``.

        ``done`` is called on the own thread with why it could not be kept, else with None.
        """

        def add(kept: KeptFollowUps) -> None:
            made = kept.add(one, owner)
            self._every[made.id] = made

        self._change(add, done)

    def put(self, one: FollowUp) -> None:
        """As it is now: done, dropped, put off, at another time, or back again."""

        def put(kept: KeptFollowUps) -> None:
            if kept.put(one):
                self._every[one.id] = one
            else:
                self._every.pop(one.id, None)
                self.trouble.emit(_GONE)

        self._change(put)

    def not_shown(self, ones: tuple[FollowUp, ...]) -> None:
        """An interaction was opened just then: tell them again after it."""

        def hold(kept: KeptFollowUps) -> None:
            for one in ones:
                known = self._every.get(one.id)
                if known is not None and known.at == one.at:
                    self._every[one.id] = dataclasses.replace(known, announced=False)
                    kept.put(self._every[one.id])

        self._change(hold)

    def tell(self) -> None:
        """Have told once more what there is; nothing is read while nothing was."""
        self._thread.poke(lambda: self._turn(again=True))

    def of(self, owner: Owner, tell: Callable[[tuple[FollowUp, ...]], None]) -> None:
        """Those of a customer that wait; ``tell`` is called on the own thread."""
        self._thread.put(lambda: tell(tuple(self._open().of(owner))))

    def reread(self) -> None:
        """What is kept was changed by others: a customer was forgotten."""
        self._thread.poke(self._load)

    def zone(self) -> str:
        """The agent's own time zone."""
        from desktop.customers.followups.zones import own_zone

        return own_zone(self._settings.get(agent.AGENT_TIME_ZONE), self._clock.now())

    # --- the thread ---

    def _change(
        self,
        act: Callable[[KeptFollowUps], None],
        done: Callable[[Problem | None], None] = lambda _problem: None,
    ) -> None:
        def job() -> None:
            try:
                if not self._known:
                    self._read()
                act(self._open())
            except UserError as error:
                done(error.problem)
                raise
            finally:
                self._turn()
            done(None)

        self._thread.put(job)

    def _open(self) -> KeptFollowUps:
        from desktop.customers.followups.keeping import KeptFollowUps

        if self._kept is None:
            self._kept = KeptFollowUps(self._kept_rows())
        return self._kept

    def _load(self) -> None:
        self._read()
        self._turn()

    def _read(self) -> None:
        kept = self._open()
        days = dt.timedelta(days=self._settings.get(customers.FOLLOW_UPS_KEEP_D))
        kept.clean(self._clock.now(), days)
        self._every = {one.id: self._as_told(one) for one in kept.all()}
        self._known = True

    def _as_told(self, one: FollowUp) -> FollowUp:
        """What was said once is not said again, though the disk may not know."""
        known = self._every.get(one.id)
        said = known is not None and known.announced and known.at == one.at
        return dataclasses.replace(one, announced=one.announced or said)

    def _turn(self, *, again: bool = False) -> None:
        """Tell what is due now, and sleep until there is more."""
        from desktop.customers.followups.due import outlook

        self._turns += 1
        turn, now = self._turns, self._clock.now()
        held = bool(self._interactions.all()) or self._locked
        found = outlook(self._every.values(), now, in_interaction=held)
        for one in found.announce:
            self._every[one.id] = dataclasses.replace(one, announced=True)
        state = (tuple(self._every.values()), len(found.due))
        if again or state != self._told:
            self._told = state
            self.changed.emit(state[0])
        if found.announce:
            self.announced.emit(found.announce)
        nap = found.nap(now)
        if nap is not None:
            self._thread.watch(self._presence, self._hear)
            self._thread.later(nap, lambda: self._turn() if turn == self._turns else None)
        for one in found.announce:
            self._open().put(self._every[one.id])

    def _look(self) -> None:
        """An interaction came or went; nobody cares while there is no follow-up."""
        self._thread.poke(lambda: self._turn() if self._every else None)

    def _hear(self, one: Attendance) -> None:
        """Of sleep and of the locked screen, from the first follow-up on."""
        if one is Attendance.LOCKED:
            self._locked = True
        elif one is Attendance.UNLOCKED:
            self._locked = False
        self._turn()
