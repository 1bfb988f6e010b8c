"""Hotkeys that are set at first take no letter away from anybody."""

import os

import pytest

from desktop.settings.hotkey_defaults import ctrl_alt
from desktop.settings.kinds import is_hotkey


@pytest.mark.parametrize(("system", "keys"), [("nt", "<f9>"), ("posix", "t")])
def test_on_windows_ctrl_and_alt_write_letters(
    monkeypatch: pytest.MonkeyPatch, system: str, keys: str
) -> None:
    monkeypatch.setattr(os, "name", system)
    found = ctrl_alt("t", "f9")
    monkeypatch.undo()
    assert found == f"<ctrl>+<alt>+{keys}"
    assert is_hotkey(found)
