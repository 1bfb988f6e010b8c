"""What a customer is found by in the book; only hashes of it are kept."""

from __future__ import annotations

from desktop.core.forms import bare
from desktop.customers.card import EMAIL, NAME, NUMBER, PHONE
from desktop.customers.identify.email import folded
from desktop.customers.identify.phone import tail_of
from desktop.customers.identify.query import Kind, Query
from desktop.customers.names import words

NAMES = frozenset({NAME, "first_name", "last_name", "company"})
"""Fields whose words are names."""
MOST_WORDS = 8
"""Of one field."""

FORMS = {EMAIL: folded, PHONE: tail_of, NUMBER: bare}
"""What the values of a field are found by; an empty text: by nothing."""

_BEGINNINGS = (3, 4, 5, 6, 8)
"""Letters of a word that it is found by."""
_FIELDS = {Kind.EMAIL: EMAIL, Kind.PHONE: PHONE, Kind.CUSTOMER: NUMBER}


def beginnings(word: str) -> tuple[str, ...]:
    """``('gar', 'garc', 'garci', 'garcia')`` of ``garcia``, ``('li',)`` of ``li``."""
    return tuple(dict.fromkeys(word[:length] for length in _BEGINNINGS))


def _sought(word: str) -> str:
    """What every word that begins with ``word`` is found by; if too short, only the same word."""
    return next((word[:length] for length in reversed(_BEGINNINGS) if len(word) >= length), word)


def asked(query: Query) -> tuple[str, tuple[str, ...]]:
    """The field in which somebody is looked for, and by what: all of it in names, any in others."""
    if query.kind is Kind.NAME:
        parts = (_sought(word) for word in words(query.value)[:MOST_WORDS])
        return NAME, tuple(dict.fromkeys(parts))
    field = _FIELDS.get(query.kind, "")
    forms = map(FORMS[field], query.forms) if field else ()
    return field, tuple(dict.fromkeys(form for form in forms if form))
