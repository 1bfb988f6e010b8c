"""What is written into tickets of Request Tracker.

Seen of the real one: a status that the ticket can't have, and one that the agent may not give, are
answered with status 200 and a sentence; so the ticket is read afterwards. A comment reaches
colleagues, correspondence the customer.
"""

from __future__ import annotations

import datetime as dt
import urllib.parse
from typing import Any

import msgspec

from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    FaultKind,
    InternalNote,
)
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.helpdesk import is_number
from desktop.customers.providers.records import is_later, text_of
from desktop.customers.providers.sending import same

_MOST_MARKS = 50
"""The newest entries that are known of a history; colleagues write no more within a minute."""


class _Entry(msgspec.Struct):
    id: int | str
    kind: str = msgspec.field(default="", name="Type")
    created: str = msgspec.field(default="", name="Created")


class _Entries(msgspec.Struct):
    items: list[_Entry]


class _Part(msgspec.Struct):
    content: str = msgspec.field(default="", name="Content")
    media: str = msgspec.field(default="", name="ContentType")


class _Parts(msgspec.Struct):
    items: list[_Part]


class _Link(msgspec.Struct):
    ref: str = ""
    to: str = ""


class _Ticket(msgspec.Struct):
    status: str = msgspec.field(name="Status")
    links: list[_Link] = msgspec.field(default_factory=list, name="_hyperlinks")
    requestors: list[dict[str, Any]] = msgspec.field(default_factory=list, name="Requestor")


class Writing:
    """The calls about one ticket."""

    def __init__(self, calls: Calls, ticket: str) -> None:
        """``ticket`` is its number."""
        self._calls = calls
        self._known = is_number(ticket)
        self._path = f"/REST/2.0/ticket/{ticket}"

    def marks(self) -> frozenset[str] | Fault:
        """The numbers of its newest entries."""
        entries = self._entries()
        return entries if isinstance(entries, Fault) else frozenset(str(x.id) for x in entries)

    def arrived(
        self, sent: InternalNote | CustomerMessage, before: frozenset[str]
    ) -> str | Fault | None:
        """Look into what is new."""
        entries = self._entries()
        if isinstance(entries, Fault):
            return entries
        kind = "Correspond" if isinstance(sent, CustomerMessage) else "Comment"
        for entry in entries:
            if str(entry.id) in before or entry.kind != kind:
                continue
            path = f"/REST/2.0/transaction/{entry.id}/attachments"
            parts = self._calls.listed(_Parts, path, {"fields": "Content,ContentType"})
            if isinstance(parts, Fault):
                return parts
            if any(x.media == "text/plain" and same(x.content, sent.text) for x in parts.items):
                return str(entry.id)
        return None

    def add_note(self, note: InternalNote) -> str | Fault:
        """As a comment."""
        return self._post("comment", note.text)

    def send_to_customer(self, message: CustomerMessage) -> str | Fault:
        """As correspondence, if the ticket is of exactly that customer."""
        ticket = self._ticket()
        if isinstance(ticket, Fault):
            return ticket
        if len(ticket.requestors) == 1:
            name = urllib.parse.quote(text_of(ticket.requestors[0], "id"), safe="")
            user = self._calls.get(dict[str, Any], f"/REST/2.0/user/{name}") if name else None
            if isinstance(user, Fault):
                return user
            address = text_of(user, "EmailAddress")
            if message.is_for(address):
                return self._post("correspond", message.text)
        return Fault(FaultKind.NOT_THEIRS)

    def statuses(self) -> list[str] | Fault:
        """The present one, and those that the ticket's life and the agent's rights allow."""
        ticket = self._ticket()
        if isinstance(ticket, Fault):
            return ticket
        onward = [one.to for one in ticket.links if one.ref == "lifecycle" and one.to]
        return list(dict.fromkeys([ticket.status, *onward]))

    def set_status(self, status: str) -> Fault | None:
        """Give it, and see whether it has it."""
        if not self._known:
            return Fault(FaultKind.MISSING)
        done = self._calls.put(list[str], self._path, {"Status": status})
        if isinstance(done, Fault):
            return done
        ticket = self._ticket()
        if isinstance(ticket, Fault):
            return ticket
        return None if ticket.status == status else Fault(FaultKind.REFUSED)

    def answered_since(self, since: dt.datetime) -> bool | Fault:
        """Is there correspondence that came later?"""
        entries = self._entries("Type,Created")
        if isinstance(entries, Fault):
            return entries
        return any(
            one.kind == "Correspond" and is_later({"at": one.created}, "at", since)
            for one in entries
        )

    def _entries(self, fields: str = "Type") -> list[_Entry] | Fault:
        if not self._known:
            return Fault(FaultKind.MISSING)
        query = {"fields": fields, "orderby": "id", "order": "DESC", "per_page": str(_MOST_MARKS)}
        found = self._calls.get(_Entries, f"{self._path}/history", query)
        if found is None:
            return Fault(FaultKind.MISSING)
        return found if isinstance(found, Fault) else found.items[:_MOST_MARKS]

    def _ticket(self) -> _Ticket | Fault:
        found = self._calls.get(_Ticket, self._path) if self._known else None
        return Fault(FaultKind.MISSING) if found is None else found

    def _post(self, way: str, text: str) -> str | Fault:
        if not self._known:
            return Fault(FaultKind.MISSING)
        content = {"ContentType": "text/plain", "Content": text}
        done = self._calls.post(list[str], f"{self._path}/{way}", content)
        return done if isinstance(done, Fault) else ""
