"""The drawings of what to do in a break."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.breaks.exercises import DRAWINGS
from desktop.ui.breaks.drawings import _SHAPES, _paths, draw_exercise, tint
from desktop.ui.widgets import theme as look


def drawn(name: str) -> QImage:
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(look.colour("calm"))
    painter = QPainter(image)
    draw_exercise(painter, QRectF(0, 0, 60, 60), name, look.colour("ink"), tint())
    painter.end()
    return image


def test_each_kind_of_exercise_has_its_own(qapp: QApplication) -> None:
    assert frozenset(_SHAPES) == DRAWINGS
    pictures = [drawn(name) for name in sorted(DRAWINGS)]
    assert all(one != other for one in pictures for other in pictures if one is not other)
    assert drawn("no such drawing") == drawn("breath")


def test_all_stay_in_their_square() -> None:
    square = QRectF(4, 4, 92, 92)
    for name in DRAWINGS:
        for path in _paths(name):
            assert square.contains(path.boundingRect()), name
