"""A window to type into, as a program of its own: a Qt text field that tells what happened in it.

``python tests/screen/text_window.py [--chat | --rich] [--form] [--name NAME] [--title TITLE]``.
Commands come as lines on standard input: ``read`` is answered by one line of JSON, ``clear`` and
``close`` by an empty object; anything else ends it. Nothing is printed unasked, so that the field
is as fast as others.

With ``--chat`` Enter sends: the text goes to ``sent`` and the field is empty; Shift+Enter is a
line break there, as in the chat programs of the day. With ``--rich`` the field takes rich text and
pictures, of which ``html`` and ``pictures`` tell, and ``caret_at`` says where the caret is. With
``--form`` a line to type in stands below, told as ``below``, and Tab leads there.
"""

from __future__ import annotations

import argparse
import json
import sys
import time

from PySide6.QtCore import QMimeData, QSocketNotifier, Qt
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

TAIL = 400
"""Characters before the caret that are kept with every change."""


class Field(QPlainTextEdit):
    """Counts time from the change itself: ``time.monotonic`` is one clock for all processes."""

    def __init__(self, *, chat: bool) -> None:
        super().__init__()
        self._chat = chat
        self.sent: list[str] = []
        self.changes: list[tuple[float, str]] = []
        self.focused = False
        self.setUndoRedoEnabled(False)
        self.document().contentsChanged.connect(self._changed)

    def _changed(self) -> None:
        cursor = self.textCursor()
        text = self.toPlainText()
        self.changes.append((time.monotonic(), text[max(0, cursor.position() - TAIL) :]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._chat and enter and not shifted:
            self.sent.append(self.toPlainText())
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused = True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused = False

    def state(self) -> dict[str, object]:
        return {
            "text": self.toPlainText(),
            "caret": self.textCursor().position(),
            "sent": self.sent,
            "changes": self.changes,
            "focused": self.focused,
        }

    def start_over(self) -> None:
        self.clear()
        self.sent.clear()
        self.changes.clear()


class RichField(QTextEdit):
    """Takes what is pasted as rich as it comes."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: list[tuple[int, int]] = []
        self.focused = False

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasImage():
            picture = source.imageData()
            assert isinstance(picture, QImage)
            self.pictures.append((picture.width(), picture.height()))
        else:
            super().insertFromMimeData(source)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused = True

    def state(self) -> dict[str, object]:
        return {
            "text": self.toPlainText(),
            "html": self.toHtml(),
            "pictures": self.pictures,
            "focused": self.focused,
            "caret_at": self._caret_at(),
        }

    def _caret_at(self) -> tuple[float, float]:
        """Below the caret, in pixels of the screen; Qt scales from its corner."""
        at = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
        ratio = self.devicePixelRatio()
        return at.x() * ratio, at.y() * ratio

    def start_over(self) -> None:
        self.clear()
        self.pictures.clear()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--chat", action="store_true")
    parser.add_argument("--rich", action="store_true")
    parser.add_argument("--form", action="store_true")
    parser.add_argument("--name", default="text-window")
    parser.add_argument("--title", default="A text field")
    options = parser.parse_args()
    app = QApplication([options.name])
    app.setApplicationName(options.name)
    field = RichField() if options.rich else Field(chat=options.chat)
    field.setTabChangesFocus(options.form)
    window, below = QWidget(), QLineEdit()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(field)
    if options.form:
        column.addWidget(below)
    window.setWindowTitle(options.title)
    window.resize(640, 400)
    window.show()

    def obey() -> None:
        line = sys.stdin.readline().strip()
        answer: dict[str, object] = {}
        if line == "read":
            answer = {**field.state(), "below": below.text()}
        elif line == "clear":
            field.start_over()
        elif line == "close":
            window.close()
        else:
            app.quit()
            return
        print(json.dumps(answer), flush=True)

    listening = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    listening.activated.connect(obey)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
