"""Where the agent writes the reply: plain text, growing to five lines."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit

from desktop.ui.widgets import theme as look
from desktop.ui.widgets.passage import is_right_to_left

MOST_LINES = 5
INSIDE = 1
AROUND = look.HALF - INSIDE
MOST_PASTED = 20_000
"""Letters that are taken of what is pasted; no chat takes as many."""

_AUTO = Qt.LayoutDirection.LayoutDirectionAuto
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
ENTER_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
MODIFIER_KEYS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    }
)


class ReplyBox(QPlainTextEdit):
    """Tells each draft; leaves the window's keys to the window."""

    drafted = Signal(str)
    """What is written now, without what an input method is still composing."""
    entered = Signal(bool)
    """Enter was pressed; True with Ctrl. A key that is held down tells it once."""
    touched = Signal()
    """Any other key was pressed."""
    shortened = Signal()
    """What was pasted was longer than a reply can be."""

    def __init__(self) -> None:
        """Empty at first."""
        super().__init__()
        self._known = ""
        self._composing = False
        self.setTabChangesFocus(True)
        self.setPlaceholderText(self.tr("Write your reply in your own language"))
        self.setAccessibleName(self.tr("Your reply"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The margin inside is where the line beneath the last one would be seen.
        self.document().setDocumentMargin(INSIDE)
        self.setViewportMargins(AROUND, AROUND, AROUND, AROUND)
        self._align()
        self.textChanged.connect(self._tell)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._grow()

    def draft(self) -> str:
        """What is written; no-break spaces are kept, which Qt's own answer makes plain."""
        return _lines(self.document().toRawText())

    def set_draft(self, text: str) -> None:
        """Put another draft here; tells nothing.

        What was here can't be undone back: it may have been another customer's.
        """
        if text == self.draft():
            self._known = text
            self.document().clearUndoRedoStacks()
            return
        self.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.setPlainText(text)
        self.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._known = self.draft()
        self._align()
        cursor = self.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.setTextCursor(cursor)
        self._grow()

    def _tell(self) -> None:
        draft = self.draft()
        if draft != self._known:
            self._known = draft
            self._align()
            self._grow()
            self.drafted.emit(draft)

    def _align(self) -> None:
        """Begin where the text begins; an empty box where the interface does."""
        draft = self.draft()
        right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        if draft.strip():
            right = is_right_to_left(draft)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        option = QTextOption(self.document().defaultTextOption())
        if option.alignment() == side and option.textDirection() is _AUTO:
            return
        option.setAlignment(side)
        option.setTextDirection(_AUTO)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)

    def _grow(self) -> None:
        # This layout counts its height in lines, and with less hides the last of them.
        lines = min(max(round(self.document().size().height()), 1), MOST_LINES)
        around = 2 * (look.HALF + look.LINE + AROUND + INSIDE) + 2
        inside = max(lines * self.fontMetrics().lineSpacing(), self._height())
        self.setFixedHeight(inside + around)
        more = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        none = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(more if lines == MOST_LINES else none)

    def _height(self) -> int:
        """Of what is written, in pixels: Thai and some emoji stand higher than the box's font."""
        heights: list[float] = []
        block = self.document().firstBlock()
        while block.isValid() and len(heights) < MOST_LINES:
            self.blockBoundingRect(block)  # lays it out
            layout = block.layout()
            count = min(layout.lineCount(), MOST_LINES - len(heights))
            heights += [layout.lineAt(number).height() for number in range(count)]
            block = block.next()
        return ceil(sum(heights))

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take pasted text, not more than a reply can be."""
        text = source.text()
        long = len(text) > MOST_PASTED
        if long:
            source = QMimeData()
            source.setText(text[:MOST_PASTED])
        super().insertFromMimeData(source)
        if long:
            self.shortened.emit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composed text is no draft before it is committed."""
        super().inputMethodEvent(event)
        self._composing = bool(event.preeditString())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is told, Shift+Enter is a new line, the window's keys go on to it."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in MODIFIER_KEYS:
            super().keyPressEvent(event)
        elif event.key() in ENTER_KEYS:
            event.accept()
            if self._composing:
                return
            if modifiers == SHIFT:
                self.touched.emit()
                self.textCursor().insertBlock()
                self.ensureCursorVisible()
            elif modifiers in {NONE, CONTROL} and not event.isAutoRepeat():
                self.entered.emit(modifiers == CONTROL)
        elif self._is_the_windows(event, modifiers):
            event.ignore()
        else:
            self.touched.emit()
            super().keyPressEvent(event)

    def _is_the_windows(self, event: QKeyEvent, modifiers: Qt.KeyboardModifier) -> bool:
        key = event.key()
        if modifiers == CONTROL:
            if key == Qt.Key.Key_C:
                return not self.textCursor().hasSelection()
            return key in {Qt.Key.Key_L, Qt.Key.Key_Up, Qt.Key.Key_Down}
        if modifiers == CONTROL | SHIFT:
            return key == Qt.Key.Key_V
        return key in {Qt.Key.Key_Escape, Qt.Key.Key_F8}


def _lines(raw: str) -> str:
    return raw.replace("\u2029", "\n").replace("\u2028", "\n")
