"""What was written in the editor and not saved outlives the program."""

from __future__ import annotations

import contextlib
from pathlib import Path

from tests.ui.editor_room import Room


def test_what_was_not_saved_is_there_after_a_crash(room: Room, tmp_path: Path) -> None:
    room.show(";late")
    room.type("half a sen")
    room.window.new()
    room.trigger(";x")
    unsaved = tmp_path / "data" / "unsaved.json"
    room.until(unsaved.exists)
    room.until_holds(unsaved, lambda text: ";x" in text)
    with contextlib.closing(Room(tmp_path)) as again:
        again.until(lambda: again.said() == "“;x” was not saved when Deskhand ended.")
        again.window.notice.way_on.click()
        assert again.window.pane.facts.triggers.values() == (";x",)
        again.type("Now it has a text")
        again.window.save()
        again.until_holds(again.mine, lambda text: "Now it has" in text)
        again.window.close()
        again.until(lambda: not unsaved.exists())


def test_a_snippet_that_went_meanwhile_comes_back_as_a_new_one(room: Room, tmp_path: Path) -> None:
    room.show(";late")
    room.trigger(";" * 300)
    room.type("half a sen")
    unsaved = tmp_path / "data" / "unsaved.json"
    room.until(unsaved.exists)
    room.until_holds(unsaved, lambda text: "half" in text)
    # The room's packs are written anew, as by somebody else: without the snippet.
    packs = {"mine": "matches: []\n", "team": ""}
    with contextlib.closing(Room(tmp_path, packs)) as again:
        again.until(lambda: "was not saved" in again.said())
        again.window.notice.way_on.click()
        again.trigger(";late")
        again.window.save()
        again.until_holds(again.mine, lambda text: "half a sen" in text)
