"""Open an interaction by hand, or correct the one in front: who it is, and in which language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.core.results import Problem
from desktop.interaction import Channel
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import ChoiceBox
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import button, label


@dataclass(frozen=True, slots=True)
class Draft:
    """What the agent filled in."""

    channel: Channel = Channel.PHONE
    name: str = field(default="", repr=False)
    first_name: str = field(default="", repr=False)
    language: str = ""
    """A BCP 47 tag, as typed."""


Submit = Callable[[Draft], Problem | None]
"""Takes a draft; a Problem is shown in the window, which stays."""


class InteractionWindow(PlainWindow):
    """Four fields; Enter is done."""

    def __init__(self) -> None:
        """Build it hidden; see :meth:`ask`."""
        super().__init__("interaction", "", [])
        self.setFixedWidth(44 * look.GRID)
        self._submit: Submit | None = None
        self.channel = ChoiceBox()
        for channel, words in (
            (Channel.PHONE, self.tr("Phone")),
            (Channel.CHAT, self.tr("Chat")),
            (Channel.MAIL, self.tr("Mail")),
            (Channel.SOCIAL, self.tr("Social media")),
            (Channel.OTHER, self.tr("Something else")),
        ):
            self.channel.addItem(words, channel)
        self.name = QLineEdit()
        self.first_name = QLineEdit()
        self.language = QLineEdit()
        self.language.setPlaceholderText(self.tr("en, pt-BR, ar …"))
        self.error = label("", "error", wrap=True)
        self.done = button("", "primary")
        self.done.clicked.connect(self.submit)
        column = QVBoxLayout()
        column.setContentsMargins(*[3 * look.GRID] * 4)
        column.setSpacing(look.HALF)
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Channel"), self.channel),
            (self.tr("Customer's name"), self.name),
            (self.tr("First name"), self.first_name),
            (self.tr("Language"), self.language),
        )
        for words, widget in rows:
            named = label(words, "muted")
            named.setBuddy(widget)
            widget.setAccessibleName(words)
            column.addWidget(named)
            column.addWidget(widget)
            column.addSpacing(look.GRID)
        column.addWidget(self.error)
        foot = QHBoxLayout()
        foot.addWidget(self.done)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)
        self.content.addLayout(column)

    def ask(self, submit: Submit, draft: Draft | None = None) -> None:
        """Show an empty form, or the ``draft`` of the interaction in front."""
        self._submit = submit
        given = draft or Draft()
        words = self.tr("Open interaction") if draft is None else self.tr("Interaction in front")
        does = self.tr("Open") if draft is None else self.tr("Save")
        self.setWindowTitle(words)
        self.done.setText(does)
        self.keys.show_keys([("Enter", does.lower()), ("Esc", self.tr("close"))])
        self.channel.setCurrentIndex(max(0, self.channel.findData(given.channel)))
        self.name.setText(given.name)
        self.first_name.setText(given.first_name)
        self.language.setText(given.language)
        self._say("")
        self.come_forward()
        self.name.setFocus()

    def submit(self) -> None:
        """Hand the draft over; close if it is taken."""
        if self._submit is None:
            return
        problem = self._submit(
            Draft(
                Channel(self.channel.currentData()),
                self.name.text().strip(),
                self.first_name.text().strip(),
                self.language.text().strip(),
            )
        )
        if problem is None:
            self.close()
        else:
            self._say(problem.sentence())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is done, wherever the focus is."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.submit()
        else:
            super().keyPressEvent(event)

    def _say(self, wrong: str) -> None:
        self.error.setText(wrong)
        self.error.setVisible(bool(wrong))
        self.adjustSize()
