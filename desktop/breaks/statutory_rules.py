"""What the law asks for, as far as Deskhand counts it. Not legal advice.

Each rule says where it was read and what of it nobody has checked against the law's own text.
Collective agreements, contracts and a company's own rules often ask for more. ``READ`` is the day
as of which all of this stands.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

WORDS = "Not legal advice: what Deskhand counts, and where it was read"
READ = dt.date(2026, 11, 22)

_MINUTE = 60_000
_HOUR = 60 * _MINUTE


class Measure(StrEnum):
    """How a rule counts."""

    STRAIGHT = "straight"
    """No more than ``work`` since the last rest of at least ``piece``."""
    NUMBER = "number"
    """``number`` rests of at least ``piece`` begun before ``work`` of the day is over."""
    TOTAL = "total"
    """Rests of at least ``piece`` that come to ``total`` before ``work`` of the day is over."""


@dataclass(frozen=True, slots=True)
class StatutoryRule:
    """One thing that must not be missed. Times are milliseconds."""

    name: str
    place: str
    measure: Measure
    says: str
    """For the agent: one sentence."""
    source: str
    work: int
    piece: int
    """Only a rest at least so long counts; a shorter one is time at work."""
    under: int = 0
    """A rest at least so long is a meal break and counts there; 0: there is no such difference."""
    paid: bool = False
    """The rests are within the hours of work."""
    number: int = 1
    total: int = 0
    applies_over: int = 0
    """Where the shift is known and no longer than this, the rule does not apply."""
    not_before: int = 0
    """A rest that begins in so much work from the beginning does not count."""
    before_end: int = 0
    """It has to begin so long before the shift ends, where that is known."""
    unchecked: str = ""
    """What of it is Deskhand's reading, or was read in one place only."""


_UNDEFINED = "by when the law does not say, so Deskhand warns before these hours"

_MIDDLE = "As far as possible in the middle of each four hours; Deskhand warns before their end."

RULES: tuple[StatutoryRule, ...] = (
    StatutoryRule(
        "eu-rest", "eu", Measure.NUMBER,
        "A working day of more than 6 hours has a rest break.",
        "Directive 2003/88/EC, Art. 4",
        work=6 * _HOUR, piece=10 * _MINUTE, applies_over=6 * _HOUR,
        unchecked="The length is for each country to set; 10 minutes is the shortest found "
        "(Italy). " + _UNDEFINED.capitalize() + ".",
    ),
    StatutoryRule(
        "uk-rest", "uk", Measure.NUMBER,
        "A working day of more than 6 hours has an uninterrupted rest break of 20 minutes, not at "
        "its beginning or end.",
        "Working Time Regulations 1998, reg. 12",
        work=6 * _HOUR, piece=20 * _MINUTE, applies_over=6 * _HOUR, before_end=20 * _MINUTE,
        unchecked=_UNDEFINED.capitalize() + ".",
    ),
    StatutoryRule(
        "de-straight", "de", Measure.STRAIGHT,
        "Nobody works for more than 6 hours without a break of at least 15 minutes.",
        "Arbeitszeitgesetz, § 4",
        work=6 * _HOUR, piece=15 * _MINUTE, applies_over=6 * _HOUR,
    ),
    StatutoryRule(
        "de-30", "de", Measure.TOTAL,
        "More than 6 hours of work have breaks of 30 minutes in all, in pieces of at least 15.",
        "Arbeitszeitgesetz, § 4",
        work=9 * _HOUR, piece=15 * _MINUTE, total=30 * _MINUTE, applies_over=6 * _HOUR,
        before_end=30 * _MINUTE,
        unchecked="The second piece has to be had before work ends; where no shift is known, "
        "Deskhand warns before 9 hours.",
    ),
    StatutoryRule(
        "de-45", "de", Measure.TOTAL,
        "More than 9 hours of work have breaks of 45 minutes in all, in pieces of at least 15.",
        "Arbeitszeitgesetz, § 4",
        work=10 * _HOUR, piece=15 * _MINUTE, total=45 * _MINUTE, applies_over=9 * _HOUR,
        before_end=45 * _MINUTE,
        unchecked="The last piece has to be had before work ends; where no shift is known, "
        "Deskhand warns before 10 hours.",
    ),
    StatutoryRule(
        "us-ca-meal", "us-ca", Measure.NUMBER,
        "A meal break of 30 minutes begins before the end of the fifth hour of work.",
        "California Labor Code, sec. 512",
        work=5 * _HOUR, piece=30 * _MINUTE, applies_over=5 * _HOUR,
        unchecked="Up to 6 hours it can be waived by agreement, which Deskhand does not know of.",
    ),
    StatutoryRule(
        "us-ca-meal-2", "us-ca", Measure.NUMBER,
        "A second meal break of 30 minutes begins before the end of the tenth hour of work.",
        "California Labor Code, sec. 512",
        work=10 * _HOUR, piece=30 * _MINUTE, number=2, applies_over=10 * _HOUR,
    ),
    StatutoryRule(
        "us-ca-rest", "us-ca", Measure.NUMBER,
        "More than 3.5 hours of work have a paid rest of 10 minutes.",
        "California IWC wage orders, sec. 12",
        work=4 * _HOUR, piece=10 * _MINUTE, under=30 * _MINUTE, paid=True,
        applies_over=3 * _HOUR + 30 * _MINUTE,
        unchecked=_MIDDLE,
    ),
    StatutoryRule(
        "us-ca-rest-2", "us-ca", Measure.NUMBER,
        "More than 6 hours of work have a second paid rest of 10 minutes.",
        "California IWC wage orders, sec. 12",
        work=8 * _HOUR, piece=10 * _MINUTE, under=30 * _MINUTE, paid=True, number=2,
        applies_over=6 * _HOUR,
        unchecked=_MIDDLE,
    ),
    StatutoryRule(
        "us-ca-rest-3", "us-ca", Measure.NUMBER,
        "More than 10 hours of work have a third paid rest of 10 minutes.",
        "California IWC wage orders, sec. 12",
        work=12 * _HOUR, piece=10 * _MINUTE, under=30 * _MINUTE, paid=True, number=3,
        applies_over=10 * _HOUR,
        unchecked=_MIDDLE,
    ),
    StatutoryRule(
        "in-rest", "in", Measure.STRAIGHT,
        "Nobody works for more than 5 hours without a rest of at least 30 minutes.",
        "Occupational Safety, Health and Working Conditions Code 2020, sec. 25, by notification",
        work=5 * _HOUR, piece=30 * _MINUTE, applies_over=5 * _HOUR,
        unchecked="States differ: Tamil Nadu 4 hours and 1 hour, Tripura 6 hours and 1 hour.",
    ),
    StatutoryRule(
        "ph-meal", "ph", Measure.NUMBER,
        "A working day has a meal break of 60 minutes.",
        "Labor Code of the Philippines, Art. 85",
        work=5 * _HOUR, piece=60 * _MINUTE, applies_over=5 * _HOUR,
        unchecked=_UNDEFINED.capitalize() + ". It may be shortened to 20 minutes, which are then "
        "paid; Deskhand counts the 60.",
    ),
    StatutoryRule(
        "br-nr17-pause-1", "br", Measure.NUMBER,
        "Telephone service has a pause of 10 minutes, after the first and before the last hour.",
        "NR-17, Annex II (five secondary texts that quote it alike)",
        work=5 * _HOUR, piece=10 * _MINUTE, under=20 * _MINUTE, paid=True, not_before=_HOUR,
        before_end=_HOUR + 10 * _MINUTE,
        unchecked="Without a known shift Deskhand takes the longest day allowed, 6 hours.",
    ),
    StatutoryRule(
        "br-nr17-pause-2", "br", Measure.NUMBER,
        "More than 4 hours of telephone service have a second pause of 10 minutes, before the last "
        "hour.",
        "NR-17, Annex II (five secondary texts that quote it alike)",
        work=5 * _HOUR, piece=10 * _MINUTE, under=20 * _MINUTE, paid=True, number=2,
        not_before=_HOUR, before_end=_HOUR + 10 * _MINUTE, applies_over=4 * _HOUR,
        unchecked="Without a known shift Deskhand takes the longest day allowed, 6 hours.",
    ),
    StatutoryRule(
        "br-nr17-meal", "br", Measure.NUMBER,
        "Telephone service has a meal break of 20 minutes besides the pauses.",
        "NR-17, Annex II (five secondary texts that quote it alike)",
        work=5 * _HOUR + 30 * _MINUTE, piece=20 * _MINUTE, paid=True, before_end=20 * _MINUTE,
        applies_over=4 * _HOUR,
        unchecked=_UNDEFINED.capitalize() + ". Whether it is due up to 4 hours a day.",
    ),
)  # fmt: skip

PLACES = {
    "eu": "European Union",
    "uk": "United Kingdom",
    "de": "Germany",
    "us-ca": "California",
    "in": "India",
    "ph": "Philippines",
    "br": "Brazil, NR-17 Annex II",
}
"""By the name that is chosen in the settings."""

ALIASES = {
    "gb": "uk",
    "ca": "us-ca",
    "california": "us-ca",
    "us_ca": "us-ca",
    "nr17": "br",
    "nr-17": "br",
    "br-nr17": "br",
    "germany": "de",
    "india": "in",
    "philippines": "ph",
    "brazil": "br",
}


def place_named(name: str) -> str | None:
    """The place that somebody means, or None."""
    lowered = name.strip().lower()
    lowered = ALIASES.get(lowered, lowered)
    return lowered if lowered in PLACES else None


def rules_for(places: tuple[str, ...]) -> tuple[StatutoryRule, ...]:
    """The rules of these places."""
    return tuple(rule for rule in RULES if rule.place in places)
