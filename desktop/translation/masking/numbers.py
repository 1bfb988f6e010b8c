"""Card, account, phone and order numbers, however they are written.

A number with a slip in it is as private as a right one. So what decides is how many digits there
are; checksums only say what to call it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.translation.masking.kinds import Kind, Span

# Spaces, dashes, dots, slashes, brackets and signs that can't be seen; no line break.
_BETWEEN = r"[ \t\u00a0\u00ad\u2000-\u200f\u2010-\u2015\u202a-\u202f\u2060-\u2069\ufeff.\-/()]"
_DIGITS = re.compile(rf"\+?(?:\((?=\d{{1,6}}\)))?\d(?:{_BETWEEN}{{0,3}}\d)*")
_DATE = re.compile(
    r"\d{1,2}([./-] ?)\d{1,2}\1\d{2}(?:\d{2})?(?: \d{1,2}(?:\.\d\d)?)?"
    r"|(?:19|20)\d\d([./-])\d{1,2}\2\d{1,2}(?: \d{1,2})?"
)
_AMOUNT = re.compile(r"\d{1,3}(?:([. \u00a0\u202f])\d{3})(?:\1\d{3})?|\d{1,6}\.\d{1,2}")
_IBAN = re.compile(r"(?<![^\W_])([A-Z]{2})\d{2}(?=[ \u00a0\-.]?[A-Z0-9])", re.IGNORECASE)
_PART = re.compile(r"[ \u00a0\u202f\-.]?([A-Za-z0-9])")

FEWEST_DIGITS = 5
"""Of a number that is masked wherever it stands; shorter ones are counts, prices and years."""
FEWEST_SPREAD_DIGITS = 7
"""The same for one with gaps, as phone numbers have."""
_CHECKED_DIGITS = 64

_IBAN_LENGTHS = {
    pair[:2]: int(pair[2:])
    for pair in re.findall(
        r"\S+",
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 "
        "DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 "
        "IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 "
        "MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 "
        "SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30",
    )
}
"""Characters by country, after the registry that SWIFT keeps for ISO 13616."""


def numbers(text: str) -> Iterator[Span]:
    """Every number of a text that may be a customer's."""
    yield from _accounts(text)
    for match in _DIGITS.finditer(text):
        kind = _kind(match[0])
        if kind is not None:
            yield Span(match.start(), match.end(), kind)


def passes_luhn(digits: str) -> bool:
    """Whether the last digit checks the others, as on payment cards (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _kind(written: str) -> Kind | None:
    digits = "".join(char for char in written if char.isdigit())
    gaps = len(digits) < len(written)
    if _holds_card(digits[:_CHECKED_DIGITS]):
        return Kind.CARD
    if len(digits) < (FEWEST_SPREAD_DIGITS if gaps and written[0] != "+" else FEWEST_DIGITS):
        return None
    if not gaps:
        return Kind.ORDER
    if _DATE.fullmatch(written) or _AMOUNT.fullmatch(written):
        return None
    return Kind.PHONE if len(digits) <= 15 else Kind.ORDER


def _holds_card(digits: str) -> bool:
    """Whether a card's number is in it, also with its date or check number right beside it."""
    return any(
        passes_luhn(digits[start : start + length])
        for length in range(13, 20)
        for start in range(len(digits) - length + 1)
        if digits[start] != "0"
    )


def _accounts(text: str) -> Iterator[Span]:
    for match in _IBAN.finditer(text):
        length = _IBAN_LENGTHS.get(match[1].upper())
        if length is None:
            continue
        end = match.end()
        for _ in range(length - 4):
            part = _PART.match(text, end)
            if part is None:
                break
            end = part.end()
        else:
            account = "".join(filter(str.isalnum, text[match.start() : end]))
            # Words may follow the number, so letters in it need the check digits to be right.
            if account[2:].isdigit() or _passes_mod_97(account):
                yield Span(match.start(), end, Kind.IBAN)


def _passes_mod_97(account: str) -> bool:
    """Whether the check digits of an IBAN are right (ISO 7064)."""
    return int("".join(str(int(char, 36)) for char in account[4:] + account[:4])) % 97 == 1
