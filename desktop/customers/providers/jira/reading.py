"""Customers and requests of Jira Service Management as cards."""

from __future__ import annotations

import urllib.parse
from collections.abc import Mapping, Sequence

from desktop.customers.card import Card, Ticket, fields_of
from desktop.customers.identify import Kind, Query
from desktop.customers.identify.email import folded
from desktop.customers.plain import line
from desktop.customers.providers.base import Fault, FaultKind, Setup
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.helpdesk import is_number
from desktop.customers.providers.jira.document import text_of_document
from desktop.customers.providers.jira.keys import is_account, is_key, key_of, phrase, quoted
from desktop.customers.providers.mentions import mentions
from desktop.customers.providers.records import Answer, Record, moment_of, records_of, text_of
from desktop.net.address import Address

MOST_PEOPLE = 5
MOST_TICKETS = 10
_MOST_FOUND = 50
_MOST_DESKS = 8
"""Whose customers are searched, one call each."""
_MOST_PAGES = 3
_FIELDS = (
    ("displayName", "name"),
    ("emailAddress", "email"),
    ("locale", "language"),
    ("timeZone", "time_zone"),
)
_SHOWN = "summary,status,updated,reporter"
_APPS = "app"

_List = list[Answer]


class Reading:
    """One lookup."""

    def __init__(self, setup: Setup, address: Address, calls: Calls, trial: Calls) -> None:
        """``calls`` are those of the lookup, ``trial`` the same for what is experimental."""
        self._setup = setup
        self._address = address
        self._calls = calls
        self._trial = trial

    def find(self, query: Query) -> Sequence[Card] | Fault:
        """Cards of whom is asked for, and perhaps of others."""
        if query.kind is Kind.TICKET:
            return self._of_ticket(key_of(query))
        if query.kind is Kind.ORDER:
            return self._of_order(query)
        people = self._people(query)
        if isinstance(people, Fault):
            return people
        cards = []
        for person in people[:MOST_PEOPLE]:
            tickets = [] if query.kind is Kind.NAME else self._tickets(text_of(person, "accountId"))
            if isinstance(tickets, Fault):
                return tickets
            cards.append(self._card(person, tickets))
        return cards

    def _people(self, query: Query) -> Sequence[Record] | Fault:
        """By the search of all users, else by that of each desk's customers.

        The first needs a permission that agents may not have, and does not know everybody.
        """
        asked = {"query": query.value, "maxResults": str(_MOST_FOUND)}
        users = self._calls.listed(_List, "/rest/api/3/user/search", asked)
        refused = isinstance(users, Fault) and users.kind is FaultKind.FORBIDDEN
        if isinstance(users, Fault) and not refused:
            return users
        found = [] if isinstance(users, Fault) else _asked_for(users, query)
        if found:
            return found
        customers = self._customers(query)
        if isinstance(customers, Fault) and customers.kind is FaultKind.FORBIDDEN and not refused:
            return []  # no agent of a desk, but who searches users may still have none
        return customers

    def _customers(self, query: Query) -> Sequence[Record] | Fault:
        answer = self._calls.listed(
            Answer, "/rest/servicedeskapi/servicedesk", {"limit": str(_MOST_DESKS)}
        )
        desks = answer if isinstance(answer, Fault) else _list(answer, "values", _MOST_DESKS)
        if isinstance(desks, Fault):
            return desks
        people: dict[str, Record] = {}
        first: Fault | None = None
        for desk in desks:
            number = text_of(desk, "id")
            if not is_number(number):
                continue
            asked = {"query": query.value, "limit": str(_MOST_FOUND)}
            path = f"/rest/servicedeskapi/servicedesk/{number}/customer"
            found = self._trial.listed(Answer, path, asked)
            customers = found if isinstance(found, Fault) else _list(found, "values", _MOST_FOUND)
            if isinstance(customers, Fault):
                # One desk may be closed to this account while others are not.
                if customers.kind is not FaultKind.FORBIDDEN:
                    return customers
                first = first or customers
                continue
            for one in _asked_for(customers, query):
                people.setdefault(text_of(one, "accountId"), one)
        return list(people.values()) or first or []

    def _of_ticket(self, key: str) -> Sequence[Card] | Fault:
        """Who asked for help by this request."""
        if not key:
            return []
        issue = self._calls.get(Answer, f"/rest/api/3/issue/{key}", {"fields": _SHOWN})
        if issue is None:
            # Who is not signed in is told the same, as after a token's last day.
            me = self._calls.listed(Answer, "/rest/api/3/myself")
            return me if isinstance(me, Fault) else []
        if isinstance(issue, Fault):
            return issue
        if not isinstance(issue.get("fields"), Mapping):
            return Fault(FaultKind.BAD_ANSWER)
        return self._cards_of([issue])

    def _of_order(self, query: Query) -> Sequence[Card] | Fault:
        """Who asked for help by requests that speak of it."""
        words = f"text ~ {phrase(query.written or query.value)} ORDER BY updated DESC"
        issues = self._issues(words, f"{_SHOWN},description", _MOST_FOUND)
        if isinstance(issues, Fault):
            return issues
        return self._cards_of([one for one in issues if _speaks_of(one, query.value)])

    def _cards_of(self, issues: Sequence[Record]) -> Sequence[Card]:
        theirs: dict[str, list[Record]] = {}
        people: dict[str, Record] = {}
        for issue in issues:
            reporter = _part(issue, "reporter")
            number = text_of(reporter, "accountId")
            if isinstance(reporter, Mapping):
                people.setdefault(number, reporter)
                theirs.setdefault(number, []).append(issue)
        return [
            self._card(person, theirs[number])
            for number, person in list(people.items())[:MOST_PEOPLE]
        ]

    def _tickets(self, account: str) -> Sequence[Record] | Fault:
        """The requests last touched."""
        if not is_account(account):
            return []
        words = f"reporter = {quoted(account)} ORDER BY updated DESC"
        issues = self._issues(words, _SHOWN, MOST_TICKETS)
        if isinstance(issues, Fault):
            return issues
        return [one for one in issues if text_of(_part(one, "reporter"), "accountId") == account]

    def _issues(self, jql: str, fields: str, most: int) -> list[Record] | Fault:
        """A page may hold fewer than were asked for although there are more."""
        every: list[Record] = []
        asked = {"jql": jql, "fields": fields, "maxResults": str(most)}
        for _ in range(_MOST_PAGES):
            answer = self._calls.listed(Answer, "/rest/api/3/search/jql", asked)
            page = answer if isinstance(answer, Fault) else _list(answer, "issues", most)
            if isinstance(page, Fault) or isinstance(answer, Fault):
                return page if isinstance(page, Fault) else Fault(FaultKind.BAD_ANSWER)
            every += page
            token = text_of(answer, "nextPageToken")
            if not token or len(every) >= most:
                break
            asked["nextPageToken"] = token
        return every[:most]

    def _card(self, person: Record, issues: Sequence[Record]) -> Card:
        values = [(name, text_of(person, key)) for key, name in _FIELDS]
        account, name = line(text_of(person, "accountId"), 200), self._setup.name
        words = f"reporter = {quoted(account)} ORDER BY updated DESC"
        link = f"/issues/?{urllib.parse.urlencode({'jql': words})}"
        return Card(
            name,
            account,
            fields_of(name, self._setup.clock.now(), values),
            tickets=tuple(self._ticket(one) for one in issues[:MOST_TICKETS]),
            url=self._address.at(link) if is_account(account) else "",
            active=person.get("active") is not False,
        )

    def _ticket(self, issue: Record) -> Ticket:
        key, status = line(text_of(issue, "key"), 100), _part(issue, "status")
        category = status.get("statusCategory") if isinstance(status, Mapping) else None
        return Ticket(
            key,
            line(text_of(issue.get("fields"), "summary")),
            self._setup.name,
            line(text_of(status, "name"), 100),
            text_of(category, "key") != "done",
            moment_of(issue.get("fields"), "updated"),
            self._address.at(f"/browse/{key}") if is_key(key) else "",
        )


def _asked_for(people: Sequence[Record], query: Query) -> list[Record]:
    """Those who may be whom was asked for: without the apps, and without other addresses."""
    found = []
    for one in people[:_MOST_FOUND]:
        address = text_of(one, "emailAddress")
        other = query.kind is Kind.EMAIL and address and folded(address) != folded(query.value)
        if text_of(one, "accountType") != _APPS and not other:
            found.append(one)
    # Whose address is not hidden first.
    return sorted(found, key=lambda one: not text_of(one, "emailAddress"))


def _speaks_of(issue: Record, number: str) -> bool:
    summary = text_of(issue.get("fields"), "summary")
    return mentions(summary, number) or mentions(
        text_of_document(_part(issue, "description")), number
    )


def _part(issue: Record, name: str) -> object:
    fields = issue.get("fields")
    return fields.get(name) if isinstance(fields, Mapping) else None


def _list(answer: Record, key: str, most: int) -> Sequence[Record] | Fault:
    """The records of an answer, which must have a list of them."""
    if not isinstance(answer.get(key), list):
        return Fault(FaultKind.BAD_ANSWER)
    return records_of(answer, key, most)
