"""``deskhand doctor`` as a command."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from desktop import cli


def test_doctor_prints_text_and_json(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor", "--profile", str(profile)]) == 0
    said = capsys.readouterr().out
    assert "packs" in said
    on_linux = sys.platform.startswith("linux")
    assert ("DISPLAY is not set" in said) is on_linux
    assert cli.main(["doctor", "--json", "--profile", str(profile)]) == 0
    found = json.loads(capsys.readouterr().out)
    if on_linux:
        assert not found["ok"]
    assert {"application", "packs"} <= {one["name"] for one in found["checks"]}
