"""What of a label is shown in a row."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from desktop.ui.snippets.results import fitted
from desktop.ui.widgets import theme as look

WIDTH = 300
SENTENCE = "You will hear from us within two working days, by mail"
BREAK = "\N{LINE SEPARATOR}"


def parts(text: str, *, two: bool = True) -> list[str]:
    """The lines of a label, each of which has room."""
    font = look.font()
    lines = fitted(text, font, WIDTH, two=two).split(BREAK)
    assert all(QFontMetrics(font).horizontalAdvance(one) <= WIDTH for one in lines)
    return lines


def test_a_short_label_is_one_line(qtbot: QtBot) -> None:
    assert parts("Refund") == ["Refund"]


def test_a_longer_one_is_two_and_whole(qtbot: QtBot) -> None:
    first, second = parts(SENTENCE)
    assert f"{first} {second}" == SENTENCE


def test_a_line_too_many_ends_in_an_ellipsis(qtbot: QtBot) -> None:
    assert parts(f"{SENTENCE}. {SENTENCE}")[1].endswith("…")
    assert len(parts(f"{SENTENCE}. {SENTENCE}")) == 2
    [only] = parts(SENTENCE, two=False)
    assert only.endswith("…")


@pytest.mark.parametrize("sign", ["😀", "x"])
def test_a_word_without_an_end_is_cut_between_its_signs(qtbot: QtBot, sign: str) -> None:
    first, second = parts(sign * 200)
    assert set(first) == {sign}
    assert second.endswith("…")
