"""Request Tracker 5, by a stand-in that answers as the real one was seen to."""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from types import MappingProxyType

import pytest

from desktop.core.clock import SystemClock
from desktop.core.results import UserError
from desktop.customers.card import Card, Match
from desktop.customers.fanout import Lookups
from desktop.customers.identify import Kind, Query, identify
from desktop.customers.providers.base import Fault, FaultKind, Setup
from desktop.customers.providers.registry import Ready
from desktop.customers.providers.request_tracker import PROVIDER
from desktop.customers.providers.request_tracker.reading import quoted
from desktop.net.deadline import Cancellation, Deadline
from tests.contract.translation.stand_in import (
    Answer,
    Asked,
    Wire,
    answer_json,
    endless,
    hang,
    page,
    stand_in,
)

JANE = "jane.o'neil+test@example.com"
USERS = {
    "12": {"id": "12", "type": "user", "Name": JANE, "RealName": "Jane O'Neil",
           "EmailAddress": JANE, "WorkPhone": "(513) 555-7611", "Disabled": "0"},
    "13": {"id": "13", "type": "user", "Name": "root", "RealName": "Enoch Root",
           "EmailAddress": "root@localhost.test", "WorkPhone": "", "Disabled": "1"},
}  # fmt: skip
TICKET = {"id": "1", "type": "ticket", "Subject": "Lost <b>parcel</b>\u202e", "Status": "open",
          "LastUpdated": "2026-11-22T12:40:10Z"}  # fmt: skip


def tracker(asked: Asked, wire: Wire) -> None:
    """As seen on RT 5.0.3: a filter that is not known brings everybody."""
    path = asked.path.removeprefix("/REST/2.0")
    if path == "/users":
        (rule,) = asked.json
        known = rule["field"] in ("EmailAddress", "RealName", "Name", "id")
        items = [
            one
            for one in USERS.values()
            if not known or rule["value"].lower() in str(one[rule["field"]]).lower()
        ]
        listed(items)(asked, wire)
    elif path == "/tickets":
        match = re.fullmatch(r"Requestor\.EmailAddress = '((?:[^'\\]|\\.)*)'", asked.query["query"])
        assert match is not None
        meant = re.sub(r"\\(.)", r"\1", match[1]) == JANE
        listed([TICKET] if meant else [])(asked, wire)
    elif path == "/ticket/1":
        requestor = {"id": JANE, "type": "user", "_url": "http://elsewhere.example/user/12"}
        answer_json({**TICKET, "id": 1, "Requestor": [requestor]})(asked, wire)
    elif path == "/user/jane.o%27neil%2Btest%40example.com":
        answer_json({**USERS["12"], "id": 12})(asked, wire)
    else:
        answer_json({"message": "Not Found"}, 404)(asked, wire)


def listed(items: Sequence[object]) -> Answer:
    return answer_json({"items": items, "count": len(items), "page": 1, "per_page": 20})


def ready(url: str, user: str = "agent", secret: Callable[[], str] = lambda: "pass-word") -> Ready:
    values = MappingProxyType({"address": url, "user": user})
    setup = Setup("rt", values, secret, lambda _: None, SystemClock(), "US", Path())
    return Ready("rt", PROVIDER, PROVIDER.make(setup))


def find(url: str, query: Query, seconds: float = 20, **how: str) -> Sequence[Card] | Fault:
    provider = ready(url, **how).provider  # type: ignore[arg-type]  # only ``user`` is given
    try:
        return provider.find(query, Deadline(SystemClock(), seconds), Cancellation())
    finally:
        provider.close()


def query(text: str) -> Query:
    found = identify(text, region="US")
    assert isinstance(found, Query)
    return found


def test_a_user_with_tickets() -> None:
    with stand_in(tracker) as server:
        answer = find(server.url(), query(JANE))
        home = server.url()
    assert not isinstance(answer, Fault)
    (card,) = answer
    assert {name: card.values(name) for name in card.fields} == {
        "name": ("Jane O'Neil",),
        "email": (JANE,),
        "phone": ("(513) 555-7611",),
    }
    (ticket,) = card.tickets
    assert (ticket.id, ticket.subject, ticket.status, ticket.open) == (
        "1", "Lost <b>parcel</b>", "open", True,
    )  # fmt: skip
    assert ticket.moment == dt.datetime(2026, 11, 22, 12, 40, 10, tzinfo=dt.UTC)
    assert ticket.url == f"{home}/Ticket/Display.html?id=1"
    assert card.url == f"{home}/User/Summary.html?id=12"
    assert card.active
    signed = base64.b64encode(b"agent:pass-word").decode()
    assert {one.headers["authorization"] for one in server.asked} == {f"Basic {signed}"}


def test_without_a_name_the_secret_is_a_token() -> None:
    with stand_in(tracker) as server:
        find(server.url(), query(JANE), user="")
    assert {one.headers["authorization"] for one in server.asked} == {"token pass-word"}


def test_who_is_behind_a_ticket() -> None:
    with stand_in(tracker) as server:
        lookups = Lookups([ready(server.url())], SystemClock(), region="US")
        found = lookups.start(query("#1"), lambda _: None).wait(20)
        nobody = lookups.start(query("#2"), lambda _: None).wait(20)
        lookups.close()
    assert [(one.value("name"), one.verified) for one in found.cards] == [
        ("Jane O'Neil", Match.YES)
    ]
    assert nobody.done
    assert nobody.cards == ()
    assert nobody.answers["rt"].ok


def test_a_name_is_a_maybe() -> None:
    with stand_in(tracker) as server:
        lookups = Lookups([ready(server.url())], SystemClock())
        found = lookups.start(query("Jane"), lambda _: None).wait(20)
        lookups.close()
    assert [one.verified for one in found.cards] == [Match.MAYBE]


def test_a_server_that_answers_with_everybody_shows_nobody_else() -> None:
    def everybody(asked: Asked, wire: Wire) -> None:
        if asked.path.endswith("/users"):
            listed(list(USERS.values()))(asked, wire)
        else:
            tracker(asked, wire)

    with stand_in(everybody) as server:
        lookups = Lookups([ready(server.url())], SystemClock())
        found = lookups.start(query("nobody@example.com"), lambda _: None).wait(20)
        lookups.close()
    assert found.cards == ()
    assert [one.path for one in server.asked] == ["/REST/2.0/users"]


def test_a_number_is_asked_for_by_its_last_digits_and_looked_at_again() -> None:
    others = {**USERS["13"], "WorkPhone": "+1 513 555 7600 11"}
    numberless = {**USERS["13"], "id": "14"}
    found = [{**TICKET, "Requestor": [{**USERS["12"], "id": 12}, others, numberless]},
             {**TICKET, "id": "2", "Requestor": [{**USERS["12"], "id": 12}]}]  # fmt: skip
    with stand_in(listed(found)) as server:
        lookups = Lookups([ready(server.url())], SystemClock(), region="US")
        known = lookups.start(query("+1 513 555 7611"), lambda _: None).wait(20)
        lookups.close()
    (asked,) = server.asked
    assert asked.query["query"].split(" OR ")[0] == "Requestor.WorkPhone LIKE '5%5%5%7%6%1%1'"
    assert [(one.id, one.verified) for one in known.cards] == [
        ("12", Match.YES),
        ("14", Match.MAYBE),
    ]
    assert [one.id for one in known.cards[0].tickets] == ["1", "2"]
    assert known.answers["rt"].left_out == 1


def test_an_order_is_looked_for_in_subjects_and_looked_at_again() -> None:
    subjects = ("Order ab 10-001?", "AB100010", "XAB10001", "Re: AB-10001")
    found = [{**TICKET, "id": number, "Subject": subject, "Requestor": [{"id": number}]}
             for number, subject in enumerate(subjects)]  # fmt: skip
    with stand_in(listed(found)) as server:
        cards = find(server.url(), Query(Kind.ORDER, "AB10001"))
    assert not isinstance(cards, Fault)
    assert [one.id for one in cards] == ["0", "3"]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (answer_json({"message": "Unauthorized"}, 401), FaultKind.AUTH),
        (answer_json({"message": "Forbidden"}, 403), FaultKind.FORBIDDEN),
        (answer_json({"message": "slow down"}, 429, Retry_After="7"), FaultKind.RATE_LIMITED),
        (answer_json({"message": "no"}, 500), FaultKind.BUSY),
        (answer_json({"message": "Not Found"}, 404), FaultKind.REFUSED),
        (page(200, "<html>Sign in to the network</html>", "text/html"), FaultKind.BAD_ANSWER),
        (page(200, '{"items": [{"id": "1"'), FaultKind.BAD_ANSWER),
        (answer_json({"items": "none"}), FaultKind.BAD_ANSWER),
        (answer_json([]), FaultKind.BAD_ANSWER),
        (page(302, "", Location="http://127.0.0.1:1/"), FaultKind.BAD_ANSWER),
        (endless, FaultKind.BAD_ANSWER),
    ],
)
def test_a_bad_answer_is_a_fault(answer: Answer, kind: FaultKind) -> None:
    with stand_in(answer) as server:
        fault = find(server.url(), query(JANE))
    assert isinstance(fault, Fault)
    assert fault.kind is kind
    assert "jane" not in repr(fault) + fault.problem("RT").sentence()


def test_records_of_another_shape_are_nobody() -> None:
    odd = [{}, {"id": None, "EmailAddress": {"a": 1}}, {"EmailAddress": [JANE], "RealName": 5}]
    with stand_in(listed(odd)) as server:
        assert find(server.url(), query(JANE)) == []


def test_it_is_waited_for_as_long_as_said() -> None:
    with stand_in(hang) as server:
        fault = find(server.url(), query(JANE), seconds=0.2)
    assert fault == Fault(FaultKind.TIMEOUT)


def test_without_a_secret_nothing_is_sent() -> None:
    with stand_in(tracker) as server:
        provider = ready(server.url(), secret=lambda: "").provider
        with pytest.raises(UserError, match="not signed in"):
            provider.find(query(JANE), Deadline(SystemClock(), 9), Cancellation())
    assert server.asked == []


def test_the_language_of_queries_is_escaped() -> None:
    assert quoted("o'neil\\' OR id > 0 --") == r"'o\'neil\\\' OR id > 0 --'"
    assert quoted("plain") == "'plain'"
