"""Asking a server for a calendar: only what is new, never more often than every quarter of an hour.

The address is a secret: it is in no message, no log record and no file.
"""

from __future__ import annotations

import datetime as dt
import urllib.parse
from dataclasses import dataclass, field
from typing import Final

from desktop.breaks.calendar_file import MOST_BYTES
from desktop.breaks.feeds.copies import About, Copy
from desktop.core.clock import Clock
from desktop.core.results import Problem, Severity, UserError
from desktop.net.address import Address
from desktop.net.deadline import Cancellation, Deadline
from desktop.net.replies import Failure, FailureKind, Reply
from desktop.net.session import Client

EVERY_S: Final = 15 * 60
"""As often as planning systems bring theirs up to date."""
PATIENCE_S: Final = 60.0
"""For all of a calendar; a slow line and a large one take their time, and nobody waits."""
LONGEST_ADDRESS: Final = 1200

_GONE: Final = frozenset({401, 403, 404, 410})
_SAME: Final = 304
_AGAIN: Final = "Deskhand asks again every 15 minutes"
_NEW_LINK: Final = "Get the link for calendar subscription again from your scheduling system"
_WHY: Final = {
    FailureKind.TIMEOUT: ("It did not answer in time", _AGAIN),
    FailureKind.UNREACHABLE: ("There is no connection to it", _AGAIN),
    FailureKind.CERTIFICATE: (
        "It can't prove to be the server that was asked for",
        "Ask whoever looks after your computer",
    ),
    FailureKind.REDIRECT: ("It sends on to another server", _NEW_LINK),
    FailureKind.TOO_LARGE: (
        f"It has more than {MOST_BYTES // 1024**2} MB",
        "Check that the address is that of your own schedule",
    ),
    FailureKind.UNSENDABLE: ("Its address can't be asked for", _NEW_LINK),
    FailureKind.CANCELLED: ("Deskhand is ending", ""),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a calendar is, taken apart."""

    server: Address
    path: str = field(repr=False)
    """With its query."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking."""

    copy: Copy | None = None
    """What the server has now; that it is a calendar is not looked at."""
    problem: Problem | None = None
    lasting: bool = False
    """It will not go by itself."""
    wait_s: float = EVERY_S


def place_of(address: str, name: str, *, office: bool = False) -> Place:
    """Understand the address of a calendar.

    Raises:
        UserError: it is none, or it would have to be asked for in the clear. It is not quoted.
    """
    text = address.strip()
    if text.lower().startswith(("webcal:", "webcals:")):
        text = f"https:{text.partition(':')[2]}"
    if len(text) > LONGEST_ADDRESS:
        raise UserError("The address is too long for a calendar", place=name)
    try:
        parts = urllib.parse.urlsplit(text)
        origin = f"{parts.scheme}://{parts.netloc}"
    except ValueError:
        origin, parts = "", urllib.parse.urlsplit("")
    try:
        server = Address.read(origin, office=office, name=name)
    except UserError as error:
        problem = error.problem
        if problem.why:
            raise
        raise UserError(
            "This is not the address of a calendar",
            todo="It begins with https:// or webcal://, as your scheduling system gives it",
            place=name,
        ) from None
    path = urllib.parse.quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = urllib.parse.quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Place(server, f"{path}?{query}" if query else path)


def fetch(
    place: Place,
    name: str,
    copy: Copy,
    clock: Clock,
    cancellation: Cancellation,
) -> Answer:
    """Ask for what is new, after ``copy``."""
    headers = {"Accept": "text/calendar, */*;q=0.5"}
    if copy.data is not None:
        if copy.about.etag:
            headers["If-None-Match"] = copy.about.etag
        if copy.about.modified:
            headers["If-Modified-Since"] = copy.about.modified
    client = Client(place.server, MOST_BYTES)
    try:
        deadline = Deadline(clock, PATIENCE_S)
        reply = client.get(place.path, deadline, headers=headers, cancellation=cancellation)
    finally:
        client.close()
    now = clock.now()
    if isinstance(reply, Failure):
        why, todo = _WHY[reply.kind]
        lasting = reply.kind not in {FailureKind.TIMEOUT, FailureKind.UNREACHABLE}
        return Answer(problem=_unreached(name, why, todo), lasting=lasting)
    if reply.status == _SAME and copy.data is not None:
        about = About(now, now, copy.about.etag, copy.about.modified)
        return Answer(Copy(about, copy.data))
    if not reply.ok:
        return _refused(reply, name, now)
    told = reply.headers.get
    return Answer(Copy(About(now, now, told("etag", ""), told("last-modified", "")), reply.body))


def _refused(reply: Reply, name: str, now: dt.datetime) -> Answer:
    wait = max(EVERY_S, reply.retry_after(now) or 0.0)
    if reply.status in _GONE:
        why = f"The server does not give it out any more ({reply.status})"
        return Answer(problem=_unreached(name, why, _NEW_LINK), lasting=True, wait_s=wait)
    why = f"The server answers with an error ({reply.status})"
    return Answer(problem=_unreached(name, why, _AGAIN), wait_s=wait)


def _unreached(name: str, why: str, todo: str) -> Problem:
    return Problem(f"The calendar {name} can't be had", why, todo, Severity.WARNING, name)
