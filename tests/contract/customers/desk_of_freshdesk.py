"""A Freshdesk of one company on the loopback, as its documentation and recorded answers have it.

Quirks: tickets of 30 days only unless more are asked for, numbers found as they are written only,
other addresses in the whole record only, notes shown oldest first, errors that are lists, 403 in
place of 429, a limit that is written as a decimal number.
"""

from __future__ import annotations

import base64
import datetime as dt
import html
import re
from dataclasses import dataclass, field
from typing import Any

from tests.contract.translation.stand_in import Asked, Wire, answer_json

JANE = "jane.o'neil+test@example.com"
NOW = dt.datetime.now(dt.UTC)
OTHERS_ONLY_IN_WHOLE = ("other_emails", "tags")


def contact(number: int, name: str, email: str | None, **more: object) -> dict[str, Any]:
    return {"id": number, "name": name, "email": email, "phone": None, "mobile": None,
            "unique_external_id": None, "language": "en", "job_title": None, "active": False,
            "description": None, "other_emails": [], "tags": [], "time_zone": "Brisbane",
            **more}  # fmt: skip


def ticket(number: int, requester: int, subject: str, days: int, status: int) -> dict[str, Any]:
    moment = (NOW - dt.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"id": number, "requester_id": requester, "subject": subject, "status": status,
            "updated_at": moment, "created_at": moment, "priority": 1}  # fmt: skip


@dataclass
class Desk:
    """The company's contacts and tickets."""

    contacts: list[dict[str, Any]] = field(
        default_factory=lambda: [
            contact(7, "Jane O'Neil", "other@example.com", other_emails=[JANE], tags=["vip"],
                    mobile="(513) 555-7611", unique_external_id="C-77",
                    description="Likes\nshort <b>answers</b>"),
            contact(8, "Jane Other", "jane@elsewhere.example", phone="+15135559999"),
        ]
    )  # fmt: skip
    tickets: list[dict[str, Any]] = field(
        default_factory=lambda: [
            ticket(1, 7, "Where is my <i>parcel</i>?", 400, 2),
            ticket(2, 7, "Thanks", 1, 5),
            ticket(3, 7, "Our own status", 3, 6),
            ticket(4, 8, "Mine", 1, 2),
        ]
    )
    conversations: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    indexed: bool = True
    """Has the search learnt of everything?"""
    scope: int = 1
    """Which tickets the agent sees; 1: all."""
    refuse: tuple[int, object, dict[str, str]] | None = None

    def __call__(self, asked: Asked, wire: Wire) -> None:
        content, status = self.answer(asked)
        headers = {"X_RateLimit_Total": "100.0", "X_RateLimit_Remaining": "90.0"}
        if self.refuse is not None:
            status, content, more = self.refuse
            headers |= more
        answer_json(content, status, **headers)(asked, wire)

    def answer(self, asked: Asked) -> tuple[object, int]:
        good = base64.b64encode(b"pass-word:X").decode()
        if asked.headers.get("authorization") != f"Basic {good}":
            return {"code": "invalid_credentials", "message": "You have to be logged in"}, 401
        path = asked.path.removeprefix("/api/v2")
        if asked.method == "POST":
            return self._post(path, asked.json)
        if asked.method == "PUT":
            return self._put(path, asked.json)
        return self._get(path, asked.query)

    def _get(self, path: str, query: dict[str, str]) -> tuple[object, int]:
        if path == "/agents/me":
            return {"id": 1, "ticket_scope": self.scope, "contact": {"name": "Ann Agent"}}, 200
        if path == "/contacts":
            ((key, value),) = query.items()
            found = [one for one in self.contacts if one[key] == value or
                     (key == "email" and value in one["other_emails"])]  # fmt: skip
            return [_short(one) for one in found], 200
        if path == "/search/contacts":
            return self._search(query["query"])
        if path == "/contacts/autocomplete":
            term = query["term"].casefold()
            found = [one for one in self.contacts if one["name"].casefold().startswith(term)]
            return [{"id": one["id"], "name": one["name"]} for one in found], 200
        if match := re.fullmatch(r"/contacts/(\d+)", path):
            return _only([one for one in self.contacts if one["id"] == int(match[1])])
        if path == "/tickets":
            since = query.get("updated_since")
            moment = dt.datetime.fromisoformat(since) if since else NOW - dt.timedelta(days=30)
            found = [
                one
                for one in self.tickets
                if str(one["requester_id"]) == query["requester_id"]
                and dt.datetime.fromisoformat(one["updated_at"]) >= moment
            ]
            found.sort(key=lambda one: str(one[query["order_by"]]), reverse=True)
            return found[: int(query["per_page"])], 200
        return self._get_ticket(path, query)

    def _get_ticket(self, path: str, query: dict[str, str]) -> tuple[object, int]:
        match = re.fullmatch(r"/tickets/(\d+)(/conversations)?", path)
        known = [one for one in self.tickets if match and one["id"] == int(match[1])]
        if not match or not known:
            return None, 404
        if match[2]:
            size, page = int(query["per_page"]), int(query["page"])
            return self.conversations.get(int(match[1]), [])[size * (page - 1) : size * page], 200
        if query.get("include") != "requester":
            return known[0], 200
        whole = [_short(x) for x in self.contacts if x["id"] == known[0]["requester_id"]]
        return {**known[0], "requester": whole[0]}, 200

    def _search(self, query: str) -> tuple[object, int]:
        way = r"(?:phone|mobile):'([^']*)'"
        if len(query) > 512 or not re.fullmatch(rf'"{way}(?: OR {way})*"', query):
            return [{"code": "invalid_query", "message": "It is not a valid query"}], 400
        asked = set(re.findall(way, query))
        found = [one for one in self.contacts if asked & {one["phone"], one["mobile"]}]
        found = found if self.indexed else []
        return {"total": len(found), "results": [_short(one) for one in found]}, 200

    def _post(self, path: str, content: dict[str, Any]) -> tuple[object, int]:
        match = re.fullmatch(r"/tickets/(\d+)/(notes|reply)", path)
        if not match or not any(one["id"] == int(match[1]) for one in self.tickets):
            return None, 404
        every = self.conversations.setdefault(int(match[1]), [])
        text = html.unescape(re.sub(r"<br>|</?div>", "\n", content["body"])).strip()
        private = match[2] == "notes" and content.get("private", True)
        made = {"id": 500 + len(every), "body": content["body"], "body_text": text,
                "private": private, "incoming": False}  # fmt: skip
        every.append(made)
        return made, 201

    def _put(self, path: str, content: dict[str, Any]) -> tuple[object, int]:
        known = [one for one in self.tickets if path == f"/tickets/{one['id']}"]
        if not known:
            return None, 404
        if content["status"] == 4 and known[0]["id"] == 4:
            errors = [{"field": "type", "message": "can't be blank", "code": "missing_field"}]
            return {"description": "Validation failed", "errors": errors}, 400
        known[0]["status"] = content["status"]
        return known[0], 200


def _short(whole: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in whole.items() if name not in OTHERS_ONLY_IN_WHOLE}


def _only(found: list[dict[str, Any]]) -> tuple[object, int]:
    return (found[0], 200) if found else (None, 404)
