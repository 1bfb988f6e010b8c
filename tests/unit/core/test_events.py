"""core.events: every listener hears, whatever the others do."""

from __future__ import annotations

import logging

import pytest

from desktop.core.events import Event


def test_listeners_hear_in_the_order_in_which_they_came() -> None:
    event: Event[int] = Event("number")
    heard: list[tuple[str, int]] = []
    event.connect(lambda value: heard.append(("a", value)))
    event.connect(lambda value: heard.append(("b", value)))
    event.emit(1)
    assert heard == [("a", 1), ("b", 1)]


def test_who_left_hears_no_more_and_may_leave_twice() -> None:
    event: Event[int] = Event("number")
    heard: list[int] = []
    leave = event.connect(heard.append)
    event.connect(lambda _: leave())
    event.emit(1)
    event.emit(2)
    leave()
    assert heard == [1]


def test_one_that_fails_is_logged_without_its_words_and_stops_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    event: Event[str] = Event("text typed")
    heard: list[str] = []

    def fails(value: str) -> None:
        raise ValueError(value)

    event.connect(fails)
    event.connect(heard.append)
    with caplog.at_level(logging.ERROR):
        event.emit("what the customer said")
    assert heard == ["what the customer said"]
    assert "text typed" in caplog.text
    assert "ValueError" in caplog.text
    assert "customer said" not in caplog.text
