"""What is written into conversations and tickets of Intercom.

Both have numbers of one kind, and each its own places; which of them it is, is found out first. A
reply with the type ``note`` reaches colleagues, one with ``comment`` the customer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop.customers.plain import line
from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    FaultKind,
    InternalNote,
)
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.helpdesk import is_number
from desktop.customers.providers.history import arrived_in, marks_of
from desktop.customers.providers.markup import as_html, as_text
from desktop.customers.providers.records import Answer, Record, records_of, text_of
from desktop.customers.providers.sending import same

_MOST_MARKS = 500
"""Parts of a conversation that are given out, the newest."""
_TALK_STATES = {"open": "open", "closed": "close"}
"""What each is reached by; snoozing would need a time."""
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class _Place:
    """A conversation or a ticket as it is."""

    path: str
    record: Record
    is_ticket: bool

    def parts(self) -> list[Record] | None:
        """What was said in it, the newest first; None when the answer has no such list."""
        name = "ticket_parts" if self.is_ticket else "conversation_parts"
        inner = self.record.get(name)
        if not isinstance(inner, Mapping) or not isinstance(inner.get(name), list):
            return None
        return list(reversed(records_of(inner, name, _MOST_MARKS)))


class Writing:
    """The calls about one conversation or ticket."""

    def __init__(self, calls: Calls, ticket: str) -> None:
        """``ticket`` is its number."""
        self._calls = calls
        self._number = ticket if is_number(ticket) else ""

    def marks(self) -> frozenset[str] | Fault:
        """The numbers of its parts."""
        return marks_of(self._parts())

    def arrived(
        self, sent: InternalNote | CustomerMessage, before: frozenset[str]
    ) -> str | Fault | None:
        """Look into what is new."""
        kind = "comment" if isinstance(sent, CustomerMessage) else "note"
        return arrived_in(self._parts(), before, _says(kind, sent.text))

    def add_note(self, note: InternalNote) -> str | Fault:
        """As a note of the teammate whose token it is."""
        place = self._place()
        return place if isinstance(place, Fault) else self._reply(place, "note", note.text)

    def send_to_customer(self, message: CustomerMessage) -> str | Fault:
        """As a comment, if nobody but that customer gets it."""
        place = self._place()
        if isinstance(place, Fault):
            return place
        people = records_of(place.record.get("contacts"), "contacts", 20)
        number = text_of(people[0], "id") if len(people) == 1 else ""
        if not _ID.fullmatch(number):
            return Fault(FaultKind.NOT_THEIRS)
        contact = self._calls.get(Answer, f"/contacts/{number}")
        if isinstance(contact, Fault):
            return contact
        address = text_of(contact, "email")
        if not message.is_for(address):
            return Fault(FaultKind.NOT_THEIRS)
        return self._reply(place, "comment", message.text)

    def statuses(self) -> list[str] | Fault:
        """A ticket's are the workspace's own, a conversation's are open and closed."""
        place = self._place()
        if isinstance(place, Fault):
            return place
        if not place.is_ticket:
            state = text_of(place.record, "state")
            if not state:
                return Fault(FaultKind.BAD_ANSWER)
            return list(dict.fromkeys([state, *_TALK_STATES]))
        present = _label(place.record.get("ticket_state"))
        if not present:
            return Fault(FaultKind.BAD_ANSWER)
        states = self._states(place)
        return states if isinstance(states, Fault) else list(dict.fromkeys([present, *states]))

    def set_status(self, status: str) -> Fault | None:
        """Give it, and see in the answer that it has it."""
        place = self._place()
        if isinstance(place, Fault):
            return place
        if place.is_ticket:
            return self._set_state(place, status)
        if status not in _TALK_STATES:
            return Fault(FaultKind.REFUSED)
        admin = me(self._calls)
        if isinstance(admin, Fault):
            return admin
        asked = {"message_type": _TALK_STATES[status], "type": "admin", "admin_id": admin}
        done = self._calls.post(Answer, f"{place.path}/parts", asked)
        if isinstance(done, Fault):
            return done
        return None if text_of(done, "state") == status else Fault(FaultKind.REFUSED)

    def _set_state(self, place: _Place, status: str) -> Fault | None:
        states = self._states(place)
        if isinstance(states, Fault):
            return states
        if status not in states:
            return Fault(FaultKind.REFUSED)
        done = self._calls.put(Answer, place.path, {"ticket_state_id": states[status]})
        if isinstance(done, Fault):
            return done
        given = _label(done.get("ticket_state"))
        return None if given == status else Fault(FaultKind.REFUSED)

    def _states(self, place: _Place) -> dict[str, str] | Fault:
        """The number of each state that such a ticket may have, by what it is called."""
        found = self._calls.listed(Answer, "/ticket_states")
        if isinstance(found, Fault):
            return found
        kind = text_of(place.record.get("ticket_type"), "id")
        states: dict[str, str] = {}
        for one in records_of(found, "data", 200):
            kinds = [text_of(x, "id") for x in records_of(one.get("ticket_types"), "data", 200)]
            number = text_of(one, "id")
            if one.get("archived") is not True and number and (not kinds or kind in kinds):
                states.setdefault(_label(one), number)
        states.pop("", None)
        return states

    def _reply(self, place: _Place, kind: str, text: str) -> str | Fault:
        admin = me(self._calls)
        if isinstance(admin, Fault):
            return admin
        content = {
            "message_type": kind,
            "type": "admin",
            "admin_id": admin,
            "body": as_html(text, "p"),
        }
        done = self._calls.post(Answer, f"{place.path}/reply", content)
        if isinstance(done, Fault):
            return done
        if text_of(done, "part_type") == kind:  # a ticket's part by itself
            return text_of(done, "id")
        parts = _Place(place.path, done, place.is_ticket).parts()
        if parts is None:  # a success that shows no such part may be none
            return Fault(FaultKind.BAD_ANSWER)
        return arrived_in(parts, frozenset(), _says(kind, text)) or ""

    def _parts(self) -> list[Record] | Fault:
        place = self._place()
        parts = place if isinstance(place, Fault) else place.parts()
        return Fault(FaultKind.BAD_ANSWER) if parts is None else parts

    def _place(self) -> _Place | Fault:
        """Where it is, and what stands there now."""
        if not self._number:
            return Fault(FaultKind.MISSING)
        for name, is_ticket in (("tickets", True), ("conversations", False)):
            path = f"/{name}/{self._number}"
            found = self._calls.get(Answer, path)
            if isinstance(found, Fault) and not (is_ticket and found.kind is FaultKind.FORBIDDEN):
                return found
            if isinstance(found, Mapping):
                ours = text_of(found, "id") == self._number
                return _Place(path, found, is_ticket) if ours else Fault(FaultKind.BAD_ANSWER)
        return Fault(FaultKind.MISSING)


def me(calls: Calls) -> str | Fault:
    """The number of the teammate whose token it is."""
    found = calls.listed(Answer, "/me")
    if isinstance(found, Fault):
        return found
    return text_of(found, "id") or Fault(FaultKind.AUTH)


def _says(kind: str, text: str) -> Callable[[Record], bool]:
    """Is a part of that kind, with that text?"""

    def is_it(one: Record) -> bool:
        return text_of(one, "part_type") == kind and same(as_text(text_of(one, "body")), text)

    return is_it


def _label(state: object) -> str:
    return line(text_of(state, "internal_label") or text_of(state, "category"), 100)
