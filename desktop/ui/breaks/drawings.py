"""Simple line drawings of what to do in a break, one for each of the exercises' kinds.

They stand here as outlines in a square of 100, in the letters of SVG paths: ``M`` goes to a point,
``L`` draws a line, ``C`` a Bézier curve, ``Z`` closes; ``O`` is ours, an ellipse by its centre and
its two radii.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from desktop.ui.widgets import theme as look

SIDE = 100
STROKE = 2.4
"""Width of the lines, in the drawing's own units."""
_NUMBERS = {"M": 2, "L": 2, "C": 6, "O": 4, "Z": 0}
_BUBBLE = (
    "M 48 12 L 84 12 C 88 12 90 14 90 18 L 90 30 C 90 34 88 36 84 36 L 66 36 L 57 43"
    " L 58 36 L 48 36 C 44 36 42 34 42 30 L 42 18 C 42 14 44 12 48 12 Z"
)

_SHAPES: dict[str, tuple[str, str]] = {
    # what is filled softly, and the lines above it
    "eyes": (
        "O 50 50 15 15",
        (
            "M 10 50 C 28 24 72 24 90 50 C 72 76 28 76 10 50 Z O 50 50 15 15 O 50 50 5 5"
            " M 22 24 L 27 30 M 50 16 L 50 23 M 78 24 L 73 30"
        ),
    ),
    "neck": (
        "O 50 34 17 20",
        (
            "O 50 34 17 20 M 43 53 L 43 63 C 38 70 18 70 16 90 M 57 53 L 57 63 C 62 70 82 70 84 90"
            " M 24 44 C 18 34 20 22 28 14 M 20 16 L 28 14 L 29 22"
            " M 76 44 C 82 34 80 22 72 14 M 80 16 L 72 14 L 71 22"
        ),
    ),
    "shoulders": (
        "M 16 92 C 16 70 38 68 43 60 L 57 60 C 62 68 84 70 84 92 Z",
        (
            "O 50 36 14 17 M 43 52 L 43 60 C 38 68 16 70 16 92 M 57 52 L 57 60 C 62 68 84 70 84 92"
            " M 26 58 C 14 56 12 40 24 38 M 17 35 L 24 38 L 21 45"
            " M 74 58 C 86 56 88 40 76 38 M 83 35 L 76 38 L 79 45"
        ),
    ),
    "hands": (
        "O 49 64 16 15",
        (
            "M 34 92 L 34 74 C 27 68 20 58 14 51 C 10 46 16 41 21 45 L 33 56 L 33 24"
            " C 33 18 41 18 41 24 L 41 48 M 41 30 L 41 17 C 41 11 49 11 49 17 L 49 48"
            " M 49 30 L 49 20 C 49 14 57 14 57 20 L 57 50 M 57 34 L 57 29 C 57 23 65 23 65 29"
            " L 65 68 C 65 76 62 80 62 92"
        ),
    ),
    "stand": (
        "O 50 24 9 10",
        (
            "O 50 24 9 10 M 50 40 L 50 64 M 50 42 C 40 38 34 28 32 10 M 50 42 C 60 38 66 28 68 10"
            " M 50 64 L 42 92 M 50 64 L 58 92 M 28 94 L 72 94"
        ),
    ),
    "feet": (
        (
            "M 36 78 C 36 86 38 88 42 88 L 80 88 C 88 88 88 80 81 78 C 70 75 62 70 60 62 L 40 62"
            " C 40 70 36 72 36 78 Z"
        ),
        (
            "M 40 10 L 40 60 C 40 70 36 72 36 78 C 36 86 38 88 42 88 L 80 88 C 88 88 88 80 81 78"
            " C 70 75 62 70 60 60 L 60 10 M 26 62 C 18 56 18 44 28 40 M 21 37 L 28 40 L 25 47"
            " M 74 40 C 82 46 82 56 74 60 M 81 62 L 74 60 L 77 53"
        ),
    ),
    "walk": (
        "O 57 17 9 10",
        (
            "O 57 17 9 10 M 54 33 L 48 58 M 53 37 L 38 46 L 34 58 M 53 37 L 62 49 L 74 50"
            " M 48 58 L 60 72 L 62 92 M 48 58 L 41 75 L 27 90 M 14 34 L 26 34 M 10 46 L 22 46"
        ),
    ),
    "water": (
        "M 31 44 C 37 39 44 49 50 44 C 56 39 63 49 69 44 L 65 88 L 35 88 Z",
        "M 28 14 L 35 88 L 65 88 L 72 14 M 31 44 C 37 39 44 49 50 44 C 56 39 63 49 69 44",
    ),
    "voice": (
        "M 14 52 C 26 38 34 36 42 43 C 50 36 58 38 70 52 C 58 68 26 68 14 52 Z",
        (
            "M 14 52 C 26 38 34 36 42 43 C 50 36 58 38 70 52 C 58 68 26 68 14 52 Z"
            " M 14 52 C 30 55 54 55 70 52 M 77 42 C 81 48 81 56 77 62 M 85 36 C 91 46 91 58 85 68"
        ),
    ),
    "breath": (
        "O 66 29 9 9",
        (
            "M 12 38 L 62 38 C 78 38 78 18 64 18 C 56 18 53 25 57 30"
            " M 12 52 L 76 52 C 92 52 92 72 78 71 C 72 70 70 65 73 61"
            " M 12 66 L 46 66 C 60 66 60 84 48 84 C 42 84 40 79 43 75"
        ),
    ),
    "people": (
        _BUBBLE,
        (
            f"{_BUBBLE} M 52 21 L 80 21 M 52 28 L 72 28"
            " O 32 56 11 12 M 10 92 C 10 68 54 68 54 92 O 72 60 9 10 M 61 78 C 70 70 88 74 90 92"
        ),
    ),
    "music": (
        "O 29 76 9 7 O 67 68 9 7",
        "O 29 76 9 7 O 67 68 9 7 M 38 75 L 38 26 L 76 18 L 76 67 M 38 38 L 76 30",
    ),
}
_OTHERWISE = "breath"


def tint() -> QColor:
    """The accent, so thin that it is a ground; the look's soft one can't be told from the calm."""
    made = look.colour("accent")
    made.setAlphaF(0.22)
    return made


def draw_exercise(painter: QPainter, box: QRectF, name: str, ink: QColor, soft: QColor) -> None:
    """The drawing of this name in ``box``; of a name without one, the breath's."""
    ground, lines = _paths(name if name in _SHAPES else _OTHERWISE)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / SIDE, box.height() / SIDE)
    painter.fillPath(ground, soft)
    pen = QPen(ink, STROKE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(lines, pen)
    painter.restore()


@cache
def _paths(name: str) -> tuple[QPainterPath, QPainterPath]:
    ground, lines = _SHAPES[name]
    return _path(ground), _path(lines)


def _path(outline: str) -> QPainterPath:
    path = QPainterPath()
    words = iter(outline.split())
    for letter in words:
        numbers = [float(next(words)) for _ in range(_NUMBERS[letter])]
        points = [QPointF(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        if letter == "M":
            path.moveTo(points[0])
        elif letter == "L":
            path.lineTo(points[0])
        elif letter == "C":
            path.cubicTo(*points)
        elif letter == "O":
            path.addEllipse(points[0], points[1].x(), points[1].y())
        else:
            path.closeSubpath()
    return path
