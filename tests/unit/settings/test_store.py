"""settings.store: settings that are in force, kept, and never at the cost of a person's file."""

from __future__ import annotations

import datetime as dt
import os
import stat
import sys
import threading
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.core.clock import FixedClock
from desktop.core.results import Problem, UserError
from desktop.settings.declare import Surroundings
from desktop.settings.migrations import VERSION
from desktop.settings.sections.agent import AGENT_FIRST_NAME, AGENT_NAME, AGENT_SIGNATURE
from desktop.settings.sections.general import THEME
from desktop.settings.sections.snippets import PACK_FOLDERS
from desktop.settings.sections.typing import (
    APP_RULES,
    EXCLUDED_APPS,
    PALETTE_HOTKEY,
    PASTE_OVER,
    PAUSE_HOTKEY,
    TYPING_ENABLED,
    AppSettings,
)
from desktop.settings.store import Changed, Settings

ASIDE = "settings.broken-20260131-174500.toml"
Open = Callable[[], Settings]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.fixture
def settings_of(path: Path) -> Open:
    clock = FixedClock(dt.datetime(2026, 1, 31, 17, 45, 0, tzinfo=dt.UTC))
    return lambda: Settings(path, clock, Surroundings("es"))


def edit(path: Path, text: str) -> None:
    """As an editor does: another file with the same name."""
    other = path.with_suffix(".new")
    other.write_text(text)
    other.replace(path)


# --- the usual way ------------------------------------------------------------------------------


def test_defaults_write_nothing(path: Path, settings_of: Open) -> None:
    settings = settings_of()
    assert settings.get(TYPING_ENABLED) is True
    assert settings.problems == ()
    assert not path.exists()


def test_a_change_is_in_force_kept_and_told(path: Path, settings_of: Open) -> None:
    settings = settings_of()
    heard: list[Changed] = []
    settings.changed.connect(heard.append)
    assert settings.change(PASTE_OVER, 200) is None
    assert settings.get(PASTE_OVER) == 200
    assert [news.keys for news in heard] == [{"typing.paste_over"}]
    assert heard[0].touches(THEME, PASTE_OVER)
    assert not heard[0].touches(THEME)
    assert heard[0].now.get(PASTE_OVER) == 200
    assert settings_of().get(PASTE_OVER) == 200
    assert tomllib.loads(path.read_text()) == {"version": VERSION, "typing": {"paste_over": 200}}
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_every_kind_comes_back(path: Path, settings_of: Open, tmp_path: Path) -> None:
    settings = settings_of()
    rules = {"my.app": AppSettings(enabled=False), "ñ": AppSettings(paste="shift+insert")}
    settings.apply(
        {
            TYPING_ENABLED: False,
            THEME: "dark",
            PAUSE_HOTKEY: "<ctrl>+<f9>",
            EXCLUDED_APPS: ("bank", "vault"),
            PACK_FOLDERS: (tmp_path / "team",),
            APP_RULES: rules,
            AGENT_SIGNATURE: 'Ana\n"the" \\ best',
        }
    )
    again = settings_of()
    assert again.problems == ()
    assert again.get(TYPING_ENABLED) is False
    assert again.get(THEME) == "dark"
    assert again.get(PAUSE_HOTKEY) == "<ctrl>+<f9>"
    assert again.get(EXCLUDED_APPS) == ("bank", "vault")
    assert again.get(PACK_FOLDERS) == (tmp_path / "team",)
    assert again.get(APP_RULES) == rules
    assert again.get(AGENT_SIGNATURE) == 'Ana\n"the" \\ best'


def test_a_computed_default_is_told_with_what_it_hangs_on(settings_of: Open) -> None:
    settings = settings_of()
    heard: list[Changed] = []
    settings.changed.connect(heard.append)
    settings.change(AGENT_NAME, "Ana López")
    assert settings.get(AGENT_FIRST_NAME) == "Ana"
    assert heard[0].touches(AGENT_FIRST_NAME)


def test_back_to_the_default(path: Path, settings_of: Open) -> None:
    settings = settings_of()
    settings.change(PASTE_OVER, 200)
    assert settings.snapshot().is_chosen(PASTE_OVER)
    settings.reset(PASTE_OVER)
    assert settings.get(PASTE_OVER) == 100
    assert not settings.snapshot().is_chosen(PASTE_OVER)
    assert "paste_over" not in path.read_text()


def test_a_value_that_does_not_fit_changes_nothing(path: Path, settings_of: Open) -> None:
    settings = settings_of()
    with pytest.raises(UserError) as caught:
        settings.apply({THEME: "dark", PASTE_OVER: 0})
    assert "from 1 to 10,000" in str(caught.value)
    assert settings.get(THEME) == "system"
    assert not path.exists()


def test_a_hotkey_that_is_taken_is_refused(settings_of: Open) -> None:
    settings = settings_of()
    with pytest.raises(UserError, match="already"):
        settings.change(PAUSE_HOTKEY, "<Ctrl>+<Alt>+<Space>")
    settings.apply({PALETTE_HOTKEY: "<ctrl>+<f8>", PAUSE_HOTKEY: "<ctrl>+<alt>+<space>"})
    with pytest.raises(UserError, match="already"):
        settings.reset(PALETTE_HOTKEY)
    assert settings.get(PALETTE_HOTKEY) == "<ctrl>+<f8>"
    assert settings.get(PAUSE_HOTKEY) == "<ctrl>+<alt>+<space>"


def test_a_listener_may_change_settings_itself(settings_of: Open) -> None:
    settings = settings_of()
    heard: list[Any] = []

    def follow(news: Changed) -> None:
        if news.touches(THEME):
            settings.change(PASTE_OVER, 300)

    settings.changed.connect(follow)
    settings.changed.connect(lambda news: heard.append(set(news.keys)))
    settings.change(THEME, "dark")
    assert heard == [{"general.theme"}, {"typing.paste_over"}]


def test_threads_lose_no_change(settings_of: Open) -> None:
    settings = settings_of()
    both: list[bool] = []
    settings.changed.connect(
        lambda news: both.append((news.now.get(THEME) == "dark") == (news.now.get(PASTE_OVER) == 7))
    )

    def name(which: str) -> None:
        for number in range(10):
            settings.change(AGENT_NAME if which == "name" else AGENT_SIGNATURE, f"{which}{number}")

    def pairs() -> None:
        for number in range(10):
            settings.apply(
                {THEME: "dark", PASTE_OVER: 7} if number % 2 else {THEME: "light", PASTE_OVER: 8}
            )

    threads = [
        threading.Thread(target=name, args=("name",)),
        threading.Thread(target=name, args=("signature",)),
        threading.Thread(target=pairs),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    again = settings_of()
    assert (again.get(AGENT_NAME), again.get(AGENT_SIGNATURE)) == ("name9", "signature9")
    assert (again.get(THEME), again.get(PASTE_OVER)) == ("dark", 7)
    assert all(both)


# --- a person's file ----------------------------------------------------------------------------


def test_comments_and_unknown_keys_outlive_a_change(path: Path, settings_of: Open) -> None:
    path.write_text(
        "version = 1\n[typing] # keys\nmine = 1 # mine\nenabled = true\n[else]\na = 1\n"
    )
    settings_of().change(TYPING_ENABLED, value=False)
    assert path.read_text() == (
        "version = 1\n[typing] # keys\nmine = 1 # mine\nenabled = false\n[else]\na = 1\n"
    )


def test_an_edit_is_noticed(path: Path, settings_of: Open) -> None:
    settings = settings_of()
    heard: list[Changed] = []
    settings.changed.connect(heard.append)
    assert not settings.reload_if_changed()
    edit(path, "[typing]\npaste_over = 300\n")
    assert settings.reload_if_changed()
    assert settings.get(PASTE_OVER) == 300
    assert [news.keys for news in heard] == [{"typing.paste_over"}]
    assert not settings.reload_if_changed()


def test_an_edit_that_was_not_noticed_yet_outlives_a_change(path: Path, settings_of: Open) -> None:
    settings = settings_of()
    edit(path, "# new\n[typing]\npaste_over = 300\n")
    settings.change(THEME, "dark")
    assert settings.get(PASTE_OVER) == 300
    assert "# new" in path.read_text()
    assert settings_of().get(PASTE_OVER) == 300


def test_a_file_that_is_taken_away_is_written_by_the_next_change(
    path: Path, settings_of: Open
) -> None:
    settings = settings_of()
    settings.change(THEME, "dark")
    path.unlink()
    assert settings.reload_if_changed()
    assert settings.get(THEME) == "dark"
    settings.change(PASTE_OVER, 300)
    assert settings_of().get(THEME) == "dark"


def test_an_old_file_is_read_and_becomes_present_with_the_first_change(
    path: Path, settings_of: Open
) -> None:
    old = "[typing]\n# mine\nhotkey = '<ctrl>+<f8>'\n"
    path.write_text(old)
    settings = settings_of()
    assert settings.get(PALETTE_HOTKEY) == "<ctrl>+<f8>"
    assert path.read_text() == old
    settings.change(PASTE_OVER, 300)
    text = path.read_text()
    assert "# mine" in text
    assert tomllib.loads(text) == {
        "version": VERSION,
        "typing": {"palette_hotkey": "<ctrl>+<f8>", "paste_over": 300},
    }


# --- one bad value ------------------------------------------------------------------------------


def test_a_bad_value_costs_only_itself(path: Path, settings_of: Open) -> None:
    text = "version = 1\n[typing]\nenabled = false\npaste_over = 'many' # oops\n"
    path.write_text(text)
    settings = settings_of()
    assert settings.get(PASTE_OVER) == 100
    assert settings.get(TYPING_ENABLED) is False
    problem = settings.problems[0]
    assert problem.place == "settings.toml:4"
    assert "typing.paste_over" in problem.what
    assert "many" not in problem.sentence()
    settings.change(THEME, "dark")
    assert "paste_over = 'many' # oops" in path.read_text()
    assert len(settings.problems) == 1
    settings.change(PASTE_OVER, 300)
    assert "paste_over = 300 # oops" in path.read_text()
    assert not settings.problems


def test_a_section_that_is_none_is_told_once_and_stays_until_it_is_changed(
    path: Path, settings_of: Open
) -> None:
    path.write_text("version = 1\ntyping = 3\n")
    settings = settings_of()
    assert [problem.place for problem in settings.problems] == ["settings.toml:2"]
    settings.change(THEME, "dark")
    assert "typing = 3" in path.read_text()
    settings.change(PASTE_OVER, 300)
    assert settings.problems == ()
    assert settings_of().get(PASTE_OVER) == 300


@pytest.mark.parametrize("version", ["true", "-1", "'1'", "1.5"])
def test_a_version_that_is_none(path: Path, settings_of: Open, version: str) -> None:
    path.write_text(f"version = {version}\n[typing]\npaste_over = 300\n")
    settings = settings_of()
    assert settings.get(PASTE_OVER) == 300
    assert [problem.place for problem in settings.problems] == ["settings.toml:1"]


# --- a broken file ------------------------------------------------------------------------------


def test_a_broken_file_is_set_aside_and_whole(path: Path, settings_of: Open) -> None:
    path.write_text("[typing]\nenabled = \n")
    settings = settings_of()
    assert settings.get(TYPING_ENABLED) is True
    (problem,) = settings.problems
    assert problem.place == "settings.toml:2"
    assert ASIDE in problem.todo
    assert not path.exists()
    assert settings.change(THEME, "dark") is None
    assert path.with_name(ASIDE).read_text() == "[typing]\nenabled = \n"
    assert settings_of().get(THEME) == "dark"


def test_a_folder_in_its_place_is_set_aside(path: Path, settings_of: Open) -> None:
    path.mkdir()
    (path / "inside").touch()
    assert settings_of().change(THEME, "dark") is None
    assert (path.with_name(ASIDE) / "inside").exists()
    assert path.is_file()


def test_a_broken_file_that_can_not_be_renamed_is_not_overwritten(
    path: Path, settings_of: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text("=")

    def refuse(*_: object) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    settings = settings_of()
    assert len(settings.problems) == 1
    assert isinstance(settings.change(THEME, "dark"), Problem)
    assert settings.get(THEME) == "dark"
    assert path.read_text() == "="


def test_a_file_that_breaks_while_running_is_left_to_its_editor(
    path: Path, settings_of: Open
) -> None:
    settings = settings_of()
    settings.change(THEME, "dark")
    told: list[Problem] = []
    settings.troubled.connect(told.append)
    edit(path, "[typing\n")
    assert not settings.reload_if_changed()
    assert not settings.reload_if_changed()
    assert settings.get(THEME) == "dark"
    assert [problem.place for problem in told] == ["settings.toml:1"]
    assert settings.problems == tuple(told)
    assert path.read_text() == "[typing\n"
    edit(path, "[typing]\npaste_over = 300\n")
    assert settings.reload_if_changed()
    assert settings.problems == ()
    assert (settings.get(THEME), settings.get(PASTE_OVER)) == ("system", 300)


def test_a_change_sets_a_file_aside_that_broke_while_running(path: Path, settings_of: Open) -> None:
    settings = settings_of()
    settings.change(THEME, "dark")
    told: list[Problem] = []
    settings.troubled.connect(told.append)
    edit(path, "[typing\n")
    assert settings.change(PASTE_OVER, 300) is None
    assert path.with_name(ASIDE).read_text() == "[typing\n"
    assert ASIDE in told[-1].todo
    again = settings_of()
    assert (again.get(THEME), again.get(PASTE_OVER)) == ("dark", 300)


def test_a_newer_file_is_read_and_left_as_it_is(path: Path, settings_of: Open) -> None:
    text = f"version = {VERSION + 1}\n[typing]\npaste_over = 300\n[future]\nx = 1\n"
    path.write_text(text)
    settings = settings_of()
    assert settings.get(PASTE_OVER) == 300
    assert "newer" in settings.problems[0].what
    problem = settings.change(THEME, "dark")
    assert problem is not None
    assert "newer" in problem.what
    assert settings.get(THEME) == "dark"
    assert path.read_text() == text


# --- a system that refuses ----------------------------------------------------------------------


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Let reading fail as it does without permission; root, who runs CI, is never refused."""
    opening = Path.open
    refusing = False

    def refuse(self: Path, *arguments: Any, **named: Any) -> Any:
        if refusing and self.name == "settings.toml":
            raise PermissionError(13, "Permission denied")
        return opening(self, *arguments, **named)

    def switch(on: bool) -> None:
        nonlocal refusing
        refusing = on

    monkeypatch.setattr(Path, "open", refuse)
    return switch


def test_a_file_that_can_not_be_read_is_never_overwritten(
    path: Path, settings_of: Open, locked: Callable[[bool], None]
) -> None:
    path.write_text("[typing]\npaste_over = 300\n")
    locked(True)
    settings = settings_of()
    assert settings.get(PASTE_OVER) == 100
    assert "can't be read" in settings.problems[0].what
    problem = settings.change(THEME, "dark")
    assert problem is not None
    assert settings.get(THEME) == "dark"
    locked(False)
    assert path.read_text() == "[typing]\npaste_over = 300\n"
    assert settings.reload_if_changed(), "readable again"
    assert settings.get(PASTE_OVER) == 300
    assert settings.problems == ()


def test_a_file_that_can_not_be_read_any_more_is_told_once(
    path: Path, settings_of: Open, locked: Callable[[bool], None]
) -> None:
    settings = settings_of()
    settings.change(THEME, "dark")
    told: list[Problem] = []
    settings.troubled.connect(told.append)
    edit(path, "[typing]\npaste_over = 300\n")
    locked(True)
    assert not settings.reload_if_changed()
    assert not settings.reload_if_changed()
    assert len(told) == 1
    assert settings.get(THEME) == "dark"
    assert settings.change(THEME, "light") is not None
    locked(False)
    assert "300" in path.read_text()


def test_a_full_disk_keeps_the_change_until_the_end(
    path: Path, settings_of: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of()
    settings.change(THEME, "dark")
    before = path.read_text()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        problem = settings.change(PASTE_OVER, 300)
    assert problem is not None
    assert "can't be written" in problem.what
    assert settings.get(PASTE_OVER) == 300
    assert path.read_text() == before
    assert settings.change(THEME, "light") is None, "room again"
    assert settings_of().get(PASTE_OVER) == 300


def test_lists_that_would_be_too_large_for_the_file_hold_until_the_end(
    path: Path, settings_of: Open
) -> None:
    settings = settings_of()
    settings.change(THEME, "dark")
    top = Path.home().anchor
    folders = tuple(Path(top) / f"{number:0900}" for number in range(400))
    problem = settings.change(PACK_FOLDERS, folders)
    assert problem is not None
    assert settings.get(PACK_FOLDERS) == folders
    assert settings_of().get(THEME) == "dark"
