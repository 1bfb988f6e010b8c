"""``deskhand doctor`` as a command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop import cli


def test_doctor_prints_text_and_json(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor", "--profile", str(profile)]) == 0
    assert "DISPLAY is not set" in capsys.readouterr().out
    assert cli.main(["doctor", "--json", "--profile", str(profile)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert not found["ok"]
    assert {"screen", "application", "packs"} <= {one["name"] for one in found["checks"]}
