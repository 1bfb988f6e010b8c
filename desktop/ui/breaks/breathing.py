"""Paced breathing: a disc that grows and shrinks, or where nothing may move, words and a bar.

Six breaths a minute, four seconds in and six out, is the pace that most studies used (Lalanza
2023); it can be set. It is an offer and promises nothing.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QCursor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.breaks import wording
from desktop.ui.breaks.drawings import tint
from desktop.ui.widgets import drawing
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.frame import Frame, area_at
from desktop.ui.widgets.words import KeysLine, button, label, line

IN_S = 4.0
OUT_S = 6.0
FRAME_MS = 40
"""25 pictures a second, where it moves."""
WIDTH = 44 * look.GRID
SIDE = 26 * look.GRID
SMALLEST = 0.36
"""The disc's width after breathing out, as a share of the whole."""
BAR_WIDTH = 3 * look.GRID


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a breath is, in seconds."""

    inward: float = IN_S
    outward: float = OUT_S

    def __post_init__(self) -> None:
        """Raises ValueError: a breath has to take some time, and not a minute."""
        if not (1 <= self.inward <= 20 and 1 <= self.outward <= 20):
            raise ValueError("Breathing in and out take 1 to 20 seconds each.")

    def at(self, elapsed: float) -> Breath:
        """Where in a breath that is."""
        into = elapsed % (self.inward + self.outward)
        if into < self.inward:
            return Breath(inward=True, gone=into, length=self.inward)
        return Breath(inward=False, gone=into - self.inward, length=self.outward)


@dataclass(frozen=True, slots=True)
class Breath:
    """A moment of one."""

    inward: bool
    gone: float
    """Seconds of this half."""
    length: float
    """All of them."""

    @property
    def fullness(self) -> float:
        """From 0 after breathing out to 1 after breathing in, slower at both."""
        share = (1 - math.cos(math.pi * self.gone / self.length)) / 2
        return share if self.inward else 1 - share

    @property
    def steps(self) -> float:
        """The same by whole seconds, for what does not glide."""
        share = min(math.floor(self.gone + 1e-6) / self.length, 1.0)
        return share if self.inward else 1 - share

    @property
    def next_step(self) -> float:
        """Seconds until `steps` or the half changes."""
        return min(math.floor(self.gone + 1e-6) + 1, self.length) - self.gone


class BreathPicture(QWidget):
    """The disc in its ring, or the bar."""

    def __init__(self) -> None:
        """Breathed out."""
        super().__init__()
        self.setFixedSize(SIDE, SIDE)
        self.breath = Pace().at(0)
        self.moves = True

    def show_breath(self, breath: Breath) -> None:
        """This moment."""
        self.breath = breath
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.moves:
            self._draw_disc(painter)
        else:
            self._draw_bar(painter)
        painter.end()

    def _draw_disc(self, painter: QPainter) -> None:
        middle = QRectF(self.rect()).center()
        most = SIDE / 2 - look.HALF
        painter.setPen(QPen(tint(), look.LINE * 2))
        painter.drawEllipse(middle, most, most)
        radius = most * (SMALLEST + (1 - SMALLEST) * self.breath.fullness)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint())
        painter.drawEllipse(middle, radius, radius)
        painter.setBrush(look.colour("accent"))
        painter.drawEllipse(QPointF(middle), look.HALF, look.HALF)

    def _draw_bar(self, painter: QPainter) -> None:
        """Upright, so that it means the same in every reading direction."""
        whole = QRectF((SIDE - BAR_WIDTH) / 2, look.HALF, BAR_WIDTH, SIDE - look.GRID)
        drawing.rounded(painter, whole, BAR_WIDTH / 2, tint())
        least = BAR_WIDTH / whole.height()
        share = least + (1 - least) * self.breath.steps
        full = whole.adjusted(0, whole.height() * (1 - share), 0, 0)
        drawing.rounded(painter, full, BAR_WIDTH / 2, look.colour("accent"))


class BreathingWindow(Frame):
    """Comes up because the agent asked for it, and ends by itself."""

    stopped = Signal(bool)
    """It is over and hidden; True when it ran to its end, False when the agent stopped it."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Hidden at first. ``now`` is in seconds."""
        super().__init__()
        self.setObjectName("breathing")
        self.setWindowTitle(self.tr("Deskhand breathing"))
        self._now = now
        self._began = 0.0
        self._seconds = 0.0
        self._pace = Pace()
        self.picture = BreathPicture()
        self.words = label()
        self.words.setFont(look.font(look.SIZE_SENTENCE, strong=True))
        self.left = label("", "muted")
        self.stop_button = button(self.tr("Stop"))
        self.stop_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Escape does it, Space does not
        self.stop_button.clicked.connect(self.stop)
        self.keys = KeysLine([("Esc", self.tr("stop"))])
        column = QVBoxLayout()
        column.setContentsMargins(look.MARGIN, 4 * look.GRID, look.MARGIN, 3 * look.GRID)
        column.setSpacing(look.GRID)
        for said in (self.words, self.left):
            said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(look.GRID)
        column.addWidget(self.words)
        column.addWidget(self.left)
        column.addSpacing(look.GRID)
        column.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignHCenter)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.LINE, look.LINE, look.LINE, look.LINE)
        whole.setSpacing(0)
        whole.addLayout(column, 1)
        whole.addWidget(line())
        whole.addWidget(self.keys)
        self.setFixedWidth(WIDTH)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)

    def begin(self, seconds: float, pace: Pace | None = None, *, moves: bool = True) -> None:
        """Breathe for so long. Without ``moves`` nothing glides."""
        self._seconds = seconds
        self._pace = pace or Pace()
        self.picture.moves = moves
        self._began = self._now()
        self._go_on()
        self.adjustSize()
        area = area_at(QCursor.pos())
        self.move(area.center() - self.rect().center())
        self.show()
        self.raise_()
        self.activateWindow()

    def stop(self) -> None:
        """The agent has had enough of it, or an interaction or a break began."""
        self._end(whole=False)

    def _go_on(self) -> None:
        elapsed = self._now() - self._began
        left = self._seconds - elapsed
        if left <= 0:
            self._end(whole=True)
            return
        breath = self._pace.at(elapsed)
        self.picture.show_breath(breath)
        words = self.tr("Breathe in") if breath.inward else self.tr("Breathe out, slowly")
        if words != self.words.text():
            self.words.setText(words)
        said = self.tr("{} left").format(wording.clock(left))
        if said != self.left.text():
            self.left.setText(said)
        wait = FRAME_MS if self.picture.moves else math.ceil(breath.next_step * 1000)
        self._timer.start(max(1, min(wait, math.ceil(left * 1000))))

    def _end(self, *, whole: bool) -> None:
        self._timer.stop()
        if self.isVisible():
            self.hide()
            self.stopped.emit(whole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape stops, and nothing else that is typed."""
        if event.key() == Qt.Key.Key_Escape:
            self.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed by the system's key: as by Escape."""
        self.stop()
        super().closeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The calm ground."""
        painter = QPainter(self)
        drawing.rounded(
            painter,
            QRectF(self.rect()),
            look.RADIUS_WINDOW,
            look.colour("calm"),
            look.colour("line"),
        )
        painter.end()
