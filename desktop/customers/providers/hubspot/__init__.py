"""HubSpot by its dated interface 2026-03 (developers.hubspot.com/docs/api-reference/latest).

What it does that is not plain:

* Search learns of a change seconds to minutes later and has a limit of its own, 5 calls a second;
  so a contact is read by the address first, and by what else is known at once.
* A property that is not asked for is not in the answer, and one that a company has not is left out.
* Numbers are searched for without what the country adds, so a pattern of the last digits is.
* Who asks too often is told no time: the length of the interval is in a header of its own.
* A note belongs to nothing but what it is associated with, and needs a time.
* An app's token stands for a company, not for a person; what it may see are scopes, and an object
  without one is 403.
* The page of a record has the company's number and is on the host of its data centre.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from desktop.customers.identify import Kind
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
from desktop.customers.providers.helpdesk import HelpdeskWithRecords, is_number
from desktop.customers.providers.hubspot.asking import VERSION, Asking
from desktop.customers.providers.hubspot.noting import NOTE_TO_CONTACT, NOTE_TO_TICKET, Notes
from desktop.customers.providers.hubspot.reading import Reading
from desktop.customers.providers.hubspot.writing import Writing
from desktop.customers.providers.records import text_of

_PAGES = (
    "app.hubspot.com",
    "app-eu1.hubspot.com",
    "app-na2.hubspot.com",
    "app-na3.hubspot.com",
    "app-ap1.hubspot.com",
)
_SCOPES = (
    ("contacts", "Your account does not see contacts"),
    ("tickets", "Your account does not see tickets"),
    ("notes", "Your account does not see notes"),
    ("order", "Your account does not see orders"),
)


class HubSpot(HelpdeskWithRecords):
    """See the module. The address in the settings is ``https://api.hubapi.com``."""

    def __init__(self, setup: Setup) -> None:
        """Nothing is connected."""
        super().__init__(setup)
        self._homes: dict[bytes, str] = {}

    def headers(self) -> Mapping[str, str]:
        """The token of a private app."""
        return {"Authorization": f"Bearer {self.secret()}"}

    def checking(self, calls: Calls) -> SignedIn | Fault:
        """By the company whose app it is, and by what the app may read."""
        account = calls.listed(dict[str, Any], f"/account-info/{VERSION}/details")
        if isinstance(account, Fault):
            return account
        number = text_of(account, "portalId")
        if not is_number(number):
            return Fault(FaultKind.BAD_ANSWER)
        may_not = []
        for name, words in _SCOPES:
            tried = calls.get(dict[str, Any], f"/crm/objects/{VERSION}/{name}", {"limit": "1"})
            if isinstance(tried, Fault) and tried.kind is FaultKind.FORBIDDEN:
                may_not.append(words)
            elif isinstance(tried, Fault):
                return tried
        return SignedIn(f"HubSpot account {number}", tuple(may_not))

    def reading(self, calls: Calls) -> Reading:
        """Contacts, tickets and orders."""
        return Reading(self.setup, Asking(calls), lambda: self._home(calls))

    def writing(self, calls: Calls, ticket: str) -> Writing:
        """Notes and stages."""
        notes = Notes(self.setup.clock, Asking(calls), NOTE_TO_TICKET, ticket)
        return Writing(Asking(calls), notes, ticket)

    def noting(self, calls: Calls, person: str) -> Notes:
        """Notes on a contact."""
        return Notes(self.setup.clock, Asking(calls), NOTE_TO_CONTACT, person)

    def _home(self, calls: Calls) -> str:
        """Where the company's records show in the browser; empty when it does not say.

        Asked for once for each token.
        """
        mark = hashlib.sha256(self.secret().encode()).digest()
        if mark not in self._homes:
            account = calls.get(dict[str, Any], f"/account-info/{VERSION}/details")
            number, host = text_of(account, "portalId"), text_of(account, "uiDomain")
            if not is_number(number):
                return ""
            page = host if host in _PAGES else _PAGES[0]
            self._homes = {mark: f"https://{page}/contacts/{number}/record"}
        return self._homes[mark]


PROVIDER = Manifest(
    name="hubspot",
    title="HubSpot",
    make=HubSpot,
    finds=frozenset(Kind),
    can=frozenset({Can.TICKETS, Can.ORDERS, Can.NOTES}),
    does=frozenset({Does.NOTE, Does.STATUS, Does.PERSON_NOTE}),
    needs=(Need("address", required=True, example="https://api.hubapi.com"),),
    secret_required=True,
    key_words="access token of a private app",
    pages=_PAGES,
)
