"""Intercom by its REST interface 2.14 (developers.intercom.com/docs/references/rest-api).

What it does that is not plain:

* A search is a POST, and it knows of new contacts only minutes later.
* One person may be there several times, as a user and as leads, with the same address.
* A ticket has two numbers: colleagues see the short one, and only the long one can be asked for.
* A contact holds no names of its tags and companies, and nobody's time zone.
* Who asks too often is told when the count begins anew, by ``X-RateLimit-Reset`` alone.
* Each thing that is written names the teammate who writes: the one whose token it is.
* Workspaces are in one of three regions, each with its own addresses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.customers.identify import Kind
from desktop.customers.plain import line
from desktop.customers.providers.base import Can, Does, Fault, FaultKind, Manifest, Need, SignedIn
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.helpdesk import HelpdeskWithRecords
from desktop.customers.providers.intercom.noting import Noting
from desktop.customers.providers.intercom.reading import Reading
from desktop.customers.providers.intercom.writing import Writing
from desktop.customers.providers.records import Record, text_of

VERSION = "2.14"
_API = "api.intercom.io"
_REGIONS = {"US": "", "EU": "eu.", "AU": "au."}
_PAGES = {f"api.{one}intercom.io": f"app.{one}intercom.com" for one in _REGIONS.values()}


class Intercom(HelpdeskWithRecords):
    """See the module. The address in the settings is ``https://api.intercom.io`` or a region's."""

    def headers(self) -> Mapping[str, str]:
        """An access token, and the version whose answers are understood here."""
        return {"Authorization": f"Bearer {self.secret()}", "Intercom-Version": VERSION}

    def checking(self, calls: Calls) -> SignedIn | Fault:
        """By the teammate whose token it is, and by what that may search."""
        me = calls.listed(dict[str, Any], "/me")
        if isinstance(me, Fault):
            return me
        if not text_of(me, "id"):
            return Fault(FaultKind.AUTH)
        may_not = []
        for path, words in (
            ("/contacts/search", "Your account does not see contacts"),
            ("/conversations/search", "Your account does not see conversations"),
            ("/tickets/search", "Your account does not see tickets"),
        ):
            one = {"field": "id", "operator": "=", "value": "0"}
            tried = calls.post(dict[str, Any], path, {"query": one, "pagination": {"per_page": 1}})
            if isinstance(tried, Fault) and tried.kind is FaultKind.FORBIDDEN:
                may_not.append(words)
            elif isinstance(tried, Fault):
                return tried
        may_not += self._other_region(me.get("app"))
        return SignedIn(line(text_of(me, "name"), 200), tuple(may_not))

    def _other_region(self, app: Record | object) -> list[str]:
        """Links lead to the region of the address, whichever the workspace's is."""
        region = _REGIONS.get(text_of(app, "region"))
        host = self.client.address.host
        if region is None or host not in _PAGES or host == f"api.{region}intercom.io":
            return []
        return [f"Records open in the browser only with https://api.{region}intercom.io as address"]

    def reading(self, calls: Calls) -> Reading:
        """Contacts, conversations and tickets."""
        page = _PAGES.get(self.client.address.host, _PAGES[_API])
        return Reading(self.setup, f"https://{page}", calls)

    def writing(self, calls: Calls, ticket: str) -> Writing:
        """Notes, answers and statuses of both."""
        return Writing(calls, ticket)

    def noting(self, calls: Calls, person: str) -> Noting:
        """Notes on a contact."""
        return Noting(calls, person)


PROVIDER = Manifest(
    name="intercom",
    title="Intercom",
    make=Intercom,
    finds=frozenset({Kind.EMAIL, Kind.PHONE, Kind.TICKET, Kind.CUSTOMER, Kind.NAME}),
    can=frozenset({Can.TICKETS, Can.NOTES}),
    does=frozenset({Does.NOTE, Does.REPLY, Does.STATUS, Does.PERSON_NOTE}),
    needs=(
        Need(
            "address",
            required=True,
            help="That of your workspace's region: api, api.eu or api.au.",
            example=f"https://{_API}",
        ),
    ),
    secret_required=True,
    key_words="access token",
    pages=tuple(_PAGES.values()),
)
