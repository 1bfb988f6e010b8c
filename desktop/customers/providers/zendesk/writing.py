"""What is written into tickets of Zendesk.

A comment is made by changing the ticket, and there is no other way; so one call changes one thing:
the comment or the status.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    FaultKind,
    InternalNote,
)
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.helpdesk import is_number
from desktop.customers.providers.history import arrived_in, marks_of
from desktop.customers.providers.records import Answer, Record, is_later, records_of, text_of
from desktop.customers.providers.sending import same

_MOST_MARKS = 50
_STATUSES = ("open", "pending", "hold", "solved")
_CLOSED = "closed"
"""From which no ticket comes back."""


class Writing:
    """The calls about one ticket."""

    def __init__(self, calls: Calls, ticket: str) -> None:
        """``ticket`` is its number."""
        self._calls = calls
        self._known = is_number(ticket)
        self._path = f"/api/v2/tickets/{ticket}"

    def marks(self) -> frozenset[str] | Fault:
        """The numbers of its newest comments."""
        return marks_of(self._comments())

    def arrived(
        self, sent: InternalNote | CustomerMessage, before: frozenset[str]
    ) -> str | Fault | None:
        """Look into what is new."""
        public = isinstance(sent, CustomerMessage)

        def is_it(one: Record) -> bool:
            written = (text_of(one, "plain_body"), text_of(one, "body"))
            return one.get("public") is public and any(same(text, sent.text) for text in written)

        return arrived_in(self._comments(), before, is_it)

    def add_note(self, note: InternalNote) -> str | Fault:
        """A comment that says that it is not public."""
        return self._comment(note.text, public=False)

    def send_to_customer(self, message: CustomerMessage) -> str | Fault:
        """A public comment, if the ticket is that customer's."""
        answer = self._get(self._path)
        if isinstance(answer, Fault):
            return answer
        number = text_of(answer.get("ticket"), "requester_id")
        user = self._get(f"/api/v2/users/{number}") if is_number(number) else {}
        if isinstance(user, Fault):
            return user
        address = text_of(user.get("user"), "email")
        if not message.is_for(address):
            return Fault(FaultKind.NOT_THEIRS)
        return self._comment(message.text, public=True)

    def statuses(self) -> list[str] | Fault:
        """All that there are, unless it is closed for good."""
        answer = self._get(self._path)
        if isinstance(answer, Fault):
            return answer
        present = text_of(answer.get("ticket"), "status")
        if not present:
            return Fault(FaultKind.BAD_ANSWER)
        return [present] if present == _CLOSED else list(dict.fromkeys([present, *_STATUSES]))

    def set_status(self, status: str) -> Fault | None:
        """Give it, and see in the answer that it has it: rules of the company may say otherwise."""
        ticket = self._put({"status": status})
        if isinstance(ticket, Fault):
            return ticket
        return None if text_of(ticket, "status") == status else Fault(FaultKind.REFUSED)

    def answered_since(self, since: dt.datetime) -> bool | Fault:
        """Is there a public comment that came later?"""
        comments = self._comments()
        if isinstance(comments, Fault):
            return comments
        public = (one for one in comments if one.get("public") is True)
        return any(is_later(one, "created_at", since) for one in public)

    def _comment(self, text: str, *, public: bool) -> str | Fault:
        done = self._put({"comment": {"body": text, "public": public}})
        return done if isinstance(done, Fault) else ""

    def _put(self, change: Mapping[str, object]) -> Record | Fault:
        """The ticket as it is then."""
        if not self._known:
            return Fault(FaultKind.MISSING)
        done = self._calls.put(Answer, self._path, {"ticket": change})
        if isinstance(done, Fault):
            return done
        ticket = done.get("ticket")
        return ticket if isinstance(ticket, Mapping) else Fault(FaultKind.BAD_ANSWER)

    def _comments(self) -> list[Record] | Fault:
        query = {"sort_order": "desc", "per_page": str(_MOST_MARKS)}
        answer = self._get(f"{self._path}/comments", query)
        if isinstance(answer, Fault):
            return answer
        if not isinstance(answer.get("comments"), list):
            return Fault(FaultKind.BAD_ANSWER)
        return list(records_of(answer, "comments", _MOST_MARKS))

    def _get(self, path: str, query: Mapping[str, str] | None = None) -> Record | Fault:
        answer = self._calls.get(Answer, path, query) if self._known else None
        return Fault(FaultKind.MISSING) if answer is None else answer
