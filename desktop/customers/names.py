"""Names of people, compared: without case and accents, in any order of their words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})


def words(name: str) -> list[str]:
    """The words of a name as they are compared."""
    if not name.isascii():
        split = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
        name = "".join(char for char in split if not unicodedata.combining(char))
    found = _WORDS.findall(name.casefold())
    if "'" in name or "’" in name:
        return [one.replace("'", "").replace("’", "") for one in found]
    return found


def begins(asked: str, name: str) -> bool:
    """Does each word that was asked for begin a word of ``name`` of its own?"""
    return all_begin(words(asked), words(name))


def all_begin(asked: Sequence[str], left: list[str]) -> bool:
    """The same of words; takes those out of ``left``."""
    # The longest first, so that a short one does not take the word that it needs.
    for word in sorted(asked, key=len, reverse=True) if len(asked) > 1 else asked:
        for one in left:
            if one.startswith(word):
                left.remove(one)
                break
        else:
            return False
    return bool(asked)


def agree(one: str, other: str) -> bool:
    """May they be names of one person? All words of the shorter are in the longer, or initials."""
    short, long = sorted((words(one), words(other)), key=len)
    left = list(long)
    for word in short:
        found = next((its for its in left if _alike(word, its)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])
