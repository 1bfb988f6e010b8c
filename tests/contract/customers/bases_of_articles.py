"""Confluence and Guru on the loopback, as their documentation has them.

Quirks: what is searched for has a language of its own within CQL, and a slip in either is a 400;
titles and excerpts come marked and as HTML; links are relative to a base that the answer names; an
invalid token is a visitor; Guru says 204 when it finds nothing and goes on by a ``Link`` header.
"""

from __future__ import annotations

import base64
import html
import re
from dataclasses import dataclass, field
from typing import Any

from tests.contract.translation.stand_in import Asked, Wire, answer_json, page

GOOD = base64.b64encode(b"agent@desk.test:pass-word").decode()


@dataclass
class Wiki:
    """A site of Confluence."""

    pages: list[tuple[str, str]] = field(
        default_factory=lambda: [
            ("Returns & refunds", "<p>A return is <b>free</b> within 30 days.</p>"),
            ("Return labels", "How to print a return label"),
        ]
    )
    """Title and body."""
    base: str = ""
    webui: str = ""
    visitors: bool = True
    """Lets visitors search, who see nothing."""
    status: int = 200

    def __call__(self, asked: Asked, wire: Wire) -> None:
        content, status = self._answer(asked)
        answer_json(content, status, Retry_After="17")(asked, wire)

    def _answer(self, asked: Asked) -> tuple[object, int]:
        if self.status != 200:
            return {"message": "No"}, self.status
        signed = asked.headers.get("authorization") == f"Basic {GOOD}"
        if not signed and not self.visitors:
            return {"message": "Unauthorized"}, 401
        if asked.path == "/wiki/rest/api/user/current":
            me = {"type": "known", "accountId": "a-1", "displayName": "Ann Agent"}
            return (me if signed else {"type": "anonymous", "displayName": "Anonymous"}), 200
        if asked.path != "/wiki/rest/api/search":
            return {"message": "No"}, 404
        match = re.fullmatch(
            r'siteSearch ~ "((?:[^"\\]|\\.)*)" AND type in \(page, blogpost\)', asked.query["cql"]
        )
        if match is None or re.search(r"[\[\](){}^~*?:\\!/+&|-]|\b(AND|OR|NOT)\b", match[1]):
            return {"message": "Could not parse cql"}, 400
        words = match[1].casefold().split()
        found = [one for one in self.pages if _has(one, words)] if signed else []
        host = asked.headers["host"]
        return {
            "results": [self._result(number, *one, words) for number, one in enumerate(found)],
            "_links": {"base": self.base or f"http://{host}/wiki", "context": "/wiki"},
        }, 200

    def _result(self, number: int, title: str, body: str, words: list[str]) -> dict[str, Any]:
        marked = html.escape(title)
        for word in words:
            marked = re.sub(f"(?i)({re.escape(word)})", r"@@@hl@@@\1@@@endhl@@@", marked)
        return {
            "content": {"id": str(number), "type": "page", "title": title,
                        "_links": {"webui": self.webui or f"/spaces/SUP/pages/{number}/A+b"}},
            "title": marked, "excerpt": body, "entityType": "content",
            "resultGlobalContainer": {"title": "Support &amp; sales", "displayUrl": "/spaces/SUP"},
            "lastModified": "2026-11-20T12:40:10.000Z",
        }  # fmt: skip


@dataclass
class Cards:
    """A team of Guru."""

    cards: list[dict[str, Any]] = field(
        default_factory=lambda: [
            card("How to refund", "<h1>Refunds</h1><p>Ask&nbsp;a <i>lead</i>.</p>"),
            card("Old refund rule", "refund, maybe", verificationState="NEEDS_VERIFICATION"),
        ]
    )
    status: int = 200

    def __call__(self, asked: Asked, wire: Wire) -> None:
        if self.status != 200:
            answer_json({"error": "No"}, self.status)(asked, wire)
        elif asked.headers.get("authorization") != f"Basic {GOOD}":
            answer_json({"error": "Unauthorized"}, 401)(asked, wire)
        elif asked.path == "/api/v1/whoami":
            answer_json({"email": "agent@desk.test", "firstName": "Ann", "lastName": "Agent",
                         "team": {"id": "t-1"}})(asked, wire)  # fmt: skip
        elif asked.path != "/api/v1/search/query":
            answer_json({"error": "Not found"}, 404)(asked, wire)
        else:
            words = asked.query["searchTerms"].casefold().split()
            most = int(asked.query["maxResults"])
            found = [one for one in self.cards if _has((one["preferredPhrase"], one["content"]),
                                                       words)]  # fmt: skip
            onward = "<https://198.51.100.1/api/v1/search/query?token=x>; rel=next-page"
            if not found:
                page(204, "")(asked, wire)
            else:
                answer_json(found[:most], Link=onward)(asked, wire)


def card(title: str, content: str, **more: object) -> dict[str, Any]:
    return {"id": "0-1", "slug": "iLrAAb5T/How-to", "preferredPhrase": title, "content": content,
            "lastModified": "2026-11-20T12:40:10.000+0000", "verificationState": "TRUSTED",
            "collection": {"name": "Support"}, **more}  # fmt: skip


def _has(texts: tuple[str, str], words: list[str]) -> bool:
    whole = " ".join(texts).casefold()
    return all(one in whole for one in words)
