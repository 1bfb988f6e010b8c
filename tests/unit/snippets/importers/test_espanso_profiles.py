"""Which match files espanso's configurations take in: its documented examples, written anew."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from desktop.snippets.importers.espanso.profiles import Decision, MatchFiles, decisions, profiles
from desktop.snippets.model import Value

FOLDER = "/home/kim/.config/espanso"
FILES = MatchFiles(FOLDER, {
    "base.yml": (),
    "jokes.yml": ["sub/_long.yml"],
    "_email.yml": (),
    "sub/_long.yml": ["../jokes.yml"],
    "sub/code.yml": (),
    "packages/all-emojis/package.yml": (),
})  # fmt: skip
TELEGRAM = {"filter_exec": "Telegram"}
USUAL = {
    "base.yml",
    "jokes.yml",
    "sub/code.yml",
    "sub/_long.yml",
    "packages/all-emojis/package.yml",
}


def taken(said: Mapping[str, Value], default: Mapping[str, Value] | None = None) -> set[str]:
    """What is in force in Telegram."""
    first, _ = profiles({"default": default or {}, "a.yml": {**TELEGRAM, **said}}, FILES)
    return set(first.files)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({}, USUAL),
        ({"extra_includes": ["../match/_email.yml"]}, {*USUAL, "_email.yml"}),
        ({"includes": ["../match/jokes.yml"]}, {"jokes.yml", "sub/_long.yml"}),
        ({"includes": ["../match/_email.yml"], "use_standard_includes": True},
         {*USUAL, "_email.yml"}),
        ({"use_standard_includes": False}, set()),
        ({"use_standard_includes": False, "extra_includes": ["../match/_email.yml"]},
         {"_email.yml"}),
        ({"extra_excludes": ["../match/packages/all-emojis/*"]},
         USUAL - {"packages/all-emojis/package.yml"}),
        ({"excludes": ["../match/**/*.yml"]}, set()),
        ({"excludes": ["../match/base.yml"], "extra_excludes": ["../match/sub/c?de.yml"]},
         USUAL - {"base.yml", "sub/code.yml"}),
        ({"includes": [f"{FOLDER}/match/[!_]*.yml"]}, {"base.yml", "jokes.yml", "sub/_long.yml"}),
        ({"includes": ["..\\match\\base.yml"]}, {"base.yml"}),
        ({"includes": [7, None], "excludes": "base.yml"}, set()),
    ],
)  # fmt: skip
def test_what_a_configuration_takes_in(said: Mapping[str, Value], wanted: set[str]) -> None:
    assert taken(said) == wanted


def test_what_the_default_says_holds_for_the_others_too() -> None:
    default: Mapping[str, Value] = {"extra_excludes": ["../match/base.yml"]}
    assert taken({}, default) == USUAL - {"base.yml"}
    assert taken({"extra_excludes": []}, default) == USUAL


def test_globs_of_other_folders_are_told() -> None:
    said: Mapping[str, Value] = {**TELEGRAM, "extra_includes": ["../../x.yml", "C:/y.yml", "/z"]}
    first, _ = profiles({"a.yml": said}, FILES)
    assert first.outside == ["../../x.yml", "C:/y.yml", "/z"]


def test_a_glob_of_many_stars_takes_no_time() -> None:
    assert taken({"includes": ["../match/" + "**/" * 2000 + "*" * 2000 + "x"]}) == set()


def test_the_first_by_name_decides_and_then_the_default() -> None:
    configs: Mapping[str, Mapping[str, Value]] = {
        "default": {"excludes": ["../match/sub/*"]},
        "b.yml": {"filter_title": "Inbox", "extra_includes": ["../match/_email.yml"]},
        "a.yml": {"filter_exec": "chrome"},
        "c.yml": {"filter_os": "linux", "excludes": []},
        "unused.yml": {"extra_includes": ["../match/_email.yml"]},
    }
    by = profiles(configs, FILES)
    assert [one.name for one in by] == ["a.yml", "b.yml", "c.yml", "default.yml"]
    nowhere_else = Decision({}, typed=False)
    assert decisions("base.yml", by) == []
    assert decisions("_email.yml", by) == [
        Decision({"filter_exec": "chrome"}, typed=False),
        Decision({"filter_title": "Inbox"}, typed=True),
        nowhere_else,
    ]
    assert decisions("sub/code.yml", by)[2:] == [
        Decision({"filter_os": "linux"}, typed=True),
        nowhere_else,
    ]
    assert decisions("other.yml", by) == [nowhere_else]
