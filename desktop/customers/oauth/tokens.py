"""The calls to a provider's token endpoint, and what they bring."""

from __future__ import annotations

import datetime as dt
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from desktop.core.clock import Clock
from desktop.core.results import UserError
from desktop.customers.oauth.declared import OAuth
from desktop.net.address import Address
from desktop.net.deadline import Deadline
from desktop.net.replies import Failure, Reply
from desktop.net.session import Client

EARLY_S = 60.0
"""Before its end a token counts as too old: a call takes time, and clocks differ."""
_LONGEST = 16_000
"""Characters of a token."""
_LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Access:
    """What calls are signed in with."""

    token: str = field(repr=False)
    until: float | None = None
    """When it ends, in seconds since 1970, if that was said."""
    instance: str = field(default="", repr=False)
    """The origin that is to be called with it; empty: the provider's address."""

    def fresh(self, now: dt.datetime) -> bool:
        """May it still be good?"""
        return self.until is None or now.timestamp() < self.until - EARLY_S


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an endpoint gave."""

    access: Access
    refresh: str = field(default="", repr=False)
    """Empty where it gave none: the one before stays good."""


class Denied(StrEnum):
    """Why an endpoint gives no tokens, by its own word (RFC 6749, 5.2)."""

    GRANT = "invalid_grant"
    """What was to be exchanged is no good, or no more."""
    CLIENT = "invalid_client"
    """It does not know the client, or wants a secret of it."""
    OTHER = "other"


class _Given(msgspec.Struct):
    access_token: str
    refresh_token: str | None = None
    expires_in: float | str | None = None
    instance_url: str | None = None


class _Error(msgspec.Struct):
    error: str


class Endpoint:
    """Where tokens are got. Any thread may call."""

    def __init__(self, oauth: OAuth, address: Address, client: str, clock: Clock) -> None:
        """``client`` is the identifier under which the company registered Deskhand."""
        self.oauth = oauth
        self.address = address
        self.client = client
        self._clock = clock

    def exchange(
        self, code: str, verifier: str, redirect: str, deadline: Deadline
    ) -> Tokens | Denied | Failure | Reply:
        """The code that the browser brought, for tokens."""
        return self._ask(
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": redirect,
                "code_verifier": verifier,
            },
            deadline,
        )

    def renew(self, refresh: str, deadline: Deadline) -> Tokens | Denied | Failure | Reply:
        """A refresh token, for another access token and perhaps for another of itself."""
        return self._ask({"grant_type": "refresh_token", "refresh_token": refresh}, deadline)

    def _ask(
        self, what: Mapping[str, str], deadline: Deadline
    ) -> Tokens | Denied | Failure | Reply:
        fields = {**what, "client_id": self.client, **self.oauth.more}
        http = Client(self.address, _LARGEST)  # hours pass before it is called again
        try:
            reply = self._sent(http, fields, deadline)
        finally:
            http.close()
        if isinstance(reply, Failure):
            return reply
        if not reply.ok:
            return _denied(reply)
        return self._tokens(reply) or reply

    def _sent(self, http: Client, fields: Mapping[str, str], deadline: Deadline) -> Reply | Failure:
        if not self.oauth.json:
            return http.post_form(self.oauth.exchange, fields, deadline)
        content = {
            name: int(value) if value.isdecimal() and name in self.oauth.more else value
            for name, value in fields.items()
        }
        return http.send_json("POST", self.oauth.exchange, content, deadline)

    def _tokens(self, reply: Reply) -> Tokens | None:
        given = reply.read(_Given)
        refresh = (given.refresh_token or "") if given is not None else ""
        if given is None or not _sound(given.access_token) or (refresh and not _sound(refresh)):
            return None
        instance = self._instance(given.instance_url or "")
        if instance is None:
            return None
        seconds = _number(given.expires_in)
        until = self._clock.now().timestamp() + seconds if seconds is not None else None
        return Tokens(Access(given.access_token, until, instance), refresh)

    def _instance(self, url: str) -> str | None:
        """An origin that may be called; None: one that may not."""
        if not url or not self.oauth.instances or self.address.serves(url):
            return ""
        try:
            named = Address.read(url)
        except UserError:
            return None
        ours = any(named.host.endswith(end) for end in self.oauth.instances)
        default = named.scheme == "https" and named.port == 443 and not named.path
        return named.origin if ours and default else None


def _denied(reply: Reply) -> Denied | Reply:
    said = reply.read(_Error)
    if said is None or reply.status >= 500 or reply.status == 429:
        return reply
    return next((one for one in Denied if one.value == said.error), Denied.OTHER)


def _sound(token: str) -> bool:
    """Can it stand in a header?"""
    return (
        0 < len(token) <= _LONGEST
        and token.isascii()
        and token.isprintable()
        and token == ("".join(token.split()))
    )


def _number(value: float | str | None) -> float | None:
    try:
        number = float(value) if value is not None else None
    except ValueError:
        return None
    return number if number is not None and 0 <= number < 10**9 else None


def query_of(url: str, fields: Mapping[str, str]) -> str:
    """``url`` with a query."""
    return f"{url}?{urllib.parse.urlencode(fields)}"
