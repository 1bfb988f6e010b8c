"""Live translation at its work: messages in, replies out, and every customer apart."""

from __future__ import annotations

import itertools
import threading
from dataclasses import replace

from PySide6.QtCore import Qt

from desktop.assembly import Fate
from desktop.host.base import Window
from desktop.interaction import Customer, Field
from desktop.settings.sections.translation import BACK_TRANSLATION
from desktop.translation.memory_rows import Pair
from desktop.ui.translation.conversation_view import Line, LineState
from desktop.ui.translation.conversation_window import ConversationWindow
from tests.ui.keys import press, write
from tests.ui.translation.desk_room import CHAT, OTHER, OURS, Desk, Make

SPANISH = "Hola, no puedo entrar a mi cuenta desde ayer."
GRACIAS = "Muchas gracias por su ayuda con mi pedido."
REPLY = "I have sent you a new password."


def turned(text: str) -> str:
    """What the engine makes of a text, and of that again."""
    return " ".join(reversed(text.split()))


def numbering(make: Make) -> Desk:
    """An engine that never says the same twice, so that what was made for another is told."""
    count = itertools.count(1)
    desk = make(lambda text: f"{next(count)}: {turned(text)}")
    desk.room.settings.change(BACK_TRANSLATION, value=False)
    return desk


def opened(desk: Desk) -> ConversationWindow:
    desk.desk.press("live", CHAT)
    view = desk.desk.live.view
    assert view is not None
    assert view.isVisible()
    return view


def lines(view: ConversationWindow) -> list[Line]:
    model = view.bubbles.lines
    found = [model.line(row) for row in range(model.rowCount())]
    return [one for one in found if one is not None]


def paste(desk: Desk, view: ConversationWindow, text: str = SPANISH) -> Line:
    """A message comes by the clipboard; it as it is translated."""
    before = len(lines(view))
    desk.clipboard.holds = text
    view.message_pasted.emit()
    desk.until(lambda: len(lines(view)) > before and lines(view)[-1].state is not LineState.WAITING)
    return lines(view)[-1]


def reply(desk: Desk, view: ConversationWindow, text: str = REPLY) -> str:
    """Write, and wait for the preview."""
    write(view.reply, text)
    desk.until(lambda: view._preview is not None and view._preview.is_ready_for(text))
    assert view._preview is not None
    return view._preview.text


def enter(desk: Desk, view: ConversationWindow) -> None:
    before = len(desk.assembly.inserted)
    press(view.reply, Qt.Key.Key_Return)
    desk.until(lambda: len(desk.assembly.inserted) > before)


# --- in ---


def test_a_message_appears_in_the_agents_language(desk: Desk) -> None:
    view = opened(desk)
    line = paste(desk, view)
    assert (line.first, line.second, line.own) == (turned(SPANISH), SPANISH, False)
    assert line.note.startswith("One · stayed on this computer · ")
    front = desk.room.interactions.front()
    assert front is not None
    assert (front.language, front.source) == ("es", "live translation")
    desk.until(lambda: view.header.language.current() == "es")


def test_what_is_copied_twice_or_was_written_by_the_agent_is_no_new_message(desk: Desk) -> None:
    view = opened(desk)
    paste(desk, view)
    view.message_pasted.emit()
    desk.until(lambda: "already" in view.said.text())
    text = reply(desk, view)
    enter(desk, view)
    desk.assembly.say(Fate.TYPED)
    desk.until(lambda: len(lines(view)) == 2)
    desk.clipboard.holds = text
    view.message_pasted.emit()
    desk.until(lambda: "already" in view.said.text())
    assert len(lines(view)) == 2


def test_an_empty_clipboard_is_said(desk: Desk) -> None:
    view = opened(desk)
    view.message_pasted.emit()
    desk.until(lambda: "no text" in view.said.text())


def test_copies_in_the_chat_come_by_themselves_while_watched_and_no_others(desk: Desk) -> None:
    view = opened(desk)
    desk.clipboard.copy("No esto, que se copia antes de mirar.")
    view.watch_asked.emit(True)
    desk.until(lambda: len(desk.clipboard.tells) == 1)
    desk.clipboard.copy("Tampoco esto, que es de otro programa.", OTHER)
    desk.clipboard.copy("Ni esto, que nadie sabe de donde viene.", Window())
    desk.settle()
    desk.clipboard.copy(SPANISH, replace(CHAT, id=71, title="another window of it"))
    desk.until(lambda: len(lines(view)) == 1)
    assert lines(view)[0].second == SPANISH
    view.watch_asked.emit(False)
    assert not desk.clipboard.tells


def test_closing_ends_the_watching_and_gives_the_focus_back(desk: Desk) -> None:
    view = opened(desk)
    view.watch_asked.emit(True)
    write(view.reply, "half a")
    press(view.reply, Qt.Key.Key_Escape)
    assert not view.isVisible()
    desk.until(lambda: desk.windows.activated == [CHAT.id])
    desk.settle()
    assert not desk.clipboard.tells
    assert opened(desk).draft() == "half a"


def test_a_message_that_is_too_short_asks_and_the_answer_counts_for_all(desk: Desk) -> None:
    view = opened(desk)
    assert paste(desk, view, "ok").state is LineState.ASKING
    assert paste(desk, view, "si").state is LineState.ASKING
    view.line_language_chosen.emit(1, "es")
    desk.until(lambda: all(one.state is LineState.DONE for one in lines(view)))
    front = desk.room.interactions.front()
    assert front is not None
    assert front.language == "es"
    view.line_language_chosen.emit(2, "it")  # now it is said of this message only
    desk.until(lambda: lines(view)[1].state is LineState.DONE)
    assert desk.room.interpreter.spoken(desk.room.interactions.ask(front.id)).language == "es"


def test_a_failed_message_is_tried_again(make: Make) -> None:
    from desktop.translation.engines.base import EngineFault, FaultKind

    fails = [EngineFault(FaultKind.REFUSED)]
    desk = make(lambda text: fails[0] if fails else turned(text))
    view = opened(desk)
    failed = paste(desk, view)
    assert failed.state is LineState.FAILED
    assert failed.problem
    fails.clear()
    view.retry_asked.emit(failed.serial)
    desk.until(lambda: lines(view)[0].state is LineState.DONE)


# --- out ---


def test_enter_puts_the_reply_into_the_chat_and_never_sends(desk: Desk) -> None:
    view = opened(desk)
    paste(desk, view)
    text = reply(desk, view)
    assert text == turned(REPLY)
    desk.windows.front = OURS
    enter(desk, view)
    assert desk.assembly.inserted == [(CHAT.id, text, None)]
    assert desk.windows.activated == [CHAT.id]
    assert view.draft() == REPLY
    desk.assembly.say(Fate.TYPED)
    desk.until(lambda: len(lines(view)) == 2)
    assert (lines(view)[1].first, lines(view)[1].second) == (text, REPLY)
    assert lines(view)[1].own
    assert view.draft() == ""


def test_enter_at_once_waits_for_the_translation(desk: Desk) -> None:
    view = opened(desk)
    paste(desk, view)
    write(view.reply, REPLY)
    enter(desk, view)
    assert desk.assembly.inserted == [(CHAT.id, turned(REPLY), None)]


def test_enter_after_one_more_word_never_sends_what_was_translated_before(desk: Desk) -> None:
    desk.room.open("es")
    view = opened(desk)
    reply(desk, view)
    write(view.reply, " And more.")
    enter(desk, view)
    assert desk.assembly.inserted == [(CHAT.id, turned(f"{REPLY} And more."), None)]


def test_a_letter_typed_while_enter_waits_calls_it_off(make: Make) -> None:
    go_on = threading.Event()
    go_on.set()

    def slow(text: str) -> str:
        go_on.wait(10)
        return turned(text)

    desk = make(slow)
    view = opened(desk)
    paste(desk, view)
    go_on.clear()
    write(view.reply, REPLY)
    press(view.reply, Qt.Key.Key_Return)
    write(view.reply, " now")
    go_on.set()
    desk.until(lambda: view._preview is not None and view._preview.is_ready_for(REPLY + " now"))
    desk.settle()
    assert not desk.assembly.inserted


def test_the_sense_is_translated_back_if_the_agent_wants_that(desk: Desk) -> None:
    view = opened(desk)
    paste(desk, view)
    reply(desk, view)
    desk.until(lambda: view._preview is not None and view._preview.back == REPLY)
    desk.room.settings.change(BACK_TRANSLATION, value=False)
    view.reply.clear()
    asked = len(desk.room.engine.asked)
    reply(desk, view, "Thank you for waiting.")
    desk.settle()
    assert len(desk.room.engine.asked) == asked + 1


def test_the_memory_answers_every_letter_without_an_engine(desk: Desk) -> None:
    kept = desk.room.interpreter.set_approved([Pair("We are sorry.", "Lo sentimos.", "en", "es")])
    assert kept is not None
    kept.result(10)
    desk.room.settings.change(BACK_TRANSLATION, value=False)
    desk.room.open("es")
    view = opened(desk)
    assert reply(desk, view, "We are sorry.") == "Lo sentimos."
    desk.settle()
    assert not desk.room.engine.asked


def test_what_is_not_put_in_is_copied_and_the_draft_stays(desk: Desk) -> None:
    view = opened(desk)
    paste(desk, view)
    text = reply(desk, view)
    enter(desk, view)
    desk.assembly.say(Fate.FAILED, "You went on in another place")
    desk.until(lambda: desk.clipboard.holds == text)
    assert "You went on in another place" in view.said.text()
    assert view.draft() == REPLY
    assert len(lines(view)) == 1
    enter(desk, view)  # and it can be tried again


def test_control_enter_copies(desk: Desk) -> None:
    view = opened(desk)
    paste(desk, view)
    text = reply(desk, view)
    press(view.reply, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: desk.clipboard.holds == text)
    assert not desk.assembly.inserted


def test_a_used_reply_is_remembered(desk: Desk) -> None:
    view = opened(desk)
    paste(desk, view)
    reply(desk, view)
    enter(desk, view)
    desk.assembly.say(Fate.TYPED)
    asked = desk.desk._workplace.front()
    desk.until(lambda: desk.room.interpreter.recall(REPLY, asked) is not None)


# --- every customer apart ---


def test_the_window_follows_the_interaction_in_front_with_its_draft(desk: Desk) -> None:
    ana, bo = desk.room.open(name="Ana"), desk.room.open(name="Bo")
    view = opened(desk)
    paste(desk, view)
    write(view.reply, "for Bo")
    desk.room.interactions.bring_forward(ana.interaction)
    desk.until(lambda: view._situation.customer == "Ana")
    assert (lines(view), view.draft()) == ([], "")
    write(view.reply, "for Ana")
    desk.room.interactions.bring_forward(bo.interaction)
    desk.until(lambda: view.draft() == "for Bo")
    assert [one.second for one in lines(view)] == [SPANISH]


def test_a_late_answer_lands_in_its_own_conversation(make: Make) -> None:
    go_on = threading.Event()

    def slow(text: str) -> str:
        go_on.wait(10)
        return turned(text)

    desk = make(slow)
    ana, bo = desk.room.open(name="Ana"), desk.room.open(name="Bo")
    view = opened(desk)
    desk.clipboard.holds = SPANISH
    view.message_pasted.emit()
    desk.until(lambda: len(lines(view)) == 1)
    desk.room.interactions.bring_forward(ana.interaction)
    desk.until(lambda: view._situation.customer == "Ana")
    go_on.set()
    desk.settle()
    assert lines(view) == []
    desk.room.interactions.bring_forward(bo.interaction)
    desk.until(lambda: [one.first for one in lines(view)] == [turned(SPANISH)])


def test_a_reply_never_goes_out_while_another_customer_is_in_front(desk: Desk) -> None:
    ana, bo = desk.room.open("es", name="Ana"), desk.room.open("es", name="Bo")
    view = opened(desk)
    reply(desk, view)
    desk.room.interactions._to_front(ana.interaction)  # nobody has been told yet
    press(view.reply, Qt.Key.Key_Return)
    desk.until(lambda: "Another customer" in view.said.text())
    assert not desk.assembly.inserted
    desk.room.interactions.bring_forward(bo.interaction)
    desk.settle_front()


def test_what_was_said_is_gone_with_its_interaction(desk: Desk) -> None:
    desk.room.open(name="Ana")
    bo = desk.room.open(name="Bo")
    view = opened(desk)
    paste(desk, view)
    write(view.reply, "for Bo")
    desk.room.interactions.close(bo.interaction)
    desk.until(lambda: view._situation.customer == "Ana")
    assert (lines(view), view.draft()) == ([], "")
    assert bo not in desk.desk.live._conversations


def test_the_end_of_another_conversation_changes_nothing_in_this_one(desk: Desk) -> None:
    ana, bo = desk.room.open("es", name="Ana"), desk.room.open("es", name="Bo")
    view = opened(desk)
    desk.room.interactions.bring_forward(ana.interaction)
    desk.until(lambda: view._situation.customer == "Ana")
    paste(desk, view)
    write(view.reply, "half a sentence")
    desk.room.interactions.close(bo.interaction)
    desk.settle()
    assert view.draft() == "half a sentence"
    assert [one.second for one in lines(view)] == [SPANISH]


def test_watching_that_is_turned_off_and_on_at_once_is_one(desk: Desk) -> None:
    view = opened(desk)
    for on in (True, False, True):
        view.watch_asked.emit(on)
    desk.settle()
    assert len(desk.clipboard.tells) == 1
    view.watch_asked.emit(False)
    desk.settle()
    assert desk.clipboard.tells == []


def test_at_the_end_nothing_is_watched_any_more(desk: Desk) -> None:
    view = opened(desk)
    view.watch_asked.emit(True)
    desk.until(lambda: len(desk.clipboard.tells) == 1)
    desk.desk.live.close()
    desk.settle()
    assert desk.clipboard.tells == []


def test_another_customer_in_the_same_interaction_begins_anew(desk: Desk) -> None:
    ana = desk.room.open(name="Ana")
    view = opened(desk)
    paste(desk, view)
    bo = Customer({"name": Field("Bo", "test", desk.room.clock.now())})
    desk.room.interactions.update(ana.interaction, customer=bo)
    desk.until(lambda: view._situation.customer == "Bo")
    assert lines(view) == []


def test_who_the_customer_is_may_turn_out_later(desk: Desk) -> None:
    one = desk.room.open()
    view = opened(desk)
    paste(desk, view)
    ana = Customer({"name": Field("Ana", "test", desk.room.clock.now())})
    desk.room.interactions.update(one.interaction, customer=ana)
    desk.until(lambda: view._situation.customer == "Ana")
    assert [line.second for line in lines(view)] == [SPANISH]


def test_a_choice_and_the_lock_are_the_interactions(desk: Desk) -> None:
    asked = desk.room.open()
    view = opened(desk)
    view.language_chosen.emit("pt")
    desk.until(lambda: desk.room.language(asked) == "pt")
    desk.until(lambda: view._situation.locked)
    view.lock_asked.emit()
    desk.until(lambda: not view._situation.locked)


def test_another_language_makes_the_reply_anew(make: Make) -> None:
    desk = numbering(make)
    desk.room.open("es", name="Ana")
    view = opened(desk)
    first = reply(desk, view)
    view.language_chosen.emit("pt")
    enter(desk, view)  # at once, with the Spanish one still in sight
    assert turned(REPLY) in desk.assembly.inserted[-1][1]
    assert desk.assembly.inserted[-1][1] != first


def test_the_same_words_for_two_customers_are_two_replies(make: Make) -> None:
    desk = numbering(make)
    ana = desk.room.open("es", name="Ana")
    view = opened(desk)
    reply(desk, view)
    desk.room.open("de", name="Bo")
    desk.until(lambda: view._situation.customer == "Bo")
    for_bo = reply(desk, view)
    desk.room.interactions.bring_forward(ana.interaction)
    desk.until(lambda: view._situation.customer == "Ana")
    assert view.draft() == REPLY
    enter(desk, view)
    window, text, _ = desk.assembly.inserted[-1]
    assert window == CHAT.id
    assert text != for_bo


def test_the_hotkey_opens_for_the_window_in_front(desk: Desk) -> None:
    view = opened(desk)
    assert view._situation.goes_to == "Chromium – ACME chat"
    desk.desk.press("live", OTHER)
    assert view._situation.goes_to == "Mousepad – notes"
    desk.desk.press("live", Window(int(view.winId()), "deskhand"))
    assert view.isVisible()
    assert view._situation.goes_to == "Mousepad – notes"  # never into a window of ours


def test_each_customers_reply_goes_to_their_own_chat(desk: Desk) -> None:
    ana = desk.room.open("es", name="Ana")
    view = opened(desk)
    bo = desk.room.open("es", name="Bo")
    desk.until(lambda: view._situation.customer == "Bo")
    assert view._situation.goes_to == ""  # nobody has said where Bo is
    text = reply(desk, view)
    press(view.reply, Qt.Key.Key_Return)
    desk.until(lambda: desk.clipboard.holds == text)
    assert not desk.assembly.inserted
    desk.desk.press("live", OTHER)
    desk.until(lambda: view._situation.goes_to.startswith("Mousepad"))
    desk.room.interactions.bring_forward(ana.interaction)
    desk.until(lambda: view._situation.goes_to == "Chromium – ACME chat")
    reply(desk, view)
    enter(desk, view)
    assert desk.assembly.inserted[-1][0] == CHAT.id
    desk.room.interactions.bring_forward(bo.interaction)
    desk.until(lambda: view._situation.goes_to.startswith("Mousepad"))


def test_a_message_says_where_its_customers_chat_is(desk: Desk) -> None:
    desk.room.open("es", name="Ana")
    view = opened(desk)
    view.watch_asked.emit(True)
    desk.until(lambda: len(desk.clipboard.tells) == 1)
    desk.room.open("es", name="Bo")
    desk.until(lambda: view._situation.customer == "Bo")
    desk.clipboard.copy(SPANISH, replace(CHAT, id=71, title="Bo at ACME"))
    desk.until(lambda: view._situation.goes_to == "Chromium – Bo at ACME")
