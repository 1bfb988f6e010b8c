"""What is written into conversations of Drift: notes that are private, and messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    FaultKind,
    InternalNote,
)
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.drift.paging import in_messages, pages
from desktop.customers.providers.helpdesk import is_number
from desktop.customers.providers.history import arrived_in, marks_of
from desktop.customers.providers.markup import as_html, as_text
from desktop.customers.providers.records import Answer, Record, text_of
from desktop.customers.providers.sending import same

_NOTE, _CHAT = "private_note", "chat"
_MOST_PAGES = 40


class Writing:
    """The calls about one conversation."""

    def __init__(self, calls: Calls, ticket: str) -> None:
        """``ticket`` is its number."""
        self._calls = calls
        self._number = ticket if is_number(ticket) else ""
        self._path = f"/conversations/{ticket}"

    def marks(self) -> frozenset[str] | Fault:
        """The numbers of all its messages."""
        return marks_of(self._messages())

    def arrived(
        self, sent: InternalNote | CustomerMessage, before: frozenset[str]
    ) -> str | Fault | None:
        """Look into what is new."""
        kind = _CHAT if isinstance(sent, CustomerMessage) else _NOTE
        return arrived_in(self._messages(), before, _says(kind, sent.text))

    def add_note(self, note: InternalNote) -> str | Fault:
        """A private one."""
        return self._post(_NOTE, note.text)

    def send_to_customer(self, message: CustomerMessage) -> str | Fault:
        """A message, if the conversation is with that customer."""
        talk = self._data(self._path) if self._number else Fault(FaultKind.MISSING)
        if isinstance(talk, Fault):
            return talk
        contact = text_of(talk, "contactId")
        person = self._data(f"/contacts/{contact}") if is_number(contact) else {}
        if isinstance(person, Fault):
            return person
        address = text_of(person.get("attributes"), "email")
        if not message.is_for(address):
            return Fault(FaultKind.NOT_THEIRS)
        return self._post(_CHAT, message.text)

    def statuses(self) -> list[str] | Fault:
        """The one that it has: Drift is giving them up."""
        talk = self._data(self._path) if self._number else Fault(FaultKind.MISSING)
        if isinstance(talk, Fault):
            return talk
        status = text_of(talk, "status")
        return [status] if status else []

    def set_status(self, status: str) -> Fault | None:
        """Not by this way."""
        del status
        return Fault(FaultKind.REFUSED)

    def _post(self, kind: str, text: str) -> str | Fault:
        if not self._number:
            return Fault(FaultKind.MISSING)
        content = {"type": kind, "body": as_html(text, "p")}
        done = self._calls.post(Answer, f"{self._path}/messages", content)
        if isinstance(done, Fault):
            return done
        data = done.get("data")
        # It answers with the message, or with all that the conversation has now.
        if isinstance(data, Mapping) and text_of(data, "id"):
            return text_of(data, "id")
        messages = in_messages(done)
        if messages is None:
            return Fault(FaultKind.BAD_ANSWER)
        return arrived_in(messages[::-1], frozenset(), _says(kind, text)) or ""

    def _data(self, path: str) -> Record | Fault:
        found = self._calls.get(Answer, path)
        if found is None or isinstance(found, Fault):
            return found or Fault(FaultKind.MISSING)
        data = found.get("data")
        return data if isinstance(data, Mapping) else Fault(FaultKind.BAD_ANSWER)

    def _messages(self) -> list[Record] | Fault:
        """All of them, the newest first: they come the other way, and there is no other order."""
        if not self._number:
            return Fault(FaultKind.MISSING)
        every: list[Record] = []
        for page, last in pages(
            self._calls, f"{self._path}/messages", {}, in_messages, _MOST_PAGES
        ):
            if page is None or isinstance(page, Fault):
                return page or Fault(FaultKind.MISSING)
            every += page
            if last:
                return every[::-1]
        return Fault(FaultKind.REFUSED)


def _says(kind: str, text: str) -> Callable[[Record], bool]:
    """Is a message of that kind, with that text?"""
    return lambda one: text_of(one, "type") == kind and same(as_text(text_of(one, "body")), text)
