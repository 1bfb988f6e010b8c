"""Card, account, phone and order numbers, however they are written.

A number with a slip in it is as private as a right one. So what decides is how many digits there
are; checksums only say what to call it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.core.checksums import IBAN_LENGTHS, passes_luhn, passes_mod_97
from desktop.translation.masking.kinds import Kind, Span

# Spaces, dashes, dots, slashes, brackets and signs that can't be seen; no line break, as every line
# may have a number of its own.
_BETWEEN = r"[ \t\u00a0\u00ad\u2000-\u200f\u2010-\u2015\u202a-\u202f\u2060-\u2069\ufeff.\-/()]"
_DIGITS = re.compile(rf"\+?(?:\((?=\d{{1,6}}\)))?\d(?:{_BETWEEN}{{0,3}}\d)*")
_DATE = re.compile(
    r"\d{1,2}([./-] ?)\d{1,2}\1\d{2}(?:\d{2})?(?: \d{1,2}(?:\.\d\d)?)?"
    r"|(?:19|20)\d\d([./-])\d{1,2}\2\d{1,2}(?: \d{1,2})?"
)
# Nine digits in threes are how Spain, Portugal, Poland and others write a phone number; an amount
# with so many says its currency.
_AMOUNT = re.compile(r"[1-9]\d?([. \u00a0\u202f])\d{3}\1\d{3}|\d{1,6}\.\d{1,2}")
_CARD_IN_LINES = re.compile(
    r"(?<!\d)(?=(\d{4}(?:(?:\s{1,3}\d{4}){3}|\s{1,3}\d{6}\s{1,3}\d{5}))(?!\d))"
)
"""As it comes from a form, or from a chat that breaks its lines."""
_IBAN = re.compile(r"(?<![^\W_])([A-Z]{2})\d{2}(?=[ \u00a0\-.]?[A-Z0-9])", re.IGNORECASE)
_PART = re.compile(r"[ \u00a0\u202f\-.]?([A-Za-z0-9])")

FEWEST_DIGITS = 5
"""Of a number that is masked wherever it stands; shorter ones are counts, prices and years."""
FEWEST_SPREAD_DIGITS = 7
"""The same for one with gaps, as phone numbers have."""
_CHECKED_DIGITS = 64


def numbers(text: str) -> Iterator[Span]:
    """Every number of a text that may be a customer's."""
    yield from _accounts(text)
    for match in _CARD_IN_LINES.finditer(text):
        if passes_luhn("".join(match[1].split())):
            yield Span(*match.span(1), Kind.CARD)
    for match in _DIGITS.finditer(text):
        kind = _kind(match[0])
        if kind is not None:
            yield Span(match.start(), match.end(), kind)


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
        length = IBAN_LENGTHS.get(match[1].upper())
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
            if account[2:].isdigit() or passes_mod_97(account):
                yield Span(match.start(), end, Kind.IBAN)
