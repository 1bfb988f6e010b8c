"""The verbs of the script; what they call is tested beside its own module."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installers import from_source as script


@pytest.mark.parametrize(
    ("screen", "arguments", "started"),
    [
        ("", [], ["demo"]),
        ("", ["doctor", "--json"], ["doctor", "--json"]),
        (":7", [], []),
        (":7", ["run", "--profile", "x"], ["run", "--profile", "x"]),
    ],
)
def test_without_a_screen_the_demo_runs_on_a_virtual_one(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    screen: str,
    arguments: list[str],
    started: list[str],
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", screen)
    monkeypatch.setattr(script, "install_packages", lambda wanted: True)
    monkeypatch.setattr(script, "make_environment", lambda: None)
    monkeypatch.setattr(script, "start", commands.append)
    script.run(arguments)
    assert [command[1:] for command in commands] == [started]
    said = capsys.readouterr().err
    assert ("virtual" in said) == (started == ["demo"])


def test_an_unknown_verb_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert script.main(["stop"]) == 2
    assert script.main(["setup", "now"]) == 2
    assert script.main([]) == 2
    assert script.main(["--help"]) == 0
    assert "run|test|setup|lock" in capsys.readouterr().err


def test_a_setup_is_the_packages_and_then_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done: list[str] = []
    monkeypatch.setattr(script, "install_for_tests", lambda: done.append("packages"))
    monkeypatch.setattr(script, "SPECIFICATION", tmp_path / "none")
    monkeypatch.setattr(script, "install_prism", lambda _: done.append("prism"))
    monkeypatch.setattr(script, "make_environment", lambda: done.append("environment"))
    assert script.main(["setup"]) == 0
    assert done == ["packages", "environment"]


def test_the_script_runs_anywhere_with_the_standard_library_only(tmp_path: Path) -> None:
    clone = tmp_path / "a clone"
    shutil.copytree(Path(script.__file__).parent, clone / "installers")
    command = [sys.executable, "-E", "-S", str(clone / "installers/from_source.py"), "--help"]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert "run|test|setup|lock" in done.stderr
