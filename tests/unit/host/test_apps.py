from __future__ import annotations

import pytest

from desktop.host.apps import EXCLUDED, RULES, is_excluded, rule_for
from desktop.host.base import AppRule, Newline, PasteWay


@pytest.mark.parametrize(
    ("app", "paste"),
    [
        ("XTerm", PasteWay.SHIFT_INSERT),
        ("URxvt", PasteWay.SHIFT_INSERT),
        ("Gnome-terminal", PasteWay.CTRL_SHIFT_V),
        ("Xfce4-terminal", PasteWay.CTRL_SHIFT_V),
        ("konsole", PasteWay.CTRL_SHIFT_V),
        ("Alacritty", PasteWay.CTRL_SHIFT_V),
        ("org.wezfurlong.wezterm", PasteWay.CTRL_SHIFT_V),
        ("Mousepad", PasteWay.CTRL_V),
        ("com.apple.TextEdit", PasteWay.CMD_V),
        ("", PasteWay.CTRL_V),
    ],
)
def test_terminals_paste_their_own_way(app: str, paste: PasteWay) -> None:
    assert rule_for(app).paste is paste


@pytest.mark.parametrize("app", ["Mousepad", "Gedit", "kate", "NOTEPAD.EXE", "libreoffice-writer"])
def test_in_editors_enter_is_a_line_break(app: str) -> None:
    assert rule_for(app).newline is Newline.ENTER


@pytest.mark.parametrize(
    "app", ["Slack", "teams.exe", "Signal", "XTerm", "libreoffice-calc", "soffice.exe", "unknown"]
)
def test_everywhere_else_a_line_break_is_pasted(app: str) -> None:
    assert rule_for(app).newline is Newline.PASTE


@pytest.mark.parametrize("app", ["Google-chrome", "Chromium", "msedge.exe"])
def test_browsers_that_look_at_a_paste_first_are_known(app: str) -> None:
    assert rule_for(app).fetches == 2


@pytest.mark.parametrize("app", ["firefox", "Slack", "XTerm", "unknown"])
def test_everybody_else_fetches_once(app: str) -> None:
    assert rule_for(app).fetches == 1


@pytest.mark.parametrize(
    "app", ["Wfica", "xfreerdp", "org.remmina.Remmina", "mstsc.exe", "VirtualBoxVM", "AnyDesk"]
)
def test_remote_windows_are_known(app: str) -> None:
    assert rule_for(app).remote


def test_the_agents_own_rule_goes_first_in_any_case() -> None:
    own = AppRule(newline=Newline.SHIFT_ENTER)
    assert rule_for("Slack", {"sLACK": own}) == own


def test_the_default_of_a_system_is_for_unknown_applications_only() -> None:
    default = AppRule(paste=PasteWay.CMD_V)
    assert rule_for("com.example.crm", default=default) == default
    assert rule_for("XTerm", default=default).paste is PasteWay.SHIFT_INSERT


@pytest.mark.parametrize(
    "app", ["KeePassXC", "Bitwarden", "1Password.exe", "i3lock", "LogonUI.exe"]
)
def test_password_managers_and_lock_screens_are_excluded(app: str) -> None:
    assert is_excluded(app)
    assert is_excluded(app, ["something"])


def test_settings_exclude_more() -> None:
    assert not is_excluded("Mousepad")
    assert is_excluded("Mousepad", ["MOUSEPAD"])


def test_names_are_in_small_letters_and_no_rule_is_for_an_excluded_application() -> None:
    for name in [*RULES, *EXCLUDED]:
        assert name == name.casefold()
    assert not EXCLUDED & set(RULES)


def test_nothing_settles_longer_than_the_contract_allows() -> None:
    assert all(0 < rule.settle_ms <= 300 for rule in RULES.values())


@pytest.mark.parametrize("app", ["libreoffice-writer", "Soffice", "soffice.exe"])
def test_what_erases_late_is_known(app: str) -> None:
    assert rule_for(app).erases_late
