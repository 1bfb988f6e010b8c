"""Records of HubSpot's kinds: read by number, by what is associated with them, and searched for."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterable, Mapping, Sequence

from desktop.customers.providers.base import Fault, FaultKind
from desktop.customers.providers.calls import Calls
from desktop.customers.providers.helpdesk import is_number
from desktop.customers.providers.records import Answer, Record, records_of, text_of

VERSION = "2026-03"
MOST_OF_A_BATCH = 100
_MOST_PAGES = 20
CHANGED = "hs_lastmodifieddate"
_CHANGED = {"contacts": "lastmodifieddate"}
"""Contacts alone have another name for it."""


class Asking:
    """The calls of one lookup or one message, about objects by the name of their kind."""

    def __init__(self, calls: Calls) -> None:
        """``calls`` are those of the lookup."""
        self._calls = calls

    def one(
        self,
        kind: str,
        number: str,
        properties: Sequence[str],
        associations: Sequence[str] = (),
        by: str = "",
    ) -> Record | Fault | None:
        """A record by its number, or by the property ``by``; None: there is none."""
        query = {"properties": ",".join(properties)}
        if associations:
            query["associations"] = ",".join(associations)
        if by:
            query["idProperty"] = by
        place = urllib.parse.quote(number, safe="")
        return self._calls.get(Answer, f"/crm/objects/{VERSION}/{kind}/{place}", query)

    def some(
        self, kind: str, numbers: Sequence[str], properties: Sequence[str]
    ) -> Sequence[Record] | Fault:
        """The records of these numbers, as far as they are there."""
        wanted = [one for one in dict.fromkeys(numbers) if is_number(one)][:MOST_OF_A_BATCH]
        if not wanted:
            return []
        asked = {"inputs": [{"id": one} for one in wanted], "properties": list(properties)}
        path = f"/crm/objects/{VERSION}/{kind}/batch/read"
        found = _results(self._calls.post(Answer, path, asked), MOST_OF_A_BATCH)
        if isinstance(found, Fault):
            return found
        return [one for one in found if text_of(one, "id") in wanted]

    def search(
        self,
        kind: str,
        groups: Iterable[Sequence[tuple[str, str, str]]],
        properties: Sequence[str],
        most: int,
        words: str = "",
    ) -> Sequence[Record] | Fault:
        """Those for which all filters of one of the groups hold; 5 groups at most."""
        asked: dict[str, object] = {
            "filterGroups": [
                {"filters": [{"propertyName": a, "operator": b, "value": c} for a, b, c in one]}
                for one in groups
            ],
            "properties": list(properties),
            "limit": most,
            "after": "0",
            "sorts": [{"propertyName": _CHANGED.get(kind, CHANGED), "direction": "DESCENDING"}],
        }
        if words:
            asked["query"] = words
        found = self._calls.post(Answer, f"/crm/objects/{VERSION}/{kind}/search", asked)
        return _results(found, most)

    def associated(self, kind: str, number: str, other: str) -> list[str] | Fault:
        """The numbers of all records of the other kind that belong to this one."""
        numbers: list[str] = []
        after = ""
        for _ in range(_MOST_PAGES):
            one = {"id": number, "after": after} if after else {"id": number}
            path = f"/crm/associations/{VERSION}/{kind}/{other}/batch/read"
            results = _results(self._calls.post(Answer, path, {"inputs": [one]}), 10)
            if isinstance(results, Fault):
                return results
            mine = [x for x in results if text_of(x.get("from"), "id") == number]
            numbers += [text_of(x, "toObjectId") for y in mine for x in records_of(y, "to", 5000)]
            after = next((_after(x) for x in mine if _after(x)), "")
            if not after:
                return numbers
        return Fault(FaultKind.REFUSED)

    def pipelines(self) -> Sequence[Record] | Fault:
        """The ways of tickets, each with its stages."""
        return _results(self._calls.listed(Answer, f"/crm/pipelines/{VERSION}/tickets"), 100)

    def create(self, kind: str, content: Mapping[str, object]) -> Record | Fault:
        """Make one, once."""
        return self._calls.post(Answer, f"/crm/objects/{VERSION}/{kind}", content)

    def change(self, kind: str, number: str, properties: Mapping[str, str]) -> Fault | None:
        """Give a record other values."""
        path = f"/crm/objects/{VERSION}/{kind}/{number}"
        return self._calls.patch(path, {"properties": properties})


def linked(record: Record, *names: str) -> tuple[list[str], bool]:
    """The numbers of what a record is associated with, and whether these are all.

    ``names`` are those that the kind of the others may have there.
    """
    every = record.get("associations")
    kinds = every if isinstance(every, Mapping) else {}
    found: object = next((kinds[one] for one in names if one in kinds), None)
    results = records_of(found, "results", 1000)
    return list(dict.fromkeys(text_of(x, "id") for x in results)), not _after(found)


def value_of(record: Record, name: str) -> str:
    """A property as text."""
    return text_of(record.get("properties"), name)


def _after(page: object) -> str:
    paging = page.get("paging") if isinstance(page, Mapping) else None
    return text_of(paging.get("next"), "after") if isinstance(paging, Mapping) else ""


def _results(found: Answer | Fault, most: int) -> Sequence[Record] | Fault:
    if isinstance(found, Fault):
        return found
    if not isinstance(found.get("results"), list):
        return Fault(FaultKind.BAD_ANSWER)
    return records_of(found, "results", most)
