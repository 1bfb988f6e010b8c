"""A HubSpot account on the loopback, as its documentation has it.

Quirks: only the properties that are asked for come back, a search lags, takes five groups and
leaves out associations, a page of associations has an end, a kind without its scope spoils a whole
answer, the limit has headers of its own and no “Retry-After”, a note needs a time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.contract.translation.stand_in import Asked, Wire, answer_json

JANE = "jane.o'neil+test@example.com"
V = "2026-03"
_NAMES = {"contacts": "contact", "tickets": "ticket", "order": "order", "notes": "note",
          "companies": "company"}  # fmt: skip


def record(number: str, **properties: str | None) -> dict[str, Any]:
    return {"id": number, "properties": {"hs_object_id": number, **properties}, "archived": False,
            "createdAt": "2026-11-20T10:00:00Z", "updatedAt": "2026-11-20T10:00:00Z"}  # fmt: skip


def stage(number: str, label: str, state: str, **more: object) -> dict[str, Any]:
    return {"id": number, "label": label, "metadata": {"ticketState": state}, "archived": False,
            **more}  # fmt: skip


@dataclass
class Desk:
    """The account."""

    objects: dict[str, dict[str, dict[str, Any]]] = field(
        default_factory=lambda: {
            "contacts": {
                "101": record("101", firstname="Jane", lastname="O'Neil", email="other@example.com",
                              hs_additional_emails=f"third@example.com;{JANE}", company="typed in",
                              phone="(513) 555-7611", hs_calculated_phone_number="+15135557611",
                              hs_searchable_calculated_phone_number="5135557611", jobtitle=None,
                              hs_language="pt-br", hs_timezone="america_slash_new_york",
                              city="Dayton", lifecyclestage="customer"),
                "102": record("102", firstname="Jane", lastname="Other",
                              email="jane@elsewhere.example", mobilephone="+49 30 901820",
                              hs_searchable_calculated_mobile_number="30901820"),
            },
            "tickets": {
                "201": record("201", subject="Where is <i>it</i>?", hs_pipeline="0",
                              hs_pipeline_stage="1", hs_lastmodifieddate="2026-11-21T10:00:00Z"),
                "202": record("202", subject="Thanks", hs_pipeline="0", hs_pipeline_stage="4",
                              hs_lastmodifieddate="2026-11-22T10:00:00.123Z"),
            },
            "order": {
                "301": record("301", hs_order_name="Boots", hs_external_order_id="AB-10001",
                              hs_fulfillment_status="Shipped",
                              hs_lastmodifieddate="2026-11-21T10:00:00Z"),
                "302": record("302", hs_order_name="AB-100010"),
            },
            "notes": {
                "401": record("401", hs_note_body="<div>Likes<br>short &lt;b&gt;answers</div>",
                              hs_timestamp="2026-11-19T10:00:00Z"),
            },
            "companies": {"501": record("501", name="Example Ltd")},
        }
    )  # fmt: skip
    links: list[tuple[str, str]] = field(
        default_factory=lambda: [
            ("101", "201"), ("101", "202"), ("101", "301"), ("101", "401"), ("101", "501"),
            ("102", "302"),
        ]
    )  # fmt: skip
    indexed: bool = True
    """Does the search know of the contacts?"""
    forbidden: tuple[str, ...] = ()
    """Kinds whose scope the app lacks."""
    page: int = 500
    """Associations in one answer."""
    limit: dict[str, str] | None = None
    """The headers of a refusal for having asked too often."""
    keeps: bool = True
    """Is a new stage kept?"""
    domain: str = "app-eu1.hubspot.com"

    def __call__(self, asked: Asked, wire: Wire) -> None:
        headers = {"X_HubSpot_RateLimit_Remaining": "99", "X_HubSpot_RateLimit_Max": "100",
                   "X_HubSpot_RateLimit_Interval_Milliseconds": "10000"}  # fmt: skip
        content, status = self.answer(asked)
        if self.limit is not None:
            content = {"status": "error", "errorType": "RATE_LIMIT",
                       "policyName": "TEN_SECONDLY_ROLLING"}  # fmt: skip
            status, headers = 429, self.limit
        elif asked.path.endswith("/search"):
            headers = {}
        answer_json(content, status, **headers)(asked, wire)

    def answer(self, asked: Asked) -> tuple[object, int]:
        if asked.headers.get("authorization") != "Bearer pass-word":
            return _error("INVALID_AUTHENTICATION"), 401
        if asked.path == f"/account-info/{V}/details":
            return {"portalId": 1234567, "accountType": "STANDARD", "timeZone": "US/Eastern",
                    "uiDomain": self.domain, "dataHostingLocation": "eu1"}, 200  # fmt: skip
        if asked.path == f"/crm/pipelines/{V}/tickets":
            stages = [stage("1", "New", "OPEN"), stage("4", "Closed", "CLOSED"),
                      stage("5", "Gone", "CLOSED", archived=True)]  # fmt: skip
            other = {"id": "9", "label": "Other", "stages": [stage("7", "Elsewhere", "OPEN")]}
            return {"results": [{"id": "0", "label": "Support", "stages": stages}, other]}, 200
        if found := re.fullmatch(rf"/crm/associations/{V}/(\w+)/(\w+)/batch/read", asked.path):
            return self._associations(found[2], asked.json)
        found = re.fullmatch(rf"/crm/objects/{V}/(\w+)(?:/(.+))?", asked.path)
        if not found or found[1] not in self.objects:
            return _error("OBJECT_NOT_FOUND"), 404
        if found[1] in self.forbidden:
            return _error("MISSING_SCOPES"), 403
        return self._object(found[1], found[2] or "", asked)

    def _object(self, kind: str, place: str, asked: Asked) -> tuple[object, int]:
        if place == "search":
            return self._search(kind, asked.json)
        if place == "batch/read":
            wanted = [one["id"] for one in asked.json["inputs"]]
            known = [self.objects[kind][one] for one in wanted if one in self.objects[kind]]
            results = [_only(one, asked.json["properties"]) for one in known]
            return {"status": "COMPLETE", "results": results}, 200 if known else 207
        if asked.method == "POST":
            return self._create(kind, asked.json)
        if not place:
            return {"results": []}, 200
        return self._one(kind, place, asked)

    def _one(self, kind: str, place: str, asked: Asked) -> tuple[object, int]:
        name = re.sub(r"%([0-9A-F]{2})", lambda x: chr(int(x[1], 16)), place)
        by = asked.query.get("idProperty", "hs_object_id")
        known = [x for x in self.objects[kind].values() if x["properties"].get(by) == name]
        if not known:
            return _error("OBJECT_NOT_FOUND"), 404
        if asked.method == "PATCH":
            if self.keeps:
                known[0]["properties"].update(asked.json["properties"])
            return known[0], 200
        others = [one for one in asked.query.get("associations", "").split(",") if one]
        if any(one in self.forbidden or f"{one}s" in self.forbidden for one in others):
            return _error("MISSING_SCOPES"), 403
        whole = _only(known[0], asked.query["properties"].split(","))
        linked = {one: self._linked(known[0]["id"], one) for one in others}
        whole["associations"] = {
            one: {"results": [{"id": x, "type": f"{kind}_to_{one}"} for x in every]}
            for one, every in linked.items()
            if every
        }
        return whole, 200

    def _linked(self, number: str, kind: str) -> list[str]:
        known = self.objects["order" if kind == "orders" else kind]
        both = [*self.links, *((b, a) for a, b in self.links)]
        return [other for one, other in both if one == number and other in known]

    def _associations(self, kind: str, asked: dict[str, Any]) -> tuple[object, int]:
        results = []
        for one in asked["inputs"]:
            start = int(one.get("after", "0"))
            every = self._linked(one["id"], kind)
            part = every[start : start + self.page]
            to = [{"toObjectId": int(x), "associationTypes": [{"typeId": 1}]} for x in part]
            entry: dict[str, Any] = {"from": {"id": one["id"]}, "to": to}
            if start + self.page < len(every):
                entry["paging"] = {"next": {"after": str(start + self.page)}}
            if to:
                results.append(entry)
        return {"status": "COMPLETE", "results": results}, 200

    def _search(self, kind: str, asked: dict[str, Any]) -> tuple[object, int]:
        groups = [one["filters"] for one in asked["filterGroups"]]
        changed = "lastmodifieddate" if kind == "contacts" else "hs_lastmodifieddate"
        if len(groups) > 5 or asked["sorts"][0]["propertyName"] != changed:
            return _error("VALIDATION_ERROR"), 400
        every = self.objects[kind].values() if self.indexed else []
        found = [
            one
            for one in every
            if (not groups or any(all(self._holds(one, x) for x in group) for group in groups))
            and all(
                any(word in str(value).casefold() for value in one["properties"].values())
                for word in asked.get("query", "").casefold().split()
            )
        ]
        results = [_only(one, asked["properties"]) for one in found[: asked["limit"]]]
        return {"total": len(found), "results": results}, 200

    def _holds(self, one: dict[str, Any], asked: dict[str, str]) -> bool:
        if asked["propertyName"].startswith("associations."):
            return asked["value"] in self._linked(one["id"], "contacts")
        value = (one["properties"].get(asked["propertyName"]) or "").casefold()
        wanted = asked["value"].casefold()
        if asked["operator"] == "EQ":
            return bool(value == wanted)
        tokens = [re.sub(r"\D", "", value)] if wanted.startswith("*") else value.split(";")
        return any(x.endswith(wanted[1:]) if wanted[0] == "*" else wanted in x for x in tokens)

    def _create(self, kind: str, content: dict[str, Any]) -> tuple[object, int]:
        if "hs_timestamp" not in content["properties"]:
            return _error("VALIDATION_ERROR"), 400
        number = str(410 + len(self.objects[kind]))
        self.objects[kind][number] = record(number, **content["properties"])
        for one in content["associations"]:
            to, (way,) = one["to"]["id"], one["types"]
            side = {202: "contacts", 228: "tickets"}[way["associationTypeId"]]
            if to not in self.objects[side]:
                return _error("VALIDATION_ERROR"), 400
            self.links.append((to, number))
        return self.objects[kind][number], 201


def _only(whole: dict[str, Any], properties: list[str]) -> dict[str, Any]:
    kept = {name: whole["properties"].get(name) for name in properties
            if name in whole["properties"]}  # fmt: skip
    return {**whole, "properties": kept}


def _error(category: str) -> dict[str, Any]:
    return {"status": "error", "message": "no", "correlationId": "1", "category": category}
