"""Text that did not come from a pack: customers, the clipboard, forms, regex groups, programs.

It is plain text. Control characters could press keys, bidi overrides could show one text and
send another (Unicode TR 36), and our own marks must not be forged.
"""

from __future__ import annotations

import datetime as dt
import re

LONGEST_LINE = 500
"""Characters of one value of a customer, an interaction or the agent."""
LONGEST_TEXT = 100_000
"""Characters of a clipboard, a form's field or a whole rendered text."""

_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, all but tab and line feed
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates
    "\u206a-\u206f\ufeff\ufff9-\ufffb"  # deprecated controls, byte order mark, annotations
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"  # surrogates and noncharacters: our marks are some
)
_NEWLINE = re.compile("\r\n?|\x85|\u2028|\u2029")
_BLANK = re.compile(r"\s+")


def clean(text: str) -> str:
    """Plain text of several lines; at most :data:`LONGEST_TEXT` characters of it."""
    if text.isascii() and text.isprintable():
        return text[:LONGEST_TEXT]
    return _UNWANTED.sub("", _NEWLINE.sub("\n", text[: LONGEST_TEXT + 1]))[:LONGEST_TEXT]


def clean_line(text: str) -> str:
    """Plain text of one line: lines are joined by commas, blanks at the ends are dropped."""
    if text.isascii() and text.isprintable():
        return text.strip()[:LONGEST_LINE]
    *lines, last = clean(text[: 4 * LONGEST_LINE]).strip().split("\n")
    text = ", ".join([*(bare for line in lines if (bare := line.strip(" \t,;"))), last])
    return _BLANK.sub(" ", text).strip()[:LONGEST_LINE].rstrip()


def value_text(value: object, zone: dt.tzinfo | None = None) -> str:
    """A field's value as one line; empty for None and for what has no text, such as a mapping."""
    if isinstance(value, str):
        return clean_line(value)
    if isinstance(value, bool | int | float):
        return str(value).lower()[:LONGEST_LINE]
    if isinstance(value, dt.datetime):
        local = value.astimezone(zone) if zone is not None and value.tzinfo else value
        return f"{local:%Y-%m-%d %H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        texts = (value_text(one, zone) for one in value)
        return ", ".join(text for text in texts if text)[:LONGEST_LINE]
    return ""
