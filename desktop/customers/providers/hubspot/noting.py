"""Notes of HubSpot on a contact or a ticket: records of their own that are associated with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from desktop.core.clock import Clock
from desktop.customers.providers.base import Fault, FaultKind, InternalNote, PersonNote
from desktop.customers.providers.helpdesk import is_number
from desktop.customers.providers.hubspot.asking import MOST_OF_A_BATCH, Asking, value_of
from desktop.customers.providers.markup import as_html, as_text
from desktop.customers.providers.records import text_of
from desktop.customers.providers.sending import same


@dataclass(frozen=True, slots=True)
class Side:
    """What a note may belong to."""

    kind: str
    association: int
    """HubSpot's number of the way from a note to it."""


NOTE_TO_CONTACT = Side("contacts", 202)
NOTE_TO_TICKET = Side("tickets", 228)


class Notes:
    """The calls about the notes of one record."""

    def __init__(self, clock: Clock, asking: Asking, side: Side, number: str) -> None:
        """``number`` is the record's."""
        self._clock = clock
        self._asking = asking
        self._side = side
        self._number = number if is_number(number) else ""

    def marks(self) -> frozenset[str] | Fault:
        """The numbers of all its notes."""
        if not self._number:
            return Fault(FaultKind.MISSING)
        there = self._asking.one(self._side.kind, self._number, ("hs_object_id",))
        if isinstance(there, Fault):
            return there
        if there is None or text_of(there, "id") != self._number:
            return Fault(FaultKind.MISSING if there is None else FaultKind.BAD_ANSWER)
        numbers = self._numbers()
        return numbers if isinstance(numbers, Fault) else frozenset(numbers)

    def arrived(
        self, sent: InternalNote | PersonNote, before: frozenset[str]
    ) -> str | Fault | None:
        """Look into what is new."""
        numbers = self._numbers()
        if isinstance(numbers, Fault):
            return numbers
        new = [one for one in numbers if one not in before]
        for start in range(0, len(new), MOST_OF_A_BATCH):
            part = new[start : start + MOST_OF_A_BATCH]
            notes = self._asking.some("notes", part, ("hs_note_body",))
            if isinstance(notes, Fault):
                return notes
            for one in notes:
                if same(as_text(value_of(one, "hs_note_body")), sent.text):
                    return text_of(one, "id")
        return None

    def add(self, note: InternalNote | PersonNote) -> str | Fault:
        """For colleagues: a note is never shown to a customer."""
        if not self._number:
            return Fault(FaultKind.MISSING)
        now = self._clock.now().astimezone(dt.UTC)
        ours = {
            "associationCategory": "HUBSPOT_DEFINED",
            "associationTypeId": self._side.association,
        }
        content = {
            "properties": {
                "hs_timestamp": now.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                "hs_note_body": as_html(note.text),
            },
            "associations": [{"to": {"id": self._number}, "types": [ours]}],
        }
        done = self._asking.create("notes", content)
        if isinstance(done, Fault):
            return done
        return text_of(done, "id") or Fault(FaultKind.BAD_ANSWER)

    def _numbers(self) -> list[str] | Fault:
        if not self._number:
            return Fault(FaultKind.MISSING)
        return self._asking.associated(self._side.kind, self._number, "notes")
