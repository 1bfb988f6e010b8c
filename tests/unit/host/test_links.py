"""Opening links: an entry for their scheme where every desktop looks for one."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.results import UserError
from desktop.host.nowhere import NowhereHost
from desktop.host.x11.links import Links

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="only on Windows is it otherwise")


def test_on_writes_an_entry_and_off_takes_it_away(tmp_path: Path) -> None:
    links = Links(
        ["/opt/my deskhand", "open", "--profile", "/x"],
        {"XDG_DATA_HOME": str(tmp_path), "PATH": ""},
    )
    links.set(on=False)
    links.set(on=True)
    links.set(on=True)
    assert links.path == tmp_path / "applications" / "deskhand-links.desktop"
    parser = configparser.RawConfigParser(strict=True)
    parser.read(links.path, "utf-8")
    entry = parser["Desktop Entry"]
    assert entry["Exec"] == '"/opt/my deskhand" open --profile /x %u'
    assert entry["MimeType"] == "x-scheme-handler/deskhand;"
    assert entry["NoDisplay"] == "true"
    links.set(on=False)
    assert not links.path.exists()


def test_the_system_finds_it(tmp_path: Path) -> None:
    if not shutil.which("xdg-mime"):
        pytest.skip("xdg-utils are not installed")
    home = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    places = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    (tmp_path / "config").mkdir()
    links = Links(["sh", "-c", "true"], {**home, **places})
    links.set(on=True)
    found = subprocess.run(
        ["xdg-mime", "query", "default", "x-scheme-handler/deskhand"],
        env={**home, **places},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert found.stdout.strip() == "deskhand-links.desktop"


def test_without_the_variable_it_is_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert Links(["x"], {}).path.parent == tmp_path / ".local" / "share" / "applications"
    assert Links(["x"], {"XDG_DATA_HOME": "relative"}).path.is_relative_to(tmp_path)


def test_what_is_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "applications").write_text("")
    with pytest.raises(UserError, match="opens links"):
        Links(["x"], {"XDG_DATA_HOME": str(tmp_path), "PATH": ""}).set(on=True)


def test_where_nothing_opens_links_it_says_so() -> None:
    links = NowhereHost([]).links
    links.set(on=False)
    with pytest.raises(UserError, match="can't open links"):
        links.set(on=True)
