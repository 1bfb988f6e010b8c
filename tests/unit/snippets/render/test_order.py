"""The order of variables, as espanso's documentation tells it."""

from __future__ import annotations

from desktop.snippets.model import Variable
from desktop.snippets.render.order import Circle, Doubled, Missing, evaluation_order
from desktop.snippets.render.template import parse
from tests.unit.snippets.render.bench import Bench, echo, var


def order(
    body: str, own: tuple[Variable, ...] = (), shared: tuple[Variable, ...] = ()
) -> list[str]:
    names = {one.name: one for one in shared}
    found = evaluation_order(parse(body).references, own, names)
    assert isinstance(found, list), found
    return [step.variable.name for step in found]


HELLO = "hello {{one}} {{two}} {{three}}"
ONE, TWO, THREE = echo("one", "1"), echo("two", "2"), echo("three", "3")


def test_locals_keep_their_order_and_globals_come_before_them() -> None:
    assert order(HELLO, (ONE, TWO), (THREE,)) == ["three", "one", "two"]
    assert order("{{two}}", (TWO, ONE)) == ["two", "one"]


def test_an_alias_pins_a_global() -> None:
    own = (ONE, TWO, var("three", "global"))
    assert order(HELLO, own, (THREE,)) == ["one", "two", "three"]


def test_a_pinned_global_may_use_what_comes_before_it() -> None:
    bench = Bench(shared=(echo("three", "<{{one}}>"),))
    assert bench.text("{{three}}", ONE, var("three", "global")) == "<1>"


def test_an_alias_for_nothing_is_nothing() -> None:
    assert order("{{one}}", (ONE, var("gone", "global"))) == ["one"]


def test_depends_on_goes_first() -> None:
    two = Variable("two", "echo", {"echo": "2"}, depends_on=("one",))
    assert order("hello {{two}} {{one}}", (), (ONE, two)) == ["one", "two"]


def test_what_params_refer_to_goes_first() -> None:
    shared = (echo("a", "{{b}}"), var("b", "date", x=[{"y": "{{c}}"}]), echo("c", "."))
    assert order("{{a}}", (), shared) == ["c", "b", "a"]


def test_only_globals_that_are_needed_are_there() -> None:
    assert order("{{one}}", (), (ONE, TWO)) == ["one"]


def test_without_injection_params_refer_to_nothing() -> None:
    one = Variable("one", "echo", {"echo": "{{gone}}"}, inject=False)
    assert order("{{one}}", (one,)) == ["one"]


def test_built_in_values_are_no_variables() -> None:
    assert order("{{customer.name}} {{one}}", (echo("one", "{{agent.name}}"),)) == ["one"]


def test_circles_are_named() -> None:
    own = (echo("a", "{{b}}"), echo("b", "x"))
    assert evaluation_order(parse("{{a}}").references, own, {}) == Circle(("a", "b", "a"))
    me = (echo("a", "{{a}}"),)
    assert evaluation_order(parse("{{a}}").references, me, {}) == Circle(("a", "a"))


def test_missing_and_doubled_names_are_named() -> None:
    assert evaluation_order(parse("{{x}}").references, (), {}) == Missing("x")
    assert evaluation_order(parse("{{customer}}").references, (), {}) == Missing("customer")
    assert evaluation_order((), (ONE, TWO, ONE), {}) == Doubled("one")


def test_a_long_chain_is_no_trouble() -> None:
    chain = [echo(f"v{n}", f"{{{{v{n + 1}}}}}") for n in range(5000)]
    shared = {one.name: one for one in (*chain, echo("v5000", "end"))}
    found = evaluation_order(parse("{{v0}}").references, (), shared)
    assert isinstance(found, list)
    assert found[0].variable.name == "v5000"


def test_a_global_is_private_where_it_depends_on_the_snippet() -> None:
    shared = {"g": echo("g", "{{one}}"), "h": echo("h", "{{g}}"), "free": echo("free", "x")}
    found = evaluation_order(parse("{{h}}{{free}}").references, (ONE,), shared)
    assert isinstance(found, list)
    assert {step.variable.name: step.shared for step in found} == {
        "one": False,
        "g": False,
        "h": False,
        "free": True,
    }
