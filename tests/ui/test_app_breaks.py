"""Breaks in the application, in a process of its own without a screen."""

from __future__ import annotations

import json
from pathlib import Path

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
