"""LiveChat by the Agent Chat API 3.6 (platform.text.com/docs/messaging/agent-chat-api/v3.6).

What it does that is not plain:

* Everything is a POST to an action, and the limit says no time.
* Customers can't be searched for, only chats; each comes once for each of its threads.
* Running chats are in another list than those that ended, which no customer can be asked for in.
* A message is for everybody unless it says that it is for agents, and only who is in a running chat
  may write into it.
* A token of an agent's own goes with the account's id; its beginning names the region of the data,
  which has to be said in a header.
* It knows no phone numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from desktop.customers.identify import Kind
from desktop.customers.providers.base import Can, Does, Fault, FaultKind, Manifest, Need, SignedIn
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.helpdesk import Helpdesk, basic
from desktop.customers.providers.livechat.asking import ACTION, PAGES
from desktop.customers.providers.livechat.reading import Reading
from desktop.customers.providers.livechat.writing import Writing
from desktop.net.replies import Failure, Reply

_REGION = re.compile(r"([a-z][a-z0-9-]{1,19}):.+", re.DOTALL)
_NOBODY = "00000000-0000-4000-8000-000000000000"


class LiveChat(Helpdesk):
    """See the module. The address in the settings is ``https://api.livechatinc.com``."""

    def headers(self) -> Mapping[str, str]:
        """With the account's id it is an agent's own token, else one of OAuth."""
        secret, user = self.secret(), self.setup.values.get("user", "")
        signed = basic(user, secret) if user else {"Authorization": f"Bearer {secret}"}
        region = _REGION.fullmatch(secret)
        return {**signed, "X-Region": region[1]} if region else signed

    def fault(self, reply: Reply | Failure) -> Fault:
        """What is asked for by POST may not be there either."""
        if isinstance(reply, Reply) and reply.status == 404:
            return Fault(FaultKind.MISSING)
        return super().fault(reply)

    def checking(self, calls: Calls) -> SignedIn | Fault:
        """It does not say who asks; but it says whether it lets them."""
        found = calls.post(dict[str, Any], f"{ACTION}/list_archives", {"limit": 1})
        if isinstance(found, Fault):
            return found
        if not isinstance(found.get("chats"), list):
            return Fault(FaultKind.BAD_ANSWER)
        may_not: tuple[str, ...] = ()
        tried = calls.post(dict[str, Any], f"{ACTION}/get_customer", {"id": _NOBODY})
        if isinstance(tried, Fault) and tried.kind is FaultKind.FORBIDDEN:
            may_not = ("Your account sees chats, but not the customers' own records",)
        return SignedIn("", may_not)

    def reading(self, calls: Calls) -> Reading:
        """Customers and chats."""
        return Reading(self.setup, calls)

    def writing(self, calls: Calls, ticket: str) -> Writing:
        """Messages in one chat."""
        return Writing(calls, ticket)


PROVIDER = Manifest(
    name="livechat",
    title="LiveChat",
    make=LiveChat,
    finds=frozenset({Kind.EMAIL, Kind.TICKET, Kind.ORDER, Kind.CUSTOMER, Kind.NAME}),
    can=frozenset({Can.TICKETS}),
    does=frozenset({Does.NOTE, Does.REPLY, Does.STATUS}),
    hides=frozenset({Kind.ORDER}),  # which stands in what was written
    needs=(
        Need("address", required=True, example="https://api.livechatinc.com"),
        Need("user", help="Your account ID, which is shown with a personal access token."),
    ),
    secret_required=True,
    key_words="access token",
    pages=(PAGES,),
)
