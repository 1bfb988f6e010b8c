"""Variables whose value is there at once: ``echo``, ``random``, ``clipboard`` and ``date``.

The meaning of every parameter is espanso's (espanso.org/docs/matches/extensions); ``tz`` and
``shift`` are ours.
A variable that can't have a value answers with the sentence to show, never with a text to type.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop.snippets.model import Value
from desktop.snippets.render.dates import UnknownSpecifierError, rfc2822, strftime
from desktop.snippets.render.known import zone_named
from desktop.snippets.render.outside import LONGEST_TEXT, clean
from desktop.snippets.render.shifts import NoShiftError, months_on, steps_of

Params = Mapping[str, Value]
_LONGEST_FORMAT = 1_000
_LONGEST_OFFSET = 100 * 366 * 86_400
"""Seconds: a hundred years."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a variable has no value: the end of the sentence "The variable x ..."."""

    why: str
    todo: str = ""


def scalar(value: Value) -> str | None:
    """The text of a parameter that holds one value; None for a list, a mapping or nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    return None


def lines(value: Value, *, trim: bool = True) -> list[str] | None:
    """A list of texts as espanso writes it: a list, or a text with one on each line."""
    if isinstance(value, str):
        if not trim:
            return value.splitlines()
        return [line.strip() for line in value.splitlines() if line.strip()]
    if isinstance(value, list):
        texts = [scalar(one) for one in value]
        return None if None in texts else [text for text in texts if text is not None]
    return None


def echo(params: Params) -> str | Unfit:
    """The text under ``echo``."""
    text = scalar(params.get("echo"))
    return Unfit("has no text under echo") if text is None else text


def pick(params: Params, source: random.Random) -> str | Unfit:
    """One of ``choices``, each as likely as the others."""
    choices = lines(params.get("choices"))
    if not choices:
        return Unfit("has no list of texts under choices")
    return source.choice(choices)


def clipboard(read: Callable[[], str | None]) -> str | Unfit:
    """The text on the clipboard."""
    text = read()
    if not text:
        return Unfit("needs the clipboard, and there is no text on it", "Copy a text first.")
    if len(text) > LONGEST_TEXT:
        return Unfit(
            f"needs the clipboard, and the text on it is longer than {LONGEST_TEXT:,} characters",
            "Copy a shorter text.",
        )
    return clean(text)


def date(params: Params, now: dt.datetime, locale: str) -> str | Unfit:
    """``now`` plus ``offset`` seconds in ``tz``, moved by ``shift``, written as ``format`` says."""
    moment = _moment(params, now)
    if isinstance(moment, Unfit):
        return moment
    pattern = scalar(params.get("format"))
    if pattern is None:
        return rfc2822(moment)
    if len(pattern) > _LONGEST_FORMAT:
        return Unfit("has a format that is too long")
    try:
        return strftime(moment, pattern, scalar(params.get("locale")) or locale)
    except UnknownSpecifierError as error:
        return Unfit(
            f"has a date format with {error.specifier} in it, which means nothing",
            "Write %% for a percent sign.",
        )


def _moment(params: Params, now: dt.datetime) -> dt.datetime | Unfit:
    name = (scalar(params.get("tz")) or "").strip()
    zone = zone_named(name)
    if name and zone is None:
        return Unfit(
            "has a time zone under tz that does not exist", "Use a name such as Europe/Madrid."
        )
    offset = _seconds(params.get("offset"))
    if offset is None:
        return Unfit("has an offset that is not a number of seconds")
    try:
        months, seconds = steps_of(scalar(params.get("shift")) or "")
    except NoShiftError:
        return Unfit("has a shift that can't be read", "Write it like +3d, -1M or +1y 2w.")
    moment = _shifted(now, offset + seconds, zone)
    if moment is not None and months:
        moment = _months_on(moment, months)
    return Unfit("has an offset that is too large") if moment is None else moment


def _months_on(moment: dt.datetime, months: int) -> dt.datetime | None:
    try:
        on = months_on(moment, months)
    except (ValueError, OverflowError):
        return None
    return on if isinstance(on, dt.datetime) else None


def _seconds(value: Value) -> int | None:
    if value is None or value == "":
        return 0
    text = scalar(value)
    try:
        return int(float(text)) if text is not None and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        return None


def _shifted(now: dt.datetime, offset: int, zone: dt.tzinfo | None) -> dt.datetime | None:
    if abs(offset) > _LONGEST_OFFSET:
        return None
    try:
        moment = now.astimezone(dt.UTC) + dt.timedelta(seconds=offset)
        if zone is None and _is_local(now):
            return moment.astimezone()  # summer time may have come or gone in between
        return moment.astimezone(zone or now.tzinfo)
    except (OverflowError, ValueError, OSError):
        return None


def _is_local(now: dt.datetime) -> bool:
    """Whether a fixed offset is the machine's own: clocks give the offset without the zone."""
    return isinstance(now.tzinfo, dt.timezone) and now.astimezone().utcoffset() == now.utcoffset()
