"""The form: what a snippet asks for before it has a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.snippets.render.form_answers import asked, wrong
from desktop.snippets.render.outcome import Field, FieldKind, Question
from desktop.ui.snippets.form_editors import Editor, editor_of
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.frame import Frame
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.words import Elided, KeysLine, label, line

WIDTH = 56 * look.GRID
MOST_HEIGHT = 72 * look.GRID

OnAnswers = Callable[[Mapping[str, str] | None], None]
"""Called once with a text for each field's name, or None when the agent gave up."""


class FormWindow(Frame):
    """Fields one below the other; Enter in the last line, or Ctrl+Enter anywhere, is done.

    A field in an optional part comes and goes with what the part hangs on. What a field is not
    fit for stands beneath it, and the form stays until it is.
    """

    def __init__(self) -> None:
        """Build it hidden; see :meth:`ask`."""
        super().__init__()
        self.setObjectName("form")
        self._on_answers: OnAnswers | None = None
        self._rows: list[_Row] = []
        self._remembered: dict[tuple[str, str], str] = {}
        """Of fields that ask for it, by form and name. In memory only: it may be a customer's."""
        self._title = ""
        self.title = Elided("", "name")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        self._title = question.title
        self.setWindowTitle(question.title)
        self.title.say(question.title)
        self._area.setWidget(self._page(question.fields))
        self.setFixedWidth(WIDTH)
        self._show_asked()
        self.open_at(at)
        if self._rows:
            self._rows[0].editor.widget.setFocus()

    def _page(self, fields: tuple[Field, ...]) -> QWidget:
        page = QWidget()
        as_role(page, "page")
        self._column = column = QVBoxLayout(page)
        column.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.MARGIN)
        column.setSpacing(look.GRID + look.HALF)
        self._rows = []
        for field in fields:
            remembered = self._remembered.get((self._title, field.name)) if field.remember else None
            row = _Row(field, field.default if remembered is None else remembered)
            for watched in (row.editor.widget, *row.editor.widget.findChildren(QWidget)):
                watched.installEventFilter(self)
            for signal in row.editor.changed:
                signal.connect(lambda *_, row=row: self._on_change(row))
            column.addWidget(row)
            self._rows.append(row)
        column.addStretch(1)
        return page

    def _on_change(self, row: _Row) -> None:
        row.say("")
        self._show_asked()

    def _show_asked(self) -> None:
        """Show the fields that are asked for as things stand, and take the height they need."""
        fields = [row.field for row in self._rows]
        wanted = {one.name for one in asked(fields, self._answers())}
        for row in self._rows:
            row.setVisible(row.field.name in wanted)
        self._fit()

    def _fit(self) -> None:
        column = self._column
        column.activate()
        width = WIDTH - 2 * look.LINE
        by_width = column.hasHeightForWidth()
        height = column.totalHeightForWidth(width) if by_width else column.totalSizeHint().height()
        self._area.setFixedHeight(min(height, MOST_HEIGHT))
        self.adjustSize()

    def _answers(self) -> dict[str, str]:
        return {row.field.name: row.editor.answer() for row in self._rows}

    def _finish(self) -> None:
        """Done, if every field that is asked for fits; else say what does not."""
        answers = self._answers()
        wanted = asked([row.field for row in self._rows], answers)
        first: _Row | None = None
        for row in self._rows:
            fault = wrong(row.field, answers[row.field.name]) if row.field in wanted else None
            row.say(fault.why if fault else "")
            if fault and first is None:
                first = row
        if first is not None:
            self._fit()
            first.editor.widget.setFocus()
            self._area.ensureWidgetVisible(first)
            return
        for row in self._rows:
            if row.field.remember:
                self._remembered[self._title, row.field.name] = answers[row.field.name]
        self._end(answers)

    def _end(self, answers: Mapping[str, str] | None) -> None:
        on_answers, self._on_answers = self._on_answers, None
        self.hide()
        if on_answers is not None:
            on_answers(answers)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Escape in any field, and the way to one that is out of sight."""
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._area.ensureWidgetVisible(watched)
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
            self._finish()
            return True
        if isinstance(watched, QPlainTextEdit):
            return False
        last = [row for row in self._rows if row.isVisibleTo(self)][-1]
        if isinstance(watched, QWidget) and last.isAncestorOf(watched):
            self._finish()
        else:
            self.focusNextChild()
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed by the system's key: given up."""
        self._end(None)
        super().closeEvent(event)


def _lines(words: str, role: str) -> QLabel:
    """Words that wrap. Qt takes them for higher than they are, as if they had less room."""
    made = label(words, role, wrap=True)
    made.setMinimumHeight(look.GRID)
    return made


class _Row(QWidget):
    """A field with its words above, and what is wrong with it beneath."""

    def __init__(self, field: Field, default: str) -> None:
        super().__init__()
        self.field = field
        self.editor: Editor = editor_of(field, default)
        self._wrong = _lines("", "error")
        self._wrong.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.HALF)
        widget = self.editor.widget
        widget.setAccessibleName(field.words)
        if field.kind is not FieldKind.CHECKBOX:  # which has its words beside it
            words = field.words
            if field.required:
                words = QApplication.translate("FormWindow", "{} (needed)").format(words)
            named = _lines(words, "muted")
            # A word that is wider than the form is cut, and makes no form wider.
            named.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            named.setBuddy(widget)
            column.addWidget(named)
        column.addWidget(widget)
        column.addWidget(self._wrong)

    def say(self, fault: str) -> None:
        """What is wrong; empty when nothing is."""
        self._wrong.setText(fault)
        self._wrong.setVisible(bool(fault))
        widget = self.editor.widget
        widget.setProperty("wrong", "true" if fault else "false")
        widget.style().unpolish(widget)
        widget.style().polish(widget)
