"""The workflow that runs the suite on three systems."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[3]
PATH = ROOT / ".github/workflows/tests.yml"
RULES: dict[str, Any] = yaml.safe_load(PATH.read_text(encoding="utf-8"))


def _steps() -> list[dict[str, Any]]:
    return [step for job in RULES["jobs"].values() for step in job["steps"]]


def test_it_runs_on_the_three_systems() -> None:
    systems = {job["runs-on"].partition("-")[0] for job in RULES["jobs"].values()}
    assert systems == {"ubuntu", "windows", "macos"}


def test_actions_are_pinned_by_their_major_version() -> None:
    used = [step["uses"] for step in _steps() if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", one) for one in used)


def test_it_may_only_read_and_names_no_registry() -> None:
    assert RULES["permissions"] == {"contents": "read"}
    assert "://" not in PATH.read_text(encoding="utf-8")


def test_what_it_runs_is_there() -> None:
    words = " ".join(step.get("run", "") for step in _steps()).split()
    paths = [word for word in words if re.match(r"(tests|installers|desktop|\.ci)/", word)]
    assert len(paths) > 6
    missing = [path for path in paths if not (ROOT / path).exists()]
    assert missing == []
