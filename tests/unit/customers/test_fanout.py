"""customers.fanout: all at once, each in its own time, no lookup's answer in another."""

from __future__ import annotations

import dataclasses
import logging
import random
import threading
import time
from collections.abc import Callable, Sequence

import pytest

from desktop.core.clock import FixedClock, SystemClock
from desktop.core.results import UserError
from desktop.customers.answers import Found
from desktop.customers.card import Card, Match
from desktop.customers.fanout import Lookups
from desktop.customers.identify import Kind, Query
from desktop.customers.lane import MOST_THREADS
from desktop.customers.providers.base import Fault, FaultKind, Manifest
from desktop.customers.providers.registry import Ready
from desktop.net.address import Reach
from desktop.net.deadline import Cancellation, Deadline
from tests.unit.customers.making import NOW, card

Find = Callable[[Query, Deadline, Cancellation], Sequence[Card] | Fault]
ANA = Query(Kind.EMAIL, "ana@example.com")
BEA = Query(Kind.EMAIL, "bea@example.com")
PATIENCE = 20.0
"""Seconds that no test waits for."""


class Told:
    """A provider that a test plays."""

    reach = Reach.OFFICE

    def __init__(self, find: Find) -> None:
        self.asked: list[Query] = []
        self.closed = False
        self._find = find

    def find(
        self, query: Query, deadline: Deadline, cancellation: Cancellation
    ) -> Sequence[Card] | Fault:
        self.asked.append(query)
        return self._find(query, deadline, cancellation)

    def close(self) -> None:
        self.closed = True


def knows(name: str) -> Find:
    return lambda query, *_: [card(name, email=query.value)]


def ready(name: str, find: Find, finds: frozenset[Kind] = frozenset({Kind.EMAIL})) -> Ready:
    told = Told(find)
    return Ready(name, Manifest(name, name.title(), lambda _: told, finds), told)


def nobody(found: Found) -> None:
    """A listener that does not listen."""


def played(one: Ready) -> Told:
    assert isinstance(one.provider, Told)
    return one.provider


def test_everybody_is_asked_and_told_of_as_they_answer() -> None:
    gate = threading.Event()

    def slow(query: Query, *_: object) -> Sequence[Card]:
        gate.wait(PATIENCE)
        return [card("slow", email=query.value, phone="+34912345678")]

    heard: list[Found] = []
    first = threading.Event()

    def listen(found: Found) -> None:
        heard.append(found)
        first.set()

    lookups = Lookups([ready("slow", slow), ready("fast", knows("fast"))], SystemClock())
    lookup = lookups.start(ANA, listen)
    assert first.wait(PATIENCE)
    assert (list(heard[0].answers), heard[0].waiting, heard[0].done) == (["fast"], ("slow",), False)
    gate.set()
    found = lookup.wait(PATIENCE)
    assert found.done
    assert list(found.answers) == ["slow", "fast"]
    assert [one.provider for one in found.customers()[0].cards] == ["slow", "fast"]
    assert found.customer() is not None
    assert len(heard) == 2
    lookups.close()


def test_twelve_take_as_long_as_the_slowest() -> None:
    together = threading.Barrier(12)

    def meets_the_others(query: Query, *_: object) -> Sequence[Card]:
        together.wait(PATIENCE)  # passes only when all twelve are asked at the same time
        return [card(email=query.value)]

    lookups = Lookups([ready(f"desk{n}", meets_the_others) for n in range(12)], SystemClock())
    found = lookups.start(ANA, nobody).wait(PATIENCE)
    assert all(answer.ok for answer in found.answers.values())
    assert len(found.answers) == 12


def test_an_answer_for_an_earlier_lookup_is_not_told() -> None:
    asked, gate = threading.Event(), threading.Event()

    def slow_for_ana(query: Query, *_: object) -> Sequence[Card]:
        if query == ANA:
            asked.set()
            gate.wait(PATIENCE)
        return [card(email=query.value)]

    heard: list[tuple[str, Query]] = []
    lookups = Lookups([ready("desk", slow_for_ana)], SystemClock())
    before = lookups.start(ANA, lambda found: heard.append(("before", found.query)))
    assert asked.wait(PATIENCE)
    now = lookups.start(BEA, lambda found: heard.append(("now", found.query)))
    gate.set()
    assert now.wait(PATIENCE).done
    for thread in threading.enumerate():
        if thread.name.startswith("ask "):
            thread.join(PATIENCE)
    assert heard == [("now", BEA)]
    assert before.found().answers == {}
    assert before.cancellation.cancelled


def test_cancelling_waits_for_who_is_being_told() -> None:
    told, gate = threading.Event(), threading.Event()

    def listen(_: Found) -> None:
        told.set()
        gate.wait(PATIENCE)
        seen.append("told")

    seen: list[str] = []
    lookup = Lookups([ready("desk", knows("desk"))], SystemClock()).start(ANA, listen)
    assert told.wait(PATIENCE)

    def end() -> None:
        lookup.cancel()
        seen.append("cancelled")

    ending = threading.Thread(target=end)
    ending.start()
    gate.set()
    ending.join(PATIENCE)
    assert seen == ["told", "cancelled"]


def test_of_many_lookups_in_a_hurry_each_hears_its_own_only() -> None:
    chance = random.Random(5)
    pauses = [chance.random() / 500 for _ in range(200)]

    def some_time_later(query: Query, _: Deadline, cancellation: Cancellation) -> Sequence[Card]:
        cancellation.wait(pauses[int(query.value.partition("@")[0])])
        return [card(email=query.value)]

    lookups = Lookups([ready(f"desk{n}", some_time_later) for n in range(4)], SystemClock(), keep=0)
    present = [""]
    wrong: list[str] = []

    def listening_for(address: str) -> Callable[[Found], None]:
        def listen(found: Found) -> None:
            addresses = {found.query.value, *(one.value("email") for one in found.cards)}
            # Heard under the lookup's lock: a later one can't have come back from start() yet.
            if addresses != {address} or present[0] not in ("", address):
                wrong.append(address)

        return listen

    for number in range(200):
        address = f"{number}@example.com"
        present[0] = ""  # start() ends the one before, which may be heard until then
        lookup = lookups.start(Query(Kind.EMAIL, address), listening_for(address))
        present[0] = address
        if number % 3 == 0:
            lookup.wait(PATIENCE)
    assert lookup.wait(PATIENCE).done
    lookups.close()
    assert wrong == []


def test_a_listener_may_cancel() -> None:
    ended = threading.Event()

    def listen(found: Found) -> None:
        lookups.forget()
        ended.set()

    lookups = Lookups([ready("desk", knows("desk"))], SystemClock())
    lookups.start(ANA, listen)
    assert ended.wait(PATIENCE)


def test_who_hangs_is_told_of_and_holds_up_nobody() -> None:
    gate = threading.Event()

    def hangs(*_: object) -> Sequence[Card]:
        gate.wait(PATIENCE)
        return []

    stuck = ready("stuck", hangs)
    lookups = Lookups([stuck, ready("fast", knows("fast"))], SystemClock(), patience=0.05)
    for number in range(MOST_THREADS + 2):
        query = Query(Kind.EMAIL, f"{number}@example.com")
        found = lookups.start(query, nobody).wait(PATIENCE)
        assert found.answers["fast"].ok
        fault = found.answers["stuck"].fault
        assert fault is not None
        assert fault.kind is FaultKind.TIMEOUT
    assert len(played(stuck).asked) == MOST_THREADS
    assert sum(one.name == "ask stuck" for one in threading.enumerate()) == MOST_THREADS
    gate.set()


def test_what_shows_by_then_is_partial() -> None:
    gate = threading.Event()

    def late(*_: object) -> Sequence[Card]:
        gate.wait(PATIENCE)
        return []

    lookups = Lookups([ready("late", late), ready("fast", knows("fast"))], SystemClock())
    begun = time.monotonic()
    found = lookups.start(ANA, nobody).wait(0.05)
    assert time.monotonic() - begun < PATIENCE / 2
    assert set(found.answers) <= {"fast"}
    assert "late" in found.waiting
    gate.set()


def test_records_of_other_people_are_left_out() -> None:
    everybody = [card("desk", str(n), email=f"{n}@example.com") for n in range(5)]
    everybody.append(card("desk", "9", email="ana@example.com", verified=Match.NO))
    lookups = Lookups([ready("desk", lambda *_: everybody)], SystemClock())
    found = lookups.start(ANA, nobody).wait(PATIENCE)
    assert [(one.id, one.verified) for one in found.cards] == [("9", Match.YES)]
    assert found.answers["desk"].left_out == 5


def test_only_those_are_asked_that_can_be() -> None:
    by_phone = ready("phone", knows("phone"), frozenset({Kind.PHONE}))
    lookups = Lookups(
        [by_phone, ready("one", knows("one")), ready("two", knows("two"))], SystemClock()
    )
    assert list(lookups.start(ANA, nobody).wait(PATIENCE).answers) == ["one", "two"]
    assert list(lookups.start(ANA, nobody, only="two").wait(PATIENCE).answers) == ["two"]
    assert played(by_phone).asked == []
    assert lookups.start(Query(Kind.ORDER, "1"), nobody).found().done


def test_an_answer_is_remembered_for_its_time() -> None:
    clock = FixedClock(NOW)
    desk = ready("desk", knows("desk"))
    lookups = Lookups([desk], clock, keep=60)
    lookups.start(ANA, nobody).wait(PATIENCE)
    heard: list[Found] = []
    again = lookups.start(ANA, heard.append).found()
    assert again.answers["desk"].cards
    assert [one.cards for one in heard] == [again.cards]
    assert len(played(desk).asked) == 1
    clock.advance(61)
    assert lookups.start(ANA, nobody).wait(PATIENCE).answers["desk"].cards
    assert len(played(desk).asked) == 2


def test_what_is_forgotten_is_asked_anew_even_if_it_was_on_its_way() -> None:
    asked, gate = threading.Event(), threading.Event()

    def slow(query: Query, *_: object) -> Sequence[Card]:
        asked.set()
        gate.wait(PATIENCE)
        return [card(email=query.value)]

    desk = ready("desk", slow)
    lookups = Lookups([desk], SystemClock())
    lookups.start(ANA, nobody)
    assert asked.wait(PATIENCE)
    lookups.forget()
    gate.set()
    for thread in threading.enumerate():
        if thread.name == "ask desk":
            thread.join(PATIENCE)
    assert lookups.start(ANA, nobody).wait(PATIENCE).answers["desk"].cards
    assert len(played(desk).asked) == 2


@pytest.mark.parametrize("kind", [FaultKind.RATE_LIMITED, FaultKind.AUTH])
def test_who_must_not_be_asked_again_rests(kind: FaultKind) -> None:
    clock = FixedClock(NOW)
    desk = ready("desk", lambda *_: Fault(kind, 7.0 if kind is FaultKind.RATE_LIMITED else None))
    lookups = Lookups([desk], clock)
    lookups.start(ANA, nobody).wait(PATIENCE)
    fault = lookups.start(BEA, nobody).found().answers["desk"].fault
    assert fault is not None
    assert fault.kind is kind
    assert fault.retry_after
    assert len(played(desk).asked) == 1
    clock.advance(60)
    lookups.start(BEA, nobody).wait(PATIENCE)
    assert len(played(desk).asked) == 2


def test_two_of_one_kind_are_called_by_the_names_that_they_were_given() -> None:
    first = ready("desk", lambda *_: Fault(FaultKind.AUTH))
    second = dataclasses.replace(ready("desk", knows("desk")), name="desk of the shop")
    lookups = Lookups([first, second], SystemClock())
    for _ in range(2):  # rests and from memory, too
        lookup = lookups.start(ANA, nobody)
        assert lookup.found().titles == {"desk": "Desk", "desk of the shop": "desk of the shop"}
        found = lookup.wait(PATIENCE)
        titles = {one.provider: one.title for one in found.answers.values()}
        assert titles == {"desk": "Desk", "desk of the shop": "desk of the shop"}


def test_a_fault_is_not_remembered() -> None:
    answers = iter([Fault(FaultKind.BUSY), [card(email="ana@example.com")]])
    lookups = Lookups([ready("desk", lambda *_: next(answers))], SystemClock())  # type: ignore[arg-type]  # a union of two
    assert not lookups.start(ANA, nobody).wait(PATIENCE).answers["desk"].ok
    assert lookups.start(ANA, nobody).wait(PATIENCE).answers["desk"].ok


def test_a_provider_that_is_not_set_up_says_so_itself() -> None:
    def refuses(*_: object) -> Sequence[Card]:
        raise UserError("You are not signed in", todo="Sign in")

    found = Lookups([ready("desk", refuses)], SystemClock()).start(ANA, nobody).wait(PATIENCE)
    fault = found.answers["desk"].fault
    assert fault is not None
    assert fault.problem("Desk").what == "You are not signed in"


def test_a_bug_in_one_provider_is_logged_without_what_was_asked(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def breaks(query: Query, *_: object) -> Sequence[Card]:
        raise ValueError(query.value)

    lookups = Lookups([ready("bad", breaks), ready("good", knows("good"))], SystemClock())
    with caplog.at_level(logging.DEBUG):
        found = lookups.start(ANA, nobody).wait(PATIENCE)
    assert found.answers["good"].ok
    assert not found.answers["bad"].ok
    assert "ValueError" in caplog.text
    assert "ana" not in caplog.text


def test_two_sure_customers_are_not_chosen_between() -> None:
    twins = [card("desk", "1", email="ana@example.com"), card("desk", "2", email="ana@example.com")]
    found = Lookups([ready("desk", lambda *_: twins)], SystemClock()).start(ANA, nobody).wait(9)
    assert len(found.customers()) == 2
    assert found.customer() is None


def test_closing_closes_the_providers() -> None:
    desk = ready("desk", knows("desk"))
    Lookups([desk], SystemClock()).close()
    assert played(desk).closed
