"""customers.merge: one customer's records become one card, two people's never."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from desktop.customers.card import Card, Match, Note, Order, Ticket
from desktop.customers.merge import CustomerCard, merge
from tests.unit.customers.making import NOW, card


def ids(found: tuple[CustomerCard, ...]) -> list[list[str]]:
    return [[one.provider for one in whole.cards] for whole in found]


def test_the_same_address_in_two_systems_is_one_customer() -> None:
    book = card("book", name="Ana Gil", email="ana@example.com", company="Gil SL")
    desk = card("desk", "77", name="Ana Gil", email="Ana@example.com", phone="+34 612 345 678")
    (whole,) = merge([book, desk])
    assert whole.cards == (book, desk)
    assert {name: [one.value for one in known] for name, known in whole.fields.items()} == {
        "name": ["Ana Gil"],
        "email": ["ana@example.com"],
        "company": ["Gil SL"],
        "phone": ["+34 612 345 678"],
    }
    assert whole.fields["phone"][0].source == "desk"
    assert whole.customer().value("company") == "Gil SL"
    assert whole.verified is Match.YES


def test_the_same_number_written_in_two_ways() -> None:
    one = card("book", name="Ana Gil", phone="0171/1234567")
    two = card("desk", name="A. Gil", phone="+49 171 1234567")
    (whole,) = merge([one, two], "DE")
    assert [value.value for value in whole.fields["phone"]] == ["0171/1234567"]
    assert len(merge([one, two], "")) == 2  # whose country nobody knows


def test_a_familys_phone_does_not_make_one_person_of_two() -> None:
    ana = card("book", name="Ana Gil", phone="+34 912 345 678")
    assert len(merge([ana, card("desk", name="Juan Gil", phone="+34912345678")])) == 2


def test_other_addresses_mean_other_people() -> None:
    one = card("book", name="Ana Gil", phone="+34912345678", email="ana@example.com")
    two = card("desk", name="Ana Gil", phone="+34912345678", email="anag@example.com")
    assert len(merge([one, two])) == 2


def test_other_birth_dates_mean_other_people() -> None:
    one = card("book", email="ana@example.com", birth_date="1980-01-02")
    assert len(merge([one, card("desk", email="ana@example.com", birth_date="1981-01-02")])) == 2
    assert len(merge([one, card("desk", email="ana@example.com", birth_date="1980-01-02")])) == 1


def test_two_records_of_one_provider_are_two_people() -> None:
    one = card("desk", "1", email="ana@example.com")
    assert len(merge([one, card("desk", "2", email="ana@example.com")])) == 2


def test_a_record_that_comes_twice_is_taken_once_and_as_the_surer() -> None:
    maybe = card("desk", "1", email="ana@example.com", verified=Match.MAYBE)
    (whole,) = merge([maybe, card("desk", "1", email="ana@example.com")])
    assert whole.verified is Match.YES


def test_what_is_not_sure_is_never_joined() -> None:
    one = card("book", email="ana@example.com")
    maybe = card("desk", email="ana@example.com", verified=Match.MAYBE)
    assert ids(merge([one, maybe])) == [["book"], ["desk"]]


def test_one_contradiction_keeps_all_of_them_apart() -> None:
    nameless = card("phone", phone="+34912345678")
    ana = card("book", name="Ana Gil", phone="+34912345678")
    juan = card("desk", name="Juan Gil", phone="+34912345678")
    assert len(merge([nameless, ana])) == 1
    assert len(merge([nameless, ana, juan])) == 3


def test_one_timeline_across_systems() -> None:
    day = dt.timedelta(days=1)
    old = Ticket("1", "open and old", "desk", moment=NOW - 9 * day)
    closed = Ticket("2", "closed", "desk", open=False, moment=NOW - day)
    order = Order("3", "shoes", "shop", moment=NOW)
    note = Note("prefers mail", "desk")
    one = card("desk", email="a@example.com", tickets=(closed, old), notes=(note,))
    (whole,) = merge([one, card("shop", email="a@example.com", orders=(order,))])
    assert whole.timeline == (old, order, closed, note)


CARDS = st.lists(
    st.builds(
        lambda provider, number, name, emails, phones, verified: card(
            provider, number, name=name, email=emails, phone=phones, verified=verified
        ),
        st.sampled_from(["book", "desk", "shop", "mail"]),
        st.sampled_from("123"),
        st.sampled_from(["", "Ana Gil", "Juan Gil", "A. Gil", "Ana"]),
        st.sets(st.sampled_from(["a@x.example", "A@X.example", "j@x.example"]), max_size=2),
        st.sets(st.sampled_from(["+34912345678", "+34 91 234 5678", "+34612345678"]), max_size=2),
        st.sampled_from(list(Match)[1:]),
    ),
    max_size=7,
    unique_by=lambda one: (one.provider, one.id),
)


@given(CARDS)
def test_every_record_is_in_one_card(cards: list[Card]) -> None:
    inside = [one for whole in merge(cards) for one in whole.cards]
    assert sorted((one.provider, one.id) for one in inside) == sorted(
        (one.provider, one.id) for one in cards
    )


@given(CARDS)
def test_no_card_holds_two_people(cards: list[Card]) -> None:
    for whole in merge(cards):
        for one, other in combinations(whole.cards, 2):
            assert one.provider != other.provider
            assert {one.verified, other.verified} == {Match.YES}
            names = {one.value("name"), other.value("name")}
            assert names not in (
                {"Ana Gil", "Juan Gil"},
                {"Juan Gil", "Ana"},
                {"A. Gil", "Juan Gil"},
            )
            mine = {address.lower() for address in one.values("email")}
            its = {address.lower() for address in other.values("email")}
            assert not mine or not its or mine & its


@given(CARDS, st.randoms(use_true_random=False))
def test_who_answers_first_changes_nothing(cards: list[Card], chance: object) -> None:
    def groups(found: tuple[CustomerCard, ...]) -> set[frozenset[tuple[str, str]]]:
        return {frozenset((one.provider, one.id) for one in whole.cards) for whole in found}

    shuffled = list(cards)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # random.Random, which has no public strategy type
    assert groups(merge(cards)) == groups(merge(shuffled))
