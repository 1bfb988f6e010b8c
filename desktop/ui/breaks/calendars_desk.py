"""The window of calendars at work: the keyring, the settings and how the calendars stand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from desktop.assembly.rest.feeds import FeedState, RestFeeds
from desktop.breaks.feeds.copies import secret_of
from desktop.core.clock import Clock
from desktop.core.results import Problem, UserError
from desktop.settings.secrets import Secret, Secrets
from desktop.settings.sections.breaks import BREAKS_ON
from desktop.settings.sections.roster import CALENDARS, CalendarRow
from desktop.settings.store import Settings
from desktop.ui.breaks import calendar_wording
from desktop.ui.breaks.calendars_window import CalendarsWindow
from desktop.ui.shell.shell import Shell

_KEPT_UP_MS: Final = 30_000
"""Ages are told in minutes."""


class CalendarsDesk(QObject):
    """Main thread only."""

    def __init__(
        self,
        feeds: RestFeeds,
        settings: Settings,
        secrets: Secrets,
        clock: Clock,
        shell: Shell,
    ) -> None:
        """No window yet."""
        super().__init__()
        self._feeds = feeds
        self._settings = settings
        self._secrets = secrets
        self._clock = clock
        self._shell = shell
        self.window: CalendarsWindow | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_KEPT_UP_MS)
        self._timer.timeout.connect(self._fill)

        def fill(_news: object) -> None:
            shell.bridge.post(self._fill)

        self._stops = [feeds.changed.connect(fill), settings.changed.connect(fill)]

    def open(self) -> None:
        """Show the window."""
        if self.window is None:
            self.window = CalendarsWindow()
            self.window.address_given.connect(self._keep)
            self.window.file_asked.connect(self._add_file)
            self.window.remove_asked.connect(self._remove)
        self._timer.start()
        self.window.come_forward()
        self._fill()
        if not self.window.cards:
            self.window.name.setFocus()

    def close(self) -> None:
        """Before the end."""
        for stop in self._stops:
            stop()
        self._timer.stop()
        if self.window is not None:
            self.window.close()

    def _fill(self) -> None:
        if self.window is None or not self.window.isVisible():
            self._timer.stop()
            return
        known = {one.name: one for one in self._feeds.states}
        on = self._settings.get(BREAKS_ON)
        states = []
        for name, row in self._settings.get(CALENDARS).items():
            is_file = bool(row.file)
            state = known.get(name)
            if state is None or state.is_file != is_file:
                state = FeedState(name, is_file)
            states.append(state)
        self.window.show_calendars(states, self._clock.now(), on=on)

    # --- what the agent does ---

    def _keep(self, name: str, address: Secret) -> None:
        office = (self._settings.get(CALENDARS).get(name) or CalendarRow()).office

        def keep() -> None:
            from desktop.breaks.feeds.fetching import place_of

            place_of(address.reveal(), name, office=bool(office))
            self._secrets.set(secret_of(name), address)

        def kept(_: None) -> None:
            self._change(name, CalendarRow(office=office))
            if self.window is not None:
                self.window.done()

        self._shell.background.start(keep, kept, self._say, owner=self)

    def _add_file(self, name: str) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self.window, self.tr("Add a calendar file"), "", self.tr("Calendars (*.ics *.ical)")
        )
        if chosen:
            self._change(name or Path(chosen).stem, CalendarRow(chosen))
            if self.window is not None:
                self.window.done()

    def _remove(self, name: str) -> None:
        rows = self._rows()
        gone = rows.pop(name, None)
        problem = self._settings.change(CALENDARS, rows)
        if problem is not None:
            self._shell.show(problem)
        elif gone is not None and not gone.file:
            self._shell.background.start(
                lambda: self._secrets.delete(secret_of(name)), None, self._say, owner=self
            )

    def _change(self, name: str, row: CalendarRow) -> None:
        try:
            problem = self._settings.change(CALENDARS, {**self._rows(), name: row})
        except UserError as error:
            self._say(error.problem)
            return
        if problem is not None:
            self._shell.show(problem)

    def _rows(self) -> dict[str, CalendarRow]:
        rows: Mapping[str, CalendarRow] = self._settings.get(CALENDARS)
        return dict(rows)

    def _say(self, problem: Problem) -> None:
        if self.window is not None and self.window.isVisible():
            self.window.say(calendar_wording.sentences(problem))
        else:
            self._shell.show(problem)
