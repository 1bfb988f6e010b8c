"""A line in which a question for a form is put together: its name, how it is answered."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from desktop.snippets.editing.pieces import Need, Piece, free_name
from desktop.snippets.model import Value
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import CheckBox, ChoiceBox
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.words import button, label


class QuestionBox(QFrame):
    """Shown between the buttons and the texts while it is asked."""

    chosen = Signal(object)
    """A :class:`Piece`."""
    closed = Signal()

    def __init__(self) -> None:
        """Hidden."""
        super().__init__()
        as_role(self, "card")
        self._part = False
        self.words = QLineEdit()
        self.words.setAccessibleName(self.tr("What is asked for"))
        self.kind = ChoiceBox()
        self.kind.setAccessibleName(self.tr("How it is answered"))
        for said, what in (
            (self.tr("one line"), "text"),
            (self.tr("several lines"), "multiline"),
            (self.tr("one of a list"), "choice"),
            (self.tr("several of a list"), "several"),
            (self.tr("a day"), "date"),
        ):
            self.kind.addItem(said, what)
        self.kind.currentIndexChanged.connect(lambda _row: self._fit())
        self.options = QLineEdit()
        self.options.setPlaceholderText(self.tr("its choices, with commas"))
        self.options.setAccessibleName(self.tr("Choices"))
        self.needed = CheckBox(self.tr("must be answered"))
        self.done = button(self.tr("Put in"), "primary")
        self.done.clicked.connect(self._finish)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.MARGIN, look.GRID, look.GRID, look.GRID)
        row.setSpacing(look.GRID)
        self.said = label("")
        row.addWidget(self.said)
        row.addWidget(self.words, 1)
        row.addWidget(self.kind)
        row.addWidget(self.options, 1)
        row.addWidget(self.needed)
        row.addWidget(self.done)
        self.hide()

    def ask(self, *, part: bool) -> None:
        """Ask for a question; ``part``: for one that leaves a part of the text out."""
        self._part = part
        self.said.setText(self.tr("Ask whether:") if part else self.tr("Ask for:"))
        self.words.setPlaceholderText(
            self.tr("with a voucher") if part else self.tr("order number")
        )
        self.words.clear()
        self.options.clear()
        self.needed.setChecked(False)
        self.kind.setCurrentIndex(0)
        self._fit()
        self.show()
        self.words.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter puts it in, Escape gives it up."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._finish()
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        listed = self.kind.currentData() in {"choice", "several"}
        self.kind.setVisible(not self._part)
        self.options.setVisible(listed and not self._part)
        self.needed.setVisible(not self._part)

    def _finish(self) -> None:
        words = self.words.text().strip()
        if not words:
            self.words.setFocus()
            return
        about: dict[str, Value] = {}
        if words != free_name(words, ()).replace("_", " "):
            about["label"] = words
        kind = self.kind.currentData()
        if self._part:
            about["type"] = "checkbox"
        elif kind == "multiline":
            about["multiline"] = True
        elif kind != "text":
            about["type"] = kind
            options = [one.strip() for one in self.options.text().split(",") if one.strip()]
            if kind != "date":
                if not options:
                    self.options.setFocus()
                    return
                about["values"] = list[Value](options)
        if self.needed.isChecked() and not self._part:
            about["required"] = True
        self.hide()
        self.chosen.emit(Piece(Need.PART if self._part else Need.FIELD, words, about))
