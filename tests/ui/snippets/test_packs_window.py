"""The window of packs."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.core.results import Problem
from desktop.ui.snippets.packs_window import PackRow, PacksWindow
from tests.ui.acting import ENTRIES, describer

PACKS = (PackRow("refunds", "packs/refunds.yml", 0, 4), PackRow("base", "packs/base.yml", 4, 2))


def test_packs_and_their_snippets(qtbot: QtBot) -> None:
    window = PacksWindow(describer(ENTRIES))
    qtbot.addWidget(window)
    window.show_library(PACKS, ())
    assert window.title.whole() == "refunds"
    assert window.results.rowCount() == 4
    window.packs.setCurrentRow(2)
    assert window.results.number(window.results.index(0)) == 4
    assert window.keys.words() == "6 snippets in 2 packs"
    asked: list[str] = []
    window.folder_asked.connect(asked.append)
    window.folder.click()
    assert asked == ["packs/base.yml"]


def test_problems_come_first_with_their_place(qtbot: QtBot) -> None:
    window = PacksWindow(describer(ENTRIES))
    qtbot.addWidget(window)
    window.show_library(PACKS, (Problem("No trigger", "It has none", place="base.yml:12"),))
    page = window._area.widget()
    assert page is not None
    words = [one.text() for one in page.findChildren(QLabel)]
    assert words == ["base.yml:12", "No trigger", "It has none."]


def test_a_reload_keeps_the_pack_that_is_shown(qtbot: QtBot) -> None:
    window = PacksWindow(describer(ENTRIES))
    qtbot.addWidget(window)
    window.show_library(PACKS, ())
    window.packs.setCurrentRow(2)
    window.show_library(PACKS, (Problem("One"),))
    assert window.packs.currentRow() == 2


def test_an_empty_library_says_what_to_do(qtbot: QtBot) -> None:
    window = PacksWindow(describer(ENTRIES))
    qtbot.addWidget(window)
    window.show_library((), ())
    assert window.title.whole() == "No snippets yet"
    asked: list[str] = []
    window.folder_asked.connect(asked.append)
    window.folder.click()
    assert asked == [""]
