"""The bench of Windows runs; its numbers are for ``python -m tests.bench windows``."""

from __future__ import annotations

from pathlib import Path

from tests.bench import windows
from tests.screen.conftest import Screen


def test_typing_is_measured_to_the_last_character(screen: Screen, tmp_path: Path) -> None:
    found = windows.under_wine(screen, tmp_path, 2)
    for kind in ("typed, ASCII", "typed, Unicode (pasted on X11)"):
        assert found[kind].wrong == 0
        assert len(found[kind].ms) == 2
        assert all(ms > 0 for ms in found[kind].ms)
    table = windows.rows(found, found, windows.HookTime(0.1, 0.2), 1)
    assert {one.reference == one.value for one in table if one.what} == {True}


def test_the_hook_is_timed(screen: Screen) -> None:
    found = windows.hook_time(screen, 1_000, 100)
    assert 0 < found.median_ms <= found.p99_ms
