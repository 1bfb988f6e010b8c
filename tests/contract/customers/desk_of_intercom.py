"""An Intercom workspace on the loopback, as its documentation and specification have it.

Quirks: a search learns of new contacts late and takes 15 filters a group, contacts only count what
they have, a ticket's short number can't be asked for, texts come back as HTML of its own writing,
the limit begins anew at a moment and nothing says “Retry-After”, a part of the account may be
forbidden.
"""

from __future__ import annotations

import html
import re
import time
from dataclasses import dataclass, field
from typing import Any

from tests.contract.translation.stand_in import Asked, Wire, answer_json

JANE = "jane.o'neil+test@example.com"
ADMIN = "991267459"
U = ("6762f0a61bb69f9f2193bb55", "6762f0a61bb69f9f2193bb56", "6762f0a61bb69f9f2193bb57")
_KINDS = {"tags": "tag", "companies": "company", "notes": "note"}
_FIELDS = {"id", "role", "name", "email", "phone", "external_id", "updated_at"}
_TALK_FIELDS = {"id", "updated_at", "source.body", "contact_ids", "open", "state"}


def contact(number: str, name: str | None, email: str, **more: object) -> dict[str, Any]:
    return {"type": "contact", "id": number, "workspace_id": "ecahpwf5", "external_id": None,
            "role": "user", "email": email, "phone": None, "name": name, "owner_id": None,
            "created_at": 1734537546, "updated_at": 1734537546, "language_override": None,
            "browser_language": None, "custom_attributes": {},
            "location": {"type": "location", "country": None, "region": None, "city": None},
            **more}  # fmt: skip


def people(*numbers: str) -> dict[str, Any]:
    return {
        "type": "contact.list",
        "contacts": [{"type": "contact", "id": one, "external_id": None} for one in numbers],
    }


def talk(number: str, contacts: tuple[str, ...], body: str, **more: object) -> dict[str, Any]:
    return {"type": "conversation", "id": number, "title": None, "created_at": 1734537546,
            "updated_at": 1734537546, "open": True, "state": "open",
            "source": {"type": "conversation", "id": "403918346", "subject": "", "body": body},
            "contacts": people(*contacts), "ticket": None, **more}  # fmt: skip


def state(number: str, category: str, label: str) -> dict[str, Any]:
    return {"type": "ticket_state", "id": number, "category": category, "internal_label": label,
            "external_label": label}  # fmt: skip


STATES = (
    state("8577", "submitted", "Submitted"),
    state("8578", "in_progress", "With the workshop"),
    state("8579", "resolved", "Resolved"),
)


def ticket(number: str, short: str, contacts: tuple[str, ...], title: str) -> dict[str, Any]:
    return {"type": "ticket", "id": number, "ticket_id": short, "category": "Customer",
            "ticket_attributes": {"_default_title_": title, "_default_description_": None},
            "ticket_state": STATES[0], "ticket_type": {"id": "100", "name": "Repair"},
            "contacts": people(*contacts), "created_at": 1734537990, "updated_at": 1734537992,
            "open": True}  # fmt: skip


@dataclass
class Desk:
    """The workspace."""

    contacts: list[dict[str, Any]] = field(
        default_factory=lambda: [
            contact(U[0], "Jane O'Neil", JANE, phone="+15135557611", external_id="C-77",
                    browser_language="pt-BR", custom_attributes={
                        "plan": "gold", "seats": 3, "paid": True, "Email": "fake@example.com"},
                    location={"country": "Ireland", "region": "Leinster", "city": "Dublin"}),
            contact(U[1], None, JANE, role="lead", updated_at=1734537000),
            contact(U[2], "Jane Other", "jane@elsewhere.example", phone="(513) 555-9999"),
        ]
    )  # fmt: skip
    talks: list[dict[str, Any]] = field(
        default_factory=lambda: [
            talk("515", (U[0],), "<p>Where is my <i>parcel</i> &amp; invoice?</p>"),
            talk("516", (U[0],), "<p>Hi</p>", title="Old one", state="closed", open=False,
                 updated_at=1734530000),
            talk("633", (U[0],), "<p>as a conversation</p>"),
            talk("517", (U[0], U[2]), "<p>Both of us</p>", updated_at=1734520000),
        ]
    )  # fmt: skip
    tickets: list[dict[str, Any]] = field(
        default_factory=lambda: [ticket("633", "40", (U[0],), "Broken screen")]
    )
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    tags: dict[str, list[str]] = field(default_factory=lambda: {U[0]: ["vip"]})
    companies: dict[str, list[str]] = field(default_factory=lambda: {U[0]: ["Example Ltd"]})
    notes: dict[str, list[str]] = field(
        default_factory=lambda: {U[0]: ["<p>Likes<br>short &lt;b&gt;answers&lt;/b&gt;</p>"]}
    )
    indexed: bool = True
    """Does the search know of the contacts?"""
    forbidden: tuple[str, ...] = ()
    """Beginnings of paths that the token may not use."""
    remaining: int = 165
    region: str = "US"
    reset: int = 0
    """Seconds until the count begins anew."""

    def __call__(self, asked: Asked, wire: Wire) -> None:
        spent = (_error("rate_limit_exceeded"), 429)
        content, status = self.answer(asked) if self.remaining > 0 else spent
        answer_json(
            content,
            status,
            X_RateLimit_Limit="166",
            X_RateLimit_Remaining=str(self.remaining),
            X_RateLimit_Reset=str(int(time.time()) + self.reset),
            Intercom_Version=asked.headers.get("intercom-version", "2.3"),
        )(asked, wire)

    def answer(self, asked: Asked) -> tuple[object, int]:
        if asked.headers.get("authorization") != "Bearer pass-word":
            return _error("unauthorized"), 401
        assert asked.headers["intercom-version"] == "2.14"
        if asked.path.startswith(self.forbidden):
            return _error("api_plan_restricted"), 403
        if asked.method == "GET":
            return self._get(asked.path)
        if asked.path == "/contacts/search":
            known = self.contacts if self.indexed else []
            return _search(known, asked.json, _FIELDS, "list", "data", self._counted)
        if asked.path == "/conversations/search":
            return _search(self.talks, asked.json, _TALK_FIELDS, "conversation.list",
                           "conversations", lambda one: one)  # fmt: skip
        if asked.path == "/tickets/search":
            return _search(self.tickets, asked.json, _TALK_FIELDS - {"source.body"}, "ticket.list",
                           "tickets", self._with_parts)  # fmt: skip
        return self._write(asked)

    def _get(self, path: str) -> tuple[object, int]:
        if path == "/me":
            app = {"type": "app", "id_code": "ecahpwf5", "name": "Desk", "region": self.region}
            return {"type": "admin", "id": ADMIN, "name": "Ann Agent", "app": app}, 200
        if path == "/ticket_states":
            kinds = {"type": "list", "data": [{"id": "100"}]}
            every = [{**one, "archived": False, "ticket_types": kinds} for one in STATES]
            gone = {**state("1", "resolved", "Gone"), "archived": True, "ticket_types": kinds}
            other = {**state("2", "resolved", "Of another type"), "archived": False,
                     "ticket_types": {"type": "list", "data": [{"id": "101"}]}}  # fmt: skip
            return {"type": "list", "data": [*every, gone, other]}, 200
        if found := re.fullmatch(r"/contacts/find_by_external_id/([^/]+)", path):
            name = re.sub(r"%([0-9A-F]{2})", lambda x: chr(int(x[1], 16)), found[1])
            users = [x for x in self.contacts if x["role"] == "user" and x["external_id"] == name]
            return _first([self._counted(one) for one in users])
        if found := re.fullmatch(r"/contacts/(\w+)(?:/(tags|companies|notes))?", path):
            known = [self._counted(one) for one in self.contacts if one["id"] == found[1]]
            if not known or not found[2]:
                return _first(known)
            return {"type": "list", "data": self._attached(found[1], found[2])}, 200
        if found := re.fullmatch(r"/(tickets|conversations)/(\d+)", path):
            every = self.tickets if found[1] == "tickets" else self.talks
            return _first([self._with_parts(one) for one in every if one["id"] == found[2]])
        return _error("not_found"), 404

    def _attached(self, number: str, what: str) -> list[dict[str, Any]]:
        if what == "notes":
            author = {"type": "admin", "id": ADMIN, "name": "Ann Agent"}
            every = list(enumerate(self.notes.get(number, [])))[::-1]  # the newest first
            return [{"type": "note", "id": str(place), "created_at": 1734537546, "author": author,
                     "body": text} for place, text in every]  # fmt: skip
        named = self.tags if what == "tags" else self.companies
        return [{"type": _KINDS[what], "id": "80", "name": one} for one in named.get(number, [])]

    def _counted(self, one: dict[str, Any]) -> dict[str, Any]:
        counts = {}
        for what, every in (("tags", self.tags), ("companies", self.companies),
                            ("notes", self.notes)):  # fmt: skip
            data = [{"id": "80", "type": _KINDS[what], "url": "/x/80"}
                    for _ in every.get(one["id"], [])]  # fmt: skip
            counts[what] = {"type": "list", "data": data, "url": f"/contacts/{one['id']}/{what}",
                            "total_count": len(data), "has_more": False}  # fmt: skip
        return {**one, **counts}

    def _with_parts(self, one: dict[str, Any]) -> dict[str, Any]:
        name = "ticket_parts" if one["type"] == "ticket" else "conversation_parts"
        parts = self.parts.get(one["id"], [])
        whole = {"type": f"{name[:-1]}.list", name: parts, "total_count": len(parts)}
        return {**one, name: whole}

    def _write(self, asked: Asked) -> tuple[object, int]:
        if found := re.fullmatch(r"/contacts/(\w+)/notes", asked.path):
            return self._note(found[1], asked.json)
        found = re.fullmatch(r"/(tickets|conversations)/(\d+)(/reply|/parts)?", asked.path)
        every = self.tickets if found and found[1] == "tickets" else self.talks
        known = [one for one in every if found and one["id"] == found[2]]
        if not found or not known:
            return _error("not_found"), 404
        one, content = known[0], asked.json
        if found[3] == "/reply":
            return self._reply(one, content)
        if found[3] == "/parts" and asked.method == "POST":
            if content.get("admin_id") != ADMIN:
                return _error("admin_not_found"), 404
            one["state"] = {"open": "open", "close": "closed"}[content["message_type"]]
            return self._with_parts(one), 200
        for new in STATES:
            if asked.method == "PUT" and new["id"] == content.get("ticket_state_id"):
                one["ticket_state"] = new
                return self._with_parts(one), 200
        return _error("parameter_invalid"), 400

    def _note(self, number: str, content: dict[str, Any]) -> tuple[object, int]:
        if content.get("admin_id") != ADMIN or not any(x["id"] == number for x in self.contacts):
            return _error("not_found"), 404
        every = self.notes.setdefault(number, [])
        every.append(content["body"])
        return self._attached(number, "notes")[0], 200

    def _reply(self, one: dict[str, Any], content: dict[str, Any]) -> tuple[object, int]:
        if content.get("admin_id") != ADMIN or content["type"] != "admin":
            return _error("admin_not_found"), 404
        assert content["message_type"] in ("note", "comment")
        # What it makes of HTML: its own paragraphs, and only what it allows.
        inner = re.sub(r"</?(?:div|p)>", "", content["body"]).replace("&nbsp;", "\u00a0")
        body = f'<p class="no-margin">{inner.replace("<br>", "<br />")}</p>\n'
        parts = self.parts.setdefault(one["id"], [])
        kind = "ticket_part" if one["type"] == "ticket" else "conversation_part"
        part = {"type": kind, "id": str(900 + len(parts)), "part_type": content["message_type"],
                "body": body, "created_at": int(time.time()),
                "author": {"type": "admin", "id": ADMIN, "name": "Ann Agent"}}  # fmt: skip
        parts.append(part)
        if one["type"] == "ticket":
            return part, 200
        whole = {"type": "conversation_part.list", "conversation_parts": [part], "total_count": 1}
        return {**one, "conversation_parts": whole}, 200


def _search(
    known: list[dict[str, Any]],
    asked: dict[str, Any],
    fields: set[str],
    kind: str,
    key: str,
    make: Any,
) -> tuple[object, int]:
    query = asked["query"]
    filters = query["value"] if query["operator"] in ("AND", "OR") else [query]
    bad = len(filters) > 15 or any(one["field"] not in fields for one in filters)
    if bad:
        return _error("parameter_invalid"), 400
    every = all if query["operator"] == "AND" else any
    found = [one for one in known if every(_holds(one, each) for each in filters)]
    found.sort(key=lambda one: int(one["updated_at"]), reverse=True)
    pages = {"type": "pages", "page": 1, "per_page": 5, "total_pages": 1, "next": None}
    listed = [make(one) for one in found[: asked["pagination"]["per_page"]]]
    return {"type": kind, key: listed, "total_count": len(found), "pages": pages}, 200


def _holds(one: dict[str, Any], asked: dict[str, Any]) -> bool:
    if asked["field"] == "contact_ids":
        return any(asked["value"] == x["id"] for x in one["contacts"]["contacts"])
    value, wanted = str(one.get(asked["field"]) or "").casefold(), str(asked["value"]).casefold()
    return {
        "=": value == wanted,
        "~": wanted in value,
        "$": value.endswith(wanted),
    }[asked["operator"]]


def _first(found: list[dict[str, Any]]) -> tuple[object, int]:
    return (found[0], 200) if found else (_error("not_found"), 404)


def _error(code: str) -> dict[str, Any]:
    return {"type": "error.list", "request_id": None,
            "errors": [{"code": code, "message": html.escape(code)}]}  # fmt: skip
