"""Phone numbers, in any national way of writing, and when two of them are the same."""

from __future__ import annotations

import re
import urllib.parse
from dataclasses import dataclass, field
from enum import Enum

from desktop.customers.identify.query import Sure

FEWEST_DIGITS = 6
"""Of a number that is taken for a phone's; shorter ones are extensions, or numbers of things."""
MOST_DIGITS = 15
"""Of a number without what is dialled before one abroad (E.164, 6.1)."""
LONGEST = 120
"""Characters in which a number is looked for; links to one have parameters."""
TAIL = 7
"""The last digits that two ways of writing one number have in common, whatever stands before."""

_SCHEME = re.compile(r"\s*(tel|sips?|callto|phone|whatsapp):(?://)?\s*", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:tel(?:[ée]fono|efon|éphone|efone|ephone)?|phone|ph|mob(?:ile|il|ilnummer)?|m[oó]vil"
    r"|cell(?:ulare|ular)?|fax|handy|whats ?app|call(?:er)?|number|nummer|n[uú]mero|rufnummer)"
    r"[.\s]*(?:no\.?|nr\.?)?[\s.:#]{0,5}(?=[+(\d])",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r"[\s,;]*(?:;ext=|\bext(?:ension)?\b\.?|\bextn?\b\.?|\bx|#|\bdurchwahl\b|\bdw\b\.?|\bposte\b"
    r"|\bint(?:erno)?\b\.?|\banexo\b|\bramal\b)[\s:.]*(?P<digits>\d{1,7})\s*$",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"[+(]?[\d\s().\-/\u2010-\u2015·•,+]+")
_NO_PHONE = re.compile(
    r"(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./]\d{1,2}"  # dates
    r"|\d{1,2}([-./])\d{1,2}\1(?:19|20)\d\d"
    r"|\d{1,3}(?:\.\d{1,3}){3}"  # IPv4
)
_SEPARATORS = str.maketrans("", "", " +()./-\u00a0")
_DIGITS_APART = re.compile(r"\D+")
_NATIONAL_ZERO = re.compile(r"(?<=\d)\s*\(0\)\s*")
_SIP_USER = re.compile(r"([^@;?]+)(?:@[^;?]*)?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that was understood."""

    value: str = field(repr=False)
    """E.164 where the country is known, else the digits."""
    sure: Sure
    extension: str = field(default="", repr=False)
    others: tuple[str, ...] = field(default=(), repr=False)
    """What it could stand for too."""

    @property
    def tail(self) -> str:
        """The digits that it has in common with other ways of writing it."""
        return self.value.lstrip("+")[-TAIL:]


class Likeness(Enum):
    """Whether two numbers reach the same phone."""

    SAME = "same"
    PERHAPS = "perhaps"
    """The ends are the same, and one of the two does not say its country itself."""
    DIFFERENT = "different"


def read_phone(text: str, region: str = "") -> Phone | None:
    """Understand one number; None when it is none.

    ``region`` is the country where the agent is (ISO 3166, ``DE``), by whose ways a number without
    a country is read. A space at the start was a ``+`` in the address of a link.
    """
    if len(text) > LONGEST:
        return None
    written = _unwrapped(text)
    lost_plus = written.startswith(" ") and written[1:2].isdigit() and written[1:2] != "0"
    written = written.strip()
    written = written[_label_end(written) :]
    extension = ""
    if found := _EXTENSION.search(written):
        extension, written = found["digits"], written[: found.start()].strip()
    if not _WRITTEN.fullmatch(written) or _NO_PHONE.fullmatch(written):
        return None
    plus = written.lstrip("( ").startswith("+")
    if written.count("+") > plus:
        return None
    written = _NATIONAL_ZERO.sub("", written) if plus or written.startswith("00") else written
    digits = _digits(written)
    most = MOST_DIGITS + (2 if digits.startswith("00") else 0)
    if not FEWEST_DIGITS <= len(digits) <= most or len(set(digits)) == 1:
        return None
    return _understood(digits, region.upper(), extension, plus=plus, lost_plus=lost_plus)


def tail_of(written: str) -> str:
    """The digits by which a number is found however it is written; empty when there are too few.

    Without the plans of all countries: a million numbers are read in seconds.
    """
    digits = written.translate(_SEPARATORS)
    if len(written) > LONGEST:
        return ""
    if not (digits.isascii() and digits.isdecimal()):
        digits = _digits(_EXTENSION.sub("", _unwrapped(written)))
    return digits[-TAIL:] if len(digits) >= FEWEST_DIGITS else ""


def likeness(one: Phone, other: Phone) -> Likeness:
    """Do they reach the same phone? An extension that only one of them has does not matter."""
    if one.extension and other.extension and one.extension != other.extension:
        return Likeness.DIFFERENT
    if one.value == other.value:
        return Likeness.SAME if Sure.GUESS not in (one.sure, other.sure) else Likeness.PERHAPS
    if {one.value, *one.others} & {other.value, *other.others}:
        return Likeness.PERHAPS
    if one.sure is Sure.CERTAIN and other.sure is Sure.CERTAIN:
        return Likeness.DIFFERENT
    # A country that was only assumed may be the wrong one.
    long = min(len(one.value.lstrip("+")), len(other.value.lstrip("+"))) >= TAIL
    return Likeness.PERHAPS if long and one.tail == other.tail else Likeness.DIFFERENT


def _unwrapped(text: str) -> str:
    """Without the scheme of a link (RFC 3966, SIP, callto) and what belongs to that."""
    scheme = _SCHEME.match(text)
    if scheme is None:
        return text
    rest = urllib.parse.unquote(text[scheme.end() :])
    if scheme[1].lower() in {"sip", "sips"}:
        user = _SIP_USER.fullmatch(rest)
        return user[1] if user else rest
    number, _, parameters = rest.partition(";")
    named = dict(one.partition("=")[::2] for one in parameters.split(";"))
    context = named.get("phone-context", "")
    if context.startswith("+") and not number.startswith("+"):
        number = context + number.lstrip("0")
    extension = named.get("ext", "")
    return f"{number};ext={extension}" if extension else number.partition("?")[0]


def _label_end(written: str) -> int:
    label = _LABEL.match(written)
    return label.end() if label else 0


def _digits(written: str) -> str:
    # Digits of other scripts count as what they are worth.
    return "".join(str(int(char)) for char in _DIGITS_APART.sub("", written))


def _understood(
    digits: str, region: str, extension: str, *, plus: bool, lost_plus: bool
) -> Phone | None:
    international = _valid("+" + digits) if digits[0] != "0" else ""
    if plus:
        if international:
            return Phone(international, Sure.CERTAIN, extension)
        return Phone(digits, Sure.GUESS, extension)
    if digits.startswith("00") and (abroad := _valid("+" + digits[2:])):
        return Phone(abroad, Sure.CERTAIN, extension)
    at_home = _valid(digits, region) if region else ""
    readings = [international, at_home] if lost_plus else [at_home, international]
    found = tuple(dict.fromkeys(one for one in readings if one))
    if not found:
        return Phone(digits, Sure.GUESS, extension)
    first = found[0]
    likely = first == at_home or lost_plus
    return Phone(first, Sure.LIKELY if likely else Sure.GUESS, extension, (*found[1:],))


def _valid(written: str, region: str = "") -> str:
    """In E.164, or an empty text when no such number can be given out."""
    import phonenumbers  # comes with the plans of all countries

    try:
        number = phonenumbers.parse(written, region or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
