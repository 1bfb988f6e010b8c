"""Typing on Windows beside another program's hook, set before ours and behind it.

The system asks the hook first that was set last. One that is asked before ours takes a key from us
and the application alike; one that is asked behind ours takes from the application what we saw.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.keyboard import messages
from desktop.keyboard.reasons import Reason
from tests.screen.conftest import Desk, Screen
from tests.screen.typing_session import Agent, Keyboard
from tests.typing_cases import SNIPPETS
from tests.windows.beside.session import OTHER_HOOK, Editor, Witness, keyboard_of, notepad

pytestmark = pytest.mark.parametrize("shared_editor", [notepad], indirect=True)
SLOW_MS = 300
"""As long as Windows lets a hook take before it goes on without it (Wine: two seconds)."""


@pytest.fixture(params=["asked first", "asked last"])
def asked(request: pytest.FixtureRequest) -> str:
    """When the other hook is asked."""
    return str(request.param)


@pytest.fixture
def other(
    asked: str, keyboard: Keyboard, screen: Screen, tmp_path: Path
) -> Iterator[tuple[Witness, Keyboard]]:
    """Another program's hook, and a keyboard process of ours; in that order or the reverse."""
    keyboard.link.keep(messages.Pause(on=True))  # which is put back behind the test
    keyboard.settle()
    ours = keyboard_of(screen.environment, tmp_path, SNIPPETS)
    if asked == "asked first":
        ours.start()
    theirs = Witness(screen.environment, OTHER_HOOK)
    theirs.ask("saw")
    if asked == "asked last":
        ours.start()
    yield theirs, ours
    theirs.close()
    ours.stop()


@pytest.fixture
def hook(other: tuple[Witness, Keyboard]) -> Witness:
    """The other program."""
    return other[0]


@pytest.fixture
def beside(other: tuple[Witness, Keyboard], agent: Agent, shared_editor: Editor) -> Desk:
    """An empty field."""
    shared_editor.focus()
    shared_editor.clear()
    return Desk(agent, other[1], shared_editor)


def test_both_hooks_see_the_keys(beside: Desk, hook: Witness) -> None:
    beside.types("ok :brb xy", 8)
    assert beside.field.text("ok be right back xy") == "ok be right back xy"
    assert {ord("O"), ord("K"), ord("X"), ord("Y")} <= _seen(hook)


def test_keys_that_the_other_swallows_are_missing_and_no_others(
    beside: Desk, hook: Witness, asked: str
) -> None:
    hook.ask("swallow", keys=[ord("Z")])
    # Nobody but the other has seen the key in the trigger, or all but the application.
    matches, wanted = (1, "be right back") if asked == "asked first" else (0, ":brb")
    beside.types("ok :bzrb xzy.", 8, matches=matches)
    assert beside.field.text(f"ok {wanted} xy.") == f"ok {wanted} xy."
    hook.ask("swallow", keys=[])
    beside.field.clear()
    beside.types("ok :brb xyz", 8, matches=matches + 1)
    assert beside.field.text("ok be right back xyz") == "ok be right back xyz"


def test_after_a_run_of_swallowed_keys_snippets_work_on(beside: Desk, hook: Witness) -> None:
    hook.ask("swallow", keys=[ord("Z")])
    beside.types("zzzzzzzz ok :brb xy", 8)
    assert beside.field.text(" ok be right back xy") == " ok be right back xy"


def test_keys_swallowed_in_the_middle_hold_no_others_back(beside: Desk, hook: Witness) -> None:
    beside.keyboard.answers = False
    beside.agent.type("ok :brb", 1)
    beside.keyboard.wait(messages.Matched)
    hook.ask("swallow", keys=[ord("X")])
    beside.agent.type(" xy", 1)
    assert beside.field.text("ok :brb y") == "ok :brb y"
    assert beside.keyboard.reasons == [Reason.LATE]


def test_a_hook_that_takes_its_time_costs_no_key_and_no_order(beside: Desk, hook: Witness) -> None:
    hook.ask("wait", ms=10)
    uni = next(one.text for one in SNIPPETS if one.trigger == ":uni")
    beside.types("ok :brb xyz :uni abc", 1, matches=2)
    wanted = f"ok be right back xyz {uni} abc"
    assert beside.field.text(wanted) == wanted


def test_a_hook_that_hangs_in_the_middle_holds_no_key_back(beside: Desk, hook: Witness) -> None:
    beside.keyboard.answers = False
    beside.agent.type("ok :brb", 1)
    beside.keyboard.wait(messages.Matched)
    hook.ask("wait", ms=SLOW_MS, keys=[ord("X")])
    beside.agent.type(" xy", 1)
    assert beside.field.text("ok :brb xy") == "ok :brb xy"
    assert beside.keyboard.reasons == [Reason.LATE]


def _seen(hook: Witness) -> set[int]:
    keys = hook.ask("saw")["keys"]
    assert isinstance(keys, list)
    return set(keys)
