"""What a log may say of a fault: its kind and its place, never its text."""

from __future__ import annotations

from desktop.core.results import Problem

_OWN = "desktop."
GOES_ON = "Deskhand goes on"
"""What is to be done about what nobody asked for: nothing."""


def traced(error: BaseException) -> str:
    """The kind of an error and where in Deskhand it arose: ``KeyError at desktop.net.line:88``.

    Its text is left out: it may quote what an agent typed or a server said.
    """
    place = ""
    trace = error.__traceback__
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.startswith(_OWN) or not place:
            place = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} at {place}" if place else type(error).__name__


def problem_of(error: BaseException, todo: str = "Try it again") -> Problem:
    """What the agent is told of it; ``todo`` is what they can do, and what became of their work."""
    why = f"It is a fault of the program ({type(error).__name__}), not yours"
    return Problem("Something in Deskhand went wrong", why, todo)
