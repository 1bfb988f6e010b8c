"""The sidebar's articles, from the key to the knowledge base and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.core.clock import SystemClock
from desktop.core.results import Problem
from desktop.ui.customers import articles_desk
from desktop.ui.customers.articles_desk import ArticlesDesk
from desktop.ui.customers.card_list import in_words
from desktop.ui.customers.desk import NO_BROWSER
from desktop.ui.shell.background import Background
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.shell import Shell
from tests.contract.customers.bases_of_articles import Cards
from tests.contract.translation.stand_in import stand_in
from tests.ui.customers import acted_customers as acted
from tests.ui.keys import press
from tests.unit.assembly.customers.reading_room import Room

MS = 10_000


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    one = Room(tmp_path / "profile")
    yield one
    one.reading.close()


def test_from_the_key_to_the_browser(
    room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(articles_desk, "_LOOK_MS", 0)
    view, bridge = acted.sidebar(acted.WHOLE), Bridge()
    qtbot.addWidget(view)
    problems: list[Problem] = []
    opened: list[str] = []
    with stand_in(Cards()) as cards:
        room.set_up(guru=cards)
        shell = Shell(bridge, Background(bridge, problems.append), problems.append)
        desk = ArticlesDesk(view, room.reading, SystemClock(), shell, NO_BROWSER)
        desk.open_link = lambda url: bool(opened.append(url))  # type: ignore[func-returns-value]  # there is none
        view.open_quietly(None)
        view.take_keys()
        qtbot.waitUntil(view.isActiveWindow)
        shown = view.parts.keys.shown
        qtbot.waitUntil(lambda: ("K", "articles") in shown(), timeout=MS)
        assert cards.asked == []
        press(view.focusWidget(), Qt.Key.Key_K)
        desk.panel.line.setText("refund")
        press(desk.panel.line, Qt.Key.Key_Return)
        rows = desk.panel.list.rows
        qtbot.waitUntil(lambda: len(rows.rows) == 4, timeout=MS)
        assert in_words(rows.rows[0]).startswith("How to refund, Guru, Support")
        press(desk.panel.list, Qt.Key.Key_Return)
        assert opened == [cards.url("/card/iLrAAb5T/How-to")]
        assert problems == [NO_BROWSER]
        press(desk.panel.list, Qt.Key.Key_C)
        qtbot.waitUntil(lambda: room.clipboard.holds == opened[0], timeout=MS)
    desk.close()
    bridge.close()
