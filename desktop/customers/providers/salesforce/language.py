"""Values inside Salesforce's query languages, SOQL and SOSL, where they must stay values."""

from __future__ import annotations

import re
from collections.abc import Iterable

from desktop.customers.identify.phone import read_phone, tail_of

MOST = 4_000
"""Characters of a search; in a longer one its words for AND are dropped, and everybody is found."""

_SOQL = str.maketrans(
    {
        "\\": "\\\\",
        "'": "\\'",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\b": "\\b",
        "\f": "\\f",
    }
)
_SOSL = re.compile(r"""[?&|!{}\[\]()^~*:\\"'+\-]""")
_ID = re.compile(r"[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?")


def literal(value: str) -> str:
    """A text in SOQL, with its quotation marks."""
    shown = "".join(sign for sign in value if sign.isprintable() or sign in "\n\r\t\b\f")
    return f"'{shown.translate(_SOQL)}'"


def one_of(values: Iterable[str]) -> str:
    """What stands after IN."""
    return f"({', '.join(literal(one) for one in dict.fromkeys(values))})"


def term(words: str) -> str:
    """A text in SOSL: each of its signs means itself."""
    shown = "".join(sign if sign.isprintable() else " " for sign in words)
    return _SOSL.sub(r"\\\g<0>", " ".join(shown.split()))


def name_search(name: str) -> str:
    """Names in which each of these words begins a word; empty when there is nothing to search by.

    The star makes ``and`` and ``or`` words of names, too.
    """
    words = [term(one) for one in name.split()]
    # Signs alone are no words of the index, and one sign is too little to search by.
    kept = [one for one in words if sum(sign.isalnum() for sign in one) >= 1]
    joined = " AND ".join(f"{one}*" for one in kept)
    enough = sum(sign.isalnum() for sign in joined.replace(" AND ", "")) >= 2
    return joined if enough and len(joined) <= MOST else ""


def phone_search(number: str) -> str:
    """A number in the ways in which people type it: the index has it as it was typed."""
    phone = read_phone(number)
    digits = number.lstrip("+")
    forms = [number, digits, digits[-10:], tail_of(number)]
    if phone is not None and number.startswith("+"):
        forms += _national(number)
    quoted = [f'"{term(one)}"' for one in dict.fromkeys(forms) if len(one) >= 6]
    return " OR ".join(quoted)


def _national(number: str) -> list[str]:
    import phonenumbers  # comes with the plans of all countries

    parsed = phonenumbers.parse(number)
    kinds = phonenumbers.PhoneNumberFormat
    return [
        str(phonenumbers.format_number(parsed, one))
        for one in (kinds.NATIONAL, kinds.INTERNATIONAL)
    ]


def is_id(text: str) -> bool:
    """Is it the id of a record, in one of its two lengths?"""
    return _ID.fullmatch(text) is not None


def same_id(one: str, other: str) -> bool:
    """Do they name one record? The longer form adds a checksum to the shorter."""
    return one[:15] == other[:15] and bool(one)
