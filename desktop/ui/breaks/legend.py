"""What the colours and heights of a strip mean, in words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.ui.breaks import day_drawing
from desktop.ui.breaks.day_values import Doing
from desktop.ui.breaks.wording import tr
from desktop.ui.widgets import drawing
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.words import label

_SIDE = look.GRID + look.HALF


class _Swatch(QWidget):
    def __init__(self, doing: Doing | None) -> None:
        super().__init__()
        self._doing = doing
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self._doing is not None:
            part = day_drawing.part_of(self._doing, box)
            drawing.rounded(painter, part, 2, day_drawing.fill_of(self._doing))
        else:
            painter.setPen(QPen(look.colour("accent"), 1.5))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 2, 2)
        painter.end()


def legend(*, rostered: bool = True) -> QWidget:
    """Work, interaction, break, and what the roster has."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look.HALF + 2)
    said: list[tuple[Doing | None, str]] = [
        (Doing.WORK, tr("work")),
        (Doing.INTERACTION, tr("interaction")),
        (Doing.SHORT_BREAK, tr("break")),
    ]
    if rostered:
        said.append((None, tr("on the roster")))
    for doing, words in said:
        row.addWidget(_Swatch(doing))
        row.addWidget(label(words, "muted"))
        row.addSpacing(look.GRID)
    row.addStretch(1)
    return made
