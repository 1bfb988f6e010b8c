"""Asks all providers at once and tells what they know as it comes.

Each provider has its own deadline, nobody waits for another, and what one lookup brings never
reaches a later one: a new lookup ends the one before, and after :meth:`Lookup.cancel` has come
back nothing of that is told any more.
"""

from __future__ import annotations

import dataclasses
import itertools
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.customers.answers import Answer, Found
from desktop.customers.card import Card, Match
from desktop.customers.identify import Query
from desktop.customers.lane import Lane, Told
from desktop.customers.oauth.keeping import entry_name
from desktop.customers.providers.base import Fault, FaultKind
from desktop.customers.providers.registry import Ready, secret_name
from desktop.customers.recent import Recent
from desktop.customers.verify import verify
from desktop.net.deadline import Cancellation, Deadline

Listener = Callable[[Found], None]


class Lookup:
    """One question and its answers. Any thread may call."""

    def __init__(
        self, query: Query, serial: int, titles: Mapping[str, str], region: str, listener: Listener
    ) -> None:
        """Made by :meth:`Lookups.start`; ``titles`` are those of who is asked, by their names."""
        self.query = query
        self.serial = serial
        self.cancellation = Cancellation()
        self._names = tuple(titles)
        self._titles = MappingProxyType(dict(titles))
        self._region = region
        self._told: Event[Found] = Event("lookup")
        self._told.connect(listener)
        # Told under it, so that cancel() waits for a listener on another thread, and a listener
        # may cancel.
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._answers: dict[str, Answer] = {}

    def found(self) -> Found:
        """What there is now."""
        with self._lock:
            answers = {one: self._answers[one] for one in self._names if one in self._answers}
            waiting = tuple(one for one in self._names if one not in self._answers)
        told = MappingProxyType(answers)
        return Found(self.query, self.serial, told, waiting, self._region, self._titles)

    def wait(self, seconds: float) -> Found:
        """What there is when all have answered, after cancelling, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(
                lambda: len(self._answers) == len(self._names) or self.cancellation.cancelled,
                seconds,
            )
        return self.found()

    def cancel(self) -> None:
        """Nothing of it is wanted; once this comes back nothing more is told."""
        with self._changed:
            if not self.cancellation.cancelled:
                self.cancellation.cancel()
                self._changed.notify_all()

    def take(self, *answers: Answer) -> None:
        """Answers came: keep and tell them, those that come too late or twice aside."""
        with self._changed:
            new = [one for one in answers if one.provider not in self._answers]
            if self.cancellation.cancelled or not new:
                return
            self._answers.update((one.provider, one) for one in new)
            self._changed.notify_all()
            self._told.emit(self.found())


class Lookups:
    """The providers that are set up, and one lookup at a time. Any thread may call."""

    def __init__(
        self,
        providers: Sequence[Ready],
        clock: Clock,
        *,
        region: str = "",
        patience: float = 8.0,
        keep: float = 600.0,
    ) -> None:
        """``patience`` for one provider and ``keep`` for its answers are in seconds."""
        self._lanes = [Lane(one, clock) for one in providers]
        self._clock = clock
        self._region = region
        self._patience = patience
        self._recent = Recent(clock, keep)
        self._serial = itertools.count(1)
        self._lock = threading.Lock()
        self._present: Lookup | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The providers, in order."""
        return tuple(lane.ready.name for lane in self._lanes)

    @property
    def ready(self) -> tuple[Ready, ...]:
        """The providers themselves, for what only some of them can do."""
        return tuple(lane.ready for lane in self._lanes)

    def start(self, query: Query, listener: Listener, *, only: str = "") -> Lookup:
        """Ask all who can be asked by this (or ``only`` one), instead of what was asked before.

        ``listener`` is called on threads of the lookup with each answer, and at once for what is
        known already; it must not wait for anything.
        """
        lanes = [
            lane
            for lane in self._lanes
            if query.kind in lane.ready.manifest.finds and only in ("", lane.ready.name)
        ]
        with self._lock:
            before = self._present
            titles = {lane.ready.name: lane.ready.title for lane in lanes}
            lookup = Lookup(query, next(self._serial), titles, self._region, listener)
            self._present = lookup
        if before is not None:
            before.cancel()
        self._begin(lookup, lanes)
        return lookup

    def aside(self, name: str, query: Query, cancellation: Cancellation, told: Told) -> bool:
        """Ask one provider beside the lookup in hand; its answer is neither checked nor kept.

        ``told`` is called as :meth:`desktop.customers.lane.Lane.ask` says. False: there is no such
        provider, or it can't be asked by this.
        """
        for lane in self._lanes:
            if lane.ready.name == name and query.kind in lane.ready.manifest.finds:
                rest = lane.rest()
                if rest is not None:
                    told(rest, 0.0)
                else:
                    lane.ask(query, Deadline(self._clock, self._patience), cancellation, told)
                return True
        return False

    def signed_in(self, secret: str) -> str:
        """The secret of this name was kept or forgotten; whose it is, empty where nobody's here."""
        for lane in self._lanes:
            if secret in {secret_name(lane.ready.name), entry_name(lane.ready.name)}:
                lane.signed_in()
                return lane.ready.name
        return ""

    @property
    def patience(self) -> float:
        """Seconds for one provider."""
        return self._patience

    def forget(self) -> None:
        """Wipe what was answered, what is on its way included."""
        with self._lock:
            present, self._present = self._present, None
        if present is not None:
            present.cancel()
        self._recent.forget()

    def close(self) -> None:
        """Forget everything and close the providers; calls under way end by themselves."""
        self.forget()
        for lane in self._lanes:
            lane.ready.provider.close()

    def _begin(self, lookup: Lookup, lanes: Sequence[Lane]) -> None:
        round_ = self._recent.round
        at_once: list[Answer] = []
        asked: list[Lane] = []
        for lane in lanes:
            known = self._recent.get(lane.ready.name, lookup.query)
            if known is not None:
                at_once.append(Answer(lane.ready.name, lane.ready.title, known))
            elif (rest := lane.rest()) is not None:
                at_once.append(Answer(lane.ready.name, lane.ready.title, fault=rest))
            else:
                asked.append(lane)
        lookup.take(*at_once)
        for lane in asked:
            self._ask(lookup, lane, round_)
        if asked:
            threading.Thread(
                target=self._watch, args=(lookup, asked), name="lookup", daemon=True
            ).start()

    def _ask(self, lookup: Lookup, lane: Lane, round_: int) -> None:
        def told(result: Sequence[Card] | Fault, ms: float) -> None:
            answer = self._checked(lookup.query, lane.ready, result, ms)
            if answer.ok and lane.ready.manifest.cached:
                self._recent.put(lane.ready.name, lookup.query, answer.cards, round_)
            lookup.take(answer)

        deadline = Deadline(self._clock, self._patience)
        lane.ask(lookup.query, deadline, lookup.cancellation, told)

    def _checked(
        self, query: Query, ready: Ready, result: Sequence[Card] | Fault, ms: float
    ) -> Answer:
        title = ready.title
        if isinstance(result, Fault):
            return Answer(ready.name, title, fault=result, ms=ms)
        hidden = query.kind in ready.manifest.hides
        cards = []
        for card in result:
            match = verify(card, query, self._region, hidden=hidden)
            if match is not Match.NO:
                cards.append(dataclasses.replace(card, provider=ready.name, verified=match))
        left_out = len(result) - len(cards)
        return Answer(ready.name, title, tuple(cards), ms=ms, left_out=left_out)

    def _watch(self, lookup: Lookup, lanes: Sequence[Lane]) -> None:
        """Say of who has not answered in time that it has not, whatever its thread is doing."""
        begun = time.perf_counter()
        waiting = lookup.wait(self._patience).waiting
        ms = (time.perf_counter() - begun) * 1000
        late = Fault(FaultKind.TIMEOUT)
        lookup.take(
            *(
                Answer(lane.ready.name, lane.ready.title, fault=late, ms=ms)
                for lane in lanes
                if lane.ready.name in waiting
            )
        )
