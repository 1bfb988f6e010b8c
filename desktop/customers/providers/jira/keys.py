"""What names things in Jira: keys of issues, accounts, and texts within its query language."""

from __future__ import annotations

import re

from desktop.core.forms import bare
from desktop.customers.identify import Query

_KEY = re.compile(r"[A-Z][A-Z0-9_]{1,20}-[1-9][0-9]{0,9}")
_JOINED = re.compile(r"([A-Z][A-Z0-9_]*[A-Z_])([1-9][0-9]{0,9})")
_ACCOUNT = re.compile(r"[A-Za-z0-9:_.-]{1,128}")


def is_key(text: str) -> bool:
    """May this be an issue's key, so that it can stand in a path?"""
    return _KEY.fullmatch(text) is not None


def is_account(text: str) -> bool:
    """May this be an account's id, so that it can stand in a query?"""
    return _ACCOUNT.fullmatch(text) is not None


def key_of(query: Query) -> str:
    """The key that a ticket's number means; empty when it can't be one.

    Without its hyphen a project that ends with a digit can't be told from a longer number.
    """
    joined = _JOINED.fullmatch(query.value)
    ways = [query.written.strip().upper(), query.value]
    ways += [f"{joined[1]}-{joined[2]}"] if joined else []
    asked = bare(query.value)
    return next((one for one in ways if is_key(one) and bare(one) == asked), "")


def quoted(text: str) -> str:
    """A text as JQL has it: in quotation marks, with what would end them escaped."""
    plain = " ".join(text.split())
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def phrase(text: str) -> str:
    """The same for its search of texts, where the phrase has quotation marks of its own."""
    return quoted('"' + " ".join(text.replace("\\", " ").replace('"', " ").split()) + '"')
