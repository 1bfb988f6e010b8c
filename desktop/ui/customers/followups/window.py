"""The list of follow-ups: due, later today, another day."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.clock import Clock
from desktop.customers.followups.followup import FollowUp
from desktop.ui.customers.card_list import CardList
from desktop.ui.customers.card_view import EntryRow, Row
from desktop.ui.customers.followups import wording
from desktop.ui.customers.followups.wording import tr
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import button, label

AGE_MS = 30_000
"""How often it is looked at what has come due; only while the window is open."""


class FollowUpsWindow(PlainWindow):
    """Shows what it is given; what the agent wants is a signal with the follow-up."""

    opened = Signal(object)
    """Look this one's customer up."""
    finished = Signal(object)
    dropped = Signal(object)
    put_off = Signal(object)
    change_asked = Signal(object)
    undo_asked = Signal()
    unwatched = Signal(object)
    """The key of a row of the watch list."""

    def __init__(self, clock: Clock, words: wording.Clock) -> None:
        """Build it hidden and empty."""
        super().__init__("follow-ups", tr("Follow-ups"), [])
        self.resize(60 * look.GRID, 64 * look.GRID)
        self._clock = clock
        self._words = words
        self._every: dict[int, FollowUp] = {}
        self._watched: Sequence[Row] = ()
        self._undo = ""
        self._beside: Hashable = None
        """The row to go on at when the chosen one goes."""
        self.list = CardList()
        self.list.setAccessibleName(tr("Follow-ups"))
        self.nothing = QWidget()
        self.undo_words = label("", "muted")
        self.undo = button(tr("Undo"), "link")
        self._undo_row = QWidget()
        self._build()
        self._aging = QTimer(self)
        self._aging.setInterval(AGE_MS)
        self._aging.timeout.connect(self._render)
        self._render()

    def show_all(self, every: Sequence[FollowUp]) -> None:
        """These wait now."""
        self._every = {one.id: one for one in every}
        self._render()

    def show_watched(self, rows: Sequence[Row]) -> None:
        """What is on the watch list, as rows."""
        self._watched = tuple(rows)
        self._render()

    def use_words(self, words: wording.Clock) -> None:
        """Another zone or language."""
        self._words = words
        self._render()

    def offer_undo(self, words: str) -> None:
        """``Done: Ana`` can be taken back; empty: nothing can."""
        self._undo = words
        self.undo_words.setText(words)
        self._undo_row.setVisible(bool(words))
        self._show_keys()

    def chosen(self) -> FollowUp | None:
        """The follow-up that the agent is at."""
        row = self.list.chosen()
        if isinstance(row, EntryRow) and isinstance(row.key, tuple) and row.key[0] == "follow-up":
            return self._every.get(row.key[1])
        return None

    def _render(self) -> None:
        now = self._clock.now()
        rows = wording.rows(self._every.values(), self._words, now)
        self.list.show_rows((*rows, *self._watched))
        self._go_on()
        some = bool(rows or self._watched)
        self.list.setVisible(some)
        self.nothing.setVisible(not some)
        self._show_keys()

    def _show_keys(self) -> None:
        one, row = self.chosen(), self.list.chosen()
        keys: list[tuple[str, str]] = []
        if one is not None:
            keys = [("Enter", tr("customer")), ("D", tr("done")), ("S", tr("later"))]
            keys += [("C", tr("change")), ("Del", tr("drop"))]
        elif isinstance(row, EntryRow):
            keys = [("Enter", tr("open")), ("Del", tr("watch no more"))]
        if self._undo:
            keys.append(("Z", tr("undo")))
        self.keys.show_keys([*keys, ("Esc", tr("close"))])

    # --- what the agent does ---

    def _act(self, key: int) -> bool:
        one, row = self.chosen(), self.list.chosen()
        signals = {
            Qt.Key.Key_Return: self.opened,
            Qt.Key.Key_Enter: self.opened,
            Qt.Key.Key_D: self.finished,
            Qt.Key.Key_S: self.put_off,
            Qt.Key.Key_C: self.change_asked,
            Qt.Key.Key_Delete: self.dropped,
        }
        if key == Qt.Key.Key_Z and self._undo:
            self.undo_asked.emit()
        elif one is not None and key in signals:
            self._keep_place()
            signals[Qt.Key(key)].emit(one)
        elif one is None and isinstance(row, EntryRow) and key == Qt.Key.Key_Delete:
            self.unwatched.emit(row.key)
        elif (
            one is None
            and isinstance(row, EntryRow)
            and key
            in {
                Qt.Key.Key_Return,
                Qt.Key.Key_Enter,
            }
        ):
            self.opened.emit(row.key)
        else:
            return False
        return True

    def _keep_place(self) -> None:
        """For when the chosen row goes."""
        rows = [one for one in self.list.rows.rows if isinstance(one, EntryRow)]
        chosen = self.list.chosen()
        if chosen in rows:
            at = rows.index(chosen)
            beside = rows[at + 1 : at + 2] or rows[max(at - 1, 0) : at]
            self._beside = beside[0].key if beside else None

    def _go_on(self) -> None:
        if self.list.chosen() is None and self._beside is not None:
            place, self._beside = self.list.rows.place(self._beside), None
            if place >= 0:
                self.list.setCurrentIndex(self.list.rows.index(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the last line."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        undo = event.key() == Qt.Key.Key_Z and (plain or control)
        focused = self.focusWidget()
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and isinstance(focused, QPushButton):
            focused.click()
        elif event.isAutoRepeat() or not ((plain or undo) and self._act(event.key())):
            super().keyPressEvent(event)

    # --- layout and Qt ---

    def _build(self) -> None:
        empty = QVBoxLayout(self.nothing)
        empty.setContentsMargins(*[3 * look.GRID] * 4)
        empty.setSpacing(look.HALF)
        empty.addWidget(label(tr("No follow-ups"), "strong"))
        empty.addWidget(
            label(
                tr(
                    "Whom you promised to call or to write to again stands here, with the time in"
                    " both places. Press F in the customer sidebar to make one, or close an"
                    " interaction from the tray with a follow-up."
                ),
                "muted",
                wrap=True,
            )
        )
        empty.addStretch(1)
        row = QHBoxLayout(self._undo_row)
        row.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID)
        row.addWidget(self.undo_words)
        row.addWidget(self.undo)
        row.addStretch(1)
        self._undo_row.hide()
        self.undo.clicked.connect(self.undo_asked)
        self.content.addWidget(self.list, 1)
        self.content.addWidget(self.nothing, 1)
        self.content.addWidget(self._undo_row)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_keys())
        self.list.clicked_on.connect(lambda *_: self._show_keys())

    def open(self) -> None:
        """Come forward, with the first one chosen."""
        self._render()
        self.come_forward()
        self.list.setFocus()
        if self.list.chosen() is None:
            self.list.go(Qt.Key.Key_Home)
        self._show_keys()

    def showEvent(self, event: QShowEvent) -> None:
        """Times go on."""
        super().showEvent(event)
        self._aging.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody reads them."""
        super().hideEvent(event)
        self._aging.stop()
