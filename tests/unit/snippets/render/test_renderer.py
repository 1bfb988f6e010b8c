"""The whole way from a match to its text, with espanso's documented behaviour."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from subprocess import run

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.clock import FixedClock
from desktop.core.results import Problem
from desktop.core.text import writable
from desktop.snippets.model import Body, Case, Snippet, Value, Variable
from desktop.snippets.render.outcome import Rendered, Request, Way
from desktop.snippets.render.renderer import Renderer
from tests.unit.snippets.render.bench import MORNING, Bench, echo, snippet, var


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_plain_text_is_what_it_says(bench: Bench) -> None:
    found = bench.rendered(snippet("Be right back.\nThanks!", id="care#12"))
    assert found == Rendered("Be right back.\nThanks!", "care#12")
    assert found.way is Way.AUTO
    assert found.caret is None


@given(st.text(st.characters(exclude_characters="{}\\$\ufdd0\ufdd1", exclude_categories=["Cs"])))
def test_a_text_without_signs_is_itself(text: str) -> None:
    assert Bench().text(snippet(text, id="a")) == writable(text)


@pytest.mark.parametrize(
    ("mode", "way"), [("", Way.AUTO), ("keys", Way.KEYS), ("clipboard", Way.PASTE)]
)
def test_force_mode_says_how_to_put_the_text_in(bench: Bench, mode: str, way: Way) -> None:
    assert bench.rendered(snippet("x", force_mode=mode)).way is way


# --- caret ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "text", "caret"),
    [
        ("<div>$|$</div>", "<div></div>", 6),
        ("end$|$", "end", 0),
        ("$|$start", "start", 5),
        ("one $|$two $|$three", "one two three", 9),
        ("no $| $ mark", "no $| $ mark", None),
    ],
)
def test_the_first_mark_places_the_caret(
    bench: Bench, body: str, text: str, caret: int | None
) -> None:
    found = bench.rendered(body)
    assert (found.text, found.caret) == (text, caret)


def test_the_way_back_to_the_mark_is_certain_only_over_plain_characters(bench: Bench) -> None:
    sure = bench.rendered("Dear $|$, thanks – bye")
    assert sure.left == sure.caret == len(", thanks – bye")
    unsure = bench.rendered("Dear $|$ 👩‍💻")
    assert unsure.caret
    assert unsure.left == 0


def test_a_mark_in_a_variable_of_the_pack_counts(bench: Bench) -> None:
    found = bench.rendered("<b>{{x}}</b>", echo("x", "[$|$]"))
    assert (found.text, found.caret) == ("<b>[]</b>", 5)


def test_a_mark_from_outside_is_plain_text(bench: Bench) -> None:
    bench.clipboard = "$|$ and {{x}} and \\{\\{y\\}\\}"
    found = bench.rendered("a {{clip}} b", var("clip", "clipboard"))
    assert found.text == "a $|$ and {{x}} and \\{\\{y\\}\\} b"
    assert found.caret is None


def test_no_mark_comes_about_where_outside_and_pack_meet(bench: Bench) -> None:
    bench.clipboard = "$|"
    assert bench.rendered("{{clip}}$ x", var("clip", "clipboard")).text == "$|$ x"


# --- references and escapes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Hello {{name}}", "Hello Jon"),
        ("Hello {{ name }}!", "Hello Jon!"),
        ("{{{name}}}", "{Jon}"),
        ("{{name}}{{name}}", "JonJon"),
        ("hello \\{\\{name\\}\\}", "hello {{name}}"),
        ("\\{\\{ {{name}} \\}\\}", "{{ Jon }}"),
        ("{{na me}} {{na-me}} {name} {{}}", "{{na me}} {{na-me}} {name} {{}}"),
        ("{{name.sub}}", "Jon"),
        ("a \\ b \\{ c", "a \\ b \\{ c"),
    ],
)
def test_references(bench: Bench, body: str, text: str) -> None:
    assert bench.text(body, echo("name", "Jon")) == text


def test_names_may_have_combining_marks(bench: Bench) -> None:
    assert bench.text("{{नाम}}", echo("नाम", "Asha")) == "Asha"


def test_variables_are_put_into_params_at_any_depth(bench: Bench) -> None:
    own = (
        echo("kind", "parcel"),
        var("pick", "choice", values=[{"label": "The {{kind}}", "id": "{{kind}} 1"}]),
    )
    asked = bench.question("{{pick}}", *own)
    assert [(one.label, one.value) for one in asked.fields[0].options] == [
        ("The parcel", "parcel 1")
    ]


def test_inject_vars_false_leaves_params_alone(bench: Bench) -> None:
    one = Variable("output", "echo", {"echo": "{{var}}"}, inject=False)
    assert bench.text("hello {{output}}", one) == "hello {{var}}"


def test_escapes_in_params_are_read_once(bench: Bench) -> None:
    assert bench.text("{{x}}", echo("x", "\\{\\{y\\}\\}")) == "{{y}}"


def test_a_missing_variable_is_a_problem_and_never_typed(bench: Bench) -> None:
    found = bench.problem("hello {{nobody}}")
    assert "{{nobody}}" in found.what
    assert found.place == "care.yml:7"


def test_variables_are_left_alone_when_the_text_has_no_reference(bench: Bench) -> None:
    assert bench.text("plain", var("never", "clipboard")) == "plain"


def test_an_unknown_type_matters_only_where_it_is_used(bench: Bench) -> None:
    own = (var("odd", "teleport"), echo("x", "1"))
    assert bench.text("{{x}}", *own) == "1"
    assert "odd" in bench.problem("{{odd}}", *own).what


# --- globals --------------------------------------------------------------------------------------


def test_globals_reach_texts_locals_and_each_other(bench: Bench) -> None:
    bench.shared = (
        echo("fullname", "{{firstname}} {{lastname}}"),
        echo("firstname", "Jon"),
        echo("lastname", "Snow"),
    )
    assert bench.text("hello {{fullname}}") == "hello Jon Snow"
    assert bench.text("{{x}}", echo("x", "<{{firstname}}>")) == "<Jon>"


def test_globals_that_nobody_needs_are_not_evaluated(bench: Bench) -> None:
    bench.shared = (var("clip", "clipboard"), echo("a", "{{nowhere}}"), echo("b", "fine"))
    assert bench.text("{{b}}") == "fine"


def test_a_local_goes_before_a_global_of_the_same_name(bench: Bench) -> None:
    bench.shared = (echo("name", "global"), echo("outer", "<{{name}}>"))
    assert bench.text("{{name}} {{outer}}", echo("name", "local")) == "local <local>"


def test_a_variable_of_the_pack_goes_before_a_built_in_value(bench: Bench) -> None:
    found = bench.text(
        "{{customer}} {{agent.name}}",
        echo("customer", "ACME"),
        context={"agent": {"name": "Sam Reed"}},
    )
    assert found == "ACME Sam Reed"


def test_a_random_global_is_the_same_wherever_it_is_used(bench: Bench) -> None:
    bench.shared = (var("pick", "random", choices=[str(n) for n in range(1000)]),)
    bench.snippets[":in"] = snippet("{{pick}}", id="care#2")
    one, two = bench.text("{{pick}} {{inner}}", var("inner", "match", trigger=":in")).split()
    assert one == two


# --- nested snippets ------------------------------------------------------------------------------


def test_a_nested_snippet_has_its_own_variables_and_caret(bench: Bench) -> None:
    bench.snippets[":sig"] = snippet("-- {{name}}$|$ --", echo("name", "Jon"), id="care#2")
    found = bench.rendered(
        "{{name}}\n{{sig}}", echo("name", "Ann"), var("sig", "match", trigger=":sig")
    )
    assert (found.text, found.caret) == ("Ann\n-- Jon --", 3)


def test_the_trigger_of_a_nested_snippet_may_be_put_together(bench: Bench) -> None:
    bench.snippets[":hi-formal"] = snippet("Guten Tag", id="care#2")
    own = var("hi", "match", trigger=":hi-{{customer.formality}}")
    assert bench.text("{{hi}}", own, language="de") == "Guten Tag"


def test_a_nested_snippet_that_is_not_there_is_a_problem(bench: Bench) -> None:
    assert "no snippet has" in bench.problem("{{x}}", var("x", "match", trigger=":gone")).what


def test_snippets_in_a_circle_are_a_problem(bench: Bench) -> None:
    bench.snippets[":a"] = snippet("a {{b}}", var("b", "match", trigger=":b"), id="care#1")
    bench.snippets[":b"] = snippet("b {{a}}", var("a", "match", trigger=":a"), id="care#2")
    assert "circle" in bench.problem(bench.snippets[":a"]).what


def test_snippets_nested_too_deep_are_a_problem(bench: Bench) -> None:
    for n in range(20):
        inner = var("x", "match", trigger=f":{n + 1}")
        bench.snippets[f":{n}"] = snippet("{{x}}", inner, id=f"care#{n}")
    assert "levels deep" in bench.problem(bench.snippets[":0"]).what


def test_snippets_that_multiply_come_to_an_end(bench: Bench) -> None:
    for n in range(9):
        own = [var(f"x{k}", "match", trigger=f":{n + 1}") for k in range(9)]
        body = "".join(f"{{{{x{k}}}}}" for k in range(9))
        bench.snippets[f":{n}"] = snippet(body, *own, id=f"care#{n}")
    bench.snippets[":9"] = snippet("end", id="care#9")
    assert "1,000 variables" in bench.problem(bench.snippets[":0"]).what


def test_texts_that_multiply_come_to_an_end(bench: Bench) -> None:
    own = [echo("x0", "ha" * 50)]
    own += [echo(f"x{n}", f"{{{{x{n - 1}}}}}" * 10) for n in range(1, 9)]
    assert "100,000" in bench.problem("{{x8}}", *own).what


def test_a_text_that_is_too_long_is_a_problem(bench: Bench) -> None:
    assert "100,000" in bench.problem("x" * 100_001).what


# --- casing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "text"),
    [(":hi", "hi jon, bye"), (":Hi", "Hi jon, bye"), (":HI", "HI JON, BYE")],
)
def test_casing_comes_after_the_variables(bench: Bench, typed: str, text: str) -> None:
    one = snippet("hi {{n}}, bye", echo("n", "jon"), triggers=(":hi",), propagate_case=True)
    assert bench.text(one, typed=typed) == text


def test_without_propagate_case_the_trigger_changes_nothing(bench: Bench) -> None:
    assert bench.text(snippet("hi"), typed=":HI") == "hi"


def test_a_nested_snippet_is_cased_alike(bench: Bench) -> None:
    bench.snippets[":in"] = snippet("inner text", id="care#2")
    one = snippet(
        "outer {{x}}",
        var("x", "match", trigger=":in"),
        propagate_case=True,
        uppercase_style=Case.CAPITALIZE_WORDS,
    )
    assert bench.text(one, typed="Ab") == "Outer Inner Text"


# --- regex groups, programs, bodies ---------------------------------------------------------------


def test_regex_groups_are_values_that_are_not_read_again(bench: Bench) -> None:
    found = bench.text("Dear {{who}}{{x}}", echo("x", "!"), groups={"who": "{{x}}\u202e\x07 Ann"})
    assert found == "Dear {{x}} Ann!"


def test_groups_reach_params(bench: Bench) -> None:
    assert bench.text("{{x}}", echo("x", "<{{who}}>"), groups={"who": "Ann"}) == "<Ann>"


def test_html_is_put_in_as_text_with_its_values_as_they_are(bench: Bench) -> None:
    one = snippet("<p>Dear <b>{{customer.name}}</b>,</p>", kind=Body.HTML)
    assert bench.text(one, context={"customer": {"name": "A <b> C"}}) == "Dear A <b> C,"


# --- nothing known --------------------------------------------------------------------------------


def test_a_missing_customer_value_leaves_no_trace_but_its_name(bench: Bench) -> None:
    found = bench.rendered("Hi {{customer.first_name}}, about {{interaction.id}}: {{agent.team}}")
    assert "{" not in found.text
    assert found.text.startswith("Hi, about")
    assert found.missing == ("customer.first_name", "interaction.id", "agent.team")


def test_a_missing_value_within_a_variable_is_closed_up_and_named(bench: Bench) -> None:
    found = bench.rendered("{{hi}} Thanks.", echo("hi", "Hello {{customer.first_name}}!"))
    assert found.text == "Hello! Thanks."
    assert found.missing == ("customer.first_name",)


def test_odd_fields_of_a_customer_never_come_out_as_braces(bench: Bench) -> None:
    found = bench.rendered("A {{customer.a.b}} {{ customer.first-name }} {{customer.x|upper}} B")
    assert found.text == "A B"
    known = {"customer": {"address": {"city": "Lisboa"}}}
    assert bench.text("in {{customer.address.city}}", context=known) == "in Lisboa"


# --- bounds and speed -----------------------------------------------------------------------------

NAMES = st.sampled_from(["a", "b", "c", "d", "e"])


@st.composite
def graphs(draw: st.DrawFn) -> list[Variable]:
    """Variables that refer to each other at random, circles included."""
    found = []
    for name in draw(st.lists(NAMES, unique=True)):
        text = "".join(f"{{{{{other}}}}}" for other in draw(st.lists(NAMES, max_size=3)))
        kind = draw(st.sampled_from(["echo", "echo", "echo", "global", "random"]))
        params: dict[str, Value] = {"echo": text + name, "choices": [text, name]}
        after = tuple(draw(st.lists(NAMES, max_size=2)))
        found.append(Variable(name, kind, params, draw(st.booleans()), after))
    return found


@given(graphs(), graphs(), NAMES)
def test_every_graph_of_variables_comes_to_an_end(
    own: list[Variable], shared: list[Variable], name: str
) -> None:
    bench = Bench(shared=[one for one in shared if one.type != "global"])
    found = bench.outcome(f"{{{{{name}}}}}", *own)
    assert isinstance(found, Rendered | Problem)


def test_a_plain_snippet_is_made_in_far_less_than_a_fifth_of_a_millisecond() -> None:
    renderer = Renderer(clock=FixedClock(MORNING), source=random.Random(1), clipboard=lambda: None)
    request = Request(snippet("Thank you for waiting, I am with you now."))
    best = min(_seconds(renderer, request) for _ in range(200))
    assert best < 0.0002


def _seconds(renderer: Renderer, request: Request) -> float:
    start = time.perf_counter()
    renderer.render(request)
    return time.perf_counter() - start


def test_english_dates_do_not_import_babel() -> None:
    code = """
import random, sys
from desktop.core.clock import SystemClock
from desktop.snippets.model import Snippet, Variable
from desktop.snippets.render.outcome import Request
from desktop.snippets.render.renderer import Renderer
renderer = Renderer(clock=SystemClock(), source=random.Random(), clipboard=lambda: None)
for params in ({}, {"format": "%A %B %x %X %c %p", "locale": "en-US"}, {"format": "%d %B %Y"}):
    one = Snippet("a#1", "a", "a.yml", 1, body="{{d}}", variables=(Variable("d", "date", params),))
    print(renderer.render(Request(one, language="en-GB" if len(params) == 1 else "")))
print("babel" in sys.modules)
"""
    root = Path(__file__).parents[4]
    done = run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=root)
    assert done.stdout.splitlines()[-1] == "False"


def test_no_text_shows_in_a_repr() -> None:
    request = Request(
        snippet("{{x}}{{c}}", var("x", "clipboard"), var("c", "choice", values=["secret"])),
        typed="secret",
        groups={"g": "secret"},
        context={"customer": {"name": "secret"}},
    )
    bench = Bench(clipboard="secret")
    asked = bench.renderer().render(request)
    shown = repr((request.typed and asked, Rendered("secret", "a#1"), _without(request)))
    assert "secret" not in shown


def _without(request: Request) -> Request:
    """The request with a snippet that has no text of its own to show."""
    return Request(Snippet("a#1", "a", "a.yml", 1), request.typed, request.groups, request.context)
