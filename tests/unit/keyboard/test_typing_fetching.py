"""A target that is slow to fetch a paste, and one that never does."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.host.apps import rule_for
from desktop.keyboard.fetching import FETCHED_WITHIN, TAKEN_WITHIN
from desktop.keyboard.reasons import Reason
from desktop.keyboard.typing import ANSWER_WITHIN


def test_who_has_begun_to_fetch_gets_as_long_again_once(session: Any) -> None:
    agent = session({":u": "déjà"})
    agent.keys("ok :u", answer=False)
    agent.answer()
    first = agent.typing.deadline()
    agent.typing.on_fetching()
    assert agent.typing.deadline() == pytest.approx(first + TAKEN_WITHIN)
    agent.typing.on_fetching()
    assert agent.typing.deadline() == pytest.approx(first + TAKEN_WITHIN)
    agent.keys("x", answer=False)
    assert agent.text.endswith("ok ")
    agent.fetch()
    settle = rule_for("").settle_ms / 1000
    assert agent.typing.deadline() == pytest.approx(agent.desktop.clock.monotonic() + settle)
    agent.settle()
    assert agent.text == "ok déjàx"


def test_who_begins_and_never_fetches_keeps_the_keys_no_longer_than_that(session: Any) -> None:
    agent = session({":u": "déjà"})
    agent.keys("ok :u", answer=False)
    agent.answer()
    agent.typing.on_fetching()
    agent.keys("x", answer=False)
    begun = agent.desktop.clock.monotonic()
    agent.wait()
    assert agent.text == "ok x"
    assert agent.desktop.clock.monotonic() - begun <= 2 * TAKEN_WITHIN + 0.001


def test_fetching_without_a_paste_means_nothing(session: Any) -> None:
    agent = session({":b": "brb"})
    agent.typing.on_fetching()
    agent.keys("ok :b ")
    agent.typing.on_fetching()
    assert agent.text == "ok brb "


@pytest.fixture
def late(session: Any) -> Any:
    """A target that has not fetched its paste within the hold, and the next trigger behind it."""
    agent = session({":u": "déjà", ":v": "voilà", ":b": "brb"})
    agent.board.in_order = True
    agent.desktop.copy("mine")
    agent.keys(":u", answer=False)
    agent.answer()
    agent.wait()
    agent.keys(" :v", answer=False)
    agent.answer()
    return agent


def test_the_next_paste_waits_for_a_target_that_is_a_little_late(late: Any) -> None:
    late.keys("x", answer=False)
    assert late.text == " :"
    late.fetch()
    late.settle()
    assert late.text == "déjà voilàx"
    assert late.failed() == []
    assert late.desktop.clipboard_text() == "mine"
    late.assert_flowing()


def test_nobody_waits_longer_than_half_a_second_and_all_together_only_once(late: Any) -> None:
    begun = late.desktop.clock.monotonic()
    late.keys(" :v :v x", answer=False)
    late.wait()
    assert late.desktop.clock.monotonic() - begun <= ANSWER_WITHIN + 0.001
    while late.answer():
        pass
    assert late.desktop.clock.monotonic() - begun <= ANSWER_WITHIN + 0.001
    assert late.text == " :v :v :v x"
    assert late.failed() == [Reason.NOT_TAKEN] * 3
    assert late.board.kept == 0


def test_nobody_waits_where_the_text_could_come_between_the_keys_of_the_trigger(
    late: Any,
) -> None:
    late.wait()
    late.board.in_order = False
    late.keys(" :v", answer=False)
    late.answer()
    assert late.failed() == [Reason.NOT_TAKEN] * 2


def test_what_is_not_pasted_waits_for_no_paste(late: Any) -> None:
    late.wait()
    late.keys(" :b", answer=False)
    late.answer()
    assert late.text == " :v brb"


def test_a_click_ends_the_wait(late: Any) -> None:
    late.board.click()
    assert late.failed() == [Reason.MOVED]
    assert late.text == " :v"
    late.desktop.clock.advance(FETCHED_WITHIN)
    late.typing.tick()
    assert late.failed() == [Reason.MOVED, Reason.NOT_TAKEN]
    assert late.desktop.clipboard_text() == "mine"
    late.assert_flowing()
