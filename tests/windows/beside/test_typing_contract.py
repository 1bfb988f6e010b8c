"""The typing contract (docs/design.md) in Windows' editors."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.keyboard import messages
from tests.typing_cases import Case, each_case


@pytest.mark.wine_random
@each_case
def test_the_contract(desk: Any, case: Case) -> None:
    case(desk)


@pytest.mark.wine_random
@pytest.mark.parametrize(("trigger", "pasted"), [(":uni", False), (":ml", False), (":lng", True)])
def test_windows_takes_every_character_as_it_is(desk: Any, trigger: str, pasted: bool) -> None:
    desk.types(f"ok {trigger}")
    assert [one.pasted for one in desk.keyboard.of(messages.Typed)] == [pasted]
