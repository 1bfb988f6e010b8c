"""Tells from a text alone what kind of thing somebody wants to look up by it."""

from __future__ import annotations

import re
import unicodedata
import urllib.parse
from collections.abc import Iterable, Iterator

from desktop.core.forms import bare, expression
from desktop.customers.identify.absent import is_placeholder, is_withheld
from desktop.customers.identify.email import addresses, normal
from desktop.customers.identify.phone import MOST_DIGITS, read_phone
from desktop.customers.identify.query import Kind, Query, Sure, Why

LONGEST = 500
"""Characters of a text that is looked at; what is asked for is in it or is it."""
LONGEST_NAME = 80

_LABELS = {
    Kind.TICKET: r"ticket|case|request|incident|fall|vorgang|anfrage|caso|chamado|demande|billet",
    Kind.ORDER: r"order|purchase|bestell(?:ung|nummer)|auftrag|pedido|orden|commande|ordine",
    Kind.CUSTOMER: r"customer|client|account|kunden?(?:nummer)?|cliente|cuenta|conta|compte|konto",
}
_LABEL = re.compile(
    "(?:"
    + "|".join(f"(?P<{kind.name}>{words})" for kind, words in _LABELS.items())
    + r")s?\s*(?:number|nummer|n[uú]mero|id|no|nr|n)?\s*[.°º]?\s*[:#-]?\s*(?=\S*\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[A-Za-z0-9]+(?:[-_./][A-Za-z0-9]+)*")
_HASH = re.compile(r"#\s?(\d{1,15})")
_MIXED = re.compile(r"[A-Za-z]{1,6}[-_./]?\d{3,}[A-Za-z0-9\-_./]{0,20}")
_ENCODED = re.compile(r"%(?:2B|40|20|28|2F)", re.IGNORECASE)
"""Of a link that was encoded twice: what numbers and addresses have in them."""
_NO_NAME = frozenset('{}[]<>=|\\/$%^*_~#@+:;!?"')


class Patterns:
    """What the agent's company's numbers look like (:mod:`desktop.core.forms`); made ready once."""

    def __init__(
        self,
        tickets: Iterable[str] = (),
        orders: Iterable[str] = (),
        customers: Iterable[str] = (),
    ) -> None:
        """In this order where a number is of several forms."""
        self._forms = [
            (kind, re.compile(expression(form), re.IGNORECASE))
            for kind, forms in (
                (Kind.TICKET, tickets),
                (Kind.ORDER, orders),
                (Kind.CUSTOMER, customers),
            )
            for form in forms
        ]

    def kinds(self, text: str) -> Iterator[Kind]:
        """What the whole of ``text`` may be."""
        return (kind for kind, form in self._forms if form.fullmatch(text))


def identify(text: str, patterns: Patterns | None = None, region: str = "") -> Query | Why:
    """What ``text`` is. ``region`` is the country where the agent is (``DE``), empty: not known."""
    if len(text) > LONGEST:
        return Why.TOO_LONG
    seen = _visible(text)
    plain = " ".join(seen.split())
    if _ENCODED.search(plain) and not is_placeholder(plain):
        seen = _visible(urllib.parse.unquote(seen))
        plain = " ".join(seen.split())
    if not plain:
        return Why.NOTHING
    if is_withheld(plain):
        return Why.WITHHELD
    if is_placeholder(plain):
        return Why.PLACEHOLDER
    return (
        _email(plain)
        or _number_of(plain, patterns or Patterns())
        or _phone(seen, region)
        or _guessed(plain)
        or Why.UNCLEAR
    )


def _visible(text: str) -> str:
    """Without the signs that can't be seen, which change how the others are read."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(char for char in composed if unicodedata.category(char) not in {"Cf", "Cs"})


def _email(plain: str) -> Query | None:
    if "@" not in plain:
        return None
    scheme, colon, rest = plain.partition(":")
    if colon and scheme.lower() == "mailto":
        plain = rest.partition("?")[0]
    elif colon and scheme.lower() in {"sip", "sips", "tel", "callto"}:
        return None
    whole = normal(plain)
    found = [whole] if whole else addresses(plain)
    # Of several, nobody can say whose was meant.
    return Query(Kind.EMAIL, found[0], written=plain) if len(found) == 1 else None


def _number_of(plain: str, patterns: Patterns) -> Query | None:
    """A number that its form or the word before it gives away."""
    label = _LABEL.match(plain)
    number = plain[label.end() :] if label else plain
    kinds = list(patterns.kinds(number))
    if label is not None:
        named = next(kind for kind in _LABELS if label[kind.name])
        if named in kinds or _NUMBER.fullmatch(number):
            return Query(named, bare(number), Sure.CERTAIN, written=plain)
    if kinds:
        sure = Sure.CERTAIN if len(kinds) == 1 else Sure.LIKELY
        return Query(kinds[0], bare(number), sure, written=plain)
    if hashed := _HASH.fullmatch(plain):
        return Query(Kind.TICKET, hashed[1], Sure.LIKELY, written=plain)
    return None


def _phone(seen: str, region: str) -> Query | None:
    found = read_phone(seen, region)
    if found is None:
        return None
    return Query(
        Kind.PHONE, found.value, found.sure, found.extension, found.others, " ".join(seen.split())
    )


def _guessed(plain: str) -> Query | None:
    if plain.isdecimal() and len(plain) <= MOST_DIGITS:
        return Query(Kind.CUSTOMER, plain, Sure.GUESS, written=plain)
    if _MIXED.fullmatch(plain):
        return Query(Kind.ORDER, bare(plain), Sure.GUESS, written=plain)
    letters = sum(char.isalpha() for char in plain)
    is_name = (
        letters >= 2
        and len(plain) <= LONGEST_NAME
        and not _NO_NAME.intersection(plain)
        and sum(char.isdigit() for char in plain) * 3 <= letters
        and len(plain.split()) <= 8
    )
    return Query(Kind.NAME, plain, Sure.GUESS, written=plain) if is_name else None
