"""The built-in values: ``customer.*``, ``interaction.*`` and ``agent.*``.

Any field that is present can be used. Some are worked out when they are not: a first name, how
to address the customer, how long the interaction has lasted. What nobody knows is None.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from desktop.snippets.render import manners
from desktop.snippets.render.outcome import Context
from desktop.snippets.render.outside import value_text

_TITLE = re.compile(
    r"(?:mr|mrs|ms|miss|mx|dr|prof|sir|herr|frau|m|mme|mlle|sr|sra|srta|sig|dhr|mevr|dott"
    r"|shri|smt|श्री|श्रीमती|सुश्री|gng)\.?",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:gmbh|ag|kg|ltd|limited|inc|llc|plc|corp|s\.?a\.?(?:r\.?l\.?|s\.?)?|s\.?r\.?l|s\.?l"
    r"|b\.?v|oy|ab|a/s|aps|sp\. z o\.o|company|team|support)\b\.?$",
    re.IGNORECASE,
)
_FIRST_FAR_EASTERN = "\u3040"
_NOT_A_NAME = re.compile(r"[\d@/\\<>_:]")


class Known:
    """What is known of one interaction, at one moment."""

    def __init__(
        self, context: Context, *, language: str, speech: str, channel: str, now: dt.datetime
    ) -> None:
        """``language`` is the customer's, ``speech`` that of the text being filled."""
        self._context = context
        self._language = language
        self._speech = speech
        self._channel = channel
        self._now = now

    def value(self, namespace: str, name: str) -> str | None:
        """The text of one value; None where there is none."""
        derive = _DERIVED.get(f"{namespace}.{name}")
        if derive is Known.formality:  # the field holds a wish in anybody's words
            return self.formality() or None
        text = value_text(self._raw(namespace, name), self._now.tzinfo)
        if text:
            return text
        return (derive(self) if derive is not None else None) or None

    def time_zone(self) -> dt.tzinfo | None:
        """The customer's, else the agent's."""
        return zone_named(self._text("customer", "time_zone")) or self._now.tzinfo

    def _raw(self, namespace: str, name: str) -> object:
        found: object = self._context.get(namespace)
        for key in name.split("."):
            if not isinstance(found, Mapping):
                return None
            found = found.get(key)
        return found

    def _text(self, namespace: str, name: str) -> str:
        return value_text(self._raw(namespace, name))

    def _names(self, namespace: str) -> tuple[str, str, str]:
        """First name, last name and the whole; empty where they can't be told."""
        full = self._text(namespace, "name")
        first = self._text(namespace, "first_name")
        last = self._text(namespace, "last_name")
        if not full:
            full = joined_name(first, last)
        derived = ("", "") if _COMPANY.search(full) else split_name(full, self._language)
        return first or derived[0], last or derived[1], full

    def first_name(self, namespace: str) -> str:
        """The first name, from the whole one where it is not known."""
        return self._names(namespace)[0]

    def last_name(self, namespace: str) -> str:
        """The last name, likewise."""
        return self._names(namespace)[1]

    def full_name(self, namespace: str) -> str:
        """The whole name, from its parts where it is not known."""
        return self._names(namespace)[2]

    def formal(self) -> bool | None:
        """Whether the customer is addressed formally: their own wish, else the language's way."""
        wish = self._text("customer", "formality").lower()
        if wish in manners.FORMAL | manners.INFORMAL:
            return wish in manners.FORMAL
        ways = manners.manners_of(self._speech)
        return ways.formal if ways else None

    def formality(self) -> str:
        """``formal`` or ``informal``: a word to choose a nested snippet by."""
        formal = self.formal()
        return "" if formal is None else ("formal" if formal else "informal")

    def salutation(self) -> str:
        """The words at the top of a message, without the comma."""
        ways = manners.manners_of(self._speech)
        if ways is None:
            return ""
        first, last, full = self._names("customer")
        if not self.formal():
            return ways.friendly.format(first=first, full=full or first) if first else ways.hello
        if not full:
            return ways.nobody
        pattern = {"sir": ways.sir, "madam": ways.madam}.get(self._address(), ways.neutral)
        surname = last or full
        if self._speech.lower().startswith("nl"):
            surname = surname[:1].upper() + surname[1:]  # "Van der Berg" where no first name stands
        return pattern.format(first=first, last=surname, full=full)

    def _address(self) -> str:
        for field in ("title", "gender"):
            words = self._text("customer", field).lower().replace(".", "").split()
            if any(word in manners.MADAM for word in words):
                return "madam"
            if any(word in manners.SIR for word in words):
                return "sir"
        return ""

    def local_greeting(self) -> str:
        """The greeting of the customer's language at the hour where they are."""
        language = self._text("customer", "language") or self._language or self._speech
        ways = manners.manners_of(language)
        if ways is None:
            return ""
        return manners.greeting(ways, self._now.astimezone(self.time_zone()).hour)

    def minutes(self) -> str:
        """How long the interaction has been open, in whole minutes."""
        opened = self._raw("interaction", "opened")
        if not isinstance(opened, dt.datetime) or opened.tzinfo is None:
            return ""
        return str(max(0, int((self._now - opened).total_seconds() // 60)))

    def language(self) -> str:
        """The interaction's language."""
        return self._language

    def channel(self) -> str:
        """The interaction's channel."""
        return self._channel


_DERIVED: dict[str, Callable[[Known], str]] = {
    "customer.name": lambda known: known.full_name("customer"),
    "customer.first_name": lambda known: known.first_name("customer"),
    "customer.last_name": lambda known: known.last_name("customer"),
    "customer.salutation": Known.salutation,
    "customer.formality": Known.formality,
    "customer.local_greeting": Known.local_greeting,
    "customer.language": Known.language,
    "interaction.minutes": Known.minutes,
    "interaction.language": Known.language,
    "interaction.channel": Known.channel,
    "agent.name": lambda known: known.full_name("agent"),
    "agent.first_name": lambda known: known.first_name("agent"),
    "agent.last_name": lambda known: known.last_name("agent"),
}


def split_name(full: str, language: str = "") -> tuple[str, str]:
    """First and last name; an empty one where it can't be told.

    Of three names and more only the first is sure: ``María García López`` and ``José Luis
    García`` look the same.
    """
    if not full or _NOT_A_NAME.search(full):
        return "", ""
    family, comma, given = full.partition(",")
    if comma and given.strip():
        return given.split()[0], family.strip()
    words = full.split()
    while len(words) > 1 and _TITLE.fullmatch(words[0]):
        words.pop(0)
    if len(words) == 1:
        # A single word in a script without spaces may be family and given name in one.
        return ("" if words[0][0] >= _FIRST_FAR_EASTERN else words[0]), ""
    if language.lower().partition("-")[0] in manners.FAMILY_NAME_FIRST:
        return (words[1], words[0]) if len(words) == 2 else (words[-1], words[0])
    return words[0], (words[1] if len(words) == 2 else "")


def joined_name(first: str, last: str) -> str:
    """The whole name: in Chinese, Japanese and Korean letters the family's first, and no space."""
    if first and last and min(first + last) >= _FIRST_FAR_EASTERN:
        return last + first
    return f"{first} {last}".strip()


def zone_named(name: str) -> dt.tzinfo | None:
    """The time zone of an IANA name; None where there is none."""
    if not name or len(name) > 64:
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
