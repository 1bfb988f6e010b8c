"""What is written into Salesforce: comments of cases that colleagues see, statuses, logged calls.

There is no way here that surely reaches the customer: a published comment shows in a portal, where
a company has one, and may or may not be mailed. So customers are not written to at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.core.results import Problem
from desktop.customers.plain import line
from desktop.customers.providers.base import (
    CustomerMessage,
    Fault,
    FaultKind,
    InternalNote,
    PersonNote,
)
from desktop.customers.providers.history import arrived_in, marks_of
from desktop.customers.providers.records import Answer, Record, text_of
from desktop.customers.providers.salesforce.language import is_id, literal
from desktop.customers.providers.salesforce.objects import Columns, Objects
from desktop.customers.providers.sending import same

LONGEST_COMMENT = 4_000
"""Bytes of a comment."""
_LONGEST_SUBJECT = 80
_MOST_MARKS = 50
_LEAD, _CONTACT, _ACCOUNT = "00Q", "003", "001"
"""What an id begins with."""


class Writing:
    """The calls about one case."""

    def __init__(self, objects: Objects, ticket: str) -> None:
        """``ticket`` is its number, as people say it."""
        self._objects = objects
        self._number = ticket

    def marks(self) -> frozenset[str] | Fault:
        """The ids of its newest comments."""
        return marks_of(self._comments(), _id)

    def arrived(
        self, sent: InternalNote | CustomerMessage, before: frozenset[str]
    ) -> str | Fault | None:
        """Look into what is new."""

        def is_it(one: Record) -> bool:
            inside = one.get("IsPublished") is not True and isinstance(sent, InternalNote)
            return inside and same(text_of(one, "CommentBody"), sent.text)

        return arrived_in(self._comments(), before, is_it, _id)

    def add_note(self, note: InternalNote) -> str | Fault:
        """A comment that is not published."""
        if len(note.text.encode()) > LONGEST_COMMENT:
            return Fault(FaultKind.REFUSED, told=_TOO_LONG)
        case = self._case("Id")
        if isinstance(case, Fault):
            return case
        return created(
            self._objects,
            "CaseComment",
            {"ParentId": text_of(case, "Id"), "CommentBody": note.text, "IsPublished": False},
        )

    def send_to_customer(self, message: CustomerMessage) -> str | Fault:
        """Never; see the module."""
        del message
        return Fault(FaultKind.REFUSED, told=_NOT_TO_CUSTOMERS)

    def statuses(self) -> list[str] | Fault:
        """The present one, and all that this account may choose from."""
        case = self._case("Id", "Status")
        if isinstance(case, Fault):
            return case
        columns = self._objects.columns("Case")
        if isinstance(columns, Fault):
            return columns
        present = text_of(case, "Status")
        if not present or "Status" not in columns:
            return Fault(FaultKind.FORBIDDEN, told=_NO_STATUS)
        return list(dict.fromkeys([present, *columns["Status"].choices]))

    def set_status(self, status: str) -> Fault | None:
        """Give it, and look whether it has it: a company's rules may say otherwise."""
        case = self._case("Id")
        if isinstance(case, Fault):
            return case
        base = self._objects.base()
        if isinstance(base, Fault):
            return base
        path = f"{base}/sobjects/Case/{text_of(case, 'Id')}"
        fault = self._objects.calls.patch(path, {"Status": status})
        if fault is not None:
            return fault
        now = self._case("Id", "Status")
        if isinstance(now, Fault):
            return now
        return None if text_of(now, "Status") == status else Fault(FaultKind.REFUSED)

    def _case(self, *names: str) -> Record | Fault:
        """These of its fields; the id can stand in a path."""

        def query(columns: Columns) -> str:
            shown = ", ".join(one for one in names if one in columns)
            return f"SELECT {shown} FROM Case WHERE CaseNumber = {literal(self._number)} LIMIT 2"  # noqa: S608 - escaped

        rows = self._objects.select("Case", query) if self._number.strip() else []
        if isinstance(rows, Fault):
            return rows
        if len(rows) != 1 or not is_id(text_of(rows[0], "Id")):
            return Fault(FaultKind.MISSING)
        return rows[0]

    def _comments(self) -> Sequence[Record] | Fault:
        case = self._case("Id")
        if isinstance(case, Fault):
            return case
        return _newest(
            self._objects,
            "CaseComment",
            ("Id", "CommentBody", "IsPublished"),
            f"ParentId = {literal(text_of(case, 'Id'))}",
        )


class RecordWriting:
    """What colleagues log about somebody: a task that is done, as Salesforce has a logged call."""

    def __init__(self, objects: Objects, person: str) -> None:
        """``person`` is the id of a card."""
        self._objects = objects
        self._person = person
        self._key = "WhatId" if person.startswith(_ACCOUNT) else "WhoId"

    def marks(self) -> frozenset[str] | Fault:
        """The ids of the newest tasks."""
        return marks_of(self._tasks(), _id)

    def arrived(self, sent: PersonNote, before: frozenset[str]) -> str | Fault | None:
        """Look into what is new."""

        def is_it(one: Record) -> bool:
            return same(text_of(one, "Description"), sent.text)

        return arrived_in(self._tasks(), before, is_it, _id)

    def add(self, note: PersonNote) -> str | Fault:
        """A task in the company's first status of those that are done."""
        if not self._known:
            return Fault(FaultKind.MISSING)
        done = self._objects.select("TaskStatus", _done_statuses)
        if isinstance(done, Fault):
            return done
        status = next((text_of(one, "ApiName") or text_of(one, "MasterLabel") for one in done), "")
        subject = line(note.text.strip().partition("\n")[0], _LONGEST_SUBJECT)
        return created(
            self._objects,
            "Task",
            {
                self._key: self._person,
                "Subject": subject,
                "Description": note.text,
                "Status": status or "Completed",
            },
        )

    @property
    def _known(self) -> bool:
        return is_id(self._person) and self._person[:3] in (_LEAD, _CONTACT, _ACCOUNT)

    def _tasks(self) -> Sequence[Record] | Fault:
        if not self._known:
            return Fault(FaultKind.MISSING)
        condition = f"{self._key} = {literal(self._person)}"
        return _newest(self._objects, "Task", ("Id", "Description"), condition)


def _id(record: Record) -> str:
    return text_of(record, "Id")


def created(objects: Objects, name: str, record: dict[str, object]) -> str | Fault:
    """Make a record, once; the answer is its id."""
    base = objects.base()
    if isinstance(base, Fault):
        return base
    answer = objects.calls.post(Answer, f"{base}/sobjects/{name}", record)
    if isinstance(answer, Fault):
        return answer
    if answer.get("success") is not True:
        return Fault(FaultKind.BAD_ANSWER)
    return text_of(answer, "id")


def _newest(
    objects: Objects, name: str, wanted: Sequence[str], condition: str
) -> Sequence[Record] | Fault:
    def query(columns: Columns) -> str:
        shown = ", ".join(one for one in wanted if one in columns)
        return (
            f"SELECT {shown} FROM {name} WHERE {condition} "  # noqa: S608 - escaped
            f"ORDER BY CreatedDate DESC LIMIT {_MOST_MARKS}"
        )

    columns = objects.columns(name)
    if isinstance(columns, Fault):
        return columns
    if not set(wanted) <= set(columns):  # what was written could not be found again
        return Fault(FaultKind.FORBIDDEN, told=_NOT_SEEN)
    return objects.select(name, query)


def _done_statuses(columns: Columns) -> str:
    names = [one for one in ("ApiName", "MasterLabel") if one in columns]
    if not names:
        return ""
    shown = ", ".join(names)
    return f"SELECT {shown} FROM TaskStatus WHERE IsClosed = true ORDER BY SortOrder ASC LIMIT 5"  # noqa: S608 - names only


_TOO_LONG = Problem(
    "This note is too long for a case in Salesforce",
    f"It takes {LONGEST_COMMENT:,} bytes",
    "Write it in two notes",
)
_NOT_TO_CUSTOMERS = Problem(
    "Deskhand can't write to a customer through Salesforce",
    "A comment there may never reach them",
    "Open the case in the browser and send an e-mail from there",
)
_NO_STATUS = Problem(
    "Your account does not see the status of this case",
    todo="Ask your administrator for the permission",
)
_NOT_SEEN = Problem(
    "Your account does not see notes in Salesforce, so nothing was sent",
    "Whether a note arrived could not be found out",
    "Ask your administrator for the permission",
)
