"""The selection's translation and the replacement in place, from the key to what becomes of it."""

from __future__ import annotations

import threading

import pytest

from desktop.assembly import Fate, Selection
from desktop.core.results import UserError
from desktop.host.base import Window
from desktop.settings.sections.translation import CUSTOMER_LANGUAGES, REPLACE_HOTKEY
from desktop.settings.sections.typing import UNDO_BACKSPACE
from desktop.translation.engines.base import EngineFault, FaultKind
from desktop.translation.memory_rows import Pair
from desktop.ui.translation import replacing
from desktop.ui.translation.notice import ReplacedNotice
from desktop.ui.translation.selection_window import SelectionWindow, State
from desktop.ui.widgets.key_words import key_words
from tests.ui.translation.desk_room import CHAT, OTHER, OURS, Desk, Make
from tests.unit.translation.room import done

SPANISH = "Hola, no puedo entrar a mi cuenta desde ayer."
ENGLISH = "Hello, I have sent you a new password today."


def shown(desk: Desk, state: State) -> SelectionWindow:
    def so() -> bool:
        view = desk.desk.selecting.view
        return view is not None and view.state is state and view.isVisible()

    desk.until(so)
    view = desk.desk.selecting.view
    assert view is not None
    return view


def notice(desk: Desk) -> ReplacedNotice:
    assert desk.desk.replacing.notice is not None
    return desk.desk.replacing.notice


def replaced(desk: Desk, text: str = ENGLISH) -> str:
    """Press the key with this selected, until the text is on its way; what it becomes."""
    desk.clipboard.selected = text
    before = len(desk.assembly.inserted)
    desk.desk.press("replace", CHAT)
    desk.until(lambda: len(desk.assembly.inserted) > before)
    return desk.assembly.inserted[-1][1]


# --- the window beside the selection ---


def test_the_selection_is_shown_in_the_agents_language(desk: Desk) -> None:
    desk.clipboard.selected = SPANISH
    desk.desk.press("translate", CHAT)
    view = shown(desk, State.TRANSLATED)
    assert view.parts.translation.text() == " ".join(reversed(SPANISH.split()))
    assert view.parts.original.text() == SPANISH
    assert (view.parts.source.current(), view.parts.target.current()) == ("es", "en")


def test_the_same_selection_again_gives_the_window_the_keys_and_then_closes_it(desk: Desk) -> None:
    desk.clipboard.selected = SPANISH
    desk.desk.press("translate", CHAT)
    view = shown(desk, State.TRANSLATED)
    assert not view.has_keys
    desk.desk.press("translate", CHAT)
    desk.until(lambda: view.has_keys)
    assert len(desk.room.engine.asked) == 1
    desk.desk.press("translate", Window(int(view.winId()), "deskhand"))
    assert not view.isVisible()
    desk.until(lambda: desk.windows.activated == [CHAT.id])


def test_another_selection_takes_the_place_of_the_first(desk: Desk) -> None:
    desk.clipboard.selected = SPANISH
    desk.desk.press("translate", CHAT)
    view = shown(desk, State.TRANSLATED)
    desk.clipboard.selected = "Gracias por su ayuda con mi pedido"
    desk.desk.press("translate", CHAT)
    desk.until(lambda: "ayuda" in view.parts.translation.text())
    assert not view.has_keys


@pytest.mark.parametrize("selected", [None, " \n"])
def test_nothing_selected_is_said(desk: Desk, selected: str | None) -> None:
    desk.clipboard.selected = selected
    desk.desk.press("translate", CHAT)
    shown(desk, State.NOTHING_SELECTED)


def test_own_words_without_a_customers_language_wait_for_it(desk: Desk) -> None:
    asked = desk.room.open()
    desk.desk._look_who_is_in_front()
    desk.clipboard.selected = ENGLISH
    desk.desk.press("translate", CHAT)
    view = shown(desk, State.NOT_TRANSLATED)
    view.target_chosen.emit("es")
    desk.until(lambda: view.parts.target.current() == "es" and bool(desk.room.engine.asked))
    assert desk.room.language(asked) == "es"


def test_the_agents_own_language_is_never_taken_for_the_customers(desk: Desk) -> None:
    asked = desk.room.open()
    desk.desk._look_who_is_in_front()
    desk.clipboard.selected = "ok"
    desk.desk.press("translate", CHAT)
    shown(desk, State.NOT_TRANSLATED).target_chosen.emit("en")
    desk.settle()
    assert desk.room.language(asked) == ""
    assert desk.room.interpreter.spoken(asked).language is None


def test_the_original_in_a_language_that_the_agent_says(desk: Desk) -> None:
    desk.clipboard.selected = "ok"
    desk.desk.press("translate", CHAT)
    view = shown(desk, State.NOT_TRANSLATED)
    view.language_chosen.emit("pt")
    desk.until(lambda: desk.room.engine.asked == ["ok"])
    shown(desk, State.TRANSLATED)
    assert view.parts.source.current() == "pt"


def test_copy_and_settings_and_again(make: Make) -> None:
    fails = [EngineFault(FaultKind.REFUSED)]
    desk = make(lambda _: fails[0] if fails else "Hello there")
    desk.clipboard.selected = SPANISH
    desk.desk.press("translate", CHAT)
    view = shown(desk, State.NOT_TRANSLATED)
    fails.clear()
    view.retry_asked.emit()
    shown(desk, State.TRANSLATED)
    view.copied.emit("Hello there")
    desk.until(lambda: desk.clipboard.holds == "Hello there")
    view.settings_asked.emit()
    assert desk.settings_opened == 1


@pytest.mark.parametrize(("give_back", "activated"), [(True, [CHAT.id]), (False, [])])
def test_only_who_closes_it_with_the_keys_gets_them_back(
    desk: Desk, give_back: bool, activated: list[int]
) -> None:
    desk.clipboard.selected = SPANISH
    desk.desk.press("translate", CHAT)
    view = shown(desk, State.TRANSLATED)
    view.dismissed.emit(give_back)
    desk.settle()
    assert desk.windows.activated == activated


def test_a_fault_of_deskhand_is_said_in_the_window(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> None:
        raise UserError("The installation is damaged", todo="Install Deskhand again")

    monkeypatch.setattr(desk.room.interpreter, "across", damaged)
    desk.clipboard.selected = SPANISH
    desk.desk.press("translate", CHAT)
    view = shown(desk, State.NOT_TRANSLATED)
    assert "damaged" in view.parts.message.text()


def test_a_translation_is_not_seen_beside_another_customer(make: Make) -> None:
    go_on = threading.Event()

    def slow(text: str) -> str:
        go_on.wait(10)
        return text[::-1]

    desk = make(slow)
    ana, bo = desk.room.open("es"), desk.room.open("es")
    desk.room.interactions.bring_forward(ana.interaction)
    desk.settle_front()
    desk.clipboard.selected = SPANISH
    desk.desk.press("translate", CHAT)
    view = shown(desk, State.WAITING)
    desk.room.interactions.bring_forward(bo.interaction)
    desk.until(lambda: not view.isVisible())
    go_on.set()
    desk.settle()
    assert not view.isVisible()
    assert view.state is State.WAITING


def test_a_closed_interactions_answer_is_dropped(make: Make) -> None:
    go_on = threading.Event()

    def slow(text: str) -> str:
        go_on.wait(10)
        return text[::-1]

    desk = make(slow)
    ana = desk.room.open("es")
    desk.settle_front()
    desk.clipboard.selected = SPANISH
    desk.desk.press("translate", CHAT)
    view = shown(desk, State.WAITING)
    desk.room.interactions.close(ana.interaction)
    go_on.set()
    desk.until(lambda: not view.isVisible())


def test_without_an_engine_the_memory_shows_what_is_like_it(make: Make) -> None:
    desk = make(lambda _: EngineFault(FaultKind.REFUSED))
    kept = desk.room.interpreter.set_approved(
        [Pair("Hola, no puedo entrar a mi cuenta.", "Hello, I can't get in.", "es", "en")]
    )
    assert kept is not None
    kept.result(10)
    desk.clipboard.selected = SPANISH
    desk.desk.press("translate", CHAT)
    view = shown(desk, State.NOT_TRANSLATED)
    desk.until(view.parts.likes.isVisible)


# --- in its place ---


def test_the_selection_is_replaced_and_the_notice_says_how_to_go_back(desk: Desk) -> None:
    desk.room.open("es")
    desk.settle_front()
    text = replaced(desk)
    assert desk.assembly.inserted == [(CHAT.id, text, Selection(ENGLISH, 5.0, clicks=True))]
    desk.assembly.say(Fate.TYPED)
    desk.until(lambda: "Español" in notice(desk).words.text())
    assert "Backspace" in notice(desk).second.text()
    desk.assembly.say(Fate.UNDONE)
    desk.until(lambda: not notice(desk).isVisible())
    assert not desk.problems


def test_the_key_again_takes_it_back_and_later_begins_anew(desk: Desk) -> None:
    desk.room.open("es")
    desk.settle_front()
    replaced(desk)
    desk.assembly.say(Fate.TYPED)
    desk.until(lambda: "Español" in notice(desk).words.text())
    desk.desk.press("replace", CHAT)
    assert desk.assembly.taken_back == [-1]
    desk.clipboard.selected = "And now something else for you."
    desk.assembly.say(Fate.STAYS, "You went on in another place")
    desk.until(lambda: len(desk.assembly.inserted) == 2)
    assert desk.assembly.inserted[1][2] == Selection(desk.clipboard.selected, 5.0, clicks=True)


UNCERTAIN = ["Two lines\nof a message for you", "It is done for you 👩‍💻 today"]


@pytest.mark.parametrize("given_out", [False, True])
@pytest.mark.parametrize("text", UNCERTAIN)
def test_where_it_can_not_be_undone_for_sure_the_key_copies_the_words(
    desk: Desk, text: str, given_out: bool
) -> None:
    """``given_out``: as browsers do, whose selection outlives what was selected."""
    desk.room.open("es")
    desk.settle_front()
    replaced(desk, text)
    desk.assembly.say(Fate.TYPED)
    desk.until(lambda: "Español" in notice(desk).words.text())
    keys = key_words(desk.room.settings.get(REPLACE_HOTKEY))
    assert notice(desk).second.text().endswith(f"{keys} copies your words")
    desk.clipboard.selected = text if given_out else None
    desk.desk.press("replace", CHAT)
    desk.assembly.say(Fate.STAYS, "You went on in another place")
    desk.until(lambda: desk.clipboard.holds == text)
    desk.until(lambda: bool(desk.problems))
    assert desk.problems[0].what == "Your own words are copied"
    assert not notice(desk).isVisible()


def test_another_customer_never_gets_the_words_of_a_replacement(desk: Desk) -> None:
    desk.room.open("es")
    desk.settle_front()
    replaced(desk, UNCERTAIN[0])
    desk.assembly.say(Fate.TYPED)
    desk.until(lambda: "Español" in notice(desk).words.text())
    desk.room.open("es")
    desk.settle_front()
    desk.clipboard.selected = None
    desk.desk.press("replace", CHAT)
    desk.assembly.say(Fate.STAYS, "You went on in another place")
    desk.until(lambda: bool(desk.problems))
    assert desk.problems[0].why == "Nothing is selected"
    assert desk.clipboard.holds is None


def test_the_hotkey_is_named_where_backspace_does_not_undo(desk: Desk) -> None:
    desk.room.settings.change(UNDO_BACKSPACE, value=False)
    desk.room.open("es")
    desk.settle_front()
    replaced(desk)
    desk.assembly.say(Fate.TYPED)
    keys = key_words(desk.room.settings.get(REPLACE_HOTKEY))
    desk.until(lambda: f"{keys} puts your words back" in notice(desk).second.text())


def test_what_is_not_typed_is_copied_and_said(desk: Desk) -> None:
    desk.room.open("es")
    desk.settle_front()
    text = replaced(desk)
    desk.assembly.say(Fate.FAILED, "You went on in another place")
    desk.until(lambda: desk.clipboard.holds == text)
    assert [one.why for one in desk.problems] == ["You went on in another place"]


def test_a_doubtful_translation_is_looked_at_first(make: Make) -> None:
    desk = make(lambda _: "Su pedido no está aquí hoy")  # the token is lost
    desk.room.open("es")
    desk.settle_front()
    desk.clipboard.selected = "Your order AB-48213 is not here today."
    desk.desk.press("replace", CHAT)
    view = shown(desk, State.TRANSLATED)
    assert not desk.assembly.inserted
    assert not notice(desk).isVisible()
    desk.windows.front = OURS
    view.replace_asked.emit()
    desk.until(lambda: len(desk.assembly.inserted) == 1)
    over = desk.assembly.inserted[0][2]
    assert over is not None
    assert not over.clicks  # the click may have been on the window of ours
    assert desk.windows.activated == [CHAT.id]


def test_no_language_no_replacement_but_a_question(desk: Desk) -> None:
    desk.clipboard.selected = ENGLISH
    desk.desk.press("replace", CHAT)
    shown(desk, State.NOT_TRANSLATED)
    assert not desk.assembly.inserted


def test_words_in_the_right_language_already_are_left_alone(desk: Desk) -> None:
    desk.room.settings.change(CUSTOMER_LANGUAGES, ("en", "es"))
    desk.room.interpreter.choose(None, "en")
    desk.clipboard.selected = ENGLISH
    desk.desk.press("replace", CHAT)
    shown(desk, State.NOT_TRANSLATED)
    assert not desk.assembly.inserted


def test_nothing_is_replaced_when_the_selection_has_changed(make: Make) -> None:
    desk = make()

    def turned(text: str) -> str:
        desk.clipboard.selected = "something else"
        return " ".join(reversed(text.split()))

    desk.room.engine._says = turned
    desk.room.open("es")
    desk.settle_front()
    desk.clipboard.selected = ENGLISH
    desk.desk.press("replace", CHAT)
    desk.until(lambda: bool(desk.problems))
    assert not desk.assembly.inserted
    assert desk.problems[0].why == "What was selected is not selected any more"
    desk.until(lambda: desk.clipboard.holds is not None)


def test_nothing_goes_to_the_customer_after_another_came_to_the_same_interaction(
    make: Make,
) -> None:
    go_on = threading.Event()

    def slow(text: str) -> str:
        go_on.wait(10)
        return " ".join(reversed(text.split()))

    desk = make(slow)
    asked = desk.room.open("es", name="Ana")
    desk.settle_front()
    desk.clipboard.selected = ENGLISH
    desk.desk.press("replace", CHAT)
    desk.until(lambda: len(desk.room.engine.asked) == 1)
    desk.room.interactions.close(asked.interaction)
    go_on.set()
    desk.until(lambda: bool(desk.problems))
    assert desk.problems[0].why == "Another customer is in front by now"
    assert not desk.assembly.inserted
    assert desk.clipboard.holds is None


def test_it_is_stopped_while_it_waits(make: Make) -> None:
    go_on = threading.Event()

    def slow(text: str) -> str:
        go_on.wait(10)
        return text[::-1]

    desk = make(slow)
    desk.room.open("es")
    desk.settle_front()
    desk.clipboard.selected = ENGLISH
    desk.desk.press("replace", CHAT)
    desk.until(lambda: len(desk.room.engine.asked) == 1)
    notice(desk).stopped.emit()
    go_on.set()
    desk.settle()
    assert not desk.assembly.inserted
    assert not desk.problems


def test_nothing_selected_to_replace_is_said(desk: Desk) -> None:
    desk.desk.press("replace", CHAT)
    desk.until(lambda: bool(desk.problems))
    assert desk.problems[0].why == "Nothing is selected"


def test_what_stands_is_remembered_and_what_was_undone_is_not(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacing, "CONFIRMED_MS", 1)
    asked = desk.room.open("es")
    desk.settle_front()
    replaced(desk, "This one is taken back at once.")
    desk.assembly.say(Fate.UNDONE)
    replaced(desk, "This one is what I wanted to say.")
    desk.assembly.say(Fate.TYPED)
    recall = desk.room.interpreter.recall
    desk.until(lambda: recall("This one is what I wanted to say.", asked) is not None)
    assert recall("This one is taken back at once.", asked) is None


def test_the_key_in_another_window_is_no_undo(desk: Desk) -> None:
    desk.room.open("es")
    desk.settle_front()
    replaced(desk)
    desk.assembly.say(Fate.TYPED)
    desk.until(lambda: "Español" in notice(desk).words.text())
    desk.windows.front = OTHER
    desk.desk.press("replace", OTHER)
    desk.until(lambda: len(desk.assembly.inserted) == 2)
    assert not desk.assembly.taken_back


def test_approved_translations_follow_the_library(desk: Desk) -> None:
    from desktop.snippets.library import Library

    desk.until(lambda: desk.assembly.approved == 1)
    desk.assembly.library_changed.emit(Library())
    desk.until(lambda: desk.assembly.approved == 2)
    assert done(desk.room.interpreter.across(SPANISH, None)).target == "en"
