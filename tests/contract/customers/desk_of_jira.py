"""A site of Jira Service Management on the loopback, as Atlassian documents it.

Quirks: people hide their addresses, ``/search`` is gone (410), pages come by a token and not full,
customers are searched desk by desk and only with the header for experiments (412), texts of v3 are
documents, a comment without ``public`` is public, marks like ``*`` become forms of letters, a
transition answers with nothing (204), and who is not signed in is told that a request is not there.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.contract.translation.stand_in import Asked, Wire, answer_json, page

JANE = "jane.o'neil+test@example.com"
JANES = "qm:a713c8ea-1075:5ad6d358"
SHY = "qm:a713c8ea-1075:0shy"
EVERYBODY = frozenset({"USER_PICKER", "TRANSITION_ISSUES", "ADD_COMMENTS"})


def user(account: str, name: str, email: str | None, **more: object) -> dict[str, Any]:
    shown = {} if email is None else {"emailAddress": email}
    return {"accountId": account, "displayName": name, "active": True, "accountType": "customer",
            "timeZone": "America/New_York", "locale": "en_US", **shown, **more}  # fmt: skip


def document(text: str) -> dict[str, Any]:
    """As v3 has a text: marks are forms of its parts."""
    parts: list[dict[str, Any]] = []
    for index, words in enumerate(re.split(r"\*(\w+)\*", text)):
        marks = [{"type": "strong"}] if index % 2 else []
        parts += [{"type": "text", "text": words, "marks": marks}] if words else []
    return {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": parts}]}


def status(name: str) -> dict[str, Any]:
    category = "done" if name in ("Resolved", "Closed") else "indeterminate"
    return {"name": name, "statusCategory": {"key": category}}


@dataclass
class Request:
    number: int
    reporter: str
    summary: str
    status: str = "Waiting for support"
    description: str = ""
    comments: list[dict[str, Any]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"SUP-{self.number}"

    @property
    def updated(self) -> str:
        return f"2026-11-{10 + self.number}T12:40:10.123-0500"


@dataclass
class Desk:
    """The site's people and requests."""

    users: list[dict[str, Any]] = field(
        default_factory=lambda: [
            user("acc-1", "Ann Agent", "agent@desk.test", accountType="atlassian"),
            user("acc-2", "jane.o'neil+test@example.com robot", None, accountType="app"),
        ]
    )
    customers: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {
            "1": [user(SHY, "S.", None), user("qm:1:bob", "Bob", "bob@example.com")],
            "2": [user(JANES, "Jane O'Neil", JANE), user(SHY, "S.", None)],
        }
    )
    requests: list[Request] = field(
        default_factory=lambda: [
            Request(1, JANES, "Where is AB-10001?"),
            Request(2, JANES, "Thanks", "Resolved", "It is *about* AB-10001, you know"),
            Request(3, "qm:1:bob", "AB-100010"),
            Request(4, SHY, "Hello"),
        ]
    )
    may: frozenset[str] = EVERYBODY
    agent: bool = True
    fullest: int = 1
    """Issues on a page."""
    refuse: dict[str, int] = field(default_factory=dict)
    """Status by the beginning of a path."""
    required: frozenset[str] = frozenset()
    """Statuses that want more said than their name."""

    def __call__(self, asked: Asked, wire: Wire) -> None:
        content, number = self.answered(asked)
        more = {"Retry_After": "17"} if number == 429 else {}
        if number == 204:
            page(204, "")(asked, wire)
        else:
            answer_json(content, number, **more)(asked, wire)

    def answered(self, asked: Asked) -> tuple[object, int]:
        for beginning, number in self.refuse.items():
            if asked.path.startswith(beginning):
                return {"errorMessages": ["No"], "errors": {}}, number
        good = base64.b64encode(b"agent@desk.test:pass-word").decode()
        if asked.headers.get("authorization") != f"Basic {good}":
            if re.match("/rest/api/3/issue/", asked.path):
                return {"errorMessages": ["Issue does not exist"], "errors": {}}, 404
            return "Client must be authenticated to access this resource.", 401
        if asked.path.startswith("/rest/servicedeskapi/"):
            return self._service(asked)
        return self._platform(asked)

    def person(self, account: str) -> dict[str, Any]:
        every = [*self.users, *(one for some in self.customers.values() for one in some)]
        return next(one for one in every if one["accountId"] == account)

    def _platform(self, asked: Asked) -> tuple[object, int]:
        path = asked.path.removeprefix("/rest/api/3")
        if path == "/myself":
            return self.users[0], 200
        if path == "/mypermissions":
            names = asked.query["permissions"].split(",")
            return {"permissions": {one: {"havePermission": one in self.may} for one in names}}, 200
        if path == "/user/search":
            if "USER_PICKER" not in self.may:
                return {"errorMessages": ["Browse users and groups"]}, 403
            words = asked.query["query"].casefold()
            return [one for one in self.users if _begins(one, words)], 200
        if path == "/search/jql":
            return self._search(asked.query)
        if path == "/search":
            return {"errorMessages": ["The requested API has been removed."]}, 410
        if match := re.fullmatch(r"/issue/([^/]+)(/comment|/transitions)?", path):
            return self._issue(asked, match[1], match[2] or "")
        return {"errorMessages": []}, 404

    def _issue(self, asked: Asked, key: str, way: str) -> tuple[object, int]:
        known = next((one for one in self.requests if one.key == key), None)
        if known is None:
            return {"errorMessages": ["Issue does not exist"], "errors": {}}, 404
        if way == "/comment":
            assert asked.query["orderBy"] == "-created"
            newest = known.comments[::-1][: int(asked.query["maxResults"])]
            return {"comments": newest, "total": len(known.comments)}, 200
        if way == "/transitions":
            ways = {"11": "In progress", "21": "Resolved", "31": "Escalated"}
            if asked.method == "GET":
                return {"transitions": [{"id": number, "name": f"Go to {name}", "to": status(name)}
                                        for number, name in ways.items()]}, 200  # fmt: skip
            name = ways[asked.json["transition"]["id"]]
            if name in self.required:
                return {"errorMessages": [], "errors": {"resolution": "is required"}}, 400
            known.status = name
            return None, 204
        return self._as_issue(known, asked.query["fields"].split(",")), 200

    def _as_issue(self, one: Request, fields: list[str]) -> dict[str, Any]:
        every = {"summary": one.summary, "status": status(one.status), "updated": one.updated,
                 "reporter": self.person(one.reporter),
                 "description": document(one.description) if one.description else None}  # fmt: skip
        return {"id": str(10_000 + one.number), "key": one.key,
                "fields": {name: every[name] for name in fields}}  # fmt: skip

    def _search(self, query: Mapping[str, str]) -> tuple[object, int]:
        words = query["jql"]
        if found := re.fullmatch(r'reporter = ("(?:[^"\\]|\\.)*") ORDER BY updated DESC', words):
            account = json.loads(found[1])
            every = [one for one in self.requests if one.reporter == account]
        elif found := re.fullmatch(r'text ~ ("(?:[^"\\]|\\.)*") ORDER BY updated DESC', words):
            phrase = json.loads(found[1]).strip('"')
            every = [one for one in self.requests
                     if phrase in one.summary + one.description.replace("*", "")]  # fmt: skip
        else:
            return {"errorMessages": ["Error in the JQL Query"]}, 400
        every.sort(key=lambda one: one.updated, reverse=True)
        start = int(query.get("nextPageToken", "0"))
        fullest = min(self.fullest, int(query["maxResults"]))
        shown = every[start : start + fullest]
        answer: dict[str, Any] = {
            "issues": [self._as_issue(one, query["fields"].split(",")) for one in shown]
        }
        if start + fullest < len(every):
            answer["nextPageToken"] = str(start + fullest)
        else:
            answer["isLast"] = True
        return answer, 200

    def _service(self, asked: Asked) -> tuple[object, int]:
        path = asked.path.removeprefix("/rest/servicedeskapi")
        if path == "/servicedesk":
            if not self.agent:
                return {"errorMessage": "You do not have a license"}, 403
            return {"values": [{"id": one, "projectKey": "SUP"} for one in self.customers]}, 200
        if match := re.fullmatch(r"/servicedesk/(\d+)/customer", path):
            if asked.headers.get("x-experimentalapi") != "opt-in":
                return {"errorMessage": "This API is experimental."}, 412
            words = asked.query["query"].casefold()
            # It knows the address that it does not show.
            every = [one for one in self.customers[match[1]]
                     if _begins(one, words) or (words == "shy@example.com"
                                                and one["accountId"] == SHY)]  # fmt: skip
            return {"values": every, "isLastPage": True}, 200
        if match := re.fullmatch(r"/request/([^/]+)(/comment)?", path):
            known = next((one for one in self.requests if one.key == match[1]), None)
            if known is None:
                return {"errorMessage": "The request does not exist"}, 404
            if not match[2]:
                return {"issueKey": known.key, "reporter": self.person(known.reporter)}, 200
            content = asked.json
            number = str(100 + len(known.comments))
            known.comments.append({"id": number, "body": document(content["body"]),
                                   "jsdPublic": content.get("public", True)})  # fmt: skip
            return {"id": number, "public": content.get("public", True)}, 201
        return {"errorMessage": "Not found"}, 404


def _begins(one: dict[str, Any], words: str) -> bool:
    texts = (one["displayName"], one.get("emailAddress", ""), *one["displayName"].split())
    return any(text.casefold().startswith(words) for text in texts)
