"""Notes that are kept on contacts of Intercom; they are given out newest first."""

from __future__ import annotations

import re

from desktop.customers.providers.base import Fault, FaultKind, PersonNote
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.history import arrived_in, marks_of
from desktop.customers.providers.intercom.writing import me
from desktop.customers.providers.markup import as_html, as_text
from desktop.customers.providers.records import Answer, Record, records_of, text_of
from desktop.customers.providers.sending import same

_MOST_MARKS = 50
"""Of one answer, which are enough: colleagues write no more within a minute."""
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Noting:
    """The calls about one contact."""

    def __init__(self, calls: Calls, person: str) -> None:
        """``person`` is the contact's id."""
        self._calls = calls
        self._known = _ID.fullmatch(person) is not None
        self._path = f"/contacts/{person}/notes"

    def marks(self) -> frozenset[str] | Fault:
        """The numbers of its newest notes."""
        return marks_of(self._notes())

    def arrived(self, sent: PersonNote, before: frozenset[str]) -> str | Fault | None:
        """Look into what is new."""

        def is_it(one: Record) -> bool:
            return same(as_text(text_of(one, "body")), sent.text)

        return arrived_in(self._notes(), before, is_it)

    def add(self, note: PersonNote) -> str | Fault:
        """In the name of the teammate whose token it is."""
        if not self._known:
            return Fault(FaultKind.MISSING)
        admin = me(self._calls)
        if isinstance(admin, Fault):
            return admin
        content = {"admin_id": admin, "body": as_html(note.text, "p")}
        done = self._calls.post(Answer, self._path, content)
        return done if isinstance(done, Fault) else text_of(done, "id")

    def _notes(self) -> list[Record] | Fault:
        found = self._calls.get(Answer, self._path) if self._known else None
        if isinstance(found, Fault):
            return found
        if found is None:
            return Fault(FaultKind.MISSING)
        if not isinstance(found.get("data"), list):
            return Fault(FaultKind.BAD_ANSWER)
        return list(records_of(found, "data", _MOST_MARKS))
