"""A text that is read, not written, as it will stand somewhere else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument, QTextOption
from PySide6.QtWidgets import QTextEdit

from desktop.ui.widgets.stylesheet import as_role


class ReadText(QTextEdit):
    """Each paragraph begins at the side where its own language does, and none runs off.

    Not a plain text edit: that aligns all paragraphs alike, whatever their direction.
    """

    def __init__(self, name: str, role: str = "preview") -> None:
        """``name`` is for screen readers; ``role`` says in which ink: see the stylesheet."""
        super().__init__()
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        as_role(self, role)
        lay_out_by_letters(self.document())


def lay_out_by_letters(document: QTextDocument) -> None:
    """Each paragraph by its own direction, broken anywhere, from edge to edge."""
    document.setDocumentMargin(0)
    option = QTextOption(document.defaultTextOption())
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
