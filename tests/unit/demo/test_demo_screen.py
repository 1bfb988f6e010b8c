"""Where the demo may be acted, and what it says where it may not."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.results import UserError
from desktop.demo import screen as tried
from desktop.demo.programs import Programs
from desktop.demo.screen import open_screen


@pytest.fixture
def programs() -> Iterator[Programs]:
    made = Programs()
    yield made
    made.end()


@pytest.fixture(autouse=True)
def _no_virtual_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(sys, "platform", "linux")


def at_terminal(monkeypatch: pytest.MonkeyPatch, answer: str) -> list[str]:
    asked: list[str] = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)

    def respond(words: str = "") -> str:
        asked.append(words)
        if not answer:
            raise EOFError
        return answer

    monkeypatch.setattr("builtins.input", respond)
    return asked


def test_without_any_screen_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, programs: Programs, tmp_path: Path
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    for agreed in (False, True):
        with pytest.raises(UserError, match="apt install xvfb"):
            open_screen(programs, tmp_path, agreed=agreed)


def test_a_real_screen_is_used_when_the_agent_said_so(
    monkeypatch: pytest.MonkeyPatch, programs: Programs, tmp_path: Path
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    found = open_screen(programs, tmp_path, agreed=True)
    assert (found.display, found.virtual) == (":7", False)
    assert found.environment == dict(os.environ)


@pytest.mark.parametrize(
    ("answer", "starts"), [("y", True), ("YES", True), ("n", False), ("", False)]
)
def test_else_the_agent_is_asked_at_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
    programs: Programs,
    tmp_path: Path,
    answer: str,
    starts: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    asked = at_terminal(monkeypatch, answer)
    if starts:
        assert not open_screen(programs, tmp_path, agreed=False).virtual
    else:
        with pytest.raises(UserError, match="did not agree"):
            open_screen(programs, tmp_path, agreed=False)
    assert len(asked) == 1
    assert "clipboard" in capsys.readouterr().out


def test_without_a_terminal_nobody_can_agree(
    monkeypatch: pytest.MonkeyPatch, programs: Programs, tmp_path: Path
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(UserError, match="--yes"):
        open_screen(programs, tmp_path, agreed=False)


def test_other_systems_are_told_that_it_is_not_there_yet(
    monkeypatch: pytest.MonkeyPatch, programs: Programs, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(UserError, match="on this system yet"):
        open_screen(programs, tmp_path, agreed=True)


def test_the_session_of_a_virtual_screen_holds_nothing_of_the_agent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    theirs = {
        "WAYLAND_DISPLAY": "wayland-0",
        "XDG_CONFIG_HOME": "config",
        "QT_IM_MODULE": "ibus",
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=bus",
        "XAUTHORITY": "cookie",
        "DESKHAND_NO_KEYBOARD": "theirs",
    }
    for name, value in theirs.items():
        monkeypatch.setenv(name, value)
    made = tried._session(":9", tmp_path, tmp_path / "run")
    assert not set(theirs.values()) & set(made.values())
    assert made["DISPLAY"] == ":9"
    assert made["HOME"] == str(tmp_path)
    assert made["PATH"] == os.environ["PATH"]
