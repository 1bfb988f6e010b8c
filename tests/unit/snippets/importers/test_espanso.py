"""espanso's folder: its files to the letter, its configuration in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.core.results import UserError
from desktop.snippets.importers.base import Importer
from desktop.snippets.importers.espanso import IMPORTER, read
from desktop.snippets.importers.registry import importer_for
from tests.unit.snippets.importers.conftest import Moved

Move = Callable[[Importer, Path], Moved]

BASE = """# mine, with its comments
imports:
  - "../shared/_more.yml"
global_vars:
  - {name: me, type: echo, params: {echo: Kim}}
matches:
  - trigger: ":hi"   # said often
    replace: "Hi from {{me}}"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "config of espanso"
    for name, content in {
        "match/base.yml": BASE,
        "shared/_more.yml": "",
        "match/sub/more.yml": 'matches:\n  - {trigger: ":more", replace: more}\n',
        "match/packages/emo/package.yml": 'matches:\n  - {trigger: ":smile", replace: "🙂"}\n',
        "match/packages/emo/_manifest.yml": "name: emo\n",
        "match/bad.yml": "matches:\n  - {trigger: [\n",
        "config/default.yml": "toggle_key: ALT\nsearch_shortcut: ALT+SPACE\n",
        "config/term.yml": 'filter_exec: "xterm|konsole"\nenable: false\n',
        "config/odd.yml": "a: [",
    }.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    (place / "match" / "base.yml").write_text(
        BASE.replace("../shared/_more.yml", "sub/more.yml"), "utf-8"
    )
    return place


def test_its_files_are_kept_to_the_letter_at_their_places(
    folder: Path, move: Move, tmp_path: Path
) -> None:
    assert importer_for(folder).name == "espanso"
    moved = move(IMPORTER, folder)
    packs = tmp_path / "packs-of-deskhand"
    assert sorted(moved.report.files) == [
        "espanso/base.yml", "espanso/packages/emo/package.yml", "espanso/sub/more.yml",
    ]  # fmt: skip
    assert (packs / "espanso/base.yml").read_bytes() == (folder / "match/base.yml").read_bytes()
    assert moved.text(":hi") == "Hi from Kim"
    assert moved.text(":smile") == "🙂"
    assert moved.told(":hi") == "as it was"
    assert moved.told("bad").startswith("left out")


def test_its_configuration_is_told_in_words(folder: Path, move: Move) -> None:
    notes = " ".join(move(IMPORTER, folder).report.notes)
    assert "switched espanso off in applications with filter_exec “xterm|konsole”" in notes
    assert "the palette's key" in notes
    assert "config/odd.yml can't be read" in notes


def test_a_second_time_it_gets_a_folder_of_its_own(folder: Path, move: Move) -> None:
    move(IMPORTER, folder)
    from desktop.snippets.importers import taking

    packs = folder.parent / "packs-of-deskhand"
    again = taking.plan(IMPORTER, folder, packs)
    assert all(name.startswith("espanso-2/") for name in again.report.files)


def test_a_package_and_a_file(folder: Path, move: Move) -> None:
    package = folder / "match" / "packages" / "emo"
    assert importer_for(package).name == "espanso"
    assert move(IMPORTER, package).report.files == ("emo/package.yml",)
    one = read(folder / "match" / "base.yml")
    assert [pack.name for pack in one.packs] == ["base"]


def test_what_is_none_of_its(tmp_path: Path) -> None:
    (tmp_path / "match").mkdir()
    with pytest.raises(UserError, match="no match files"):
        read(tmp_path)
    (tmp_path / "a.yml").write_bytes(b"\0\1\2")
    with pytest.raises(UserError):
        read(tmp_path / "a.yml")


def test_what_only_some_applications_have_stays_theirs(folder: Path, move: Move) -> None:
    for name, content in {
        "match/_mail.yml": '---\n# ours\nmatches:\n  - {trigger: ":ty", replace: Thank you}\n',
        "match/_odd.yml": 'matches:\n  - {trigger: ":odd", replace: odd}\n',
        "config/chrome.yml": 'filter_exec: chrome\nextra_includes: ["../match/_mail.yml"]\n',
        "config/fox.yml": (
            'filter_exec: firefox\nextra_includes: ["../match/_mail.yml", "../match/_odd.yml"]\n'
        ),
        "config/title.yml": (
            'filter_title: "a\\"b"\nincludes: ["../match/_odd.yml", "../../etc/_x.yml", 7]\n'
        ),
    }.items():
        (folder / name).write_text(content, "utf-8")
    moved = move(IMPORTER, folder)
    numbers = moved.library.numbers_having(":ty")
    assert len(numbers) == 1
    for app, there in (("Chrome.exe", True), ("firefox", True), ("xterm", False)):
        assert bool(moved.library.serving(numbers, app, "")) is there
    assert not moved.library.numbers_having(":odd")
    assert "Several configurations take it in" in moved.told("_odd")
    notes = " ".join(moved.report.notes)
    assert "config/chrome.yml: the snippets of _mail.yml are typed only where it says so" in notes
