"""Translation as the assembly has it: made on first use, its modules included."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.results import Problem
from desktop.host.base import Places
from desktop.interaction import Customer, Interactions
from desktop.settings.secrets import Secrets
from desktop.settings.sections.translation import ORDER_PATTERNS
from desktop.settings.store import Settings
from desktop.snippets.library import Library

if TYPE_CHECKING:
    from desktop.translation.interpreter import Interpreter


class Interpreting:
    """See the module. Any thread may call; the first call imports, so none of windows'."""

    def __init__(
        self,
        places: Places,
        settings: Settings,
        secrets: Secrets,
        clock: Clock,
        interactions: Interactions,
    ) -> None:
        """Nothing is made yet."""
        self.trouble: Event[Problem] = Event("trouble with translation")
        self._places = places
        self._settings = settings
        self._secrets = secrets
        self._clock = clock
        self._interactions = interactions
        self._lock = threading.Lock()
        self._made: Interpreter | None = None

    def interpreter(self) -> Interpreter:
        """The translator between agent and customer."""
        from desktop.translation.interpreter import Interpreter

        with self._lock:
            if self._made is None:
                self._made = Interpreter(
                    self._places, self._settings, self._secrets, self._clock, self._interactions
                )
                self._made.troubled.connect(self.trouble.emit)
            return self._made

    def keep_approved(self, library: Library, agent: Mapping[str, str]) -> None:
        """Have the approved translations of these snippets in the memory. Blocks."""
        from desktop.assembly.approved import approved_pairs
        from desktop.translation.masking import Orders

        interpreter = self.interpreter()
        orders = self._settings.get(ORDER_PATTERNS)
        pairs = approved_pairs(library, interpreter.own_language, agent, Orders(orders))
        interpreter.set_approved(list(pairs))

    def forget(self, customer: Customer) -> None:
        """Delete the translations that were made for this customer alone. Blocks."""
        for done in self.interpreter().forget(customer):
            done.result()

    def close(self) -> None:
        """Let go of what was made."""
        with self._lock:
            made, self._made = self._made, None
        if made is not None:
            made.close()
