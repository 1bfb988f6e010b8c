"""Somebody who signs people in by OAuth 2.0, on the loopback, in front of an interface.

As the RFCs and both vendors have it: a redirect address is compared sign by sign, a code is good
once and with its verifier only, a public client that sends a secret is refused, and a renewal ends
both tokens that were before where tokens rotate.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import threading
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.contract.translation.stand_in import Answer, Asked, Wire, answer_json, page

CLIENT = "deskhand-at-the-company"


@dataclass
class Authority:
    """Answers what is about tokens itself, and the rest by ``api`` for who has a good token."""

    api: Answer
    authorize: str
    exchange: str
    redirects: tuple[str, ...]
    json: bool = False
    rotates: bool = True
    size: int = 40
    """Characters of a token."""
    lifetime: int | None = 86_400
    more: dict[str, object] = field(default_factory=dict)
    """What else an answer with tokens has."""
    refuse: Answer | None = None
    """Instead of any answer with tokens."""
    refused: tuple[object, int] = ({"error": "invalid_token"}, 401)
    before_tokens: threading.Event | None = None
    """Tokens are held back until it is set."""
    no: bool = False
    """The person says no."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    access: set[str] = field(default_factory=set)
    refresh: set[str] = field(default_factory=set)
    renewals: int = 0
    asked_for: list[dict[str, Any]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    count: int = 0

    def __call__(self, asked: Asked, wire: Wire) -> None:
        if asked.path == self.authorize:
            self._authorize(asked, wire)
        elif asked.path == self.exchange:
            if self.before_tokens is not None:
                while not (self.before_tokens.wait(0.01) or wire.ending.is_set()):
                    pass
            if self.refuse is not None:
                self.refuse(asked, wire)
            else:
                content, status = self._exchange(self._fields(asked))
                answer_json(content, status)(asked, wire)
        else:
            token = asked.headers.get("authorization", "").removeprefix("Bearer ")
            with self.lock:
                good = token in self.access
            (self.api if good else answer_json(*self.refused))(asked, wire)

    def signed_in(self) -> tuple[str, str]:
        """Tokens for somebody who signed in before: access and refresh."""
        with self.lock:
            return self._pair()

    def end_access(self) -> None:
        """All access tokens run out."""
        with self.lock:
            self.access.clear()

    def _fields(self, asked: Asked) -> dict[str, Any]:
        if self.json:
            assert asked.headers["content-type"].startswith("application/json")
            return dict(asked.json)
        assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
        return asked.form

    def _authorize(self, asked: Asked, wire: Wire) -> None:
        query = asked.query
        known = query["client_id"] == CLIENT and query["redirect_uri"] in self.redirects
        if not known or query.get("code_challenge_method") != "S256":
            page(400, "redirect_uri must match configuration", "text/html")(asked, wire)
            return
        answer = {"state": query["state"]}
        if self.no:
            answer["error"] = "access_denied"
        else:
            with self.lock:
                self.count += 1
                answer["code"] = f"code+/{self.count}="
                self.codes[answer["code"]] = query
        onward = f"{query['redirect_uri']}?{urllib.parse.urlencode(answer)}"
        page(302, "", Location=onward)(asked, wire)

    def _exchange(self, fields: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
        with self.lock:
            self.asked_for.append(dict(fields))
            if fields.get("client_id") != CLIENT or "client_secret" in fields:
                return {"error": "invalid_client"}, 401
            if fields["grant_type"] == "authorization_code":
                began = self.codes.pop(fields["code"], None)
                digest = hashlib.sha256(fields["code_verifier"].encode()).digest()
                challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
                if began is None or began["code_challenge"] != challenge:
                    return {"error": "invalid_grant"}, 400
                assert began["redirect_uri"] == fields["redirect_uri"]
                access, refresh = self._pair()
                return self._answer(access, refresh), 200
            if fields["refresh_token"] not in self.refresh:
                return {"error": "invalid_grant", "error_description": "expired"}, 400
            self.renewals += 1
            if not self.rotates:
                access = self._token("a")
                self.access.add(access)
                return self._answer(access, ""), 200
            self.access.clear()
            self.refresh.clear()
            access, refresh = self._pair()
            return self._answer(access, refresh), 200

    def _answer(self, access: str, refresh: str) -> dict[str, Any]:
        whole: dict[str, Any] = {"access_token": access, "token_type": "bearer", **self.more}
        if refresh:
            whole["refresh_token"] = refresh
        if self.lifetime is not None:
            whole["expires_in"] = self.lifetime
        return whole

    def _pair(self) -> tuple[str, str]:
        access, refresh = self._token("a"), self._token("r")
        self.access.add(access)
        self.refresh.add(refresh)
        return access, refresh

    def _token(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}!".ljust(self.size, "x")


def browse(url: str, follow: bool = True) -> tuple[int, str]:
    """What a person's browser does with an address: status and text of the page at the end."""
    parts = urllib.parse.urlsplit(url)
    link = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=10)
    try:
        link.request("GET", f"{parts.path}?{parts.query}", headers={"Host": parts.netloc})
        answer = link.getresponse()
        text = answer.read().decode()
        onward = answer.getheader("Location")
    finally:
        link.close()
    return browse(onward) if follow and onward else (answer.status, text)
