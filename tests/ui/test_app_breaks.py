"""Breaks in the application, in a process of its own without a screen."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.ui.test_app import act, lines


def test_breaks_begin_after_the_icon_and_are_in_the_tray(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[breaks]\non = true\n", "utf-8")
    done = act(
        tmp_path,
        """
        def act(self):
            print("before:", any(one.startswith("desktop.ui.breaks") for one in sys.modules))
            while self.desks.breaks is None:
                yield
            menu = self.tray.breaks_menu
            print(menu.menuAction().isVisible(), menu.line.text(), "|", menu.load_line.text())
            menu.short.trigger()
            while self.desks.breaks.window is None or not self.desks.breaks.window.is_open:
                yield
            print(menu.line.text())
            menu.hour.trigger()
            self.desks.breaks.window._skip()
            while self.desks.breaks.state.underway or not self.desks.breaks.state.paused_s:
                yield
            print(menu.line.text(), menu.resume.isVisible())
        """,
    )
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
    done = act(
        tmp_path,
        """
        def act(self):
            while not self.assembly.library.snippets:
                yield
            print(self.tray.breaks_menu.menuAction().isVisible())
            print([one for one in sys.modules if "breaks" in one and "settings" not in one])
        """,
    )
    assert lines(done)[:2] == ["False", "['desktop.ui.shell.breaks_menu']"]


def test_the_day_opens_from_the_tray_and_by_its_verb(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[breaks]\non = true\n", "utf-8")
    done = act(
        tmp_path,
        """
        def act(self):
            while self.desks.breaks is None:
                yield
            self.assembly.resting.tap("hard")
            self._verbs.obey(["day"])
            while self.desks.views.made is None or self.desks.views.made.day is None:
                yield
            while not self.desks.views.made.day.isVisible():
                yield
            print(self.desks.views.made.day.title.text())
            self.tray.breaks_menu.week.trigger()
            while self.desks.views.made.week is None or not self.desks.views.made.week.isVisible():
                yield
            print(self.desks.views.made.week.title.text())
        """,
    )
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
    done = act(
        tmp_path,
        """
        def act(self):
            line = self.tray.breaks_menu.line
            while not line.text().startswith("Your break in 15 min"):
                yield
            print(line.text())
            self.desks.open_calendars()
            while self.desks.calendars.made is None or not self.desks.calendars.made.window:
                yield
            window = self.desks.calendars.made.window
            while not window.cards or window.cards[0].chip.text() != "works":
                yield
            print(window.cards[0].second.text())
        """,
    )
    assert lines(done)[:2] == [
        "Your break in 15 min",
        "1 break in the next two weeks · file changed just now",
    ]


def test_who_never_said_it_is_asked_after_the_start_and_by_the_tray(tmp_path: Path) -> None:
    done = act(
        tmp_path,
        """
        from desktop.ui import desks
        desks._ASK_MS = 200
        def act(self):
            entry, part = self.tray.breaks_question, self.desks.breaks_question
            print(entry.isVisible(), "desktop.ui.breaks.question" in sys.modules)
            while part.made is None or not part.made.timer.isActive():
                yield
            entry.trigger()
            while part.made.question is None or not part.made.question.isVisible():
                yield
            part.made.question.yes.click()
            while self.desks.breaks is None:
                yield
            print(entry.isVisible(), part.made.timer.isActive())
        """,
    )
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
    done = act(
        tmp_path,
        """
        from desktop.ui import desks
        from desktop.ui.shell.first_use import FirstUse
        desks._ASK_MS = 0  # so it is over by the first step
        used = []
        FirstUse.use = lambda self, act: used.append(self)
        def act(self):
            print(self.tray.breaks_question.isVisible(), used.count(self.desks.breaks_question))
            yield
        """,
    )
    assert lines(done)[:1] == [asked]
