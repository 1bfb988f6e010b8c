"""Texts from outside, laid out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.ui.widgets import theme as look
from desktop.ui.widgets.passage import ELLIPSIS, is_right_to_left, lay_out, plain

WIDTH = 300.0


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("a\r\nb\rc\nd", "a\u2028b\u2028c\u2028d"),
        ("a\tb", "a    b"),
        ("\x00\x1b[31m\x7f", "\ufffd\ufffd[31m\ufffd"),
        ("gnp\u202etxt.exe\u202d", "gnptxt.exe"),
        ("\ud800", "\ufffd"),
        ("👩‍👩‍👧 é שלום", "👩‍👩‍👧 é שלום"),
    ],
)
def test_what_is_drawn_of_a_text(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("", False),
        ("123 !", False),
        ("hello שלום", False),
        ("48213: مرحبا hello", True),
        ("12 שלום abc", True),
        ("(مرحبا)", True),
        ("👍 שלום", True),
    ],
)
def test_a_texts_own_direction(text: str, right: bool) -> None:
    assert is_right_to_left(text) is right


def first_line_left(text: str, side: Qt.LayoutDirection) -> float:
    passage = lay_out(text, look.font(), WIDTH, 3, side)
    return passage.layout.lineAt(0).naturalTextRect().left()


@pytest.mark.usefixtures("qapp")
def test_a_text_stands_at_its_own_side_or_at_the_interfaces() -> None:
    auto = Qt.LayoutDirection.LayoutDirectionAuto
    assert first_line_left("hello", auto) == 0
    assert first_line_left("שלום", auto) > WIDTH / 2
    assert first_line_left("hello", Qt.LayoutDirection.RightToLeft) > WIDTH / 2
    assert first_line_left("שלום", Qt.LayoutDirection.LeftToRight) == 0


@pytest.mark.usefixtures("qapp")
def test_a_text_that_fits_is_whole() -> None:
    passage = lay_out("one\ntwo", look.font(), WIDTH, 2)
    assert not passage.cut
    assert passage.layout.lineCount() == 2
    assert ELLIPSIS not in passage.layout.text()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("text", ["one\ntwo\nthree", "x" * 50_000, "word " * 9_000, "\n" * 9_000])
def test_a_text_that_does_not_fit_ends_in_an_ellipsis(text: str) -> None:
    passage = lay_out(text, look.font(), WIDTH, 2)
    assert passage.cut
    assert passage.layout.lineCount() <= 2
    assert passage.layout.text().endswith(ELLIPSIS)
    assert passage.layout.lineAt(0).naturalTextWidth() <= WIDTH


@pytest.mark.usefixtures("qapp")
@given(st.text(max_size=400), st.integers(1, 400), st.integers(1, 5))
def test_any_text_stays_within_its_lines(text: str, width: int, lines: int) -> None:
    passage = lay_out(text, look.font(), width, lines)
    assert passage.layout.lineCount() <= lines
    count = range(passage.layout.lineCount())
    tallest = max((passage.layout.lineAt(at).height() for at in count), default=0)
    assert passage.height <= lines * (tallest + 4)


def test_marks_that_tower_are_cut_off(qapp: QApplication) -> None:
    canvas = QImage(300, 120, QImage.Format.Format_RGB32)
    canvas.fill(Qt.GlobalColor.white)
    painter = QPainter(canvas)
    towers = "Z" + "\u0301" * 60
    passage = lay_out(towers * 3, look.font(), WIDTH, 1)
    clip = QRectF(0, 50, 300, passage.height)
    passage.draw(painter, QPointF(0, 50), look.colour("ink"), clip)
    painter.end()
    white = 0xFFFFFFFF
    inked = [y for y in range(120) if any(canvas.pixel(x, y) != white for x in range(300))]
    assert inked
    assert inked[0] >= 50
    assert inked[-1] <= 50 + passage.height
