"""A quiet line near the caret: what a replacement in place is doing, or did."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.ui.widgets import theme as look
from desktop.ui.widgets.languages import language_name
from desktop.ui.widgets.passage import start_of
from desktop.ui.widgets.passing import PassingFrame
from desktop.ui.widgets.words import button, label

SHOWN_MS = 6_000
"""It goes by itself after this."""
MOST_WIDTH = 64 * look.GRID


class ReplacedNotice(PassingFrame):
    """Never takes the keyboard: the agent is writing."""

    stopped = Signal()
    """The agent does not want the translation any more; the notice is hidden already."""

    def __init__(self) -> None:
        """Hidden at first."""
        super().__init__(SHOWN_MS)
        self.setObjectName("replaced")
        self.setWindowTitle(self.tr("Deskhand translation"))
        self.words = label("", "strong")
        self.second = label("", "muted", wrap=True)
        self.stop = button(self.tr("Stop"))
        self.stop.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.stop.clicked.connect(self._stop)
        texts = QVBoxLayout()
        texts.setSpacing(look.HALF)
        texts.addWidget(self.words)
        texts.addWidget(self.second)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID)
        row.setSpacing(look.MARGIN)
        row.addLayout(texts, 1)
        row.addWidget(self.stop)

    def working(self, at: QPoint | None) -> None:
        """A translation is being asked for; this stays until :meth:`done` or ``hide``."""
        self.stay()
        self._show(self.tr("Translating…"), "", at, can_stop=True)

    def done(
        self, target: str, where_from: str, undo: str, at: QPoint | None, *, copies: bool = False
    ) -> None:
        """The words were replaced: the language now, where it came from, the key that undoes it.

        ``copies``: that key copies the agent's words, which can't be put back for sure.
        """
        what = self.tr("{} copies your words") if copies else self.tr("{} puts your words back")
        second = f"{where_from} · {what.format(undo)}"
        words = self.tr("Now in {}").format(language_name(target))
        self._show(words, second, at, can_stop=False)
        self.go_soon()

    def _show(self, words: str, second: str, at: QPoint | None, *, can_stop: bool) -> None:
        self.words.setText(words)
        self.second.setText(second)
        self.second.setVisible(bool(second))
        for one in (self.words, self.second):
            one.setAlignment(start_of(self.layoutDirection()) | Qt.AlignmentFlag.AlignVCenter)
        self.stop.setVisible(can_stop)
        edges = 2 * look.MARGIN
        stop = self.stop.sizeHint().width() + look.MARGIN if can_stop else 0
        longest = max(
            one.fontMetrics().horizontalAdvance(one.text()) for one in (self.words, self.second)
        )
        width = min(longest + look.HALF + stop + edges, MOST_WIDTH)
        self._row.activate()
        broken = self._row.hasHeightForWidth()
        height = self._row.totalHeightForWidth(width) if broken else self._row.sizeHint().height()
        self.setFixedSize(width, height)
        self.open_at(at)

    def _stop(self) -> None:
        self.hide()
        self.stopped.emit()

    def waits(self) -> bool:
        """For the translation."""
        return not self.stop.isHidden()
