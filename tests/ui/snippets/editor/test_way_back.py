"""Changes of snippets are taken back from their window."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.editor_room import MINE, Room
from tests.ui.keys import press


def test_the_history_window_takes_back(room: Room) -> None:
    room.show(";late")
    room.type("other")
    room.window.save()
    room.until_written(room.mine, "other")
    room.window.way_back.open()
    history = room.window.way_back.window
    assert history is not None
    room.until(lambda: history.list.count() == 1)
    assert ";late changed" in history.list.item(0).text()
    press(history.list, Qt.Key.Key_Return)
    room.until_holds(room.mine, lambda text: text == MINE)
    room.until(lambda: history.list.count() == 0)
