"""The translation engines: which are asked and in which order, where they are, and their keys.

The window shows and asks; :mod:`desktop.ui.translation.engines_desk` does it and shows the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.results import Problem
from desktop.settings.sections.translation import LOCAL_ONLY
from desktop.translation.engine_list import Listed
from desktop.translation.engines.registry import manifests
from desktop.ui.translation.engine_pane import EnginePane
from desktop.ui.translation.engine_wording import Asking, State, line_of
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.adding_form import AddingForm
from desktop.ui.widgets.fields import CheckBox
from desktop.ui.widgets.key_box import KeyState
from desktop.ui.widgets.side_rows import Headings, SideRows
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import button, label, line

WIDTH = 108 * look.GRID
HEIGHT = 80 * look.GRID
SIDE_WIDTH = 46 * look.GRID


class EnginesWindow(PlainWindow):
    """Engines at the side, the chosen one beside them, and above all what may leave."""

    local_only_changed = Signal(bool)
    chosen = Signal(str)
    """This engine is shown now: its key is to be looked for."""
    turned = Signal(str, bool)
    moved = Signal(str, int)
    filled = Signal(str, dict)
    test_asked = Signal(str)
    key_given = Signal(str, object)
    """A Secret to be kept as this engine's key."""
    key_forgotten = Signal(str)
    added = Signal(str, str)
    """A name, and of which kind."""
    removed = Signal(str)

    def __init__(self) -> None:
        """Empty at first; see :meth:`show_engines`."""
        super().__init__(
            "engines",
            self.tr("Deskhand translation engines"),
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
        self._engines: Sequence[Listed] = ()
        self._states: dict[str, State] = {}
        self._keys: dict[str, KeyState] = {}
        self._local_only = False
        self.local_only = CheckBox(LOCAL_ONLY.title)
        self.local_only.setFont(look.font(strong=True))
        self.rows = SideRows(
            Headings(
                self.tr("Engines"),
                self.tr("Asked in this order"),
                self.tr("No engine is turned on"),
                self.tr(
                    "Your translation memory, your glossary and approved snippets work all "
                    "the same. Choose an engine below, and turn it on."
                ),
                self.tr("Turned off"),
            )
        )
        self.another = button(self.tr("Another engine…"), "link")
        self.pane = EnginePane()
        # A free service is there once, and that is enough.
        kinds = [(one.title, name) for name, one in manifests().items() if not one.notice]
        self.adding = AddingForm(
            self.tr("Another engine"),
            self.tr("For a second server of the same kind. It has its own address and key."),
            kinds,
            "libretranslate",
        )
        self._area = QScrollArea()
        self._pages = QStackedWidget()
        self._build()
        self._connect()

    # --- what is shown ---

    def show_engines(self, engines: Sequence[Listed], *, local_only: bool) -> None:
        """The engines as the settings have them now."""
        self._engines = engines
        self._local_only = local_only
        with QSignalBlocker(self.local_only):
            self.local_only.setChecked(local_only)
        self.local_only.update()
        self._show()

    def show_state(self, name: str, state: State) -> None:
        """How an engine is."""
        self._states[name] = state
        self._show()

    def show_key(self, name: str, state: KeyState) -> None:
        """What the keyring says of an engine's key."""
        self._keys[name] = state
        self._show()

    def show_fault(self, name: str, problem: Problem | None) -> None:
        """What was typed for an engine can't be taken; None: it was."""
        if name == self.pane.shown():
            self.pane.fields.show_problem(problem)

    def show_added(self, name: str, problem: Problem | None) -> None:
        """It was added and is chosen, or says why not."""
        if problem is not None:
            self.adding.show_problem(problem)
            return
        self._leave_adding()
        self.rows.choose(name)
        self.pane.take_focus()

    def start(self) -> None:
        """Come forward, with the list in hand."""
        self._leave_adding()
        self.come_forward()
        self.rows.setFocus()

    def _show(self) -> None:
        lines = [
            line_of(one, self._states.get(one.name, Asking.NOT), local_only=self._local_only)
            for one in self._engines
        ]
        count = sum(one.on for one in self._engines)
        self.rows.show_lines(lines[:count], lines[count:])
        self._show_pane()

    def _show_pane(self) -> None:
        one = self._current()
        if one is None:
            return
        count = sum(each.on for each in self._engines)
        self.pane.show_engine(
            one,
            self._states.get(one.name, Asking.NOT),
            last=one.place == count - 1,
            local_only=self._local_only,
            key=self._keys.get(one.name, KeyState()),
        )

    def _current(self) -> Listed | None:
        name = self.rows.current()
        return next((one for one in self._engines if one.name == name), None)

    # --- what is asked ---

    def _on_chosen(self, name: str) -> None:
        self.pane.fields.finish()  # that is for the engine that was shown before
        self._leave_adding()
        self._area.verticalScrollBar().setValue(0)
        self._show_pane()
        self.chosen.emit(name)

    def _start_adding(self) -> None:
        self.pane.fields.finish()
        self._pages.setCurrentWidget(self.adding)
        self.adding.start()

    def _leave_adding(self) -> None:
        if self._pages.currentWidget() is self.adding:
            self._pages.setCurrentWidget(self._area)
            self.rows.setFocus()

    def _test(self) -> None:
        if self.pane.test.isEnabled():
            self.test_asked.emit(self.rows.current())

    def _move(self, step: int) -> None:
        one = self._current()
        if one is not None and one.on:
            self.moved.emit(one.name, step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what is asked, then closes; the others are in the last line."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if key == Qt.Key.Key_Escape and self._pages.currentWidget() is self.adding:
            self._leave_adding()
        elif key == Qt.Key.Key_Escape and self.pane.take_back():
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
        self.pane.fields.finish()
        self.pane.key.clear()
        self.pane.take_back()
        super().closeEvent(event)

    def _connect(self) -> None:
        rows, pane = self.rows, self.pane
        self.local_only.toggled.connect(self.local_only_changed)
        rows.chosen.connect(self._on_chosen)
        rows.turn_asked.connect(lambda _name: pane.ask_to_turn())
        rows.entered.connect(pane.take_focus)
        self.another.clicked.connect(self._start_adding)
        self.adding.left.connect(self._leave_adding)
        self.adding.added.connect(self.added)
        pane.turned.connect(lambda on: self.turned.emit(rows.current(), on))
        pane.moved.connect(self._move)
        pane.test_asked.connect(self._test)
        pane.remove_asked.connect(lambda: self.removed.emit(rows.current()))
        pane.fields.filled.connect(lambda cells: self.filled.emit(pane.shown(), cells))
        pane.key.given.connect(lambda secret: self.key_given.emit(pane.shown(), secret))
        pane.key.forget_asked.connect(lambda: self.key_forgotten.emit(pane.shown()))
        pane.key.look_asked.connect(lambda: self.chosen.emit(pane.shown()))

    def _build(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID + look.HALF)
        top.setSpacing(0)
        top.addWidget(self.local_only)
        top.addWidget(label(LOCAL_ONLY.help, "muted", wrap=True))
        self.content.addLayout(top)
        self.content.addWidget(line())
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
        self._pages.addWidget(self._area)
        self._pages.addWidget(self.adding)
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(side)
        both.addWidget(line(upright=True))
        both.addWidget(self._pages, 1)
        self.content.addLayout(both, 1)
