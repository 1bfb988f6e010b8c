"""Customers' systems: which are asked and in which order, where they are, how one is signed in.

The window shows and asks; :mod:`desktop.ui.customers.systems_desk` does it and shows the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.results import Problem
from desktop.customers.book.importing import Preview
from desktop.customers.providers.registry import manifests
from desktop.customers.system_list import Listed
from desktop.ui.customers.book_box import BookState
from desktop.ui.customers.import_page import ImportPage
from desktop.ui.customers.sign_in_box import SignInState
from desktop.ui.customers.system_pane import SystemPane
from desktop.ui.customers.systems_wording import Asking, State, line_of
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.adding_form import AddingForm
from desktop.ui.widgets.key_box import KeyState
from desktop.ui.widgets.side_rows import Headings, SideRows
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import button, line

WIDTH = 108 * look.GRID
HEIGHT = 84 * look.GRID
SIDE_WIDTH = 46 * look.GRID


class SystemsWindow(PlainWindow):
    """Systems at the side, the chosen one beside them."""

    chosen = Signal(str)
    """This system is shown now: what is kept for it is to be looked for."""
    turned = Signal(str, bool)
    moved = Signal(str, int)
    filled = Signal(str, dict)
    test_asked = Signal(str)
    key_given = Signal(str, object)
    """A Secret to be kept for this system."""
    key_forgotten = Signal(str)
    sign_in_asked = Signal(str)
    sign_in_cancelled = Signal(str)
    address_asked = Signal(str)
    """Copy what the browser is to open."""
    sign_out_asked = Signal(str)
    bring_asked = Signal(str)
    list_taken = Signal(str, object)
    stop_asked = Signal(str)
    list_removed = Signal(str, str)
    added = Signal(str, str)
    """A name, and of which kind."""
    removed = Signal(str)

    def __init__(self) -> None:
        """Empty at first; see :meth:`show_systems`."""
        super().__init__(
            "systems",
            self.tr("Deskhand customers' systems"),
            [
                ("Space", self.tr("on or off")),
                ("Alt ↑ ↓", self.tr("order")),
                ("Ctrl T", self.tr("test")),
                ("Ctrl N", self.tr("another")),
                ("Esc", self.tr("close")),
            ],
        )
        self.keys.say(self.tr("changes hold at once"))
        self.resize(WIDTH, HEIGHT)
        self._systems: Sequence[Listed] = ()
        self._states: dict[str, State] = {}
        self._keys: dict[str, KeyState] = {}
        self._sign_ins: dict[str, SignInState] = {}
        self.rows = SideRows(
            Headings(
                self.tr("Customers' systems"),
                self.tr("Customers are looked up in"),
                self.tr("Customers are looked up nowhere"),
                self.tr(
                    "Choose a system below, say where it is, sign in, test, and turn it on. Your "
                    "customer book needs no account."
                ),
                self.tr("Not asked"),
            )
        )
        self.another = button(self.tr("Another system…"), "link")
        self.pane = SystemPane()
        kinds = [(one.title, name) for name, one in manifests().items() if name != "book"]
        self.adding = AddingForm(
            self.tr("Another system"),
            self.tr("For a second one of the same kind. It has its own address and sign-in."),
            sorted(kinds),
        )
        self.importing = ImportPage()
        self._area = QScrollArea()
        self._pages = QStackedWidget()
        self._build()
        self._connect()

    # --- what is shown ---

    def show_systems(self, systems: Sequence[Listed]) -> None:
        """The systems as the settings have them now."""
        self._systems = systems
        self._show()

    def show_state(self, name: str, state: State) -> None:
        """How a system is."""
        self._states[name] = state
        self._show()

    def show_key(self, name: str, state: KeyState) -> None:
        """What the keyring says of a system's key."""
        self._keys[name] = state
        self._show()

    def show_sign_in(self, name: str, state: SignInState) -> None:
        """How far a sign-in by the browser is."""
        self._sign_ins[name] = state
        self._show()

    def sign_in_of(self, name: str) -> SignInState:
        """As it was shown last."""
        return self._sign_ins.get(name, SignInState())

    def show_book(self, state: BookState) -> None:
        """What is in the book, and what comes in."""
        self.pane.book.show_book(state)

    def show_file(self, path: Path, preview: Preview, lists: frozenset[str]) -> None:
        """A file that was chosen for the book."""
        self._pages.setCurrentWidget(self.importing)
        self.importing.show_file(path, preview, lists)

    def show_fault(self, name: str, problem: Problem | None) -> None:
        """What was typed for a system can't be taken; None: it was."""
        if name == self.pane.shown():
            self.pane.fields.show_problem(problem)

    def show_added(self, name: str, problem: Problem | None) -> None:
        """It was added and is chosen, or says why not."""
        if problem is not None:
            self.adding.show_problem(problem)
            return
        self._leave_page()
        self.rows.choose(name)
        self.pane.take_focus()

    def start(self, name: str = "") -> None:
        """Come forward, with the list in hand or with the system ``name`` chosen."""
        self._leave_page()
        self.come_forward()
        if name:
            self.rows.choose(name)
        self.rows.setFocus()

    def _show(self) -> None:
        lines = [line_of(one, self._states.get(one.name, Asking.NOT)) for one in self._systems]
        count = sum(one.on for one in self._systems)
        self.rows.show_lines(lines[:count], lines[count:])
        self._show_pane()

    def _show_pane(self) -> None:
        one = self._current()
        if one is None:
            return
        count = sum(each.on for each in self._systems)
        self.pane.show_system(
            one,
            self._states.get(one.name, Asking.NOT),
            last=one.place == count - 1,
            key=self._keys.get(one.name, KeyState()),
            sign_in=self._sign_ins.get(one.name, SignInState()),
        )

    def _current(self) -> Listed | None:
        name = self.rows.current()
        return next((one for one in self._systems if one.name == name), None)

    # --- what is asked ---

    def _on_chosen(self, name: str) -> None:
        self.pane.fields.finish()  # that is for the system that was shown before
        self._leave_page()
        self._area.verticalScrollBar().setValue(0)
        self._show_pane()
        self.chosen.emit(name)

    def _start_adding(self) -> None:
        self.pane.fields.finish()
        self._pages.setCurrentWidget(self.adding)
        self.adding.start()

    def _leave_page(self) -> None:
        if self._pages.currentWidget() is not self._area:
            self._pages.setCurrentWidget(self._area)
            self.rows.setFocus()

    def _test(self) -> None:
        self.pane.fields.finish()
        if self.pane.test.isEnabled() and self.pane.test.isVisibleTo(self.pane):
            self.test_asked.emit(self.rows.current())

    def _turn(self) -> None:
        one = self._current()
        if one is not None:
            self.pane.fields.finish()
            self.turned.emit(one.name, not one.on)

    def _move(self, step: int) -> None:
        one = self._current()
        if one is not None and one.on:
            self.moved.emit(one.name, step)

    def _sign_in(self) -> None:
        self.pane.fields.finish()
        self.sign_in_asked.emit(self.pane.shown())

    def _taken(self, wanted: object) -> None:
        self._leave_page()
        self.list_taken.emit(self.pane.shown(), wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what is asked, then closes; the others are in the last line."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if key == Qt.Key.Key_Escape and self._pages.currentWidget() is not self._area:
            self._leave_page()
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
        self.pane.fields.finish()
        self.pane.key.clear()
        super().closeEvent(event)

    def _connect(self) -> None:
        rows, pane = self.rows, self.pane
        rows.chosen.connect(self._on_chosen)
        rows.turn_asked.connect(lambda _name: self._turn())
        rows.entered.connect(pane.take_focus)
        self.another.clicked.connect(self._start_adding)
        self.adding.left.connect(self._leave_page)
        self.adding.added.connect(self.added)
        self.importing.left.connect(self._leave_page)
        self.importing.taken.connect(self._taken)
        pane.turned.connect(lambda _on: self._turn())
        pane.moved.connect(self._move)
        pane.test_asked.connect(self._test)
        pane.remove_asked.connect(lambda: self.removed.emit(rows.current()))
        pane.fields.filled.connect(lambda cells: self.filled.emit(pane.shown(), cells))
        pane.key.given.connect(lambda secret: self.key_given.emit(pane.shown(), secret))
        pane.key.forget_asked.connect(lambda: self.key_forgotten.emit(pane.shown()))
        pane.key.look_asked.connect(lambda: self.chosen.emit(pane.shown()))
        pane.sign_in.asked.connect(self._sign_in)
        pane.sign_in.cancelled.connect(lambda: self.sign_in_cancelled.emit(pane.shown()))
        pane.sign_in.address_asked.connect(lambda: self.address_asked.emit(pane.shown()))
        pane.sign_in.sign_out_asked.connect(lambda: self.sign_out_asked.emit(pane.shown()))
        pane.book.bring_asked.connect(lambda: self.bring_asked.emit(pane.shown()))
        pane.book.stop_asked.connect(lambda: self.stop_asked.emit(pane.shown()))
        pane.book.remove_asked.connect(lambda name: self.list_removed.emit(pane.shown(), name))

    def _build(self) -> None:
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
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(self.pane)
        as_role(self.pane, "page")
        for page in (self._area, self.adding, self.importing):
            self._pages.addWidget(page)
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(side)
        both.addWidget(line(upright=True))
        both.addWidget(self._pages, 1)
        self.content.addLayout(both, 1)
