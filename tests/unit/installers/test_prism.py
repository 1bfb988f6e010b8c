"""Fetching Prism, with npm played by a prism."""

import re
from pathlib import Path

import pytest

from installers import prism
from tests.unit.installers.programs import put_program


def test_prism_is_fetched_once_whole_and_without_a_lock(
    programs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # npm of its own: it notes how it was called, and where it was to put things.
    folder, calls = tmp_path / "cache" / "prism", tmp_path / "calls"
    put_program(programs, "npm", f'echo "$@" >> {calls}\n/bin/mkdir -p "$3/node_modules"')
    prism.install_prism(folder)
    prism.install_prism(folder)
    (call,) = calls.read_text().splitlines()
    assert call.endswith(" ".join(prism.what_prism_needs()))
    assert {"--no-package-lock", "--ignore-scripts"} <= set(call.split())
    assert re.fullmatch(r".*@\d+\.\d+\.\d+", prism.PRISM)
    assert folder.is_dir()
    assert [one.name for one in folder.parent.iterdir()] == [folder.name]
    assert "Installing" in capsys.readouterr().err


def test_prism_that_can_not_be_fetched_stops_nothing(
    programs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "prism"
    prism.install_prism(folder)  # no npm: nothing to say
    assert capsys.readouterr().err == ""
    put_program(programs, "npm", "echo no network >&2; exit 1")
    prism.install_prism(folder)
    assert "no network" in capsys.readouterr().err
    assert not folder.exists()
