"""What is written into tickets of HubSpot: notes, and the stage in which they are.

Answers to customers go through mailboxes that an app's token does not reach.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop.customers.plain import line
from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    FaultKind,
    InternalNote,
)
from desktop.customers.providers.helpdesk import is_number
from desktop.customers.providers.hubspot.asking import Asking, value_of
from desktop.customers.providers.hubspot.noting import Notes
from desktop.customers.providers.records import Record, records_of, text_of

_STAGE = ("hs_pipeline", "hs_pipeline_stage")


class Writing:
    """The calls about one ticket."""

    def __init__(self, asking: Asking, notes: Notes, ticket: str) -> None:
        """``notes`` are the ticket's."""
        self._asking = asking
        self._notes = notes
        self._number = ticket if is_number(ticket) else ""

    def marks(self) -> frozenset[str] | Fault:
        """The numbers of its notes."""
        return self._notes.marks()

    def arrived(
        self, sent: InternalNote | CustomerMessage, before: frozenset[str]
    ) -> str | Fault | None:
        """Look into what is new."""
        return None if isinstance(sent, CustomerMessage) else self._notes.arrived(sent, before)

    def add_note(self, note: InternalNote) -> str | Fault:
        """One that is associated with the ticket."""
        return self._notes.add(note)

    def send_to_customer(self, message: CustomerMessage) -> str | Fault:
        """Not by this way."""
        del message
        return Fault(FaultKind.REFUSED)

    def statuses(self) -> list[str] | Fault:
        """The stages of the ticket's pipeline, by what they are called."""
        ticket = self._ticket()
        if isinstance(ticket, Fault):
            return ticket
        stages = self._stages(ticket)
        if isinstance(stages, Fault):
            return stages
        present = value_of(ticket, "hs_pipeline_stage")
        label = next((name for name, one in stages.items() if one == present), line(present, 100))
        return list(dict.fromkeys([label, *stages])) if label else Fault(FaultKind.BAD_ANSWER)

    def set_status(self, status: str) -> Fault | None:
        """Give it, and read whether it has it: rules of the company may say otherwise."""
        ticket = self._ticket()
        if isinstance(ticket, Fault):
            return ticket
        stages = self._stages(ticket)
        if isinstance(stages, Fault):
            return stages
        if status not in stages:
            return Fault(FaultKind.REFUSED)
        wanted = stages[status]
        fault = self._asking.change("tickets", self._number, {"hs_pipeline_stage": wanted})
        if fault is not None:
            return fault
        now = self._ticket()
        if isinstance(now, Fault):
            return now
        has_it = value_of(now, "hs_pipeline_stage") == wanted
        return None if has_it else Fault(FaultKind.REFUSED)

    def _ticket(self) -> Record | Fault:
        found = self._asking.one("tickets", self._number, _STAGE) if self._number else None
        if isinstance(found, Fault):
            return found
        if found is None:
            return Fault(FaultKind.MISSING)
        return found if text_of(found, "id") == self._number else Fault(FaultKind.BAD_ANSWER)

    def _stages(self, ticket: Record) -> Mapping[str, str] | Fault:
        """The number of each stage by what it is called."""
        found = self._asking.pipelines()
        if isinstance(found, Fault):
            return found
        mine = [x for x in found if text_of(x, "id") == value_of(ticket, "hs_pipeline")]
        stages: dict[str, str] = {}
        for one in records_of(mine[0], "stages", 100) if mine else ():
            label, number = line(text_of(one, "label"), 100), text_of(one, "id")
            if label and number and one.get("archived") is not True:
                stages.setdefault(label, number)
        return stages
