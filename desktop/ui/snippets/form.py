"""The form: what a snippet asks for before it has a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.snippets.render.outcome import Field, FieldKind, Question
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import ChoiceBox
from desktop.ui.widgets.frame import Frame
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.words import Elided, KeysLine, label, line

WIDTH = 56 * look.GRID
MOST_HEIGHT = 72 * look.GRID
MOST_OPTIONS = 5
"""Options of a list that are seen without scrolling."""
LINES = 4
"""Lines of text that a field of several lines shows."""

OnAnswers = Callable[[Mapping[str, str] | None], None]
"""Called once with a text for each field's name, or None when the agent gave up."""


class FormWindow(Frame):
    """Fields one below the other; Enter in the last line, or Ctrl+Enter anywhere, is done."""

    def __init__(self) -> None:
        """Build it hidden; see :meth:`ask`."""
        super().__init__()
        self.setObjectName("form")
        self._on_answers: OnAnswers | None = None
        self._fields: list[tuple[Field, QWidget]] = []
        self.title = Elided("", "name")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.keys = KeysLine(
            [
                ("Tab", self.tr("next")),
                ("Ctrl Enter", self.tr("done")),
                ("Esc", self.tr("cancel")),
            ]
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.LINE, look.LINE, look.LINE, look.LINE)
        whole.setSpacing(0)
        self.title.setContentsMargins(look.MARGIN, 0, look.MARGIN, 0)
        self.title.setFixedHeight(look.HEADER_HEIGHT)
        for widget in (self.title, line(), self._area, line(), self.keys):
            whole.addWidget(widget)

    def ask(self, question: Question, on_answers: OnAnswers, at: QPoint | None = None) -> None:
        """Show a question of the kind form near ``at``; one that is still open is given up."""
        self._end(None)
        self._on_answers = on_answers
        self.setWindowTitle(question.title)
        self.title.say(question.title)
        page = self._page(question.fields)
        self._area.setWidget(page)
        self._area.setFixedHeight(min(page.sizeHint().height(), MOST_HEIGHT))
        self.setFixedWidth(WIDTH)
        self.adjustSize()
        self.open_at(at)
        if self._fields:
            self._fields[0][1].setFocus()

    def _page(self, fields: tuple[Field, ...]) -> QWidget:
        page = QWidget()
        as_role(page, "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.MARGIN)
        column.setSpacing(look.HALF)
        self._fields = []
        for field in fields:
            words = field.name.replace("_", " ")
            widget = _editor(field)
            widget.setAccessibleName(words)
            widget.installEventFilter(self)
            named = label(words, "muted")
            named.setBuddy(widget)
            if self._fields:
                column.addSpacing(look.GRID)
            column.addWidget(named)
            column.addWidget(widget)
            self._fields.append((field, widget))
        column.addStretch(1)
        return page

    def _answers(self) -> dict[str, str]:
        return {field.name: _value(field, widget) for field, widget in self._fields}

    def _end(self, answers: Mapping[str, str] | None) -> None:
        on_answers, self._on_answers = self._on_answers, None
        self.hide()
        if on_answers is not None:
            on_answers(answers)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Escape in any field."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(watched, event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _on_key(self, watched: QObject, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            self._end(None)
            return True
        if key not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return False
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._end(self._answers())
            return True
        if isinstance(watched, QPlainTextEdit):
            return False
        if watched is self._fields[-1][1]:
            self._end(self._answers())
        else:
            self.focusNextChild()
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed by the system's key: given up."""
        self._end(None)
        super().closeEvent(event)


def _editor(field: Field) -> QWidget:
    match field.kind:
        case FieldKind.MULTILINE:
            several = QPlainTextEdit(field.default)
            several.setTabChangesFocus(True)
            lines = several.fontMetrics().lineSpacing() * LINES
            several.setFixedHeight(lines + look.MARGIN)
            return several
        case FieldKind.CHOICE:
            box = ChoiceBox()
            for option in field.options:
                box.addItem(option.label, option.value)
            box.setCurrentIndex(max(0, _place_of(field)))
            return box
        case FieldKind.LIST:
            rows = QListWidget()
            rows.addItems([option.label for option in field.options])
            rows.setCurrentRow(max(0, _place_of(field)))
            shown = min(len(field.options), MOST_OPTIONS)
            rows.setFixedHeight(shown * rows.sizeHintForRow(0) + look.GRID + 2 * look.LINE)
            return rows
        case FieldKind.TEXT:
            return QLineEdit(field.default)


def _place_of(field: Field) -> int:
    places = (at for at, one in enumerate(field.options) if field.default in {one.value, one.label})
    return next(places, -1)


def _value(field: Field, widget: QWidget) -> str:
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        place = widget.currentIndex()
    else:
        place = widget.currentRow() if isinstance(widget, QListWidget) else -1
    return field.options[place].value if 0 <= place < len(field.options) else ""
