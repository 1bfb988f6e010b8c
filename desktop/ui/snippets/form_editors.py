"""What a field of a form is filled in with, by its kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QDate, QEvent, QObject, Qt, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.snippets.render.form_fields import YES, is_ticked
from desktop.snippets.render.outcome import Field, FieldKind
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import CheckBox, ChoiceBox, DayBox
from desktop.ui.widgets.words import tip

MOST_OPTIONS = 5
"""Options of a list that are seen without scrolling."""
LINES = 4
"""Lines of text that a field of several lines shows."""


@dataclass(frozen=True)
class Editor:
    """One field at work."""

    widget: QWidget
    """What takes the focus."""
    answer: Callable[[], str]
    """As :class:`Field` says for its kind."""
    changed: tuple[SignalInstance, ...]


def editor_of(field: Field, default: str) -> Editor:
    """An editor that begins with ``default``."""
    return _EDITORS[field.kind](field, default)


def _text(_field: Field, default: str) -> Editor:
    line = QLineEdit(default)
    return Editor(line, line.text, (line.textChanged,))


def _several_lines(_field: Field, default: str) -> Editor:
    several = QPlainTextEdit(default)
    several.setTabChangesFocus(True)
    several.setFixedHeight(several.fontMetrics().lineSpacing() * LINES + look.MARGIN)
    return Editor(several, several.toPlainText, (several.textChanged,))


def _choice(field: Field, default: str) -> Editor:
    box = ChoiceBox()
    narrow = ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
    box.setSizeAdjustPolicy(narrow)  # a long option makes no form wide
    box.currentTextChanged.connect(lambda words: box.setToolTip(tip(words)))
    for option in field.options:
        box.addItem(option.label, option.value)
    box.setCurrentIndex(max(0, _place_of(field, default)))
    return Editor(box, lambda: _value(field, box.currentIndex()), (box.currentIndexChanged,))


def _list(field: Field, default: str) -> Editor:
    rows = QListWidget()
    rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    rows.setWordWrap(True)
    rows.addItems([option.label for option in field.options])
    rows.setCurrentRow(max(0, _place_of(field, default)))
    shown = min(len(field.options), MOST_OPTIONS)
    rows.setFixedHeight(shown * rows.sizeHintForRow(0) + look.GRID + 2 * look.LINE)
    return Editor(rows, lambda: _value(field, rows.currentRow()), (rows.currentRowChanged,))


def _check_box(field: Field, default: str) -> Editor:
    box = CheckBox(field.words, wrap=True)
    box.setChecked(is_ticked(default))
    return Editor(box, lambda: YES if box.isChecked() else "", (box.toggled,))


def _day(_field: Field, default: str) -> Editor:
    box = DayBox()
    try:
        day = dt.date.fromisoformat(default)
    except ValueError:
        box.show_none()
    else:
        box.setDate(QDate(day.year, day.month, day.day))
    return Editor(box, box.answer, (box.dateChanged,))


def _boxes(field: Field, default: str) -> Editor:
    several = _Boxes(field, default)
    return Editor(several, several.answer, tuple(box.toggled for box in several.boxes))


class _Boxes(QWidget):
    """Options of which any number can be ticked; Up and Down go from one to the next."""

    def __init__(self, field: Field, default: str) -> None:
        super().__init__()
        self._field = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        wanted = default.split("\n")
        self.boxes: list[CheckBox] = []
        for option in field.options:
            box = CheckBox(option.label, wrap=True)
            box.setChecked(option.value in wanted)
            box.installEventFilter(self)
            column.addWidget(box)
            self.boxes.append(box)
        self.setFocusProxy(self.boxes[0])

    def answer(self) -> str:
        """The values that are ticked, one a line."""
        options = self._field.options
        return "\n".join(
            option.value for option, box in zip(options, self.boxes, strict=True) if box.isChecked()
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = steps.get(Qt.Key(event.key()))
            if step is not None and isinstance(watched, CheckBox):
                place = self.boxes.index(watched) + step
                if 0 <= place < len(self.boxes):
                    self.boxes[place].setFocus()
                return True
        return super().eventFilter(watched, event)


def _place_of(field: Field, default: str) -> int:
    places = (at for at, one in enumerate(field.options) if default in {one.value, one.label})
    return next(places, -1)


def _value(field: Field, place: int) -> str:
    return field.options[place].value if 0 <= place < len(field.options) else ""


_EDITORS: dict[FieldKind, Callable[[Field, str], Editor]] = {
    FieldKind.TEXT: _text,
    FieldKind.MULTILINE: _several_lines,
    FieldKind.CHOICE: _choice,
    FieldKind.LIST: _list,
    FieldKind.SEVERAL: _boxes,
    FieldKind.CHECKBOX: _check_box,
    FieldKind.DATE: _day,
}
