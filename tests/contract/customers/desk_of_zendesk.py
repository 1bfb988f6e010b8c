"""A Zendesk of one company on the loopback, as its documentation and recorded answers have it.

Quirks: search lags behind what is written and finds words in any field, a user's record shows the
first address only, three spellings of headers tell of the limit, no page after the 10th, a comment
without ``public`` is public, a closed ticket takes nothing.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import Any

from tests.contract.translation.stand_in import Asked, Wire, answer_json

JANE = "jane.o'neil+test@example.com"
LIMIT = {"X_Rate_Limit": "700", "Rate_Limit": "700", "Rate_Limit_Reset": "41"}


def user(number: int, name: str, email: str, **more: object) -> dict[str, Any]:
    return {"id": number, "name": name, "email": email, "phone": None, "external_id": None,
            "locale": "en-US", "iana_time_zone": "America/New_York", "organization_id": None,
            "role": "end-user", "active": True, "suspended": False, "tags": [], "notes": "",
            "details": None, "shared_phone_number": None, **more}  # fmt: skip


def ticket(number: int, requester: int, subject: str, **more: object) -> dict[str, Any]:
    moment = f"2026-11-2{number % 10}T12:40:10Z"
    return {"id": number, "requester_id": requester, "subject": subject, "status": "open",
            "description": "", "updated_at": moment, **more}  # fmt: skip


@dataclass
class Desk:
    """The company's users and tickets."""

    users: list[dict[str, Any]] = field(
        default_factory=lambda: [
            user(12, "Jane O'Neil", "other@example.com", external_id="C-77", organization_id=5,
                 tags=["vip"], notes="Likes\nshort <b>answers</b>"),
            user(13, "Jane Other", "jane@elsewhere.example", phone="+1 513 555 9999"),
            user(14, f"Wrote about {JANE}", "third@example.com", suspended=True),
        ]
    )  # fmt: skip
    identities: list[dict[str, Any]] = field(
        default_factory=lambda: [
            {"id": 1, "user_id": 12, "type": "email", "value": JANE},
            {"id": 2, "user_id": 12, "type": "phone_number", "value": "(513) 555-7611"},
            {"id": 3, "user_id": 12, "type": "twitter", "value": "janeon"},
            {"id": 4, "user_id": 13, "type": "phone_number", "value": "+15135559999"},
        ]
    )
    tickets: list[dict[str, Any]] = field(
        default_factory=lambda: [
            ticket(1, 12, "Where is AB-10001?"),
            ticket(2, 12, "Thanks", status="solved", description="about AB-10001"),
            ticket(3, 13, "AB-100010", status="closed"),
        ]
    )
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    remaining: int = 699
    refuse: dict[str, int] = field(default_factory=dict)
    """Status by the beginning of a path."""
    headers: list[str] = field(default_factory=list)
    open: bool = False
    """Somebody else looks who gets in."""
    me: dict[str, Any] = field(
        default_factory=lambda: user(1, "Ann Agent", "agent@desk.test", role="agent")
    )

    def __call__(self, asked: Asked, wire: Wire) -> None:
        content, status = self._answer(asked)
        limit = {**LIMIT, "X_Rate_Limit_Remaining": str(self.remaining)}
        more = {"Retry_After": "17"} if status == 429 else {}
        answer_json(content, status, **limit, **more)(asked, wire)

    def _answer(self, asked: Asked) -> tuple[object, int]:
        signed = asked.headers.get("authorization", "")
        self.headers.append(signed)
        good = base64.b64encode(b"agent@desk.test/token:pass-word").decode()
        if not self.open and signed not in (f"Basic {good}", "Bearer pass-word"):
            return {"error": "Couldn't authenticate you"}, 401
        path = asked.path.removeprefix("/api/v2")
        for beginning, status in self.refuse.items():
            if path.startswith(beginning):
                return {
                    "error": {"title": "Forbidden", "message": "You do not have access"}
                }, status
        if int(asked.query.get("page", "1")) > 10:
            return {"error": "invalid", "description": "Too many pages"}, 422
        if asked.method == "PUT":
            return self._put(path, asked.json)
        return self._get(path, asked.query)

    def _get(self, path: str, query: dict[str, str]) -> tuple[object, int]:
        if path == "/users/me":
            return {"user": self.me}, 200
        if path == "/users/search":
            return {"users": self._search(query), "next_page": None, "count": 99}, 200
        if path == "/users/show_many":
            wanted = query["ids"].split(",")
            whole = {"users": [one for one in self.users if str(one["id"]) in wanted]}
            if "identities" in query.get("include", ""):
                whole["identities"] = self.identities
                whole["organizations"] = [{"id": 5, "name": "Example Ltd"}]
            return whole, 200
        if path == "/search":
            phrase = re.fullmatch(r'type:ticket "([^"]*)"', query["query"])
            if phrase is None:
                return {"error": "invalid"}, 422
            found = [
                one for one in self.tickets if phrase[1] in one["subject"] + one["description"]
            ]
            return {"results": found, "count": len(found)}, 200
        if match := re.fullmatch(r"/users/(\d+)/tickets/requested", path):
            found = [one for one in self.tickets if one["requester_id"] == int(match[1])]
            found.sort(key=lambda one: str(one["updated_at"]), reverse=True)
            return {"tickets": found[: int(query["per_page"])]}, 200
        if match := re.fullmatch(r"/users/(\d+)", path):
            return {"user": next(one for one in self.users if one["id"] == int(match[1]))}, 200
        if match := re.fullmatch(r"/tickets/(\d+)(/comments)?", path):
            known = next((one for one in self.tickets if one["id"] == int(match[1])), None)
            if known is not None and match[2]:
                newest = self.comments.get(known["id"], [])[::-1]
                return {"comments": newest[: int(query["per_page"])]}, 200
            if known is not None:
                return {"ticket": known}, 200
        return {"error": "RecordNotFound", "description": "Not found"}, 404

    def _search(self, query: dict[str, str]) -> list[dict[str, Any]]:
        """A word is found in any field; a record of the answer has no identities."""
        if "external_id" in query:
            return [one for one in self.users if one["external_id"] == query["external_id"]]
        words = query["query"]
        if found := re.fullmatch(r"role:end-user phone:\*(\d+)", words):
            digits = {
                one["user_id"]
                for one in self.identities
                if re.sub(r"\D", "", one["value"]).endswith(found[1])
            }
            return [one for one in self.users if one["id"] in digits]
        if found := re.fullmatch(r'email:"([^"]*)"', words):
            known = {x["user_id"] for x in self.identities if x["value"] == found[1]}
            return [
                one
                for one in self.users
                if one["id"] in known or found[1] in (one["email"], *one["name"].split())
            ]
        asked = words.removeprefix("role:end-user ").casefold().split()
        return [one for one in self.users if all(x in one["name"].casefold() for x in asked)]

    def _put(self, path: str, content: dict[str, Any]) -> tuple[object, int]:
        number = int(path.rpartition("/")[2])
        known = next((one for one in self.tickets if one["id"] == number), None)
        if known is None:
            return {"error": "RecordNotFound", "description": "Not found"}, 404
        change = content["ticket"]
        invalid = change.get("status", "open") not in ("open", "pending", "hold", "solved")
        if known["status"] == "closed" or invalid:
            details = {"status": [{"description": "closed prevents ticket update"}]}
            return {"error": "RecordInvalid", "details": details}, 422
        if comment := change.get("comment"):
            every = self.comments.setdefault(number, [])
            body = " ".join(comment["body"].split())  # its spaces are not kept
            every.append({"id": 100 + len(every), "body": body, "plain_body": body,
                          "public": comment.get("public", True)})  # fmt: skip
        known["status"] = change.get("status", known["status"])
        return {"ticket": known, "audit": {"id": 1}}, 200
