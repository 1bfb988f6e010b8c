"""The control for each kind of setting; values go in and out as the settings file has them."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.settings import kinds
from desktop.settings.declare import Toml
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import CheckBox, ChoiceBox, NumberBox
from desktop.ui.widgets.hotkeys import HotkeyField
from desktop.ui.widgets.stylesheet import redraw

FIELD_WIDTH = 44 * look.GRID
CELL_WIDTH = 23 * look.GRID


class Editor(QWidget):
    """A control that holds one value."""

    edited = Signal()
    """The agent changed the value; while typing, with each key."""

    def __init__(self) -> None:
        """Subclasses put their control into ``column``."""
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(look.GRID)
        self.field: QWidget = self
        """What has the focus and shows that it is wrong."""

    def value(self) -> Toml:
        """As the file would have it; perhaps not fit."""
        raise NotImplementedError

    def show_value(self, value: Toml) -> None:
        """Show a value as the file has it, without ``edited``."""
        raise NotImplementedError

    def show_wrong(self, wrong: bool) -> None:
        """Mark the value as one that can't be."""
        self.field.setProperty("wrong", wrong)
        redraw(self.field)

    def _place(self, field: QWidget, width: int = FIELD_WIDTH) -> None:
        self.field = field
        self.setFocusProxy(field)
        field.setFixedWidth(width)
        self.column.addWidget(field)


class SwitchEditor(Editor):
    """A check box that says its setting's title itself."""

    def __init__(self, setting: kinds.Switch) -> None:
        """With the title as its words."""
        super().__init__()
        self.box = CheckBox(setting.title)
        self.box.setFont(look.font(strong=True))
        self.box.toggled.connect(lambda _on: self.edited.emit())
        self._place(self.box, FIELD_WIDTH)

    def value(self) -> Toml:
        """True or false."""
        return self.box.isChecked()

    def show_value(self, value: Toml) -> None:
        """On or off."""
        with QSignalBlocker(self.box):
            self.box.setChecked(bool(value))
        self.box.update()


class NumberEditor(Editor):
    """A number with its unit."""

    def __init__(self, setting: kinds.Number) -> None:
        """Within the setting's limits."""
        super().__init__()
        self.box = NumberBox()
        self.box.setRange(setting.least, setting.most)
        if setting.unit:
            self.box.setSuffix(f" {setting.unit}")
        self.box.valueChanged.connect(lambda _value: self.edited.emit())
        self._place(self.box, 20 * look.GRID)

    def value(self) -> Toml:
        """The number."""
        return self.box.value()

    def show_value(self, value: Toml) -> None:
        """The number."""
        if isinstance(value, int):
            with QSignalBlocker(self.box):
                self.box.setValue(value)


class TextEditor(Editor):
    """One line, or several."""

    def __init__(self, setting: kinds.Text) -> None:
        """As many as the setting has."""
        super().__init__()
        self.line: QLineEdit | QPlainTextEdit
        if setting.lines:
            several = QPlainTextEdit()
            several.setTabChangesFocus(True)
            several.setFixedHeight(4 * several.fontMetrics().lineSpacing() + look.MARGIN)
            several.textChanged.connect(self.edited)
            self.line = several
        else:
            one = QLineEdit()
            one.textEdited.connect(lambda _text: self.edited.emit())
            self.line = one
        self.line.setPlaceholderText(setting.computed_words)
        self._place(self.line)

    def value(self) -> Toml:
        """The text."""
        if isinstance(self.line, QPlainTextEdit):
            return self.line.toPlainText()
        return self.line.text()

    def show_value(self, value: Toml) -> None:
        """The text; left alone when it is there already, so that the caret stays."""
        text = str(value)
        if text == self.value():
            return
        with QSignalBlocker(self.line):
            if isinstance(self.line, QPlainTextEdit):
                self.line.setPlainText(text)
            else:
                self.line.setText(text)


class ChoiceEditor(Editor):
    """One of several."""

    def __init__(self, setting: kinds.Choice) -> None:
        """With the setting's options."""
        super().__init__()
        self.box = ChoiceBox()
        for option in setting.options:
            self.box.addItem(option.title, option.value)
        self.box.activated.connect(lambda _place: self.edited.emit())
        self._place(self.box, 28 * look.GRID)

    def value(self) -> Toml:
        """The option's value."""
        return str(self.box.currentData())

    def show_value(self, value: Toml) -> None:
        """The option of this value."""
        self.box.setCurrentIndex(max(0, self.box.findData(value)))


class ChoicesEditor(Editor):
    """Any of several."""

    def __init__(self, setting: kinds.Choices) -> None:
        """A check box for each option."""
        super().__init__()
        self.column.setSpacing(0)
        self.boxes: dict[str, CheckBox] = {}
        for option in setting.options:
            box = CheckBox(option.title)
            box.toggled.connect(lambda _on: self.edited.emit())
            self.boxes[option.value] = box
            self.column.addWidget(box)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> Toml:
        """The values of those that are checked."""
        return [value for value, box in self.boxes.items() if box.isChecked()]

    def show_value(self, value: Toml) -> None:
        """Check these."""
        chosen = value if isinstance(value, list) else []
        for name, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(name in chosen)
            box.update()


class HotkeyEditor(Editor):
    """Keys, recorded by pressing them."""

    def __init__(self, _setting: kinds.Hotkey) -> None:
        """None at first."""
        super().__init__()
        self.line = HotkeyField()
        self.line.recorded.connect(lambda _keys: self.edited.emit())
        self._place(self.line, 28 * look.GRID)

    def value(self) -> Toml:
        """In pynput's notation."""
        return self.line.hotkey()

    def show_value(self, value: Toml) -> None:
        """In pynput's notation."""
        if value != self.line.hotkey():
            self.line.show_hotkey(str(value))
