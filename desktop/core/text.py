"""What may be typed at all, and what is certain about a text on the screen: its Backspaces."""

from __future__ import annotations

import re
import unicodedata

_JOINERS = frozenset("\u200c\u200d\u2060\ufe0e\ufe0f\u20e3")
_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def writable(text: str) -> str:
    """The text with all its line breaks as line feeds, and without control characters but tab.

    A keyboard has keys for some of these: a carriage return is Enter, which sends in a chat.
    """
    if text.isprintable():
        return text
    return _CONTROL.sub("", _BREAK.sub("\n", text))


def certain_length(text: str) -> int | None:
    """How many Backspaces (or Left keys) surely pass over ``text``, or None when that is not sure.

    Applications differ on joined emoji, flags, skin tones, combining marks, scripts in which
    characters join into clusters, and on control characters; for those nobody can say.
    """
    for char in text:
        code = ord(char)
        if code < 0x300:
            if code < 0x20 and char not in "\n\t":
                return None
            continue
        if char in _JOINERS or 0x1F1E6 <= code <= 0x1F1FF or 0x1F3FB <= code <= 0x1F3FF:
            return None
        if 0x1100 <= code <= 0x11FF or 0xE0000 <= code <= 0xE0FFF:
            return None
        if unicodedata.category(char) in {"Mn", "Mc", "Me", "Cf", "Cs", "Cn", "Co", "Cc"}:
            return None
    return len(text)
