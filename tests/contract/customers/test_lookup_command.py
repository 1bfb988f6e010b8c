"""``deskhand lookup``, as scripts use it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "desktop", "lookup", *words, "--profile", str(folder)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)


def test_a_profile_without_a_book_knows_nobody(tmp_path: Path) -> None:
    done = run(tmp_path, "ANA@Example.com", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    assert result["query"] == {"kind": "email", "value": "ANA@example.com", "sure": "certain"}
    assert result["cards"] == []
    assert result["providers"]["book"]["ok"] is True
    assert not (tmp_path / "data" / "customers.db").exists()
    assert run(tmp_path, "ana@example.com").stdout == "Nobody is known by this.\n"


def test_what_is_nothing_to_look_up_is_said_in_a_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, "%CALLERID%", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("deskhand: The phone system did not give a number.")
    done = run(tmp_path, "ana@example.com", "--provider", "nowhere")
    assert done.returncode == 1
    assert "nowhere" in done.stderr


def test_the_countrys_ways_come_from_the_settings(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('version = 1\n[customers]\nregion = "ES"\n')
    done = run(tmp_path, "612 34 56 78", "--json")
    assert json.loads(done.stdout)["query"]["value"] == "+34612345678"
