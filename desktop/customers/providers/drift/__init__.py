"""Drift by its interface (devdocs.drift.com).

What it does that is not plain:

* Several contacts may have one e-mail address; one is answered as a thing, several as a list.
* Conversations can't be asked for by their contact: the company's newest are looked through.
* The next page is named by a cursor, or by a link of which only the cursor is taken.
* Messages are HTML; a status is being taken out of conversations, so none is changed here.
* The limit is a leaky bucket: who asks too often is told no time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.customers.identify import Kind
from desktop.customers.providers.base import Can, Does, Fault, FaultKind, Manifest, Need, SignedIn
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.drift.paging import PAGES
from desktop.customers.providers.drift.reading import Reading
from desktop.customers.providers.drift.writing import Writing
from desktop.customers.providers.helpdesk import Helpdesk


class Drift(Helpdesk):
    """See the module. The address in the settings is ``https://driftapi.com``."""

    def headers(self) -> Mapping[str, str]:
        """A personal access token of an app."""
        return {"Authorization": f"Bearer {self.secret()}"}

    def checking(self, calls: Calls) -> SignedIn | Fault:
        """It does not say who asks; but it says whether it lets them."""
        found = calls.listed(dict[str, Any], "/conversations/list", {"limit": "1"})
        forbidden = isinstance(found, Fault) and found.kind is FaultKind.FORBIDDEN
        if isinstance(found, Fault) and not forbidden:
            return found
        if not isinstance(found, Fault) and not isinstance(found.get("data"), list):
            return Fault(FaultKind.BAD_ANSWER)
        known = calls.get(
            dict[str, Any], "/contacts", {"email": "nobody@example.com", "limit": "1"}
        )
        if isinstance(known, Fault):
            return known
        return SignedIn("", ("Your account does not see conversations",) if forbidden else ())

    def reading(self, calls: Calls) -> Reading:
        """Contacts and conversations."""
        return Reading(self.setup, calls)

    def writing(self, calls: Calls, ticket: str) -> Writing:
        """Notes and messages in one conversation."""
        return Writing(calls, ticket)


PROVIDER = Manifest(
    name="drift",
    title="Drift",
    make=Drift,
    finds=frozenset({Kind.EMAIL, Kind.TICKET, Kind.CUSTOMER}),
    can=frozenset({Can.TICKETS}),
    does=frozenset({Does.NOTE, Does.REPLY}),
    needs=(Need("address", required=True, example="https://driftapi.com"),),
    secret_required=True,
    key_words="access token",
    pages=(PAGES,),
)
