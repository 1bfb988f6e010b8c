"""A target that is slow to fetch a paste, and one that never does."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.host.apps import rule_for
from desktop.keyboard.typing import TAKEN_WITHIN


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
