"""A problem in the words of a window: as one text, or only what follows its first sentence."""

from __future__ import annotations

from desktop.core.results import Problem


def sentences(problem: Problem) -> str:
    """A problem as one text."""
    return " ".join((ended(problem.what), rest(problem))).strip()


def rest(problem: Problem) -> str:
    """Why it is, and what to do."""
    return " ".join(ended(part) for part in (problem.why, problem.todo) if part)


def ended(words: str) -> str:
    """A sentence with its full stop."""
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."
