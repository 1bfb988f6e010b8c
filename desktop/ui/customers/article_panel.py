"""Articles in the sidebar: one line, what was found, and the way back to the customer.

It covers the whole sidebar while it is open, so that nothing of a customer stands beside words that
are about to leave this computer. Nothing is sent before Enter.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.core.clock import Clock
from desktop.ui.customers.card_list import CardList
from desktop.ui.customers.card_view import EntryRow, Row, SayingRow, outside
from desktop.ui.customers.wording import tr
from desktop.ui.widgets import drawing
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.articles import ArticleQuestion, ArticleRow, Reader, listed
from desktop.ui.widgets.quiet import QuietFrame
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.words import KeysLine, button, label, line

LONGEST = 200
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class ArticlePanel(QWidget):
    """See the module."""

    opened = Signal(str)
    """Show the article at this address in the browser."""
    copied = Signal(str)
    """Put this address on the clipboard."""

    def __init__(self, frame: QuietFrame, reader: Reader, clock: Clock) -> None:
        """Hidden, over the whole of ``frame``."""
        super().__init__(frame)
        self._frame = frame
        self._clock = clock
        self._titles: tuple[str, ...] = ()
        self._question = ArticleQuestion(reader, self)
        self._question.changed.connect(self._show)
        self._told = ""
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST)
        self.line.setPlaceholderText(tr("Search articles"))
        self.line.setAccessibleName(tr("Search articles"))
        as_role(self.line, "palette")
        self.back = button(tr("Back"), "link")
        self.back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.note = label("", "muted", wrap=True)
        self.list = CardList()
        self.list.setAccessibleName(tr("Articles"))
        self.keys = KeysLine()
        self._build()
        self.line.installEventFilter(self)
        self.line.textEdited.connect(lambda _text: self._give_up())
        self.back.clicked.connect(self.leave)
        self.list.clicked_on.connect(lambda row, _call: self._open(row))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_keys())
        look.theme().changed.connect(self.update)
        frame.installEventFilter(self)
        self.hide()

    # --- what the sidebar calls ---------------------------------------------------------------

    def use(self, titles: tuple[str, ...]) -> None:
        """There are knowledge bases of these names."""
        self._titles = titles
        self.note.setText(tr("Enter sends these words to {}.").format(listed(titles)))
        if not titles:
            self.leave()

    def come(self, words: str) -> None:
        """Open with these words, which the agent may change before they are sent."""
        if not self._titles:
            return
        self._give_up()
        self.line.setText(outside(words, LONGEST))
        self._told = ""
        self.setGeometry(self._frame.rect())
        self.show()
        self.raise_()
        self._show()
        self.take_focus()
        self.line.selectAll()

    def take_focus(self) -> None:
        """The keys are here: put them where they are of use."""
        if self.list.chosen() is not None:
            self.list.setFocus()
        else:
            self.line.setFocus()

    def leave(self) -> None:
        """Give up what was asked, and let the customer be seen again."""
        if not self.isHidden():
            self._give_up()
            self.line.clear()
            self.hide()
            self._frame.keys_changed()

    # --- what the agent does ------------------------------------------------------------------

    def _ask(self) -> None:
        words = " ".join(self.line.text().split())
        if words:
            self._question.ask(words, self._titles)

    def _give_up(self) -> None:
        self._question.give_up()
        self._show()

    def _open(self, row: Row | None) -> None:
        if isinstance(row, EntryRow):
            self.opened.emit(row.copies)

    def _copy(self, row: Row | None) -> None:
        if isinstance(row, EntryRow):
            self.copied.emit(row.copies)
            self._told = tr("link copied")
            self._show_keys()

    def _show(self) -> None:
        every = self._question.rows(self._clock.now())
        rows: list[Row] = [row for one in every for row in _rows(one)]
        self.note.setVisible(not self._question.asked)
        first = self._question.asked and self.list.chosen() is None
        self.list.show_rows(rows)
        if first and any(one.url for one in every):
            self.list.go(Qt.Key.Key_Home)
            if self.line.hasFocus():
                self.list.setFocus()
        self._show_keys()

    def _show_keys(self) -> None:
        if not self.line.hasFocus() and isinstance(self.list.chosen(), EntryRow):
            keys = [("Enter", tr("open")), ("C", tr("copy link"))]
        else:
            keys = [("Enter", tr("send"))]
        self.keys.show_keys([*keys, ("Esc", tr("back"))] if not self._told else [])
        self.keys.say(self._told)

    # --- Qt -----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the line; a click there asks for the keys; the frame's size is this one's."""
        if watched is self._frame and event.type() is QEvent.Type.Resize:
            self.setGeometry(self._frame.rect())
        if watched is self.line:
            if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._on_line_key(Qt.Key(event.key()), repeats=event.isAutoRepeat())
            if event.type() is QEvent.Type.MouseButtonPress and not self._frame.has_keys:
                self._frame.take_keys()
            if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
                self._told = ""
                self._show_keys()
        return super().eventFilter(watched, event)

    def _on_line_key(self, key: Qt.Key, *, repeats: bool) -> bool:
        if key in _ENTER:
            if not repeats:
                self._ask()
        elif key is Qt.Key.Key_Escape:
            self.leave()
        elif key is Qt.Key.Key_Down and any(isinstance(x, EntryRow) for x in self.list.rows.rows):
            self.list.setFocus()
            if self.list.chosen() is None:
                self.list.go(key)
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the list; no other reaches the customer beneath."""
        key, chosen = Qt.Key(event.key()), self.list.chosen()
        self._told = ""
        if event.isAutoRepeat():
            pass
        elif key is Qt.Key.Key_Escape:
            self.leave()
        elif key in _ENTER:
            self.leave() if self.back.hasFocus() else self._open(chosen)
        elif key is Qt.Key.Key_C:
            self._copy(chosen)
        elif key is Qt.Key.Key_Up or event.text() == "/":
            self.line.setFocus()
            self.line.selectAll()
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Nothing of what is beneath shows through."""
        painter = QPainter(self)
        ground, edge = look.colour("window"), look.colour("line")
        drawing.rounded(painter, QRectF(self.rect()), look.RADIUS_WINDOW, ground, edge)
        painter.end()

    def _build(self) -> None:
        top = QWidget()
        top.setFixedHeight(look.HEADER_HEIGHT - look.GRID)
        head = QHBoxLayout(top)
        head.setContentsMargins(look.MARGIN - 2, 0, look.MARGIN, 0)
        head.setSpacing(look.GRID)
        head.addWidget(self.line, 1)
        head.addWidget(self.back)
        said = QWidget()
        words = QVBoxLayout(said)
        words.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID)
        words.addWidget(self.note)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.LINE, look.LINE, look.LINE, look.LINE)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(line())
        whole.addWidget(said)
        whole.addWidget(self.list, 1)
        whole.addWidget(line())
        whole.addWidget(self.keys)


def _rows(row: ArticleRow) -> list[Row]:
    if not row.url:
        text = f"{row.title.rstrip('.')}. {row.second}" if row.second else row.title
        return [SayingRow(("saying", row.title), row.excerpt or text)]
    article = EntryRow(
        ("article", row.url),
        row.title,
        row.second,
        chip=row.source,
        strong=True,
        copies=row.url,
    )
    return [article, *([SayingRow(("excerpt", row.url), row.excerpt)] if row.excerpt else [])]
