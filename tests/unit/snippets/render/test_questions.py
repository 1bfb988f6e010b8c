"""Choices and forms: asked as values, answered without anything else changing."""

from __future__ import annotations

import datetime as dt

import pytest

from desktop.core.clock import FixedClock
from desktop.core.results import Problem
from desktop.snippets.model import Body, Snippet, Value
from desktop.snippets.render.outcome import (
    Answer,
    Field,
    FieldKind,
    Option,
    Question,
    QuestionKind,
    Rendered,
    Request,
)
from desktop.snippets.render.renderer import Renderer
from tests.unit.snippets.render.bench import MORNING, Bench, echo, snippet, var


@pytest.fixture
def bench() -> Bench:
    return Bench()


def answered(bench: Bench, one: Snippet, *answers: Answer, **request: object) -> str | Problem:
    """The text after answering each question in turn, by a new renderer each time."""
    whole = Request(one, **request)  # type: ignore[arg-type] # tests give fitting ones
    found = bench.renderer().render(whole)
    for answer in answers:
        assert isinstance(found, Question), found
        found = bench.renderer().render(whole, {found.variable: answer}, found.state)
    if isinstance(found, Problem):
        return found
    assert isinstance(found, Rendered), found
    return found.text


VALUES: list[Value] = [
    "Every moment is new.\n  Do it well.  \n\n",
    ["Every moment is new.", "Do it well."],
]


@pytest.mark.parametrize("values", VALUES)
def test_a_choice_is_asked(bench: Bench, values: Value) -> None:
    one = snippet("{{q}}!", var("q", "choice", values=values), label="A quote")
    asked = bench.question(one)
    assert (asked.kind, asked.variable, asked.title) == (QuestionKind.CHOICE, "q", "A quote")
    (field,) = asked.fields
    assert [one.label for one in field.options] == ["Every moment is new.", "Do it well."]
    assert answered(bench, one, "Do it well.") == "Do it well.!"


def test_a_choice_with_ids_types_the_id(bench: Bench) -> None:
    values: Value = [{"label": "A refund", "id": "refund"}, {"label": "A new one", "id": "new"}]
    one = snippet("we offer {{x}}", var("x", "choice", values=values))
    asked = bench.question(one)
    assert asked.fields[0].options == (Option("A refund", "refund"), Option("A new one", "new"))
    assert answered(bench, one, "new") == "we offer new"


def test_a_choice_may_hold_the_caret_and_missing_values(bench: Bench) -> None:
    values: Value = ["Hi {{customer.first_name}}, $|$ok"]
    one = snippet("{{x}} bye", var("x", "choice", values=values))
    asked = bench.question(one)
    assert asked.fields[0].options[0].label == "Hi, ok"
    found = bench.renderer().render(Request(one), {"x": "Hi, ok"}, asked.state)
    assert isinstance(found, Rendered)
    assert (found.text, found.caret) == ("Hi, ok bye", 6)
    assert found.missing == ("customer.first_name",)


@pytest.mark.parametrize(
    "values", [None, [], "", " \n ", [{"label": "no id"}], [["a list"]], {"a": "b"}]
)
def test_a_choice_without_sound_values_is_a_problem(bench: Bench, values: Value) -> None:
    found = bench.problem("{{x}}", var("x", "choice", values=values))
    assert "variable x" in found.what


def test_an_answer_that_was_not_offered_is_a_problem(bench: Bench) -> None:
    one = snippet("{{x}}", var("x", "choice", values=["a"]))
    assert isinstance(answered(bench, one, "b"), Problem)
    assert isinstance(answered(bench, one, {"x": "a"}), Problem)


def test_nothing_changes_while_the_agent_thinks() -> None:
    one = snippet(
        "{{r}} {{clip}} {{before}} {{c}} {{after}} {{customer.local_greeting}} {{agent.x}}",
        var("r", "random", choices=[str(n) for n in range(1000)]),
        var("clip", "clipboard"),
        var("before", "date", format="%T"),
        var("c", "choice", values="yes"),
        var("after", "date", format="%T"),
    )
    first, later = Bench(clipboard="copied", seed=1), Bench(clipboard=None, seed=2)
    later.now = MORNING + dt.timedelta(hours=5)
    asked = first.question(one)
    texts = {
        bench.renderer().render(Request(one), {"c": "yes"}, asked.state) for bench in (first, later)
    }
    (found,) = texts
    assert isinstance(found, Rendered)
    number, rest = found.text.split(" ", 1)
    assert asked.state.values["r",] == number
    assert rest == "copied 09:10:11 yes 09:10:11 Good morning"


def test_missing_values_found_before_the_question_are_named_after_it(bench: Bench) -> None:
    own = (echo("hi", "Hi {{customer.first_name}}"), var("c", "choice", values="yes"))
    one = snippet("{{hi}} {{c}}", *own)
    asked = bench.question(one)
    found = bench.renderer().render(Request(one), {"c": "yes"}, asked.state)
    assert isinstance(found, Rendered)
    assert found.missing == ("customer.first_name",)


def test_a_question_may_follow_from_the_answer_to_another(bench: Bench) -> None:
    one = snippet(
        "{{b}}",
        var("a", "choice", values=["tea", "coffee"]),
        var("b", "choice", values=["{{a}} with milk", "{{a}} without"]),
    )
    assert answered(bench, one, "tea", "tea without") == "tea without"


def test_a_choice_in_a_nested_snippet_has_a_key_of_its_own(bench: Bench) -> None:
    bench.snippets[":in"] = snippet("<{{x}}>", var("x", "choice", values="a\nb"), id="care#2")
    own = (var("x", "choice", values="a\nb"), var("inner", "match", trigger=":in"))
    one = snippet("{{x}}{{inner}}", *own)
    whole = Request(one)
    renderer = bench.renderer()
    first = renderer.render(whole)
    assert isinstance(first, Question)
    second = renderer.render(whole, {first.variable: "a"}, first.state)
    assert isinstance(second, Question)
    assert (first.variable, second.variable) == ("x", "inner/x")
    everything: dict[str, Answer] = {"x": "a", "inner/x": "b"}
    found = renderer.render(whole, everything, second.state)
    assert isinstance(found, Rendered)
    assert found.text == "a<b>"


def test_a_global_choice_is_asked_once(bench: Bench) -> None:
    bench.shared = (var("tone", "choice", values="warm\nshort"),)
    bench.snippets[":in"] = snippet("{{tone}}", id="care#2")
    one = snippet("{{tone}} {{inner}}", var("inner", "match", trigger=":in"))
    assert answered(bench, one, "warm") == "warm warm"


def test_a_label_is_plain_text_even_if_it_looks_like_a_reference() -> None:
    bench = Bench(clipboard="{{agent.name}}")
    own = (var("clip", "clipboard"), var("x", "choice", values="{{clip}}"))
    assert answered(bench, snippet("{{x}}", *own), "{{agent.name}}") == "{{agent.name}}"


# --- forms ----------------------------------------------------------------------------------------


def form(layout: str, *own: object, **fields: Value) -> Snippet:
    return snippet(layout, kind=Body.FORM, form_fields=fields)


def test_form_asks_for_each_field_once_in_order(bench: Bench) -> None:
    one = form(
        "Hey [[name]],\n\n  [[ text ]]\nYours, [[name]] [[drink]] [[size]]\n",
        text={"multiline": True, "default": "All the best"},
        drink={"type": "choice", "values": ["tea", "coffee"], "default": "coffee"},
        size={"type": "list", "values": " small \n\n large", "default": "huge"},
    )
    asked = bench.question(one)
    assert (asked.kind, asked.variable) == (QuestionKind.FORM, "form1")
    assert asked.layout == "Hey [[name]],\n[[ text ]]\nYours, [[name]] [[drink]] [[size]]"
    assert asked.fields == (
        Field("name"),
        Field("text", FieldKind.MULTILINE, "All the best"),
        Field(
            "drink", FieldKind.CHOICE, "coffee", (Option("tea", "tea"), Option("coffee", "coffee"))
        ),
        Field("size", FieldKind.LIST, "", (Option("small", "small"), Option("large", "large"))),
    )
    answer = {"name": "Ann", "text": "one\ntwo", "drink": "tea", "size": "large", "other": "x"}
    found = answered(bench, one, answer)
    assert found == "Hey Ann,\n\n  one\ntwo\nYours, Ann tea large\n"


def test_fields_that_are_left_out_have_their_default(bench: Bench) -> None:
    one = form("[[a]] [[b]]", a={"default": "x"})
    assert answered(bench, one, {}) == "x "


def test_what_is_filled_in_is_plain_text(bench: Bench) -> None:
    one = form("<[[a]]>")
    assert answered(bench, one, {"a": "{{b}} [[c]]\n$|$\x00\u202e"}) == "<{{b}} [[c]] $|$>"


def test_a_form_without_fields_is_its_text(bench: Bench) -> None:
    assert bench.text(form("Hello \\[\\[x\\]\\]")) == "Hello [[x]]"


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("\\{[[a]]\\}", "{A}"),
        ("\\section\\{x\\} [[a]]", "\\section{x} A"),
        ("\\{\\{[[a]]\\}\\}", "{{A}}"),
        ("\\{{x}\\} [[a]]", "\\{{x}\\} A"),
    ],
)
def test_braces_with_a_backslash_in_a_form(bench: Bench, written: str, wanted: str) -> None:
    """espanso takes the backslash of a single one away there, and only there."""
    assert answered(bench, form(written), {"a": "A"}) == wanted


def test_a_form_as_a_variable_with_values_from_another(bench: Bench) -> None:
    one = snippet(
        "{{ask.fruit}} for {{ask.name}}",
        echo("fruits", "Apple\nPear"),
        var(
            "ask",
            "form",
            layout="[[fruit]] \\[\\[ [[name]]",
            fields={
                "fruit": {"type": "list", "values": "{{fruits}}"},
                "name": {"default": "{{customer.first_name}}"},
            },
        ),
    )
    asked = bench.question(one, context={"customer": {"name": "Ann Poe"}})
    assert [field.default for field in asked.fields] == ["", "Ann"]
    found = answered(bench, one, {"fruit": "Pear", "name": "Bo"})
    assert found == "Pear for Bo"


@pytest.mark.parametrize(
    ("params", "word"),
    [
        ({}, "layout"),
        ({"layout": "[[a]]", "fields": {"a": {"type": "choice"}}}, "values"),
        ({"layout": "[[a]]", "fields": {"a": {"type": "slider"}}}, "kind"),
        ({"layout": " ".join(f"[[f{n}]]" for n in range(101))}, "100 fields"),
    ],
)
def test_a_form_that_can_not_be_asked_is_a_problem(
    bench: Bench, params: dict[str, Value], word: str
) -> None:
    assert word in bench.problem("{{f.a}}", var("f", "form", **params)).what


def test_a_form_needs_a_field(bench: Bench) -> None:
    one = snippet("{{f}}", var("f", "form", layout="[[a]]"))
    found = answered(bench, one, {"a": "x"})
    assert isinstance(found, Problem)
    assert "several fields" in found.what


@pytest.mark.parametrize("answer", ["text", {"a": "none of these"}])
def test_answers_that_do_not_fit_a_form_are_a_problem(bench: Bench, answer: Answer) -> None:
    one = form("[[a]]", a={"type": "choice", "values": ["x"]})
    assert isinstance(answered(bench, one, answer), Problem)


def test_the_title_is_the_label_or_the_trigger(bench: Bench) -> None:
    own = var("c", "choice", values="x")
    assert bench.question(snippet("{{c}}", own, triggers=(":q",))).title == ":q"
    assert bench.question(snippet("{{c}}", own)).title == "c"


def test_clock_is_read_once() -> None:
    clock = FixedClock(MORNING)
    seen: list[str] = []
    bench = Bench()

    class Moving(FixedClock):
        def now(self) -> dt.datetime:
            seen.append("read")
            return clock.now()

    renderer = Renderer(
        clock=Moving(MORNING), source=bench.renderer()._sources.source, clipboard=lambda: None
    )
    own = (var("a", "date", format="%T"), var("b", "date", format="%T"))
    renderer.render(Request(snippet("{{a}}{{b}}", *own)))
    assert seen == ["read"]
