"""A follow-up is kept as it is, and what is damaged is none."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.customers.followups.followup import FollowUp, State, Who, from_plain, plain
from desktop.interaction import Channel

AT = dt.datetime(2026, 12, 1, 18, 0, tzinfo=dt.UTC)
WHO = Who("Ana", Channel.PHONE, "+4930123456", (("book", "1"),), "America/Sao_Paulo")
ONE = FollowUp(7, WHO, "the invoice", AT, "America/Sao_Paulo", True)
MOMENTS = st.datetimes(timezones=st.just(dt.UTC))


@given(
    st.builds(
        FollowUp,
        st.just(7),
        st.builds(
            Who,
            st.text(),
            st.sampled_from(Channel),
            st.text(),
            st.lists(st.tuples(st.text(), st.text()), max_size=3).map(tuple),
            st.just("Asia/Kolkata"),
        ),
        st.text(),
        MOMENTS,
        st.sampled_from(["UTC", "Europe/Madrid"]),
        st.booleans(),
        st.sampled_from(State),
        st.booleans(),
        st.none() | MOMENTS,
    )
)
def test_it_is_kept_as_it_is(one: FollowUp) -> None:
    assert from_plain(7, json.loads(json.dumps(plain(one)))) == one


@pytest.mark.parametrize(
    "change",
    [
        {"who": None},
        {"at": "soon"},
        {"at": 3},
        {"zone": "Mars/Olympus"},
        {"zone": "../../etc/passwd"},
        {"state": "lost"},
        {"ended": 5},
    ],
)
def test_what_is_damaged_is_none(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="follow-up"):
        from_plain(7, {**plain(ONE), **change})


def test_it_tells_its_time_by_the_clock_by_which_it_was_said() -> None:
    assert f"{ONE.there():%H:%M}" == "15:00"
