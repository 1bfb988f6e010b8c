"""Why something was not written, in words for whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desktop.core.results import Problem
from desktop.customers.providers.base import Fault, FaultKind

_AGAIN = "It is kept here: send it again in a moment"
_WORDS: Mapping[FaultKind, tuple[str, str]] = {
    FaultKind.TIMEOUT: ("did not answer in time", _AGAIN),
    FaultKind.UNREACHABLE: (
        "can't be reached",
        "It is kept here: check the network, then send it again",
    ),
    FaultKind.BUSY: ("has trouble of its own right now", _AGAIN),
    FaultKind.RATE_LIMITED: ("was asked too often", _AGAIN),
    FaultKind.FORBIDDEN: (
        "does not let your account write there",
        "Ask your administrator for the permission, or choose another place",
    ),
    FaultKind.REFUSED: (
        "does not take it",
        "Shorten it or choose another place; it is kept here, so that you can copy it",
    ),
    FaultKind.MISSING: (
        "has no such ticket for your account any more",
        "Copy the text, and choose another place for it",
    ),
    FaultKind.CANCELLED: ("was not waited for", "It is kept here: send it again"),
}


def of_fault(fault: Fault, title: str) -> Problem:
    """In words for the agent; ``title`` is the provider's."""
    if fault.told is None and fault.kind in _WORDS:
        what, todo = _WORDS[fault.kind]
        return Problem(f"{title} {what}", todo=todo)
    return fault.problem(title)


def of_status(fault: Fault, title: str) -> Problem:
    """The same of a status that was to be changed: nothing is kept of that."""
    if fault.kind is FaultKind.REFUSED and fault.told is None:
        return Problem(
            f"{title} does not let the ticket have this status",
            todo="Open the ticket in the browser: it may want something else first",
        )
    problem = of_fault(fault, title)
    if fault.told is None and fault.kind in _WORDS and "kept" in problem.todo:
        return replace(problem, todo="Try it again in a moment")
    return problem


def not_set_up(title: str) -> Problem:
    """Its provider is none of those that are set up."""
    return Problem(
        f"{title} is not set up any more",
        todo="Set it up again in the settings, or copy the text and discard it",
    )


def not_kept(sent: Problem, kept: Problem) -> Problem:
    """It was not sent, and could not be put on the disk either."""
    return Problem(
        sent.what,
        f"And it can't be kept on this computer: {kept.what}",
        "Copy it now: it is lost when Deskhand ends",
    )
