"""Which interaction a microphone in use is, and that one call never becomes two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.assembly.rest.microphone_calls import SETTLED_S, SOURCE, MicrophoneCalls
from desktop.core.clock import FixedClock
from desktop.host.base import Recorder
from desktop.interaction import Channel, Customer, Field, Interaction, Interactions

NINE = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
PHONE = "phone system"
SOFTPHONE = Recorder("softphone", "Softphone")
ANA = Customer({"name": Field("Ana", "agent", NINE)})


class Calls:
    """Interactions, and a microphone beside them."""

    def __init__(self) -> None:
        self.interactions = Interactions(FixedClock(NINE))
        self.calls = MicrophoneCalls(self.interactions)
        self.interactions.opened.connect(self.calls.opened)
        self.interactions.closed.connect(self.calls.closed)
        self.at = 100.0

    def use(self, *who: Recorder) -> None:
        self.calls.hear(frozenset(who), self.at)
        self.calls.step(self.at)

    def later(self, seconds: float = SETTLED_S) -> None:
        self.at += seconds
        self.calls.step(self.at)

    def open(self, source: str = PHONE, channel: Channel = Channel.PHONE) -> Interaction:
        return self.interactions.open(source, channel)

    @property
    def sources(self) -> list[str]:
        return [one.source for one in self.interactions.all()]


@pytest.fixture
def calls() -> Calls:
    return Calls()


def test_it_opens_one_after_five_seconds_and_closes_it_five_after(calls: Calls) -> None:
    calls.use(SOFTPHONE)
    calls.later(4.9)
    assert calls.sources == []
    assert calls.calls.step(calls.at) == pytest.approx(0.1)
    calls.later(0.1)
    assert calls.sources == [SOURCE]
    assert calls.interactions.all()[0].channel is Channel.PHONE
    calls.use()
    calls.later(4.9)
    assert calls.sources == [SOURCE]
    calls.later(0.1)
    assert calls.sources == []
    assert calls.calls.step(calls.at) == float("inf")


def test_what_flickers_is_neither_a_call_nor_the_end_of_one(calls: Calls) -> None:
    for _ in range(5):
        calls.use(SOFTPHONE)
        calls.later(2)
        calls.use()
        calls.later(4)
    assert calls.sources == []
    calls.use(SOFTPHONE)
    calls.later()
    [before] = calls.interactions.all()
    for _ in range(5):
        calls.use()
        calls.later(4)
        calls.use(SOFTPHONE)
        calls.later(2)
    assert [one.id for one in calls.interactions.all()] == [before.id]


def test_a_call_that_was_told_of_stays_one_and_is_not_closed_here(calls: Calls) -> None:
    one = calls.open()
    calls.use(SOFTPHONE)
    calls.later()
    assert calls.sources == [PHONE]
    calls.use()
    calls.later(60)
    assert [each.id for each in calls.interactions.all()] == [one.id]


def test_a_call_that_is_told_of_later_takes_in_the_one_from_here(calls: Calls) -> None:
    calls.use(SOFTPHONE)
    calls.later()
    opened = calls.interactions.all()[0].opened
    calls.open()
    [kept] = calls.interactions.all()
    assert (kept.source, kept.opened) == (PHONE, opened)
    calls.use()
    calls.later()
    assert calls.sources == [PHONE]


def test_a_customer_that_was_looked_up_is_not_merged_into_another_call(calls: Calls) -> None:
    calls.use(SOFTPHONE)
    calls.later()
    calls.interactions.update(calls.calls.own, customer=ANA)
    calls.open()
    assert calls.sources == [PHONE, SOURCE]


def test_a_chat_beside_a_call_is_another_interaction(calls: Calls) -> None:
    chat = calls.open("tray", Channel.CHAT)
    calls.use(SOFTPHONE)
    calls.later()
    assert calls.sources == ["tray"]  # it stays in front, and is work already
    calls.interactions.close(chat.id)
    calls.later(0)
    assert calls.sources == [SOURCE]
    calls.open("tray", Channel.CHAT)
    assert calls.sources == ["tray", SOURCE]


@pytest.mark.parametrize("own", [True, False])
def test_a_program_that_keeps_the_microphone_opens_nothing_after_the_call(
    calls: Calls, own: bool
) -> None:
    if not own:
        calls.open()
    calls.use(SOFTPHONE)
    calls.later()
    calls.interactions.close(calls.interactions.all()[0].id)
    calls.later(3600)
    assert calls.sources == []
    calls.use()
    calls.later(3)
    calls.use(SOFTPHONE)
    calls.later()
    assert calls.sources == [SOURCE]


def test_only_programs_that_count_are_calls(calls: Calls) -> None:
    calls.calls.count((), ("OBS",), calls.at)
    calls.use(Recorder("obs", "OBS Studio"))
    calls.later(60)
    assert calls.sources == []
    calls.use(Recorder("obs", "OBS Studio"), SOFTPHONE)
    calls.later()
    assert calls.sources == [SOURCE]
    calls.calls.count(("Zoiper",), (), calls.at)
    calls.later()
    assert calls.sources == []
    calls.use(Recorder("zoiper5", "zoiper"))
    calls.later()
    assert calls.sources == [SOURCE]


def test_the_end_of_it_all_closes_what_was_opened_here(calls: Calls) -> None:
    calls.use(SOFTPHONE)
    calls.later()
    calls.open("tray", Channel.CHAT)
    calls.calls.end()
    assert calls.sources == ["tray"]


Act = Callable[[Calls], object]
_ACTS: dict[str, Act] = {
    "use": lambda calls: calls.use(SOFTPHONE),
    "free": lambda calls: calls.use(),
    "ring": lambda calls: calls.open(),
    "chat": lambda calls: calls.open("tray", Channel.CHAT),
    "close": lambda calls: [calls.interactions.close(one.id) for one in calls.interactions.all()],
    "second": lambda calls: calls.later(1),
    "wait": lambda calls: calls.later(6),
}


@given(st.lists(st.sampled_from(sorted(_ACTS)), max_size=40))
def test_whatever_happens_there_is_at_most_one_from_here_and_none_that_stays(
    acts: list[str],
) -> None:
    calls = Calls()
    for act in acts:
        _ACTS[act](calls)
        assert calls.sources.count(SOURCE) <= 1
        if calls.interactions.all() and calls.calls.own:
            assert calls.interactions.get(calls.calls.own) is not None
    calls.use()
    calls.later()
    assert SOURCE not in calls.sources
