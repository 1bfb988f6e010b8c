"""A system of the company's own, described in a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from desktop.core.results import UserError
from desktop.customers.answers import Found
from desktop.customers.card import Match
from desktop.customers.identify import Kind, Query
from desktop.customers.providers.base import Fault, FaultKind, Provider, Setup
from desktop.customers.providers.rest import PROVIDER
from tests.contract.customers.asking import CLOCK, found_by, looked_up
from tests.contract.translation.stand_in import (
    Answer,
    Asked,
    StandIn,
    Wire,
    answer_json,
    endless,
    hang,
    page,
    stand_in,
)

DESCRIPTION = """
id = "id"
link = "/admin/{id}"

[headers]
Authorization = "Basic {basic}"
X-Key = "k-{secret}"

[find.email]
path = "/customers?email={value}&like={value}"
items = "data.customers"

[find.phone]
path = "/search"
items = "data.customers[]"
[find.phone.body]
where = [{ tel = "{value}", end = "{tail}" }]
note = "{not one of ours}"

[find.order]
path = "/orders/{written}/customer"

[fields]
name = "name"
email = ["email", "others[].address"]
phone = "phones[]"

[tickets]
items = "cases"
id = "no"
subject = "title"
status = "state"
open = ["waiting"]
moment = "at"

[orders]
path = "/customers/{id}/orders"
items = "orders"
id = "number"
subject = "what"
link = "/admin/orders/{id}"
"""
JANE = "jane.o'neil+test@example.com"
RECORD: dict[str, Any] = {
    "id": 12, "name": "Jane\u202e <b>O'Neil</b>", "email": "other@example.com",
    "others": [{"address": JANE}, {"address": None}, 5], "phones": ["(513) 555-7611"],
    "cases": [{"no": 1, "title": "Lost", "state": "waiting", "at": "2026-11-22T12:40:10Z"},
              {"no": "T-2", "state": "gone"}],
}  # fmt: skip
OTHER = {"id": 13, "name": "Somebody else", "email": "else@example.com"}


def shop(asked: Asked, wire: Wire) -> None:
    if asked.path.endswith("/orders"):
        orders = [{"number": "AB-10001", "what": "Shoes"}] if "/12/" in asked.path else []
        answer_json({"orders": orders})(asked, wire)
    elif asked.path.startswith("/api/orders/"):
        known = asked.path == "/api/orders/AB-10001/customer"
        answer_json(RECORD if known else {"message": "no"}, 200 if known else 404)(asked, wire)
    else:  # it does not look at what it is asked
        answer_json({"data": {"customers": [OTHER, RECORD]}})(asked, wire)


@pytest.fixture
def server() -> Iterator[StandIn]:
    with stand_in(shop) as running:
        yield running


def made(folder: Path, url: str, text: str = DESCRIPTION, secret: str = "pass-word") -> Provider:
    (folder / "shop.toml").write_text(text)
    values = MappingProxyType({"address": f"{url}/api", "file": "shop.toml", "user": "ana"})
    return PROVIDER.make(Setup("shop", values, lambda: secret, lambda _: None, CLOCK, "US", folder))


def look_up(folder: Path, server: StandIn, kind: Kind, value: str, **more: Any) -> Found:
    return looked_up(PROVIDER, made(folder, server.url()), Query(kind, value, **more))


def test_a_record_is_read_as_described(tmp_path: Path, server: StandIn) -> None:
    found = look_up(tmp_path, server, Kind.EMAIL, JANE)
    (card,) = found.cards
    assert (card.id, card.verified, found.answers["crm"].left_out) == ("12", Match.YES, 1)
    assert {name: card.values(name) for name in card.fields} == {
        "name": ("Jane <b>O'Neil</b>",),
        "email": ("other@example.com", JANE),
        "phone": ("(513) 555-7611",),
    }
    assert [(one.id, one.subject, one.status, one.open) for one in card.tickets] == [
        ("1", "Lost", "waiting", True), ("T-2", "", "gone", False),
    ]  # fmt: skip
    assert card.tickets[0].moment is not None
    (order,) = card.orders
    assert (order.id, order.url) == ("AB-10001", server.url("/api/admin/orders/AB-10001"))
    assert card.url == server.url("/api/admin/12")
    assert server.asked[0].headers["x-key"] == "k-pass-word"
    assert server.asked[0].headers["authorization"] == "Basic YW5hOnBhc3Mtd29yZA=="


def test_a_body_makes_it_a_post(tmp_path: Path, server: StandIn) -> None:
    (card,) = look_up(tmp_path, server, Kind.PHONE, "+15135557611").cards
    assert (card.id, card.verified) == ("12", Match.YES)
    assert server.asked[0].method == "POST"
    assert server.asked[0].json == {
        "where": [{"tel": "+15135557611", "end": "5557611"}],
        "note": "{not one of ours}",
    }


def test_who_has_an_order(tmp_path: Path, server: StandIn) -> None:
    (card,) = look_up(tmp_path, server, Kind.ORDER, "AB10001", written="AB-10001").cards
    assert card.verified is Match.YES
    nobody = look_up(tmp_path, server, Kind.ORDER, "XY1")
    assert (nobody.cards, nobody.answers["crm"].ok) == ((), True)


@pytest.mark.parametrize(
    ("kind", "value", "target"),
    [
        (Kind.EMAIL, "a&admin=1#x@y", "/api/customers?email=a%26admin%3D1%23x%40y"),
        (Kind.EMAIL, "../x", "/api/customers?email=..%2Fx"),
        (Kind.ORDER, "a?b=1 é", "/api/orders/a%3Fb%3D1%20%C3%A9/customer"),
        (Kind.ORDER, "%2e%2e", "/api/orders/%252e%252e/customer"),
    ],
)
def test_a_value_can_not_become_a_part_of_the_address(
    tmp_path: Path, server: StandIn, kind: Kind, value: str, target: str
) -> None:
    look_up(tmp_path, server, kind, value)
    assert server.asked[0].target.startswith(target)


def test_a_value_that_would_be_another_path_is_not_asked_for(
    tmp_path: Path, server: StandIn
) -> None:
    for value in ("..", ".", "../../users", "1/2", "a\\b"):
        assert look_up(tmp_path, server, Kind.ORDER, value).answers["crm"].ok
    assert look_up(tmp_path, server, Kind.NAME, "not described").answers["crm"].ok
    assert server.asked == []


def test_a_record_that_leads_elsewhere_leads_nowhere(tmp_path: Path) -> None:
    def odd(asked: Asked, wire: Wire) -> None:
        record = {**RECORD, "id": "..", "cases": {"no": "javascript:alert(1)"}}
        answer_json({"data": {"customers": record}})(asked, wire)

    with stand_in(odd) as server:
        (card,) = look_up(tmp_path, server, Kind.EMAIL, JANE).cards
    assert (card.url, card.orders, len(server.asked)) == ("", (), 1)
    assert card.tickets[0].url == ""


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (page(200, "<html>Sign in</html>", "text/html"), FaultKind.BAD_ANSWER),
        (page(200, '{"data": {"cust'), FaultKind.BAD_ANSWER),
        (answer_json({"data": {"others": []}}), FaultKind.BAD_ANSWER),
        (answer_json({"data": {"customers": "none"}}), FaultKind.BAD_ANSWER),
        (answer_json(17), FaultKind.BAD_ANSWER),
        (page(302, "", Location="http://127.0.0.1:1/"), FaultKind.BAD_ANSWER),
        (endless, FaultKind.BAD_ANSWER),
        (answer_json({}, 401), FaultKind.AUTH),
        (answer_json({}, 403), FaultKind.FORBIDDEN),
        (answer_json({}, 429, Retry_After="3"), FaultKind.RATE_LIMITED),
    ],
)
def test_a_bad_answer_is_a_fault(tmp_path: Path, answer: Answer, kind: FaultKind) -> None:
    with stand_in(answer) as server:
        fault = found_by(made(tmp_path, server.url()), Kind.EMAIL, JANE)
    assert isinstance(fault, Fault)
    assert fault.kind is kind


def test_it_is_waited_for_as_long_as_said(tmp_path: Path) -> None:
    with stand_in(hang) as server:
        fault = found_by(made(tmp_path, server.url()), Kind.EMAIL, JANE, seconds=0.2)
    assert fault == Fault(FaultKind.TIMEOUT)


def test_without_a_secret_nothing_is_sent_unless_none_is_needed(
    tmp_path: Path, server: StandIn
) -> None:
    with pytest.raises(UserError, match="not signed in"):
        found_by(made(tmp_path, server.url(), secret=""), Kind.EMAIL, JANE)
    assert server.asked == []
    open_to_all = DESCRIPTION.replace("Basic {basic}", "none").replace("k-{secret}", "k")
    cards = found_by(made(tmp_path, server.url(), open_to_all, secret=""), Kind.EMAIL, JANE)
    assert not isinstance(cards, Fault)


def test_a_description_that_is_not_right_is_said_where_it_is_used(
    tmp_path: Path, server: StandIn
) -> None:
    found = looked_up(PROVIDER, made(tmp_path, server.url(), "id = 5"), Query(Kind.EMAIL, JANE))
    fault = found.answers["crm"].fault
    assert fault is not None
    assert fault.kind is FaultKind.SET_UP
    assert "shop.toml" in fault.problem("Shop").sentence()
