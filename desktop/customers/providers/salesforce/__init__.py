"""Salesforce by its REST interface (developer.salesforce.com/docs, “REST API Developer Guide”).

What it does that is not plain:

* Agents sign in by the browser, through an External Client App of their company; no new Connected
  Apps are made, and passwords with tokens are on their way out. It comes back to ``localhost``
  only: it takes no ``127.0.0.1``.
* Errors are lists; a limit is 403 with ``REQUEST_LIMIT_EXCEEDED`` and without a time, and an access
  token that ended is 401 with ``INVALID_SESSION_ID``.
* A query that names one hidden field fails as a whole: see
  :mod:`desktop.customers.providers.salesforce.objects`.
* The index of its search lags behind, and has phone numbers as they were typed; so addresses and
  numbers of things are asked for by SOQL, which knows at once, and so are phones that it misses.
* An external id that two records have is answered with 300 where one record is asked for by it;
  here it is a condition of a query, which has both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from desktop.core.results import UserError
from desktop.customers.identify import Kind
from desktop.customers.oauth.declared import OAuth
from desktop.customers.oauth.sign_in import NotSignedIn
from desktop.customers.plain import line
from desktop.customers.providers.base import (
    Can,
    Does,
    Fault,
    FaultKind,
    Manifest,
    Need,
    Setup,
    SignedIn,
)
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.helpdesk import HelpdeskWithRecords
from desktop.customers.providers.http_provider import HttpProvider
from desktop.customers.providers.records import Answer, Record, records_of, text_of
from desktop.customers.providers.salesforce.language import is_id, literal
from desktop.customers.providers.salesforce.objects import Columns, Known, Objects, Refusal
from desktop.customers.providers.salesforce.reading import Reading
from desktop.customers.providers.salesforce.writing import RecordWriting, Writing
from desktop.net.replies import Failure, Reply

_LARGEST = 8_000_000
"""Bytes of an answer: a description of an object has megabytes where a company added much."""
_LIMIT_S = 60.0
"""After a limit, about which nothing more is said."""
_FULL = 0.9
"""Of the company's calls; from here on it is told."""
_USAGE = re.compile(r"api-usage=(\d{1,9})/(\d{1,9})")
_CODES = MappingProxyType(
    {
        "REQUEST_LIMIT_EXCEEDED": FaultKind.RATE_LIMITED,
        "INVALID_SESSION_ID": FaultKind.AUTH,
        "API_CURRENTLY_DISABLED": FaultKind.FORBIDDEN,
        "API_DISABLED_FOR_ORG": FaultKind.FORBIDDEN,
        "QUERY_TIMEOUT": FaultKind.TIMEOUT,
        "SERVER_UNAVAILABLE": FaultKind.BUSY,
        "INSUFFICIENT_ACCESS": FaultKind.FORBIDDEN,
        "INSUFFICIENT_ACCESS_OR_READONLY": FaultKind.FORBIDDEN,
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY": FaultKind.FORBIDDEN,
    }
)


class Salesforce(HelpdeskWithRecords):
    """See the module. The address in the settings is ``https://company.my.salesforce.com``."""

    def __init__(self, setup: Setup) -> None:
        """Nothing is connected.

        Raises:
            UserError: the address is none of a company.
        """
        HttpProvider.__init__(self, setup, _LARGEST)
        host = self.client.address.host
        company = host.removesuffix(".lightning.force.com").removesuffix(".my.salesforce.com")
        if host.endswith(".lightning.force.com"):
            raise UserError(
                "This is where the browser shows Salesforce",
                todo=f"Enter https://{company}.my.salesforce.com",
                place=setup.name,
            )
        if host in ("login.salesforce.com", "test.salesforce.com", "www.salesforce.com"):
            raise UserError(
                "This is everybody's address of Salesforce, not your company's",
                todo="Enter your company's own, like https://company.my.salesforce.com",
                place=setup.name,
            )
        self._known = Known(setup.clock)

    def headers(self) -> Mapping[str, str]:
        """Nothing: who asks is known by the sign-in of the browser.

        Raises:
            UserError: there is none.
        """
        if self.setup.sign_in is None:
            raise NotSignedIn(
                "You are not signed in", todo="Sign in in the settings", place=self.setup.name
            )
        return {}

    def fault(self, reply: Reply | Failure) -> Fault:
        """By the code in the list of errors, where there is one."""
        plain = super().fault(reply)
        if isinstance(reply, Failure) or reply.ok:
            return plain
        errors = reply.read(list[Answer])
        code = text_of(errors[0], "errorCode")[:60] if errors else ""
        kind = _CODES.get(code, plain.kind)
        after = _LIMIT_S if kind is FaultKind.RATE_LIMITED else plain.retry_after
        return Refusal(kind, after, code=code)

    def checking(self, calls: Calls) -> SignedIn | Fault:
        """By the objects that the account sees, and what it may do with each."""
        objects = Objects(calls, self._known)
        base = objects.base()
        reply = base if isinstance(base, Fault) else calls.reply(f"{base}/sobjects")
        if isinstance(base, Fault) or isinstance(reply, Fault):
            return reply if isinstance(reply, Fault) else Fault(FaultKind.BAD_ANSWER)
        every = reply.read(Answer) if reply.ok else None
        if every is None or not isinstance(every.get("sobjects"), list):
            return Fault(FaultKind.BAD_ANSWER)
        seen = {text_of(one, "name"): one for one in records_of(every, "sobjects", 10_000)}
        if seen.get("Contact", {}).get("queryable") is not True:
            return Fault(FaultKind.FORBIDDEN)
        columns = objects.columns("Contact")
        name = columns if isinstance(columns, Fault) else _who(objects, calls, base)
        if isinstance(columns, Fault) or isinstance(name, Fault):
            return name if isinstance(name, Fault) else Fault(FaultKind.BAD_ANSWER)
        may_not = (*_may_not(seen, columns), *_used_up(reply))
        return SignedIn(line(name, 200), may_not)

    def reading(self, calls: Calls) -> Reading:
        """Contacts, leads, accounts, cases and orders."""
        return Reading(self.setup, self.client.address, Objects(calls, self._known))

    def writing(self, calls: Calls, ticket: str) -> Writing:
        """Comments and statuses of cases."""
        return Writing(Objects(calls, self._known), ticket)

    def noting(self, calls: Calls, person: str) -> RecordWriting:
        """Logged calls of a contact, a lead or an account."""
        return RecordWriting(Objects(calls, self._known), person)


def _who(objects: Objects, calls: Calls, base: str) -> str | Fault:
    """The name of the user; empty where the account does not see users."""
    root = calls.listed(Answer, f"{base}/")
    if isinstance(root, Fault):
        return root
    user = text_of(root, "identity").rpartition("/")[2]
    if not is_id(user):
        return ""
    rows = objects.select("User", lambda columns: _user(columns, user))
    return rows if isinstance(rows, Fault) else next((text_of(x, "Name") for x in rows), "")


def _user(columns: Columns, user: str) -> str:
    return f"SELECT Name FROM User WHERE Id = {literal(user)}" if "Name" in columns else ""  # noqa: S608 - escaped


def _may_not(seen: Mapping[str, Record], contact: Columns) -> Sequence[str]:
    """What the account can't do of what could be done here."""
    told = []
    for name, flag, sentence in (
        ("Lead", "queryable", "Your account does not see leads"),
        ("Case", "queryable", "Your account does not see cases"),
        ("CaseComment", "createable", "Your account can't write notes into cases"),
        ("Case", "updateable", "Your account can't change the status of cases"),
        ("Order", "queryable", "Your account does not see orders, or your company has none here"),
        ("Task", "createable", "Your account can't log calls and notes about customers"),
    ):
        if seen.get(name, {}).get(flag) is not True:
            told.append(sentence)
    for column, sentence in (
        ("Email", "Your account does not see customers' e-mail addresses"),
        ("Phone", "Your account does not see customers' phone numbers"),
    ):
        if column not in contact:
            told.append(sentence)
    return told


def _used_up(reply: Reply) -> Sequence[str]:
    used = _USAGE.search(reply.headers.get("sforce-limit-info", ""))
    if used is None or int(used[1]) < _FULL * int(used[2]):
        return []
    told = (
        f"Your company has used {int(used[1]):,} of the {int(used[2]):,} calls that Salesforce "
        "takes in 24 hours; after the last nobody can look anything up"
    )
    return [told]


PROVIDER = Manifest(
    name="salesforce",
    title="Salesforce",
    make=Salesforce,
    finds=frozenset(Kind),
    can=frozenset({Can.TICKETS, Can.ORDERS, Can.NOTES}),
    does=frozenset({Does.NOTE, Does.STATUS, Does.PERSON_NOTE}),
    needs=(
        Need(
            "address",
            required=True,
            help="Your company's own address (My Domain), without anything after it.",
            example="https://company.my.salesforce.com",
        ),
        Need(
            "client",
            required=True,
            help="The consumer key of the External Client App that your administrator made.",
        ),
    ),
    oauth=OAuth(
        authorize="/services/oauth2/authorize",
        exchange="/services/oauth2/token",
        scopes=("api", "refresh_token"),
        host="localhost",
        instances=(".salesforce.com", ".force.com", ".cloudforce.com", ".salesforce.mil"),
    ),
)
