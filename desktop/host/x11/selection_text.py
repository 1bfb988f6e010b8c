"""Text as selections and properties have it: targets, types, encodings (ICCCM 2.6.2 and 2.7.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.host.base import Rich

TEXT_TARGETS = (
    "UTF8_STRING",
    "text/plain;charset=utf-8",
    "text/plain;charset=UTF-8",
    "STRING",
    "COMPOUND_TEXT",
    "text/plain",
    "TEXT",
)
"""The best first."""

_SEGMENT = re.compile(rb"(\x1b%G.*?(?:\x1b%@|\Z)|\x1b[\x20-\x2f]+[\x30-\x7e])", re.DOTALL)
_LATIN = {
    b"A": "iso8859-1", b"B": "iso8859-2", b"C": "iso8859-3", b"D": "iso8859-4",
    b"F": "iso8859-7", b"G": "iso8859-6", b"H": "iso8859-8", b"L": "iso8859-5",
    b"M": "iso8859-9",
}  # fmt: skip


_CHARSET = '<meta http-equiv="content-type" content="text/html; charset=utf-8">'
"""The type says nothing of it, and not every application takes it for UTF-8."""


@dataclass(frozen=True, slots=True)
class Format:
    """One target of a selection with what its owner answered, ready to be served again."""

    target: int
    type: int
    bits: int
    """8, 16 or 32: the unit in which the server swaps bytes."""
    data: bytes = field(repr=False)


def encodings(text: str) -> Sequence[tuple[str, str, bytes]]:
    """Target, type and bytes under which ``text`` is offered.

    STRING is Latin-1 by definition and left out where the text has more; then TEXT, whose type
    the owner chooses, is UTF-8.
    """
    utf8 = text.encode("utf-8", "replace")
    found = [
        ("UTF8_STRING", "UTF8_STRING", utf8),
        ("text/plain;charset=utf-8", "text/plain;charset=utf-8", utf8),
        ("text/plain", "text/plain", utf8),
    ]
    try:
        latin = text.encode("latin-1")
    except UnicodeEncodeError:
        found.append(("TEXT", "UTF8_STRING", utf8))
    else:
        found += [("STRING", "STRING", latin), ("TEXT", "STRING", latin)]
    return found


def all_encodings(text: str, rich: Rich) -> Sequence[tuple[str, str, bytes]]:
    """The same with what goes beside the text, the richest first; of a picture alone no text."""
    found: list[tuple[str, str, bytes]] = []
    if rich.picture:
        found.append((rich.kind, rich.kind, rich.picture))
    if rich.html:
        html = (_CHARSET + rich.html).encode("utf-8", "replace")
        found.append(("text/html", "text/html", html))
    return [*found, *(encodings(text) if text or not rich else ())]


def decode(type_name: str, data: bytes) -> str | None:
    """The text of a property by its *type*; the target that was asked for says less.

    None for a type that is no text, and for compound text in a charset other than those of
    Latin, Greek, Cyrillic, Arabic and Hebrew.
    """
    data = data.rstrip(b"\0")  # some owners count C's closing zero
    if type_name == "STRING":
        return data.decode("latin-1")
    if type_name == "COMPOUND_TEXT":
        return _compound(data)
    if type_name == "UTF8_STRING" or type_name.startswith(("text/plain", "TEXT")):
        return data.decode("utf-8", "replace")
    return None


def _compound(data: bytes) -> str | None:
    """Compound text, as far as its charsets are one byte a character or UTF-8."""
    right = "iso8859-1"
    parts: list[str] = []
    for piece in _SEGMENT.split(data):
        if piece.startswith(b"\x1b%G"):
            parts.append(piece[3:].removesuffix(b"\x1b%@").decode("utf-8", "replace"))
        elif piece.startswith(b"\x1b-") and piece[2:] in _LATIN:
            right = _LATIN[piece[2:]]
        elif piece.startswith(b"\x1b"):
            if piece != b"\x1b(B":  # ASCII on the left, which it is anyway
                return None
        else:
            parts.append(piece.decode(right, "replace"))
    return "".join(parts)
