"""One bubble: what it says, how tall it is at a width, and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle

from desktop.ui.translation.conversation_view import Line, LineState
from desktop.ui.widgets import drawing
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.passage import Passage, lay_out

BAR = look.GRID
"""Width of the scroll bar, which stands in the margin at the end."""
WIDEST = 72 * look.GRID
SHARE = 0.82
"""Of the width that there is: the free end says whose bubble it is."""
AIR = look.GRID + look.HALF
"""From the bubble's edge to its words, at the sides; between two bubbles."""
AIR_ABOVE = look.GRID
FOOT = look.CHIP_HEIGHT
COPY_ROOM = 12 * look.GRID
"""At the foot's end, for the button."""
FEW_LINES = 16
"""Of each text before the bubble is opened: a letter fits, a flood does not."""
MANY_LINES = 2_000
MOST_WARNINGS = 5
WARNING_LINES = 3
PROBLEM_LINES = 6


class Way(Enum):
    """What a bubble offers beneath its words."""

    RETRY = auto()
    LANGUAGE = auto()
    OPEN = auto()
    FOLD = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A text in a bubble."""

    passage: Passage
    at: QPointF
    ink: str
    ground: QRectF | None = None


@dataclass(frozen=True, slots=True)
class Bubble:
    """A bubble's places, in a row whose top left corner is 0, 0."""

    own: bool
    width: int
    """Of the row that it was laid out for."""
    rect: QRect
    pieces: tuple[Piece, ...]
    foot: QRect
    """Where the button to copy stands, at the end."""
    ways: tuple[Way, ...]
    ways_rect: QRect
    height: int
    """Of the row, with the air beneath."""

    def draw(self, painter: QPainter, top: int, *, chosen: bool) -> None:
        """Draw it with the row's top at ``top``."""
        painter.save()
        painter.translate(QPoint(0, top))
        edge = look.colour("accent") if chosen else None
        ground = look.colour("soft" if self.own else "raised")
        drawing.rounded(painter, QRectF(self.rect), look.RADIUS_FIELD, ground, edge)
        for piece in self.pieces:
            clip = QRectF(self.rect.left(), piece.at.y(), self.rect.width(), piece.passage.height)
            if piece.ground is not None:
                warm = look.colour("warning_soft")
                drawing.rounded(painter, piece.ground, look.RADIUS_KEY, warm)
            piece.passage.draw(painter, piece.at, look.colour(piece.ink), clip)
        painter.restore()


class _Stack:
    """Puts texts one beneath the other."""

    def __init__(self, left: int, width: int, side: Qt.LayoutDirection) -> None:
        self.left = left
        self.width = width
        self.side = side
        """Where words of the interface begin."""
        self.y = float(AIR_ABOVE)
        self.pieces: list[Piece] = []
        self.cut = False

    def head(self, text: str, ink: str, *, strong: bool) -> None:
        if text:
            font = look.font(strong=strong)
            self._add(lay_out(text, font, self.width, PROBLEM_LINES, self.side), ink)

    def put(self, text: str, ink: str, lines: int) -> None:
        if text:
            passage = lay_out(text, look.font(), self.width, lines)
            self.cut = self.cut or passage.cut
            self._add(passage, ink)

    def _add(self, passage: Passage, ink: str) -> None:
        if self.pieces:
            self.y += look.HALF / 2
        self.pieces.append(Piece(passage, QPointF(self.left, self.y), ink))
        self.y += passage.height

    def warn(self, text: str) -> None:
        self.y += look.HALF
        inner = self.width - 2 * look.GRID
        passage = lay_out(text, look.font(), inner, WARNING_LINES, self.side)
        ground = QRectF(self.left, self.y, self.width, passage.height + look.GRID)
        at = QPointF(self.left + look.GRID, self.y + look.HALF + 1)
        self.pieces.append(Piece(passage, at, "warning_on_soft", ground))
        self.y = ground.bottom()


def bubble(line: Line, width: int, direction: Qt.LayoutDirection, *, opened: bool) -> Bubble:
    """Lay ``line`` out in a row of ``width``; ``opened`` shows all of its text."""
    room = max(width + BAR - 2 * look.MARGIN, 1)
    wide = min(round(room * SHARE), WIDEST)
    start = width + BAR - look.MARGIN - wide if line.own else look.MARGIN
    row = QRect(0, 0, width, 1)
    left = QStyle.visualRect(direction, row, QRect(start, 0, wide, 1)).left()
    stack = _Stack(left + AIR, max(wide - 2 * AIR, 1), direction)
    lines = MANY_LINES if opened else FEW_LINES

    said, ink = headline(line)
    stack.head(said, ink, strong=line.state is LineState.ASKING)
    stack.put(line.first, "ink", lines)
    beneath = "muted" if line.first or line.state is LineState.WAITING else "ink"
    stack.put(line.second, beneath, lines)
    for warning in line.warnings[:MOST_WARNINGS]:
        stack.warn(warning)

    foot = QRect()
    if line.note or line.state is LineState.DONE:
        stack.y += look.HALF
        foot = QRect(stack.left, round(stack.y), stack.width, FOOT)
        note = lay_out(line.note, look.font(look.SIZE_KEY), stack.width - COPY_ROOM, 1, direction)
        x = stack.left
        if direction is Qt.LayoutDirection.RightToLeft:
            x += COPY_ROOM
        at = QPointF(x, stack.y + (FOOT - note.height) / 2 + 1)
        stack.pieces.append(Piece(note, at, "muted"))
        stack.y += FOOT
    ways = _ways(line, cut=stack.cut, opened=opened)
    ways_rect = QRect()
    if ways:
        stack.y += look.HALF
        ways_rect = QRect(stack.left, round(stack.y), stack.width, look.FIELD_HEIGHT)
        stack.y += look.FIELD_HEIGHT + look.HALF
    tall = round(stack.y) + AIR_ABOVE - (look.HALF if foot.isValid() or ways else 0)
    return Bubble(
        own=line.own,
        width=width,
        rect=QRect(left, 0, wide, tall),
        pieces=tuple(stack.pieces),
        foot=foot,
        ways=ways,
        ways_rect=ways_rect,
        height=tall + AIR,
    )


def headline(line: Line) -> tuple[str, str]:
    """What a line that is not done says above its texts, and in which ink."""
    match line.state:
        case LineState.WAITING:
            return QCoreApplication.translate("Bubble", "Translating\u2026"), "muted"
        case LineState.FAILED:
            return line.problem, "error"
        case LineState.ASKING:
            return QCoreApplication.translate("Bubble", "Which language is this?"), "ink"
        case LineState.DONE:
            return "", "ink"


def guess(line: Line, width: int) -> int:
    """About how tall a row will be, without laying anything out."""
    inner = max(min(round(width * SHARE), WIDEST) - 2 * AIR, 1)
    a_line = max(inner // 7, 1)
    count = sum(
        min(-(-len(text) // a_line), FEW_LINES) for text in (line.first, line.second) if text
    )
    return AIR_ABOVE * 2 + AIR + FOOT + count * (look.SIZE_TEXT + 6)


def _ways(line: Line, *, cut: bool, opened: bool) -> tuple[Way, ...]:
    ways: list[Way] = []
    if line.state is LineState.FAILED:
        ways.append(Way.RETRY)
    elif line.state is LineState.ASKING:
        ways.append(Way.LANGUAGE)
    if opened:
        ways.append(Way.FOLD)
    elif cut:
        ways.append(Way.OPEN)
    return tuple(ways)
