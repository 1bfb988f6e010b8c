"""The interactions an agent has open, one of them in front, and what is asked for each.

:class:`Interactions` holds the present ones. An answer that comes late never lands with another
customer than the one it was asked for.
"""

from __future__ import annotations

import dataclasses
import itertools
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.outbox import Outbox
from desktop.core.results import UserError
from desktop.interaction.snapshot import (
    Channel,
    Customer,
    Interaction,
    language_tag,
    refuse_oversize,
    values,
)

MOST_OPEN = 100
"""More open ones than this come from a program gone wrong, not from an agent's day."""


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom something was asked: made by :meth:`Interactions.ask`, handed back with the answer.

    An answer may come late. By then the interaction may be closed or merged into another, or have
    become another customer's; such an answer belongs nowhere.
    """

    interaction: str
    round: int


class Interactions:
    """All open interactions, one of them in front. Any thread may call.

    ``which`` is always the id of an interaction.

    Events are told in the order of what happened, outside the lock; a listener may call back.
    ``opened``, ``changed`` and ``closed`` give the interaction as it was right after that;
    ``fronted`` the one that is in front now, also after it changed, or None.
    """

    def __init__(self, clock: Clock) -> None:
        """``clock`` dates what is opened and closed."""
        self._clock = clock
        self._lock = threading.Lock()
        self._outbox = Outbox()
        self._serial = itertools.count(1)
        self._open: dict[str, Interaction] = {}
        """By id; the last one is in front."""
        self.opened: Event[Interaction] = Event("interaction opened")
        self.changed: Event[Interaction] = Event("interaction changed")
        self.closed: Event[Interaction] = Event("interaction closed")
        self.fronted: Event[Interaction | None] = Event("interaction in front")

    def front(self) -> Interaction | None:
        """The one in hand."""
        with self._lock:
            return self._front()

    def get(self, which: str) -> Interaction | None:
        """The open one of this id."""
        with self._lock:
            return self._open.get(which)

    def all(self) -> tuple[Interaction, ...]:
        """Those that are open, the one in front first, then by when they were in front."""
        with self._lock:
            return tuple(reversed(self._open.values()))

    def open(
        self,
        source: str,
        channel: Channel,
        *,
        reference: str = "",
        language: str = "",
        customer: Customer | None = None,
        tags: tuple[str, ...] = (),
    ) -> Interaction:
        """Open one and bring it to the front.

        ``reference`` is what the source calls it, such as a phone system's number of the call. A
        source may tell of one call twice: when its call is open already, that comes forward and
        nothing is opened.

        Raises:
            UserError: too many are open, or a value is too long or no language.
        """
        for words in (source, reference, *tags):
            refuse_oversize(words)
        with self._lock:
            known = self._known_as(source, reference)
            if known is not None:
                interaction = known
                self._to_front(known.id)
            elif len(self._open) >= MOST_OPEN:
                raise UserError(
                    f"{MOST_OPEN} interactions are open, which is all that Deskhand keeps",
                    todo="Close some that are over",
                )
            else:
                interaction = Interaction(
                    id=uuid.uuid4().hex[:12],
                    source=source,
                    channel=channel,
                    opened=self._clock.now(),
                    language=language_tag(language),
                    customer=customer or Customer(),
                    tags=tags,
                    reference=reference,
                    round=next(self._serial),
                )
                self._open[interaction.id] = interaction
                self._outbox.put(self.opened, interaction)
                self._outbox.put(self.fronted, interaction)
        self._outbox.deliver()
        return interaction

    def bring_forward(self, which: str) -> bool:
        """Put it in front; False when it is not open."""
        with self._lock:
            known = which in self._open
            if known:
                self._to_front(which)
        self._outbox.deliver()
        return known

    def update(
        self,
        which: str,
        *,
        channel: Channel | None = None,
        language: str | None = None,
        customer: Customer | None = None,
        tags: tuple[str, ...] | None = None,
    ) -> Interaction | None:
        """Change what is given; None when it is not open.

        ``customer`` says that it is *this* customer: answers asked for before will not land. What
        merely adds to the customer comes by :meth:`deliver`.

        Raises:
            UserError: the language is none.
        """
        given: dict[str, object] = {}
        if channel is not None:
            given["channel"] = channel
        if language is not None:
            given["language"] = language_tag(language)
        if tags is not None:
            given["tags"] = tags
        with self._lock:
            before = self._open.get(which)
            if before is not None:
                if customer is not None and customer != before.customer:
                    given.update(customer=customer, round=next(self._serial))
                # mypy can't follow the names through a dict; each was checked above.
                after = dataclasses.replace(before, **given)  # type: ignore[arg-type]
                self._put(before, after)
        self._outbox.deliver()
        return after if before is not None else None

    def close(self, which: str) -> Interaction | None:
        """End it; the one that was in front before comes forward. None when it is not open."""
        with self._lock:
            closed = self._take(which)
        self._outbox.deliver()
        return closed

    def merge(self, which: str, into: str) -> Interaction | None:
        """Two turned out to be one conversation: close ``which`` and keep ``into``, in front.

        Tags are joined and the earlier opening counts. The customer and the language of ``into``
        stay, and are taken over only where it has none: two customers are never mixed. None when
        one of the two is not open or they are the same.
        """
        merged: Interaction | None = None
        with self._lock:
            kept = self._open.get(into)
            if kept is not None and which != into and which in self._open:
                self._to_front(into)
                gone = self._take(which)
                if gone is not None:
                    takes = not kept.customer and bool(gone.customer)
                    merged = dataclasses.replace(
                        kept,
                        opened=min(kept.opened, gone.opened),
                        language=kept.language or gone.language,
                        customer=gone.customer if takes else kept.customer,
                        tags=tuple(dict.fromkeys(kept.tags + gone.tags)),
                        round=next(self._serial) if takes else kept.round,
                    )
                    self._put(kept, merged)
        self._outbox.deliver()
        return merged

    def ask(self, which: str) -> Asked | None:
        """Before asking somebody about this interaction; None when it is not open."""
        with self._lock:
            known = self._open.get(which)
            return Asked(which, known.round) if known else None

    def holds(self, asked: Asked) -> bool:
        """May an answer to this still be shown?"""
        with self._lock:
            known = self._open.get(asked.interaction)
            return known is not None and known.round == asked.round

    def deliver(self, asked: Asked, change: Callable[[Interaction], Interaction]) -> bool:
        """Let an answer change the interaction that it was asked for; False if it came too late.

        ``change`` makes the new snapshot of the present one and does nothing else. It runs outside
        the lock, and again when another thread changed the interaction meanwhile. It can't change
        which interaction it is.
        """
        while True:
            with self._lock:
                before = self._open.get(asked.interaction)
            if before is None or before.round != asked.round:
                return False
            wanted = change(before)
            after = dataclasses.replace(
                wanted, id=before.id, opened=before.opened, closed=None, round=before.round
            )
            with self._lock:
                unchanged = self._open.get(asked.interaction) is before
                if unchanged:
                    self._put(before, after)
            if unchanged:
                self._outbox.deliver()
                return True

    def settle(self, asked: Asked, customer: Customer) -> Asked | None:
        """Let an answer say which customer it is; None if it came too late.

        Like :meth:`update` with a customer: other answers that were asked for before will not
        land. What comes back stands for the interaction from then on.
        """
        with self._lock:
            before = self._open.get(asked.interaction)
            in_time = before is not None and before.round == asked.round
            if before is not None and in_time and customer != before.customer:
                after = dataclasses.replace(before, customer=customer, round=next(self._serial))
                self._put(before, after)
                asked = Asked(after.id, after.round)
        self._outbox.deliver()
        return asked if in_time else None

    def values(self, interaction: Interaction | None) -> dict[str, dict[str, str]]:
        """:func:`values` at the present time."""
        return values(interaction, self._clock.now())

    def set_value(self, which: str, name: str, value: str, source: str = "agent") -> bool:
        """Set one value by its full name (``customer.first_name``); False when it is not open.

        Raises:
            UserError: there is no such name, or the value does not fit it.
        """
        asked = self.ask(which)
        if asked is None:
            return False
        now = self._clock.now()
        return self.deliver(asked, lambda one: one.with_value(name, value, now, source))

    # With the lock held:

    def _front(self) -> Interaction | None:
        return next(reversed(self._open.values()), None)

    def _to_front(self, which: str) -> None:
        if next(reversed(self._open)) != which:
            self._open[which] = self._open.pop(which)
            self._outbox.put(self.fronted, self._open[which])

    def _put(self, before: Interaction, after: Interaction) -> None:
        if after != before:
            self._open[after.id] = after
            self._outbox.put(self.changed, after)
            if self._front() is after:
                self._outbox.put(self.fronted, after)

    def _take(self, which: str) -> Interaction | None:
        before = self._open.get(which)
        if before is None:
            return None
        was_front = self._front() is before
        del self._open[which]
        closed = dataclasses.replace(before, closed=self._clock.now())
        self._outbox.put(self.closed, closed)
        if was_front:
            self._outbox.put(self.fronted, self._front())
        return closed

    def _known_as(self, source: str, reference: str) -> Interaction | None:
        if not reference:
            return None
        return next(
            (
                one
                for one in self._open.values()
                if (one.source, one.reference) == (source, reference)
            ),
            None,
        )
