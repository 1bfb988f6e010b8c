"""espanso's folder: its files to the letter, its configuration in words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
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


def put(folder: Path, files: Mapping[str, str]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")


def typed(moved: Moved, trigger: str, app: str, title: str = "") -> bool:
    """Would it be typed in that window?"""
    numbers = moved.library.numbers_having(trigger)
    assert len(numbers) == 1
    return bool(moved.library.serving(numbers, app, title))


def test_what_only_some_applications_have_stays_theirs(folder: Path, move: Move) -> None:
    put(folder, {
        "match/_mail.yml": '---\n# ours\nmatches:\n  - {trigger: ":ty", replace: Thank you}\n',
        "match/_odd.yml": 'matches:\n  - {trigger: ":odd", replace: odd}\n',
        "config/chrome.yml": 'filter_exec: chrome\nextra_includes: ["../match/_mail.yml"]\n',
        "config/fox.yml": (
            'filter_exec: firefox\nextra_includes: ["../match/_mail.yml", "../match/_odd.yml"]\n'
        ),
        "config/title.yml": (
            'filter_title: "a\\"b"\nincludes: ["../match/_odd.yml", "../../etc/_x.yml", 7]\n'
        ),
    })  # fmt: skip
    moved = move(IMPORTER, folder)
    for app, there in (("Chrome.exe", True), ("firefox", True), ("xterm", False)):
        assert typed(moved, ":ty", app) is there
    assert typed(moved, ":odd", "firefox")
    assert typed(moved, ":odd", "mousepad", 'say a"b')
    assert not typed(moved, ":odd", "chrome")
    assert not typed(moved, ":odd", "chrome", 'a"b')  # chrome.yml comes first and decides
    assert not typed(moved, ":hi", "mousepad", 'a"b')
    notes = " ".join(moved.report.notes)
    assert "config/chrome.yml: the snippets of _mail.yml are typed only where it says so" in notes
    assert "config/title.yml: the snippets of base.yml, packages/emo/package.yml" in notes
    assert "config/title.yml includes “../../etc/_x.yml”, which is not in the match" in notes


def test_what_a_configuration_excludes_is_not_typed_there(folder: Path, move: Move) -> None:
    put(folder, {
        "config/telegram.yml": (
            'filter_exec: Telegram\nextra_excludes: ["../match/packages/emo/*"]\n'
        ),
    })  # fmt: skip
    moved = move(IMPORTER, folder)
    assert not typed(moved, ":smile", "telegram")
    assert typed(moved, ":smile", "chrome")
    assert typed(moved, ":hi", "telegram")
    packs = folder.parent / "packs-of-deskhand/espanso"
    kept = (folder / "match/packages/emo/package.yml").read_bytes()
    assert (packs / "packages/emo/package.yml").read_bytes().endswith(kept)
    assert (packs / "base.yml").read_bytes() == (folder / "match/base.yml").read_bytes()


def test_what_an_included_file_imports_comes_with_it(folder: Path, move: Move) -> None:
    put(folder, {
        "match/_mail.yml": 'imports: [_words.yml]\nmatches:\n  - {trigger: ":ty", replace: Ta}\n',
        "match/_words.yml": 'imports: [_mail.yml]\nmatches:\n  - {trigger: ":wo", replace: W}\n',
        "config/a.yml": 'filter_class: mail\nextra_includes: ["../match/_mail.yml"]\n',
    })  # fmt: skip
    moved = move(IMPORTER, folder)
    for trigger in (":ty", ":wo"):
        assert typed(moved, trigger, "Mailer")
        assert not typed(moved, trigger, "xterm")


def test_variables_of_the_other_system_are_not_taken(folder: Path, move: Move) -> None:
    systems = {"linux": "linux", "macos": "darwin", "windows": "win32"}
    put(folder, {
        f"config/{name}.yml": f'filter_os: {name}\nextra_includes: ["../match/_{name}.yml"]\n'
        for name in systems
    } | {
        f"match/_{name}.yml": (
            f"global_vars:\n  - {{name: sys, type: echo, params: {{echo: on {name}}}}}\n"
            f'matches:\n  - {{trigger: ":{name}", replace: x}}\n'
        ) for name in systems
    } | {"match/use.yml": 'matches:\n  - {trigger: ":sys", replace: "{{sys}}"}\n'})  # fmt: skip
    moved = move(IMPORTER, folder)
    [here] = [name for name, system in systems.items() if system == sys.platform]
    assert moved.text(":sys") == f"on {here}"


def test_a_configuration_that_espanso_does_not_use(folder: Path, move: Move) -> None:
    put(folder, {
        "config/bad.yml": 'filter_title: "("\nexcludes: ["../match/base.yml"]\n',
        "config/none.yml": 'excludes: ["../match/base.yml"]\n',
    })  # fmt: skip
    moved = move(IMPORTER, folder)
    assert typed(moved, ":hi", "xterm", "(")
    notes = " ".join(moved.report.notes)
    assert "config/bad.yml has a filter that can't be read" in notes
    assert "config/none.yml has no filter, so espanso never used it" in notes


def test_two_files_of_one_name_both_come(folder: Path, move: Move) -> None:
    put(folder, {
        "match/same.yml": 'matches:\n  - {trigger: ":one", replace: "1"}\n',
        "match/same.yaml": 'matches:\n  - {trigger: ":two", replace: "2"}\n',
    })  # fmt: skip
    moved = move(IMPORTER, folder)
    assert (moved.text(":one"), moved.text(":two")) == ("1", "2")


def test_what_did_not_come_along_is_told(folder: Path) -> None:
    put(folder, {"match/far.yml": 'imports: ["../shared/_more.yml"]\n'})
    (folder / "match/linked").symlink_to(folder / "shared", target_is_directory=True)
    notes = " ".join(read(folder).notes)
    assert "far.yml imports “../shared/_more.yml”, which is not in the match folder" in notes
    assert "linked is a link to another folder" in notes
