"""What a field of a form may be checked for, and how what was typed then stands in the text.

``check:`` of a field is ``iban``, ``card``, ``email`` or ``number``, or the form of a number of the
company's as in ``AB-######`` (:mod:`desktop.core.forms`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.core import forms
from desktop.core.checksums import IBAN_LENGTHS, passes_luhn, passes_mod_97

_SHORTEST_CARD, _LONGEST_CARD = 13, 19
_SHOWN = 4
"""Digits of a card that may be seen (PCI DSS 3.4 allows that much)."""
_NUMBER = re.compile(r"[-+\u2212]?\d+(?:[.,\u00a0\u202f' ]\d+)*")
_GAPS = re.compile(r"[\s\u00a0\u202f\-.]+")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was typed is not what was asked for: the sentence for the agent."""

    why: str


def is_check(check: str) -> bool:
    """Is there such a check?"""
    return check in KNOWN or not forms.unfit(check)


def checked(check: str, text: str) -> str | Wrong:
    """The text as it is to stand, or what is wrong with it; nothing typed is never wrong here."""
    text = text.strip()
    if not text:
        return ""
    if check in _CHECKS:
        return _CHECKS[check](text)
    if re.fullmatch(forms.expression(check), text, re.IGNORECASE):
        return text
    return Wrong(f"It must look like {check}: # is a digit, ? a letter")


def _iban(text: str) -> str | Wrong:
    account = _GAPS.sub("", text).upper()
    length = IBAN_LENGTHS.get(account[:2])
    if length is None or not account.isascii() or not account.isalnum():
        return Wrong("This is no IBAN: it begins with two letters for a country")
    if len(account) != length:
        return Wrong(f"An IBAN of {account[:2]} has {length} characters; these are {len(account)}")
    if not passes_mod_97(account):
        return Wrong("A digit of this IBAN is wrong: its check digits don't fit")
    return " ".join(account[at : at + 4] for at in range(0, len(account), 4))


def _card(text: str) -> str | Wrong:
    digits = _GAPS.sub("", text)
    if not digits.isascii() or not digits.isdigit():
        return Wrong("This is no card number: it has digits only")
    if not _SHORTEST_CARD <= len(digits) <= _LONGEST_CARD or not passes_luhn(digits):
        return Wrong("A digit of this card number is wrong or missing")
    return f"**** {digits[-_SHOWN:]}"


def _email(text: str) -> str | Wrong:
    from email_validator import EmailNotValidError, validate_email  # takes 40 ms

    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return Wrong("This is no e-mail address")
    return text


def _number(text: str) -> str | Wrong:
    return text if _NUMBER.fullmatch(text) else Wrong("This is no number")


_CHECKS = {"iban": _iban, "card": _card, "email": _email, "number": _number}
KNOWN = tuple(_CHECKS)
