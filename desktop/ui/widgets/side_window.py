"""A window with services to set up at its side, and the chosen one beside them.

The translation engines and the customers' systems are set up so. It shows and asks; whoever made it
does what is asked, and shows what came of it (:mod:`desktop.ui.shell.services_desk`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.results import Problem
from desktop.settings.listed import ListedService
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.adding_form import AddingForm
from desktop.ui.widgets.key_box import KeyState
from desktop.ui.widgets.service_words import Asking
from desktop.ui.widgets.side_pane import SidePane
from desktop.ui.widgets.side_rows import Headings, SideLine, SideRows
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import button, line

WIDTH = 108 * look.GRID
SIDE_WIDTH = 46 * look.GRID

L = TypeVar("L", bound=ListedService[Any, Any])
S = TypeVar("S")
"""How one of them is."""


class SideWindow(PlainWindow, Generic[L, S]):
    """See the module."""

    chosen = Signal(str)
    """This one is shown now: what is kept for it is to be looked for."""
    turned = Signal(str, bool)
    moved = Signal(str, int)
    filled = Signal(str, dict)
    test_asked = Signal(str)
    key_given = Signal(str, object)
    """A Secret to be kept as its key."""
    key_forgotten = Signal(str)
    added = Signal(str, str)
    """A name, and of which kind."""
    removed = Signal(str)

    def __init__(
        self,
        name: str,
        title: str,
        headings: Headings,
        another: str,
        pane: SidePane[L],
        adding: AddingForm,
    ) -> None:
        """Empty at first; ``another`` are the words of the way to ``adding``."""
        super().__init__(
            name,
            title,
            [
                ("Space", self.tr("on or off")),
                ("Alt ↑ ↓", self.tr("order")),
                ("Ctrl T", self.tr("test")),
                ("Ctrl N", self.tr("another")),
                ("Esc", self.tr("close")),
            ],
        )
        self.keys.say(self.tr("changes hold at once"))
        self.rows = SideRows(headings)
        self.another = button(another, "link")
        self.adding = adding
        self.area = QScrollArea()
        self.pages = QStackedWidget()
        self._pane = pane
        self._listed: Sequence[L] = ()
        self._states: dict[str, S | Asking] = {}
        self._keys: dict[str, KeyState] = {}
        self._build_sides()
        self._connect_sides()

    # --- for who makes one ---

    def line_of(self, one: L, state: S | Asking) -> SideLine:
        """What there is to say about it in the list."""
        raise NotImplementedError

    def show_one(self, one: L, state: S | Asking, key: KeyState, *, last: bool) -> None:
        """Have the pane show it; ``last``: none is asked after it."""
        raise NotImplementedError

    # --- what is shown ---

    def shown(self) -> str:
        """The name of the one that is shown; empty while there is none."""
        return self._pane.shown()

    def show_listed(self, listed: Sequence[L]) -> None:
        """All as the settings have them now, those that are on first."""
        self._listed = listed
        self._show()

    def show_state(self, name: str, state: S | Asking) -> None:
        """How one is."""
        self._states[name] = state
        self._show()

    def show_key(self, name: str, state: KeyState) -> None:
        """What the keyring says of one's key."""
        self._keys[name] = state
        self._show()

    def show_chosen(self) -> None:
        """Have the pane show what is chosen."""
        name = self.rows.current()
        one = next((one for one in self._listed if one.name == name), None)
        if one is not None:
            last = one.place == self._count_on() - 1
            self.show_one(one, self._state_of(name), self._keys.get(name, KeyState()), last=last)

    def show_fault(self, name: str, problem: Problem | None) -> None:
        """What was typed can't be taken; None: it was."""
        if name == self._pane.shown():
            self._pane.fields.show_problem(problem)

    def show_added(self, name: str, problem: Problem | None) -> None:
        """It was added and is chosen, or says why not."""
        if problem is not None:
            self.adding.show_problem(problem)
            return
        self.leave_page()
        self.rows.choose(name)
        self._pane.take_focus()

    def start(self, name: str = "") -> None:
        """Come forward, with the list in hand; with ``name`` that one is chosen."""
        self.leave_page()
        self.come_forward()
        if name:
            self.rows.choose(name)
        self.rows.setFocus()

    def leave_page(self) -> None:
        """Back to what is chosen, from whatever else is asked beside the list."""
        if self.pages.currentWidget() is not self.area:
            self.pages.setCurrentWidget(self.area)
            self.rows.setFocus()

    def _show(self) -> None:
        lines = [self.line_of(one, self._state_of(one.name)) for one in self._listed]
        count = self._count_on()
        self.rows.show_lines(lines[:count], lines[count:])
        self.show_chosen()

    def _state_of(self, name: str) -> S | Asking:
        return self._states.get(name, Asking.NOT)

    def _count_on(self) -> int:
        return sum(one.on for one in self._listed)

    # --- what is asked ---

    def _on_chosen(self, name: str) -> None:
        self._pane.fields.finish()  # that is for the one that was shown before
        self.leave_page()
        self.area.verticalScrollBar().setValue(0)
        self.show_chosen()
        self.chosen.emit(name)

    def _start_adding(self) -> None:
        self._pane.fields.finish()
        self.pages.setCurrentWidget(self.adding)
        self.adding.start()

    def _test(self) -> None:
        self._pane.fields.finish()
        test = self._pane.test
        if test.isEnabled() and test.isVisibleTo(self._pane):
            self.test_asked.emit(self.rows.current())

    def _move(self, step: int) -> None:
        name = self.rows.current()
        if any(one.on for one in self._listed if one.name == name):
            self.moved.emit(name, step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what is asked, then closes; the others are in the last line."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if key == Qt.Key.Key_Escape and self.pages.currentWidget() is not self.area:
            self.leave_page()
        elif key == Qt.Key.Key_Escape and self._pane.take_back():
            self.rows.setFocus()
        elif alt and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._move(-1 if key == Qt.Key.Key_Up else 1)
        elif control and key == Qt.Key.Key_T:
            self._test()
        elif control and key == Qt.Key.Key_N:
            self._start_adding()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take what was typed last; a key that was not kept is let go."""
        self._pane.fields.finish()
        self._pane.key.clear()
        self._pane.take_back()
        super().closeEvent(event)

    def _connect_sides(self) -> None:
        rows, pane = self.rows, self._pane
        rows.chosen.connect(self._on_chosen)
        rows.turn_asked.connect(lambda _name: pane.ask_to_turn())
        rows.entered.connect(pane.take_focus)
        self.another.clicked.connect(self._start_adding)
        self.adding.left.connect(self.leave_page)
        self.adding.added.connect(self.added)
        pane.turned.connect(lambda on: self.turned.emit(rows.current(), on))
        pane.moved.connect(self._move)
        pane.test_asked.connect(self._test)
        pane.remove_asked.connect(lambda: self.removed.emit(rows.current()))
        pane.fields.filled.connect(lambda cells: self.filled.emit(pane.shown(), cells))
        pane.key.given.connect(lambda secret: self.key_given.emit(pane.shown(), secret))
        pane.key.forget_asked.connect(lambda: self.key_forgotten.emit(pane.shown()))
        pane.key.look_asked.connect(lambda: self.chosen.emit(pane.shown()))

    def _build_sides(self) -> None:
        side = QWidget()
        side.setFixedWidth(SIDE_WIDTH)
        left = QVBoxLayout(side)
        left.setContentsMargins(look.GRID, look.MARGIN, look.GRID, look.GRID)
        left.setSpacing(look.GRID)
        left.addWidget(self.rows, 1)
        below = QHBoxLayout()
        below.setContentsMargins(look.GRID, 0, look.GRID, 0)
        below.addWidget(self.another)
        below.addStretch(1)
        left.addLayout(below)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(self._pane)
        as_role(self._pane, "page")
        self.pages.addWidget(self.area)
        self.pages.addWidget(self.adding)
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(side)
        both.addWidget(line(upright=True))
        both.addWidget(self.pages, 1)
        self.content.addLayout(both, 1)
