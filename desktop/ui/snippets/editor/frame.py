"""The editor's window as it is laid out, without what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.snippets.editor.lists import PackList, SnippetList, SnippetRows
from desktop.ui.snippets.editor.notice import Notice
from desktop.ui.snippets.editor.pane import SheetPane
from desktop.ui.snippets.editor.problems import ProblemsPage
from desktop.ui.snippets.editor.workshop import PackRow, Workshop
from desktop.ui.snippets.source import Describe
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import button, label

SIDE_WIDTH = 26 * look.GRID
MIDDLE_WIDTH = 36 * look.GRID
_MOVING = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class NamingLine(QLineEdit):
    """A name for a new pack; Enter takes it, Escape gives it up."""

    named = Signal(str)

    def __init__(self) -> None:
        """Hidden until it is wanted."""
        super().__init__()
        self.setPlaceholderText(self.tr("Name of the pack"))
        self.setAccessibleName(self.tr("Name of the pack"))
        self.hide()

    def ask(self) -> None:
        """Let a name be typed."""
        self.clear()
        self.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            name = self.text().strip()
            if name:
                self.hide()
                self.named.emit(name)
        elif key is Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)


class EditorFrame(PlainWindow):
    """Subclasses fill it."""

    folder_asked = Signal(str)
    """Show this pack's file in its folder; empty for the packs folder."""
    file_asked = Signal(str)
    """Open this pack's file in the text editor."""
    import_asked = Signal()

    def __init__(self, workshop: Workshop, describe: Describe) -> None:
        """All parts, empty."""
        super().__init__("editor", self.tr("Deskhand snippets"), [])
        self.keys.show_keys(
            [
                ("Ctrl N", self.tr("new")),
                ("Ctrl S", self.tr("save")),
                ("Ctrl F", self.tr("search")),
                ("F2", self.tr("trigger")),
                ("Del", self.tr("delete")),
                ("Ctrl M", self.tr("move")),
                ("Ctrl H", self.tr("changes")),
                ("Esc", self.tr("close")),
            ]
        )
        self.resize(152 * look.GRID, 88 * look.GRID)
        self.packs = PackList()
        self.naming = NamingLine()
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Search snippets"))
        self.line.setAccessibleName(self.tr("Search snippets"))
        self.line.setClearButtonEnabled(True)
        self.line.installEventFilter(self)
        self.rows = SnippetRows(describe, self)
        self.list = SnippetList()
        self.list.setModel(self.rows)
        self.count = label("", "section")
        self.notice = Notice()
        self.pane = SheetPane(workshop)
        self.pane.hide()
        self.problems = ProblemsPage()
        self._empty = QWidget()
        self._pages = QStackedWidget()
        self._build()
        self.on_keys({"Ctrl+F": self._to_search, "Ctrl+E": self._ask_for_file})

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the line of the search the list is moved through, and Enter goes to the text."""
        if (
            watched is self.line
            and event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            key = Qt.Key(event.key())
            if key in _MOVING and self.rows.count:
                return self.list.go(key)
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if not self.list.currentIndex().isValid() and self.rows.count:
                    self.list.select(0)
                self.list.write_asked.emit()
                return True
        return super().eventFilter(watched, event)

    def show_problems(self, *, shown: bool) -> None:
        """What is wrong with the packs, in place of a snippet and the list."""
        self._middle.setVisible(not shown)
        self._pages.setCurrentIndex(1 if shown else 0)

    def on_keys(self, acts: Mapping[str, Callable[[], None]]) -> None:
        """Have keys do something in this window."""
        for keys, act in acts.items():
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def offer_packs(self, packs: Sequence[PackRow], act: Callable[[PackRow], None]) -> None:
        """A menu of packs."""
        self.menu = QMenu(self)
        self.menu.addSection(self.tr("Move to"))
        if not packs:
            self.menu.addAction(self.tr("There is no other pack of yours")).setEnabled(False)
        for pack in packs:
            self.menu.addAction(pack.name).triggered.connect(
                lambda _checked=False, pack=pack: act(pack)
            )
        self.menu.popup(self.pane.mapToGlobal(QPoint(look.MARGIN, look.HEADER_HEIGHT)))

    def _to_search(self) -> None:
        if self.packs.currentRow() == 1:
            self.packs.setCurrentRow(0)
        self.line.setFocus()
        self.line.selectAll()

    def _ask_for_folder(self) -> None:
        pack = self.packs.pack()
        self.folder_asked.emit(pack.path if pack is not None else "")

    def _ask_for_file(self) -> None:
        sheet = self.pane.sheet
        pack = self.packs.pack()
        path = sheet.saved.path if sheet is not None else pack.path if pack is not None else ""
        if path:
            self.file_asked.emit(path)

    def _build(self) -> None:
        side = QWidget()
        side.setMinimumWidth(SIDE_WIDTH - 6 * look.GRID)
        left = QVBoxLayout(side)
        left.setContentsMargins(look.MARGIN, look.MARGIN, look.GRID, look.GRID)
        left.setSpacing(look.GRID)
        left.addWidget(self.packs, 1)
        left.addWidget(self.naming)
        for words, act in (
            (self.tr("New pack…"), self.naming.ask),
            (self.tr("Take over…"), self.import_asked.emit),
            (self.tr("Open folder"), self._ask_for_folder),
        ):
            made = button(words, "link")
            made.clicked.connect(act)
            left.addWidget(made, 0, Qt.AlignmentFlag.AlignLeading)
        self._middle = QWidget()
        middle = QVBoxLayout(self._middle)
        middle.setContentsMargins(look.GRID, look.MARGIN, look.GRID, look.GRID)
        middle.setSpacing(look.GRID)
        middle.addWidget(self.line)
        middle.addWidget(self.list, 1)
        middle.addWidget(self.count)
        sheet = QWidget()
        right = QVBoxLayout(sheet)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.pane, 1)
        right.addWidget(self._nothing())
        self._pages.addWidget(sheet)
        self._pages.addWidget(self.problems)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setHandleWidth(look.LINE)
        both.setChildrenCollapsible(False)
        for part in (side, self._middle, self._pages):
            both.addWidget(part)
        both.setSizes([SIDE_WIDTH, MIDDLE_WIDTH, self.width() - SIDE_WIDTH - MIDDLE_WIDTH])
        both.setStretchFactor(2, 1)
        said = QHBoxLayout()
        said.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, 0)
        said.addWidget(self.notice)
        self.content.addLayout(said)
        self.content.addWidget(both, 1)

    def _nothing(self) -> QWidget:
        """Shown while no snippet is."""
        empty = self._empty
        words = QVBoxLayout(empty)
        words.setContentsMargins(3 * look.GRID, 3 * look.GRID, look.MARGIN, look.MARGIN)
        words.addWidget(label(self.tr("Choose a snippet"), "name"))
        words.addWidget(
            label(self.tr("It is shown here, with what it would come out as. Ctrl N writes a new"
                          " one."), "muted", wrap=True)
        )  # fmt: skip
        words.addStretch(1)
        as_role(empty, "clear")
        self.pane.shown.connect(lambda shown: empty.setVisible(not shown))
        return empty
