"""interaction: who is in hand, and that nothing of one customer ever reaches another."""

from __future__ import annotations

import datetime as dt
import threading
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from desktop.core.clock import FixedClock
from desktop.core.results import UserError
from desktop.interaction import (
    LONGEST_VALUE,
    MOST_OPEN,
    Asked,
    Channel,
    Field,
    Interaction,
    Interactions,
)
from tests.unit.interaction.conftest import NOON, customer


@pytest.fixture
def heard(interactions: Interactions) -> list[tuple[str, Any]]:
    """All news, as (event, id)."""
    news: list[tuple[str, Any]] = []
    for name in ("opened", "changed", "closed"):
        event = getattr(interactions, name)
        event.connect(lambda one, name=name: news.append((name, one.id)))
    interactions.fronted.connect(lambda one: news.append(("fronted", one and one.id)))
    return news


# --- the set ------------------------------------------------------------------------------------


def test_the_newest_is_in_front_and_the_one_before_comes_back(
    interactions: Interactions, heard: list[tuple[str, Any]]
) -> None:
    assert interactions.front() is None
    a = interactions.open("tray", Channel.PHONE)
    b = interactions.open("tray", Channel.CHAT)
    assert interactions.front() == b
    assert interactions.bring_forward(a.id)
    assert interactions.bring_forward(a.id), "nothing to tell"
    assert interactions.all() == (a, b)
    interactions.close(a.id)
    assert interactions.front() == b
    interactions.close(b.id)
    assert interactions.front() is None
    assert heard == [
        ("opened", a.id),
        ("fronted", a.id),
        ("opened", b.id),
        ("fronted", b.id),
        ("fronted", a.id),
        ("closed", a.id),
        ("fronted", b.id),
        ("closed", b.id),
        ("fronted", None),
    ]


def test_closing_one_behind_leaves_the_front_alone(
    interactions: Interactions, heard: list[tuple[str, Any]]
) -> None:
    a = interactions.open("tray", Channel.PHONE)
    interactions.open("tray", Channel.CHAT)
    heard.clear()
    interactions.close(a.id)
    assert heard == [("closed", a.id)]


def test_what_is_not_open_is_an_answer_not_a_fault(
    interactions: Interactions, heard: list[tuple[str, Any]]
) -> None:
    assert interactions.get("x") is None
    assert not interactions.bring_forward("x")
    assert interactions.update("x", language="es") is None
    assert interactions.close("x") is None
    assert interactions.ask("x") is None
    assert interactions.merge("x", "y") is None
    assert not interactions.set_value("x", "customer.name", "Ana")
    assert heard == []


def test_opened_and_closed_are_dated(interactions: Interactions, clock: FixedClock) -> None:
    opened = interactions.open("tray", Channel.PHONE)
    clock.advance(90)
    assert opened.lasted(clock.now()) == dt.timedelta(seconds=90)
    closed = interactions.close(opened.id)
    assert closed is not None
    assert (closed.opened, closed.closed) == (NOON, NOON + dt.timedelta(seconds=90))
    clock.advance(90)
    assert closed.lasted(clock.now()) == dt.timedelta(seconds=90)
    assert opened.lasted(NOON - dt.timedelta(hours=1)) == dt.timedelta(), "a clock set back"


def test_an_update_tells_once_and_only_if_something_changed(
    interactions: Interactions, heard: list[tuple[str, Any]]
) -> None:
    one = interactions.open("tray", Channel.PHONE)
    heard.clear()
    changed = interactions.update(
        one.id, channel=Channel.MAIL, language="pt-BR", tags=("vip",), customer=customer(name="Ana")
    )
    assert changed is not None
    assert (changed.channel, changed.language, changed.tags) == (Channel.MAIL, "pt-BR", ("vip",))
    assert changed.customer.value("name") == "Ana"
    assert interactions.front() == changed
    interactions.update(one.id, channel=Channel.MAIL, language="pt-BR")
    assert heard == [("changed", one.id), ("fronted", one.id)]
    with pytest.raises(UserError):
        interactions.update(one.id, language="Brazilian")
    assert interactions.get(one.id) == changed


def test_a_call_that_is_told_twice_is_opened_once(interactions: Interactions) -> None:
    a = interactions.open("pbx", Channel.PHONE, reference="17")
    b = interactions.open("tray", Channel.CHAT)
    assert interactions.open("pbx", Channel.PHONE, reference="17") == a
    assert interactions.all() == (a, b)
    other = interactions.open("chat", Channel.CHAT, reference="17")
    assert other.id != a.id, "another system may use the same number"
    interactions.close(a.id)
    again = interactions.open("pbx", Channel.PHONE, reference="17")
    assert again.id != a.id


def test_a_source_gone_wrong_is_stopped(interactions: Interactions) -> None:
    for _ in range(MOST_OPEN):
        interactions.open("pbx", Channel.PHONE)
    with pytest.raises(UserError, match="Close some"):
        interactions.open("pbx", Channel.PHONE)
    with pytest.raises(UserError, match="at most"):
        interactions.open("x" * (LONGEST_VALUE + 1), Channel.PHONE)


def test_a_listener_may_call_back(interactions: Interactions, heard: list[tuple[str, Any]]) -> None:
    def speaks_spanish(one: Interaction) -> None:
        interactions.update(one.id, language="es")

    interactions.opened.connect(speaks_spanish)
    one = interactions.open("tray", Channel.PHONE)
    now = interactions.front()
    assert now is not None
    assert now.language == "es"
    assert [name for name, _ in heard] == ["opened", "fronted", "changed", "fronted"]
    assert {which for _, which in heard} == {one.id}


# --- merging ------------------------------------------------------------------------------------


def test_two_that_are_one_conversation(interactions: Interactions, clock: FixedClock) -> None:
    a = interactions.open("tray", Channel.PHONE, language="es", tags=("vip", "late"))
    clock.advance(60)
    b = interactions.open("pbx", Channel.PHONE, customer=customer(name="Ana"), tags=("late", "new"))
    merged = interactions.merge(a.id, into=b.id)
    assert merged is not None
    assert interactions.all() == (merged,)
    assert merged.id == b.id
    assert merged.opened == a.opened
    assert merged.language == "es"
    assert merged.customer.value("name") == "Ana"
    assert merged.tags == ("late", "new", "vip")


def test_two_customers_are_never_mixed(interactions: Interactions) -> None:
    a = interactions.open("tray", Channel.PHONE, customer=customer(name="Ana", phone="1"))
    b = interactions.open("tray", Channel.PHONE, customer=customer(name="Bo"))
    merged = interactions.merge(a.id, into=b.id)
    assert merged is not None
    assert merged.customer == b.customer


def test_a_customer_is_taken_over_where_there_is_none(interactions: Interactions) -> None:
    a = interactions.open("tray", Channel.PHONE, customer=customer(name="Ana"))
    b = interactions.open("pbx", Channel.PHONE)
    before = interactions.ask(b.id)
    merged = interactions.merge(a.id, into=b.id)
    assert merged is not None
    assert merged.customer == a.customer
    assert before is not None
    assert not interactions.holds(before), "asked when it was nobody's"


def test_merging_one_into_itself_does_nothing(interactions: Interactions) -> None:
    a = interactions.open("tray", Channel.PHONE)
    assert interactions.merge(a.id, into=a.id) is None
    assert interactions.front() == a


# --- late answers -------------------------------------------------------------------------------


def adding(name: str, value: str) -> Any:
    return lambda one: Interaction(
        id="forged",
        source=one.source,
        channel=one.channel,
        opened=one.opened,
        customer=one.customer.having(name, Field(value, "crm", NOON)),
        round=-1,
    )


def asked_for(interactions: Interactions, which: str) -> Asked:
    asked = interactions.ask(which)
    assert asked is not None
    return asked


def test_an_answer_lands_where_it_was_asked_though_another_is_in_front(
    interactions: Interactions,
) -> None:
    a = interactions.open("tray", Channel.PHONE)
    asked = asked_for(interactions, a.id)
    b = interactions.open("tray", Channel.CHAT)
    assert interactions.deliver(asked, adding("name", "Ana"))
    assert interactions.front() == b
    now = interactions.get(a.id)
    assert now is not None
    assert now.customer.value("name") == "Ana"
    assert (now.id, now.round) == (a.id, a.round), "an answer can't change which one it is"
    assert interactions.deliver(asked, adding("phone", "1")), "a second provider"


@pytest.mark.parametrize("end", ["closed", "merged", "another customer's"])
def test_a_late_answer_lands_nowhere(interactions: Interactions, end: str) -> None:
    a = interactions.open("tray", Channel.PHONE)
    b = interactions.open("tray", Channel.CHAT)
    asked = asked_for(interactions, a.id)
    if end == "closed":
        interactions.close(a.id)
    elif end == "merged":
        interactions.merge(a.id, into=b.id)
    else:
        interactions.update(a.id, customer=customer(name="Bo"))
    before = interactions.all()
    assert not interactions.holds(asked)
    assert not interactions.deliver(asked, adding("name", "Ana"))
    assert interactions.all() == before


@pytest.mark.parametrize("end", ["closed", "another customer's"])
def test_an_answer_says_who_it_is_only_in_time(interactions: Interactions, end: str) -> None:
    a = interactions.open("tray", Channel.PHONE)
    first = asked_for(interactions, a.id)
    second = interactions.settle(first, customer(name="Ana"))
    assert second is not None
    assert interactions.holds(second)
    assert not interactions.holds(first), "asked when it was nobody's"
    assert interactions.settle(second, customer(name="Ana")) == second, "nothing changed"
    if end == "closed":
        interactions.close(a.id)
    else:
        interactions.update(a.id, customer=customer(name="Bo"))
    before = interactions.all()
    assert interactions.settle(second, customer(name="Cleo")) is None
    assert interactions.all() == before


def test_an_answer_that_is_overtaken_while_it_is_being_taken_in_lands_nowhere(
    interactions: Interactions,
) -> None:
    a = interactions.open("tray", Channel.PHONE)
    asked = asked_for(interactions, a.id)

    def closes_meanwhile(one: Interaction) -> Interaction:
        interactions.close(a.id)
        return one.with_value("customer.name", "Ana", NOON, "crm")

    assert not interactions.deliver(asked, closes_meanwhile)
    assert interactions.all() == ()


def test_answers_at_the_same_time_all_land(interactions: Interactions) -> None:
    a = interactions.open("tray", Channel.PHONE)
    asked = asked_for(interactions, a.id)
    ready = threading.Barrier(4)

    def provider(which: int) -> None:
        ready.wait(10)
        for number in range(50):
            name = f"customer.field_{which}_{number}"
            change = partial(Interaction.with_value, name=name, value="x", now=NOON, source="")
            interactions.deliver(asked, change)

    threads = [threading.Thread(target=provider, args=(which,)) for which in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    now = interactions.get(a.id)
    assert now is not None
    assert len(now.customer.fields) == 200


class LateAnswers(RuleBasedStateMachine):
    """Questions and answers in any order: each customer's data stays with that customer.

    Every customer has a mark, and every answer carries the mark of the customer it was asked for.
    """

    def __init__(self) -> None:
        super().__init__()
        self.interactions = Interactions(FixedClock(NOON))
        self.marks: dict[str, int] = {}
        """The customer of each open interaction."""
        self.next_mark = 0
        self.news: list[tuple[str, str]] = []
        self.interactions.opened.connect(lambda one: self.news.append(("opened", one.id)))
        self.interactions.closed.connect(lambda one: self.news.append(("closed", one.id)))

    ids = Bundle("ids")
    questions = Bundle("questions")

    def mark(self) -> int:
        self.next_mark += 1
        return self.next_mark

    @rule(target=ids, known=st.booleans())
    def open(self, known: bool) -> str:
        mark = self.mark()
        who = customer(mark=str(mark)) if known else None
        one = self.interactions.open("test", Channel.CHAT, customer=who)
        self.marks[one.id] = mark
        return one.id

    @rule(which=ids)
    def close(self, which: str) -> None:
        assert (self.interactions.close(which) is not None) == (which in self.marks)
        self.marks.pop(which, None)

    @rule(which=ids, into=ids)
    def merge(self, which: str, into: str) -> None:
        kept, gone = self.interactions.get(into), self.interactions.get(which)
        merged = self.interactions.merge(which, into)
        assert (merged is not None) == (kept is not None and gone is not None and which != into)
        if merged is not None and kept is not None and gone is not None:
            mark = self.marks.pop(which)
            if not kept.customer and gone.customer:
                self.marks[into] = mark

    @rule(which=ids)
    def another_customer(self, which: str) -> None:
        mark = self.mark()
        if self.interactions.update(which, customer=customer(mark=str(mark))) is not None:
            self.marks[which] = mark

    @rule(which=ids)
    def bring_forward(self, which: str) -> None:
        assert self.interactions.bring_forward(which) == (which in self.marks)
        front = self.interactions.front()
        assert which not in self.marks or (front is not None and front.id == which)

    @rule(target=questions, which=ids)
    def ask(self, which: str) -> tuple[Asked | None, int]:
        asked = self.interactions.ask(which)
        assert (asked is not None) == (which in self.marks)
        return asked, self.marks.get(which, 0)

    @rule(question=questions, name=st.sampled_from(["mark", "other"]))
    def answer(self, question: tuple[Asked | None, int], name: str) -> None:
        asked, mark = question
        if asked is None:
            return
        landed = self.interactions.deliver(
            asked, lambda one: one.with_value(f"customer.{name}", str(mark), NOON, "crm")
        )
        assert landed == (self.marks.get(asked.interaction) == mark)

    @rule(question=consumes(questions))
    def answer_while_it_closes(self, question: tuple[Asked | None, int]) -> None:
        asked, mark = question
        if asked is None:
            return

        def change(one: Interaction) -> Interaction:
            self.close(asked.interaction)
            return one.with_value("customer.mark", str(mark), NOON, "crm")

        assert not self.interactions.deliver(asked, change)

    @invariant()
    def each_has_its_own_customers_data_only(self) -> None:
        now = {one.id: one for one in self.interactions.all()}
        assert now.keys() == self.marks.keys()
        for which, one in now.items():
            shown = {field.value for field in one.customer.fields.values()}
            assert shown <= {str(self.marks[which])}

    @invariant()
    def the_news_add_up(self) -> None:
        opened = [which for name, which in self.news if name == "opened"]
        closed = [which for name, which in self.news if name == "closed"]
        assert len(set(opened)) == len(opened)
        assert set(opened) - set(closed) == self.marks.keys()


TestLateAnswers = LateAnswers.TestCase


# --- values -------------------------------------------------------------------------------------
