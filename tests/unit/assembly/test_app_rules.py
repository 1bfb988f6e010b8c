"""How to type in one application: shipped, said by the agent, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.assembly.app_rules import AppRules, Held
from desktop.assembly.keyboard import configuration
from desktop.core.clock import SystemClock
from desktop.core.results import UserError
from desktop.host.base import AppRule, Newline, PasteWay
from desktop.keyboard.messages import Front
from desktop.keyboard.twice import recognisers
from desktop.settings.sections.typing import (
    APP_RULES,
    EXCLUDED_APPS,
    PAUSE_TWICE,
    AppSettings,
)
from desktop.settings.store import Settings
from tests.unit.assembly.acting import Running


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.toml", SystemClock())


def test_what_ships_holds_until_the_agent_says_otherwise(settings: Settings) -> None:
    rules = AppRules(settings)
    assert rules.of("XTerm") == Held(AppRule(paste=PasteWay.SHIFT_INSERT), types=True)
    assert rules.change("XTerm", {"newline": "shift+enter"}) is None
    held = rules.of("xterm")
    assert (held.rule.paste, held.rule.newline, held.own) == (
        PasteWay.SHIFT_INSERT, Newline.SHIFT_ENTER, True,
    )  # fmt: skip
    rules.change("xterm", {"settle_ms": 300})  # the same row, whatever the case
    assert settings.get(APP_RULES) == {"XTerm": AppSettings(newline="shift+enter", settle_ms=300)}
    assert rules.of("XTERM").slow
    assert configuration(settings.snapshot()).rules["XTerm"]["settle_ms"] == 300
    rules.forget("XTERM")
    assert settings.get(APP_RULES) == {}
    assert not rules.of("xterm").own


def test_what_is_chosen_as_it_ships_is_no_rule(settings: Settings) -> None:
    rules = AppRules(settings)
    rules.change("xterm", {"newline": "enter"})
    rules.change("xterm", {"newline": "paste"})
    assert settings.get(APP_RULES) == {}


def test_off_and_on_again(settings: Settings) -> None:
    rules = AppRules(settings)
    settings.change(EXCLUDED_APPS, ("Payroll", "other"))
    assert not rules.of("payroll").types
    rules.change("payroll", {"enabled": True})
    assert settings.get(EXCLUDED_APPS) == ("other",)
    rules.change("payroll", {"enabled": False})
    assert "payroll" in configuration(settings.snapshot()).excluded
    assert not rules.of("Payroll").types
    rules.change("Payroll", {"enabled": True})
    assert rules.of("payroll") == Held(AppRule(), types=True)


def test_a_password_manager_stays_out(settings: Settings) -> None:
    rules = AppRules(settings)
    rules.change("KeePassXC", {"enabled": True})
    assert (rules.of("keepassxc").types, rules.of("keepassxc").never) == (False, True)


def test_a_value_that_does_not_fit_changes_nothing(settings: Settings) -> None:
    with pytest.raises(UserError):
        AppRules(settings).change("xterm", {"newline": "alt+enter"})
    assert settings.get(APP_RULES) == {}


def test_the_application_in_front_is_known(running: Running) -> None:
    assert running.assembly.application == ""
    running.link.say(Front("slack"))
    running.settle()
    assert running.assembly.application == "slack"


def test_every_key_to_press_twice_is_one_that_the_keyboard_process_knows(
    settings: Settings,
) -> None:
    assert configuration(settings.snapshot()).twice == {"pause": "off"}
    for one in PAUSE_TWICE.options:
        assert settings.change(PAUSE_TWICE, one.value) is None
        told = configuration(settings.snapshot()).twice
        assert [name for name, _ in recognisers(told)] == ([] if one.value == "off" else ["pause"])
