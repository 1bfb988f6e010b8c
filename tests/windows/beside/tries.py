"""``wine_random``: a test that is tried again where what Wine did made it fail, and says so.

Wine's programs read the screen's keys themselves, between their own work, and ask another process
for each. With all processors busy they have been seen to fetch a paste 1.2 s behind its keys, and
not at all while Wine's desktop looked at the clipboard. Deskhand then lets the keys flow, as it
must, and reports ``not_taken``, or a paste that took longer than its hold. Only a test that fails
with such a report, and with no other, is tried again; the summary names each.
"""

from __future__ import annotations

from typing import Any

import pytest

from desktop.keyboard import messages
from desktop.keyboard.fetching import TAKEN_WITHIN
from desktop.keyboard.reasons import Reason

TRIES = 3
LATE_MS = 1000 * TAKEN_WITHIN + 100
_again: list[str] = []


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a marked test, up to :data:`TRIES` times."""
    if pyfuncitem.get_closest_marker("wine_random") is None:
        return None
    desk: Any = pyfuncitem.funcargs["desk"]
    names = pyfuncitem._fixtureinfo.argnames
    arguments = {name: pyfuncitem.funcargs[name] for name in names}
    for attempt in range(1, TRIES + 1):
        try:
            pyfuncitem.obj(**arguments)
            return True
        except AssertionError as error:
            if attempt == TRIES or not _was_late(desk):
                raise
            _again.append(f"{pyfuncitem.nodeid}: try {attempt} of {TRIES}: {str(error)[:60]}")
        _begin_again(desk)
    return True


def _was_late(desk: Any) -> bool:
    """By the reports: a paste was fetched behind the hold or never, and nothing else failed."""
    reasons = set(desk.keyboard.reasons)
    slow = [one for one in desk.keyboard.of(messages.Typed) if one.pasted and one.ms > LATE_MS]
    return reasons == {Reason.NOT_TAKEN} or (not reasons and bool(slow))


def _begin_again(desk: Any) -> None:
    desk.agent.up("shift", "b")
    desk.keyboard.quiet(len(desk.keyboard.of(messages.Matched)))
    desk.keyboard.forget()
    desk.field.focus()
    desk.field.clear()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name what was tried again."""
    if _again:
        terminalreporter.section("tried again: the target fetched a paste too late (wine_random)")
        for one in _again:
            terminalreporter.line(one)
