"""What counts as a change of a watched ticket."""

from __future__ import annotations

import datetime as dt
import json
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.customers.card import Ticket
from desktop.customers.merge import CustomerCard
from desktop.customers.providers.base import Fault, FaultKind
from desktop.customers.watching.choosing import watchable
from desktop.customers.watching.pace import LONGEST_S, Rests
from desktop.customers.watching.watched import (
    Change,
    Seen,
    Watched,
    What,
    compared,
    from_plain,
    plain,
)
from tests.unit.customers.making import card

NOON = dt.datetime(2026, 11, 29, 12, 0, tzinfo=dt.UTC)
WATCHED = Watched(7, "desk", "1", "Ana", ("email", "ana@example.com"))


def ticket(number: str, status: str, minutes: int | None) -> Ticket:
    moment = None if minutes is None else NOON + dt.timedelta(minutes=minutes)
    return Ticket(number, "Parcel", "desk", status, moment=moment)


def whats(*looks: tuple[Ticket, ...], own: dict[str, dt.datetime] | None = None) -> list[What]:
    one, said = WATCHED, []
    for tickets in looks:
        one, changes = compared(one, tickets, own or {})
        said += [change.what for change in changes]
    return said


def test_the_first_look_is_no_news() -> None:
    assert whats((ticket("1", "open", 0), ticket("2", "new", 1))) == []


def test_what_changes_is() -> None:
    base = (ticket("1", "open", 0),)
    assert whats(base, base) == []
    assert whats(base, (ticket("1", "solved", 0),)) == [What.STATUS]
    assert whats(base, (ticket("1", "open", 3),)) == [What.CHANGED]
    assert whats(base, (*base, ticket("2", "new", 3))) == [What.NEW]


def test_one_that_is_out_of_sight_for_a_while_is_not_new() -> None:
    base = (ticket("1", "open", 0), ticket("2", "open", 0))
    assert whats(base, base[:1], base) == []


def test_a_provider_that_tells_less_exactly_changes_nothing() -> None:
    base = (ticket("1", "open", 5),)
    assert whats(base, (ticket("1", "open", None),)) == []
    assert whats(base, (ticket("1", "open", 4),)) == []


def test_own_writings_are_no_news_and_later_ones_are() -> None:
    own = {"1": NOON + dt.timedelta(minutes=10)}
    base = (ticket("1", "open", 0),)
    assert whats(base, (ticket("1", "pending", 10),), own=own) == []
    assert whats(base, (ticket("1", "pending", 11),), own=own) == []
    assert whats(base, (ticket("1", "pending", 20),), own=own) == [What.STATUS]


TICKETS = st.lists(
    st.builds(
        ticket,
        st.sampled_from("123"),
        st.sampled_from(["open", "solved"]),
        st.none() | st.integers(0, 5),
    ),
    max_size=3,
    unique_by=lambda one: one.id,
).map(tuple)


@given(st.lists(TICKETS, min_size=1, max_size=6))
def test_the_same_twice_never_says_anything(looks: list[tuple[Ticket, ...]]) -> None:
    one = WATCHED
    for tickets in looks:
        one, _ = compared(one, tickets, {})
        again, changes = compared(one, tickets, {})
        assert (again, changes) == (one, ())


def test_it_is_kept_as_it_is() -> None:
    last = Change("1", "Parcel", What.STATUS, "open", "solved", NOON)
    seen = MappingProxyType({"1": Seen("open", NOON), "2": Seen("new", None)})
    whole = Watched(7, "desk", "1", "Ana", ("email", "a@b"), "1", "a@b", seen, last, True)
    for one in (WATCHED, whole):
        assert from_plain(7, json.loads(json.dumps(plain(one)))) == one


@pytest.mark.parametrize(
    "said", [{}, {"provider": 1}, {**plain(WATCHED), "query": "x"}, {**plain(WATCHED), "seen": 3}]
)
def test_what_is_damaged_is_none(said: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="watched"):
        from_plain(1, said)


def test_a_customer_is_watched_where_there_are_tickets() -> None:
    ana = CustomerCard(
        (
            card("book", "1", name="Ana", email="ana@example.com"),
            card("desk", "8", name="Ana", email="Ana@Example.com"),
            card("other", "9", name="Ana"),
        )
    )
    found = watchable(ana, "Ana", {"desk", "other"}, "DE")
    assert [(one.provider, one.record, one.query) for one in found] == [
        ("desk", "8", ("email", "ana@example.com"))
    ]
    assert watchable(ana, "Ana", {"desk"}, "DE", ticket="5") == ()


def test_who_fails_is_left_alone_for_longer_each_time() -> None:
    rests = Rests()
    fault = Fault(FaultKind.UNREACHABLE)
    pauses = []
    for _ in range(8):
        rests.failed("desk", fault, 0.0, 300.0)
        pauses.append(rests.left("desk", 0.0))
    assert pauses[:3] == [600.0, 1200.0, 2400.0]
    assert pauses[-1] == LONGEST_S
    assert rests.left("other", 0.0) == 0
    rests.answered("desk")
    rests.failed("desk", Fault(FaultKind.RATE_LIMITED, 5000.0), 0.0, 300.0)
    assert rests.left("desk", 0.0) == 5000.0
