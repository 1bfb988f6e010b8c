"""Request Tracker 5 itself: whole lookups, read after they were written.

Debian's packages are 54 MB to fetch and 170 MB on disk; setting up the database takes 3 s and the
start 2 s, once for all tests. CI has them (installers/system_packages.py).
"""

from __future__ import annotations

import pytest

from desktop.customers.answers import Found
from desktop.customers.card import Match
from desktop.customers.identify import Kind, Query
from desktop.customers.providers.base import Fault, FaultKind, SignedIn
from desktop.customers.providers.request_tracker import PROVIDER
from tests.contract.customers.asking import checked, found_by, looked_up, made
from tests.contract.customers.real_request_tracker import Tracker

pytestmark = pytest.mark.slow

JANE = Tracker.jane


def look_up(tracker: Tracker, kind: Kind, value: str, **sign_in: str) -> Found:
    signed = {"user": "root", "secret": "password", **sign_in}
    return looked_up(PROVIDER, made(PROVIDER, tracker.url, **signed), Query(kind, value))


def test_a_user_is_known_by_address_with_what_was_written_last(tracker: Tracker) -> None:
    number, other = (tracker.add_ticket(JANE, f"Parcel {number}") for number in range(2))
    tracker.call("PUT", f"/ticket/{number}", {"Status": "resolved"})
    (card,) = look_up(tracker, Kind.EMAIL, JANE).cards
    assert card.verified is Match.YES
    assert card.active
    assert {name: card.values(name) for name in card.fields} == {
        "name": ("Jane O'Neil",),
        "email": (JANE,),
        "phone": ("(513) 555-7611",),
        "language": ("pt-BR",),
    }
    moments = [one.moment for one in card.tickets if one.moment]
    assert len(moments) >= 3
    assert moments == sorted(moments, reverse=True)
    touched, untouched = (
        next(one for one in card.tickets if one.id == str(which)) for which in (number, other)
    )
    assert (touched.subject, touched.status, touched.open) == ("Parcel 0", "resolved", False)
    assert untouched.open
    assert touched.url == f"{tracker.url}/Ticket/Display.html?id={number}"


def test_one_user_is_one_record_however_asked_for(tracker: Tracker) -> None:
    ways = [(Kind.EMAIL, JANE.upper()), (Kind.PHONE, "+15135557611"), (Kind.NAME, "jane"),
            (Kind.TICKET, "1"), (Kind.ORDER, "AB10001")]  # fmt: skip
    cards = [look_up(tracker, kind, value).cards for kind, value in ways]
    assert {(one.id, one.url) for found in cards for one in found} == {
        (cards[0][0].id, f"{tracker.url}/User/Summary.html?id={cards[0][0].id}")
    }
    assert [[one.verified for one in found] for found in cards] == [
        [Match.YES], [Match.YES], [Match.MAYBE], [Match.YES], [Match.MAYBE],
    ]  # fmt: skip
    assert [one.id for one in cards[4][0].tickets] == ["1"]


@pytest.mark.parametrize(
    "written", ["0171/123 45 67", "+49 (0)171 1234567", "0049-171-12-34-567", "01711234567"]
)
def test_a_number_is_found_however_it_was_written(tracker: Tracker, written: str) -> None:
    name = f"caller {written}"
    address = f"caller.{written.encode().hex()}@example.com"
    tracker.add_user(Name=name, EmailAddress=address, MobilePhone=written)
    tracker.add_ticket(address, "Called")
    provider = made(PROVIDER, tracker.url, "password", user="root")
    cards = found_by(provider, Kind.PHONE, "+491711234567")
    assert not isinstance(cards, Fault)
    assert written in [one.value("phone") for one in cards]


def test_a_number_that_holds_the_same_digits_is_somebody_elses(tracker: Tracker) -> None:
    tracker.add_user(
        Name="alike", EmailAddress="alike@example.com", WorkPhone="+1 556 777 661 9121"
    )
    tracker.add_ticket("alike@example.com", "5% _")
    found = look_up(tracker, Kind.PHONE, "+15567776691")
    assert found.cards == ()


@pytest.mark.parametrize(
    "name",
    [
        "Юлия Ёлкина",
        "王小明",
        'D\'Arcy "Bob" Back\\slash',
        "O'); DROP TABLE Users; --",
        "100% _sure_",
    ],
)
def test_whatever_stands_in_a_name_or_subject_is_text(tracker: Tracker, name: str) -> None:
    address = f"q{name.encode().hex()}@example.com"
    tracker.add_user(Name=address, RealName=name, EmailAddress=address)
    number = tracker.add_ticket(address, f"{name} wrote")
    (card,) = look_up(tracker, Kind.EMAIL, address).cards
    assert card.value("name") == name
    assert [(one.id, one.subject) for one in card.tickets] == [(str(number), f"{name} wrote")]
    cards = found_by(made(PROVIDER, tracker.url, "password", user="root"), Kind.NAME, name)
    assert not isinstance(cards, Fault)
    assert address in [one.value("email") for one in cards]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.EMAIL, "x' OR id > 0 OR Subject = '@example.com"),
        (Kind.EMAIL, "\\'@example.com"),
        (Kind.EMAIL, "nobody@example.com"),
        (Kind.ORDER, "' OR ID>0 OR '"),
        (Kind.ORDER, "%"),
        (Kind.ORDER, "10%"),
        (Kind.ORDER, "AB1000"),  # the beginning of another
        (Kind.PHONE, "' OR id > 0"),
        (Kind.PHONE, "+15135557612"),
        (Kind.TICKET, "999999"),
        (Kind.TICKET, "1/comment"),
        (Kind.NAME, "nobody of this name"),
    ],
)
def test_nobody_is_nobody_and_no_error(tracker: Tracker, kind: Kind, value: str) -> None:
    found = look_up(tracker, kind, value)
    assert found.cards == ()
    assert found.answers["crm"].ok, found.answers["crm"].fault


def test_a_filter_that_it_does_not_know_brings_everybody_and_verifying_nobody(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.customers.providers.request_tracker import reading

    everybody = tracker.call("POST", "/users", [{"field": "Bogus", "value": JANE}])
    assert everybody["total"] >= 4
    asked = reading.Reading._users
    monkeypatch.setattr(
        reading.Reading, "_users", lambda self, _field, how, value: asked(self, "Bogus", how, value)
    )
    unverified = found_by(made(PROVIDER, tracker.url, "password", user="root"), Kind.NAME, "ja")
    assert not isinstance(unverified, Fault)
    assert len(unverified) >= 4
    assert look_up(tracker, Kind.EMAIL, "nobody@example.com").cards == ()
    named = look_up(tracker, Kind.NAME, "Jane O")
    assert {one.value("name") for one in named.cards} <= {"Jane O'Neil"}
    assert named.answers["crm"].left_out >= 3


def test_an_agent_without_rights_is_told(tracker: Tracker) -> None:
    for sign_in in ({"secret": "wrong"}, {"user": "nobody-here"}, {"user": "", "secret": "1-2-3"}):
        fault = look_up(tracker, Kind.EMAIL, JANE, **sign_in).answers["crm"].fault
        assert fault is not None
        assert fault.kind is FaultKind.AUTH
    tracker.add_user(Name="outside", EmailAddress="outside@example.com", Password="pass-word-1")
    fault = (
        look_up(tracker, Kind.EMAIL, JANE, user="outside", secret="pass-word-1")
        .answers["crm"]
        .fault
    )
    assert fault is not None
    assert fault.kind is FaultKind.FORBIDDEN


def test_a_sign_in_is_tested(tracker: Tracker) -> None:
    def check(user: str, secret: str) -> SignedIn | Fault:
        return checked(made(PROVIDER, tracker.url, secret, user=user))

    assert check("root", "password") == SignedIn("root")
    assert check("root", "wrong") == Fault(FaultKind.AUTH)
    tracker.add_user(Name="beyond", EmailAddress="beyond@example.com", Password="pass-word-1")
    assert check("beyond", "pass-word-1") == Fault(FaultKind.FORBIDDEN)


def test_an_agent_who_may_not_see_numbers_gets_a_maybe(tracker: Tracker) -> None:
    tracker.add_user(Name="agent", EmailAddress="agent@desk.test", Password="pass-word-1",
                     Privileged=1)  # fmt: skip
    mine = {"user": "agent", "secret": "pass-word-1"}
    (card,) = look_up(tracker, Kind.EMAIL, JANE, **mine).cards
    assert (card.value("name"), card.verified) == ("Jane O'Neil", Match.YES)
    assert card.value("phone") == ""
    assert look_up(tracker, Kind.PHONE, "+15135557611", **mine).answers["crm"].ok
