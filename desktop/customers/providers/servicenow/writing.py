"""What is written into cases and incidents of ServiceNow.

A note is the field ``work_notes`` of the ticket and an answer its field ``comments``: what is put
there is added to what was said before. So one call changes one field.
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
from desktop.customers.providers.history import arrived_in, marks_of
from desktop.customers.providers.records import Record
from desktop.customers.providers.sending import same
from desktop.customers.providers.servicenow.asking import Tables, condition, is_id, kept, shown
from desktop.customers.providers.servicenow.reading import find_ticket, tickets_of

NOTES, COMMENTS = "work_notes", "comments"
JOURNAL = "sys_journal_field"
_MOST_MARKS = 50
_NO_HISTORY = Problem(
    "ServiceNow does not let your account read what was written in a ticket, so nothing is sent",
    "Nobody could tell afterwards whether it arrived",
    "Ask your administrator to let you read the table sys_journal_field",
)
_NO_STATUS = Problem(
    "ServiceNow did not take this status",
    "Your company may want more said first, such as how it was solved",
    "Change it in the browser",
)


class Writing:
    """The calls about one ticket."""

    def __init__(self, tables: Tables, number: str) -> None:
        """``number`` is as people say it, ``INC0010001``."""
        self._tables = tables
        self._number = number

    def marks(self) -> frozenset[str] | Fault:
        """The ids of its newest notes and comments."""
        return marks_of(self._entries(), _id)

    def arrived(
        self, sent: InternalNote | CustomerMessage, before: frozenset[str]
    ) -> str | Fault | None:
        """Look into what is new."""
        field = COMMENTS if isinstance(sent, CustomerMessage) else NOTES

        def is_it(one: Record) -> bool:
            return kept(one, "element") == field and same(kept(one, "value"), sent.text)

        return arrived_in(self._entries(), before, is_it, _id)

    def add_note(self, note: InternalNote) -> str | Fault:
        """For colleagues."""
        ticket = self._ticket()
        return ticket if isinstance(ticket, Fault) else self._add(ticket, NOTES, note.text)

    def send_to_customer(self, message: CustomerMessage) -> str | Fault:
        """What the customer sees, if the ticket is theirs."""
        ticket = self._ticket()
        if isinstance(ticket, Fault):
            return ticket
        persons = tickets_of("").persons
        whose = [(people, kept(ticket, name)) for name, people in persons]
        people, number = next((one for one in whose if is_id(one[1])), (None, ""))
        person = self._tables.row(people.table, number, people.asked) if people else None
        if isinstance(person, Fault):
            return person
        address = shown(person, "email")
        if not message.is_for(address):
            return Fault(FaultKind.NOT_THEIRS)
        return self._add(ticket, COMMENTS, message.text)

    def statuses(self) -> list[str] | Fault:
        """Those of the ticket's table, after the present one."""
        choices = self._choices()
        return choices if isinstance(choices, Fault) else list(choices)

    def set_status(self, status: str) -> Fault | None:
        """Give it, and see in the answer that it has it: rules of the company may say otherwise."""
        ticket = self._ticket()
        if isinstance(ticket, Fault):
            return ticket
        choices = self._choices_of(ticket)
        if isinstance(choices, Fault):
            return choices
        value = choices.get(status)
        if value is None:
            return Fault(FaultKind.REFUSED)
        done = self._change(ticket, {"state": value})
        if isinstance(done, Fault):
            # A policy on what must be said with it answers as a missing right does.
            refused = done.kind in (FaultKind.FORBIDDEN, FaultKind.REFUSED)
            return Fault(FaultKind.REFUSED, told=_NO_STATUS) if refused else done
        return None if kept(done, "state") == value else Fault(FaultKind.REFUSED, told=_NO_STATUS)

    def _choices(self) -> Mapping[str, str] | Fault:
        ticket = self._ticket()
        return ticket if isinstance(ticket, Fault) else self._choices_of(ticket)

    def _choices_of(self, ticket: Record) -> Mapping[str, str] | Fault:
        """What its status may be and under which value, the present one first."""
        now = (shown(ticket, "state"), kept(ticket, "state"))
        if not all(now):
            return Fault(FaultKind.BAD_ANSWER)
        table = kept(ticket, "sys_class_name")
        for name in dict.fromkeys((table, "task")):
            query = f"{condition('name', '=', name)}^element=state^inactive=false^ORDERBYsequence"
            rows = self._tables.rows("sys_choice", query, ("label", "value", "language"), 200)
            if isinstance(rows, Fault):
                return rows
            # In each language; the agent's is the one in which the present one is shown.
            known = [one for one in rows if (kept(one, "label"), kept(one, "value")) == now]
            language = kept(known[0], "language") if known else "en"
            mine = [one for one in rows if kept(one, "language") == language]
            if mine:
                choices = dict([now])
                for one in mine:
                    choices.setdefault(kept(one, "label"), kept(one, "value"))
                return choices
        return dict([now])

    def _add(self, ticket: Record, field: str, text: str) -> str | Fault:
        done = self._change(ticket, {field: text})
        return done if isinstance(done, Fault) else ""

    def _change(self, ticket: Record, content: Mapping[str, str]) -> Record | Fault:
        table, number = kept(ticket, "sys_class_name"), kept(ticket, "sys_id")
        return self._tables.change(table, number, content)

    def _ticket(self) -> Record | Fault:
        found = find_ticket(self._tables, self._number, (NOTES, COMMENTS))
        return Fault(FaultKind.MISSING) if found is None else found

    def _entries(self) -> list[Record] | Fault:
        """The newest; a fault too where an empty answer says nothing.

        Who may not read the journal's table gets no rows of it and no error. Then the ticket shows
        that there are some.
        """
        ticket = self._ticket()
        if isinstance(ticket, Fault):
            return ticket
        whole = condition("element_id", "=", kept(ticket, "sys_id"))
        query = f"{whole}^elementIN{NOTES},{COMMENTS}^ORDERBYDESCsys_created_on"
        rows = self._tables.rows(JOURNAL, query, ("sys_id", "element", "value"), _MOST_MARKS)
        if isinstance(rows, Fault):
            hidden = rows.kind is FaultKind.FORBIDDEN
            return Fault(FaultKind.FORBIDDEN, told=_NO_HISTORY) if hidden else rows
        some = any(shown(ticket, field).strip() for field in (NOTES, COMMENTS))
        if not rows and (some or NOTES not in ticket):
            return Fault(FaultKind.FORBIDDEN, told=_NO_HISTORY)
        return rows


def _id(entry: Record) -> str:
    return kept(entry, "sys_id")
