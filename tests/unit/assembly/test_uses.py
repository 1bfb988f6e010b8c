"""From the match to the text: what is typed, parked, copied, and what never is."""

from __future__ import annotations

import threading

import pytest

from desktop.core.results import Severity
from desktop.host.base import Rich, Window
from desktop.interaction import Channel, Customer, Field
from desktop.keyboard import messages
from desktop.keyboard.messages import Decline, Expand, Failed, Insert, Matched, Park, Typed
from desktop.keyboard.reasons import Reason
from desktop.snippets.expand import Expander, Expansion
from desktop.snippets.render.outcome import Rendered
from tests.unit.assembly.acting import SECONDS, Running

OTHER = "Another customer is in front by now"


def test_a_match_is_answered_with_its_text(running: Running) -> None:
    running.type(":brb")
    assert running.link.wait(Expand) == Expand(1, "be right back")
    running.link.say(Typed(1, 5.0, pasted=False))
    running.settle()
    assert not running.problems
    assert not running.assembly._uses._sent


def test_a_match_of_a_library_that_nobody_knows_is_declined(running: Running) -> None:
    running.type(":brb", library="another")
    assert running.link.wait(Decline) == Decline(1)


def test_the_triggers_before_serve_until_the_new_ones_are_loaded(running: Running) -> None:
    before = running.fingerprint
    number = running.number(":brb")
    (running.assembly.places.packs / "a.yml").write_text(
        "matches: [{trigger: ':new', replace: new}]", "utf-8"
    )
    running.link.loads = False
    running.until(lambda: running.fingerprint != before)
    running.settle()
    running.link.say(Matched(5, before, [number], ":brb", "", {}, 7, "editor", ""))
    assert running.link.wait(Expand) == Expand(5, "be right back")
    running.link.loads = True
    running.link.keep(messages.Load(str(running.assembly.places.cache / "triggers")))
    running.settle()
    running.link.say(Matched(6, before, [number], ":brb", "", {}, 7, "editor", ""))
    assert running.link.wait(Decline) == Decline(6)


def test_a_rendering_that_fails_lets_the_keys_flow_at_once(
    running: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("customer's text")

    monkeypatch.setattr(Expander, "begin", fail)
    running.type(":brb")
    assert running.link.wait(Decline) == Decline(1)
    assert [one.what for one in running.problems] == ["Something in Deskhand went wrong"]
    monkeypatch.undo()
    running.type(":brb", 2)
    assert running.link.wait(Expand).serial == 2


def test_a_value_that_is_not_known_is_told_in_words(running: Running) -> None:
    running.assembly.interactions.open("test", Channel.CHAT)
    running.type(":name")
    running.link.wait(Expand)
    (problem,) = running.problems
    assert problem.why == "Not known: customer first name"
    assert problem.severity is Severity.INFO


def test_the_interaction_in_front_fills_in_and_chooses_variants(running: Running) -> None:
    interactions = running.assembly.interactions
    running.type(":lang", 1)
    assert running.link.wait(Expand).text == "hello"
    interactions.open("test", Channel.CHAT, language="pt-BR")
    running.type(":lang", 2)
    assert running.link.wait(Expand, 2).text == "olá"
    assert running.assembly.fill_interaction(None, {"customer.first_name": "Ana"}) is None
    running.type(":name", 3)
    assert running.link.wait(Expand, 3).text == "Dear Ana"


def test_a_trigger_opens_the_palette_once_it_is_gone_from_the_text(running: Running) -> None:
    pressed: list[messages.Hotkey] = []
    used: list[object] = []
    running.assembly.hotkey.connect(pressed.append)
    running.assembly._uses.used.connect(used.append)
    running.type(":open")
    assert running.link.wait(Expand) == Expand(1, "")
    running.settle()
    assert not pressed
    running.link.say(Typed(1, 5.0, pasted=False))
    running.settle()
    (one,) = pressed
    assert (one.name, one.window) == ("palette", 7)
    assert not used


def test_a_match_while_no_window_is_known_to_be_in_front_is_answered(running: Running) -> None:
    """As after the one in front was closed: the keys go to the one below the pointer."""
    running.type(":brb", window=0)
    assert running.link.wait(Expand) == Expand(1, "be right back")
    assert running.clipboard.set == 0


# --- questions ---


def test_a_question_while_no_window_is_known_to_be_in_front_is_not_copied_in_silence(
    running: Running,
) -> None:
    running.type(":ask", window=0)
    running.answer(running.asked[-1], "two")
    running.link.wait(Expand)
    assert running.clipboard.set == 0
    running.link.say(Failed(1, Reason.MOVED))
    running.settle()
    assert running.clipboard.set == 1
    assert [one.todo for one in running.problems] == [
        "The text is copied: paste it where you want it"
    ]


def test_a_question_is_parked_and_its_answer_typed(running: Running) -> None:
    asking = running.ask(":ask")
    assert running.link.sent == [Park(1)]
    assert asking.window == 7
    running.answer(asking, "two")
    assert running.link.sent == [Park(1), Expand(1, "you chose two")]


def test_one_trigger_twice_asks_which(running: Running) -> None:
    asking = running.ask(":two")
    running.answer(asking, asking.question.fields[0].options[1].value)
    assert running.link.sent == [Park(1), Expand(1, "second")]


def test_a_form_takes_its_fields(running: Running) -> None:
    running.answer(running.ask(":form"), {"first": "Ana", "second": "Bo"})
    assert running.link.wait(Expand).text == "To Ana and Bo"


def test_an_answer_counts_once(running: Running) -> None:
    running.assembly.use(running.number(":ask"), running.fingerprint, Window(9, "editor"))
    running.settle()
    for _ in range(2):
        running.answer(running.asked[0], "one")
    running.assembly.cancel(running.asked[0].serial)
    running.settle()
    assert running.link.sent == [Insert(-1, 9, "you chose one")]


def test_a_question_that_is_closed_leaves_what_was_typed(running: Running) -> None:
    asking = running.ask(":ask")
    running.assembly.cancel(asking.serial)
    running.answer(asking, "one")
    assert running.link.sent == [Park(1), Decline(1)]


def test_two_questions_at_once_keep_apart(running: Running) -> None:
    first, second = running.ask(":ask", 1), running.ask(":form", 2)
    assert first.serial != second.serial
    running.answer(second, {"first": "a", "second": "b"})
    running.answer(first, "one")
    sent = running.link.of(Expand)
    assert [(one.serial, one.text) for one in sent] == [(2, "To a and b"), (1, "you chose one")]


def test_an_answer_never_lands_with_another_customer(running: Running) -> None:
    interactions = running.assembly.interactions
    interactions.open("test", Channel.CHAT, reference="a")
    asking = running.ask(":ask")
    interactions.open("test", Channel.CHAT, reference="b")
    running.answer(asking, "one")
    assert running.link.sent == [Park(1), Decline(1)]
    assert running.whys == [OTHER]
    assert running.clipboard.set == 0


def test_nor_in_an_interaction_that_became_another_customers(running: Running) -> None:
    interactions = running.assembly.interactions
    one = interactions.open("test", Channel.CHAT)
    asking = running.ask(":ask")
    other = Customer().having("name", _field(running, "Bo"))
    interactions.update(one.id, customer=other)
    running.answer(asking, "one")
    assert running.whys == [OTHER]


def test_filling_in_the_same_customer_changes_nothing(running: Running) -> None:
    one = running.assembly.interactions.open("test", Channel.CHAT)
    asking = running.ask(":ask")
    assert running.assembly.fill_interaction(one.id, {"customer.name": "Ana"}) is None
    running.answer(asking, "one")
    assert running.link.wait(Expand).text == "you chose one"


def test_an_answer_after_a_reload_is_of_the_snippet_that_asked(running: Running) -> None:
    asking = running.ask(":ask")
    before = running.fingerprint
    (running.assembly.places.packs / "own.yml").write_text("matches: []", "utf-8")
    running.until(lambda: running.fingerprint != before)
    running.answer(asking, "two")
    assert running.link.wait(Expand).text == "you chose two"


def test_an_answer_after_the_window_is_gone_is_copied(running: Running) -> None:
    running.answer(running.ask(":ask"), "one")
    running.link.say(Failed(1, Reason.MOVED))
    running.settle()
    assert running.clipboard.holds == "you chose one"
    assert running.problems[0].todo.startswith("The text is copied")


def test_a_question_that_failed_meanwhile_is_withdrawn(running: Running) -> None:
    asking = running.ask(":ask")
    running.link.say(Failed(1, Reason.MOVED))
    running.settle()
    assert running.withdrawn == [asking.serial]
    running.answer(asking, "one")
    assert running.link.sent == [Park(1)]


# --- a keyboard process that dies ---


def test_what_was_under_way_in_a_dead_process_is_copied(running: Running) -> None:
    running.type(":brb")
    running.link.begin(101)
    running.settle()
    assert running.clipboard.holds == "be right back"
    assert running.whys == ["Deskhand lost the keyboard for a moment"]


def test_an_old_question_does_not_get_mixed_up_with_a_new_match(running: Running) -> None:
    """A new process counts from one again."""
    old = running.ask(":ask", 1)
    running.link.begin(101)
    new = running.ask(":form", 1)
    running.answer(old, "one")
    assert running.clipboard.holds == "you chose one"
    assert running.whys == ["The part of Deskhand that types had to start again"]
    running.answer(new, {"first": "a", "second": "b"})
    assert running.link.sent == [Park(1), Park(1), Expand(1, "To a and b")]


# --- failures ---


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_its_words(running: Running, reason: Reason) -> None:
    running.type(":brb")
    running.link.say(Failed(1, reason))
    running.settle()
    (problem,) = running.problems
    assert problem.what == "The snippet was not typed"
    assert problem.why
    typed_on = reason in {Reason.LATE, Reason.SENT}
    assert running.clipboard.holds == (None if typed_on else "be right back")
    assert problem.todo.startswith("Use the snippet again" if typed_on else "The text is copied")


def test_a_failed_text_is_not_copied_for_another_customer(running: Running) -> None:
    interactions = running.assembly.interactions
    interactions.open("test", Channel.CHAT, reference="a")
    running.type(":brb")
    interactions.open("test", Channel.CHAT, reference="b")
    running.link.say(Failed(1, Reason.MOVED))
    running.settle()
    assert running.clipboard.set == 0
    assert running.whys == [OTHER]


def test_a_late_text_is_forgotten(running: Running) -> None:
    running.type(":brb")
    running.link.say(Failed(1, Reason.LATE))
    running.settle()
    assert not running.assembly._uses._sent


# --- the palette ---


def test_the_palette_types_into_the_window_that_was_in_front(running: Running) -> None:
    running.assembly.use(running.number(":brb"), running.fingerprint, Window(9, "editor"))
    assert running.link.wait(Insert) == Insert(-1, 9, "be right back")


def test_the_palette_copies(running: Running) -> None:
    running.assembly.copy(running.number(":brb"), running.fingerprint)
    running.settle()
    assert running.clipboard.holds == "be right back"
    assert not running.link.sent
    assert not running.problems


def test_a_choice_from_a_library_that_is_gone_is_told(running: Running) -> None:
    running.assembly.use(0, "another", Window(9))
    running.settle()
    assert [one.what for one in running.problems] == ["Your snippets have just changed"]


def test_of_many_previews_only_the_newest_is_rendered(running: Running) -> None:
    seen: list[str] = []

    def tell(expansion: Expansion | None) -> None:
        assert expansion is not None
        assert isinstance(expansion.outcome, Rendered)
        seen.append(expansion.outcome.text)

    let_go = threading.Event()
    running.assembly._work.put(lambda: assert_is_set(let_go))
    for trigger in (":brb", ":clip", ":lang"):
        running.assembly.preview(running.number(trigger), running.fingerprint, tell)
    let_go.set()
    running.settle()
    assert seen == ["hello"]
    assert running.clipboard.asked == []


def test_the_clipboard_is_waited_for_less_than_a_match_is(running: Running) -> None:
    running.clipboard.holds = "copied"
    running.type(":clip")
    assert running.link.wait(Expand).text == "<copied>"
    assert running.clipboard.asked == [0.3]


def test_no_repr_holds_a_text(running: Running) -> None:
    asking = running.ask(":ask")
    use = running.assembly._uses._questions[asking.serial]
    running.answer(running.ask(":form", 2), {"first": "Ana Example", "second": ""})
    shown = repr((asking, use, *running.assembly._uses._sent.values()))
    for text in ("you chose", "Ana Example", "be right back"):
        assert text not in shown


def assert_is_set(event: threading.Event) -> None:
    assert event.wait(SECONDS)


def _field(running: Running, value: str) -> Field:
    return Field(value, "test", running.assembly.clock.now())


def test_rich_text_is_rich_on_the_clipboard_too(running: Running) -> None:
    rich = Rich(html="<b>rich</b>")
    running.type(":rich")
    assert running.link.wait(Expand) == Expand(1, "rich", rich=rich)
    running.link.say(Failed(1, Reason.MOVED))
    running.until(lambda: running.clipboard.holds == "rich")
    assert running.clipboard.rich == rich
    running.assembly.copy(running.number(":rich"), running.fingerprint)
    running.until(lambda: running.clipboard.set == 2)
    assert running.clipboard.rich == rich
