"""Sends what the agent writes, keeps it until it has arrived, and says how far it is.

A text is on the disk, sealed, before anything is sent, and leaves it when it has arrived. What
happens between, the end of the program included, is found out from the history of where it was
sent to (:mod:`desktop.customers.providers.sending`). Whether to try again is the agent's to say.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.faults import problem_of, traced
from desktop.core.results import Problem, UserError
from desktop.core.worker import Worker
from desktop.customers.kept.rows import SealedRows
from desktop.customers.kept.whose import Owner
from desktop.customers.providers.base import Fault, PersonNoter, Provider, Writer
from desktop.customers.providers.book import BookProvider
from desktop.customers.providers.sending import Delivered, Outgoing, deliver
from desktop.customers.writing import troubles, unsent
from desktop.customers.writing.places import Place, Way
from desktop.customers.writing.unsent import Unsent, Values
from desktop.net.deadline import Cancellation, Deadline

T = TypeVar("T")
log = logging.getLogger(__name__)

Providers = Mapping[str, Provider]
Reach = Callable[[Callable[[Providers], None]], None]
"""Calls back, on a thread that must not be kept, with the providers that are set up now."""


class State(StrEnum):
    """How far a text is."""

    SENDING = "sending"
    SENT = "sent"
    KEPT = "kept"
    """It is not known to have arrived, and waits for the agent."""
    GONE = "gone"
    """Discarded, or its customer forgotten."""


@dataclass(frozen=True, slots=True)
class Told:
    """News of one text."""

    key: str
    state: State
    problem: Problem | None = None
    found: bool = False
    """Nobody had confirmed it, but the history has it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written, and where."""

    place: Place
    text: str = field(repr=False)
    owner: Owner = field(repr=False)
    customer: str = field(default="", repr=False)
    seek: str = field(default="", repr=False)
    to: str = field(default="", repr=False)
    """The address that the agent agreed to; empty for an internal note."""
    values: Values = field(default=(), repr=False)


@dataclass
class _Held:
    """One in memory: on its way, or not on the disk."""

    one: Unsent
    owner: Owner
    number: int | None = None
    running: bool = True
    dropped: bool = False


class NoteWriter:
    """See the module. Any thread may call and nothing waits; events come on its own threads."""

    def __init__(
        self,
        rows: Callable[[], SealedRows],
        reach: Reach,
        clock: Clock,
        seconds: Callable[[], float],
    ) -> None:
        """``seconds`` says how long a provider may take for one call. No thread runs yet."""
        self.told: Event[Told] = Event("note written")
        self.wrote: Event[tuple[str, str]] = Event("ticket written into")
        """A provider and the number of a ticket that the agent has just changed."""
        self.trouble: Event[Problem] = Event("trouble with notes")
        self._rows = rows
        self._reach = reach
        self._clock = clock
        self._seconds = seconds
        self._lock = threading.Lock()
        self._held: dict[str, _Held] = {}
        self._done: set[str] = set()
        """Arrived, though the disk may still say otherwise."""
        self._ways: dict[str, Worker] = {}
        self._disk = Worker("kept notes", self.trouble.emit)
        self._cancellation = Cancellation()
        self._ended = False

    def close(self) -> None:
        """Before the end; what is on its way stays on the disk."""
        self._cancellation.cancel()
        with self._lock:
            self._ended = True
            ways = list(self._ways.values())
        for one in (self._disk, *ways):
            one.close()
        with self._lock:
            waiting = [held for held in self._held.values() if held.number is None]
        for held in waiting:  # written just now
            self._keep_on(held)

    # --- writing ---

    def write(self, wanted: Wanted) -> str:
        """Send this once; what comes back names it in :attr:`told`.

        There SENDING says that it is on the disk, if it can be, and no copy is needed any more.
        """
        place = wanted.place
        one = Unsent(
            uuid.uuid4().hex,
            place.way,
            place.provider,
            place.title,
            place.id,
            place.subject,
            wanted.text,
            wanted.customer,
            wanted.seek,
            wanted.to,
            wanted.values if place.way is Way.BOOK else (),
            place.known,
        )
        held = _Held(one, wanted.owner)
        with self._lock:
            self._held[one.key] = held
        self._disk.put(lambda: self._begin(held))
        return one.key

    def again(self, key: str) -> None:
        """Send one that was kept; first it is looked whether it arrived."""
        self._disk.put(lambda: self._again(key))

    def discard(self, key: str) -> None:
        """Delete one that was kept."""
        self._disk.put(lambda: self._discard(key))

    def forget(self, owner: Owner) -> None:
        """A customer is forgotten: what is in memory of their notes goes as well."""
        with self._lock:
            gone = [key for key, held in self._held.items() if held.owner & owner]
            for key in gone:
                self._held.pop(key).dropped = True
        for key in gone:
            self.told.emit(Told(key, State.GONE))

    # --- what was kept ---

    def offer(self, owner: Owner | None, tell: Callable[[tuple[Unsent, ...]], None]) -> None:
        """``tell`` hears, on a thread of this object, what waits of a customer's, or of all."""
        self._disk.put(lambda: tell(self._waiting(owner)))

    def tidy(self, days: int) -> None:
        """Delete what has waited longer than that."""
        before = self._clock.now() - dt.timedelta(days=days)
        self._disk.put(lambda: self._tidy(before))

    # --- statuses ---

    def statuses(self, place: Place, tell: Callable[[Sequence[str] | Problem], None]) -> None:
        """Which statuses a ticket may have next, the present one first."""

        def ask(provider: Writer, deadline: Deadline) -> Sequence[str] | Problem:
            answer = provider.statuses(place.id, deadline, self._cancellation)
            return troubles.of_status(answer, place.title) if isinstance(answer, Fault) else answer

        self._with_tickets(place, ask, tell)

    def set_status(self, place: Place, status: str, tell: Callable[[str | Problem], None]) -> None:
        """Give a ticket one of them; ``tell`` hears which it has now, or why not."""

        def ask(provider: Writer, deadline: Deadline) -> str | Problem:
            fault = provider.set_status(place.id, status, deadline, self._cancellation)
            if fault is None:
                self._tell_written(place.way, place.provider, place.id)
            return status if fault is None else troubles.of_status(fault, place.title)

        self._with_tickets(place, ask, tell)

    # --- inside: of the disk's thread ---

    def _begin(self, held: _Held) -> None:
        # A full disk must not keep it from being sent: only should that fail, too, is it told.
        self._keep_on(held)
        self.told.emit(Told(held.one.key, State.SENDING))
        self._send(held)

    def _again(self, key: str) -> None:
        with self._lock:
            held = self._held.get(key)
            if held is not None and held.running:
                return
        if held is None:
            kept = unsent.all_unsent(self._rows())
            held = next(
                (_Held(one, frozenset(), at) for at, one in kept.items() if one.key == key), None
            )
            if held is None:
                self.told.emit(Told(key, State.GONE))
                return
        held.running = True
        with self._lock:
            self._held[key] = held
        self.told.emit(Told(key, State.SENDING))
        self._send(held)

    def _discard(self, key: str) -> None:
        with self._lock:
            held = self._held.get(key)
            if held is not None and held.running:
                return
            self._held.pop(key, None)
        rows = self._rows()
        rows.remove(*(at for at, one in unsent.all_unsent(rows).items() if one.key == key))
        self.told.emit(Told(key, State.GONE))

    def _tidy(self, before: dt.datetime) -> None:
        self._rows().drop(unsent.KIND, before)

    def _waiting(self, owner: Owner | None) -> tuple[Unsent, ...]:
        try:
            kept = list(unsent.all_unsent(self._rows(), owner).values())
        except UserError as error:
            self.trouble.emit(error.problem)
            kept = []
        with self._lock:
            running = {key for key, held in self._held.items() if held.running} | self._done
            known = {one.key for one in kept}
            kept += [
                held.one
                for key, held in self._held.items()
                if key not in known and (owner is None or held.owner & owner)
            ]
        return tuple(one for one in kept if one.key not in running)

    # --- inside: of a provider's thread ---

    def _send(self, held: _Held) -> None:
        self._reach(
            lambda providers: self._way(held.one.provider).put(
                lambda: self._deliver(held, providers.get(held.one.provider))
            )
        )

    def _way(self, provider: str) -> Worker:
        """The thread of one provider: one that is slow holds up no other."""
        with self._lock:
            if provider not in self._ways:
                self._ways[provider] = Worker(f"write {provider}", self.trouble.emit)
                if self._ended:
                    self._ways[provider].close()
            return self._ways[provider]

    def _deliver(self, held: _Held, provider: Provider | None) -> None:
        if held.dropped:
            return
        try:
            result = self._delivered(held, provider)
        except UserError as error:
            result = error.problem
        except Exception as error:  # noqa: BLE001 - a dispatcher: the text must not be lost with it
            log.error("writing a note failed: %s", traced(error))
            result = problem_of(error, "It is kept here: send it again")
        if isinstance(result, Delivered):
            self._tell_written(held.one.way, held.one.provider, held.one.place)
            self._arrived(held, result)
        else:
            self._keep(held, result)

    def _delivered(self, held: _Held, provider: Provider | None) -> Delivered | Problem:
        one = held.one
        if provider is None:
            return troubles.not_set_up(one.title)
        if one.way is Way.BOOK and isinstance(provider, BookProvider):
            book = provider.book()
            book.note(one.values, one.text, one.key, remember=not one.known).result()
            return Delivered()
        if not isinstance(provider, Writer | PersonNoter):
            return troubles.not_set_up(one.title)

        def remember(outgoing: Outgoing) -> None:
            held.one = held.one.after(outgoing)
            self._keep_on(held)

        done = deliver(
            provider, one.outgoing(), self._clock, self._seconds(), self._cancellation, remember
        )
        if isinstance(done, Delivered):
            return done
        held.one = held.one.after(done.outgoing)
        return troubles.of_fault(done.fault, one.title)

    def _tell_written(self, way: Way, provider: str, number: str) -> None:
        if way is Way.TICKET:
            self.wrote.emit((provider, number))

    def _arrived(self, held: _Held, done: Delivered) -> None:
        with self._lock:
            self._done.add(held.one.key)
            self._held.pop(held.one.key, None)
        if held.number is not None:
            try:
                self._rows().remove(held.number)
            except UserError as error:
                # It will be offered once more, and found in the history then.
                log.warning("a note that arrived is still kept: %s", error.problem.what)
        self.told.emit(Told(held.one.key, State.SENT, found=done.found))

    def _keep(self, held: _Held, problem: Problem) -> None:
        held.one = dataclasses.replace(held.one, why=problem.what)
        kept = self._keep_on(held)
        with self._lock:
            held.running = False
            gone = self._held.get(held.one.key) is not held
            if kept is None and not gone:
                del self._held[held.one.key]
        if not gone:
            told = problem if kept is None else troubles.not_kept(problem, kept)
            self.told.emit(Told(held.one.key, State.KEPT, told))

    def _keep_on(self, held: _Held) -> Problem | None:
        """Have the disk know what is known now; why it does not."""
        if held.dropped:
            return None
        try:
            if held.number is None:
                held.one = dataclasses.replace(held.one, sealed=True)
                held.number = unsent.keep(self._rows(), held.one, held.owner)
            else:
                unsent.keep_on(self._rows(), held.number, held.one)
        except UserError as error:
            held.one = dataclasses.replace(held.one, sealed=held.number is not None)
            return error.problem
        return None

    def _with_tickets(
        self,
        place: Place,
        ask: Callable[[Writer, Deadline], T],
        tell: Callable[[T | Problem], None],
    ) -> None:
        def work(provider: object) -> None:
            try:
                if isinstance(provider, Writer):
                    tell(ask(provider, Deadline(self._clock, self._seconds())))
                else:
                    tell(troubles.not_set_up(place.title))
            except UserError as error:
                tell(error.problem)
            except Exception as error:  # noqa: BLE001 - a dispatcher: whoever asked waits
                log.error("a status could not be had: %s", traced(error))
                tell(problem_of(error))

        self._reach(
            lambda providers: self._way(place.provider).put(
                lambda: work(providers.get(place.provider))
            )
        )
