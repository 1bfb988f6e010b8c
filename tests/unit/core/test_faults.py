"""core.faults: what is said of a fault has its place and not its text."""

import inspect

from desktop.core.faults import problem_of, traced
from desktop.settings.declare import Surroundings


class Refusing(dict[str, str]):
    """Somebody else's code, in which a fault of ours comes out."""

    def get(self, *_: object) -> str:
        raise KeyError("ana@example.com")


def test_the_innermost_place_in_deskhand_is_said_and_no_text() -> None:
    lines, first = inspect.getsourcelines(Surroundings.from_environment)
    try:
        Surroundings.from_environment(Refusing())
    except KeyError as error:
        kind, _, place = traced(error).partition(" at ")
    assert kind == "KeyError"
    module, _, line = place.partition(":")
    assert module == "desktop.settings.declare"
    assert first <= int(line) < first + len(lines)


def test_without_a_place_only_the_kind_is_said() -> None:
    assert traced(KeyError("ana@example.com")) == "KeyError"


def test_the_agent_hears_the_kind_only() -> None:
    problem = problem_of(KeyError("ana@example.com"))
    assert problem.why == "It is a fault of the program (KeyError), not yours"
    assert "ana@" not in problem.sentence()
