"""Freshdesk by its interface v2 (developers.freshdesk.com/api).

What it does that is not plain:

* Without ``updated_since`` a list of tickets is one of the last 30 days.
* A phone number is found only as it was written; so the usual ways of writing it are asked for at
  once, by a search that lags minutes behind, and one way by a filter that does not.
* The limit is one for the whole company, 50 to 700 calls a minute, and ``include`` costs more; so
  as little as possible is asked, and a name brings no tickets.
* Who asks too often may be told 403 in place of 429.
* Texts are HTML, and an error may be a list.
* It has no search in subjects, so nobody is found by an order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.customers.identify import Kind
from desktop.customers.plain import line
from desktop.customers.providers.base import (
    Can,
    Does,
    Fault,
    FaultKind,
    Manifest,
    Need,
    SignedIn,
)
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.freshdesk.reading import Reading
from desktop.customers.providers.freshdesk.writing import Writing
from desktop.customers.providers.helpdesk import Helpdesk, basic
from desktop.customers.providers.pace import spent
from desktop.customers.providers.records import text_of
from desktop.net.replies import Failure, Reply

_ALL = "1"
"""The scope of an agent who sees the tickets of all groups."""


class Freshdesk(Helpdesk):
    """See the module. The address in the settings is ``https://company.freshdesk.com``."""

    def headers(self) -> Mapping[str, str]:
        """The key stands for the agent; any password will do."""
        return basic(self.secret(), "X")

    def fault(self, reply: Reply | Failure) -> Fault:
        """With 403 told apart."""
        if isinstance(reply, Reply) and reply.status == 403:
            after = reply.retry_after(self.setup.clock.now())
            if after is not None or spent(reply):
                return Fault(FaultKind.RATE_LIMITED, after)
        return super().fault(reply)

    def checking(self, calls: Calls) -> SignedIn | Fault:
        """By the agent whose key it is."""
        me = calls.listed(dict[str, Any], "/api/v2/agents/me")
        if isinstance(me, Fault):
            return me
        if not text_of(me, "id"):
            return Fault(FaultKind.AUTH)
        sees = text_of(me, "ticket_scope")
        may_not = () if sees in ("", _ALL) else ("Your account does not see all tickets",)
        return SignedIn(line(text_of(me.get("contact"), "name"), 200), may_not)

    def reading(self, calls: Calls) -> Reading:
        """Contacts and tickets."""
        return Reading(self.setup, self.client.address, calls)

    def writing(self, calls: Calls, ticket: str) -> Writing:
        """Notes, replies and statuses."""
        return Writing(calls, ticket)


PROVIDER = Manifest(
    name="freshdesk",
    title="Freshdesk",
    make=Freshdesk,
    finds=frozenset({Kind.EMAIL, Kind.PHONE, Kind.TICKET, Kind.CUSTOMER, Kind.NAME}),
    can=frozenset({Can.TICKETS, Can.NOTES}),
    does=frozenset({Does.NOTE, Does.REPLY, Does.STATUS}),
    needs=(Need("address", required=True),),
    secret_required=True,
)
