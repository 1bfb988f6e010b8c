"""The break's window: calm, on every screen, and nothing that typing on could skip."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QKeyEvent, QScreen

from desktop.breaks.exercises import Exercise
from desktop.ui.breaks.break_screen import BreakScreen, Shown
from desktop.ui.breaks.deliberate import DeliberateKeys


class BreakWindow(QObject):
    """One for the application; its windows exist only while a break is on.

    It shows the time and does not count it. ``postponed`` and ``skipped`` hide it before they are
    told.
    """

    postponed = Signal()
    skipped = Signal()
    closed = Signal()
    """It has gone, for whatever reason: the focus may go back to where it was."""

    def __init__(
        self, parent: QObject | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        """Nothing is shown. ``now`` is in seconds, for the keys that came too early."""
        super().__init__(parent)
        self._screens: list[BreakScreen] = []
        self._shown = Shown("")
        self._left = 0.0
        self._keys = DeliberateKeys(self, now)
        self._keys.tabbed.connect(self._tab)
        self._keys.entered.connect(self._enter)
        self._keys.holding.connect(self._hold)
        self._keys.held.connect(self._held)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._add)
            application.screenRemoved.connect(self._remove)

    # --- what the application calls ---------------------------------------------------------

    def begin(
        self,
        kind: str,
        seconds: float,
        exercise: Exercise | None,
        can_postpone: bool,
        can_skip: bool,
        *,
        postpone: float = 0,
        name: str = "",
    ) -> None:
        """A break of this kind (short, long or rostered) is on for so many seconds.

        Without an ``exercise`` its ``name`` is shown, as a rostered one's. ``postpone``: for how
        many seconds the button puts it off, if that shall be said.
        """
        self._shown = Shown(
            title=exercise.title if exercise else name or self._title(kind),
            steps=exercise.steps if exercise else (self.tr("This time is yours."),),
            drawing=exercise.drawing if exercise else "",
            headset_off=bool(exercise and exercise.headset_off),
            length=seconds,
            can_postpone=can_postpone,
            can_skip=can_skip,
            postpone=postpone,
        )
        self._left = seconds
        self._keys.begin()
        self._close()
        for screen in QGuiApplication.screens():
            self._cover(screen)
        self._take_keys()

    def show_left(self, seconds: float) -> None:
        """So much of it is left."""
        self._left = seconds
        for one in self._screens:
            one.show_left(seconds)

    def show_allowed(self, can_postpone: bool, can_skip: bool) -> None:
        """What is allowed from now on: a break can be postponed at its beginning only."""
        before = self._shown
        if before.waiting or (before.can_postpone, before.can_skip) == (can_postpone, can_skip):
            return
        self._change(can_postpone=can_postpone, can_skip=can_skip)

    def end(self, waiting: bool) -> None:
        """It is over. With ``waiting`` nobody came back: it stays until a key or a movement."""
        if not self._screens:
            return
        if not waiting:
            self._go()
            return
        self._keys.let_go()
        self._change(
            title=self.tr("Take your time."),
            steps=(self.tr("Any key goes on."),),
            headset_off=False,
            can_postpone=False,
            can_skip=False,
            waiting=True,
        )
        self.show_left(0)

    @property
    def is_open(self) -> bool:
        """Is a break shown, or waiting for who had it?"""
        return bool(self._screens)

    def screens(self) -> tuple[BreakScreen, ...]:
        """What is shown, a window for each screen."""
        return tuple(self._screens)

    # --- screens ----------------------------------------------------------------------------

    def _cover(self, screen: QScreen) -> None:
        made = BreakScreen(screen)
        made.pressed.connect(self._press)
        made.released.connect(self._keys.release)
        made.left.connect(self._keys.let_go)
        made.moved.connect(self._go)
        made.postponed.connect(self._postpone)
        made.skipped.connect(self._skip)
        self._screens.append(made)
        made.show_break(self._shown)
        made.show_left(self._left)
        made.cover()

    def _add(self, screen: QScreen) -> None:
        if self._screens:
            self._cover(screen)
            self._take_keys()

    def _remove(self, screen: QScreen) -> None:
        for one in [one for one in self._screens if one.covered is screen]:
            self._screens.remove(one)
            one.leave()
        if self._screens:
            self._take_keys()

    def _take_keys(self) -> None:
        """Only one window can have them: that on the screen with the pointer."""
        if any(one.isActiveWindow() for one in self._screens):
            return
        here = QGuiApplication.screenAt(QCursor.pos())
        chosen = [one for one in self._screens if one.covered is here] or self._screens
        if chosen:
            chosen[0].take_keys()

    def _close(self) -> None:
        self._keys.let_go()
        for one in self._screens:
            one.leave()
        self._screens.clear()

    # --- wishes -----------------------------------------------------------------------------

    def _press(self, event: QKeyEvent) -> None:
        if not self._shown.waiting:
            self._keys.press(event)
        elif not event.isAutoRepeat():
            self._go()

    def _tab(self, forward: bool) -> None:
        for one in self._screens:
            if one.isActiveWindow():
                one.go_through(forward=forward)

    def _enter(self) -> None:
        for one in tuple(self._screens):
            one.enter()

    def _hold(self, holding: bool) -> None:
        if self._shown.can_skip or self._shown.can_postpone:
            for one in self._screens:
                one.show_holding(holding)

    def _held(self) -> None:
        if self._shown.can_skip:
            self._skip()
        elif self._shown.can_postpone:
            self._postpone()

    def _postpone(self) -> None:
        self._close()
        self.postponed.emit()
        self.closed.emit()

    def _skip(self) -> None:
        self._close()
        self.skipped.emit()
        self.closed.emit()

    def _go(self) -> None:
        if self._screens:
            self._close()
            self.closed.emit()

    # --- inside -----------------------------------------------------------------------------

    def _change(self, **changes: object) -> None:
        self._shown = dataclasses.replace(self._shown, **changes)  # type: ignore[arg-type]  # checked by its callers
        for one in self._screens:
            one.show_break(self._shown)

    def _title(self, kind: str) -> str:
        titles = {"short": self.tr("A short break"), "long": self.tr("A long break")}
        return titles.get(kind, self.tr("Your break"))
