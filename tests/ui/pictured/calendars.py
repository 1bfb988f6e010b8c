"""Pictures of the calendars with the agent's roster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tests.ui.pictured.look import Look


def pictures(_look: Look) -> Iterator[tuple[str, object]]:
    from desktop.assembly.rest.feeds import FeedState
    from desktop.core.results import Problem
    from desktop.ui.breaks.calendars_window import CalendarsWindow

    now = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)
    window = CalendarsWindow()
    window.show_calendars((), now)
    yield "calendars-empty", window
    lost = Problem(
        "The calendar Sábados can't be had",
        "There is no connection to it",
        "Deskhand asks again every 15 minutes",
    )
    gone = Problem(
        "This is a web page, not a calendar",
        "The address may have expired, or it leads to a page to sign in",
        "Get the link for calendar subscription again from your scheduling system",
    )
    window.show_calendars(
        (
            FeedState("Genesys schedule", False, now - dt.timedelta(minutes=9), 10, 20, 1),
            FeedState("Sábados", False, now - dt.timedelta(days=3), 2, 0, 0, lost),
            FeedState("Training", False, problem=gone),
            FeedState("team.ics", True, now - dt.timedelta(hours=30), 0, 5),
        ),
        now,
    )
    window.name.setText("When I Work")
    window.address.setText("webcal://example")
    yield "calendars", window
