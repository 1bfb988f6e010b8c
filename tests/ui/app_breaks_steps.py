"""What the tests of breaks act in the application; see :mod:`tests.ui.acted_app`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.app import Application


def break_is_skipped(app: Application) -> Iterator[None]:
    print("before:", any(one.startswith("desktop.ui.breaks") for one in sys.modules))
    while app.desks.breaks is None:
        yield
    menu = app.tray.breaks_menu
    print(menu.menuAction().isVisible(), menu.line.text(), "|", menu.load_line.text())
    menu.short.trigger()
    while app.desks.breaks.window is None or not app.desks.breaks.window.is_open:
        yield
    print(menu.line.text())
    menu.hour.trigger()
    app.desks.breaks.window._skip()
    while app.desks.breaks.state.underway or not app.desks.breaks.state.paused_s:
        yield
    print(menu.line.text(), menu.resume.isVisible())


def nothing_of_breaks(app: Application) -> Iterator[None]:
    while not app.assembly.library.snippets:
        yield
    print(app.tray.breaks_menu.menuAction().isVisible())
    ours = [one for one in sys.modules if one.startswith("desktop.")]
    print([one for one in ours if "breaks" in one and "settings" not in one])


def day_and_week_open(app: Application) -> Iterator[None]:
    while app.desks.breaks is None:
        yield
    app.assembly.resting.tap("hard")
    app._verbs.obey(["day"])
    while app.desks.views.made is None or app.desks.views.made.day is None:
        yield
    while not app.desks.views.made.day.isVisible():
        yield
    print(app.desks.views.made.day.title.text())
    app.tray.breaks_menu.week.trigger()
    while app.desks.views.made.week is None or not app.desks.views.made.week.isVisible():
        yield
    print(app.desks.views.made.week.title.text())


def calendar_is_read(app: Application) -> Iterator[None]:
    line = app.tray.breaks_menu.line
    while not line.text().startswith("Your break in 15 min"):
        yield
    print(line.text())
    app.desks.open_calendars()
    while app.desks.calendars.made is None or not app.desks.calendars.made.window:
        yield
    window = app.desks.calendars.made.window
    while not window.cards or window.cards[0].chip.text() != "works":
        yield
    print(window.cards[0].second.text())


def ask_soon() -> None:
    from desktop.ui import desks

    desks._ASK_MS = 200


def breaks_are_wanted(app: Application) -> Iterator[None]:
    entry, part = app.tray.breaks_question, app.desks.breaks_question
    print(entry.isVisible(), "desktop.ui.breaks.question" in sys.modules)
    while part.made is None or not part.made.timer.isActive():
        yield
    entry.trigger()
    while part.made.question is None or not part.made.question.isVisible():
        yield
    part.made.question.yes.click()
    while app.desks.breaks is None:
        yield
    print(entry.isVisible(), part.made.timer.isActive())


def ask_at_once() -> None:
    """So that it is over by the first step; what would be used is counted."""
    from desktop.ui import desks
    from desktop.ui.shell.first_use import FirstUse

    def use(part: FirstUse[Any], _act: object) -> None:
        _used.append(part)

    desks._ASK_MS = 0
    FirstUse.use = use  # type: ignore[method-assign,assignment]


_used: list[object] = []


def questions_are_counted(app: Application) -> Iterator[None]:
    print(app.tray.breaks_question.isVisible(), _used.count(app.desks.breaks_question))
    yield
