"""Writing about customers as the assembly has it: made on first use, modules included."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.assembly.customers.looking_up import LookingUp
from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.results import Problem
from desktop.interaction import Interactions
from desktop.settings.sections import customers
from desktop.settings.store import Settings

if TYPE_CHECKING:
    from desktop.customers.fanout import Lookups
    from desktop.customers.kept.whose import Owner
    from desktop.customers.merge import CustomerCard
    from desktop.customers.writing.drafts import Drafts
    from desktop.customers.writing.note_writer import NoteWriter, Providers, Told
    from desktop.customers.writing.places import Place
    from desktop.customers.writing.unsent import Unsent

_GOODBYE_S = 2.0


class Noting:
    """See the module. Any thread may call; the first use imports, so none of windows'."""

    def __init__(
        self, looking_up: LookingUp, settings: Settings, clock: Clock, interactions: Interactions
    ) -> None:
        """Nothing is made yet."""
        self.told: Event[Told] = Event("news of a note")
        self.found_unsent: Event[tuple[Unsent, ...]] = Event("notes that were not sent")
        """After the start, if there are any."""
        self.wrote: Event[tuple[str, str]] = Event("ticket written into")
        """A provider and the number of a ticket that the agent has just changed."""
        self.trouble: Event[Problem] = Event("trouble with notes")
        self._looking_up = looking_up
        self._settings = settings
        self._clock = clock
        self._interactions = interactions
        self._lock = threading.Lock()
        self._made: tuple[NoteWriter, Drafts] | None = None
        self._first_look: threading.Thread | None = None
        self._disconnect = looking_up.forgot.connect(self._forget)

    def start(self, *, any_kept: bool) -> None:
        """Say what was not sent before; ``any_kept``: something may have been kept."""
        if any_kept:
            self._first_look = threading.Thread(target=self._look, name="notes", daemon=True)
            self._first_look.start()

    def close(self) -> None:
        """Before the end, and before what is kept is closed."""
        self._disconnect()
        if self._first_look is not None:
            self._first_look.join(_GOODBYE_S)
        with self._lock:
            made = self._made
        if made is not None:
            for one in made:
                one.close()

    def writer(self) -> NoteWriter:
        """Who sends notes."""
        return self._parts()[0]

    def drafts(self) -> Drafts:
        """Half-written notes."""
        return self._parts()[1]

    def places(self, card: CustomerCard, tell: Callable[[list[Place]], None]) -> None:
        """Where something can be written about a customer.

        ``tell`` is called on a thread that must not be kept.
        """
        from desktop.customers.writing.places import places_of

        def look(lookups: Lookups) -> None:
            tell(places_of(card, [(one.name, one.manifest) for one in lookups.ready]))

        self._looking_up.finder().reach(look)

    # --- inside ---

    def _parts(self) -> tuple[NoteWriter, Drafts]:
        from desktop.customers.writing.drafts import Drafts
        from desktop.customers.writing.note_writer import NoteWriter

        with self._lock:
            if self._made is None:
                rows = self._looking_up.kept
                writer = NoteWriter(rows, self._reach, self._clock, self._patience)
                drafts = Drafts(
                    rows, self._clock, lambda one: self._interactions.get(one) is not None
                )
                writer.told.connect(self.told.emit)
                writer.wrote.connect(self.wrote.emit)
                writer.trouble.connect(self.trouble.emit)
                drafts.trouble.connect(self.trouble.emit)
                self._made = writer, drafts
            return self._made

    def _reach(self, act: Callable[[Providers], None]) -> None:
        def look(lookups: Lookups) -> None:
            act({one.name: one.provider for one in lookups.ready})

        self._looking_up.finder().reach(look)

    def _patience(self) -> float:
        return float(self._settings.get(customers.PATIENCE_S))

    def _look(self) -> None:
        writer, drafts = self._parts()
        days = self._settings.get(customers.UNSENT_DAYS)
        writer.tidy(days)
        drafts.tidy(days)
        writer.offer(None, lambda every: self.found_unsent.emit(every) if every else None)

    def _forget(self, owner: Owner) -> None:
        with self._lock:
            made = self._made
        if made is not None:
            for one in made:
                one.forget(owner)
