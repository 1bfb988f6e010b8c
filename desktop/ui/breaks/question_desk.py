"""The question for breaks at work: it comes when it interrupts nothing, and takes the answer down.

What the agent is in the middle of is followed only until then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtGui import QCursor

from desktop.assembly.rest.question import Lull, is_due, is_open, is_there
from desktop.core.clock import SleepClock
from desktop.interaction import Interactions
from desktop.settings.sections.breaks import BREAKS_ASKED, BREAKS_ON
from desktop.settings.store import Changed, Settings
from desktop.ui.breaks.question import BreaksQuestion
from desktop.ui.shell.shell import Shell
from desktop.ui.widgets.frame import area_at

LOOK_MS = 5_000
LOOKS = 24
"""So often it is seen standing there, by somebody who is there; then it goes, unanswered."""


class Sense(Protocol):
    """The system's microphone, or its wish for calm."""

    def watch(self, tell: Callable[[frozenset[object]], None], /) -> Callable[[], None]:
        """Call ``tell`` with who or what it is, on a thread of its own; empty for nobody."""


class QuestionDesk(QObject):
    """Use it from the main thread."""

    def __init__(
        self,
        settings: Settings,
        interactions: Interactions,
        senses: Sequence[Sense],
        clock: SleepClock,
        shell: Shell,
        *,
        idle_s: Callable[[], float | None],
        icon: Callable[[], QRect],
    ) -> None:
        """Nothing is asked yet.

        Args:
            settings: take the answer.
            interactions: no moment for a question.
            senses: what else tells of such moments.
            clock: for how long one is over.
            shell: for what is told, what would make a window wait, and faults.
            idle_s: seconds since the last input.
            icon: where the tray's icon is; empty where nobody can tell.
        """
        super().__init__()
        self._settings = settings
        self._interactions = interactions
        self._senses = tuple(senses)
        self._clock = clock
        self._shell = shell
        self._idle_s = idle_s
        self._icon = icon
        self.question: BreaksQuestion | None = None
        self._lull = Lull(clock.awake())
        self._by_hand = False
        """The agent asked for the question, so a call does not take it away."""
        self._looks = 0
        self._stops: list[Callable[[], object]] = []
        self.timer = QTimer(self)
        self.timer.setInterval(LOOK_MS)
        self.timer.timeout.connect(self._look)

    def close(self) -> None:
        """Before the end."""
        self._end()

    # --- asking ---

    def ask_in_a_lull(self) -> None:
        """Once, when nothing goes on; nothing if it was asked before."""
        if self.timer.isActive() or not is_due(self._settings.snapshot()):
            return
        self._lull = Lull(self._clock.awake())
        self._follow()
        self.timer.start()

    def open(self) -> None:
        """By the tray: now, and with the keys."""
        if not is_open(self._settings.snapshot()):
            return
        self._by_hand, self._looks = True, 0
        if not self._stops:
            self._follow()
            self.timer.start()
        self._put_up()
        if self.question is not None:
            self.question.take_keys()

    def _look(self) -> None:
        """Show it when it fits; take it away when it has stood there for long enough."""
        question, idle = self.question, self._idle_s()
        if question is None or not question.isVisible():
            if self._lull.allows(self._clock.awake(), idle):
                self._put_up()
        elif is_there(idle) and not question.is_in_use():
            self._looks += 1
            if self._looks >= LOOKS:
                self._end()

    def _put_up(self) -> None:
        if self.question is None:
            self.question = BreaksQuestion()
            self.question.answered.connect(self._answer)
            self.question.put_away.connect(self._end)
        if is_due(self._settings.snapshot()):
            # Asked, whatever becomes of it. If that can't be written, so can't the answer, and
            # that is said.
            self._settings.apply({BREAKS_ASKED: True})
        place = self._icon()
        self.question.ask(area_at(place.center() if place.isValid() else QCursor.pos()))

    def _answer(self, wanted: bool) -> None:
        self._end()
        problem = self._settings.apply({BREAKS_ON: wanted, BREAKS_ASKED: True})
        if problem is not None:
            self._shell.show(problem)

    def _end(self) -> None:
        """There is nothing more to ask."""
        self.timer.stop()
        self._by_hand = False
        stops, self._stops = self._stops, []
        if self.question is not None:
            self.question.hide()
        for stop in stops:
            stop()

    # --- what goes on ---

    def _follow(self) -> None:
        count, post = self._count, self._shell.bridge.post
        self._stops = [
            self._settings.changed.connect(self._shell.bridge.carry(self._adopt)),
            self._interactions.opened.connect(lambda _: post(count)),
            self._interactions.closed.connect(lambda _: post(count)),
        ]
        count()
        for number, sense in enumerate(self._senses):
            self._stops.append(self._watch(f"sense {number}", sense))

    def _watch(self, name: str, sense: Sense) -> Callable[[], object]:
        def tell(found: frozenset[object]) -> None:
            self._shell.bridge.post(lambda: self._note(name, goes_on=bool(found)))

        end = sense.watch(tell)
        return lambda: self._shell.background.start(end)  # it waits for its thread

    def _count(self) -> None:
        self._note("interaction", goes_on=bool(self._interactions.all()))

    def _note(self, what: str, *, goes_on: bool) -> None:
        self._lull.note(what, goes_on=goes_on, at=self._clock.awake())
        if self._lull.is_broken() and self.question is not None and not self._by_hand:
            self.question.hide()  # it comes again after it

    def _adopt(self, change: Changed) -> None:
        if change.touches(BREAKS_ON):  # said in the settings
            self._end()
