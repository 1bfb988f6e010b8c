"""A text to be read: plain whatever is in it, broken anywhere, aligned by its own direction."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextDocument, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit

from desktop.ui.widgets import theme as look
from desktop.ui.widgets.passage import plain
from desktop.ui.widgets.read_text import lay_out_by_letters
from desktop.ui.widgets.scrolling import MOVING_KEYS
from desktop.ui.widgets.stylesheet import as_role

LONGEST_BLOCK = 1_000
"""Characters laid out at once. Qt's time for a paragraph without spaces grows with its square:
50,000 letters take 0.6 s in one piece and 0.01 s in pieces that are laid out when in sight."""
_MEASURED = 4_000
"""Characters that fill more than a window, whatever they are."""
_CUT = 1
"""A block that ends inside a paragraph."""
_BAR = look.GRID
"""Kept free at the end for the bar, so that the lines do not break anew when it appears."""


class ReadText(QTextEdit):
    """Scrolls where it is given less height than it needs; keys that do not scroll go on."""

    def __init__(self, name: str, role: str = "preview") -> None:
        """``name`` is for screen readers; ``role`` ``second`` is muted."""
        super().__init__()
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        as_role(self, role)
        self._text = ""
        self._unread = True
        self._beginning = QTextDocument(self)
        self._beginning.setUndoRedoEnabled(False)
        for document in (self.document(), self._beginning):
            lay_out_by_letters(document)
        self.verticalScrollBar().actionTriggered.connect(self._read)

    def say(self, text: str) -> None:
        """Show ``text`` from its beginning."""
        if text == self._text:
            return
        self._text = text
        self._unread = True
        blocks = list(_blocks(text))
        self.setPlainText("\n".join(words for words, _ in blocks))
        block = self.document().firstBlock()
        for _, cut in blocks:
            block.setUserState(_CUT if cut else 0)
            block = block.next()
        self._beginning.setPlainText("\n".join(words for words, _ in _blocks(text[:_MEASURED])))

    def text(self) -> str:
        """What was said, as it was."""
        return self._text

    def chosen(self) -> str:
        """The part that is selected; empty for none."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        parts: list[str] = []
        block = self.document().findBlock(start)
        while block.isValid() and block.position() < end:
            words = block.text()
            if block.userState() != _CUT:
                words += "\n"
            utf16 = words.encode("utf-16-le", "surrogatepass")
            first = 2 * max(start - block.position(), 0)
            last = 2 * min(end - block.position(), block.length())
            parts.append(utf16[first:last].decode("utf-16-le", "replace"))
            block = block.next()
        return "".join(parts).replace("\u2028", "\n")

    def widest(self) -> int:
        """The width of the longest line when nothing breaks it."""
        self._beginning.setDefaultFont(self.font())
        self._beginning.setTextWidth(-1)
        return math.ceil(self._beginning.idealWidth()) + _BAR

    def needed(self, width: int) -> int:
        """The height of the text at this width, as far as a window could show it."""
        if not self._text:
            return 0
        self._beginning.setDefaultFont(self.font())
        self._beginning.setTextWidth(width - _BAR)
        return math.ceil(self._beginning.size().height())

    def lines(self, most: int) -> int:
        """The height of as many whole lines as ``most`` pixels hold."""
        line = self.fontMetrics().lineSpacing()
        return max(most // line, 1) * line

    def show_in(self, height: int) -> None:
        """Take so much room; a text that was said since is shown from its beginning."""
        self.setVisible(bool(self._text))
        self.setFixedHeight(height)
        self._begin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._begin()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll."""
        self._read()
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll; what else a key does is the window's business."""
        if event.key() in MOVING_KEYS and not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        ):
            self._read()
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _begin(self) -> None:
        """Breaking the lines for another width moves what is in sight: go back until scrolled."""
        if self._unread:
            self.verticalScrollBar().setValue(0)

    def _read(self, _action: int = 0) -> None:
        self._unread = False


def _blocks(text: str) -> Iterator[tuple[str, bool]]:
    """The paragraphs, those that are too long in pieces; True: the paragraph goes on."""
    for paragraph in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        rest = plain(paragraph)
        while len(rest) > LONGEST_BLOCK:
            end = rest.rfind(" ", LONGEST_BLOCK // 2, LONGEST_BLOCK) + 1 or LONGEST_BLOCK
            while end > LONGEST_BLOCK // 2 and unicodedata.combining(rest[end]):
                end -= 1
            yield rest[:end], True
            rest = rest[end:]
        yield rest, False
