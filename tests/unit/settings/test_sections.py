"""settings.sections: every declaration is sound, and what is computed comes out right."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.host.base import AppRule, Newline, PasteWay
from desktop.settings import sections as package
from desktop.settings.declare import Setting, Surroundings
from desktop.settings.kinds import Choice, Choices, Table
from desktop.settings.registry import by_key, sections
from desktop.settings.sections.agent import (
    AGENT_EMAIL,
    AGENT_FIRST_NAME,
    AGENT_LANGUAGES,
    AGENT_NAME,
    AGENT_TIME_ZONE,
)
from desktop.settings.sections.snippets import STARTER_LANGUAGES
from desktop.settings.sections.translation import ORDER_PATTERNS
from desktop.settings.sections.typing import PALETTE_HOTKEY, AppSettings
from desktop.settings.values import Snapshot, read_values

EVERY = list(by_key().values())


def test_every_setting_is_read_by_somebody() -> None:
    """One that nothing reads is a promise that nothing keeps. Those without a name of their own,
    the numbers of the load, are read together."""
    here = Path(package.__file__).parent
    rest = [one for one in here.parents[1].rglob("*.py") if here not in one.parents]
    words = set(re.findall(r"\b[A-Z][A-Z0-9_]+\b", "\n".join(one.read_text() for one in rest)))
    names = {
        id(value): name
        for module in pkgutil.iter_modules(package.__path__)
        for name, value in vars(
            importlib.import_module(f"{package.__name__}.{module.name}")
        ).items()
        if isinstance(value, Setting)
    }
    named = [one for one in EVERY if id(one) in names]
    assert len(named) > 80
    assert [one.key for one in named if names[id(one)] not in words] == []


def test_the_pages_come_in_their_order() -> None:
    names = [section.name for section in sections()]
    assert names[:4] == ["general", "typing", "snippets", "agent"]
    assert sorted(section.order for section in sections()) == [one.order for one in sections()]


@pytest.mark.parametrize("setting", EVERY, ids=lambda one: one.key)
def test_a_default_is_a_value_that_fits(setting: Setting[Any]) -> None:
    assert setting.read(setting.write(setting.default)) == setting.default
    computed = Snapshot({}, Surroundings("pt-BR")).get(setting)
    assert setting.read(setting.write(computed)) == computed


@pytest.mark.parametrize("setting", EVERY, ids=lambda one: one.key)
def test_words_for_people_are_whole(setting: Setting[Any]) -> None:
    assert setting.title
    assert not setting.title.endswith(".")
    assert setting.help.endswith(".")
    assert bool(setting.computed) == bool(setting.computed_words)
    if isinstance(setting, Choice | Choices):
        assert all(option.title for option in setting.options)
    if isinstance(setting, Table):
        assert {column.key for column in setting.columns} == set(setting.row.__struct_fields__)
        assert all(getattr(setting.row(), column.key) is None for column in setting.columns)


@pytest.mark.parametrize(
    ("language", "packs"),
    [
        ("en", ("en",)),
        ("pt-BR", ("en", "pt")),
        ("AR", ("en", "ar")),
        ("fi", ("en",)),
        ("zh-CN", ("en", "zh")),
        ("zh-Hans-CN", ("en", "zh")),
        ("zh-TW", ("en",)),
        ("hi-IN", ("en", "hi")),
        ("fil-PH", ("en", "fil")),
        ("tl", ("en", "fil")),
    ],
)
def test_starter_packs_follow_the_system(language: str, packs: tuple[str, ...]) -> None:
    assert Snapshot({}, Surroundings(language)).get(STARTER_LANGUAGES) == packs


def test_no_starter_packs_is_a_choice_too() -> None:
    assert Snapshot({STARTER_LANGUAGES.key: ()}, Surroundings("pt")).get(STARTER_LANGUAGES) == ()


@pytest.mark.parametrize(
    ("chosen", "first"),
    [
        ({}, ""),
        ({"agent.name": "Ana María López"}, "Ana"),
        ({"agent.name": "Ana López", "agent.first_name": ""}, "Ana"),
        ({"agent.name": "Ana López", "agent.first_name": "Anita"}, "Anita"),
    ],
)
def test_the_first_name_comes_from_the_name(chosen: dict[str, str], first: str) -> None:
    snapshot = Snapshot(chosen, Surroundings())
    assert snapshot.get(AGENT_FIRST_NAME) == first
    assert snapshot.get(AGENT_NAME) == chosen.get("agent.name", "")


@pytest.mark.parametrize(
    ("setting", "good", "bad"),
    [
        (AGENT_EMAIL, "me@example.org", "me"),
        (AGENT_TIME_ZONE, "Europe/Madrid", "Europe"),
        (AGENT_TIME_ZONE, "UTC", "../etc/passwd"),
        (AGENT_LANGUAGES, ["en", "zh-Hant-TW"], ["English"]),
        (ORDER_PATTERNS, ["AB-######", "??##", "№ ###"], ["####", "????"]),
        (ORDER_PATTERNS, ["###"], ["# #"]),
        (ORDER_PATTERNS, [f"{one}-##" for one in range(20)], [f"{one}-##" for one in range(21)]),
    ],
)
def test_forms(setting: Setting[Any], good: object, bad: object) -> None:
    part = {setting.section: {setting.name: good}}
    assert read_values({**part, "version": 1}, "", "")[1] == []
    part = {setting.section: {setting.name: bad}}
    assert len(read_values({**part, "version": 1}, "", "")[1]) == 1


def test_two_hotkeys_with_the_same_keys_leave_the_second_without() -> None:
    table = {"typing": {"pause_hotkey": PALETTE_HOTKEY.default.upper()}}
    chosen, problems = read_values(table, "", "settings.toml")
    assert chosen["typing.pause_hotkey"] == ""
    assert "typing.pause_hotkey" in problems[0].what


def test_a_rule_says_only_what_the_agent_said() -> None:
    shipped = AppRule(PasteWay.CMD_V, Newline.ENTER, 120, remote=True, fetches=2)
    assert AppSettings().over(shipped) == shipped
    assert AppSettings(settle_ms=0, newline="paste").over(shipped) == AppRule(
        PasteWay.CMD_V, Newline.PASTE, 0, remote=True, fetches=2
    )
    assert AppSettings(paste="ctrl+v", remote=False).over(shipped) == AppRule(
        PasteWay.CTRL_V, Newline.ENTER, 120, remote=False, fetches=2
    )


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "pt_BR.UTF-8"}, "pt-BR"),
        ({"LANG": "de"}, "de"),
        ({"LANG": "ca_ES@valencia"}, "ca-ES"),
        ({"LANG": "de_DE", "LC_ALL": "fr_FR.UTF-8"}, "fr-FR"),
        ({"LANG": "de_DE", "LC_ALL": "", "LC_MESSAGES": "es_MX"}, "es-MX"),
        ({"LANG": "english"}, "en"),
    ],
)
def test_the_systems_language(environment: dict[str, str], language: str) -> None:
    assert Surroundings.from_environment(environment).language == language


def test_reading_settings_imports_nothing_slow() -> None:
    code = (
        "import sys, pathlib, desktop.core.clock as c, desktop.settings.store as s\n"
        "s.Settings(pathlib.Path('/nowhere/settings.toml'), c.SystemClock())\n"
        "slow = {'tomlkit', 'keyring', 'platformdirs', 'PySide6', 'requests'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(slow)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.stderr == ""
