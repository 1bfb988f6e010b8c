"""The tray's menu of breaks: when the next one comes, and what the agent can say or wish."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction

from desktop.ui.shell.menu import STATE, QuietMenu

if TYPE_CHECKING:  # not before the icon shows
    from desktop.assembly.rest.state import RestState

TOMORROW = 0
"""Minutes of a pause until tomorrow."""
HOUR = 60


class BreaksMenu(QuietMenu):
    """Shows what it is told and hands on what is chosen."""

    taken = Signal(str)
    """A ``short`` or ``long`` break now."""
    paused = Signal(int)
    """No breaks for so many minutes; 0 is until tomorrow."""
    resumed = Signal()
    postponed = Signal()
    """The break of the notice comes later."""
    skipped = Signal()
    """It is left out."""
    breathed = Signal()
    """Slow breathing now."""
    day_asked = Signal()
    """The day's window."""
    week_asked = Signal()
    tapped = Signal(str)
    """How this contact was: ``ok``, ``hard`` or ``abusive``."""

    def __init__(self) -> None:
        """Hidden until breaks are on."""
        super().__init__()
        self.setTitle(self.tr("Breaks"))
        self.line = self._line()
        self.load_line = self._line()
        self.addSeparator()
        self.short = self._add(self.tr("Take a short break"), lambda: self.taken.emit("short"))
        self.long = self._add(self.tr("Take a long break"), lambda: self.taken.emit("long"))
        self.breathe = self._add(self.tr("Breathe slowly for a minute"), self.breathed.emit)
        self.addSeparator()
        self.postpone = self._add(self.tr("Have this break later"), self.postponed.emit)
        self.skip = self._add(self.tr("Skip this break"), self.skipped.emit)
        self.hour = self._add(self.tr("Pause for an hour"), lambda: self.paused.emit(HOUR))
        self.tomorrow = self._add(
            self.tr("Pause until tomorrow"), lambda: self.paused.emit(TOMORROW)
        )
        self.resume = self._add(self.tr("Resume breaks"), self.resumed.emit)
        self.addSeparator()
        self._question = self.addAction(self.tr("How was this contact?"))
        self._question.setEnabled(False)
        words = {"ok": self.tr("All right"), "hard": self.tr("Hard"), "abusive": self.tr("Abusive")}
        self.taps = {name: self._tap(name, title) for name, title in words.items()}
        self.addSeparator()
        self.day = self._add(self.tr("Your day…"), self.day_asked.emit)
        self.week = self._add(self.tr("Your week…"), self.week_asked.emit)
        self.menuAction().setVisible(False)

    def show_rest(self, state: RestState) -> None:
        """How breaks stand now."""
        self.menuAction().setVisible(state.on)
        self.line.setText(next_break(state))
        self.load_line.setText(load(state))
        self.resume.setVisible(state.paused_s > 0)
        free = state.on and state.underway is None
        notice = state.notice
        self.postpone.setVisible(notice is not None and notice.can_postpone)
        self.skip.setVisible(notice is not None and notice.can_skip)
        self.breathe.setEnabled(free and not state.in_contact)
        self.short.setEnabled(free)
        self.long.setEnabled(free)

    def _line(self) -> QAction:
        action = self.addAction("")
        action.setData(STATE)
        action.setEnabled(False)
        return action

    def _tap(self, name: str, title: str) -> QAction:
        return self._add(title, lambda: self.tapped.emit(name))

    def _add(self, text: str, ask: Callable[[], None]) -> QAction:
        action = self.addAction(text)
        action.triggered.connect(lambda _checked: ask())
        return action


def next_break(state: RestState) -> str:
    """When the next break comes, in a few words."""
    if state.underway is not None:
        return _tr("A break is on")
    if state.paused_s > 0:
        return _tr("Breaks are paused for {}").format(_span(state.paused_s))
    names = {"short": _tr("Short break"), "long": _tr("Long break")}
    name = names.get(state.next_kind, _tr("Your break"))
    if not state.next_kind:
        return _tr("No break is near")
    if state.next_s <= 0:
        return _tr("{} as soon as it fits").format(name)
    return _tr("{} in {}").format(name, _span(state.next_s))


def load(state: RestState) -> str:
    """The stress load, in a few words."""
    return _tr("Stress load {} of 100").format(round(state.load))


def tip(state: RestState) -> str:
    """Both for the icon's tip; empty while breaks are off."""
    return f"{next_break(state)}, {load(state)[:1].lower()}{load(state)[1:]}" if state.on else ""


def _span(seconds: float) -> str:
    minutes = math.ceil(round(seconds, 1) / 60)  # moments are whole milliseconds, the clock is not
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _tr("{} min").format(rest)
    return _tr("{} h {} min").format(hours, rest) if rest else _tr("{} h").format(hours)


def _tr(text: str) -> str:
    return QCoreApplication.translate("BreaksMenu", text)
