"""customers.holds: whose an interaction is, and whose again when that was not so."""

from __future__ import annotations

import datetime as dt

import pytest

from desktop.core.clock import FixedClock
from desktop.customers.holds import Holds
from desktop.customers.inquiry import Inquiry, Origin
from desktop.customers.merge import CustomerCard, merge
from desktop.interaction import Asked, Channel, Interactions
from tests.unit.customers.making import card

NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)


def customer(number: str, name: str) -> CustomerCard:
    (found,) = merge([card("desk", number, name=name)])
    return found


ANA, BO = customer("1", "Ana Souza"), customer("2", "Bo Lee")


@pytest.fixture
def interactions() -> Interactions:
    return Interactions(FixedClock(NOW))


@pytest.fixture
def holds(interactions: Interactions) -> Holds:
    return Holds(interactions)


def asked(interactions: Interactions) -> Asked:
    made = interactions.ask(interactions.open("test", Channel.PHONE).id)
    assert made is not None
    return made


def name_of(interactions: Interactions, one: Asked) -> str:
    found = interactions.get(one.interaction)
    assert found is not None
    return found.customer.value("name")


def test_who_turns_out_not_to_be_the_one_is_given_back(
    interactions: Interactions, holds: Holds
) -> None:
    one = asked(interactions)
    interactions.set_value(one.interaction, "customer.mood", "calm")
    joined = holds.join(Inquiry(1, Origin.AGENT, "Ana", one), one, ANA)
    assert name_of(interactions, one) == "Ana Souza"
    assert holds.having(ANA) == one.interaction
    back = holds.give_back(joined)
    assert back.asked is not None
    assert interactions.holds(back.asked)
    assert name_of(interactions, one) == ""
    found = interactions.get(one.interaction)
    assert found is not None
    assert found.customer.value("mood") == "calm"
    assert holds.having(ANA) is None


def test_somebody_else_may_be_it_by_the_agents_choice_only(
    interactions: Interactions, holds: Holds
) -> None:
    one = asked(interactions)
    inquiry = holds.join(Inquiry(1, Origin.AGENT, "Ana", one), one, ANA)
    assert holds.may_be(one, ANA)
    assert not holds.may_be(one, BO)
    assert inquiry.asked is not None
    holds.join(inquiry, inquiry.asked, BO, chosen=True)
    assert name_of(interactions, one) == "Bo Lee"
    assert holds.having(BO) == one.interaction
    assert holds.having(ANA) is None


def test_a_customer_is_released_from_every_interaction(
    interactions: Interactions, holds: Holds
) -> None:
    several = [asked(interactions) for _ in range(2)]
    bo = asked(interactions)
    for one in several:
        holds.join(Inquiry(1, Origin.CALL, "Ana", one), one, ANA)
    holds.join(Inquiry(2, Origin.CALL, "Bo", bo), bo, BO)
    holds.release(ANA)
    assert [name_of(interactions, one) for one in (*several, bo)] == ["", "", "Bo Lee"]
    assert holds.having(ANA) is None


def test_what_was_asked_last_is_known_but_of_somebody_else(
    interactions: Interactions, holds: Holds
) -> None:
    one = asked(interactions)
    holds.note(Inquiry(1, Origin.AGENT, "Ana", one))
    holds.note(Inquiry(2, Origin.AGENT, "Ana Souza", one))
    hold = holds.of(one)
    assert hold is not None
    assert hold.inquiry.text == "Ana Souza"
    joined = holds.join(hold.inquiry, one, ANA)
    assert joined.asked is not None
    holds.note(Inquiry(3, Origin.AGENT, "Bo", joined.asked, chosen=BO))
    kept = holds.of(joined.asked)
    assert kept is not None
    assert kept.inquiry.text == "Ana Souza"
