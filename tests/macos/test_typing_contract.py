"""The typing contract (docs/design.md) on a real Mac."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.keyboard import messages
from tests.typing_cases import CASES, Case, caps_lock_changes_nothing

OTHER_CAPS = caps_lock_changes_nothing.__name__
"""On a Mac Shift writes capitals whatever Caps Lock says; and no program can press that key."""


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=name) for name, case in CASES.items() if name != OTHER_CAPS]
)
def test_the_contract(desk: Any, case: Case) -> None:
    case(desk)


@pytest.mark.parametrize(("trigger", "pasted"), [(":uni", False), (":ml", True), (":lng", True)])
def test_a_mac_takes_every_character_as_it_is(desk: Any, trigger: str, pasted: bool) -> None:
    desk.types(f"ok {trigger}")
    assert [one.pasted for one in desk.keyboard.of(messages.Typed)] == [pasted]
