"""Packs that are for some applications or windows only."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop.rehearsal import Circumstances, Rehearsal
from desktop.snippets.check import check
from desktop.snippets.library import Library, load_library

SYSTEM = {"linux": "linux", "darwin": "macos", "win32": "windows"}[sys.platform]
OTHER = "windows" if SYSTEM != "windows" else "linux"


def library(folder: Path, **packs: str) -> Library:
    for name, head in packs.items():
        text = f"{head}\nmatches: [{{trigger: ';a', replace: of {name}}}]\n"
        (folder / f"{name}.yml").write_text(text, "utf-8")
    return load_library([folder], folder / "cache")


def serving(found: Library, app: str, title: str = "") -> list[str]:
    numbers = found.serving(found.numbers_having(";a"), app, title)
    return [found.snippets[number].body for number in numbers]


def test_each_filter_and_several(tmp_path: Path) -> None:
    found = library(
        tmp_path,
        all="",
        mail="filter_class: 'Thunderbird|Outlook'",
        web="filter_exec: chrom\nfilter_title: Inbox",
        here=f"filter_os: {SYSTEM}",
        there=f"filter_os: {OTHER}",
    )
    assert [one.sentence() for one in found.problems] == []
    assert serving(found, "xterm") == ["of all", "of here"]
    assert serving(found, "thunderbird") == ["of all", "of here", "of mail"]
    assert serving(found, "Chromium", "Inbox (3)") == ["of all", "of here", "of web"]
    assert serving(found, "Chromium", "inbox") == ["of all", "of here"]
    again = load_library([tmp_path], tmp_path / "cache")
    assert serving(again, "thunderbird") == ["of all", "of here", "of mail"]


def test_typed_only_there_and_chosen_without_asking(tmp_path: Path) -> None:
    found = library(tmp_path, chat="filter_exec: slack", mail="filter_exec: outlook")
    for app, text in (("slack", "of chat"), ("OUTLOOK.EXE", "of mail"), ("xterm", ";a")):
        rehearsal = Rehearsal(found, Circumstances(app=app))
        rehearsal.run([";a"])
        assert rehearsal.desktop.field.text == text


@pytest.mark.parametrize("pattern", ["(", "x{2000}", "a" * 2000, "(?<=a)b"])
def test_a_filter_that_can_not_be_read_lets_nothing_through(tmp_path: Path, pattern: str) -> None:
    found = library(tmp_path, odd=f"filter_title: '{pattern}'")
    assert serving(found, "xterm", "aaa (") == []
    assert any("filter_title" in one.what for one in check(found))


def test_a_system_that_there_is_not(tmp_path: Path) -> None:
    found = library(tmp_path, odd="filter_os: beos")
    assert serving(found, "xterm") == ["of odd"]
    assert "none of linux, macos and windows" in found.problems[0].what


RULES = """applications:
  - {filter_exec: telegram, typed: false}
  - {filter_title: Inbox, filter_class: mail}
  - {typed: no}
"""


def test_of_rules_the_first_that_holds_decides(tmp_path: Path) -> None:
    found = library(
        tmp_path, all="", some=RULES, less="applications: [{filter_exec: sl, typed: false}]"
    )
    assert [one.sentence() for one in found.problems] == []
    assert serving(found, "Telegram", "Inbox") == ["of all", "of less"]
    assert serving(found, "gmail", "Inbox") == ["of all", "of less", "of some"]
    assert serving(found, "gmail") == ["of all", "of less"]
    assert serving(found, "Slack") == ["of all"]
    again = load_library([tmp_path], tmp_path / "cache")
    assert serving(again, "Telegram", "Inbox") == ["of all", "of less"]


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("applications: telegram", "must be a list"),
        ("applications: [telegram]", "must be a group"),
        ("applications: [{filter_exek: a}]", "`filter_exek`"),
        ("applications: [{filter_exec: '('}]", "so it holds nowhere"),
    ],
)
def test_rules_that_can_not_be_read(tmp_path: Path, head: str, told: str) -> None:
    found = library(tmp_path, odd=head)
    assert any(told in one.what for one in found.problems)
    assert serving(found, "xterm") == ["of odd"]


@pytest.mark.parametrize(
    ("head", "used"),
    [
        ("", True),
        (f"filter_os: {SYSTEM}", True),
        (f"filter_os: {OTHER}", False),
        (f"applications: [{{filter_os: {OTHER}, typed: true}}, {{typed: false}}]", False),
        (f"applications: [{{filter_os: {SYSTEM}, typed: false}}]", False),
        (f"applications: [{{filter_os: {OTHER}, typed: false}}]", True),
        ("applications: [{filter_exec: chrome, typed: false}]", True),
        ("applications: [{filter_exec: chrome}, {typed: false}]", True),
    ],
)
def test_variables_of_a_pack_for_another_system_are_its_own(
    tmp_path: Path, head: str, used: bool
) -> None:
    more = "global_vars: [{name: v, type: echo, params: {echo: x}}]"
    found = library(tmp_path, other=f"{head}\n{more}", use="")
    [use] = [one for one in found.snippets if one.body == "of use"]
    assert ("v" in found.globals[use.globals_of]) is used
