"""``deskhand type`` in the process: every kind of event does what docs/type.md says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.rehearsal import Circumstances, Event, Rehearsal
from desktop.snippets.library import Library, load_library

PACK = r"""
matches:
  - trigger: ":brb"
    replace: be right back
  - trigger: ":lines"
    replace: "one\ntwo \u00e9"
  - trigger: ":dear"
    replace: "Dear $|$,"
  - trigger: ":form"
    form: "Hi [[name]], [[what]]."
    form_fields:
      name: {default: there}
      what: {type: choice, values: [yes please, no thanks]}
  - trigger: ":two"
    label: First
    replace: 1st
  - trigger: ":two"
    label: Second
    replace: 2nd
  - trigger: ":tone"
    replace: "{{tone}}!"
    vars:
      - {name: tone, type: choice, params: {values: [{label: Warm, id: w}, {label: Cool, id: c}]}}
  - trigger: omw
    word: true
    replace: on my way
  - trigger: ":clip"
    replace: "[{{clip}}]"
    vars: [{name: clip, type: clipboard}]
  - trigger: ":name"
    replace: "Hello {{customer.first_name}} from {{agent.name}}"
  - trigger: ":day"
    replace: "{{day}}"
    vars: [{name: day, type: date, params: {format: "%Y-%m-%d"}}]
  - trigger: ":any"
    replace: "{{any}}"
    vars: [{name: any, type: random, params: {choices: [a, b, c, d, e, f, g, h]}}]
  - trigger: ":hi"
    replace: Hi
    variants:
      - when: {language: es}
        replace: Hola
      - when: {channel: mail}
        replace: Dear customer
      - when: {app: mousepad}
        replace: text
"""

Play = Callable[..., Rehearsal]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    path = tmp_path_factory.mktemp("packs") / "care.yml"
    path.write_text(PACK, "utf-8")
    return load_library([path])


@pytest.fixture(scope="module")
def play(library: Library) -> Play:
    def run(*events: Event, **about: Any) -> Rehearsal:
        rehearsal = Rehearsal(library, Circumstances(**about))
        rehearsal.run(events)
        return rehearsal

    return run


def text(rehearsal: Rehearsal) -> str:
    return rehearsal.desktop.field.text


def sentences(rehearsal: Rehearsal) -> list[str]:
    return [problem.sentence() for problem in rehearsal.problems]


def test_keys_are_typed_and_triggers_expanded(play: Play) -> None:
    done = play("ok :brb xyz")
    assert text(done) == "ok be right back xyz"
    assert sentences(done) == []
    [one] = done.expansions
    assert (one.trigger, one.snippet) == (":brb", "care#1")
    assert 0 < one.ms < 60_000


def test_a_newline_is_enter_and_a_tab_is_tab(play: Play) -> None:
    done = play("one\r\ntwo\rthree\nf\tg")
    assert done.desktop.sent == ["one", "two", "three"]
    assert text(done) == "f\tg"
    assert text(play("one\n:brb", app="mousepad")) == "one\nbe right back"


def test_a_word_fires_at_its_separator(play: Play) -> None:
    assert text(play("omw, xomw, omw")) == "on my way, xomw, omw"


def test_lines_are_pasted_and_send_nothing(play: Play) -> None:
    done = play({"clipboard": "mine"}, ":lines!")
    assert text(done) == "one\ntwo \u00e9!"
    assert done.desktop.sent == []
    assert done.desktop.clipboard_text() == "mine"


def test_the_caret_is_counted_in_code_points(play: Play) -> None:
    done = play("\U0001f600:dear")
    assert text(done) == "\U0001f600Dear ,"
    assert done.desktop.field.caret == 6


@pytest.mark.parametrize(
    ("name", "left"),
    [("backspace", "a"), ("left", "ab"), ("right", "ab"), ("escape", "ab"), ("tab", "ab\t")],
)
def test_key(play: Play, name: str, left: str) -> None:
    assert text(play("ab", {"key": name})) == left


def test_key_enter_and_a_character(play: Play) -> None:
    done = play("a", {"key": "b"}, {"key": "enter"})
    assert done.desktop.sent == ["ab"]


def test_backspace_right_after_gives_the_trigger_back(play: Play) -> None:
    assert text(play(":brb", {"key": "backspace"})) == ":brb"
    assert text(play("omw ", {"key": "backspace"})) == "omw "
    assert text(play(":brb", {"key": "backspace"}, {"key": "backspace"})) == ":br"


@pytest.mark.parametrize("key", ["shift", "b", "capslock"])
def test_a_key_that_is_down_changes_nothing(play: Play, key: str) -> None:
    done = play(":br", {"down": key}, *([] if key == "b" else ["b"]), " ok", {"up": key})
    assert text(done) == "be right back ok"
    assert done.desktop.field.caret == len(text(done))


@pytest.mark.parametrize("trigger", [":brb", ":lines"])
def test_during_is_typed_while_the_next_expansion_runs(play: Play, trigger: str) -> None:
    done = play("a ", {"during": "xyz"}, {"during": " :brb"}, trigger, "!")
    whole = {":brb": "be right back", ":lines": "one\ntwo \u00e9"}[trigger]
    assert text(done) == f"a {whole}xyz be right back!"
    assert len(done.expansions) == 2


def test_during_meets_the_rendering_and_the_paste(library: Library) -> None:
    rehearsal = Rehearsal(library, Circumstances())
    kept = []
    press = rehearsal._keys.press

    def watched(stroke: Any) -> None:
        press(stroke)
        pending = rehearsal._typing._pending
        kept.append(pending.phase.value if pending is not None else "")

    rehearsal._keys.press = watched  # type: ignore[method-assign]  # watched, not replaced
    rehearsal.run([{"during": "abcd"}, ":lines"])
    assert kept.count("asked") >= 4
    assert kept.count("pasting") == 4
    assert text(rehearsal) == "one\ntwo \u00e9abcd"


def test_click_goes_to_the_end_and_forgets(play: Play) -> None:
    done = play(":br", {"key": "home"}, {"click": True}, "b")
    assert text(done) == ":brb"


def test_focus_has_a_field_for_each_name(play: Play) -> None:
    done = play("one :br", {"focus": "mousepad"}, "b :brb\n", {"focus": ""}, "b")
    assert text(done) == "one :brb"
    fields = {name: field.text for name, field in done.desktop.fields.items()}
    assert fields == {"": "one :brb", "mousepad": "b be right back\n"}


def test_nothing_is_expanded_in_a_password_manager(play: Play) -> None:
    done = play(":brb", app="keepassxc")
    assert (text(done), done.expansions) == (":brb", [])


def test_clipboard(play: Play) -> None:
    done = play({"clipboard": "42 \u20ac"}, ":clip")
    assert text(done) == "[42 \u20ac]"
    assert done.desktop.clipboard_text() == "42 \u20ac"


@pytest.mark.parametrize("first", [True, False])
def test_an_answer_before_or_after_the_question(play: Play, first: bool) -> None:
    answer: Event = {"answer": {"name": "Bo", "what": "no thanks"}}
    events: Sequence[Event] = [answer, "a :form"] if first else ["a :form", answer]
    done = play(*events, " b")
    assert text(done) == "a Hi Bo, no thanks. b"
    assert [one.snippet for one in done.expansions] == ["care#4"]


def test_what_is_not_answered_has_its_default(play: Play) -> None:
    assert text(play({"answer": {"what": "yes please"}}, ":form")) == "Hi there, yes please."
    assert text(play({"answer": {"name": 42}}, ":form")).startswith("Hi 42, ")
    assert text(play({"choose": "no thanks"}, ":form")) == "Hi there, no thanks."


def test_answers_that_are_no_texts(tmp_path: Path) -> None:
    """The example of docs/packs.md, and several."""
    handbook = (Path(__file__).parents[2] / "docs" / "packs.md").read_text("utf-8")
    begin = handbook.index('matches:\n  - trigger: ";sorryrefund')
    pack = handbook[begin : handbook.index("```", begin)]
    (tmp_path / "shop.yml").write_text(
        f'{pack}  - {{trigger: ";why", form: "It [[why]].",\n'
        "     form_fields: {why: {type: several, values: [broke, came late]}}}\n",
        "utf-8",
    )

    def typed(*events: Event) -> str:
        rehearsal = Rehearsal(load_library([tmp_path]), Circumstances())
        rehearsal.run(events)
        assert sentences(rehearsal) == []
        return text(rehearsal)

    whole = typed(";sorryrefund", {"answer": {"order": "AB-123456"}})
    assert whole in handbook
    assert whole.count("\n") == 2
    plain = typed(";sorryrefund", {"answer": {"order": "AB-123456", "voucher": False}})
    assert "voucher" not in plain
    assert plain.count("\n") == 1
    assert typed(";why", {"answer": {"why": ["broke", "came late"]}}) == "It broke, came late."


def test_typing_goes_on_while_a_question_is_open(play: Play) -> None:
    done = play("a :form b", {"choose": "yes please"})
    assert text(done) == "a Hi there, yes please. b"


def test_an_answer_without_its_place_is_copied(play: Play) -> None:
    done = play(":form", {"click": True}, "x", {"choose": "yes please"})
    assert text(done) == ":formx"
    assert done.desktop.clipboard_text() == "Hi there, yes please."
    assert len(done.problems) == 1
    assert done.problems[0].todo.startswith("The text is copied")


def test_one_trigger_of_two_snippets_is_chosen_by_label(play: Play) -> None:
    done = play(":two ", {"choose": "Second (care)"})
    assert text(done) == "2nd "
    assert [one.snippet for one in done.expansions] == ["care#6"]
    assert text(play({"answer": {"which snippet": "First (care)"}}, ":two")) == "1st"
    assert text(play(":two ", {"choose": "Second"})) == "2nd "
    with pytest.raises(UserError, match="First \\(care\\), Second \\(care\\)"):
        play(":two ", {"choose": "Sec"})


def test_choose_by_label_gives_the_value(play: Play) -> None:
    assert text(play(":tone", {"choose": "Warm"})) == "w!"


def test_cancel_leaves_the_text_as_typed(play: Play) -> None:
    done = play("a :form b", {"cancel": True}, " :brb")
    assert text(done) == "a :form b be right back"
    assert sentences(done) == []
    assert text(play({"cancel": True}, ":two")) == ":two"


def test_what_is_left_over_is_a_problem(play: Play) -> None:
    done = play(":form", {"during": "never"})
    assert text(done) == ":form"
    assert sentences(done) == [
        "A snippet asked a question and got no answer.",
        "Keys were to be typed during an expansion, and there was none.",
    ]
    assert sentences(play({"choose": "x"})) == ["An answer was given, and no snippet asked."]


def test_values_that_are_not_known_are_named(play: Play) -> None:
    done = play(":name", values={"agent.name": "Kim"})
    assert text(done).endswith("from Kim")
    assert any("customer.first_name" in one for one in sentences(done))
    values = {"agent.name": "Kim", "customer.first_name": "Ada"}
    assert text(play(":name", values=values)) == "Hello Ada from Kim"


def test_circumstances(play: Play) -> None:
    assert text(play(":hi")) == "Hi"
    assert text(play(":hi", language="es-MX")) == "Hola"
    assert text(play(":hi", channel="mail")) == "Dear customer"
    assert text(play(":hi", app="mousepad")) == "text"
    now = dt.datetime(2026, 2, 28, 23, 59, tzinfo=dt.UTC)
    assert text(play(":day", now=now)) == "2026-02-28"
    same = {text(play(":any:any:any:any", seed=7)) for _ in range(3)}
    assert len(same) == 1


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"key": "a", "down": "b"},
        {"key": "nosuch"},
        {"key": 5},
        {"down": ""},
        {"up": "ab"},
        {"during": None},
        {"click": False},
        {"cancel": "yes"},
        {"focus": 1},
        {"clipboard": ["a"]},
        {"answer": "text"},
        {"choose": 1},
        {"wait": 1},
        {"\ud800": "x"},
    ],
    ids=str,
)
def test_a_wrong_event_is_said_in_a_sentence(play: Play, event: Event) -> None:
    with pytest.raises(UserError) as caught:
        play(event)
    assert "docs/type.md lists the events" in str(caught.value)
    str(caught.value).encode()


@pytest.mark.parametrize(
    ("trigger", "event"),
    [
        (":form", {"choose": "maybe"}),
        (":form", {"answer": {"nosuch": "x"}}),
        (":form", {"answer": {"what": "maybe"}}),
        (":form", {"answer": {"name": None}}),
        (":form", {"answer": {"name": True}}),
        (":two", {"choose": "Third"}),
        (":two", {"answer": {}}),
        (":two", {"answer": {"which snippet": "9"}}),
        (":tone", {"answer": {"tone": "x"}}),
    ],
)
def test_a_wrong_answer_is_said_in_a_sentence(play: Play, trigger: str, event: Event) -> None:
    with pytest.raises(UserError, match=r"\.$"):
        play(trigger, event)


def test_half_characters_are_replaced(play: Play) -> None:
    done = play("a\ud83d\ude00b\ud800", {"clipboard": "\udc00"}, {"focus": "\udfff"}, ":brb")
    for field in done.desktop.fields.values():
        (field.app + field.text).encode()
    assert done.desktop.fields[""].text == "a\U0001f600b\ufffd"


event_kinds = st.one_of(
    st.text(":brblinesfotwmd \n\t\b\U0001f600\u0301", max_size=8),
    st.sampled_from([":brb", ":lines", ":dear", ":form", ":two", ":tone", "omw "]),
    st.builds(lambda name: {"key": name}, st.sampled_from(["left", "tab", "enter", "backspace"])),
    st.builds(lambda name: {"down": name}, st.sampled_from(["shift", "b"])),
    st.builds(lambda name: {"up": name}, st.sampled_from(["shift", "b"])),
    st.builds(lambda keys: {"during": keys}, st.sampled_from(["x", ":brb", "\n", "omw "])),
    st.just({"click": True}),
    st.builds(lambda name: {"focus": name}, st.sampled_from(["", "mousepad", "keepassxc"])),
    st.just({"clipboard": "mine"}),
    st.just({"cancel": True}),
)


@given(st.lists(event_kinds, max_size=12))
def test_any_events_come_to_an_end(play: Play, events: list[Event]) -> None:
    done = play(*events)
    assert not done._keys._holding
    assert done._typing.deadline() is None
    copied = {"clipboard": "mine"} in events
    moved = any("copied" in problem.todo for problem in done.problems)
    assert moved or done.desktop.clipboard_text() == ("mine" if copied else "")
