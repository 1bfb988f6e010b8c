"""Every window in every state can be drawn, with letters in it.

``--basetemp=FOLDER`` keeps the pictures.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from desktop.ui.widgets.theme import colour, theme
from tests.ui.pictures import EDGE, SUBJECTS, draw_subject

DARK = ("breaks", "days", "snippets")
"""The dark theme is the same everywhere: what has something of every kind is drawn in it too."""


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_window_is_drawn(subject: str, tmp_path: Path) -> None:
    look_at(draw_subject(tmp_path, subject, rtl=False))


@pytest.mark.parametrize("subject", DARK)
def test_in_the_dark_too(subject: str, tmp_path: Path) -> None:
    theme().force(Qt.ColorScheme.Dark)
    look_at(draw_subject(tmp_path, subject, rtl=False))


def test_there_are_letters_to_draw_with() -> None:
    """Without fonts each would be nothing, or the box that stands for what no font has."""
    letters = "Aaéłя…\ue123"
    assert len({drawn(letter) for letter in letters}) == len(letters)


def look_at(pictures: list[Path]) -> None:
    assert pictures
    for path in pictures:
        picture = QImage(str(path))
        assert picture.pixelColor(0, 0) == colour("page"), path.name
        inside = picture.copy(picture.rect().adjusted(EDGE, EDGE, -EDGE, -EDGE))
        assert len(shades(inside)) > 20, f"{path.name} has nothing in it"


def drawn(letter: str) -> bytes:
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.drawText(picture.rect(), letter)
    painter.end()
    return bytes(picture.constBits())


def shades(picture: QImage) -> set[int]:
    """The colours in it: the edges of letters alone have a dozen of shades."""
    rows = picture.convertToFormat(QImage.Format.Format_RGB32)
    return set(memoryview(rows.constBits()).cast("I"))
