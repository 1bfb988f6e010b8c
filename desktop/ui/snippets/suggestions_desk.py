"""Suggestions at work: shown where savings are, told of when nobody types, made into snippets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop.assembly import Assembly
from desktop.assembly.suggesting import Offer
from desktop.core.results import Problem, Severity
from desktop.snippets.library import Library
from desktop.ui.shell.bridge import Bridge
from desktop.ui.snippets.making_window import MakingWindow
from desktop.ui.snippets.savings_window import SavingsWindow

QUIET_S = 3.0
"""So long nobody must have typed before something is said."""


class SuggestionsDesk(QObject):
    """Main thread only."""

    def __init__(
        self,
        assembly: Assembly,
        window: SavingsWindow,
        bridge: Bridge,
        *,
        idle_s: Callable[[], float | None],
        tell: Callable[[Problem], None],
        count: Callable[[int], None],
        edit: Callable[[int], None],
    ) -> None:
        """Follow what is suggested from now on.

        Args:
            assembly: has what is suggested.
            window: shows it.
            bridge: brings news here.
            idle_s: seconds since the last input; None where nobody can tell.
            tell: shows a message with the way to the window.
            count: shows in the tray how many there are.
            edit: opens a snippet in the editor.
        """
        super().__init__()
        self._suggesting = assembly.suggesting
        self._assembly = assembly
        self._edit = edit
        self._awaited = ""
        """The trigger of the snippet to be opened in the editor, as soon as it is there."""
        self._interactions = assembly.interactions
        self._window = window
        self._bridge = bridge
        self._idle_s = idle_s
        self._tell = tell
        self._count = count
        self._offers: tuple[Offer, ...] = ()
        self._told: set[bytes] = set()
        self._making: MakingWindow | None = None
        self._offer: Offer | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(round(QUIET_S * 1000))
        self._timer.timeout.connect(self._tell_when_quiet)
        window.suggestions.make_asked.connect(self.make)
        window.suggestions.declined.connect(self._suggesting.decline)

        self._stops = (
            self._suggesting.changed.connect(lambda _: bridge.post(self.look)),
            assembly.library_changed.connect(bridge.carry(self._open_awaited)),
        )
        self.look()

    def close(self) -> None:
        """Before the end."""
        for stop in self._stops:
            stop()
        self._timer.stop()
        self._window.show_offers(())
        if self._making is not None:
            self._making.forget()

    @property
    def making(self) -> MakingWindow | None:
        """The window in which one is made, once it was opened."""
        return self._making

    def look(self) -> None:
        """Show what there is now."""
        self._offers = self._suggesting.offers()
        self._window.show_offers(self._offers)
        self._count(len(self._offers))
        self._told &= {one.mark for one in self._offers}
        if self._untold():
            self._timer.start()
        else:
            self._timer.stop()

    def make(self, offer: Offer) -> None:
        """Open the window in which it becomes a snippet."""
        if self._making is None:
            self._making = MakingWindow()
            self._making.made.connect(self._make)
        self._offer = offer
        making = self._making
        making.start(offer.text)

        def use(trigger: str) -> None:
            if self._offer is offer:
                making.propose(trigger)

        self._suggesting.propose(offer, self._bridge.carry(use))

    # --- telling ---

    def _untold(self) -> bool:
        return any(one.mark not in self._told for one in self._offers)

    def _tell_when_quiet(self) -> None:
        """Not while somebody types, nor in an interaction; the tray has it all the same."""
        idle = self._idle_s()
        if self._interactions.all() or (idle is not None and idle < QUIET_S):
            return
        self._timer.stop()
        self._told = {one.mark for one in self._offers}
        self._tell(
            Problem(
                self.tr("A sentence that you often type could be a snippet"),
                severity=Severity.INFO,
            )
        )

    # --- making ---

    def _make(self, trigger: str, text: str, further: bool) -> None:
        offer = self._offer
        if offer is None:
            return
        self._awaited = trigger if further else ""

        def done(problem: Problem | None) -> None:
            self._bridge.post(lambda: self._made(offer, problem))

        self._suggesting.make(offer, trigger, text, done)

    def _made(self, offer: Offer, problem: Problem | None) -> None:
        if problem is not None:
            self._awaited = ""
        if self._making is None or self._offer is not offer:
            return
        if problem is not None:
            self._making.show_problem(problem)
        else:
            self._offer = None
            self._making.forget()

    def _open_awaited(self, library: Library) -> None:
        found = library.numbers_having(self._awaited) if self._awaited else []
        if found:
            self._awaited = ""
            self._edit(found[0])
