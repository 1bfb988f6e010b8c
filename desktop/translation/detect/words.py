"""What of a text counts when its language is told: words, without what is the same in all."""

from __future__ import annotations

import re
import unicodedata

_JOINED = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})

_LINK = re.compile(r"(?:\b[a-z][a-z0-9+.-]{1,20}://|\bwww\.)\S+", re.IGNORECASE)
_NOISE = re.compile(
    r"""
      [\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}   # mail addresses and @names
    | @\w{1,64}
    | \b(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,10}/\S{0,2000}   # links without a scheme
    | \b(?:[a-z0-9-]{2,63}\.){1,5}(?:com|net|org|io|app|shop|store|info|eu)\b
    | \{\{[^{}]{0,200}\}\} | \$?\{[^{}]{0,200}\} | \[\[[^][]{0,200}\]\]   # placeholders
    | %\(\w{1,60}\)[sd] | %[sd]\b
    | </?[a-z][^<>]{0,200}>
    | \b[\w/#-]{0,60}\d[\w/#-]{0,60}                 # numbers and codes
    | [:;]-?[dpo]\b | \bx+d+\b                        # smileys
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CODE = re.compile(r"\b[A-Z]{2,10}(?:[-_][A-Z]{2,10})+\b")
_WORD = re.compile(
    r"[^\W\d_]+(?:[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e]+[^\W\d_]*)*"
)
_LAUGHTER = re.compile(r"a?([hjxk][aeiou])\1+[hjxk]?|(х[аеи])\2+х?")
"""``jajaja``, ``haha``, ``хаха``: the same in every language."""
_STRETCHED = re.compile(r"(.)\1{2,}")

LONGEST = 160
"""Characters that are looked at; more of them would not tell more."""


def bare(word: str) -> str:
    """A word as people type it in a hurry: without the marks on its letters."""
    if word.isascii() or "\u0400" <= word[0] <= "\u052f":  # й and ї are letters of their own
        return word.replace("ё", "е")
    plain = unicodedata.normalize("NFD", word.translate(_JOINED))
    return "".join(char for char in plain if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """The words in lower case, without links, addresses, numbers, codes and placeholders."""
    text = _LINK.sub(" ", text[: 10 * LONGEST])[: 2 * LONGEST]
    text = _CODE.sub(" ", _NOISE.sub(" ", unicodedata.normalize("NFC", text)))[:LONGEST]
    words = (word for word in _WORD.findall(text.lower()) if not _LAUGHTER.fullmatch(word))
    return [_STRETCHED.sub(r"\1", word) for word in words]
