"""What is compared in a search: texts without case and marks, and the words of them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_WORD = re.compile(r"\w+")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese: no space says where a word begins."""
_SIGNED = re.compile("[\u0900-\u1cff\u3040-\uabff\uf900-\ufaff]")
"""Of the scripts without spaces, and of those whose vowel signs are no letters to ``re``."""


@cache
def _marks() -> re.Pattern[str]:
    """The combining marks, which :func:`fold` drops."""
    # Below U+10000 `re` keeps a set as a bitmap; with a character above it is ten times slower.
    marks = (char for char in map(chr, range(0x300, 0x10000)) if unicodedata.combining(char))
    return re.compile(f"[{''.join(marks)}]+")


def fold(text: str) -> str:
    """``text`` without case, accents and the marks of Arabic and Hebrew: what is compared."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    return _marks().sub("", apart).casefold()


@cache
def _any_words() -> re.Pattern[str]:
    """A word with the vowel signs of Indic scripts, or a run of a script without spaces."""
    signs = "".join(
        char
        for char in map(chr, range(0x900, 0xAC00))
        if unicodedata.category(char)[0] == "M" and not unicodedata.combining(char)
    )
    return re.compile(f"([{_UNSPACED}]+)|(?:(?![{_UNSPACED}])[\\w{signs}])+")


def words_of(folded: str, *, asked: bool = False) -> list[str]:
    """The words of a folded text; of a script without spaces every two neighbours.

    The last one of such a run stands alone, too, so that it is found; not in what is ``asked``.
    """
    if folded.isascii() or not _SIGNED.search(folded):
        return _WORD.findall(folded)
    words: list[str] = []
    for found in _any_words().finditer(folded):
        run = found[0]
        if found[1] is None:
            words.append(run)
        else:
            last = len(run) - 1 if asked and len(run) > 1 else len(run)
            words += [run[at : at + 2] for at in range(last)]
    return words
