"""A browser that fetches a paste twice: at once to look at it, and when its page is so far."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.host.apps import rule_for
from desktop.keyboard import messages
from desktop.keyboard.fetching import FETCHED_AGAIN_WITHIN, FETCHED_WITHIN
from desktop.keyboard.reasons import Reason

LONG = "déjà vu"


@pytest.fixture
def agent(session: Any) -> Any:
    made = session({":u": LONG, ":v": "voilà"}, app="chromium")
    made.desktop.copy("mine")
    return made


def reports(agent: Any) -> list[messages.FromKeyboard]:
    return [one for one in agent.told if not isinstance(one, messages.Matched)]


def test_the_text_stays_until_the_page_has_fetched_it(agent: Any) -> None:
    agent.keys("ok :u", answer=False)
    agent.answer()
    agent.fetch()
    agent.keys("x", answer=False)
    agent.wait()
    assert isinstance(reports(agent)[-1], messages.Typed)
    assert agent.board.kept == 0
    assert agent.desktop.clipboard_text() == LONG
    agent.desktop.clock.advance(FETCHED_AGAIN_WITHIN - 0.5)
    agent.typing.tick()
    assert agent.desktop.clipboard_text() == LONG
    agent.fetch()
    agent.wait()
    assert agent.desktop.clipboard_text() == "mine"
    assert len(reports(agent)) == 1
    agent.assert_flowing()


def test_a_page_that_is_quick_has_its_text_before_the_keys_flow(agent: Any) -> None:
    agent.keys("ok :u", answer=False)
    agent.answer()
    agent.fetch()
    agent.fetch()
    settle = rule_for("chromium").settle_ms / 1000
    assert agent.typing.deadline() == pytest.approx(agent.desktop.clock.monotonic() + settle)
    agent.keys("x", answer=False)
    agent.wait()
    assert agent.text == f"ok {LONG}x"
    assert agent.desktop.clipboard_text() == "mine"
    agent.assert_flowing()


def test_one_that_never_fetches_again_gives_the_clipboard_back(agent: Any) -> None:
    agent.keys("ok :u", answer=False)
    agent.answer()
    agent.fetch()
    agent.wait()
    begun = agent.desktop.clock.monotonic()
    agent.wait()
    assert agent.desktop.clock.monotonic() - begun == pytest.approx(FETCHED_AGAIN_WITHIN, abs=0.01)
    assert agent.desktop.clipboard_text() == "mine"
    assert [type(one) for one in reports(agent)] == [messages.Typed]
    agent.assert_flowing()


def test_no_other_paste_gets_in_before_the_page_has_fetched_the_first(agent: Any) -> None:
    agent.keys(":u", answer=False)
    agent.answer()
    agent.fetch()
    agent.wait()
    agent.keys(":v", answer=False)
    agent.answer()
    assert agent.failed() == []
    agent.wait()  # half a second, in which the page fetches nothing
    assert agent.failed() == [Reason.NOT_TAKEN]
    assert agent.desktop.clipboard_text() == LONG


def test_the_next_paste_goes_out_once_the_page_has_fetched_the_first(agent: Any) -> None:
    agent.keys(":u", answer=False)
    agent.answer()
    agent.fetch()
    agent.wait()
    agent.keys(":vxyz", answer=False)
    agent.answer()
    assert agent.desktop.clipboard_text() == LONG
    agent.fetch()
    agent.settle()
    assert agent.failed() == []
    assert [type(one) for one in reports(agent)] == [messages.Typed, messages.Typed]
    # A page puts the first before what was typed behind it, which the desktop in memory does not.
    assert agent.text.endswith("voilàxyz")
    assert agent.desktop.clipboard_text() == "mine"
    agent.assert_flowing()


def test_the_next_paste_need_not_wait_for_the_time_after_the_last_fetch(agent: Any) -> None:
    agent.keys(":u", answer=False)
    agent.answer()
    agent.fetch()
    agent.wait()
    agent.fetch()
    assert agent.typing.deadline() is not None
    agent.keys(":v")
    assert agent.failed() == []
    assert agent.text == f"{LONG}voilà"
    assert agent.desktop.clipboard_text() == "mine"


def test_a_browser_that_is_late_from_the_start_gets_the_time_for_its_page_too(agent: Any) -> None:
    agent.keys(":u", answer=False)
    agent.answer()
    agent.wait()
    assert reports(agent) == []
    agent.desktop.clock.advance(FETCHED_WITHIN - 0.1)
    agent.fetch()
    agent.desktop.clock.advance(FETCHED_AGAIN_WITHIN - 0.1)
    agent.typing.tick()
    assert agent.desktop.clipboard_text() == LONG
    agent.fetch()
    agent.wait()
    assert agent.text == LONG
    assert agent.desktop.clipboard_text() == "mine"
    assert [type(one) for one in reports(agent)] == [messages.Typed]


def test_an_undo_that_lingers_is_reported_once(session: Any) -> None:
    agent = session({":ü": LONG}, app="chromium")
    agent.keys(":ü")
    agent.key("backspace")
    agent.fetch()
    agent.wait()
    assert agent.desktop.clipboard_text() == ":ü"
    agent.fetch()
    agent.wait()
    assert [type(one) for one in reports(agent)] == [messages.Typed, messages.Undone]
    assert agent.text == ":ü"
    assert agent.desktop.clipboard_text() == ""
