"""``deskhand://lookup?phone=…`` links: what a phone system or a web page may ask.

Any page that the agent visits can open such a link. So it says what to look up and nothing else;
what is not known here is refused, and nothing in it is ever taken for something true about a
customer.
"""

from __future__ import annotations

import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from desktop.core.results import UserError

LONGEST = 2_000
"""Characters of a link."""
LONGEST_VALUE = 500
MOST_PARAMETERS = 12

_PHONE = "phone"
_SPOKEN = frozenset({"name", "text", "q"})
"""In these a ``+`` is a space; in numbers and addresses it is itself, encoded or not."""
_MEANS: Mapping[str, str] = MappingProxyType(
    {
        "email": "email",
        "mail": "email",
        "phone": _PHONE,
        "ani": _PHONE,
        "caller": _PHONE,
        "callernumber": _PHONE,
        "number": _PHONE,
        "from": _PHONE,
        "customer": "customer",
        "ticket": "ticket",
        "order": "order",
        "text": "text",
        "q": "text",
        "name": "name",
        "callid": "call",
        "direction": "",
    }
)
"""What a parameter is, by the names that phone systems give it."""
_ORDER = ("email", "customer", _PHONE, "ticket", "order", "text", "name")
"""By what somebody is looked up first."""
_LABELLED = frozenset({"customer", "ticket", "order"})


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was understood."""

    texts: tuple[str, ...] = field(repr=False)
    """What to look up: the first of these that is something."""
    call: str = field(default="", repr=False)
    """What a phone system calls the call."""


def read_link(url: str) -> Link:
    """Understand a link.

    Raises:
        UserError: it is none that may be opened; the words hold nothing of it.
    """
    before, _, query = url.partition("?")
    wrong = _wrong_with_form(url) or _wrong_with_address(before) or _wrong_with_query(query)
    if wrong:
        raise UserError("This link can't be opened", wrong, "Check how the link is written")
    given: dict[str, str] = {}
    for pair in query.split("&"):
        name, value = _parameter(pair)
        given.setdefault(name, value)  # the first of those that mean the same
    texts = [
        f"{name} {given[name]}" if name in _LABELLED else given[name]
        for name in _ORDER
        if given.get(name)
    ]
    return Link(tuple(texts), given.get("call", ""))


def _wrong_with_form(url: str) -> str:
    if len(url) > LONGEST:
        return f"A link may have {LONGEST:,} characters at most"
    if not url.isascii() or any(char.isspace() or not char.isprintable() for char in url):
        return "It has characters that no link has"
    return "It has a part after “#”, which means nothing here" if "#" in url else ""


def _wrong_with_address(address: str) -> str:
    scheme, _, rest = address.partition(":")
    if scheme.lower() != "deskhand":
        return "It does not begin with “deskhand:”"
    if rest.lower() not in {"//lookup", "//lookup/", "lookup"}:
        return "A link can only look somebody up, as deskhand://lookup?phone=… does"
    return ""


def _wrong_with_query(query: str) -> str:
    pairs = query.split("&")
    if not query or len(pairs) > MOST_PARAMETERS:
        return f"It says nothing to look up, or more than {MOST_PARAMETERS} things"
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or name.lower() not in _MEANS:
            return f"It may say only {', '.join(_MEANS)}"
        if not _readable(value):
            return f"A value is longer than {LONGEST_VALUE} characters, or no text"
    return ""


def _readable(value: str) -> bool:
    try:
        plain = urllib.parse.unquote(value, errors="strict")
    except UnicodeDecodeError:
        return False
    return len(plain) <= LONGEST_VALUE and "\0" not in plain


def _parameter(pair: str) -> tuple[str, str]:
    name, _, value = pair.partition("=")
    name = name.lower()
    plain = urllib.parse.unquote(value.replace("+", " ") if name in _SPOKEN else value)
    return _MEANS[name], plain
