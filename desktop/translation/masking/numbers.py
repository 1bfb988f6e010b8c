"""Card, account, phone and order numbers, however they are written.

A number with a slip in it is as private as a right one. So what decides is how many digits there
are; checksums only say what to call it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.core.checksums import IBAN_LENGTHS, passes_luhn, passes_mod_97
from desktop.translation.masking.kinds import Kind, Span

# Spaces, dashes, dots, slashes, brackets and signs that can't be seen, wide ones of Chinese and
# Japanese too; no line break, as every line may have a number of its own.
_BETWEEN = (
    r"[ \t\u00a0\u00ad\u00b7\u2000-\u200f\u2010-\u2015\u2022\u202a-\u202f\u2060-\u2069\u2212"
    r"\u3000\u30fc\ufeff\uff08\uff09\uff0d-\uff0f.\-/()]"
)
_DIGITS = re.compile(rf"[+\uff0b]?(?:[(\uff08](?=\d{{1,6}}[)\uff09]))?\d(?:{_BETWEEN}{{0,3}}\d)*")
_DATE = re.compile(
    r"\d{1,2}([./-] ?)\d{1,2}\1\d{2}(?:\d{2})?(?: \d{1,2}(?:\.\d\d)?)?"
    r"|(?:19|20)\d\d([./-])\d{1,2}\2\d{1,2}(?: \d{1,2})?"
)
# Nine digits in threes are how Spain, Portugal, Poland and others write a phone number; an amount
# with so many says its currency.
_AMOUNT = re.compile(r"[1-9]\d?([. \u00a0\u202f])\d{3}\1\d{3}|\d{1,6}\.\d{1,2}")
_CHECK_LETTER = re.compile(r"-?[A-Z](?![^\W_])")
"""Behind a number it makes an identity of it, as in Spain; amounts have none."""
_CARD_APART = re.compile(
    r"(?<!\d)(?=(\d{4}(?:(?:[\W_]{1,5}\d{4}){3}|[\W_]{1,5}\d{6}[\W_]{1,5}\d{5}))(?!\d))"
)
"""As it comes from a form or a table, or from a chat that breaks its lines."""
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
    for match in _CARD_APART.finditer(text):
        if passes_luhn("".join(filter(str.isdigit, match[1]))):
            yield Span(*match.span(1), Kind.CARD)
    for match in _DIGITS.finditer(text):
        kind = _kind(match[0], checked=_CHECK_LETTER.match(text, match.end()) is not None)
        if kind is not None:
            yield Span(match.start(), match.end(), kind)


def _kind(written: str, *, checked: bool) -> Kind | None:
    digits = "".join(char for char in written if char.isdigit())
    gaps = len(digits) < len(written)
    if _holds_card(digits[:_CHECKED_DIGITS]):
        return Kind.CARD
    if len(digits) < (
        FEWEST_SPREAD_DIGITS if gaps and written[0] not in "+\uff0b" else FEWEST_DIGITS
    ):
        return None
    if not gaps:
        return Kind.ORDER
    if not checked and (_DATE.fullmatch(written) or _AMOUNT.fullmatch(written)):
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
