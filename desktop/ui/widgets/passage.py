"""A text from outside, laid out to be drawn: plain, bounded, by its own direction."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption

LEADING = 3
"""Between two lines."""
A_LINE_HOLDS = 200
"""Letters that fit into a line of the widest bubble, were they all narrow."""
ELLIPSIS = "\u2026"
_LINE_SEPARATOR = "\u2028"  # Qt's line break inside one paragraph

_SHOWN_AS: dict[int, str | None] = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), *range(0xFFF9, 0xFFFC)], "\ufffd"
)
# Overrides show letters in another order than they are sent in (“txt.exe” for “exe.txt”).
_SHOWN_AS |= dict.fromkeys([0x202D, 0x202E], None)
_SHOWN_AS |= {0x09: "    ", 0x0A: _LINE_SEPARATOR, 0x2029: _LINE_SEPARATOR, 0x85: _LINE_SEPARATOR}


def plain(text: str) -> str:
    """``text`` as it is drawn: control characters in sight, overrides of the direction gone."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_SHOWN_AS)


def is_right_to_left(text: str) -> bool:
    """By the first letter that has a direction (Unicode's bidirectional algorithm, rule P2)."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return False


def start_of(direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
    """Where the interface begins, whatever the letters are: a label goes by its letters."""
    right = direction is Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute


@dataclass(frozen=True, slots=True)
class Passage:
    """Laid-out lines, ready to be drawn."""

    layout: QTextLayout
    height: float
    cut: bool
    """There is more of the text than fits into the lines that were allowed."""

    def draw(self, painter: QPainter, at: QPointF, ink: QColor, clip: QRectF) -> None:
        """Draw what lies inside ``clip``; marks that tower over their line end there."""
        painter.save()
        painter.setClipRect(clip, Qt.ClipOperation.IntersectClip)
        painter.setPen(ink)
        self.layout.draw(painter, at, [], clip)
        painter.restore()


def lay_out(
    text: str,
    font: QFont,
    width: float,
    most_lines: int,
    side: Qt.LayoutDirection = Qt.LayoutDirection.LayoutDirectionAuto,
) -> Passage:
    """Break ``text`` into at most so many lines; the last one ends in an ellipsis if it is cut.

    The lines begin at ``side``, for words of the interface; else where the text itself begins.
    """
    room = most_lines * A_LINE_HOLDS
    shown = plain(text[:room])
    layout, height, end = _broken(shown, font, width, most_lines, side)
    cut = end < _units(shown) or len(text) > room
    if cut:
        # Cut once more, so that the ellipsis has its place.
        kept = shown.encode("utf-16-le")[: 2 * max(end - 2, 0)].decode("utf-16-le", "ignore")
        layout, height, _ = _broken(kept.rstrip() + ELLIPSIS, font, width, most_lines, side)
    return Passage(layout, height, cut)


def _broken(
    text: str, font: QFont, width: float, most_lines: int, side: Qt.LayoutDirection
) -> tuple[QTextLayout, float, int]:
    """The layout, its height, and where its last line ends in Qt's units."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    right = Qt.LayoutDirection.RightToLeft
    left = Qt.LayoutDirection.LeftToRight
    direction = right if is_right_to_left(text) else left
    option.setTextDirection(direction)
    # A layout by itself aligns to the left whatever the direction.
    if (direction if side is Qt.LayoutDirection.LayoutDirectionAuto else side) is right:
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    layout = QTextLayout(text, font)
    layout.setCacheEnabled(True)
    layout.setTextOption(option)
    layout.beginLayout()
    height = 0.0
    end = 0
    for _ in range(most_lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height() + LEADING
        end = line.textStart() + line.textLength()
    layout.endLayout()
    return layout, height, end


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
