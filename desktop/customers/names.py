"""Names of people, compared: without case and accents, in any order of their words."""

from __future__ import annotations

import re
import unicodedata

_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})


def words(name: str) -> list[str]:
    """The words of a name as they are compared."""
    if not name.isascii():
        split = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
        name = "".join(char for char in split if not unicodedata.combining(char))
    return [one.replace("'", "").replace("’", "") for one in _WORDS.findall(name.casefold())]


def begins(asked: str, name: str) -> bool:
    """Does each word that was asked for begin a word of ``name`` of its own?"""
    left = words(name)
    # The longest first, so that a short one does not take the word that it needs.
    for word in sorted(words(asked), key=len, reverse=True):
        found = next((one for one in left if one.startswith(word)), None)
        if found is None:
            return False
        left.remove(found)
    return bool(asked.strip())


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
