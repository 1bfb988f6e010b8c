"""ServiceNow by its Table API (servicenow.com/docs, “Table API”).

What it does that is not plain:

* Queries can't be escaped for sure: see :mod:`desktop.customers.providers.servicenow.asking`.
* A condition on an unknown field is left out, and everybody comes back.
* What an account may not see is left out without a word, or refused with 403.
* Each company has the tables it bought: cases and consumers may not be there (400).
* A field has two values, as shown and as kept; moments are kept in UTC and shown anywhere.
* ``work_notes`` are for colleagues and ``comments`` for the customer.
* Limits count by the hour, told by ``X-RateLimit-Reset`` as a moment and by ``Retry-After``.
* An instance that sleeps answers 200 with a page of HTML.

Pages are not followed: nothing here asks for more than fits into the first.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop.customers.identify import Kind
from desktop.customers.oauth.declared import OAuth
from desktop.customers.plain import line
from desktop.customers.providers.base import Can, Does, Fault, FaultKind, Manifest, Need, SignedIn
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.helpdesk import Helpdesk, basic
from desktop.customers.providers.servicenow.asking import (
    Tables,
    Unsafe,
    condition,
    kept,
    shown,
    unsafe,
)
from desktop.customers.providers.servicenow.reading import CASES, INCIDENTS, Reading
from desktop.customers.providers.servicenow.writing import JOURNAL, Writing


class ServiceNow(Helpdesk):
    """See the module. The address in the settings is ``https://company.service-now.com``."""

    def headers(self) -> Mapping[str, str]:
        """With a user it is their password, else a token of OAuth.

        Who signed in by the browser needs neither.
        """
        if self.setup.sign_in is not None:
            return {}
        secret, user = self.secret(), self.setup.values.get("user", "")
        return basic(user, secret) if user else {"Authorization": f"Bearer {secret}"}

    def checking(self, calls: Calls) -> SignedIn | Fault:
        """By the record of the user; one who is known but may not read it has no name."""
        user = self.setup.values.get("user", "") if self.setup.sign_in is None else ""
        tables = Tables(calls)
        try:
            # A script of our own, which every instance knows: who is asking.
            me = condition("user_name", "=", user) if user else "sys_id=javascript:gs.getUserID()"
        except Unsafe:
            return unsafe()
        rows = tables.rows("sys_user", me, ("name", "user_name"), 1)
        if isinstance(rows, Fault):
            return rows
        known = [one for one in rows if not user or kept(one, "user_name") == user]
        may_not = []
        closed = (FaultKind.FORBIDDEN, FaultKind.REFUSED)
        for one in (INCIDENTS, CASES):
            found = tables.rows(one.table, "active=true", ("sys_id",), 1)
            if isinstance(found, Fault) and found.kind not in closed:
                return found
            if isinstance(found, Fault):
                may_not.append(f"Your account does not see the table {one.table}")
        journal = tables.rows(JOURNAL, "element=work_notes", ("sys_id",), 1)
        if isinstance(journal, Fault) and journal.kind not in closed:
            return journal
        if isinstance(journal, Fault) or not journal:
            may_not.append("Your account does not see what was written in tickets, so no notes")
        return SignedIn(line(shown(known[0], "name"), 200) if known else "", tuple(may_not))

    def reading(self, calls: Calls) -> Reading:
        """People and tickets."""
        return Reading(self.setup, self.client.address, Tables(calls))

    def writing(self, calls: Calls, ticket: str) -> Writing:
        """Notes, comments and states."""
        return Writing(Tables(calls), ticket)


PROVIDER = Manifest(
    name="servicenow",
    title="ServiceNow",
    make=ServiceNow,
    finds=frozenset({Kind.EMAIL, Kind.PHONE, Kind.TICKET, Kind.ORDER, Kind.NAME}),
    can=frozenset({Can.TICKETS}),
    does=frozenset({Does.NOTE, Does.REPLY, Does.STATUS}),
    hides=frozenset({Kind.ORDER}),  # which stands in the text of a ticket
    needs=(
        Need("address", required=True, example="https://company.service-now.com"),
        Need("client", help="The client ID of the OAuth application of your administrator."),
        Need("user", help="Your user name there, only with a password instead of the browser."),
    ),
    secret_required=True,
    key_words="password or token",
    oauth=OAuth(
        authorize="/oauth_auth.do", exchange="/oauth_token.do", scopes=("useraccount",), only=False
    ),
)
