"""What a provider's server may do wrong: nothing of it crashes, is believed or takes long."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path

import pytest

from desktop.customers.card import Card
from desktop.customers.identify import Kind
from desktop.customers.providers.base import (
    Fault,
    FaultKind,
    InternalNote,
    Manifest,
    Writer,
)
from desktop.customers.providers.registry import manifests
from desktop.customers.providers.sending import Kept, Outgoing
from tests.contract.customers.asking import checked, found_by, made, written
from tests.contract.translation import self_signed
from tests.contract.translation.stand_in import (
    Answer,
    Asked,
    Wire,
    answer_json,
    drip_body,
    drip_head,
    hang,
    page,
    reset,
    reset_midway,
    stand_in,
)

PROVIDERS = [one for one in manifests().values() if one.does]
TICKETS = {"jira": "SUP-1", "servicenow": "INC0000001", "livechat": "PJ0MRSHTDG"}
"""By provider, where a number alone is no ticket's."""
JANE = "jane@example.com"
LONG = "<img src=http://198.51.100.1/x>\u202e" + "🙂" + "e" * 2_100


def huge(_asked: Asked, wire: Wire) -> None:
    """A hundred megabytes are announced, and begun."""
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
    wire.send(b"Content-Length: 104857600\r\n\r\n[" + b" " * 100_000)
    wire.keep = False


NAMES = (
    "Name", "RealName", "EmailAddress", "WorkPhone", "Subject", "Status", "LastUpdated", "Lang",
    "name", "email", "phone", "mobile", "subject", "status", "updated_at", "identities", "tags",
    "notes", "description", "other_emails", "url", "locale",
)  # fmt: skip


def everything(value: object) -> Answer:
    """This in place of each value that any of them asks for, under a number that is one or not."""
    one: dict[str, object] = {**dict.fromkeys(NAMES, value), "id": 1, "requester_id": 1}
    odd = {**one, "id": value, "requester_id": value}
    one["properties"] = _properties_of_hubspot(value)
    both = [{**one, "Requestor": [one, odd, value]}, odd]
    whole: dict[str, object] = {**dict.fromkeys(("items", "users", "results", "tickets"), both)}
    whole |= {**one, "identities": [{"user_id": 1, "type": "email", "value": value}, value]}
    whole |= {"organizations": value, "Requestor": [{"id": 1}], "requester": one, "ticket": one}
    lists = {"/api/v2/contacts", "/api/v2/tickets", "/api/v2/contacts/autocomplete"}
    lists |= {"/rest/api/3/user/search"}
    whole |= _of_jira(value) | _of_servicenow(value)
    whole |= {"data": both, "conversations": both, "contacts": {"contacts": [{"id": 1}, odd]}}
    # What Salesforce says of its versions and objects is sound, and the records are anything.
    whole["searchRecords"] = whole["records"] = _of_salesforce(value)
    some = {"results": [{"id": 1}, {"id": value}, value], "paging": value}
    whole["chats"] = [_of_livechat(value), {"id": value, "users": value, "thread": value}, value]
    whole["associations"] = dict.fromkeys(("contacts", "tickets", "notes"), some)

    def answer(asked: Asked, wire: Wire) -> None:
        content: object = both if asked.path in lists else whole
        if asked.path.endswith("/get_chat"):
            content = _of_livechat(value)
        if asked.path in ("/conversations/1", "/contacts/1"):
            content = {**whole, "data": _of_drift(value)}
        if asked.path.startswith("/api/now/table/") and asked.path[-32:].isalnum():
            content = {"result": _record_of_servicenow(value)}
        if asked.path.startswith("/services/data"):
            content = [{"version": "60.0"}] if asked.path == "/services/data" else content
        if asked.path.endswith("/describe"):
            names = ("Id", "Name", "Email", "Phone", "ContactId", "CaseNumber", "Subject")
            fields = [{"name": x, "type": x.lower(), "externalId": x == "Name"} for x in names]
            content = {"fields": [*fields, {"name": value, "type": value}, value]}
        answer_json(content)(asked, wire)

    return answer


def _of_salesforce(value: object) -> list[object]:
    one = {"attributes": {"type": "Contact"}, "Id": "003AA000001abcDYAQ", "Name": value,
           "Email": value, "Phone": value, "CaseNumber": value, "Subject": value,
           "ContactId": "003AA000001abcDYAQ", "Account": value}  # fmt: skip
    return [one, {**one, "Id": value, "attributes": value}, {**one, "ContactId": value}, value]


def _of_drift(value: object) -> dict[str, object]:
    about = {"name": value, "email": value, "phone": value, "tags": [{"name": value}, value]}
    return {"id": 1, "contactId": 1, "status": value, "updatedAt": value, "attributes": about}


def _of_livechat(value: object) -> dict[str, object]:
    person = {"type": "customer", "id": "0" * 36, "name": "x", "email": value}
    event = {"id": value, "text": value, "author_id": "0" * 36, "created_at": value}
    visit = {"geolocation": {"city": value, "timezone": value}}
    thread = {"id": value, "events": [event, value], "tags": [value], "active": value,
              "customer_visit": visit}  # fmt: skip
    odd = {**person, "id": value, "name": value, "session_fields": [{"a": value}, value]}
    return {"id": "PJ0MRSHTDG", "users": [person, odd, value], "thread": thread}


def _properties_of_hubspot(value: object) -> dict[str, object]:
    names = ("hs_note_body", "hs_timestamp", "hs_pipeline_stage", "firstname", "phone", "subject",
             "hs_additional_emails", "hs_timezone", "hs_order_name")  # fmt: skip
    return dict.fromkeys(names, value)


def _of_jira(value: object) -> dict[str, object]:
    """``fields`` of an issue whose reporter is everything, too."""
    person = {"displayName": value, "emailAddress": value, "accountId": "acc-1", "locale": value}
    status = {"name": value, "statusCategory": value}
    fields = {"reporter": person, "summary": value, "status": status, "updated": value,
              "description": value}  # fmt: skip
    issue = {"key": value, "fields": fields}
    return {"fields": fields, "key": value, "issues": [issue, {"fields": value}, value],
            "values": [{"id": 1, **person}, {**person, "accountId": value}, value],
            **person}  # fmt: skip


def _record_of_servicenow(value: object) -> dict[str, object]:
    names = ("name", "email", "phone", "company", "state", "short_description", "sys_updated_on")
    both = {"value": value, "display_value": value}
    record = {"sys_id": "0" * 32, "caller_id": "0" * 32, "sys_class_name": "incident"}
    every = {**dict.fromkeys(names, both), "title": value, "active": value}
    return {**every, **record, "number": "INC0000001"}


def _of_servicenow(value: object) -> dict[str, object]:
    one = _record_of_servicenow(value)
    # By mail nobody comes, by name or number the rest of a row may be anything.
    named = {**one, "name": "x", "phone": "+15135557611"}
    return {"result": [named, {**named, "sys_id": value}, {**named, "number": value}, value]}


@pytest.fixture(params=PROVIDERS, ids=lambda one: one.name)
def manifest(request: pytest.FixtureRequest) -> Manifest:
    one = request.param
    assert isinstance(one, Manifest)
    return one


BAD: dict[str, Answer] = {
    "a sign-in page": page(200, "<html>Sign in to the network</html>", "text/html"),
    "truncated": page(200, '{"items": [{"id": "1", "users": [{"id'),
    "another schema": answer_json({"items": {"a": 1}, "users": "none", "results": 7}),
    "a number": page(200, "17"),
    "nothing": page(200, ""),
    "not text": page(200, b"\xff\xfe\x00"),
    "too deep": page(200, "[" * 100_000),
    "100 MB": huge,
    "another host": page(302, "", Location="https://198.51.100.1/"),
    "itself": page(302, "", Location="/"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("kind", [Kind.EMAIL, Kind.TICKET])
def test_no_answer_but_a_fault(manifest: Manifest, name: str, kind: Kind) -> None:
    with stand_in(BAD[name]) as server:
        value = JANE if kind is Kind.EMAIL else TICKETS.get(manifest.name, "1")
        begun = time.perf_counter()
        fault = found_by(made(manifest, server.url()), kind, value)
        took = time.perf_counter() - begun
    assert isinstance(fault, Fault)
    assert fault.kind in (FaultKind.BAD_ANSWER, FaultKind.UNREACHABLE)
    assert took < 5
    assert len(server.asked) <= 3


@pytest.mark.parametrize("name", BAD)
def test_a_sign_in_that_is_not_confirmed_is_none(manifest: Manifest, name: str) -> None:
    with stand_in(BAD[name]) as server:
        assert isinstance(checked(made(manifest, server.url())), Fault)


@pytest.mark.parametrize("answer", [hang, drip_head, drip_body, reset, reset_midway])
def test_it_is_waited_for_no_longer_than_said(manifest: Manifest, answer: Answer) -> None:
    with stand_in(answer) as server:
        begun = time.perf_counter()
        fault = found_by(made(manifest, server.url()), Kind.EMAIL, JANE, seconds=0.5)
        took = time.perf_counter() - begun
    assert isinstance(fault, Fault)
    assert fault.kind in (FaultKind.TIMEOUT, FaultKind.UNREACHABLE, FaultKind.BAD_ANSWER)
    assert took < 3


def test_a_certificate_that_nobody_vouches_for(manifest: Manifest, tmp_path: Path) -> None:
    context, _ = self_signed.make(tmp_path)
    with stand_in(answer_json({}), context) as server:
        fault = found_by(made(manifest, server.url()), Kind.EMAIL, JANE)
        assert fault == Fault(FaultKind.CERTIFICATE)
        provider = made(manifest, server.url())
        assert isinstance(provider, Writer)
        note = InternalNote(TICKETS.get(manifest.name, "1"), "text")
        done, remembered = written(provider, Outgoing(note))
        provider.close()
    assert isinstance(done, Kept)
    assert (done.fault.kind, remembered) == (FaultKind.CERTIFICATE, [])
    assert server.asked == []


@pytest.mark.parametrize(
    "value",
    [None, True, 5, -1.5e300, [], [[[]]], {}, {"id": {}}, "", LONG, "\x00\x1b[31m", "1/../"],
)
def test_values_of_any_kind_are_shown_or_left_out(manifest: Manifest, value: object) -> None:
    seen: list[Card] = []
    with stand_in(everything(value)) as server:
        for kind, text in ((Kind.EMAIL, JANE), (Kind.PHONE, "+15135557611"), (Kind.NAME, "x"),
                           (Kind.TICKET, TICKETS.get(manifest.name, "1"))):  # fmt: skip
            if kind not in manifest.finds:
                continue
            cards = found_by(made(manifest, server.url()), kind, text)
            assert not isinstance(cards, Fault), (kind, cards)
            seen += cards
            for card in cards:
                _plain(card, (server.url(), *(f"https://{one}/" for one in manifest.pages)))
    assert seen
    assert all(".." not in one.path for one in server.asked)


def _plain(card: Card, homes: tuple[str, ...]) -> None:
    """All that it would show is short, has no sign that can't be seen, and leads nowhere else."""
    every = [one.value for known in card.fields.values() for one in known]
    every += [x for one in card.tickets for x in (one.id, one.subject, one.status)]
    every += [one.text for one in card.notes] + [card.id]
    for text in every:
        assert len(text) <= 2000
        assert not set(text) & set("\u202e\x00\x1b")
    links = (card.url, *(one.url for one in card.tickets))
    assert all(link == "" or link.startswith(homes) for link in links)


def test_a_certificate_for_another_host(
    manifest: Manifest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever signed it is trusted, but it is not for the name that was asked for."""
    context, certificate = self_signed.make(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with stand_in(answer_json({}), context) as server:
        trusted = found_by(made(manifest, server.url()), Kind.EMAIL, JANE)
        assert trusted != Fault(FaultKind.CERTIFICATE)
        asked = len(server.asked)
        assert asked > 0
        elsewhere = server.url().replace("127.0.0.1", "localhost")
        fault = found_by(made(manifest, elsewhere), Kind.EMAIL, JANE)
        assert fault == Fault(FaultKind.CERTIFICATE)
    assert len(server.asked) == asked
    assert "can't prove that it is the right one" in fault.problem(manifest.title).what


def _quiet_salesforce(asked: Asked) -> object:
    """One case without comments."""
    if asked.path == "/services/data":
        return [{"version": "60.0"}]
    if asked.path.endswith("/describe"):
        return {"fields": [{"name": x} for x in ("Id", "CommentBody", "IsPublished")]}
    case = [] if "CaseComment" in asked.query["q"] else [{"Id": "500AA000001abcDYAQ"}]
    return {"done": True, "records": case}


def test_an_answer_that_can_not_be_read_leaves_a_note_in_doubt(manifest: Manifest) -> None:
    """After a success that says nothing it is looked for, and not sent again."""
    ticket = TICKETS.get(manifest.name, "1")
    known = {"number": ticket, "sys_id": "0" * 32, "sys_class_name": "incident", "work_notes": ""}
    history: dict[str, object] = {"items": [], "comments": []}
    history |= {"id": 1, "ticket_parts": {"ticket_parts": []}, "results": []}
    history |= {"threads": [], "data": {"messages": []}}

    def confused(asked: Asked, wire: Wire) -> None:
        if _reads(asked):
            whole: object = [] if asked.path.endswith("/conversations") else history
            if asked.path.startswith("/api/now/table/"):
                rows = [] if asked.path.endswith("sys_journal_field") else [known]
                whole = {"result": known if asked.path.endswith("0" * 32) else rows}
            if asked.path.startswith("/services/data"):
                whole = _quiet_salesforce(asked)
            answer_json(whole)(asked, wire)
        else:
            page(200, "<html>Thank you</html>", "text/html")(asked, wire)

    with stand_in(confused) as server:
        provider = made(manifest, server.url())
        assert isinstance(provider, Writer)
        first, _ = written(provider, Outgoing(InternalNote(ticket, "text")))
        assert isinstance(first, Kept)
        again, _ = written(provider, first.outgoing)
        provider.close()
    assert isinstance(again, Kept)
    assert [one.fault.kind for one in (first, again)] == [FaultKind.UNSURE] * 2
    assert len([one for one in server.asked if not _reads(one)]) == 1


def _reads(asked: Asked) -> bool:
    """Some vendors are asked by POST."""
    asks = ("/batch/read", "/list_threads", "/get_chat")
    return asked.method == "GET" or asked.path.endswith(asks)


def test_nothing_of_a_customer_or_the_sign_in_is_logged(
    manifest: Manifest, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for answer in (page(401, json.dumps({"message": JANE})), page(500, JANE), reset):
        with stand_in(answer) as server:
            fault = found_by(made(manifest, server.url(), "secret-word"), Kind.EMAIL, JANE)
        shown = f"{fault!r} {caplog.text}"
        assert "jane" not in shown
        assert "secret-word" not in shown
