"""Request Tracker 5 by its REST 2.0 interface (docs.bestpractical.com/rt/5.0.3/RT/REST2.html).

What was seen of the real one (5.0.3), and is held to in tests/contract/customers:

* A list of users filtered by a field that it does not know, the phone numbers among these, is a
  list of all users with status 200. So it is asked for numbers and orders by the requestors and
  subjects of tickets, in TicketSQL, where an unknown field is an error; a customer who never had a
  ticket is found by address and name only.
* ``orderby=-LastUpdated`` changes nothing; the order is a value of its own.
* A pattern of LIKE takes ``%`` and ``_`` from the text, and nothing escapes them.
* A user is named by number in one answer and by name in another, unless ``id`` is asked for.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence

from desktop.customers.card import Card
from desktop.customers.identify import Kind, Query
from desktop.customers.providers.base import (
    Can,
    Fault,
    HttpProvider,
    Manifest,
    Need,
    Setup,
)
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.request_tracker.reading import Reading
from desktop.net.deadline import Cancellation, Deadline


class RequestTracker(HttpProvider):
    """See the module."""

    def __init__(self, setup: Setup) -> None:
        """At the address in the settings, which is that of its first page."""
        super().__init__(setup)
        self._user = setup.values.get("user", "")

    def find(
        self, query: Query, deadline: Deadline, cancellation: Cancellation
    ) -> Sequence[Card] | Fault:
        """Users, each with the tickets last touched."""
        calls = Calls(self, self._headers(), deadline, cancellation)
        return Reading(self.setup, self.client.address, calls).find(query)

    def _headers(self) -> Mapping[str, str]:
        """With a name it is a password; without, one of RT's own tokens."""
        secret = self.secret()
        if not self._user:
            return {"Authorization": f"token {secret}"}
        both = base64.b64encode(f"{self._user}:{secret}".encode()).decode("ascii")
        return {"Authorization": f"Basic {both}"}


PROVIDER = Manifest(
    name="request_tracker",
    title="Request Tracker",
    make=RequestTracker,
    finds=frozenset({Kind.EMAIL, Kind.PHONE, Kind.NAME, Kind.TICKET, Kind.ORDER}),
    can=frozenset({Can.TICKETS}),
    # Who may not administer users does not see their numbers; an order stands in a subject only.
    hides=frozenset({Kind.PHONE, Kind.ORDER}),
    needs=(Need("address", required=True), Need("user")),
    secret_required=True,
)
