"""Zendesk Support by its interface v2 (developer.zendesk.com/api-reference/ticketing).

What it does that is not plain:

* Search knows of what was written only minutes later; so tickets are listed by their requester and
  read by their number, which know at once, and only who it is comes from the search.
* A word that is searched for is found in other fields too, and a user's record shows only the first
  address and number; so the users who are found are asked for with all of them.
* Search has no page after the 10th (422), and nothing here asks for a second one.
* A comment is public unless it says otherwise.
* Tokens of the interface are not made any more and end on 30 April 2027, so agents sign in by the
  browser, as a public client; without a user a secret is an OAuth access token that never ends.
* A renewal ends the access token and the refresh token that were before (support.zendesk.com
  9182123625370); an access token without an end would stay good for ever, so one is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from desktop.customers.identify import Kind
from desktop.customers.oauth.declared import OAuth
from desktop.customers.plain import line
from desktop.customers.providers.base import Can, Does, Fault, FaultKind, Manifest, Need, SignedIn
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.helpdesk import Helpdesk, basic
from desktop.customers.providers.records import text_of
from desktop.customers.providers.zendesk.reading import Reading
from desktop.customers.providers.zendesk.writing import Writing


class Zendesk(Helpdesk):
    """See the module. The address in the settings is ``https://company.zendesk.com``."""

    def headers(self) -> Mapping[str, str]:
        """With an e-mail address it is a token of the interface, else one of OAuth.

        Who signed in by the browser needs neither.
        """
        if self.setup.sign_in is not None:
            return {}
        secret, user = self.secret(), self.setup.values.get("user", "")
        return basic(f"{user}/token", secret) if user else {"Authorization": f"Bearer {secret}"}

    def checking(self, calls: Calls) -> SignedIn | Fault:
        """A wrong token may be answered with an anonymous user, who has no number."""
        answer = calls.listed(dict[str, Any], "/api/v2/users/me")
        if isinstance(answer, Fault):
            return answer
        me = answer.get("user")
        if not text_of(me, "id"):
            return Fault(FaultKind.AUTH)
        if text_of(me, "role") not in ("agent", "admin"):
            return Fault(FaultKind.FORBIDDEN)
        may_not = []
        if isinstance(me, Mapping) and me.get("only_private_comments") is True:
            may_not.append("Your account can write notes, but no answers to customers")
        if text_of(me, "ticket_restriction"):
            may_not.append("Your account does not see all tickets")
        return SignedIn(line(text_of(me, "name"), 200), tuple(may_not))

    def reading(self, calls: Calls) -> Reading:
        """Users and tickets."""
        return Reading(self.setup, self.client.address, calls)

    def writing(self, calls: Calls, ticket: str) -> Writing:
        """Comments and statuses."""
        return Writing(calls, ticket)


PROVIDER = Manifest(
    name="zendesk",
    title="Zendesk",
    make=Zendesk,
    finds=frozenset(Kind),
    can=frozenset({Can.TICKETS, Can.NOTES}),
    does=frozenset({Does.NOTE, Does.REPLY, Does.STATUS}),
    hides=frozenset({Kind.ORDER}),  # which stands in the text of a ticket
    needs=(
        Need(
            "address",
            required=True,
            help="Your company's address there.",
            example="https://company.zendesk.com",
        ),
        Need("client", help="The identifier of the OAuth client that your administrator made."),
        Need("user", help="Your e-mail address there, only with an old token of the interface."),
    ),
    secret_required=True,
    key_words="token",
    oauth=OAuth(
        authorize="/oauth/authorizations/new",
        exchange="/oauth/tokens",
        scopes=("read", "write"),
        json=True,
        more=MappingProxyType({"expires_in": "86400", "refresh_token_expires_in": "7775000"}),
        only=False,
    ),
)
