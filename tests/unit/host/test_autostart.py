"""Starting at login: an entry where every desktop looks for one."""

from __future__ import annotations

import configparser
import sys
from pathlib import Path

import pytest

from desktop.core.results import UserError
from desktop.host.x11.autostart import Autostart

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="only on Windows is it otherwise")


def entry(path: Path) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case
    parser.read(path, "utf-8")
    return parser["Desktop Entry"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"XDG_CONFIG_HOME": str(tmp_path)}


def test_on_writes_an_entry_and_off_takes_it_away(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    autostart = Autostart(["/usr/bin/deskhand", "run"], environment)
    autostart.set(on=False)
    autostart.set(on=True)
    assert autostart.path == tmp_path / "autostart" / "deskhand.desktop"
    found = entry(autostart.path)
    assert found["Exec"] == "/usr/bin/deskhand run"
    assert found["Type"] == "Application"
    assert found["Terminal"] == "false"
    written = autostart.path.stat().st_mtime_ns
    autostart.set(on=True)
    assert autostart.path.stat().st_mtime_ns == written
    autostart.set(on=False)
    assert not autostart.path.exists()


@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        ("/home/a b/x", '"/home/a b/x"'),
        ("100%", "100%%"),
        ('say "hi"', r'"say \\"hi\\""'),
        ("$HOME`x`", r'"\\$HOME\\`x\\`"'),
        ("a\\b", r'"a\\\\b"'),
        ("two\nlines", r'"two\nlines"'),
        ("", '""'),
    ],
)
def test_words_are_quoted_as_the_specification_says(
    environment: dict[str, str], word: str, quoted: str
) -> None:
    autostart = Autostart(["deskhand", word], environment)
    autostart.set(on=True)
    assert entry(autostart.path)["Exec"] == f"deskhand {quoted}"


def test_a_relative_folder_does_not_count() -> None:
    assert Autostart(["x"], {"XDG_CONFIG_HOME": "here"}).path.is_relative_to(Path.home())


def test_what_cannot_be_written_is_told(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "autostart").write_text("in the way")
    with pytest.raises(UserError) as told:
        Autostart(["x"], environment).set(on=True)
    assert told.value.problem.place.endswith("deskhand.desktop")
    assert told.value.problem.why.startswith("The system said: ")
