"""An iCalendar file from outside, made small enough to be read in no time.

Feeds of workforce planning hold years of shifts, and whoever gives the address may give any. What
can't matter is dropped as text before a parser sees it; what is left is bounded in number, and
rules that repeat by the hour or faster are left out, since no roster has them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop.core.results import UserError

MOST_BYTES = 32 * 1024 * 1024
MOST_EVENTS = 2_000
"""Events near the time that is asked for."""
MOST_REPEATED = 60_000
"""Days since repeating events began, together: so many occurrences may have to be gone through."""

_NEAR = dt.timedelta(days=2)
"""Shifts and zones: an event belongs here if its date is this near."""
_EDGE = re.compile(r"^(BEGIN|END):VEVENT[ \t\r]*$", re.MULTILINE | re.IGNORECASE)
_BEGINS = re.compile(r"^DTSTART[^:\r\n]*:(\d{4})(\d\d)(\d\d)", re.MULTILINE | re.IGNORECASE)
_UNTIL = re.compile(r"^RRULE[^\r\n]*UNTIL=(\d{4})(\d\d)(\d\d)", re.MULTILINE | re.IGNORECASE)
_REPEATS = re.compile(r"^(?:RRULE|RDATE|EXRULE)\b", re.MULTILINE | re.IGNORECASE)
_EXCEPTION = re.compile(r"^RECURRENCE-ID\b", re.MULTILINE | re.IGNORECASE)
_RULE = re.compile(r"^(?:RRULE|EXRULE)[^:\r\n]*:([^\r\n]*)", re.MULTILINE | re.IGNORECASE)
_ALWAYS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"})
_PARTS = {
    "DAILY": _ALWAYS,
    "WEEKLY": _ALWAYS,
    "MONTHLY": _ALWAYS | {"BYMONTHDAY", "BYSETPOS"},
    "YEARLY": _ALWAYS | {"BYMONTHDAY", "BYSETPOS", "BYMONTH"},
}
"""What a roster's rules are made of. Others may never come to a day, or never to an end:
dateutil goes through days of a thirteenth month until the year 9999, and for ever with INTERVAL=0.
"""
_FOLDS = ("\r\n ", "\r\n\t", "\n ", "\n\t")
"""Ends of lines that go on. One expression would hold up all other threads for half a second."""


@dataclass(slots=True)
class Near:
    """What is left of a calendar."""

    text: str = field(repr=False)
    dropped: int = 0
    """Events near enough that were left out all the same."""


def near(data: bytes, since: dt.date, until: dt.date) -> Near:
    """The calendar with only the events that may matter from ``since`` to ``until``.

    Raises:
        UserError: it is no calendar, or too large.
    """
    if len(data) > MOST_BYTES:
        raise UserError(
            "The calendar is too large to be a roster",
            f"It has more than {MOST_BYTES // 1024**2} MB",
            "Check that the address is that of your own schedule",
        )
    text = data.decode("utf-8-sig", errors="replace").replace("\0", "")
    for fold in _FOLDS:
        text = text.replace(fold, "")
    head = text.lstrip()[:200].upper()
    if not head.startswith("BEGIN:VCALENDAR"):
        page = "<HTML" in head or "<!DOCTYPE" in head
        raise UserError(
            "This is a web page, not a calendar" if page else "This is no calendar",
            "The address may have expired, or it leads to a page to sign in" if page else "",
            "Get the link for calendar subscription again from your scheduling system",
        )
    return _kept(text, since - _NEAR, until + _NEAR)


def _kept(text: str, since: dt.date, until: dt.date) -> Near:
    found = Near("")
    parts: list[str] = []
    events = repeated = 0
    end = 0
    for start, stop in _events(text):
        parts.append(text[end:start])
        end = stop
        event = text[start:stop]
        begins = _date(_BEGINS.search(event))
        days = 0
        if _REPEATS.search(event):
            over = _date(_UNTIL.search(event))
            if begins is None or begins > until or (over is not None and over < since):
                continue
            days = (until - begins).days
        elif not _EXCEPTION.search(event) and (begins is None or not since <= begins <= until):
            continue
        if events >= MOST_EVENTS or repeated + days > MOST_REPEATED or not _is_usual(event):
            found.dropped += 1
            continue
        events += 1
        repeated += days
        parts.append(event)
    parts.append(text[end:])
    found.text = "".join(parts)
    return found


def _events(text: str) -> Iterator[tuple[int, int]]:
    """Where each event begins and ends, in one pass whatever the text is."""
    start: int | None = None
    for edge in _EDGE.finditer(text):
        if edge[1].upper() == "BEGIN":
            start = edge.start()
        elif start is not None:
            yield start, edge.end()
            start = None


def _is_usual(event: str) -> bool:
    """Can every rule of this event be gone through?"""
    for rule in _RULE.findall(event):
        parts = dict(part.partition("=")[::2] for part in rule.upper().strip().split(";") if part)
        interval = parts.get("INTERVAL", "1")
        if not parts.keys() <= _PARTS.get(parts.get("FREQ", ""), frozenset()):
            return False
        if not re.fullmatch(r"0*[1-9]\d{0,3}", interval):
            return False
    return True


def _date(match: re.Match[str] | None) -> dt.date | None:
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
