"""What tables of ServiceNow are asked, and what they answer.

A query is one text in which ``^`` begins the next condition (``^OR``, ``^NQ`` too), and a value
that begins with ``javascript:`` is run on the server. Nothing escapes either for sure, so a value
that has them is not sent at all. A condition on a field that a table does not have is left out by
the server, which then answers with everybody: what comes back is always looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from desktop.core.results import Problem
from desktop.customers.providers.base import Fault, FaultKind
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.records import Answer, Record, records_of

_NAME = re.compile(r"[a-z][a-z0-9_]{0,79}")
_ID = re.compile(r"[0-9a-f]{32}")
_LONGEST = 200
_UNSAFE = Problem(
    "ServiceNow can't be asked by this",
    "It has signs that mean something else in its queries, so nothing was sent",
    "Look the customer up by another address or number",
)


class Unsafe(Exception):  # noqa: N818 - never seen outside: it becomes a fault
    """A value can't stand in a query."""


def unsafe() -> Fault:
    """What a lookup by such a value comes to."""
    return Fault(FaultKind.REFUSED, told=_UNSAFE)


def condition(field: str, operator: str, value: str) -> str:
    """One condition.

    Raises:
        Unsafe: the value would be more than a value.
    """
    plain = value.strip()
    hidden = not plain.isprintable() or len(plain) > _LONGEST
    if not plain or "^" in plain or "javascript:" in plain.casefold() or hidden:
        raise Unsafe
    return f"{field}{operator}{plain}"


def any_of(conditions: Iterable[str]) -> str:
    """One of these."""
    return "^OR".join(conditions)


def is_id(text: str) -> bool:
    """Is it what names a record, so that it can stand in a path?"""
    return _ID.fullmatch(text) is not None


def is_table(text: str) -> bool:
    """May it be a table's name, so that it can stand in a path?"""
    return _NAME.fullmatch(text) is not None


class Tables:
    """The tables, as one lookup or message asks them."""

    def __init__(self, calls: Calls) -> None:
        """``calls`` are those of it."""
        self._calls = calls

    def rows(
        self, table: str, query: str, fields: Iterable[str], most: int
    ) -> list[Record] | Fault:
        """Records by a query made of conditions; none is no fault."""
        asked = {**_asked(fields), "sysparm_query": query, "sysparm_limit": str(most)}
        asked["sysparm_no_count"] = "true"
        answer = self._calls.get(Answer, f"/api/now/table/{table}", asked)
        if answer is None:
            return []  # older ones say so when there is none
        if isinstance(answer, Fault):
            return answer
        if not isinstance(answer.get("result"), list):
            return Fault(FaultKind.BAD_ANSWER)
        return list(records_of(answer, "result", most))

    def row(self, table: str, number: str, fields: Iterable[str]) -> Record | Fault | None:
        """One record; None when it is not there, or not for this account."""
        if not (is_table(table) and is_id(number)):
            return None
        path = f"/api/now/table/{table}/{number}"
        answer = self._calls.get(Answer, path, _asked(fields))
        return _record(answer) if isinstance(answer, Mapping) else answer

    def change(self, table: str, number: str, content: Mapping[str, str]) -> Record | Fault:
        """Change these fields of a record, and no others; the answer is the record."""
        if not (is_table(table) and is_id(number)):
            return Fault(FaultKind.MISSING)
        answer = self._calls.put(Answer, f"/api/now/table/{table}/{number}", content)
        return answer if isinstance(answer, Fault) else _record(answer)


def _asked(fields: Iterable[str]) -> dict[str, str]:
    return {
        "sysparm_fields": ",".join(fields),
        "sysparm_display_value": "all",
        "sysparm_exclude_reference_link": "true",
    }


def _record(answer: Record) -> Record | Fault:
    record = answer.get("result")
    return record if isinstance(record, Mapping) else Fault(FaultKind.BAD_ANSWER)


def shown(record: object, field: str) -> str:
    """A field as people see it."""
    return _either(record, field, "display_value")


def kept(record: object, field: str) -> str:
    """A field as it is in the database: a moment in UTC, a reference by its id."""
    return _either(record, field, "value")


def _either(record: object, field: str, way: str) -> str:
    whole = record.get(field) if isinstance(record, Mapping) else None
    value = whole.get(way) if isinstance(whole, Mapping) else whole
    return value if isinstance(value, str) else ""
