"""What a company's Salesforce has, and what of it this account sees; asked once and remembered.

An administrator can hide any field of any object from an account, and add others. A query with one
field that is hidden fails as a whole, so only those are asked for that the description names.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.core.clock import Clock
from desktop.customers.providers.base import Fault, FaultKind
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.records import Answer, Record, records_of, text_of

NEWEST = 68.0
"""The newest version of the interface that this is written for."""
KEEP_S = 3600.0
"""Seconds for which a description is good; one that proves wrong is asked for anew."""
_MOST_PAGES = 3
_MOST_FIELDS = 2_000
_VERSION = re.compile(r"\d{2,3}\.0")
_NEXT = re.compile(r"/services/data/v\d{2,3}\.0/query/[A-Za-z0-9_-]{1,60}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}")


@dataclass(frozen=True, slots=True)
class Refusal(Fault):
    """A fault with the vendor's own word for it."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One field of an object, as far as this account sees it."""

    name: str
    kind: str
    external: bool
    """It holds the number that another system has for the record."""
    filterable: bool
    choices: tuple[str, ...] = ()
    """What it may hold now."""


Columns = Mapping[str, Column]


@dataclass
class Known:
    """What was found out so far; shared by all calls of a provider."""

    clock: Clock
    lock: threading.Lock = field(default_factory=threading.Lock)
    version: str = ""
    objects: dict[str, tuple[float, Columns]] = field(default_factory=dict)

    def columns(self, name: str) -> Columns | None:
        """Those of an object, if they were asked for not long ago; empty: there is no such one."""
        with self.lock:
            found = self.objects.get(name)
        fresh = found is not None and self.clock.monotonic() - found[0] < KEEP_S
        return found[1] if found is not None and fresh else None

    def learn(self, name: str, columns: Columns) -> None:
        """Remember them."""
        with self.lock:
            self.objects[name] = (self.clock.monotonic(), columns)

    def forget(self, name: str) -> None:
        """They were wrong."""
        with self.lock:
            self.objects.pop(name, None)


class Objects:
    """The calls of one lookup or message."""

    def __init__(self, calls: Calls, known: Known) -> None:
        """``known`` outlives it."""
        self.calls = calls
        self._known = known

    def base(self) -> str | Fault:
        """The beginning of all paths, with the newest version that both sides know."""
        with self._known.lock:
            version = self._known.version
        if not version:
            every = self.calls.listed(list[Answer], "/services/data")
            if isinstance(every, Fault):
                return every
            told = [text_of(one, "version") for one in every[:200]]
            numbers = sorted(float(one) for one in told if _VERSION.fullmatch(one))
            fit = [one for one in numbers if one <= NEWEST] or numbers[:1]
            if not fit:
                return Fault(FaultKind.BAD_ANSWER)
            version = f"{fit[-1]:.1f}"
            with self._known.lock:
                self._known.version = version
        return f"/services/data/v{version}"

    def columns(self, name: str) -> Columns | Fault:
        """What of an object may be asked for; empty where there is none for this account."""
        known = self._known.columns(name)
        if known is not None:
            return known
        base = self.base()
        if isinstance(base, Fault):
            return base
        answer = self.calls.get(Answer, f"{base}/sobjects/{name}/describe")
        if isinstance(answer, Refusal) and answer.code in _ABSENT:
            answer = None
        if isinstance(answer, Fault):
            return answer
        if answer is not None and not isinstance(answer.get("fields"), list):
            return Fault(FaultKind.BAD_ANSWER)
        columns = _columns(answer) if answer is not None else {}
        self._known.learn(name, columns)
        return columns

    def select(self, name: str, query: Callable[[Columns], str]) -> Sequence[Record] | Fault:
        """The rows of a query, which is made of what the object has; none where it has nothing.

        ``query`` may answer with an empty text: nothing to ask.
        """
        for again in (True, False):
            columns = self.columns(name)
            if isinstance(columns, Fault):
                return columns
            text = query(columns) if columns else ""
            if not text:
                return []
            rows = self._rows(text)
            hidden = isinstance(rows, Refusal) and rows.code in _CHANGED
            if not (hidden and again):
                return rows
            self._known.forget(name)  # an administrator changed it meanwhile
        return []

    def search(self, text: str) -> Sequence[Record] | Fault:
        """What a SOSL search finds."""
        base = self.base()
        if isinstance(base, Fault):
            return base
        answer = self.calls.listed(Answer, f"{base}/search/", {"q": text})
        if isinstance(answer, Fault):
            return answer
        if not isinstance(answer.get("searchRecords"), list):
            return Fault(FaultKind.BAD_ANSWER)
        return records_of(answer, "searchRecords", 200)

    def _rows(self, text: str) -> list[Record] | Fault:
        base = self.base()
        if isinstance(base, Fault):
            return base
        answer = self.calls.listed(Answer, f"{base}/query/", {"q": text})
        rows: list[Record] = []
        for _ in range(_MOST_PAGES):
            if isinstance(answer, Fault):
                return answer
            if not isinstance(answer.get("records"), list):
                return Fault(FaultKind.BAD_ANSWER)
            rows += records_of(answer, "records", 2_000)
            onward = answer.get("nextRecordsUrl")
            if answer.get("done") is not False or not onward:
                break
            # A path on the same server, or nothing.
            if not isinstance(onward, str) or not _NEXT.fullmatch(onward):
                return Fault(FaultKind.BAD_ANSWER)
            answer = self.calls.listed(Answer, onward)
        return rows


_ABSENT = frozenset(
    {"INVALID_TYPE", "NOT_FOUND", "INSUFFICIENT_ACCESS", "INVALID_TYPE_FOR_OPERATION"}
)
_CHANGED = frozenset({"INVALID_FIELD", "INVALID_TYPE"})


def _columns(described: Record) -> Columns:
    found = {}
    for one in records_of(described, "fields", _MOST_FIELDS):
        name = text_of(one, "name")
        if _NAME.fullmatch(name):
            choices = tuple(
                text_of(choice, "value")
                for choice in records_of(one, "picklistValues", 200)
                if choice.get("active") is not False and text_of(choice, "value")
            )
            found[name] = Column(
                name,
                text_of(one, "type"),
                one.get("externalId") is True,
                one.get("filterable") is not False,
                choices,
            )
    return found


def inner(record: Record, relation: str, name: str) -> str:
    """A field of a record that this one refers to."""
    return text_of(record.get(relation), name)
