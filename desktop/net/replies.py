"""What comes back from a call: a reply, whatever its status, or the reason why there is none."""

from __future__ import annotations

import datetime as dt
import email.utils
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

import msgspec

T = TypeVar("T")

LONGEST_PAUSE = 3600.0
"""Seconds; a server that asks for a longer one is asked again after this."""


class FailureKind(StrEnum):
    """Why a call brought no reply."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    """No connection, or one that broke."""
    CERTIFICATE = "certificate"
    """Whoever answers can't prove to be the one that was asked for."""
    REDIRECT = "redirect"
    """It sends on to another host."""
    TOO_LARGE = "too large"
    UNSENDABLE = "unsendable"
    """Such a call can't be written down: usually a secret with letters that none has."""
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Failure:
    """No reply. Holds no address, text or secret, so that it may be logged and shown."""

    kind: FailureKind


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    """By name in small letters."""
    body: bytes = field(repr=False)

    @property
    def ok(self) -> bool:
        """Is the status one of success?"""
        return 200 <= self.status < 300

    def read(self, kind: type[T]) -> T | None:
        """The body as JSON of this shape; None when it is none."""
        try:
            return msgspec.json.decode(self.body, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None

    def text(self) -> str | None:
        """The body in the encoding that its header names, else UTF-8; None when it is not in it."""
        _, _, rest = self.headers.get("content-type", "").lower().partition("charset=")
        name = rest.partition(";")[0].strip().strip("\"'") or "utf-8"
        try:
            return self.body.decode(name)
        except (LookupError, UnicodeDecodeError):
            return None

    def retry_after(self, now: dt.datetime) -> float | None:
        """Seconds until the server wants to be asked again (RFC 9110, 10.2.3); None: unsaid."""
        value = self.headers.get("retry-after", "").strip()
        if value.isascii() and value.isdigit() and len(value) < 10:
            return min(float(value), LONGEST_PAUSE)
        try:
            moment = email.utils.parsedate_to_datetime(value)
        except ValueError:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt.UTC)
        return min(max(0.0, (moment - now).total_seconds()), LONGEST_PAUSE)
