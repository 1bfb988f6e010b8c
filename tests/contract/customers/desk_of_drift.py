"""A Drift of one company on the loopback, as its documentation has it.

Quirks: one contact comes as a thing and several as a list, an address is no key, lists name their
next page by a cursor or by a link to a host of their own, messages are HTML and come oldest first,
too often is 429 and nothing more.
"""

from __future__ import annotations

import re
import urllib.parse
from dataclasses import dataclass, field
from typing import Any

from tests.contract.translation.stand_in import Asked, Wire, answer_json

JANE = "jane.o'neil+test@example.com"


def contact(number: int, **attributes: object) -> dict[str, Any]:
    every = {"tags": [], "events": {}, "socialProfiles": {}, **attributes}
    return {"id": number, "createdAt": 1617825403810, "attributes": every}


def talk(number: int, person: int, status: str, moment: int) -> dict[str, Any]:
    return {"id": number, "contactId": person, "status": status, "inboxId": 1,
            "createdAt": 1237922759384, "updatedAt": moment}  # fmt: skip


@dataclass
class Desk:
    """The company."""

    contacts: list[dict[str, Any]] = field(
        default_factory=lambda: [
            contact(11, name="Jane O'Neil", email=JANE, phone="(513) 555-7611",
                    externalId="C-77", tags=[{"name": "vip", "color": "ff0000"}]),
            contact(12, first_name="Jane", last_name="Again", email=JANE.upper()),
            contact(13, name="Jane Other", email="jane@elsewhere.example", externalId="C-78"),
        ]
    )  # fmt: skip
    talks: list[dict[str, Any]] = field(
        default_factory=lambda: [
            talk(21, 11, "open", 1686303381300),
            talk(22, 13, "closed", 1686303381200),
            talk(23, 11, "closed", 1686303381100),
        ]
    )
    messages: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    page: int = 2
    """Things in one answer."""
    linked: bool = False
    """Is the next page named by a link?"""
    whole: bool = True
    """Is a new message answered with all that there are?"""
    refuse: dict[str, int] = field(default_factory=dict)
    """Status by the beginning of a path."""

    def __call__(self, asked: Asked, wire: Wire) -> None:
        content, status = self.answer(asked)
        answer_json(content, status)(asked, wire)

    def answer(self, asked: Asked) -> tuple[object, int]:
        if asked.headers.get("authorization") != "Bearer pass-word":
            return _error("unauthorized"), 401
        for beginning, status in self.refuse.items():
            if asked.path.startswith(beginning):
                return _error("no"), status
        if asked.path == "/contacts":
            return self._contacts(asked.query)
        if asked.path == "/conversations/list":
            return self._paged(self.talks, asked.query, lambda part: part)
        if found := re.fullmatch(r"/conversations/(\d+)(/messages)?", asked.path):
            return self._conversation(int(found[1]), bool(found[2]), asked)
        if found := re.fullmatch(r"/contacts/(\d+)", asked.path):
            known = [one for one in self.contacts if one["id"] == int(found[1])]
            return ({"data": known[0]}, 200) if known else (_error("not_found"), 404)
        return _error("not_found"), 404

    def _contacts(self, query: dict[str, str]) -> tuple[object, int]:
        if query.get("idType") == "external":
            found = [x for x in self.contacts if x["attributes"].get("externalId") == query["id"]]
        else:
            wanted = query["email"].casefold()
            found = [x for x in self.contacts if x["attributes"]["email"].casefold() == wanted]
        return {"data": found[0] if len(found) == 1 else found}, 200

    def _conversation(self, number: int, inside: bool, asked: Asked) -> tuple[object, int]:
        known = [one for one in self.talks if one["id"] == number]
        if not known:
            return _error("not_found"), 404
        if not inside:
            return {"data": known[0]}, 200
        every = self.messages.setdefault(number, [])
        if asked.method == "POST":
            assert asked.json["type"] in ("chat", "private_note")
            body = asked.json["body"].replace("<br>", "<br/>")
            every.append({"id": 900 + len(every), "conversationId": number, "body": body,
                          "author": {"id": 1, "type": "user"}, "type": asked.json["type"],
                          "createdAt": 1686303381300})  # fmt: skip
            return {"data": {"messages": every[-3:]} if self.whole else every[-1]}, 200
        return self._paged(every, asked.query, lambda part: {"messages": part})

    def _paged(self, every: list[Any], query: dict[str, str], make: Any) -> tuple[object, int]:
        start = int(query.get("next") or query.get("page_token") or 0)
        size = min(self.page, int(query.get("limit", "50")))
        answer: dict[str, Any] = {"data": make(every[start : start + size])}
        after = start + size
        if after < len(every) and self.linked:
            query = {"page_token": str(after)}
            onward = f"https://evil.example/conversations/list?{urllib.parse.urlencode(query)}"
            answer["links"] = {"self": "x", "next": onward}
        elif after < len(every):
            answer["pagination"] = {"more": True, "next": str(after)}
        return answer, 200


def _error(kind: str) -> dict[str, Any]:
    return {"error": {"type": kind, "message": "no"}}
