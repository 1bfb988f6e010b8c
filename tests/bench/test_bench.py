"""The bench runs, and says what it is asked for; its numbers are for ``python -m tests.bench``."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAMS = ("Xvfb", "openbox", "trayer", "xdotool", "setxkbmap")


@pytest.mark.screen
@pytest.mark.slow
@pytest.mark.skipif(
    any(shutil.which(one) is None for one in PROGRAMS), reason=f"needs {', '.join(PROGRAMS)}"
)
def test_every_group_gives_its_numbers(tmp_path: Path) -> None:
    out = tmp_path / "numbers.json"
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--quick", "--out", str(out)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = {row["name"]: row for row in json.loads(out.read_text(encoding="utf-8"))["rows"]}
    for name in (
        "5,000 triggers: ready",
        "a key, 99 %",
        "2,000 snippets: first page, 95 %",
        "start to tray icon",
        "memory at rest (PSS)",
        "processor at rest",
        "deskhand with breaks: memory (PSS)",
        "qt, idle, typed, 1 ms, 4: median",
        "a chat line, median",
        "a translation: median",
        "fuzzy, median",
    ):
        # A processor at rest may have nothing to count in so short a time.
        assert rows[name]["value"] > 0 or name == "processor at rest", name
        assert name in done.stdout
    assert rows["qt, idle, typed, 1 ms, 4: wrong characters"]["value"] == 0
    assert rows["qt, idle, pasted, 1 ms, 4: wrong characters"]["value"] == 0
    assert rows["start to tray icon"]["ratio"] > 0
