"""What is written into requests of Jira Service Management.

Written is through its own interface, which alone tells internal from public and knows nothing of
issues that are no requests; read is through Jira's, which can give the newest comments first.
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
from desktop.customers.providers.helpdesk import is_number
from desktop.customers.providers.history import arrived_in, marks_of
from desktop.customers.providers.jira.document import text_of_document
from desktop.customers.providers.jira.keys import is_key
from desktop.customers.providers.records import Answer, Record, records_of, text_of
from desktop.customers.providers.sending import same

_MOST_MARKS = 50
_NOT_SHOWN = Problem(
    "Jira does not show whose request this is, so nothing was sent",
    "The customer keeps their address from your account",
    "Answer in the browser",
)


class Writing:
    """The calls about one request."""

    def __init__(self, calls: Calls, key: str) -> None:
        """``key`` names it, as in ``SUP-12``."""
        self._calls = calls
        self._known = is_key(key)
        self._issue = f"/rest/api/3/issue/{key}"
        self._request = f"/rest/servicedeskapi/request/{key}"

    def marks(self) -> frozenset[str] | Fault:
        """The numbers of its newest comments."""
        return marks_of(self._comments())

    def arrived(
        self, sent: InternalNote | CustomerMessage, before: frozenset[str]
    ) -> str | Fault | None:
        """Look into what is new."""
        public = isinstance(sent, CustomerMessage)

        def is_it(one: Record) -> bool:
            written = text_of_document(one.get("body"))
            return one.get("jsdPublic") is public and _alike(written, sent.text)

        return arrived_in(self._comments(), before, is_it)

    def add_note(self, note: InternalNote) -> str | Fault:
        """A comment that says that it is not public."""
        return self._comment(note.text, public=False)

    def send_to_customer(self, message: CustomerMessage) -> str | Fault:
        """A public comment, if the request is that customer's."""
        answer = self._get(self._request)
        if isinstance(answer, Fault):
            return answer
        address = text_of(answer.get("reporter"), "emailAddress")
        if not address:
            return Fault(FaultKind.NOT_THEIRS, told=_NOT_SHOWN)
        if not message.is_for(address):
            return Fault(FaultKind.NOT_THEIRS)
        return self._comment(message.text, public=True)

    def statuses(self) -> list[str] | Fault:
        """Those that its workflow leads to from the present one."""
        present = self._status()
        if isinstance(present, Fault):
            return present
        ways = self._ways()
        if isinstance(ways, Fault):
            return ways
        return list(dict.fromkeys([present, *(name for name, _ in ways)]))

    def set_status(self, status: str) -> Fault | None:
        """Go there, and look whether it is there: a step of the workflow may lead elsewhere."""
        present = self._status()
        if present == status or isinstance(present, Fault):
            return present if isinstance(present, Fault) else None
        ways = self._ways()
        if isinstance(ways, Fault):
            return ways
        way = next((number for name, number in ways if name == status), None)
        if way is None:
            return Fault(FaultKind.REFUSED)
        fault = self._calls.act(f"{self._issue}/transitions", {"transition": {"id": way}})
        return fault or self._arrived_at(status)

    def _arrived_at(self, status: str) -> Fault | None:
        now = self._status()
        if isinstance(now, Fault):
            return now
        return None if now == status else Fault(FaultKind.REFUSED)

    def _comment(self, text: str, *, public: bool) -> str | Fault:
        if not self._known:
            return Fault(FaultKind.MISSING)
        content = {"body": text, "public": public}
        done = self._calls.post(Answer, f"{self._request}/comment", content)
        if isinstance(done, Fault):
            return done
        return text_of(done, "id") or Fault(FaultKind.BAD_ANSWER)

    def _comments(self) -> list[Record] | Fault:
        asked = {"orderBy": "-created", "maxResults": str(_MOST_MARKS)}
        answer = self._get(f"{self._issue}/comment", asked)
        if isinstance(answer, Fault):
            return answer
        if not isinstance(answer.get("comments"), list):
            return Fault(FaultKind.BAD_ANSWER)
        return list(records_of(answer, "comments", _MOST_MARKS))

    def _status(self) -> str | Fault:
        issue = self._get(self._issue, {"fields": "status"})
        if isinstance(issue, Fault):
            return issue
        fields = issue.get("fields")
        status = fields.get("status") if isinstance(fields, Mapping) else None
        return text_of(status, "name") or Fault(FaultKind.BAD_ANSWER)

    def _ways(self) -> list[tuple[str, str]] | Fault:
        """Where it can go, and by which transition."""
        answer = self._get(f"{self._issue}/transitions")
        if isinstance(answer, Fault):
            return answer
        every = records_of(answer, "transitions", 100)
        ways = [(text_of(one.get("to"), "name"), text_of(one, "id")) for one in every]
        return [(name, number) for name, number in ways if name and is_number(number)]

    def _get(self, path: str, query: Mapping[str, str] | None = None) -> Record | Fault:
        answer = self._calls.get(Answer, path, query) if self._known else None
        return Fault(FaultKind.MISSING) if answer is None else answer


def _alike(written: str, sent: str) -> bool:
    """Are they one text? Jira reads marks like ``*`` as forms of letters and takes them away."""
    bare = ["".join(char for char in text if char.isalnum()) for text in (written, sent)]
    return same(written, sent) or (bool(bare[0]) and bare[0] == bare[1])
