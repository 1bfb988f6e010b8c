"""Words of the breaks' windows: how long something takes, and which break it is."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

MINUTE = 60
HOUR = 3600


def tr(text: str) -> str:
    """In the interface's language."""
    return QCoreApplication.translate("Breaks", text)


def whole(seconds: float) -> int:
    """Seconds that are left, as people count them: 0 only when nothing is left."""
    return max(0, math.ceil(seconds - 1e-6))


def clock(seconds: float) -> str:
    """What is left, as a clock shows it: ``0:09``, ``4:30``, ``1:02:00``."""
    left = whole(seconds)
    minutes, rest = divmod(left, MINUTE)
    hours, minutes = divmod(minutes, MINUTE)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def span(seconds: float) -> str:
    """A length in words: ``10 s``, ``2 min``, ``1 min 30 s``, ``1 h 5 min``."""
    left = whole(seconds)
    if left >= HOUR:
        hours, minutes = divmod(left // MINUTE, MINUTE)
        return tr("{} h {} min").format(hours, minutes) if minutes else tr("{} h").format(hours)
    minutes, rest = divmod(left, MINUTE)
    if not minutes:
        return tr("{} s").format(rest)
    return tr("{} min {} s").format(minutes, rest) if rest else tr("{} min").format(minutes)


def later(seconds: float) -> str:
    """What the button says that postpones for so long: ``In 5 minutes``; 0 is not known."""
    left = whole(seconds)
    if not left:
        return tr("Later")
    if left == MINUTE:
        return tr("In 1 minute")
    if left % MINUTE:
        return tr("In {}").format(span(left))
    return tr("In {} minutes").format(left // MINUTE)


def coming(kind: str, seconds: float) -> str:
    """What a notice says: ``A short break in 10 s``; ``kind`` is short, long or rostered."""
    if whole(seconds):
        words = {
            "short": tr("A short break in {}"),
            "long": tr("A long break in {}"),
        }.get(kind, tr("Your break in {}"))
        return words.format(span(seconds))
    return {
        "short": tr("A short break begins"),
        "long": tr("A long break begins"),
    }.get(kind, tr("Your break begins"))
