"""customers.finder: whose customer an answer makes somebody, and whose it never does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from desktop.core.results import Problem
from desktop.customers.finder import CONTENT_S
from desktop.customers.inquiry import Inquiry, Origin, State
from desktop.customers.merge import CustomerCard
from desktop.customers.providers.base import Fault, FaultKind
from desktop.interaction import MOST_OPEN, Channel
from tests.unit.customers.making import card
from tests.unit.customers.scripted import SECONDS, Reception, Scripted

ANA = "ana@example.com"
BO = "bo@example.com"
NUMBER = "+4930123456"


@pytest.fixture
def desk() -> Scripted:
    made = Scripted()
    made.knows = {
        ANA: [card("desk", "1", name="Ana Souza", email=ANA, phone=NUMBER, first_name="Ana")],
        BO: [card("desk", "2", name="Bo Lee", email=BO)],
        "KIM": [card("desk", "3", name="Kim One"), card("desk", "4", name="Kim Two")],
        "K1": [card("desk", "1", name="Ana Souza", email=ANA, customer_number="K-1")],
    }
    made.knows["Kim"] = made.knows["KIM"]
    made.knows["Ana"] = [card("desk", "1", name="Ana Souza", email=ANA)]
    made.knows[NUMBER] = made.knows[ANA]
    return made


@pytest.fixture
def shop() -> Scripted:
    return Scripted("shop")


@pytest.fixture
def reception(desk: Scripted, shop: Scripted) -> Iterator[Reception]:
    made = Reception(desk, shop)
    yield made
    made.close()


# --- a sure customer ---


def test_nothing_is_made_before_the_first_lookup(reception: Reception) -> None:
    reception.open()
    reception.finder.forget()
    reception.finder.renew()
    reception.settle()
    assert reception.made == []


def test_a_sure_customer_becomes_the_interactions(reception: Reception) -> None:
    before = reception.open()
    reception.finder.look_up(ANA, before)
    shown = reception.until_state(State.CARD)
    assert reception.front.value("first_name") == "Ana"
    assert shown.asked is not None
    assert shown.asked.interaction == before.interaction
    assert not reception.interactions.holds(before), "asked when it was nobody's"
    assert reception.interactions.holds(shown.asked)


def test_without_an_interaction_a_new_one_is_opened_for_the_customer(reception: Reception) -> None:
    reception.finder.look_up(ANA, None)
    reception.until_state(State.CARD)
    (one,) = reception.interactions.all()
    assert (one.source, one.channel) == ("lookup", Channel.OTHER)
    assert one.customer.value("name") == "Ana Souza"
    reception.finder.look_up("nobody@example.com", None)
    reception.until_state(State.UNKNOWN)
    assert len(reception.interactions.all()) == 1


def test_a_name_that_the_agent_gave_is_not_painted_over(reception: Reception) -> None:
    asked = reception.open(first_name="Anita", mood="calm")
    reception.finder.look_up(ANA, asked)
    reception.until_state(State.CARD)
    # “Anita” is no name of Ana Souza's: somebody else, so another interaction.
    assert len(reception.interactions.all()) == 2
    old = reception.interactions.get(asked.interaction)
    assert old is not None
    assert {name: one.value for name, one in old.customer.fields.items()} == {
        "first_name": "Anita",
        "mood": "calm",
    }


def test_what_only_adds_keeps_answers_that_are_on_their_way(reception: Reception) -> None:
    asked = reception.open(name="Ana", mood="calm")
    reception.finder.look_up(ANA, asked)
    reception.until_state(State.CARD)
    assert reception.interactions.holds(asked)
    assert reception.front.value("mood") == "calm"
    assert reception.front.value("name") == "Ana", "as the agent wrote it"
    assert reception.front.value("email") == ANA


def test_another_customer_gets_an_interaction_of_their_own(reception: Reception) -> None:
    first = reception.open()
    reception.finder.look_up(ANA, first)
    with_ana = reception.until_state(State.CARD).asked
    reception.finder.look_up(BO, with_ana)
    reception.until(lambda: reception.last is not None and reception.last.text == BO)
    reception.until_state(State.CARD)
    assert [one.customer.value("name") for one in reception.interactions.all()] == [
        "Bo Lee",
        "Ana Souza",
    ]
    # And back to the one that is open already.
    reception.finder.look_up("K-1", reception.ask(reception.interactions.all()[0]))
    reception.until(lambda: reception.last is not None and reception.last.text == "K-1")
    reception.until_state(State.CARD)
    assert [one.customer.value("name") for one in reception.interactions.all()] == [
        "Ana Souza",
        "Bo Lee",
    ]
    assert reception.front.value("customer_number") == "K-1"


# --- not by itself ---


@pytest.mark.parametrize(("text", "state"), [("Kim", State.SEVERAL), ("Ana", State.MAYBE)])
def test_whom_it_may_be_is_never_chosen_by_itself(
    reception: Reception, text: str, state: State
) -> None:
    asked = reception.open()
    reception.finder.look_up(text, asked)
    shown = reception.until_state(state)
    assert not reception.front
    reception.finder.choose(shown.serial + 1, shown.customers[0])
    stranger = CustomerCard((card("desk", "99", name="Nobody"),))
    reception.finder.choose(shown.serial, stranger)
    reception.settle()
    assert not reception.front
    reception.finder.choose(shown.serial, shown.customers[-1])
    chosen = reception.until_state(State.CARD)
    assert reception.front.value("name") == chosen.customers[-1].fields["name"][0].value


def test_choosing_corrects_who_the_customer_is(reception: Reception) -> None:
    reception.finder.look_up(ANA, reception.open())
    asked = reception.until_state(State.CARD).asked
    assert asked is not None
    reception.finder.look_up("Kim", asked)
    shown = reception.until_state(State.SEVERAL)
    assert reception.front.value("name") == "Ana Souza"
    reception.finder.choose(shown.serial, shown.customers[1])
    reception.until_state(State.CARD)
    assert reception.front.value("name") == "Kim Two"
    assert not reception.front.value("email"), "nothing of Ana's"
    assert not reception.interactions.holds(asked)
    assert len(reception.interactions.all()) == 1


def test_choosing_without_an_interaction_opens_one(reception: Reception) -> None:
    reception.finder.look_up("Kim", None)
    shown = reception.until_state(State.SEVERAL)
    assert reception.interactions.all() == ()
    reception.finder.choose(shown.serial, shown.customers[0])
    reception.until_state(State.CARD)
    assert reception.front.value("name") == "Kim One"


def test_whom_the_agent_chose_is_shown_alone_when_their_turn_comes_again(
    reception: Reception,
) -> None:
    a = reception.open()
    reception.finder.look_up("Kim", a)
    shown = reception.until_state(State.SEVERAL)
    reception.finder.choose(shown.serial, shown.customers[1])
    reception.until_state(State.CARD)
    reception.open()
    reception.until(lambda: reception.last is None)
    reception.interactions.bring_forward(a.interaction)
    again = reception.until_state(State.CARD)
    assert again.serial > shown.serial
    assert again.found is not None
    assert again.found.serial == again.serial
    (left,) = again.found.customers()
    assert left.fields["name"][0].value == "Kim Two"
    assert again.found.customer() == left


def test_all_are_waited_for_before_somebody_is_sure(reception: Reception, shop: Scripted) -> None:
    gate = shop.hold(ANA)
    shop.knows[ANA] = [card("shop", "9", name="Eva Novak", email=ANA)]
    reception.finder.look_up(ANA, reception.open())
    reception.until_state(State.CARD, done=False)
    assert not reception.front, "the shop may know somebody else"
    gate.set()
    reception.until_state(State.SEVERAL)
    assert not reception.front


def test_nobody_waits_for_a_slow_provider(desk: Scripted, shop: Scripted) -> None:
    """Who is there shows at once, and is the customer after two and a half seconds."""
    gate = shop.hold(ANA)
    reception = Reception(desk, shop, content_s=CONTENT_S)
    try:
        begun = time.monotonic()
        reception.finder.look_up(ANA, reception.open())
        reception.until_state(State.CARD, done=False)
        assert time.monotonic() - begun < 2.5
        reception.until(lambda: reception.front.value("name") == "Ana Souza")
        assert time.monotonic() - begun < 4
    finally:
        gate.set()
        reception.close()


def test_who_turns_out_not_to_be_sure_is_taken_back(desk: Scripted, shop: Scripted) -> None:
    gate = shop.hold(NUMBER)
    shop.knows[NUMBER] = [card("shop", "9", name="Eva Novak", phone=NUMBER)]
    reception = Reception(desk, shop, content_s=0.0)
    try:
        asked = reception.call(NUMBER, name="SOUZA")
        reception.until(lambda: reception.front.value("first_name") == "Ana")
        gate.set()
        reception.until_state(State.SEVERAL)
        assert {name: one.value for name, one in reception.front.fields.items()} == {
            "phone": NUMBER,
            "name": "SOUZA",
        }
        assert not reception.interactions.holds(asked), "it was Ana's in between"
    finally:
        reception.close()


# --- late answers ---


def test_an_earlier_lookup_never_lands_in_a_later_one(reception: Reception, desk: Scripted) -> None:
    gate = desk.hold(ANA)
    asked = reception.open()
    reception.finder.look_up(ANA, asked)
    reception.until_state(State.ASKING, done=False)
    reception.finder.look_up(BO, asked)
    reception.until_state(State.CARD)
    count = len(reception.told)
    gate.set()
    reception.until(lambda: desk.asked == [ANA, BO])
    reception.settle()
    assert len(reception.told) == count
    assert reception.front.value("name") == "Bo Lee"


def test_an_answer_that_waits_behind_the_next_lookup_does_not_land_in_it(
    reception: Reception, desk: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, bo = desk.hold(ANA), desk.hold(BO)
    asked = reception.open()
    reception.finder.look_up(ANA, asked)
    reception.until_state(State.ASKING, done=False)
    worker = reception.finder._worker
    put, busy, go_on, waits = worker.put, threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        busy.set()
        go_on.wait(SECONDS)

    def note(job: Callable[[], None]) -> None:
        put(job)
        waits.set()

    put(work)
    assert busy.wait(SECONDS)
    reception.finder.look_up(BO, asked)
    monkeypatch.setattr(worker, "put", note)
    ana.set()
    assert waits.wait(SECONDS)
    go_on.set()
    bo.set()
    reception.until_state(State.CARD)
    shown = {
        (one.text, one.card.customer().value("name")) for one in reception.told if one and one.card
    }
    assert shown == {(BO, "Bo Lee")}
    assert reception.front.value("name") == "Bo Lee"


@pytest.mark.parametrize("end", ["closed", "another's"])
def test_an_answer_for_an_interaction_that_is_over_lands_nowhere(
    reception: Reception, desk: Scripted, end: str
) -> None:
    gate = desk.hold(ANA)
    asked = reception.open()
    reception.finder.look_up(ANA, asked)
    reception.until_state(State.ASKING, done=False)
    if end == "closed":
        reception.interactions.close(asked.interaction)
        reception.open()
    else:
        other = reception.open(name="Bo")
        reception.interactions.update(asked.interaction, customer=reception.front)
        reception.interactions.bring_forward(asked.interaction)
        reception.interactions.close(other.interaction)
    gate.set()
    reception.until(lambda: reception.last is None)
    reception.settle()
    assert reception.last is None
    assert reception.front.value("name") in {"", "Bo"}


def test_each_interaction_shows_its_own(reception: Reception) -> None:
    a = reception.open()
    reception.finder.look_up(ANA, a)
    reception.until_state(State.CARD)
    b = reception.open()
    reception.until(lambda: reception.last is None)
    reception.finder.look_up(BO, b)
    reception.until_state(State.CARD)
    reception.interactions.bring_forward(a.interaction)
    reception.until(lambda: reception.last is not None and reception.last.text == ANA)
    assert reception.last is not None
    assert reception.last.state is State.CARD
    reception.interactions.close(a.interaction)
    reception.until(lambda: reception.last is not None and reception.last.text == BO)
    reception.interactions.close(b.interaction)
    reception.until(lambda: reception.last is None)


def test_a_lookup_that_was_interrupted_begins_again_when_its_turn_comes(
    reception: Reception, desk: Scripted
) -> None:
    gate = desk.hold(NUMBER)
    first = reception.call(NUMBER, "1")
    reception.until_state(State.ASKING, done=False)
    reception.call("+49301111111", "2")
    reception.until_state(State.UNKNOWN)
    gate.set()
    reception.interactions.bring_forward(first.interaction)
    reception.until_state(State.CARD)
    assert reception.front.value("name") == "Ana Souza"


# --- calls, links, copies ---


def test_a_call_is_looked_up_once_however_often_it_is_told(
    reception: Reception, desk: Scripted
) -> None:
    asked = reception.call(NUMBER, "call-1", "SOUZA A")
    reception.until_state(State.CARD)
    assert reception.front.value("name") == "Ana Souza", "better than a phone book's"
    reception.call("+49301111111", "call-2")
    reception.until_state(State.UNKNOWN)
    reception.call(NUMBER, "call-1", "SOUZA A")
    reception.until_state(State.CARD)
    reception.call(NUMBER, "call-1", "SOUZA A")
    reception.settle()
    assert desk.asked.count(NUMBER) == 1
    assert reception.interactions.front() == reception.interactions.get(asked.interaction)


def test_who_was_found_in_a_call_stays_when_it_is_answered(reception: Reception) -> None:
    asked = reception.call("+49301111111", "call-1")
    reception.until_state(State.UNKNOWN)
    reception.finder.look_up(BO, asked)
    reception.until_state(State.CARD)
    reception.call("+49301111111", "call-1")
    reception.settle()
    assert reception.last is not None
    assert reception.last.text == BO


def test_a_call_without_a_number_is_looked_up_when_it_has_one(reception: Reception) -> None:
    reception.call("anonymous", "call-1")
    shown = reception.until_state(State.FAILED)
    assert shown.problem is not None
    assert "does not show a number" in shown.problem.what
    reception.call(NUMBER, "call-1")
    reception.until_state(State.CARD)
    assert reception.front.value("name") == "Ana Souza"


def test_a_call_without_a_number_is_looked_up_by_its_name(reception: Reception) -> None:
    reception.call("%PFANI%", "call-1", "Ana")
    reception.until_state(State.MAYBE)


def test_a_link_never_gives_an_interaction_another_customer(reception: Reception) -> None:
    reception.finder.look_up(ANA, reception.open())
    asked = reception.until_state(State.CARD).asked
    reception.finder.look_up(BO, asked, Origin.LINK)
    reception.until(lambda: reception.last is not None and reception.last.text == BO)
    shown = reception.until_state(State.CARD)
    assert reception.front.value("name") == "Ana Souza"
    assert len(reception.interactions.all()) == 1
    reception.finder.choose(shown.serial, shown.customers[0])
    reception.until(lambda: reception.front.value("name") == "Bo Lee")


def test_a_link_says_whose_an_interaction_is_that_is_nobodys(reception: Reception) -> None:
    reception.finder.look_up("nonsense{", reception.open(), Origin.LINK, [ANA])
    reception.until_state(State.CARD)
    assert reception.front.value("name") == "Ana Souza"


@pytest.mark.parametrize("text", ["Ana", "12345", "Dear Sir, how are you?", "", "z@example.com"])
def test_a_copy_that_means_nobody_changes_nothing(reception: Reception, text: str) -> None:
    reception.finder.look_up(ANA, reception.open())
    asked = reception.until_state(State.CARD).asked
    reception.finder.look_up(text, asked, Origin.COPY)
    reception.settle()
    reception.finder.look_up(ANA, asked)
    reception.until_state(State.CARD)
    assert {one.text for one in reception.told if one is not None} == {ANA}


def test_a_copy_of_somebodys_address_shows_them(reception: Reception) -> None:
    asked = reception.open()
    reception.finder.look_up(ANA, asked, Origin.COPY)
    reception.until_state(State.CARD)
    assert reception.front.value("name") == "Ana Souza"
    assert all(one is not None and one.cards for one in (x.found for x in reception.told if x))


def test_a_copy_does_not_come_into_a_lookup_that_is_on_its_way(
    reception: Reception, desk: Scripted
) -> None:
    gate = desk.hold(ANA)
    asked = reception.open()
    reception.finder.look_up(ANA, asked)
    reception.until_state(State.ASKING, done=False)
    reception.finder.look_up(BO, asked, Origin.COPY)
    reception.settle()
    gate.set()
    reception.until_state(State.CARD)
    assert reception.front.value("name") == "Ana Souza"
    assert desk.asked == [ANA]


@pytest.mark.parametrize("origin", [Origin.LINK, Origin.COPY])
def test_what_came_of_itself_for_an_interaction_that_is_over_says_nobody_else_s(
    reception: Reception, origin: Origin
) -> None:
    asked = reception.open()
    reception.interactions.close(asked.interaction)
    reception.open()  # in front, and nobody's yet
    reception.finder.look_up(ANA, asked, origin)
    reception.settle()
    assert reception.made == []
    assert not reception.front


# --- failures ---


def test_what_is_nothing_to_look_up_is_said(reception: Reception, desk: Scripted) -> None:
    reception.finder.look_up(" ", reception.open())
    assert reception.until_state(State.FAILED).problem
    assert desk.asked == []


def test_nobody_answered(reception: Reception, desk: Scripted, shop: Scripted) -> None:
    desk.knows[ANA] = shop.knows[ANA] = Fault(FaultKind.UNREACHABLE)
    reception.finder.look_up(ANA, reception.open())
    problem = reception.until_state(State.FAILED).problem
    assert problem is not None
    assert problem.what == "Desk can't be reached"
    desk.knows[BO] = Fault(FaultKind.UNREACHABLE)
    reception.finder.look_up(BO, None)
    assert reception.until_state(State.UNKNOWN).problem is None


def test_nobody_can_be_asked_by_that(reception: Reception) -> None:
    reception.finder.look_up("order 4711", reception.open())
    problem = reception.until_state(State.FAILED).problem
    assert problem is not None
    assert problem.what == "Nobody can be asked by an order number"


def test_too_many_interactions_are_told_and_the_card_shows(reception: Reception) -> None:
    for _ in range(MOST_OPEN):
        asked = reception.open(name="Zoe")
    reception.finder.look_up(ANA, asked)
    reception.until_state(State.CARD)
    assert [one.todo for one in reception.problems] == ["Close some that are over"]


def test_providers_that_cannot_be_made_are_told_of_once(reception: Reception) -> None:
    reception.warnings = (Problem("There is no provider “x”"),)
    asked = reception.open()
    for text in (ANA, BO):
        reception.finder.look_up(text, asked)
        reception.settle()
    assert reception.problems == list(reception.warnings)


def test_a_fault_is_told_and_the_next_lookup_works(
    reception: Reception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make = reception.finder._make
    monkeypatch.setattr(reception.finder, "_make", lambda: 1 / 0)
    reception.finder.look_up(ANA, None)
    reception.settle()
    assert len(reception.problems) == 1
    assert ANA not in caplog.text
    monkeypatch.setattr(reception.finder, "_make", make)
    reception.finder.look_up(ANA, None)
    reception.until_state(State.CARD)


# --- again, other settings, forgetting ---


def test_again_asks_anew(reception: Reception, desk: Scripted) -> None:
    asked = reception.open()
    reception.finder.look_up(ANA, asked)
    reception.until_state(State.CARD)
    desk.knows[ANA] = [card("desk", "1", name="Ana Maria Souza", email=ANA)]
    reception.finder.again()
    reception.until(lambda: reception.front.value("name") == "Ana Maria Souza")
    assert len(reception.interactions.all()) == 1
    assert desk.asked == [ANA, ANA]


def test_who_signs_in_is_asked_at_once(reception: Reception, desk: Scripted) -> None:
    known = desk.knows[ANA]
    desk.knows[ANA] = Fault(FaultKind.AUTH)
    reception.finder.look_up(ANA, reception.open())
    reception.until_state(State.UNKNOWN)  # the other one knows nobody
    reception.finder.again()
    reception.settle()
    assert desk.asked == [ANA], "it rests: some vendors lock who is refused again and again"
    desk.knows[ANA] = known
    reception.finder.signed_in("customers.shop.key")
    reception.settle()
    assert desk.asked == [ANA]
    for entry in ("customers.desk.key", "customers.desk.sign-in"):
        reception.finder.signed_in(entry)
        reception.until_state(State.CARD)
        assert desk.asked == [ANA] * 2, "once it answers nothing is asked for a new token"


def test_other_settings_hold_at_once(reception: Reception, desk: Scripted) -> None:
    gate = desk.hold(ANA)
    reception.finder.look_up(ANA, reception.open())
    reception.until_state(State.ASKING, done=False)
    reception.finder.renew()
    gate.set()
    reception.until_state(State.CARD)
    assert len(reception.made) == 2
    assert desk.closed == 1


def test_what_was_answered_is_wiped(reception: Reception, desk: Scripted) -> None:
    a = reception.open()
    reception.finder.look_up(ANA, a)
    reception.until_state(State.CARD)
    reception.finder.forget()
    reception.until(lambda: reception.last is None)
    reception.open()
    reception.interactions.bring_forward(a.interaction)
    reception.settle()
    assert not [one for one in reception.told[-2:] if one is not None]
    reception.finder.look_up(ANA, None)
    reception.until_state(State.CARD)
    assert desk.asked == [ANA, ANA]


def test_who_is_forgotten_leaves_every_interaction(reception: Reception) -> None:
    a = reception.open()
    reception.finder.look_up(ANA, a)
    shown = reception.until_state(State.CARD)
    assert isinstance(shown.card, CustomerCard)
    b = reception.open()
    reception.finder.look_up(BO, b)
    reception.until_state(State.CARD)
    reception.finder.release(shown.card)
    reception.until(lambda: reception.last is None)
    assert sorted(one.customer.value("name") for one in reception.interactions.all()) == [
        "",
        "Bo Lee",
    ]


def test_something_is_done_with_what_is_shown_only(reception: Reception) -> None:
    reception.finder.look_up(ANA, reception.open())
    shown = reception.until_state(State.CARD)
    seen: list[Inquiry] = []
    reception.finder.do(lambda _, inquiry: seen.append(inquiry), shown.serial - 1)
    reception.finder.do(lambda _, inquiry: seen.append(inquiry), shown.serial)
    reception.settle()
    assert [one.serial for one in seen] == [shown.serial]


def test_nothing_shows_itself(reception: Reception) -> None:
    reception.finder.look_up(ANA, reception.open())
    shown = reception.until_state(State.CARD)
    assert "ana" not in repr(shown).casefold()


def test_the_end_stops_everything(desk: Scripted, shop: Scripted) -> None:
    reception = Reception(desk, shop)
    gate = desk.hold(ANA)
    reception.finder.look_up(ANA, reception.open())
    reception.until_state(State.ASKING, done=False)
    reception.finder.close()
    reception.finder.look_up(BO, None)
    gate.set()
    assert desk.closed == 1
    assert not [one for one in threading.enumerate() if one.name == "customers"]
    reception.finder.close()
