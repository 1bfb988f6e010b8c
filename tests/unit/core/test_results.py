"""core.results: one sentence a person can act on."""

from __future__ import annotations

import pytest

from desktop.core.results import Problem, Severity, UserError


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (Problem("It broke"), "It broke."),
        (Problem("It broke.", "It was old", "Buy one!"), "It broke. It was old. Buy one!"),
        (Problem("Why?", todo="Ask"), "Why? Ask."),
        (Problem("Bad", place="mail.yml:12"), "mail.yml:12: Bad."),
    ],
)
def test_the_parts_make_one_line(problem: Problem, sentence: str) -> None:
    assert problem.sentence() == sentence


def test_an_error_for_people_carries_its_problem() -> None:
    error = UserError("No", "Because", "Try", "here")
    assert error.problem == Problem("No", "Because", "Try", Severity.ERROR, "here")
    assert str(error) == "here: No. Because. Try."


def test_as_a_warning_it_says_the_same() -> None:
    problem = Problem("No", "Because", "Try", place="here")
    assert problem.as_warning() == Problem("No", "Because", "Try", Severity.WARNING, "here")
    assert problem.severity is Severity.ERROR
