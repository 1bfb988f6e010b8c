"""What is due, what is announced and when to look again, against the plainest way to say it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from desktop.customers.followups.due import LONGEST_NAP, Outlook, outlook, parted
from desktop.customers.followups.followup import FollowUp, State, Who

NOON = dt.datetime(2026, 11, 29, 12, 0, tzinfo=dt.UTC)


def follow_up(which: int, minutes: float, **changes: object) -> FollowUp:
    made = FollowUp(which, Who("Ana"), "", NOON + dt.timedelta(minutes=minutes), "UTC", False)
    return replace(made, **changes)  # type: ignore[arg-type]  # each by its own type below


@given(
    st.lists(st.tuples(st.integers(-500, 500), st.sampled_from(State), st.booleans()), max_size=12),
    st.booleans(),
)
def test_like_the_plainest_way_to_say_it(
    made: list[tuple[int, State, bool]], in_interaction: bool
) -> None:
    every = [
        follow_up(at, minutes, state=state, announced=announced)
        for at, (minutes, state, announced) in enumerate(made)
    ]
    found = outlook(every, NOON, in_interaction=in_interaction)
    for one in every:
        waits = one.state.value in ("open", "snoozed")
        assert (one in found.due) == (waits and one.at <= NOON)
        wanted = one in found.due and not one.announced and not in_interaction
        assert (one in found.announce) == wanted
    later = [one.at for one in every if one.state.value in ("open", "snoozed") and one.at > NOON]
    assert found.next_at == (min(later) if later else None)


@given(
    st.lists(st.integers(1, 300), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 60)), max_size=4),
)
def test_each_is_announced_once_and_never_in_an_interaction(
    minutes: list[int], calls: list[tuple[int, int]]
) -> None:
    """A day acted out minute by minute, with calls that come and go."""
    every = {at: follow_up(at, one) for at, one in enumerate(minutes)}
    said: dict[int, int] = {}
    for now in range(420):
        talking = any(start <= now < start + length for start, length in calls)
        moment = NOON + dt.timedelta(minutes=now)
        found = outlook(every.values(), moment, in_interaction=talking)
        assert not (talking and found.announce)
        for one in found.announce:
            assert one.id not in said
            said[one.id] = now
            every[one.id] = replace(one, announced=True)
    for at, due in enumerate(minutes):
        free = next(
            now
            for now in range(due, 421)
            if not any(start <= now < start + length for start, length in calls)
        )
        assert said[at] == free


def test_nothing_is_looked_at_while_there_is_nothing() -> None:
    assert Outlook((), (), None).nap(NOON) is None


def test_it_sleeps_until_the_next_but_not_so_long_that_a_changed_clock_goes_unseen() -> None:
    assert Outlook((), (), NOON + dt.timedelta(seconds=90)).nap(NOON) == 90
    assert Outlook((), (), NOON + dt.timedelta(days=3)).nap(NOON) == LONGEST_NAP.total_seconds()
    assert Outlook((), (), NOON - dt.timedelta(hours=1)).nap(NOON) == 0


def test_the_list_is_parted_by_the_agents_day() -> None:
    now = dt.datetime(2026, 11, 29, 23, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))  # 22:00 UTC
    due, tonight, tomorrow = follow_up(1, 599), follow_up(2, 630), follow_up(3, 720)
    done = follow_up(4, 0, state=State.DONE)
    assert parted([tomorrow, tonight, done, due], now) == ((due,), (tonight,), (tomorrow,))
