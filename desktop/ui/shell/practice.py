"""The practice window: a chat with nobody, to try snippets in.

Enter sends, Shift+Enter breaks the line, as in the chat programs of the day; what is sent stays
in the window. ``deskhand demo`` types into it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QTextOption
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.widgets import drawing
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import label, line

WIDTH = 72 * look.GRID
HEIGHT = 60 * look.GRID
FIELD_HEIGHT = 11 * look.GRID
WIDEST_BUBBLE = 48 * look.GRID


class ChatField(QPlainTextEdit):
    """Takes text as the field of a chat program does."""

    sent = Signal(str)
    """Enter was pressed; the field is empty again."""
    left = Signal()
    """Escape was pressed."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends, Escape leaves; everything else is writing."""
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not shifted:
            text = self.toPlainText()
            self.clear()
            self.sent.emit(text)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Bubble(QWidget):
    """One message of the chat."""

    def __init__(self, text: str, *, own: bool) -> None:
        """``own``: written by the agent."""
        super().__init__()
        self._ground = "soft" if own else "raised"
        words = label(text, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        # As wide as its longest line, and no wider than what is read with ease.
        metrics = words.fontMetrics()
        longest = max((metrics.horizontalAdvance(one) for one in text.split("\n")), default=0)
        inside = WIDEST_BUBBLE - 3 * look.GRID
        words.setFixedWidth(min(longest + 2, inside))
        words.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.MinimumExpanding)
        column = QVBoxLayout(self)
        edge = look.GRID + look.HALF
        column.setContentsMargins(edge, look.GRID, edge, look.GRID)
        column.addWidget(words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, in the theme in force."""
        painter = QPainter(self)
        drawing.rounded(
            painter, self.rect().toRectF(), look.RADIUS_FIELD, look.colour(self._ground)
        )
        painter.end()


class PracticeWindow(PlainWindow):
    """The chat and its field."""

    changed = Signal()
    """The text, the caret or what was sent."""
    closed = Signal()

    def __init__(self) -> None:
        """With nothing said yet."""
        keys = [("Enter", self.tr("send")), ("Shift Enter", self.tr("new line"))]
        super().__init__("practice", self.tr("Practice"), [*keys, ("Esc", self.tr("close"))])
        self.keys.say(self.tr("nothing leaves this window"))
        self.sent: list[str] = []
        self.field = ChatField()
        self.field.setPlaceholderText(self.tr("Write here, with snippets"))
        self.field.setAccessibleName(self.tr("Your message"))
        self.field.setFixedHeight(FIELD_HEIGHT)
        self.field.setTabChangesFocus(False)
        option = QTextOption(self.field.document().defaultTextOption())
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.field.document().setDefaultTextOption(option)
        self._empty = label(
            self.tr("Try your snippets here: type a trigger such as ;hello, or open the palette."),
            "muted",
            wrap=True,
        )
        self._build()
        self.resize(WIDTH, HEIGHT)
        self.field.textChanged.connect(self.changed)
        self.field.cursorPositionChanged.connect(self.changed)
        self.field.sent.connect(self._send)
        self.field.left.connect(self.close)
        self.field.setFocus()

    def receive(self, text: str) -> None:
        """Show a message of the customer."""
        self._add(Bubble(text, own=False), Qt.AlignmentFlag.AlignLeft)

    def start_over(self) -> None:
        """Empty the field, and forget what was sent."""
        self.field.clear()
        self.sent.clear()
        while self._chat.count() > 2:
            item = self._chat.takeAt(1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._empty.show()
        self.changed.emit()

    def hideEvent(self, event: object) -> None:
        """The window was closed."""
        super().hideEvent(event)  # type: ignore[arg-type]  # Qt passes its own event
        self.closed.emit()

    def _send(self, text: str) -> None:
        self.sent.append(text)
        if text:
            self._add(Bubble(text, own=True), Qt.AlignmentFlag.AlignRight)
        self.changed.emit()

    def _add(self, bubble: Bubble, side: Qt.AlignmentFlag) -> None:
        self._empty.hide()
        self._chat.insertWidget(self._chat.count() - 1, bubble, 0, side)
        QTimer.singleShot(0, self._show_last)

    def _show_last(self) -> None:
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _build(self) -> None:
        page = QWidget()
        as_role(page, "page")
        self._chat = QVBoxLayout(page)
        margin = look.MARGIN
        self._chat.setContentsMargins(margin, margin, margin, margin)
        self._chat.setSpacing(look.GRID)
        self._chat.addWidget(self._empty)
        self._chat.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(page)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.verticalScrollBar().rangeChanged.connect(lambda *_: self._show_last())
        self.content.addWidget(self._area, 1)
        self.content.addWidget(line())
        below = QHBoxLayout()
        below.setContentsMargins(margin, margin, margin, margin)
        below.addWidget(self.field)
        self.content.addLayout(below)
