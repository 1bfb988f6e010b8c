"""What every test in a Windows Python lives by."""

from __future__ import annotations

import pytest

from desktop.host import held_keys


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that has to wait for a processor is no loop that hangs: that would end all tests."""
    monkeypatch.setattr(held_keys, "HANG_S", 3600.0)
