"""A LiveChat of one company on the loopback, as its documentation has it.

Quirks: all is asked by POST, a chat of the archive comes once for each thread, running chats are in
another list without the events, customers can be asked for by their id only, a message is for all
unless it says otherwise, and of a running chat only its agents may write.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any

from tests.contract.translation.stand_in import Asked, Wire, answer_json

JANE = "jane.o'neil+test@example.com"
P = ("b7eff798-f8df-4364-8059-649c35c9ed0c", "b7eff798-f8df-4364-8059-649c35c9ed0d")
AGENT = {"id": "agent@desk.test", "name": "Ann Agent", "email": "agent@desk.test",
         "type": "agent", "present": True, "visibility": "all"}  # fmt: skip


def customer(number: str, name: str, email: str | None) -> dict[str, Any]:
    whole = {"id": number, "type": "customer", "name": name, "present": False}
    return {**whole, "email": email} if email else whole


def event(number: str, author: str, text: str, seen: str = "all") -> dict[str, Any]:
    return {"id": number, "created_at": "2026-11-21T11:45:32.269000Z", "visibility": seen,
            "type": "message", "text": text, "author_id": author}  # fmt: skip


def thread(number: str, day: int, *events: dict[str, Any], active: bool = False) -> dict[str, Any]:
    moment = f"2026-11-{day:02}T11:44:58.829000Z"
    return {"id": number, "active": active, "created_at": moment, "user_ids": [],
            "events": [{**one, "created_at": moment} for one in events],
            "access": {"group_ids": [0]}, "tags": ["vip"] if day == 21 else []}  # fmt: skip


@dataclass
class Desk:
    """The company: chats, each with its people and its threads, the newest thread last."""

    people: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {
            P[0]: {**customer(P[0], "Jane O'Neil", JANE),
                   "session_fields": [{"plan": "gold"}, {"email": "fake@example.com"}],
                   "last_visit": {"geolocation": {"country": "Poland", "city": "Wroclaw",
                                                  "timezone": "Europe/Warsaw"}}},
            P[1]: customer(P[1], "Jane Other", "jane@elsewhere.example"),
        }
    )  # fmt: skip
    chats: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {
            "PJ0MRSHTDG": {
                "users": [P[0]],
                "threads": [
                    thread("K600PKZOM8", 20, event("K600PKZOM8_1", P[0], "An old thing")),
                    thread("K600PKZON8", 21, event("K600PKZON8_1", "agent@desk.test", "Hello"),
                           event("K600PKZON8_2", P[0], "Where is <b>AB-10001</b>?")),
                ],
            },
            "PJ0MRSHTDH": {
                "users": [P[0]],
                "threads": [thread("K600PKZOP8", 22, event("K600PKZOP8_1", P[0], "Hi again"),
                                   active=True)],
            },
            "PJ0MRSHTDI": {
                "users": [P[1]],
                "threads": [thread("K600PKZOQ8", 19, event("K600PKZOQ8_1", P[1],
                                   f"I wrote as {JANE} of AB-100010"))],
            },
        }
    )  # fmt: skip
    joined: tuple[str, ...] = ("PJ0MRSHTDH",)
    """Running chats that the agent is in."""
    forbidden: tuple[str, ...] = ()
    limited: bool = False
    signed: list[tuple[str, str]] = field(default_factory=list)
    """Sign-in and region of each request."""

    def __call__(self, asked: Asked, wire: Wire) -> None:
        content, status = self.answer(asked)
        answer_json(content, status)(asked, wire)

    def answer(self, asked: Asked) -> tuple[object, int]:
        signed = asked.headers.get("authorization", "")
        self.signed.append((signed, asked.headers.get("x-region", "")))
        good = base64.b64encode(b"account-1:pass-word").decode()
        europe = base64.b64encode(b"account-1:fra:pass-word").decode()
        if signed not in (f"Basic {good}", f"Basic {europe}", "Bearer dal:pass-word"):
            return _error("authentication"), 401
        action = asked.path.removeprefix("/v3.6/agent/action/")
        assert asked.method == "POST"
        if self.limited:
            return _error("too_many_requests"), 429
        if action in self.forbidden:
            return _error("authorization"), 403
        return getattr(self, f"_{action}")(asked.json)  # type: ignore[no-any-return]

    def _list_archives(self, asked: dict[str, Any]) -> tuple[object, int]:
        filters = asked.get("filters", {})
        every = [(number, one) for number, chat in self.chats.items() for one in chat["threads"]
                 if not one["active"] and self._in(number, one, filters)]  # fmt: skip
        every.sort(key=lambda both: str(both[1]["created_at"]), reverse=True)
        whole = [self._whole(number, one) for number, one in every[: asked["limit"]]]
        return {"chats": whole, "found_chats": len(every)}, 200

    def _in(self, number: str, one: dict[str, Any], filters: dict[str, str]) -> bool:
        people = [self.people[x] for x in self.chats[number]["users"]]
        words = " ".join([*(x["text"] for x in one["events"]), *(x["name"] for x in people)])
        return (
            filters.get("query", "").casefold() in words.casefold()
            and filters.get("customer_id") in (None, *(x["id"] for x in people))
            and filters.get("customer_email") in (None, *(x.get("email") for x in people))
        )

    def _list_chats(self, asked: dict[str, Any]) -> tuple[object, int]:
        assert asked["filters"] == {"active": True}
        found = []
        for number, chat in self.chats.items():
            last = {k: v for k, v in chat["threads"][-1].items() if k != "events"}
            if last["active"]:
                whole = self._whole(number, last)
                found.append({**whole, "last_thread_summary": whole.pop("thread")})
        return {"chats_summary": found, "found_chats": len(found)}, 200

    def _whole(self, number: str, one: dict[str, Any]) -> dict[str, Any]:
        short = [{k: v for k, v in self.people[x].items() if k not in ("session_fields",
                                                                       "last_visit")}
                 for x in self.chats[number]["users"]]  # fmt: skip
        return {"id": number, "users": [*short, AGENT], "thread": one, "is_followed": False}

    def _get_chat(self, asked: dict[str, Any]) -> tuple[object, int]:
        number = asked["chat_id"]
        if number not in self.chats:
            return _error("not_found"), 404
        return self._whole(number, self.chats[number]["threads"][-1]), 200

    def _list_threads(self, asked: dict[str, Any]) -> tuple[object, int]:
        if asked["chat_id"] not in self.chats:
            return _error("not_found"), 404
        newest = self.chats[asked["chat_id"]]["threads"][::-1]
        return {"threads": newest[: asked["limit"]], "found_threads": len(newest)}, 200

    def _get_customer(self, asked: dict[str, Any]) -> tuple[object, int]:
        known = self.people.get(asked["id"])
        return (known, 200) if known else (_error("not_found"), 404)

    def _send_event(self, asked: dict[str, Any]) -> tuple[object, int]:
        chat = self.chats.get(asked["chat_id"])
        if chat is None:
            return _error("not_found"), 404
        last = chat["threads"][-1]
        if last["active"] and asked["chat_id"] not in self.joined:
            return _error("missing_access"), 403
        if not last["active"] and not asked.get("attach_to_last_thread"):
            return _error("chat_inactive"), 422
        number = f"{last['id']}_{len(last['events']) + 1}"
        seen = asked["event"].get("visibility", "all")
        last["events"].append(event(number, "agent@desk.test", asked["event"]["text"], seen))
        return {"event_id": number}, 200

    def _deactivate_chat(self, asked: dict[str, Any]) -> tuple[object, int]:
        assert asked["ignore_requester_presence"] is True
        self.chats[asked["id"]]["threads"][-1]["active"] = False
        return {}, 200


def _error(kind: str) -> dict[str, Any]:
    return {"error": {"type": kind, "message": "no"}}
