"""interaction.snapshot: values by their names, and that no repr shows a customer."""

from __future__ import annotations

import datetime as dt

import pytest

from desktop.core.clock import FixedClock
from desktop.core.results import UserError
from desktop.interaction import (
    LONGEST_VALUE,
    Channel,
    Customer,
    Field,
    Interaction,
    Interactions,
    assignment,
    channel_named,
    values,
)
from tests.unit.interaction.conftest import NOON, customer


def test_values_for_snippets(clock: FixedClock) -> None:
    one = Interaction(
        id="i1",
        source="pbx",
        channel=Channel.PHONE,
        opened=NOON,
        language="",
        customer=customer(first_name="Ana", last_name="López", language="es"),
        tags=("vip", "late"),
        reference="call-17",
    )
    clock.advance(150)
    assert values(one, clock.now()) == {
        "customer": {
            "first_name": "Ana",
            "last_name": "López",
            "language": "es",
            "name": "Ana López",
        },
        "interaction": {
            "id": "i1",
            "reference": "call-17",
            "source": "pbx",
            "channel": "phone",
            "language": "es",
            "opened": "2026-03-01T12:00:00+00:00",
            "minutes": "2",
            "tags": "vip, late",
        },
    }
    assert Interactions(clock).values(one) == values(one, clock.now())


def test_values_of_none_and_of_what_is_not_known() -> None:
    assert values(None, NOON) == {"customer": {}, "interaction": {}}
    bare = Interaction("i1", "tray", Channel.OTHER, NOON)
    assert "tags" not in values(bare, NOON)["interaction"]
    only_name = Interaction("i1", "tray", Channel.OTHER, NOON, customer=customer(name="López, Ana"))
    assert values(only_name, NOON)["customer"] == {"name": "López, Ana"}


@pytest.mark.parametrize(
    ("words", "path", "expected"),
    [
        ("customer.first_name=Ana", ("customer", "first_name"), "Ana"),
        ("customer.first_name=", ("customer", "first_name"), ""),
        ("customer.iban_4=a=b", ("customer", "iban_4"), "a=b"),
        (" interaction.channel =Chat", ("interaction", "channel"), "chat"),
        ("interaction.language=pt-BR", ("interaction", "language"), "pt-BR"),
        ("interaction.source=pbx", ("interaction", "source"), "pbx"),
        ("interaction.tags=vip, , late", ("interaction", "tags"), "vip, late"),
    ],
)
def test_values_that_are_set(
    interactions: Interactions, words: str, path: tuple[str, str], expected: str
) -> None:
    one = interactions.open("tray", Channel.PHONE)
    assert interactions.set_value(one.id, *assignment(words))
    assert interactions.values(interactions.front())[path[0]].get(path[1], "") == expected


@pytest.mark.parametrize(
    "words",
    [
        "customer.first_name",
        "=Ana",
        "first_name=Ana",
        "agent.name=Ana",
        "customer.=Ana",
        "customer.First=Ana",
        "customer.a.b=Ana",
        "interaction.id=Ana",
        "interaction.channel=Ana",
        "interaction.language=A na",
        "customer.name=" + "x" * (LONGEST_VALUE + 1),
    ],
)
def test_values_that_can_not_be_set_say_what_can(interactions: Interactions, words: str) -> None:
    one = interactions.open("tray", Channel.PHONE)
    with pytest.raises(UserError) as caught:
        interactions.set_value(one.id, *assignment(words))
    assert "Ana" not in str(caught.value).replace("customer.first_name=Ana", "")
    assert interactions.front() == one


def test_channels_have_names() -> None:
    assert channel_named(" Mail ") is Channel.MAIL
    with pytest.raises(UserError, match="phone, chat, mail, social, other"):
        channel_named("fax")


def test_a_field_knows_its_age() -> None:
    field = Field("x", "crm", NOON)
    assert field.age(NOON + dt.timedelta(seconds=5)) == dt.timedelta(seconds=5)
    assert field.age(NOON - dt.timedelta(seconds=5)) == dt.timedelta()


def test_no_repr_shows_a_customer() -> None:
    one = Interaction("i1", "tray", Channel.CHAT, NOON, customer=customer(name="Ana López"))
    assert "Ana" not in f"{one!r} {one.customer!r} {one.customer.fields['name']!r}"
    assert one.customer
    assert not Customer()
