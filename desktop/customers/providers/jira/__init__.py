"""Jira Service Management in Atlassian's cloud, by its interfaces v3 and ``servicedeskapi``.

(developer.atlassian.com/cloud/jira/platform/rest/v3 and /cloud/jira/service-desk/rest)

What it does that is not plain:

* A customer may keep their address from others, so who is found by one may come without any and
  stays a “maybe”.
* ``/search`` is gone; ``/search/jql`` has pages by a token, no total, and pages that are not full.
* Customers are searched desk by desk, by a call that is called experimental and wants a header
  that says so (412 without); the search of all users needs a permission of its own.
* Long texts are documents (ADF), not text; comments through ``servicedeskapi`` are text.
* A comment there is public unless it says otherwise.
* What status a request may have next depends on its workflow, and a success says nothing (204).
* Without a valid token some calls are answered as for anybody: a request is “not there”.
* A token of an account ends after a year at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.customers.identify import Kind
from desktop.customers.plain import line
from desktop.customers.providers.base import Can, Does, Fault, FaultKind, Manifest, Need, SignedIn
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.helpdesk import Helpdesk, basic
from desktop.customers.providers.jira.reading import Reading
from desktop.customers.providers.jira.writing import Writing
from desktop.customers.providers.records import text_of

_EXPERIMENTAL = {"X-ExperimentalApi": "opt-in"}
_PERMISSIONS = {
    "USER_PICKER": "Your account can't search all users, only customers of its service desks",
    "TRANSITION_ISSUES": "Your account can't change the status of requests",
    "ADD_COMMENTS": "Your account can't write notes or answers",
}


class Jira(Helpdesk):
    """See the module. The address in the settings is ``https://company.atlassian.net``."""

    def headers(self) -> Mapping[str, str]:
        """The e-mail address of an account and a token of it."""
        return basic(self.setup.values.get("user", ""), self.secret())

    def checking(self, calls: Calls) -> SignedIn | Fault:
        """Who we are, and what of all this that account may do."""
        me = calls.listed(dict[str, Any], "/rest/api/3/myself")
        if isinstance(me, Fault):
            return me
        if not text_of(me, "accountId"):
            return Fault(FaultKind.AUTH)
        may_not = []
        asked = {"permissions": ",".join(_PERMISSIONS)}
        may = calls.listed(dict[str, Any], "/rest/api/3/mypermissions", asked)
        if isinstance(may, Fault):
            return may
        known = may.get("permissions")
        for name, words in _PERMISSIONS.items():
            one = known.get(name) if isinstance(known, Mapping) else None
            if isinstance(one, Mapping) and one.get("havePermission") is False:
                may_not.append(words)
        desks = calls.listed(dict[str, Any], "/rest/servicedeskapi/servicedesk", {"limit": "1"})
        if isinstance(desks, Fault) and desks.kind is not FaultKind.FORBIDDEN:
            return desks
        if isinstance(desks, Fault) or not desks.get("values"):
            may_not.append("Your account is no agent of a service desk")
        return SignedIn(line(text_of(me, "displayName"), 200), tuple(may_not))

    def reading(self, calls: Calls) -> Reading:
        """Customers and requests."""
        return Reading(self.setup, self.client.address, calls, calls.with_headers(_EXPERIMENTAL))

    def writing(self, calls: Calls, ticket: str) -> Writing:
        """Comments and transitions."""
        return Writing(calls, ticket)


PROVIDER = Manifest(
    name="jira",
    title="Jira Service Management",
    make=Jira,
    finds=frozenset({Kind.EMAIL, Kind.TICKET, Kind.ORDER, Kind.NAME}),
    can=frozenset({Can.TICKETS}),
    does=frozenset({Does.NOTE, Does.REPLY, Does.STATUS}),
    # An address by its owner's wish; an order stands in the text of a request.
    hides=frozenset({Kind.EMAIL, Kind.ORDER}),
    needs=(
        Need("address", required=True, example="https://company.atlassian.net"),
        Need("user", required=True, help="The e-mail address of your Atlassian account."),
    ),
    secret_required=True,
    key_words="API token",
)
