"""A quiet line in the corner: a break is coming, and what may be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHBoxLayout

from desktop.ui.breaks import wording
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.frame import Frame, area_at
from desktop.ui.widgets.words import button, label

LONGEST_S = 600
"""Seconds; no notice comes earlier, and one that does may move by a digit."""


class BreakNotice(Frame):
    """Never takes the keyboard: the agent is working. It shows the time, and does not count it."""

    postponed = Signal()
    """The agent wants this break later; the notice is hidden already, as after the next two."""
    skipped = Signal()
    """Not this one."""
    taken = Signal()
    """Now."""

    def __init__(self) -> None:
        """Hidden at first."""
        super().__init__(focus=False)
        self.setObjectName("break-notice")
        self.setWindowTitle(self.tr("Deskhand break"))
        self._kind = ""
        self.words = label("", "strong")
        self.take = button(self.tr("Take it now"))
        self.later = button("")
        self.skip = button(self.tr("Skip"))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(look.MARGIN, look.GRID, look.GRID, look.GRID)
        row.setSpacing(look.GRID)
        row.addWidget(self.words)
        row.addSpacing(look.GRID)
        row.addStretch(1)
        self.take.clicked.connect(self._take)
        self.later.clicked.connect(self._postpone)
        self.skip.clicked.connect(self._skip)
        for one in (self.take, self.later, self.skip):
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(one)

    def show_notice(
        self,
        kind: str,
        seconds: float,
        can_postpone: bool,
        can_skip: bool,
        *,
        postpone: float = 0,
    ) -> None:
        """A break of this kind (short, long or rostered) starts in so many seconds.

        ``postpone``: for how many seconds the button puts it off, if that shall be said.
        """
        self._kind = kind
        self.later.setText(wording.later(postpone))
        self.later.setVisible(can_postpone)
        self.skip.setVisible(can_skip)
        self._reserve(seconds)
        self.show_left(seconds)
        self._row.activate()
        self.setFixedSize(self._row.sizeHint())
        # On the screen that the agent looks at, which is where the pointer is; then it stays there.
        spot = self.geometry().center() if self.isVisible() else QCursor.pos()
        self.to_corner(area_at(spot))
        self.show()
        self.raise_()

    def show_left(self, seconds: float) -> None:
        """So many seconds are left."""
        self.words.setText(wording.coming(self._kind, seconds))

    def _reserve(self, seconds: float) -> None:
        """Room for the widest that will be said, so that counting down moves nothing."""
        left = min(wording.whole(seconds), LONGEST_S)
        metrics = self.words.fontMetrics()
        self.words.setMinimumWidth(
            max(
                metrics.horizontalAdvance(wording.coming(self._kind, one))
                for one in range(left + 1)
            )
            + look.HALF
        )

    def _take(self) -> None:
        self.hide()
        self.taken.emit()

    def _postpone(self) -> None:
        self.hide()
        self.postponed.emit()

    def _skip(self) -> None:
        self.hide()
        self.skipped.emit()
