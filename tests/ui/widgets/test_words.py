"""Words of others in small widgets."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.words import LONGEST_TIP, Elided

HOSTILE = '<img src="file:///etc/passwd"> <b>bold</b> &amp; more'


def test_the_tip_of_a_cut_line_is_no_markup_of_the_text(qtbot: QtBot) -> None:
    line = Elided(HOSTILE)
    qtbot.addWidget(line)
    line.resize(60, 20)
    line.show()
    assert line.text() != line.whole()
    assert line.textFormat() is Qt.TextFormat.PlainText
    assert "<img" not in line.toolTip()
    assert "&lt;img src=" in line.toolTip()


def test_a_line_that_fits_needs_no_tip_and_a_tip_has_an_end(qtbot: QtBot) -> None:
    line = Elided("short")
    qtbot.addWidget(line)
    line.resize(400, 20)
    line.show()
    assert line.toolTip() == ""
    line.say("w" * 50_000)
    assert 0 < len(line.toolTip()) < LONGEST_TIP + 20
