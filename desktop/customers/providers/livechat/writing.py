"""What is written into chats of LiveChat.

A message says who sees it: agents only, or everybody. One into a chat that ended is added to its
last thread, where the customer may never see it; so what is meant for the customer goes into
running chats only.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.results import Problem
from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    FaultKind,
    InternalNote,
)
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.history import arrived_in, marks_of
from desktop.customers.providers.livechat.asking import ACTION, customers_of, is_chat, thread_of
from desktop.customers.providers.records import Answer, Record, records_of, text_of
from desktop.customers.providers.sending import same

_MOST_THREADS = 3
"""The newest, in which a message of a minute ago is."""
_MOST_EVENTS = 1000
_STATES = ("active", "closed")
_LONGEST = 16_000
"""Bytes of one message."""


class Writing:
    """The calls about one chat."""

    def __init__(self, calls: Calls, ticket: str) -> None:
        """``ticket`` is the chat's id."""
        self._calls = calls
        self._chat = ticket if is_chat(ticket) else ""

    def marks(self) -> frozenset[str] | Fault:
        """What names the events of its newest threads."""
        return marks_of(self._events())

    def arrived(
        self, sent: InternalNote | CustomerMessage, before: frozenset[str]
    ) -> str | Fault | None:
        """Look into what is new."""
        seen = "all" if isinstance(sent, CustomerMessage) else "agents"

        def is_it(one: Record) -> bool:
            return text_of(one, "visibility") == seen and same(text_of(one, "text"), sent.text)

        return arrived_in(self._events(), before, is_it)

    def add_note(self, note: InternalNote) -> str | Fault:
        """A message that only agents see."""
        return self._send(note.text, "agents", ended=True)

    def send_to_customer(self, message: CustomerMessage) -> str | Fault:
        """A message in the running chat of that customer."""
        chat = self._get()
        if isinstance(chat, Fault):
            return chat
        people = customers_of(chat)
        address = text_of(people[0], "email") if len(people) == 1 else ""
        if not message.is_for(address):
            return Fault(FaultKind.NOT_THEIRS)
        if thread_of(chat).get("active") is not True:
            return Fault(FaultKind.REFUSED, told=_ENDED)
        return self._send(message.text, "all", ended=False)

    def statuses(self) -> list[str] | Fault:
        """A running chat can be ended; only the customer or a new message begins one."""
        running = self._running()
        if isinstance(running, Fault):
            return running
        return list(_STATES) if running else [_STATES[1]]

    def set_status(self, status: str) -> Fault | None:
        """End it, and look whether it is."""
        if status not in _STATES:
            return Fault(FaultKind.REFUSED)
        running = self._running()
        if isinstance(running, Fault) or running == (status == _STATES[0]):
            return running if isinstance(running, Fault) else None
        if not running:
            return Fault(FaultKind.REFUSED)
        content = {"id": self._chat, "ignore_requester_presence": True}
        fault = self._calls.act(f"{ACTION}/deactivate_chat", content)
        still = self._running() if fault is None else fault
        return Fault(FaultKind.REFUSED) if still is True else still or None

    def _running(self) -> bool | Fault:
        chat = self._get()
        return chat if isinstance(chat, Fault) else thread_of(chat).get("active") is True

    def _send(self, text: str, seen: str, *, ended: bool) -> str | Fault:
        if not self._chat:
            return Fault(FaultKind.MISSING)
        if len(text.encode()) > _LONGEST:
            return Fault(FaultKind.REFUSED, told=_TOO_LONG)
        content: Mapping[str, object] = {
            "chat_id": self._chat,
            "event": {"type": "message", "text": text, "visibility": seen},
            "attach_to_last_thread": ended,
        }
        done = self._calls.post(Answer, f"{ACTION}/send_event", content)
        if isinstance(done, Fault):
            outside = done.kind in (FaultKind.REFUSED, FaultKind.FORBIDDEN)
            return Fault(done.kind, done.retry_after, _OUTSIDE) if outside else done
        return text_of(done, "event_id") or Fault(FaultKind.BAD_ANSWER)

    def _get(self) -> Record | Fault:
        if not self._chat:
            return Fault(FaultKind.MISSING)
        chat = self._calls.post(Answer, f"{ACTION}/get_chat", {"chat_id": self._chat})
        if isinstance(chat, Fault):
            return chat
        return chat if text_of(chat, "id") == self._chat else Fault(FaultKind.BAD_ANSWER)

    def _events(self) -> list[Record] | Fault:
        """The newest first."""
        if not self._chat:
            return Fault(FaultKind.MISSING)
        asked = {"chat_id": self._chat, "limit": _MOST_THREADS, "sort_order": "desc"}
        found = self._calls.post(Answer, f"{ACTION}/list_threads", asked)
        if isinstance(found, Fault):
            return found
        if not isinstance(found.get("threads"), list):
            return Fault(FaultKind.BAD_ANSWER)
        threads = records_of(found, "threads", _MOST_THREADS)
        return [one for x in threads for one in reversed(records_of(x, "events", _MOST_EVENTS))]


_OUTSIDE = Problem(
    "LiveChat did not take this from your account",
    "Only agents who are in a running chat can write into it, and only with the permission",
    "Join the chat in LiveChat, then try again",
)
_TOO_LONG = Problem("This is too long for one message of LiveChat", todo="Write it in two parts")
_ENDED = Problem(
    "This chat has ended, so the customer would not see your answer",
    todo="Write it as an e-mail, or begin a new chat in LiveChat",
)
