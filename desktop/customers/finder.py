"""Looks customers up for the interactions: who is it that the agent has in hand?

All happens on one thread, in order. A sure customer becomes the interaction's by itself; several,
and one who only may be meant, never do. What an earlier lookup brings lands in no later one, and
what was asked for one interaction in no other.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.core.events import Event
from desktop.core.results import Problem
from desktop.core.worker import Worker
from desktop.customers.answers import Found
from desktop.customers.fanout import Lookup, Lookups
from desktop.customers.holds import Holds
from desktop.customers.identify import Kind, Patterns, Query, Sure, Why, identify
from desktop.customers.inquiry import Inquiry, Origin
from desktop.customers.joining import same
from desktop.customers.merge import CustomerCard
from desktop.customers.providers.base import FaultKind
from desktop.interaction import Asked, Channel, Interactions

CONTENT_S = 2.5
"""A sure customer is taken when all have answered, or after this time; what then comes late and
says otherwise takes them back."""


@dataclass(frozen=True)
class Means:
    """What is needed to look up; made of the settings."""

    lookups: Lookups
    patterns: Patterns
    region: str
    problems: tuple[Problem, ...] = ()


class Finder:
    """See the module. Any thread may call; events are told on the finder's own."""

    def __init__(
        self,
        make: Callable[[], Means],
        interactions: Interactions,
        content_s: float = CONTENT_S,
    ) -> None:
        """Nothing is made before the first lookup; ``make`` is called on the finder's thread."""
        self.told: Event[Inquiry | None] = Event("customer looked up")
        """What is to be shown now; None: nothing is known of the interaction in front."""
        self.troubled: Event[Problem] = Event("trouble with customers")
        self._make = make
        self._interactions = interactions
        self._content_s = content_s
        self._worker = Worker("customers", self.troubled.emit)
        self._serials = itertools.count(1)
        # Of the worker's thread alone:
        self._means: Means | None = None
        self._now: Inquiry | None = None
        self._content = False
        """Does ``_now`` wait for nobody any more?"""
        self._aside: Inquiry | None = None
        """Of a copy: not shown before somebody is found by it."""
        self._running: Lookup | None = None
        self._holds = Holds(interactions)
        self._stops = (
            interactions.fronted.connect(lambda _: self._worker.put(self._turn)),
            interactions.closed.connect(lambda one: self._worker.put(lambda: self._drop(one.id))),
        )

    # --- any thread ---

    def look_up(
        self,
        text: str,
        asked: Asked | None,
        origin: Origin = Origin.AGENT,
        others: Sequence[str] = (),
    ) -> None:
        """Ask for whom ``text`` stands, on behalf of the interaction that was in front.

        ``others`` are looked up if ``text`` is nothing. Of a copy only what surely is an address
        or a number is looked up.
        """
        self._worker.put(lambda: self._begin((text, *others), asked, origin))

    def called(self, asked: Asked, number: str, name: str = "") -> None:
        """A phone system told of a call, perhaps again."""
        self._worker.put(lambda: self._take_call(asked, number, name))

    def choose(self, serial: int, card: CustomerCard) -> None:
        """The agent says which customer of an inquiry it is."""
        self._worker.put(lambda: self._choose(serial, card))

    def again(self) -> None:
        """Ask everybody anew for what is shown."""
        self._worker.put(self._again)

    def tell(self) -> None:
        """Have told once more what is to be shown."""
        self._worker.put(lambda: self.told.emit(self._now))

    def do(self, act: Callable[[Lookups, Inquiry], None], serial: int) -> None:
        """Have something done with the providers and this inquiry, if it still is the one shown."""
        self._worker.put(lambda: self._do(act, serial))

    def reach(self, act: Callable[[Lookups], None]) -> None:
        """Have something begun with the providers that are set up; it must not wait for them."""
        self._worker.put(lambda: act(self._ready().lookups))

    def release(self, card: CustomerCard) -> None:
        """Take a customer who is to be forgotten out of every interaction, and forget answers."""
        self._worker.put(lambda: self._release(card))

    def renew(self) -> None:
        """The settings changed."""
        self._worker.put(self._renew)

    def signed_in(self, secret: str) -> None:
        """The secret of this name changed: who was signed out is asked anew, and at once."""
        self._worker.put(lambda: self._signed_in(secret))

    def forget(self) -> None:
        """Wipe what providers answered, as when the screen is locked."""
        self._worker.put(self._forget)

    def close(self) -> None:
        """Before the end."""
        for stop in self._stops:
            stop()
        self._worker.close()
        self._stop()
        if self._means is not None:
            self._means.lookups.close()

    # --- asking ---

    def _begin(self, texts: Sequence[str], asked: Asked | None, origin: Origin) -> None:
        if asked is not None and not self._interactions.holds(asked):
            asked = self._front()
            if origin is not Origin.AGENT:
                return
        means = self._ready()
        query = self._identified(texts, means)
        if origin is Origin.COPY and not (_is_surely_something(query) and self._idle):
            return
        self._stop()
        text = query.written if isinstance(query, Query) else texts[0]
        inquiry = Inquiry(next(self._serials), origin, text, asked)
        if isinstance(query, Why):
            self._put(dataclasses.replace(inquiry, why=query))
            return
        serial = inquiry.serial
        self._running = means.lookups.start(
            query, lambda found: self._worker.put(lambda: self._hear(serial, found))
        )
        found = dataclasses.replace(self._running.found(), serial=serial)
        if origin is Origin.COPY:
            self._aside = inquiry
        else:
            self._put(dataclasses.replace(inquiry, found=found))
        if not found.done:
            self._worker.later(self._content_s, lambda: self._be_content(serial))

    @property
    def _idle(self) -> bool:
        return self._now is None or self._now.done

    def _identified(self, texts: Sequence[str], means: Means) -> Query | Why:
        first: Why | None = None
        for text in texts:
            query = identify(text, means.patterns, means.region)
            if isinstance(query, Query):
                return query
            first = first or query
        return first or Why.NOTHING

    def _take_call(self, asked: Asked, number: str, name: str) -> None:
        hold = self._holds.of(asked)
        if hold is not None and hold.inquiry.why is None:
            # It rang before and is answered now, say.
            if self._now is not None and self._is_of(self._now, asked.interaction):
                self.told.emit(self._now)
            else:
                self._turn()
            return
        self._begin((number, name) if name else (number,), asked, Origin.CALL)

    def _again(self) -> None:
        now = self._now
        if now is not None:
            self._ready().lookups.forget()
            asked = now.asked if now.asked and self._interactions.holds(now.asked) else None
            self._begin((now.text,), asked or self._front(), now.origin)

    def _ready(self) -> Means:
        if self._means is None:
            self._means = self._make()
            for problem in self._means.problems:
                self.troubled.emit(problem)
        return self._means

    def _renew(self) -> None:
        means, self._means = self._means, None
        if means is not None:
            self._stop()
            means.lookups.close()
        now = self._now
        if now is not None and not now.done:
            self._begin((now.text,), now.asked, now.origin)

    def _signed_in(self, secret: str) -> None:
        name = self._means.lookups.signed_in(secret) if self._means is not None else ""
        answers = self._now.found.answers if self._now and self._now.found else {}
        fault = answers[name].fault if name in answers else None
        if fault is not None and fault.kind in {FaultKind.AUTH, FaultKind.SET_UP}:
            self._again()

    def _stop(self) -> None:
        running, self._running = self._running, None
        self._content = False
        self._aside = None
        if running is not None:
            running.cancel()

    # --- answers ---

    def _hear(self, serial: int, found: Found) -> None:
        now = self._now
        if self._aside is not None and self._aside.serial == serial and found.cards:
            now, self._aside = self._aside, None
        if now is None or now.serial != serial:
            return
        if now.asked is not None and not self._interactions.holds(now.asked):
            # Closed, or another customer's by now.
            self._stop()
            self._holds.drop(now.asked.interaction)
            self._put(None)
            return
        self._now = dataclasses.replace(now, found=dataclasses.replace(found, serial=serial))
        try:
            self._settle()
        finally:
            self._put(self._now)

    def _be_content(self, serial: int) -> None:
        if self._now is not None and self._now.serial == serial and self._now.found is not None:
            self._content = True
            self._hear(serial, self._now.found)

    def _settle(self) -> None:
        """Let the interaction have its customer, or lose one who turned out not to be sure."""
        now = self._now
        if now is None or now.found is None or now.chosen is not None:
            return
        card = now.found.customer() if now.found.done or self._content else None
        hold = self._holds.of(now.asked)
        taken = hold.card if hold is not None and hold.inquiry.serial == now.serial else None
        if taken is not None and (card is None or not same(taken, card)):
            self._now = self._holds.give_back(now)
        if card is not None:
            self._take(card)

    def _take(self, card: CustomerCard) -> None:
        now = self._now
        if now is None:
            return
        asked = now.asked
        if asked is not None and self._holds.may_be(asked, card):
            self._join(asked, card)
        elif now.origin is Origin.AGENT or (now.origin is Origin.LINK and asked is None):
            # Whom the agent turned to: an interaction with them, or a new one. The one that is
            # in front keeps its own customer.
            elsewhere = self._holds.having(card)
            if elsewhere is not None:
                self._interactions.bring_forward(elsewhere)
                self._join(self._interactions.ask(elsewhere), card)
            elif asked is not None or self._interactions.front() is None:
                self._open(card)

    def _open(self, card: CustomerCard) -> None:
        new = self._interactions.open("lookup", Channel.OTHER)
        self._join(self._interactions.ask(new.id), card)

    def _join(self, asked: Asked | None, card: CustomerCard, *, chosen: bool = False) -> None:
        if asked is not None and self._now is not None:
            self._now = self._holds.join(self._now, asked, card, chosen=chosen)

    def _choose(self, serial: int, seen: CustomerCard) -> None:
        now = self._now
        if now is None or now.serial != serial:
            return
        # More may be known by now than when the agent looked.
        card = next((one for one in now.customers if same(one, seen)), None)
        if card is None:
            return
        self._now = dataclasses.replace(now, chosen=card)
        if now.asked is not None and self._interactions.holds(now.asked):
            self._join(now.asked, card, chosen=True)
        elif self._holds.having(card) is None:
            self._open(card)
        else:
            self._take(card)
        self._put(self._now)

    # --- whose turn it is ---

    def _turn(self) -> None:
        """Show what belongs to the interaction in front."""
        front = self._interactions.front()
        now = self._now
        if front is not None and now is not None and self._is_of(now, front.id):
            return
        if front is None and (now is None or now.asked is None):
            return
        self._stop()
        hold = self._holds.get(front.id) if front is not None else None
        if hold is None or hold.inquiry.done:
            self._put(hold.inquiry.anew(next(self._serials)) if hold is not None else None)
        else:
            self._begin((hold.inquiry.text,), self._front(), hold.inquiry.origin)

    def _drop(self, which: str) -> None:
        """An interaction was closed: nothing about its customer stays in sight."""
        self._holds.drop(which)
        if self._now is not None and self._is_of(self._now, which):
            self._stop()
            self._put(None)
            self._turn()

    def _put(self, inquiry: Inquiry | None) -> None:
        """Show this from now on."""
        self._now = inquiry
        if inquiry is not None:
            self._holds.note(inquiry)
        self.told.emit(inquiry)

    def _front(self) -> Asked | None:
        front = self._interactions.front()
        return self._interactions.ask(front.id) if front is not None else None

    @staticmethod
    def _is_of(inquiry: Inquiry, which: str) -> bool:
        return inquiry.asked is not None and inquiry.asked.interaction == which

    # --- forgetting ---

    def _do(self, act: Callable[[Lookups, Inquiry], None], serial: int) -> None:
        if self._now is not None and self._now.serial == serial:
            act(self._ready().lookups, self._now)

    def _release(self, card: CustomerCard) -> None:
        self._ready().lookups.forget()
        self._holds.release(card)
        self._stop()
        self._put(None)

    def _forget(self) -> None:
        self._stop()
        if self._means is not None:
            self._means.lookups.forget()
        self._holds.clear()
        self._put(None)


def _is_surely_something(query: Query | Why) -> bool:
    return isinstance(query, Query) and query.kind is not Kind.NAME and query.sure > Sure.GUESS
