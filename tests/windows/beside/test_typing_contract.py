"""The typing contract (DESIGN.md) in Windows' editors."""

from __future__ import annotations

from typing import Any

import pytest

DELAYS = (1, 8, 30, 60)
UNI = "Grüße – “ça va” 😀 日本"


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize(("trigger", "text"), [(":brb", "be right back"), (":uni", UNI)])
def test_text_typed_at_once_stands_behind_the_expansion(
    desk: Any, trigger: str, text: str, delay: int
) -> None:
    times = 3
    desk.types(f"ok {trigger} xyz " * times, delay, matches=times)
    assert desk.field.text(f"ok {text} xyz " * times) == f"ok {text} xyz " * times
