"""Breaks in the application, in a process of its own without a screen."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.ui import app_breaks_steps as steps
from tests.ui.acted_app import act, lines


def test_breaks_begin_after_the_icon_and_are_in_the_tray(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[breaks]\non = true\n", "utf-8")
    done = act(tmp_path, steps.break_is_skipped)
    said = lines(done)
    assert said[:4] == [
        "before: False",
        "True Short break in 25 min | Stress load 0 of 100",
        "A break is on",
        "Breaks are paused for 1 h True",
    ]
    assert "'breaks'" not in said[-1]
    assert json.loads((tmp_path / "data" / "breaks.json").read_text())["version"] == 1


def test_who_turns_breaks_off_has_nothing_of_them(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[breaks]\non = false\n", "utf-8")
    done = act(tmp_path, steps.nothing_of_breaks)
    assert lines(done)[:2] == ["False", "['desktop.ui.shell.breaks_menu']"]


def test_the_day_opens_from_the_tray_and_by_its_verb(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[breaks]\non = true\n", "utf-8")
    done = act(tmp_path, steps.day_and_week_open)
    assert lines(done)[:2] == ["Today", "This week"]
    assert (tmp_path / "data" / "breaks.db").exists()


def test_a_break_of_a_calendar_is_in_the_tray(tmp_path: Path) -> None:
    begins = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=15)
    lines_of = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:test",
        "BEGIN:VEVENT",
        "UID:1",
        "DTSTAMP:20260101T000000Z",
        f"DTSTART:{begins:%Y%m%dT%H%M%SZ}",
        f"DTEND:{begins + dt.timedelta(minutes=20):%Y%m%dT%H%M%SZ}",
        "SUMMARY:Lunch",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    file = tmp_path / "roster.ics"
    file.write_text("\r\n".join(lines_of), "utf-8", newline="")
    settings = f"[breaks]\non = true\n[roster.calendars.mine]\nfile = {json.dumps(str(file))}\n"
    (tmp_path / "settings.toml").write_text(settings, "utf-8")
    done = act(tmp_path, steps.calendar_is_read)
    assert lines(done)[:2] == [
        "Your break in 15 min",
        "1 break in the next two weeks · file changed just now",
    ]


def test_who_never_said_it_is_asked_after_the_start_and_by_the_tray(tmp_path: Path) -> None:
    done = act(tmp_path, steps.breaks_are_wanted, steps.ask_soon)
    assert lines(done)[:2] == ["True False", "False False"]
    said = (tmp_path / "settings.toml").read_text("utf-8")
    assert "on = true" in said
    assert "asked = true" in said


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("", "True 1"),
        ("[breaks]\nasked = true\n", "True 0"),
        ("[breaks]\non = false\n", "False 0"),
        ("[breaks]\non = true\n", "False 0"),
    ],
)
def test_who_said_it_or_was_asked_is_not_asked_at_a_start(
    tmp_path: Path, said: str, asked: str
) -> None:
    (tmp_path / "settings.toml").write_text(said, "utf-8")
    done = act(tmp_path, steps.questions_are_counted, steps.ask_at_once)
    assert lines(done)[:1] == [asked]
