"""The windows of breaks at work: they show how breaks stand, and hand on what the agent wishes.

What is shown follows the state alone, so a window can't be left behind by an event that it missed.
Time is counted here, a second at a time and only while a notice or a break is shown.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from desktop.assembly.rest.resting import Resting
from desktop.assembly.rest.state import Ahead, RestState, Underway
from desktop.core.clock import SleepClock
from desktop.core.resources import resource
from desktop.core.results import Problem
from desktop.host.base import Sounds, Window, Windows
from desktop.settings.declare import Reader
from desktop.settings.sections import breaks as said
from desktop.ui.shell.messages import Action
from desktop.ui.shell.shell import Shell

if TYPE_CHECKING:
    from desktop.breaks.exercises import Exercise, Picker
    from desktop.breaks.planner.news import BreakEvent
    from desktop.breaks.prompts import Prompt
    from desktop.breaks.statutory import StatutoryWarning
    from desktop.ui.breaks.break_window import BreakWindow
    from desktop.ui.breaks.breathing import BreathingWindow
    from desktop.ui.breaks.notice import BreakNotice
    from desktop.ui.breaks.tap_notice import TapNotice

_ROSTERED = "rostered"


class Show(Protocol):
    """:meth:`desktop.ui.shell.messages.Messages.show`."""

    def __call__(self, problem: Problem, *actions: Action) -> None:
        """Tell the agent."""


class BreaksDesk(QObject):
    """Main thread only. The windows are made, and their modules imported, when first needed."""

    def __init__(
        self,
        resting: Resting,
        clock: SleepClock,
        windows: Windows,
        sounds: Sounds,
        settings: Reader,
        shell: Shell,
        *,
        show: Show,
        show_in_tray: Callable[[RestState], None],
    ) -> None:
        """Show how breaks stand, from now on."""
        super().__init__()
        self._resting = resting
        self._clock = clock
        self._windows = windows
        self._shell = shell
        self._show = show
        self._show_in_tray = show_in_tray
        self._settings = settings
        self._sounds = sounds
        self.state = RestState()
        self.notice: BreakNotice | None = None
        self.window: BreakWindow | None = None
        self.breathing: BreathingWindow | None = None
        self.asking: TapNotice | None = None
        self._breathing_until = 0.0
        self._picker: Picker | None = None
        self._loading = False
        self._shown: Underway | None = None
        """The break that the window shows."""
        self._before = Window()
        """What was in front before a break."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

        self._stops = [
            resting.changed.connect(shell.bridge.carry(self._follow)),
            resting.happened.connect(shell.bridge.carry(self._hear)),
            resting.offered.connect(shell.bridge.carry(self._offer)),
            resting.warned.connect(shell.bridge.carry(self._warn)),
            resting.noted.connect(shell.bridge.carry(self._note)),
        ]
        self._follow(resting.state)

    def close(self) -> None:
        """Before the end."""
        for stop in self._stops:
            stop()
        self._timer.stop()
        self._shown = None
        for one in (self.notice, self.asking):
            if one is not None:
                one.hide()
        if self.breathing is not None:
            self.breathing.stop()
        if self.window is not None:
            self.window.end(waiting=False)

    # --- what is shown ---

    def _follow(self, state: RestState) -> None:
        self.state = state
        self._show_in_tray(state)
        if state.notice is None:
            if self.notice is not None:
                self.notice.hide()
        else:
            self._load()
            self._show_notice(state.notice)
        self._ask(state)
        self._follow_break(state)
        if state.breathing_until:
            self._breathe(state.breathing_until)
        elif self.breathing is not None:
            self.breathing.stop()
        self._tick()

    def _show_notice(self, ahead: Ahead) -> None:
        if self.notice is None:
            from desktop.ui.breaks.notice import BreakNotice

            self.notice = BreakNotice()
            self.notice.postponed.connect(self._resting.postpone)
            self.notice.skipped.connect(self._resting.skip)
            self.notice.taken.connect(self._take)
        # A rostered break comes at its time; nothing can bring it forward.
        self.notice.take.setVisible(ahead.kind != _ROSTERED)
        left = self._left(ahead.starts)
        self.notice.show_notice(
            ahead.kind, left, ahead.can_postpone, ahead.can_skip, postpone=ahead.postpone_s
        )

    def _ask(self, state: RestState) -> None:
        """How the contact was that has just ended."""
        if not self._left(state.ask_until):
            if self.asking is not None:
                self.asking.hide()
            return
        if self.asking is None:
            from desktop.ui.breaks.tap_notice import TapNotice

            self.asking = TapNotice()
            self.asking.tapped.connect(self._resting.tap)
        shown = self.notice is not None and self.notice.isVisible()
        self.asking.ask(self.notice.frameGeometry() if shown and self.notice else None)

    def _take(self) -> None:
        if self.state.notice is not None:
            self._resting.take(self.state.notice.kind)

    def _follow_break(self, state: RestState) -> None:
        underway = state.underway
        if underway is not None:
            if underway != self._shown:
                self._shown = underway
                self._begin(underway)
            return
        was, self._shown = self._shown, None
        if was is not None and not self._left(was.ends):  # none into a call that ended it
            self._sound()
        if self.window is not None and (was is not None or not state.waiting):
            self.window.end(waiting=state.waiting)

    def _begin(self, underway: Underway) -> None:
        if self.window is None or self._picker is None:
            self._load()  # begins it
            return
        left = self._left(underway.ends)
        if not self.window.is_open:
            self._before = self._windows.foreground()
        self._sound()
        self.window.begin(
            underway.kind,
            underway.ends - underway.begins,
            self._exercise(underway.kind),
            self._may_postpone(underway),
            underway.can_skip,
            postpone=underway.postpone_s,
            name=underway.name,
        )
        self.window.show_left(left)
        self._tick()

    def _show_again(self) -> None:
        """The wish came too late: its window is gone, and the break is not."""
        if self._shown is not None and self.window is not None and not self.window.is_open:
            self._begin(self._shown)

    def _exercise(self, kind: str) -> Exercise | None:
        from desktop.breaks.planner.rules import Kind

        if kind == _ROSTERED or self._picker is None:
            return None
        return self._picker.pick(Kind(kind))

    def _load(self) -> None:
        """Read the exercises beside the windows: their file takes a moment."""
        if self._loading or self._picker is not None:
            return
        self._loading = True

        def load() -> tuple[type[BreakWindow], Picker]:
            from desktop.breaks.exercises import Picker, exercises
            from desktop.ui.breaks.break_window import BreakWindow

            exercises()
            return BreakWindow, Picker()

        def make(loaded: tuple[type[BreakWindow], Picker]) -> None:
            kind, self._picker = loaded
            self.window = kind(self)
            self.window.postponed.connect(self._resting.postpone)
            self.window.skipped.connect(self._resting.skip)
            self.window.closed.connect(self._go_back)
            if self._shown is not None:
                self._begin(self._shown)

        def fail(problem: Problem) -> None:
            self._loading = False
            self._show(problem)

        self._shell.background.start(load, make, fail, owner=self)

    def _go_back(self) -> None:
        """Let the window from before have the keys again, unless another has them by now."""
        before, self._before = self._before, Window()

        def activate() -> None:
            now = self._windows.foreground()
            if now.id != before.id and (not now.id or now.pid == os.getpid()):
                self._windows.activate(before)

        if before.id:
            self._shell.background.start(activate)

    # --- time ---

    def _tick(self) -> None:
        """Show what is left, at every full second of it."""
        waits = []
        ahead, underway = self.state.notice, self.state.underway
        if ahead is not None and self.notice is not None:
            left = self._left(ahead.starts)
            self.notice.show_left(left)
            waits.append(left)
        if underway is not None and self.window is not None:
            left = self._left(underway.ends)
            self.window.show_left(left)
            self.window.show_allowed(self._may_postpone(underway), underway.can_skip)
            waits.append(left)
        if self.asking is not None and self.asking.isVisible():
            left = self._left(self.state.ask_until)
            self.asking.setVisible(bool(left))
            waits.append(left)
        if any(waits):
            # A little after the second, so that it is surely over.
            self._timer.start(int(min(one % 1 or 1 for one in waits if one) * 1000) + 5)

    def _left(self, until: float) -> float:
        return max(until - self._clock.with_sleep(), 0.0)

    def _sound(self) -> None:
        """At a break's beginning and end, for who asked for it."""
        if self._settings.get(said.SOUND):
            bell = resource("sounds/bell.wav")
            self._shell.background.start(lambda: self._sounds.play(bell))

    def _may_postpone(self, underway: Underway) -> bool:
        return self._clock.with_sleep() < underway.postpone_until

    # --- breathing ---

    def _breathe(self, until: float) -> None:
        if self.breathing is None:
            from desktop.ui.breaks.breathing import BreathingWindow

            self.breathing = BreathingWindow()
            self.breathing.stopped.connect(self._on_stopped)
        elif self._breathing_until == until:
            return  # stopped by the agent, or on
        self._breathing_until = until
        self.breathing.begin(self._left(until), moves=not self._settings.get(said.STILL))

    def _on_stopped(self, to_its_end: bool) -> None:
        if not to_its_end and self.state.breathing_until:
            self._resting.breathe(0)

    # --- what is said ---

    def _hear(self, event: BreakEvent) -> None:
        from desktop.breaks.planner.news import What
        from desktop.ui.breaks import offers

        if event.what is What.OVERDUE:
            if not self.state.unwanted:  # the tray says so all the same
                self._show(offers.overdue(event.kind))
        elif event.what is What.REFUSED:
            self._show_again()

    def _offer(self, prompt: Prompt) -> None:
        from desktop.breaks.prompts import Reason
        from desktop.ui.breaks import offers

        seconds = offers.rest_s(prompt)
        rest_words = {300: self.tr("Take five minutes"), 600: self.tr("Take ten minutes")}
        breathe = Action(self.tr("Breathe"), self._resting.breathe)
        rest = Action(rest_words[seconds], lambda: self._resting.take("long", seconds))
        copy = Action(self.tr("Copy a sentence for your team lead"), self._copy_sentence)
        level = offers.level(prompt)
        actions = {1: [breathe], 2: [rest, breathe]}.get(level, [rest, copy])
        if prompt.reason is Reason.ABUSIVE:
            actions = [rest, copy]
        self._show(offers.offer(prompt), *actions)

    def _copy_sentence(self) -> None:
        from desktop.ui.breaks import offers

        QGuiApplication.clipboard().setText(offers.sentence_for_team_lead())

    def _warn(self, warning: StatutoryWarning) -> None:
        from desktop.ui.breaks import offers

        rest = Action(self.tr("Take a break"), lambda: self._resting.take("long"))
        self._show(offers.statutory(warning), rest)

    def _note(self, tap: str) -> None:
        from desktop.ui.breaks import offers

        if tap != "abusive":  # that one is answered by an offer
            self._show(offers.noted(tap))
