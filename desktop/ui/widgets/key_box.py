"""A key or password: typed once, put into the keyring, and never shown again."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.core.results import Problem
from desktop.settings.secrets import Secret
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.problem_words import sentences
from desktop.ui.widgets.theme import Tone
from desktop.ui.widgets.words import Chip, button, label

FIELD_WIDTH = 32 * look.GRID


@dataclass(frozen=True, slots=True)
class KeyState:
    """What is known of the key of what is shown."""

    kept: bool | None = None
    """None: the keyring has not answered."""
    busy: bool = False
    """The keyring was asked to do something."""
    problem: Problem | None = None


class KeyBox(QWidget):
    """The field of a key. What is typed leaves it as a :class:`Secret` only."""

    given = Signal(object)
    """A Secret to be kept."""
    forget_asked = Signal()
    look_asked = Signal()
    """Ask the keyring once more."""

    def __init__(self) -> None:
        """For nothing at first."""
        super().__init__()
        self.title = label(self.tr("Key"), "strong")
        self.chip = Chip("", Tone.ACCENT)
        self.explained = label("", "muted", wrap=True)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.field.setFixedWidth(FIELD_WIDTH)
        self.field.setAccessibleName(self.tr("Key"))
        self.field.textChanged.connect(lambda _text: self._show_buttons())
        self.field.returnPressed.connect(self._give)
        self.keep = button(self.tr("Keep key"))
        self.keep.clicked.connect(self._give)
        self.forget = button(self.tr("Forget key"), "link")
        self.forget.clicked.connect(self.forget_asked)
        self.told = label("", "error", wrap=True)
        self.retry = button(self.tr("Try again"))
        self.retry.clicked.connect(self.look_asked)
        self._state = KeyState()
        self._build()

    def show_key(self, state: KeyState, *, required: bool) -> None:
        """What the keyring says."""
        self._state = state
        if state.busy or (state.kept is None and state.problem is None):
            self.chip.say(self.tr("asking the keyring…"), Tone.PLAIN)
        elif state.kept:
            self.chip.say(self.tr("a key is kept"), Tone.ACCENT)
        else:
            self.chip.say(
                self.tr("no key yet") if required else self.tr("no key"),
                Tone.WARNING if required and state.kept is False else Tone.PLAIN,
            )
        if state.kept is None and state.problem is not None:
            self.chip.say("")
        self.field.setPlaceholderText(
            self.tr("Another key in its place") if state.kept else self.tr("Paste or type the key")
        )
        self.explained.setText(
            self.tr("Goes into the keyring of this computer, never into a file.")
            if required
            else self.tr(
                "Only where its server wants one. Goes into the keyring of this computer, never "
                "into a file."
            )
        )
        self.told.setText(sentences(state.problem) if state.problem else "")
        self.told.setVisible(state.problem is not None)
        self.retry.setVisible(state.problem is not None)
        self._show_buttons()

    def call_it(self, words: str) -> None:
        """What people call it there."""
        self.title.setText(words)
        self.field.setAccessibleName(words)

    def stops(self) -> list[QWidget]:
        """What Tab goes through."""
        return [self.forget, self.field, self.keep, self.retry]

    def clear(self) -> None:
        """Let go of what was typed, with what Undo would bring back."""
        self.field.setText("")

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing that was typed waits in a closed window."""
        self.clear()
        super().hideEvent(event)

    def _give(self) -> None:
        if not self.keep.isEnabled():
            return
        secret = Secret(self.field.text().strip())
        self.clear()
        self.given.emit(secret)

    def _show_buttons(self) -> None:
        # Also while the keyring is busy, which takes one thing after the other.
        self.keep.setEnabled(bool(self.field.text().strip()))
        self.forget.setVisible(self._state.kept is True)
        self.forget.setEnabled(not self._state.busy)
        self.retry.setEnabled(not self._state.busy)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(look.GRID)
        head.addWidget(self.title)
        head.addWidget(self.chip)
        head.addWidget(self.forget)
        head.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        row.addWidget(self.field)
        row.addWidget(self.keep)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.HALF)
        column.addLayout(head)
        column.addWidget(self.explained)
        column.addSpacing(look.HALF)
        column.addLayout(row)
        column.addSpacing(look.HALF)
        column.addWidget(self.told)
        column.addWidget(self.retry)
