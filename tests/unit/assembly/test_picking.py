"""assembly.picking: a field of Deskhand's own gets a snippet's text as it would be typed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import pytest

from desktop.assembly.picking import ASKS_FIRST, CHANGED, MOST, Offer
from desktop.core.results import Problem
from desktop.interaction import Channel, Customer, Field
from tests.unit.assembly.acting import SECONDS, Running

T = TypeVar("T")


def heard(ask: Callable[[Callable[[T], None]], None]) -> T:
    """What is told back."""
    told: list[T] = []
    ready = threading.Event()

    def tell(one: T) -> None:
        told.append(one)
        ready.set()

    ask(tell)
    assert ready.wait(SECONDS)
    return told[0]


def search(running: Running, words: str) -> tuple[Offer, ...]:
    return heard(lambda tell: running.assembly.picking.search(words, tell))


def text(running: Running, offer: Offer) -> str | Problem:
    def ask(tell: Callable[[str | Problem], None]) -> None:
        running.assembly.picking.text(offer, tell)

    return heard(ask)


def test_a_snippet_is_found_and_comes_out_for_the_customer_in_hand(running: Running) -> None:
    interactions = running.assembly.interactions
    who = Customer({"first_name": Field("Ana", "desk", running.assembly.clock.now())})
    interactions.open("test", Channel.CHAT, customer=who)
    (offer, *_) = search(running, ":name")
    assert offer.trigger == ":name"
    assert text(running, offer) == "Dear Ana"
    running.settle()
    assert not running.link.sent, "nothing is typed anywhere"
    assert running.clipboard.text(0) is None


def test_not_more_are_offered_than_can_be_read(running: Running) -> None:
    assert len(search(running, "")) == MOST


def test_one_that_asks_something_first_says_so(running: Running) -> None:
    (offer, *_) = search(running, ":ask")
    assert text(running, offer) == ASKS_FIRST


def test_one_of_a_library_that_is_gone_says_so(running: Running) -> None:
    assert text(running, Offer(0, "another", "be right back")) == CHANGED


def test_after_a_rest_it_searches_again(running: Running) -> None:
    assert search(running, ":brb")
    running.assembly.picking.rest()
    assert search(running, ":brb")


def test_only_the_newest_search_is_answered(running: Running) -> None:
    told: list[str] = []
    done = threading.Event()
    picking = running.assembly.picking
    for words in (":b", ":br"):
        picking.search(words, lambda _, words=words: told.append(words))  # type: ignore[misc]  # bound at once
    picking.search(":brb", lambda _: done.set())
    assert done.wait(SECONDS)
    assert ":br" not in told


def test_after_a_search_that_failed_the_next_is_answered(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    reached = threading.Event()

    def fail(_: object) -> None:
        reached.set()
        raise ArithmeticError("private")

    running.assembly.picking.search(":b", fail)
    assert reached.wait(SECONDS)
    assert search(running, ":brb")
    (record,) = caplog.records
    assert record.getMessage().startswith("a search to pick from failed: ArithmeticError at ")
