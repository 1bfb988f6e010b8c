"""TextExpander's own files, in the forms that people have them in."""

from __future__ import annotations

import plistlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from desktop.core.results import UserError
from desktop.snippets.importers.base import Importer
from desktop.snippets.importers.registry import importer_for
from desktop.snippets.importers.textexpander import IMPORTER, read
from tests.unit.snippets.importers.conftest import Moved

Move = Callable[[Importer, Path], Moved]
Entry = Mapping[str, object]


def entry(abbreviation: str, text: str, **more: object) -> Entry:
    return {"abbreviation": abbreviation, "plainText": text, "snippetType": 0, **more}


def exported(path: Path, snippets: Sequence[Entry], **more: object) -> Path:
    """A group as “Export group” writes it."""
    group = {"groupInfo": {"groupName": "Desk", "expandAfterMode": 0}, "snippetsTE2": snippets}
    path.write_bytes(plistlib.dumps({**group, **more}))
    return path


def test_a_group_that_was_exported(tmp_path: Path, move: Move) -> None:
    path = exported(
        tmp_path / "any.textexpander",
        [
            entry(";hi", "Hello %filltext:name=Who:default=you%,\r\n%|", label="Greeting"),
            entry("", "Only by name", label="No trigger"),
            entry(";script", "#!/bin/sh\ndate", snippetType=3),
            entry(";rich", "Bold once", snippetType=1),
            entry(";picture", "", snippetType=1),
            entry(";any", "in any case", abbreviationMode=2),
        ],
    )
    assert importer_for(path).name == "textexpander"
    moved = move(IMPORTER, path)
    assert moved.report.files == ("Desk.yml",)
    assert moved.report.notes == ()
    assert (moved.typed(";hi").text, moved.typed(";hi").caret) == ("Hello you,\n", 0)
    assert moved.library.by_trigger(";hi")[0].label == "Greeting"
    assert not moved.library.by_trigger(";hi")[0].propagate_case
    assert moved.told(";hi") == "as it was"
    assert "palette only" in moved.told("No trigger")
    assert "runs a program" in moved.told(";script")
    assert "formatting" in moved.told(";rich")
    assert "no text" in moved.told(";picture")
    assert moved.library.by_trigger(";any")[0].propagate_case
    assert "Adapt to case" in moved.told(";any")


def test_what_triggers_a_group_is_told(tmp_path: Path, move: Move) -> None:
    info = {"groupName": "Slow", "expandAfterMode": 2}
    moved = move(IMPORTER, exported(tmp_path / "a.textexpander", [entry("a", "b")], groupInfo=info))
    [note] = moved.report.notes
    assert note.startswith("“Slow” had a setting of its own")


def test_the_snippets_of_version_3_go_before_the_warning_for_version_2(
    tmp_path: Path, move: Move
) -> None:
    path = exported(
        tmp_path / "a.textexpander",
        [entry(";old", "Please update.")],
        snippetsTE3=[entry(";new", "Welcome")],
    )
    moved = move(IMPORTER, path)
    assert moved.text(";new") == "Welcome"
    assert moved.library.by_trigger(";old") == ()


def test_a_backup_has_the_newest_copy_of_each_group(tmp_path: Path, move: Move) -> None:
    folder = tmp_path / "Settings.textexpandersettings"
    folder.mkdir()
    for name, group, text in (
        ("group_A_2.xml", "A", "older"), ("group_A_10.xml", "A", "newest"),
        ("1__#$!@%!#__group_A_11.xml", "A", "conflict"), ("group_B_1.xml", "B", "other"),
    ):  # fmt: skip
        content = {"uuidString": group, "name": f"Group {group}",
                   "snippetPlists": [entry(f";{group}", text)]}  # fmt: skip
        kind = plistlib.FMT_BINARY if group == "B" else plistlib.FMT_XML
        (folder / name).write_bytes(plistlib.dumps(content, fmt=kind))
    (folder / "group_C_1.xml").write_text("<plist>", "utf-8")
    (folder / "statistics.xml").write_text("no group", "utf-8")
    assert importer_for(folder).name == "textexpander"
    moved = move(IMPORTER, folder)
    assert sorted(moved.report.files) == ["Group A.yml", "Group B.yml"]
    assert (moved.text(";A"), moved.text(";B")) == ("newest", "other")
    assert "no group of TextExpander" in moved.told("group_C_1.xml")


def test_settings_of_version_2_name_the_snippets_of_each_group(tmp_path: Path, move: Move) -> None:
    path = tmp_path / "Settings.xml"
    content = {
        "groupsTE2": [{"name": "Mail", "snippetUUIDs": ["1", "none"]}, {"name": "Empty"}],
        "snippetsTE2": [entry(";m", "mail", uuidString="1"), entry(";x", "alone", uuidString="2")],
    }
    path.write_bytes(plistlib.dumps(content))
    assert importer_for(path).name == "textexpander"
    moved = move(IMPORTER, path)
    assert set(moved.report.files) == {"Mail.yml", "Settings.yml"}
    assert (moved.text(";m"), moved.text(";x")) == ("mail", "alone")


def test_groups_exported_as_tables_into_one_folder(tmp_path: Path, move: Move) -> None:
    (tmp_path / "Desk.csv").write_text('";hi","Hello %filltext:name=Who%","Greeting"\n')
    (tmp_path / "Addresses.csv").write_text('";addr","12 Harbour Road",""\n')
    assert importer_for(tmp_path).name == "textexpander"
    moved = move(IMPORTER, tmp_path)
    assert set(moved.report.files) == {"Desk.yml", "Addresses.yml"}
    assert moved.text(";hi", {"Who": "Ana"}) == "Hello Ana"
    assert moved.text(";addr") == "12 Harbour Road"


@pytest.mark.parametrize(
    "content",
    [
        b"", b"bplist00", b"<plist><dict><key>snippetsTE2</key><array/></dict></plist>",
        b"<plist><array><string>snippetsTE2</string></array></plist>",
        b"<plist><dict><key>snippetsTE2</key><date>soon</date></dict></plist>",
        b"<plist><dict><key>snippetsTE2</key><string>a</string></dict></plist>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><plist><string>&a;snippetsTE2</string></plist>',
        b"<plist>" + b"<array>" * 5000 + b"snippetPlists",
    ],
)  # fmt: skip
def test_other_property_lists_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.textexpander"
    path.write_bytes(content)
    with pytest.raises(UserError, match="no group of TextExpander's"):
        read(path)


def test_a_folder_without_any_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no group of TextExpander's"):
        read(tmp_path)


def test_values_of_other_kinds_are_passed_over(tmp_path: Path, move: Move) -> None:
    odd: Entry = {"abbreviation": 5, "plainText": ["x"], "snippetType": "1", "label": b"x"}
    path = exported(tmp_path / "a.textexpander", [odd, entry(";ok", "fine")])
    moved = move(IMPORTER, path)
    assert moved.text(";ok") == "fine"
    assert "no text" in moved.told("snippet 1")


def test_other_xml_is_not_taken_for_a_group(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<plist><dict/></plist>", "utf-8")
    with pytest.raises(UserError, match="can't tell which program"):
        importer_for(path)
