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

from collections.abc import Mapping

from desktop.customers.identify import Kind
from desktop.customers.providers.base import Can, Does, Fault, Manifest, Need, SignedIn
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.helpdesk import Helpdesk, basic
from desktop.customers.providers.request_tracker.reading import Listed, Reading
from desktop.customers.providers.request_tracker.writing import Writing


class RequestTracker(Helpdesk):
    """See the module. The address in the settings is that of its first page."""

    def headers(self) -> Mapping[str, str]:
        """With a name it is a password; without, one of RT's own tokens."""
        secret, user = self.secret(), self.setup.values.get("user", "")
        return basic(user, secret) if user else {"Authorization": f"token {secret}"}

    def checking(self, calls: Calls) -> SignedIn | Fault:
        """Who may not list users is a customer there, and gets 403."""
        users = calls.listed(Listed, "/REST/2.0/users", {"per_page": "1"})
        if isinstance(users, Fault):
            return users
        return SignedIn(self.setup.values.get("user", ""))

    def reading(self, calls: Calls) -> Reading:
        """Users and tickets."""
        return Reading(self.setup, self.client.address, calls)

    def writing(self, calls: Calls, ticket: str) -> Writing:
        """Comments, correspondence, statuses."""
        return Writing(calls, ticket)


PROVIDER = Manifest(
    name="request_tracker",
    title="Request Tracker",
    make=RequestTracker,
    finds=frozenset({Kind.EMAIL, Kind.PHONE, Kind.NAME, Kind.TICKET, Kind.ORDER}),
    can=frozenset({Can.TICKETS}),
    does=frozenset({Does.NOTE, Does.REPLY, Does.STATUS}),
    # Who may not administer users does not see their numbers; an order stands in a subject only.
    hides=frozenset({Kind.PHONE, Kind.ORDER}),
    needs=(Need("address", required=True), Need("user")),
    secret_required=True,
)
