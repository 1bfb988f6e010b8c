"""demo.own_keyring: the demo's secrets stay in its throw-away profile."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.demo.own_keyring import OwnKeyring, environment


def test_secrets_stay_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    ring = OwnKeyring()
    assert ring.get_password("Deskhand", "a") is None
    ring.set_password("Deskhand", "a", "1")
    ring.set_password("Deskhand", "b", "2")
    ring.delete_password("Deskhand", "a")
    assert ring.get_password("Deskhand", "a") is None
    assert ring.get_password("Deskhand", "b") == "2"
    assert [one.name for one in tmp_path.iterdir()] == ["keyring.json"]


def test_a_program_that_is_started_so_uses_it_and_no_other_does(tmp_path: Path) -> None:
    code = "import keyring; print(type(keyring.get_keyring()).__name__)"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PATH": "", **environment(tmp_path)},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.strip() == "OwnKeyring"
    assert OwnKeyring.priority < 0
