"""espanso's folder: its files to the letter, its configuration in words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from desktop.core.results import UserError
from desktop.snippets.importers import taking
from desktop.snippets.importers.base import Importer
from desktop.snippets.importers.espanso import IMPORTER, read
from desktop.snippets.importers.registry import importer_for
from desktop.snippets.model import Body
from desktop.snippets.render.rich_text import picture_path
from tests.unit.snippets.importers.conftest import NOW, Moved

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
        "espanso/match/base.yml", "espanso/match/packages/emo/package.yml",
        "espanso/match/sub/more.yml",
    ]  # fmt: skip
    assert (packs / "espanso/match/base.yml").read_bytes() == (
        folder / "match/base.yml"
    ).read_bytes()
    assert moved.text(":hi") == "Hi from Kim"
    assert moved.text(":smile") == "🙂"
    assert moved.told(":hi") == "as it was"
    assert moved.told("match/bad").startswith("left out")


def test_its_configuration_is_told_in_words(folder: Path, move: Move) -> None:
    notes = " ".join(move(IMPORTER, folder).report.notes)
    assert "switched espanso off in applications with filter_exec “xterm|konsole”" in notes
    assert "the palette's key" in notes
    assert "config/odd.yml can't be read" in notes


def test_settings_that_have_no_place_here_are_named(folder: Path, move: Move) -> None:
    put(folder, {
        "config/default.yml": "enable: false\nkey_delay: 5\nstats: {enabled: true}\nnew_one: 1\n",
        "config/term.yml": "filter_exec: xterm\nkey_delay: 5\n",
    })  # fmt: skip
    notes = move(IMPORTER, folder).report.notes
    assert "config/default.yml sets key_delay, stats: Deskhand has no such settings." in notes
    assert "config/default.yml sets new_one, which Deskhand does not know of espanso." in notes
    assert [one[:45] for one in notes if "switched espanso off" in one] == [
        "config/default.yml switched espanso off where"
    ]
    assert not [one for one in notes if one.startswith("config/term.yml sets")]


def test_the_trigger_of_its_search_opens_the_palette(folder: Path, move: Move) -> None:
    put(folder, {"config/default.yml": 'search_trigger: ";find"\n'})
    moved = move(IMPORTER, folder)
    [snippet] = moved.library.by_trigger(";find")
    assert snippet.kind is Body.OPENS
    assert moved.text(";find") == ""
    assert moved.told("search_trigger") == "as it was"


@pytest.mark.parametrize("said", ["off", "OFF", "''", "~", "[a]"])
def test_a_search_without_a_trigger_gets_none(folder: Path, move: Move, said: str) -> None:
    put(folder, {"config/default.yml": f"search_trigger: {said}\n"})
    assert "search" not in " ".join(move(IMPORTER, folder).report.files)


def test_a_second_time_it_gets_a_folder_of_its_own(folder: Path, move: Move) -> None:
    move(IMPORTER, folder)
    packs = folder.parent / "packs-of-deskhand"
    again = taking.plan(IMPORTER, folder, packs)
    assert all(name.startswith("espanso-2/") for name in again.report.files)


def test_a_package_and_a_file(folder: Path, move: Move) -> None:
    package = folder / "match" / "packages" / "emo"
    assert importer_for(package).name == "espanso"
    assert move(IMPORTER, package).report.files == ("emo/package.yml",)
    one = read(folder / "match" / "base.yml")
    assert [pack.name for pack in one.packs] == ["base"]


@pytest.mark.parametrize(
    ("manifest", "name"),
    [
        ("name: emo\nversion: 0.1.0\n", "emo"),
        ("title: x\n", "0-1-0"),
        ("a: [", "0-1-0"),
        ("", "0-1-0"),
    ],
)
def test_a_package_of_the_hub_has_its_own_name(
    tmp_path: Path, move: Move, manifest: str, name: str
) -> None:
    put(tmp_path / "0.1.0", {
        "_manifest.yml": manifest, "package.yml": "matches: [{trigger: ;x, replace: y}]\n",
    })  # fmt: skip
    assert move(IMPORTER, tmp_path / "0.1.0").report.files == (f"{name}/package.yml",)


def test_of_a_package_with_its_versions_the_newest_is_taken(tmp_path: Path, move: Move) -> None:
    for version in ("0.9.0", "0.10.0", "not a version"):
        put(tmp_path / "emo" / version, {
            "_manifest.yml": "name: emo\n",
            "package.yml": f"matches: [{{trigger: ;v, replace: '{version}'}}]\n",
        })  # fmt: skip
    assert importer_for(tmp_path / "emo").name == "espanso"
    report = move(IMPORTER, tmp_path / "emo").report
    assert report.files == ("emo/package.yml",)
    assert "Of 2 versions the newest was taken: 0.10.0." in report.notes
    assert [one.text for one in read(tmp_path / "emo").packs if "0.10.0" in one.text]


def test_a_folder_of_the_first_version_is_known(tmp_path: Path, move: Move) -> None:
    put(tmp_path / "espanso", {
        "default.yml": "matches: [{trigger: ;a, replace: one}]\n",
        "user/mail.yml": "name: mail\nparent: default\nmatches: [{trigger: ;b, replace: two}]\n",
    })  # fmt: skip
    assert importer_for(tmp_path / "espanso").name == "espanso"
    files = move(IMPORTER, tmp_path / "espanso").report.files
    assert files == ("espanso/default.yml", "espanso/user/mail.yml")


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
    packs = folder.parent / "packs-of-deskhand/espanso/match"
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
    if not (folder / "match/linked").is_symlink():
        pytest.skip("Wine makes no links to folders")
    notes = " ".join(read(folder).notes)
    assert "far.yml imports “../shared/_more.yml”, which is not in the match folder" in notes
    assert "linked is a link to another folder" in notes


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def test_pictures_come_along(folder: Path, move: Move, tmp_path: Path) -> None:
    put(folder, {
        "match/sub/see.yml": (
            "matches:\n"
            '  - {trigger: ":logo", image_path: "$CONFIG/images/logo.png"}\n'
            '  - {trigger: ":near", image_path: "near.png"}\n'
            f'  - {{trigger: ":far", image_path: "{tmp_path.as_posix()}/far.png"}}\n'
            '  - {trigger: ":gone", image_path: "$CONFIG/images/gone.png"}\n'
            '  - {trigger: ":out", image_path: "../../../far.png"}\n'
        ),
        "images/unused.txt": "x",
    })  # fmt: skip
    for name in ("images/logo.png", "match/sub/near.png", "../far.png"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(PNG)
    moved = move(IMPORTER, folder)
    packs = tmp_path / "packs-of-deskhand/espanso"
    assert moved.typed(":logo").rich.picture == PNG
    assert moved.typed(":near").rich.picture == PNG
    assert moved.typed(":far").rich.picture == PNG
    assert not (packs / "images/unused.txt").exists()
    assert [moved.told(f":{name}") for name in ("logo", "near", "far")] == ["as it was"] * 3
    for name in (":gone", ":out"):
        assert moved.told(name).startswith("changed Its picture was not found")
    assert not any(name.endswith(".png") for name in moved.report.files)
    taking.take_back(tmp_path / "packs-of-deskhand", tmp_path / "data")
    assert not packs.exists()


def test_programs_come_along_and_wait_for_trust(folder: Path, tmp_path: Path) -> None:
    put(folder, {
        "match/run.yml": (
            "global_vars: [{name: g, type: shell, params: {cmd: date}}]\n"
            "matches:\n"
            '  - trigger: ":run"\n'
            '    replace: "{{o}}"\n'
            "    vars:\n"
            '      - {name: o, type: script, params: {args: [python, "%CONFIG%/scripts/a.py"]}}\n'
        ),
        "scripts/a.py": "print(1)",
        "match/windows.yml": (
            "matches:\n"
            '  - trigger: ":win"\n'
            '    replace: "{{o}}"\n'
            "    vars:\n"
            '      - {name: o, type: script, params: {args: [py, "%CONFIG%\\\\scripts\\\\b.py"]}}\n'
        ),
        "scripts/b.py": "print(2)",
    })  # fmt: skip
    plan = taking.plan(IMPORTER, folder, tmp_path)
    assert plan.files["espanso/scripts/a.py"] == b"print(1)"
    assert plan.files["espanso/scripts/b.py"] == b"print(2)"
    [run] = [one for one in plan.report.items if one.source == ":run"]
    assert "only in packs that you trust" in " ".join(run.how)
    assert any("match/run.yml run programs" in one for one in plan.report.notes)


def test_a_file_alone_brings_no_pictures(folder: Path) -> None:
    put(folder, {"match/see.yml": 'matches: [{trigger: ":l", image_path: $CONFIG/logo.png}]\n'})
    (folder / "logo.png").write_bytes(PNG)
    [pack] = read(folder / "match/see.yml").packs
    assert pack.drafts[0].changes == ["Its picture was not found, or is too large."]


def test_an_entry_that_is_no_snippet_is_counted(folder: Path) -> None:
    put(folder, {"match/odd.yml": 'matches:\n  - {trigger: ":x"}\n  - 7\n  - {replace: y}\n'})
    [first, second] = [one for one in read(folder).left_out if "odd" in one.source]
    assert first.source == "match/odd.yml, snippet 1"
    assert second.source == "match/odd.yml, snippet 2"


RUNS = """\
global_vars:
  - {name: list, type: echo, params: {echo: "$CONFIG/match/packages/stars/data/list.csv"}}
matches:
  - trigger: ";stars"
    replace: "{{o}}"
    vars:
      - {name: o, type: script, params: {args: [python, "%CONFIG%/match/packages/stars/a.py"]}}
  - trigger: ";more"
    replace: "{{o}}"
    vars:
      - {name: o, type: script, params: {args: [python, "%PACKAGES%/stars/sub/b.py"]}}
  - trigger: ";gone"
    replace: "{{o}}"
    vars:
      - {name: o, type: script, params: {args: [python, "%CONFIG%/match/packages/stars/gone.py"]}}
  - {trigger: ";star", image_path: "$CONFIG/match/packages/stars/star.png"}
"""


def test_a_package_alone_keeps_its_programs_and_pictures(tmp_path: Path) -> None:
    """Its files call each other by the places that they have once espanso installed it."""
    package, packs = tmp_path / "0.1.0", tmp_path / "packs"
    packs.mkdir()
    put(package, {
        "package.yml": RUNS, "_manifest.yml": "name: stars\n", "a.py": "import common",
        "common.py": "x = 1", "sub/b.py": "2", "data/list.csv": "a,b", "notes.txt": "no",
    })  # fmt: skip
    (package / "star.png").write_bytes(PNG)
    plan = taking.plan(IMPORTER, package, packs)
    there = "stars/match/packages/stars/"
    assert plan.report.files == (f"{there}package.yml",)
    assert sorted(name.removeprefix(there) for name in plan.files) == [
        "a.py", "common.py", "data/list.csv", "package.yml", "star.png", "sub/b.py",
    ]  # fmt: skip
    taking.carry_out(plan, packs, tmp_path / "data", NOW)
    written = packs / f"{there}package.yml"
    assert picture_path("$CONFIG/match/packages/stars/star.png", written).read_bytes() == PNG
    told = {one.source: " ".join(one.how) for one in plan.report.items}
    assert told[";star"] == ""
    assert "gone.py” was not found and did not come along" in told[";gone"]
    assert "did not come along" not in told[";stars"] + told[";more"]


@pytest.mark.parametrize("name", ["../../up", "..", "a/b", "C:\\x"])
def test_no_name_of_a_package_leads_out_of_its_folder(tmp_path: Path, name: str) -> None:
    text = 'matches: [{trigger: ";a", image_path: "$CONFIG/%s/x.png"}]\n'
    put(tmp_path / "p", {"_manifest.yml": f"name: '{name}'\n",
                         "package.yml": text % "match/packages/.."})  # fmt: skip
    packs = tmp_path / "packs"
    packs.mkdir()
    for file in taking.plan(IMPORTER, tmp_path / "p", packs).files:
        assert ".." not in file.split("/")
        assert (packs / file).resolve().is_relative_to(packs.resolve())


def test_a_package_whose_name_stands_above_its_version(tmp_path: Path, move: Move) -> None:
    put(tmp_path / "care", {
        "_manifest.yml": "name: care-texts\n",
        "0.1.0/package.yml": "matches: [{trigger: ;x, replace: y}]\n",
    })  # fmt: skip
    assert move(IMPORTER, tmp_path / "care/0.1.0").report.files == ("care-texts/package.yml",)
