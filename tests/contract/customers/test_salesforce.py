"""Salesforce, by a stand-in that does as its documentation says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.customers.answers import Found
from desktop.customers.card import Match
from desktop.customers.identify import Kind, Query
from desktop.customers.oauth.flow import Flow
from desktop.customers.oauth.tokens import Tokens
from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    FaultKind,
    InternalNote,
    PersonNote,
    PersonNoter,
    Provider,
    SignedIn,
    Writer,
)
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.salesforce import PROVIDER, Salesforce
from desktop.customers.providers.salesforce.language import literal, name_search, term
from desktop.customers.providers.salesforce.objects import Known, Objects, Refusal
from desktop.customers.providers.sending import Delivered, Kept, Outgoing
from desktop.net.deadline import Cancellation, Deadline
from desktop.net.replies import Reply
from tests.contract.customers.asking import CLOCK, Account, checked, found_by, setup_of, written
from tests.contract.customers.authority import browse
from tests.contract.customers.desk_of_salesforce import (
    BASE,
    CASE,
    COMPANY,
    CONTACT,
    JANE,
    LEAD,
    LONE_CASE,
    OTHER,
    PERSON,
    PERSON_ACCOUNT,
    Desk,
)
from tests.contract.customers.queries import Soql, Sosl
from tests.contract.customers.signing import Profile, company
from tests.contract.translation.stand_in import Asked, StandIn, Wire, answer_json, stand_in

RECORDED = Path(__file__).parents[4] / "shared" / "data" / "crm" / "salesforce"
NOTE = "Called — <b>no</b> answer.\n\n  it's 'quoted' \\ 🙂"
ACCOUNT = Account(PROVIDER)
look_up = ACCOUNT.look_up


def ids(found: Found) -> list[tuple[str, Match]]:
    assert found.answers["crm"].ok, found.answers["crm"].fault
    return [(card.id, card.verified) for card in found.cards]


def test_a_contact_with_cases_orders_and_what_was_logged(server: StandIn) -> None:
    (card,) = look_up(server, Kind.EMAIL, JANE).cards
    assert (card.id, card.verified) == (CONTACT, Match.YES)
    assert {name: card.values(name) for name in card.fields} == {
        "name": ("Jane O'Neil",),
        "title": ("Buyer",),
        "city": ("Cincinnati",),
        "country": ("US",),
        "company": ("Example Ltd",),
        "email": (JANE,),
        "phone": ("(513) 555-7611",),
        "customer_number": ("C-77",),
    }
    assert [(one.id, one.status, one.open) for one in card.tickets] == [
        ("00001001", "Closed", False), ("00001026", "New", True),
    ]  # fmt: skip
    assert card.tickets[1].url == server.url(f"/lightning/r/Case/{CASE}/view")
    assert [(one.id, one.subject, one.open) for one in card.orders] == [("00000100", "Lamps", True)]
    assert [one.text for one in card.notes] == ["Call\nLikes <b>lamps</b>"]
    assert card.url == server.url(f"/lightning/r/Contact/{CONTACT}/view")


def test_the_newest_version_that_both_know_is_asked(server: StandIn) -> None:
    look_up(server, Kind.EMAIL, JANE)
    assert server.asked[0].path == "/services/data"
    assert {one.path.split("/")[3] for one in server.asked[1:]} == {"v68.0"}
    assert {one.headers["authorization"] for one in server.asked} == {"Bearer pass-word"}


def test_what_is_known_of_the_company_is_asked_once(server: StandIn, provider: Provider) -> None:
    counts = []
    for _ in range(2):
        before = len(server.asked)
        provider.find(Query(Kind.EMAIL, JANE), Deadline(CLOCK, 20), Cancellation())
        counts.append(len(server.asked) - before)
    # Contact, Lead, cases, orders, tasks; an account has no address.
    assert counts == [12, 5]


@pytest.mark.parametrize(
    ("kind", "value", "written", "number", "match"),
    [
        (Kind.EMAIL, JANE.upper(), "", CONTACT, Match.YES),
        (Kind.EMAIL, "bills@example.com", "", OTHER, Match.YES),
        (Kind.EMAIL, "lea@example.com", "", LEAD, Match.YES),
        (Kind.PHONE, "+15135557611", "", CONTACT, Match.YES),
        (Kind.PHONE, "+15135550123", "", PERSON, Match.YES),
        (Kind.PHONE, "+15135550000", "", LEAD, Match.YES),
        (Kind.PHONE, "+15135551000", "", COMPANY, Match.YES),
        (Kind.PHONE, "+15135559999", "", OTHER, Match.YES),
        (Kind.CUSTOMER, "C77", "C-77", CONTACT, Match.YES),
        (Kind.CUSTOMER, "A1", "A-1", COMPANY, Match.YES),
        (Kind.TICKET, "00001026", "", CONTACT, Match.YES),
        (Kind.TICKET, "00001030", "", LONE_CASE, Match.YES),
        (Kind.ORDER, "00000100", "", CONTACT, Match.YES),
        (Kind.ORDER, "00000101", "", PERSON_ACCOUNT, Match.YES),
        (Kind.NAME, "jan", "", CONTACT, Match.MAYBE),
        (Kind.NAME, "o'neil jane", "", CONTACT, Match.MAYBE),
        (Kind.NAME, "bob and os", "", OTHER, Match.MAYBE),
        (Kind.NAME, "example", "", COMPANY, Match.MAYBE),
    ],
)
def test_by_all_ways(
    server: StandIn, kind: Kind, value: str, written: str, number: str, match: Match
) -> None:
    found = ids(look_up(server, kind, value, written=written))
    assert found == [(number, match)]


def test_a_person_account_is_shown_once_and_opened_as_what_it_is(server: StandIn) -> None:
    (card,) = look_up(server, Kind.EMAIL, "pia@example.com").cards
    assert card.url == server.url(f"/lightning/r/Account/{PERSON_ACCOUNT}/view")
    assert [one.id for one in card.orders] == ["00000101"]


def test_who_is_not_in_the_index_yet_is_found_by_phone(desk: Desk, server: StandIn) -> None:
    desk.lagging = {CONTACT, OTHER}
    assert ids(look_up(server, Kind.PHONE, "+15135557611")) == [(CONTACT, Match.YES)]


def test_an_order_of_another_at_the_same_company_is_not_shown(server: StandIn) -> None:
    (card,) = look_up(server, Kind.EMAIL, "bob@example.com").cards
    assert (card.orders, card.tickets) == ((), ())


@pytest.mark.parametrize(
    "value",
    [
        "x' OR Name LIKE '%",
        "\\' OR Name LIKE \\'%",
        "a\\",
        "'",
        '"',
        "%",
        "_",
        "x\n' OR Id = '",
        "'; --",
    ],
)
@pytest.mark.parametrize("kind", [Kind.EMAIL, Kind.CUSTOMER, Kind.TICKET, Kind.ORDER])
def test_what_is_asked_for_can_not_ask_for_more(server: StandIn, kind: Kind, value: str) -> None:
    assert ids(look_up(server, kind, value)) == []


@given(st.text(max_size=60))
def test_any_text_stays_a_value(text: str) -> None:
    shown = "".join(sign for sign in text if sign.isprintable() or sign in "\n\r\t\b\f")
    query = Soql(f"SELECT Id FROM Contact WHERE Name = {literal(text)} LIMIT 5")
    assert (query.named, query.limit) == ({"Id", "Name"}, 5)
    assert query.run([{"Id": 1, "Name": shown or None}]) == [{"Id": 1, "Name": shown or None}]
    assert query.run([{"Id": 1, "Name": shown + "x"}]) == []


@given(st.text(max_size=60))
def test_any_name_is_a_search_that_can_be_read(text: str) -> None:
    words = name_search(text)
    if words:
        search = Sosl(f"FIND {{{words}}} IN NAME FIELDS RETURNING Contact(Id LIMIT 5) LIMIT 5")
        assert search.finds([text]) or not text.isascii()


@pytest.mark.parametrize("name", ["and", "or", "not AND", "Bob AND Oslo", "AND NOT x", "? & |"])
def test_words_of_the_language_are_names(name: str) -> None:
    words = name_search(name)
    if words:
        search = Sosl(f"FIND {{{words}}} IN NAME FIELDS RETURNING Contact(Id LIMIT 5) LIMIT 5")
        assert search.finds([name])
        assert not search.finds(["Somebody else"])


def test_every_sign_that_means_something_is_escaped() -> None:
    assert term("o'neil+x@a-b.com") == "o\\'neil\\+x@a\\-b.com"
    assert term("?&|!{}[]()^~*:\\\"'+-") == "".join(f"\\{x}" for x in "?&|!{}[]()^~*:\\\"'+-")
    assert literal("o'ne\\il@x.com") == "'o\\'ne\\\\il@x.com'"


def test_a_hidden_field_is_not_asked_for(desk: Desk, server: StandIn) -> None:
    desk.hidden |= {("Contact", "Phone"), ("Contact", "Title"), ("Case", "Subject")}
    (card,) = look_up(server, Kind.EMAIL, JANE).cards
    assert card.values("phone") == ()
    assert [one.subject for one in card.tickets] == ["", ""]
    desk.hidden.add(("Contact", "Email"))
    assert ids(look_up(server, Kind.EMAIL, JANE)) == []


def test_what_was_hidden_meanwhile_is_found_out(
    desk: Desk, server: StandIn, provider: Provider
) -> None:
    def find() -> list[str]:
        cards = provider.find(Query(Kind.EMAIL, JANE), Deadline(CLOCK, 20), Cancellation())
        assert not isinstance(cards, Fault), cards
        return [one.value("title") for one in cards]

    assert find() == ["Buyer"]
    desk.hidden.add(("Contact", "Title"))
    assert find() == [""]


def test_a_company_without_orders_and_leads(desk: Desk, server: StandIn) -> None:
    desk.absent = {"Order", "Lead", "Task"}
    (card,) = look_up(server, Kind.EMAIL, JANE).cards
    assert (card.orders, card.notes, len(card.tickets)) == ((), (), 2)
    assert ids(look_up(server, Kind.ORDER, "00000100")) == []
    assert ids(look_up(server, Kind.PHONE, "+15135557611")) == [(CONTACT, Match.YES)]


def test_cases_that_do_not_show_whose_they_are_are_left_out(desk: Desk, server: StandIn) -> None:
    desk.hidden |= {("Case", "ContactId"), ("Task", "WhoId"), ("Order", "BillToContactId")}
    (card,) = look_up(server, Kind.EMAIL, JANE).cards
    assert (card.id, card.tickets, card.orders, card.notes) == (CONTACT, (), (), ())


@pytest.mark.parametrize("whole", [True, False])
def test_accounts_that_are_hidden_are_not_asked_for(
    desk: Desk, server: StandIn, whole: bool
) -> None:
    if whole:
        desk.absent.add("Account")
    else:
        desk.hidden.add(("Account", "Name"))
    for kind, value in ((Kind.EMAIL, JANE), (Kind.PHONE, "+15135557611"), (Kind.NAME, "o'neil")):
        (card,) = look_up(server, kind, value).cards
        assert (card.id, card.values("company")) == (CONTACT, ())


def test_pages_are_followed_on_the_same_server_only(desk: Desk, server: StandIn) -> None:
    desk.at_once = 1
    (card,) = look_up(server, Kind.EMAIL, JANE).cards
    assert len(card.tickets) == 2
    for onward in ("https://198.51.100.1/services/data/v68.0/query/01g", "//198.51.100.1/x",
                   "/services/oauth2/revoke", "../x"):  # fmt: skip
        desk.onward = onward
        fault = look_up(server, Kind.EMAIL, JANE).answers["crm"].fault
        assert fault is not None
        assert fault.kind is FaultKind.BAD_ANSWER
    assert all("198.51" not in one.target for one in server.asked)


def test_a_server_that_answers_with_everybody_shows_nobody_else(desk: Desk) -> None:
    def everybody(asked: Asked, wire: Wire) -> None:
        if asked.path in (f"{BASE}/query/", f"{BASE}/search/"):
            rows = [desk._row("Contact", one, list(one)) for one in desk.records["Contact"]]
            answer_json({"done": True, "records": rows, "searchRecords": rows})(asked, wire)
        else:
            desk(asked, wire)

    with stand_in(everybody) as server:
        for kind, value in ((Kind.EMAIL, "nobody@example.com"), (Kind.PHONE, "+15135554444"),
                            (Kind.CUSTOMER, "C78"), (Kind.ORDER, "77"),
                            (Kind.TICKET, "77")):  # fmt: skip
            assert look_up(server, kind, value).cards == (), kind


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("REQUEST_LIMIT_EXCEEDED", 403, FaultKind.RATE_LIMITED),
        ("API_DISABLED_FOR_ORG", 403, FaultKind.FORBIDDEN),
        ("INVALID_SESSION_ID", 401, FaultKind.AUTH),
        ("QUERY_TIMEOUT", 400, FaultKind.TIMEOUT),
        ("MALFORMED_QUERY", 400, FaultKind.REFUSED),
        ("SERVER_UNAVAILABLE", 503, FaultKind.BUSY),
        ("300", 300, FaultKind.REFUSED),
    ],
)
def test_a_refusal_is_told_by_its_code(
    desk: Desk, server: StandIn, code: str, status: int, kind: FaultKind
) -> None:
    desk.refuse[f"{BASE}/query"] = ([{"errorCode": code, "message": JANE}], status)
    fault = look_up(server, Kind.EMAIL, JANE).answers["crm"].fault
    assert fault is not None
    assert fault.kind is kind
    assert JANE not in fault.problem("Salesforce").sentence()


def test_after_the_limit_nothing_is_asked_for_a_while(
    desk: Desk, server: StandIn, provider: Provider, writer: Writer
) -> None:
    errors = [{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "TotalRequests Limit exceeded."}]
    desk.refuse[f"{BASE}/query"] = (errors, 403)
    fault = provider.find(Query(Kind.EMAIL, JANE), Deadline(CLOCK, 20), Cancellation())
    assert isinstance(fault, Fault)
    assert 55 < (fault.retry_after or 0) <= 60
    before = len(server.asked)
    done, _ = written(writer, Outgoing(InternalNote("00001026", NOTE)))
    assert isinstance(done, Kept)
    assert done.fault.kind is FaultKind.RATE_LIMITED
    assert len(server.asked) == before


# --- writing ---


def test_a_note_is_internal_and_there_once(desk: Desk, server: StandIn, writer: Writer) -> None:
    done, _ = written(writer, Outgoing(InternalNote("00001026", NOTE)))
    assert isinstance(done, Delivered)
    (comment,) = desk.records["CaseComment"]
    assert done.mark == comment["Id"]
    (post,) = [one for one in server.asked if one.method == "POST"]
    assert post.json == {"ParentId": CASE, "CommentBody": NOTE, "IsPublished": False}


def test_a_note_whose_answer_is_lost_is_found_and_not_sent_again(desk: Desk) -> None:
    desk._create("CaseComment", {"ParentId": CASE, "CommentBody": NOTE, "IsPublished": False})
    done, times = ACCOUNT.write_unanswered(
        InternalNote("00001026", NOTE), desk, desk._answer, lambda one: one.method == "POST"
    )
    assert isinstance(done, Delivered)
    assert (done.mark, done.found) == (desk.records["CaseComment"][1]["Id"], True)
    assert times == 1


def test_what_can_not_be_written_says_so(desk: Desk, writer: Writer) -> None:
    for number, text, kind in (
        ("99", NOTE, FaultKind.MISSING),
        ("x' OR CaseNumber LIKE '%", NOTE, FaultKind.MISSING),
        ("", NOTE, FaultKind.MISSING),
        ("00001026", "é" * 2001, FaultKind.REFUSED),
    ):
        done, _ = written(writer, Outgoing(InternalNote(number, text)))
        assert isinstance(done, Kept)
        assert (done.fault.kind, done.outgoing.tried) == (kind, None), number
    assert isinstance(done, Kept)
    assert "too long" in done.fault.problem("Salesforce").sentence()
    desk.closed["CaseComment"] = {"createable"}
    done, _ = written(writer, Outgoing(InternalNote("00001026", NOTE)))
    assert isinstance(done, Kept)
    assert done.fault.kind is FaultKind.REFUSED
    assert desk.records["CaseComment"] == []


def test_a_note_that_could_not_be_found_again_is_not_sent(
    desk: Desk, server: StandIn, writer: Writer
) -> None:
    desk.hidden.add(("CaseComment", "CommentBody"))
    done, _ = written(writer, Outgoing(InternalNote("00001026", NOTE)))
    assert isinstance(done, Kept)
    assert done.fault.kind is FaultKind.FORBIDDEN
    assert [one for one in server.asked if one.method == "POST"] == []


def test_customers_are_not_written_to(server: StandIn, writer: Writer) -> None:
    message = CustomerMessage("00001026", "Dear Jane", JANE)
    done, _ = written(writer, Outgoing(message))
    assert isinstance(done, Kept)
    assert "Open the case in the browser" in done.fault.problem("Salesforce").sentence()
    assert [one for one in server.asked if one.method == "POST"] == []


def test_a_status_is_given_and_looked_at(desk: Desk, writer: Writer) -> None:
    deadline, token = Deadline(CLOCK, 20), Cancellation()
    assert writer.statuses("00001026", deadline, token) == ["New", "Working", "Closed"]
    assert writer.set_status("00001026", "Working", deadline, token) is None
    assert desk.records["Case"][0]["Status"] == "Working"
    for number, status, kind in (("00001026", "Gone", FaultKind.REFUSED),
                                 ("99", "New", FaultKind.MISSING)):  # fmt: skip
        fault = writer.set_status(number, status, deadline, token)
        assert fault is not None
        assert fault.kind is kind


@pytest.mark.parametrize(("person", "key"), [(CONTACT, "WhoId"), (LEAD, "WhoId"),
                                             (COMPANY, "WhatId")])  # fmt: skip
def test_a_call_is_logged_as_a_task_that_is_done(
    desk: Desk, provider: Provider, person: str, key: str
) -> None:
    assert isinstance(provider, PersonNoter)
    text = f"Phone · 12 min · Solved {'x' * 100}\n\nAll is well"
    done, _ = written(provider, Outgoing(PersonNote(person, text)))
    assert isinstance(done, Delivered)
    task = desk.records["Task"][-1]
    assert (task[key], task["Description"], task["Status"]) == (person, text, "Completed")
    assert len(task["Subject"]) == 80
    marks = provider.person_marks(person, Deadline(CLOCK, 20), Cancellation())
    assert not isinstance(marks, Fault)
    assert done.mark in marks


def test_nothing_is_logged_about_what_is_no_record(provider: Provider, server: StandIn) -> None:
    assert isinstance(provider, PersonNoter)
    for person in ("", "500AA000001abcDYAQ", "003AA'", "../Contact"):
        done, _ = written(provider, Outgoing(PersonNote(person, "text")))
        assert isinstance(done, Kept)
        assert done.fault.kind is FaultKind.MISSING
    assert [one for one in server.asked if one.method == "POST"] == []


# --- signing in ---


@pytest.mark.parametrize(
    ("closed", "hidden", "usage", "may_not"),
    [
        ({}, set(), "api-usage=18/100000", []),
        ({"CaseComment": {"createable"}, "Case": {"updateable"}}, {("Contact", "Phone")},
         "api-usage=18/100000; api-bursts=1/750",
         ["notes into cases", "change the status", "phone numbers"]),
        ({"Order": {"queryable"}}, set(), "api-usage=95000/100000",
         ["orders", "has used 95,000 of the 100,000 calls"]),
    ],
)  # fmt: skip
def test_a_sign_in_is_tested(
    desk: Desk, server: StandIn, closed: dict[str, set[str]], hidden: set[tuple[str, str]],
    usage: str, may_not: list[str],
) -> None:  # fmt: skip
    desk.closed, desk.usage = closed, usage
    desk.hidden |= hidden
    answer = checked(ACCOUNT.at(server.url()))
    assert isinstance(answer, SignedIn)
    assert answer.name == "Ann Agent"
    assert len(answer.may_not) == len(may_not)
    for words, sentence in zip(may_not, answer.may_not, strict=True):
        assert words in sentence


def test_an_account_that_sees_no_customers_is_told(desk: Desk, server: StandIn) -> None:
    desk.closed["Contact"] = {"queryable"}
    fault = checked(ACCOUNT.at(server.url()))
    assert isinstance(fault, Fault)
    assert fault.kind is FaultKind.FORBIDDEN


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("https://company.lightning.force.com/lightning/page", "company.my.salesforce.com"),
        ("https://login.salesforce.com", "your company's own"),
        ("http://company.my.salesforce.com", "not secure"),
    ],
)
def test_an_address_that_is_none_of_a_company(address: str, words: str) -> None:
    with pytest.raises(UserError) as caught:
        PROVIDER.make(setup_of(address, "", {}))
    assert words in str(caught.value)


def test_without_a_sign_in_nobody_is_asked(server: StandIn) -> None:
    provider = PROVIDER.make(setup_of(server.url(), "key", {}))
    with pytest.raises(UserError, match="not signed in"):
        found_by(provider, Kind.EMAIL, JANE)
    assert server.asked == []


def test_a_token_that_ended_is_renewed_without_another_refresh_token(
    desk: Desk, tmp_path: Path
) -> None:
    with company("salesforce", desk) as (server, authority):
        authority.rotates, authority.lifetime = False, None
        authority.refused = ([{"errorCode": "INVALID_SESSION_ID", "message": "expired"}], 401)
        authority.more = {"instance_url": server.url(), "id": "https://login.salesforce.com/id/x"}
        profile = Profile(tmp_path, server.url(), "salesforce")
        flow = Flow(profile.sign_in.endpoint, CLOCK)
        assert flow.redirect.startswith("http://localhost:")
        assert browse(flow.begin())[0] == 200
        tokens = flow.finish(Cancellation())
        assert isinstance(tokens, Tokens)
        profile.sign_in.adopt(tokens)
        provider = profile.provider()
        for renewals in (0, 1, 2):
            found = provider.find(Query(Kind.EMAIL, JANE), Deadline(CLOCK, 20), Cancellation())
            assert not isinstance(found, Fault), found
            assert [one.id for one in found] == [CONTACT]
            assert authority.renewals == renewals
            authority.end_access()
        profile.close()


@pytest.mark.parametrize(
    "instance",
    [
        "https://198.51.100.1",
        "http://na1.salesforce.com",
        "https://evilsalesforce.com",
        "https://salesforce.com.evil.example",
        "https://user@na1.salesforce.com",
        "https://na1.salesforce.com:8443",
        "https://na1.salesforce.com/x",
        "javascript:alert(1)",
    ],
)
def test_an_instance_that_is_none_of_salesforces_gets_no_token(
    desk: Desk, tmp_path: Path, instance: str
) -> None:
    with company("salesforce", desk) as (server, authority):
        profile = Profile(tmp_path, server.url(), "salesforce")
        profile.adopt(authority.signed_in())
        authority.end_access()
        authority.more = {"instance_url": instance}
        found = profile.provider().find(
            Query(Kind.EMAIL, JANE), Deadline(CLOCK, 20), Cancellation()
        )
        assert found == Fault(FaultKind.BAD_ANSWER)
        profile.close()


# --- answers that Salesforce really gave ---


def recorded(name: str) -> Any:
    path = RECORDED / f"{name}.json"
    if not path.exists():
        pytest.skip("not in the project: answers that Salesforce really gave")
    return json.loads(path.read_text())


def test_a_description_that_was_really_given_is_understood(desk: Desk, server: StandIn) -> None:
    described = recorded("sobject_describe_success_response")
    names = [one["name"] for one in described["fields"]]
    desk.refuse[f"{BASE}/sobjects/Contact/describe"] = (described, 200)
    provider = ACCOUNT.at(server.url())
    assert isinstance(provider, Salesforce)
    calls = Calls(provider, {}, Deadline(CLOCK, 20), Cancellation())
    columns = Objects(calls, Known(CLOCK)).columns("Contact")
    provider.close()
    assert not isinstance(columns, Fault)
    assert list(columns) == names
    external = [one["name"] for one in described["fields"] if one["externalId"]]
    assert [one.name for one in columns.values() if one.external] == external


def test_pages_that_were_really_given_are_read_to_the_end(desk: Desk, server: StandIn) -> None:
    first = recorded("query_paginated_first_page_response")
    last = recorded("query_paginated_last_page_response")
    first["done"] = False  # of the recording the first page says so itself
    desk.refuse[first["nextRecordsUrl"]] = (last, 200)
    desk.refuse[f"{BASE}/query/"] = (first, 200)
    provider = ACCOUNT.at(server.url())
    assert isinstance(provider, Salesforce)
    calls = Calls(provider, {}, Deadline(CLOCK, 20), Cancellation())
    rows = Objects(calls, Known(CLOCK)).select("Contact", lambda _: "SELECT Id FROM Contact")
    provider.close()
    assert not isinstance(rows, Fault)
    labels = [one["Text_Label"] for page in (first, last) for one in page["records"]]
    assert [one["Text_Label"] for one in rows] == labels


@pytest.mark.parametrize(
    "name",
    ["query_error_response", "search_error_response", "sobject_find_error_response",
     "write_error_response"],
)  # fmt: skip
def test_errors_that_were_really_given_have_their_code(server: StandIn, name: str) -> None:
    errors = recorded(name)
    provider = ACCOUNT.at(server.url())
    assert isinstance(provider, Salesforce)
    fault = provider.fault(Reply(400, {}, json.dumps(errors).encode()))
    provider.close()
    assert isinstance(fault, Refusal)
    assert fault.code == errors[0]["errorCode"]
