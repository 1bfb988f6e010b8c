"""Which sentences may be counted at all: plain prose, and nothing that could be private. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from desktop.keyboard.sentence import MOST

LEAST: Final = 20
"""Characters: what is shorter is as quickly typed as a trigger is remembered."""
LEAST_WORDS: Final = 4
MOST_DIGITS: Final = 3
"""Of card numbers, IBANs, phone and order numbers, codes and dates none has so few."""
LONGEST_WORD: Final = 30
_ADDRESS: Final = re.compile(r"@|://|\bwww\.|[\\|<>{}^~`=]|\b\w+[.:]\w{2,}\b", re.IGNORECASE)
"""E-mail addresses, links, paths, names of files, and what programs are written in."""
_CODE: Final = re.compile(r"[^\W\d_]\d|\d[^\W\d_]|_")
"""Letters and digits in one word."""
_MARKS: Final = " .!?…。！？؟।,;:)\"'”’»"
_UNSOUND: Final = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})


def countable(sentence: str) -> str:
    """The sentence with single spaces; empty if it must not be counted."""
    words = sentence.split()
    text = " ".join(words)
    if (
        not LEAST <= len(text) <= MOST
        or len(words) < LEAST_WORDS
        or max(map(len, words)) > LONGEST_WORD
        or sum(map(str.isdigit, text)) > MOST_DIGITS
        or _CODE.search(text)
        or _ADDRESS.search(text)
    ):
        return ""
    if not text.isascii() and not _UNSOUND.isdisjoint(map(unicodedata.category, text)):
        return ""
    return text


def sameness(text: str) -> str:
    """What two ways of writing one sentence have in common: case and the mark at the end differ."""
    return unicodedata.normalize("NFC", text).casefold().rstrip(_MARKS)
