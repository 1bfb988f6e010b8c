"""The editor at work on real files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.interaction import Channel
from desktop.snippets.model import Body
from tests.ui.editor_room import MINE, Room
from tests.ui.keys import press


def test_going_on_saves_what_was_written_and_keeps_the_rest_to_the_letter(room: Room) -> None:
    room.show(";late")
    room.type("The parcel is two days late")
    assert room.window.pane.state.text() == "not saved"
    room.show(";gm")
    room.until_written(room.mine, "two days")
    assert room.mine.read_text() == MINE.replace("is late", "is two days late")
    assert room.said() == ""
    assert room.window.unsaved.sheets() == []


def test_ctrl_s_saves_and_stays(room: Room) -> None:
    room.show(";refund")
    room.type("O reembolso vem.", column=1)
    room.window.save()
    room.until_written(room.mine, "reembolso vem")
    assert room.mine.read_text() == MINE.replace("O reembolso está a caminho.", "O reembolso vem.")
    sheet = room.window.pane.sheet
    assert sheet is not None
    assert not sheet.dirty
    assert room.window.pane.state.text() == ""


@pytest.mark.parametrize(
    "text",
    [
        "a\u00a0: b",
        "a\u2028b",
        "tab\tx  ",
        "\n\nx\n",
        "\u202eabc",
        "e\u0301 👩‍👩‍👧",
        "\\{\\{x\\}\\}",
    ],
)
def test_a_text_is_saved_to_the_letter(room: Room, text: str) -> None:
    room.show(";late")
    room.type(text)
    room.window.save()
    room.until(lambda: room.assembly.library.by_trigger(";late")[0].body == text)
    room.settle()
    room.until(lambda: room.desk.snippet(1).body == text)
    pane = room.window.pane
    cursor = pane.texts.columns[0].text.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    cursor.insertText("!")  # what was there before stays
    room.window.save()
    room.until(lambda: room.assembly.library.by_trigger(";late")[0].body == text + "!")


def test_saving_twice_in_a_row_loses_nothing(room: Room) -> None:
    room.show(";late")
    room.type("first")
    room.window.save()
    room.type("second")
    room.window.save()
    room.until_written(room.mine, "first")
    assert room.window.pane.state.text() == "not saved"
    room.window.save()
    room.until_written(room.mine, "second")
    room.type("third")
    room.window.close()
    room.until_written(room.mine, "third")


def test_a_new_snippet_comes_to_the_end_of_the_chosen_pack(room: Room) -> None:
    room.show(";gm")
    room.window.new()
    room.trigger(";ge")
    room.type("Good evening")
    room.window.save()
    room.until_written(room.team, "Good evening")
    assert 'trigger: ";gm"' in room.team.read_text()
    [number] = room.assembly.library.numbers_having(";ge")
    sheet = room.window.pane.sheet
    assert sheet is not None
    room.until(lambda: sheet.number == number)


def test_what_cannot_be_saved_stays_and_is_shown_again(room: Room) -> None:
    room.window.new()
    room.trigger(";x")
    room.show(";late")
    assert room.said().startswith("“;x” is not saved. This snippet has no text yet")
    room.window.notice.way_on.click()
    assert room.window.pane.facts.triggers.values() == (";x",)
    room.type("Now it has one")
    room.window.save()
    room.until(lambda: bool(room.assembly.library.numbers_having(";x")))


def test_the_window_does_not_close_over_what_cannot_be_saved(room: Room) -> None:
    room.window.new()
    room.type("no trigger, which is no fault")
    room.trigger(";" * 300)
    room.window.close()
    assert room.window.isVisible()
    assert "can't be saved yet" in room.said()
    room.window.notice.other.click()
    assert not room.window.isVisible()
    assert "no trigger" not in room.mine.read_text() + room.team.read_text()


def test_an_empty_new_snippet_is_dropped_without_a_word(room: Room) -> None:
    room.window.new()
    room.show(";late")
    assert room.said() == ""
    room.window.close()
    assert not room.window.isVisible()


def test_delete_and_undo(room: Room) -> None:
    room.show(";late")
    press(room.window.list, Qt.Key.Key_Delete)
    room.until(lambda: room.said() != "")
    assert room.said() == "“;late” is deleted."
    assert ";late" not in room.mine.read_text()
    room.window.notice.way_on.click()
    room.until_written(room.mine, ";late")
    assert room.mine.read_text() == MINE


def test_it_is_moved_and_moved_back(room: Room) -> None:
    room.show(";late")
    [team] = [one for one in room.window._packs if one.name == "team"]
    room.window.move_to(team)
    room.until_written(room.team, ";late")
    room.until_written(room.mine, "Refund")
    assert ";late" not in room.mine.read_text()
    sheet = room.window.pane.sheet
    assert sheet is not None
    assert sheet.saved.path == str(room.team)
    assert room.said() == "“;late” is in team now."
    room.window.notice.way_on.click()
    room.until_holds(room.team, lambda text: ";late" not in text)
    assert room.mine.read_text() == MINE


def test_it_is_dragged_onto_a_pack(room: Room) -> None:
    room.show(";gm")
    [number] = room.assembly.library.numbers_having(";late")
    room.window.packs.setCurrentRow(0)
    room.window.rows.mimeData([room.window.rows.index(number)])
    place = [one.name for one in room.window._packs].index("team")
    room.window.packs.dropped.emit(number, place)
    room.until_written(room.team, ";late")
    assert ";late" not in room.mine.read_text()


def test_a_change_of_another_program_is_never_undone(room: Room) -> None:
    room.show(";late")
    room.mine.write_text(MINE.replace("is late", "is very late"), "utf-8")
    room.type("mine")
    room.window.save()
    room.until(lambda: "changed by another program" in room.said())
    assert "very late" in room.mine.read_text()
    assert room.text() == "mine"


def test_a_change_elsewhere_in_the_file_is_no_hindrance(room: Room) -> None:
    room.show(";late")
    more = "# another head\n" + MINE.replace("label: Refund", "label: The refund")
    room.mine.write_text(more, "utf-8")
    room.type("mine")
    room.window.save()
    room.until_written(room.mine, "mine\n")
    assert room.mine.read_text() == more.replace("The parcel is late", "mine")


def test_another_program_changes_what_is_only_looked_at(room: Room) -> None:
    room.show(";late")
    room.mine.write_text(MINE.replace("is late", "is very late"), "utf-8")
    room.until(lambda: room.text() == "The parcel is very late")


def test_warnings_while_typing(room: Room) -> None:
    room.show(";late")
    room.trigger(";refunds")
    words = room.window.pane.warnings.words
    room.until(lambda: "`;refunds` can never fire" in words.text())
    room.trigger(";refund")
    room.until(lambda: "`;refund` is the trigger of “Refund” in mine too" in words.text())
    room.trigger(";g")
    room.until(lambda: "could never fire any more" in words.text())
    room.trigger(";late")
    room.type("{{nothing}}")
    room.until(lambda: "`nothing`, which nothing defines" in words.text())
    room.type("fine")
    room.until(lambda: not room.window.pane.warnings.isVisible())


def test_the_preview_is_for_the_text_that_is_written(room: Room) -> None:
    room.assembly.interactions.open("test", Channel.CHAT, language="pt-BR")
    room.show(";refund")
    pane = room.window.pane
    room.until(lambda: pane.preview.toPlainText() == "O reembolso está a caminho.")
    assert pane.above.whole() == "as it would come out now · Português"
    room.type("Your refund comes, {{customer.first_name}}.")
    room.until(lambda: pane.preview.toPlainText() == "Your refund comes.")
    assert pane.above.whole() == "as it would come out · for all others"
    assert pane.note.text() == "not known: first name"


def test_a_variant_is_added_and_removed(room: Room) -> None:
    room.show(";late")
    pane = room.window.pane
    pane.add_variant()
    column = pane.texts.columns[1]
    column.language.setCurrentIndex(column.language.findData("de"))
    column.language.chosen.emit("de")
    room.type("Das Paket ist spät", column=1)
    room.window.save()
    room.until_written(room.mine, "language: de")
    pane.texts.columns[1].remove.click()
    room.window.save()
    room.until_holds(room.mine, lambda text: text == MINE)


def test_a_question_makes_a_form(room: Room) -> None:
    room.show(";late")
    pane = room.window.pane
    pane.texts.focus_text(0)
    cursor = pane.texts.columns[0].text.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    pane.texts.columns[0].text.setTextCursor(cursor)
    pane.insert.question.click()
    pane.question.words.setText("order number")
    pane.question.kind.setCurrentIndex(pane.question.kind.findData("choice"))
    pane.question.options.setText("1, 2")
    press(pane.question, Qt.Key.Key_Return)
    assert room.text() == "The parcel is late[[order_number]]"
    room.window.save()
    room.until_written(room.mine, "form:")
    [snippet] = room.assembly.library.by_trigger(";late")
    assert snippet.kind is Body.FORM
    assert snippet.form_fields == {"order_number": {"type": "choice", "values": ["1", "2"]}}


def test_the_list_is_moved_through_from_the_search(room: Room) -> None:
    window = room.window
    window.packs.setCurrentRow(0)
    window.line.setFocus()
    press(window.line, Qt.Key.Key_Down)
    room.settle()
    sheet = window.pane.sheet
    assert sheet is not None
    assert sheet.saved.triggers == (";refund",)
    press(window.line, Qt.Key.Key_Down)
    assert window.pane.sheet is not None
    assert window.pane.sheet.saved.triggers == (";late",)
    press(window.line, Qt.Key.Key_Return)
    assert window.focusWidget() is window.pane.texts.columns[0].text


def test_the_search_keeps_to_the_chosen_pack(room: Room) -> None:
    window = room.window
    window.packs.setCurrentRow(0)
    window.line.setText("good")
    room.until(
        lambda: (
            [window.rows.number(window.rows.index(at)) for at in range(window.rows.count)] == [2]
        )
    )
    place = [one.name for one in window._packs].index("mine")
    window.packs.setCurrentRow(place + 2)
    room.until(lambda: window.rows.count == 0)
    window.line.clear()
    assert window.rows.count == 2


def test_one_is_no_plural(room: Room) -> None:
    window = room.window
    assert window.keys.words() == "3 snippets in 2 packs"
    window.show_library([one for one in window._packs if one.name == "team"], ())
    assert window.keys.words() == "1 snippet in 1 pack"
    window.packs.setCurrentRow(2)
    assert window.count.text() == "1 snippet"


def test_a_starter_pack_is_only_read_and_copied_from(room: Room) -> None:
    packs = room.window._packs
    fixed = [replace(one, read_only="It comes with Deskhand") if one.name == "team" else one
             for one in packs]  # fmt: skip
    room.window.show_library(fixed, ())
    room.show(";gm")
    assert room.window.pane.texts.columns[0].text.isReadOnly()
    assert room.said() == "This pack can't be changed here: It comes with Deskhand."
    before = room.team.read_text()
    press(room.window.list, Qt.Key.Key_Delete)
    room.window.copy_to_mine()
    room.until_written(room.mine, "Good morning")
    assert room.team.read_text() == before
    room.until(lambda: room.said().startswith("A copy is in mine."))
    room.window.notice.way_on.click()
    room.until_holds(room.mine, lambda text: text == MINE)


def test_a_pack_that_cannot_be_read_is_never_written_to(room: Room) -> None:
    broken = 'matches:\n  - trigger: ";x\n    replace: [\n'
    room.show(";gm")
    room.team.write_text(broken, "utf-8")
    room.until(lambda: bool(room.desk._library.problems))
    room.type("Something else")
    room.window.save()
    room.until(lambda: "can't be edited here" in room.said() or "meanwhile" in room.said())
    assert room.team.read_text() == broken
    assert room.text() == "Something else"
    room.window.packs.setCurrentRow(1)
    assert room.window.packs.item(1).text().startswith("Problems  ·  ")


def test_a_new_pack_and_what_is_wrong_with_its_name(room: Room) -> None:
    window = room.window
    window.naming.ask()
    window.naming.setText("My shop: Ä/B")
    press(window.naming, Qt.Key.Key_Return)
    room.until(lambda: window.pane.sheet is not None)
    room.type("Hello")
    room.trigger(";h")
    window.save()
    pack = room.packs / "My shop-Ä-B.yml"
    room.until(pack.exists)
    room.until_holds(pack, lambda text: "Hello" in text)
    window.create_pack("mine")
    room.until(lambda: room.said().startswith("There is a pack of that name"))
    assert room.mine.read_text() == MINE


def test_what_opens_the_palette_is_shown_and_is_written_in_the_file(tmp_path: Path) -> None:
    room = Room(tmp_path, {"mine": 'matches:\n  - {trigger: ";find", opens: palette}\n'})
    try:
        room.show(";find")
        pane = room.window.pane
        assert pane.facts.kind.currentText() == "the palette opens"
        assert not pane.facts.kind.isEnabled()
        assert pane.texts.columns[0].text.isReadOnly()
        room.until(lambda: "opens the palette" in pane.note.text())
        room.trigger(";look")
        room.window.save()
        room.until_written(room.mine, ";look")
        assert "opens: palette" in room.mine.read_text()
    finally:
        room.close()
