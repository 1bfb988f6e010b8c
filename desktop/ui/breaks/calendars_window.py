"""The calendars with the agent's roster: how each stands, and adding one by address or file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.assembly.rest.feeds import FeedState
from desktop.settings.secrets import Secret
from desktop.ui.breaks import calendar_wording
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import Chip, Elided, button, label, line

WIDTH = 90 * look.GRID
HEIGHT = 68 * look.GRID
NAME_WIDTH = 22 * look.GRID
LONGEST_NAME = 60


class CalendarCard(QFrame):
    """One calendar."""

    address_asked = Signal(str)
    remove_asked = Signal(str)

    def __init__(self, state: FeedState, now: dt.datetime) -> None:
        """Shows how it stands."""
        super().__init__()
        self.state = state
        as_role(self, "card")
        self.title = Elided(state.name, "strong")
        self.chip = Chip()
        self.second = label("", "muted", wrap=True)
        self.told = label(calendar_wording.sentences(state.problem), "warning", wrap=True)
        self.told.setVisible(state.problem is not None)
        self.address = button(self.tr("Other address"), "link")
        self.address.setVisible(not state.is_file)
        self.address.clicked.connect(lambda: self.address_asked.emit(state.name))
        self.remove = button(self.tr("Remove"), "link")
        self.remove.clicked.connect(lambda: self.remove_asked.emit(state.name))
        for one in (self.address, self.remove):
            one.setAccessibleDescription(state.name)
        head = QHBoxLayout()
        head.setSpacing(look.GRID)
        head.addWidget(self.title, 1)
        head.addWidget(self.chip)
        foot = QHBoxLayout()
        foot.setSpacing(look.GRID)
        foot.addWidget(self.second, 1)
        foot.addWidget(self.address, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID)
        column.setSpacing(look.HALF)
        column.addLayout(head)
        column.addWidget(self.told)
        column.addLayout(foot)
        self.chip.say(*calendar_wording.stands(state))
        self.show_age(now)

    def show_age(self, now: dt.datetime) -> None:
        """How old it is by now."""
        state = self.state
        holds = calendar_wording.holds(state) if state.good is not None else ""
        parts = [holds, calendar_wording.age(state, now)]
        self.second.setText(" · ".join(part for part in parts if part))


class CalendarsWindow(PlainWindow):
    """See the module."""

    address_given = Signal(str, object)
    """A calendar's name, and its address as a Secret."""
    file_asked = Signal(str)
    """Choose a file for a calendar of this name; empty takes the file's."""
    remove_asked = Signal(str)

    def __init__(self) -> None:
        """Without calendars at first."""
        super().__init__(
            "calendars",
            self.tr("Deskhand calendars"),
            [("Ctrl N", self.tr("new")), ("Tab", self.tr("next")), ("Esc", self.tr("close"))],
        )
        self.resize(WIDTH, HEIGHT)
        self.cards: list[CalendarCard] = []
        self.off = label(
            self.tr("Breaks are off, so calendars are not asked for now."), "muted", wrap=True
        )
        self.empty = label(
            self.tr(
                "No calendar yet. Your scheduling system (When I Work, UKG, Genesys and others)"
                " gives out an address for calendar subscription, or a calendar file."
            ),
            "muted",
            wrap=True,
        )
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Name"))
        self.name.setAccessibleName(self.tr("Name of the calendar"))
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setFixedWidth(NAME_WIDTH)
        self.address = QLineEdit()
        self.address.setPlaceholderText(self.tr("Paste the address (https:// or webcal://)"))
        self.address.setAccessibleName(self.tr("Address of the calendar"))
        self.address.setEchoMode(QLineEdit.EchoMode.Password)
        self.address.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.address.returnPressed.connect(self._give)
        self.add = button(self.tr("Add"), "primary")
        self.add.clicked.connect(self._give)
        self.file = button(self.tr("Add a file…"))
        self.file.clicked.connect(lambda: self.file_asked.emit(self.name.text().strip()))
        self.told = label("", "error", wrap=True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._build()
        for field in (self.name, self.address):
            field.textChanged.connect(lambda _text: self._show_buttons())
        self._show_buttons()

    def show_calendars(
        self, states: Sequence[FeedState], now: dt.datetime, *, on: bool = True
    ) -> None:
        """How they stand; ``on``: breaks are."""
        self.off.setVisible(not on)
        if [card.state for card in self.cards] == list(states) and self._area.widget() is not None:
            for card in self.cards:
                card.show_age(now)
            return
        focused = next((card.state.name for card in self.cards if card.remove.hasFocus()), "")
        page = QWidget()
        as_role(page, "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, look.GRID, 0)
        column.setSpacing(look.GRID)
        self.cards = [CalendarCard(state, now) for state in states]
        for card in self.cards:
            card.address_asked.connect(self.ask_for_address)
            card.remove_asked.connect(self.remove_asked)
            column.addWidget(card)
        column.addStretch(1)
        self._area.setWidget(page)
        self._area.setVisible(bool(states))
        self.empty.setVisible(not states)
        for card in self.cards:
            if card.state.name == focused:
                card.remove.setFocus()

    def ask_for_address(self, name: str) -> None:
        """The address of this calendar is wanted."""
        self.name.setText(name)
        self.address.setFocus()

    def say(self, problem: str) -> None:
        """What went wrong with what was given; empty: nothing."""
        self.told.setText(problem)
        self.told.setVisible(bool(problem))

    def done(self) -> None:
        """What was given is kept."""
        self.name.clear()
        self.address.clear()
        self.say("")

    def hideEvent(self, event: QHideEvent) -> None:
        """An address that was not kept does not stay in the field."""
        super().hideEvent(event)
        self.address.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl N begins a new one; Escape closes."""
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_N:
            self.name.clear()
            self.name.setFocus()
            return
        super().keyPressEvent(event)

    def _give(self) -> None:
        if self.add.isEnabled():
            self.say("")
            name, address = self.name.text().strip(), self.address.text().strip()
            self.address_given.emit(name, Secret(address))

    def _show_buttons(self) -> None:
        named = bool(self.name.text().strip())
        self.add.setEnabled(named and bool(self.address.text().strip()))

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.MARGIN)
        column.setSpacing(look.GRID)
        column.addWidget(label(self.tr("Calendars with your roster"), "name"))
        column.addWidget(
            label(
                self.tr(
                    "Your shifts and breaks come from here. Deskhand asks every 15 minutes at"
                    " most, and goes on with the last good copy when it gets no answer."
                ),
                "muted",
                wrap=True,
            )
        )
        column.addWidget(self.off)
        column.addSpacing(look.GRID)
        column.addWidget(self.empty)
        column.addWidget(self._area, 1)
        column.addStretch(0)
        column.addWidget(line())
        column.addWidget(label(self.tr("Add a calendar"), "strong"))
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        row.addWidget(self.name)
        row.addWidget(self.address, 1)
        row.addWidget(self.add)
        row.addWidget(self.file)
        column.addLayout(row)
        column.addWidget(
            label(
                self.tr(
                    "The address lets whoever has it read your schedule. It goes into the keyring"
                    " of this computer, never into a file."
                ),
                "muted",
                wrap=True,
            )
        )
        column.addWidget(self.told)
        self.told.hide()
        self.content.addLayout(column)
