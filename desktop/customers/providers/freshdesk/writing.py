"""What is written into tickets of Freshdesk: notes that are private, and replies."""

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
from desktop.customers.providers.freshdesk.statuses import NAMES, name_of, number_of
from desktop.customers.providers.helpdesk import is_number
from desktop.customers.providers.history import arrived_in, marks_of
from desktop.customers.providers.markup import as_html
from desktop.customers.providers.records import Answer, Record, is_later, text_of
from desktop.customers.providers.sending import same

_PAGE = 100
_MOST_PAGES = 20


class Writing:
    """The calls about one ticket."""

    def __init__(self, calls: Calls, ticket: str) -> None:
        """``ticket`` is its number."""
        self._calls = calls
        self._known = is_number(ticket)
        self._path = f"/api/v2/tickets/{ticket}"

    def marks(self) -> frozenset[str] | Fault:
        """The numbers of all its notes and replies."""
        return marks_of(self._conversations())

    def arrived(
        self, sent: InternalNote | CustomerMessage, before: frozenset[str]
    ) -> str | Fault | None:
        """Look into what is new."""
        private = isinstance(sent, InternalNote)

        def is_it(one: Record) -> bool:
            ours = one.get("private") is private and one.get("incoming") is not True
            return ours and same(text_of(one, "body_text"), sent.text)

        return arrived_in(self._conversations(), before, is_it)

    def add_note(self, note: InternalNote) -> str | Fault:
        """A private one."""
        return self._post("notes", {"body": as_html(note.text), "private": True})

    def send_to_customer(self, message: CustomerMessage) -> str | Fault:
        """A reply, if the ticket is that customer's."""
        ticket = self._ticket({"include": "requester"})
        if isinstance(ticket, Fault):
            return ticket
        address = text_of(ticket.get("requester"), "email")
        if not message.is_for(address):
            return Fault(FaultKind.NOT_THEIRS)
        return self._post("reply", {"body": as_html(message.text)})

    def statuses(self) -> list[str] | Fault:
        """Those that every company has, after the present one."""
        ticket = self._ticket()
        if isinstance(ticket, Fault):
            return ticket
        present = text_of(ticket, "status")
        if not present:
            return Fault(FaultKind.BAD_ANSWER)
        return list(dict.fromkeys([name_of(present), *NAMES.values()]))

    def set_status(self, status: str) -> Fault | None:
        """Give it, and see in the answer that it has it: rules of the company may say otherwise."""
        number = number_of(status)
        if number is None:
            return Fault(FaultKind.REFUSED)
        if not self._known:
            return Fault(FaultKind.MISSING)
        ticket = self._calls.put(Answer, self._path, {"status": number})
        if isinstance(ticket, Fault):
            return ticket
        return None if ticket.get("status") == number else Fault(FaultKind.REFUSED)

    def answered_since(self, since: dt.datetime) -> bool | Fault:
        """Is there a reply, or a message of the customer's, that came later?"""
        every = self._conversations()
        if isinstance(every, Fault):
            return every
        public = (one for one in every if one.get("private") is False)
        return any(is_later(one, "created_at", since) for one in public)

    def _post(self, way: str, content: Mapping[str, object]) -> str | Fault:
        if not self._known:
            return Fault(FaultKind.MISSING)
        done = self._calls.post(Answer, f"{self._path}/{way}", content)
        return done if isinstance(done, Fault) else text_of(done, "id")

    def _ticket(self, query: Mapping[str, str] | None = None) -> Record | Fault:
        ticket = self._calls.get(Answer, self._path, query) if self._known else None
        return Fault(FaultKind.MISSING) if ticket is None else ticket

    def _conversations(self) -> list[Record] | Fault:
        """All of them: they come oldest first, and there is no other order."""
        if not self._known:
            return Fault(FaultKind.MISSING)
        every: list[Record] = []
        for page in range(1, _MOST_PAGES + 1):
            query = {"page": str(page), "per_page": str(_PAGE)}
            found = self._calls.get(list[Answer], f"{self._path}/conversations", query)
            if found is None:
                return Fault(FaultKind.MISSING)
            if isinstance(found, Fault):
                return found
            every += found
            if len(found) < _PAGE:
                return every
        return Fault(FaultKind.REFUSED)
