"""How like two texts are, and by which features like ones are found without reading all.

Letters and digits count, not case; numbers and the tokens that masking leaves are all alike, since
what differs in them is put back or corrected and does not make another sentence.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import log
from typing import Final

from rapidfuzz import fuzz, process

MOST_WORDS: Final = 40
"""Words of a text by which it is found; the beginning speaks for a longer one."""
SHORT: Final = 20
"""Characters up to which a text is also found by its letters, since one slip hits half of it."""
SHORT_QUERY: Final = 16
"""The same of a text that is looked for; texts a little longer than it must be found too."""
BANDS: Final = 32
"""Classes of length, each a quarter longer than the one before."""

_ALIKE: Final = str.maketrans("123456789", "0" * 9)
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_MARKS: Final = re.compile("[\u0300-\u036f]+")
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
    "|[\U00020000-\U000323af]+"
)
"""Thai, Lao, Burmese, Khmer, kana and Han, which put no space between words."""

_VOWELS: Final = "aeiouаеиоуыэюяіє"
_BREAKS: Final = string.punctuation + "\t\n\r\u00a0¡¿«»“”„‘’…–—。、，！？：；（）「」"
_FRAME: Final = str.maketrans(
    dict.fromkeys(map(ord, _BREAKS), " ") | dict.fromkeys(map(ord, _VOWELS + string.digits))
)
_DOUBLES: Final = tuple((2 * letter, letter) for letter in "slmnprtfc")


def fold(text: str) -> str:
    """``text`` as it is compared: small letters, single spaces, every number the same."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.lower().translate(_ALIKE)
    while "00" in text:
        text = text.replace("00", "0")
    return " ".join(text.split())


def numbers(text: str) -> list[str]:
    """The numbers that stand in ``text``, in order."""
    return sorted(_NUMBER.findall(text))


def best(
    text: str, others: Sequence[tuple[int, str]], at_least: int, limit: int
) -> list[tuple[int, int]]:
    """The numbers of those of ``others`` that are most like ``text``, with their scores."""
    folded = process.extract(
        fold(text),
        [fold(other) for _, other in others],
        scorer=fuzz.ratio,
        score_cutoff=at_least,
        limit=limit,
    )
    return [(others[at][0], int(found)) for _, found, at in folded]


def features(text: str) -> set[str]:
    """What ``text`` is found by: its words, and pairs of words that follow each other.

    Of a word counts its frame, without vowels, digits and double letters: slips of the hand,
    endings and missing accents mostly are there. Where words have no spaces between them, two
    characters are a word.
    """
    plain = text.lower()
    if not plain.isascii():
        plain = _MARKS.sub("", unicodedata.normalize("NFKD", plain))
        plain = unicodedata.normalize("NFC", plain)
    framed = plain.translate(_FRAME)
    for double, letter in _DOUBLES:
        framed = framed.replace(double, letter)
    words = framed.split(None, MOST_WORDS)[:MOST_WORDS]
    if not framed.isascii():
        words = list(_apart(words))[:MOST_WORDS]
    found = {*words, *map(" ".join, pairwise(words))}
    if len(plain) <= SHORT:
        found.update(_letters(plain))
    return found or {plain}


def asked_features(text: str) -> set[str]:
    """Of a text that is looked for: the letters only of a shorter one (see SHORT_QUERY)."""
    found = features(text)
    if len(text) > SHORT_QUERY and any(not one.startswith("~") for one in found):
        return {one for one in found if not one.startswith("~")}
    return found


def band(length: float) -> int:
    """The class of a length in characters."""
    return min(BANDS - 1, int(log(max(length, 1)) * 4.5))


def bands(length: int, at_least: int) -> tuple[int, int]:
    """The shortest and longest class of texts that can reach a score.

    With the share of letters in common at 2·c/(a+b) and c at most the shorter of both, a length
    further away can't.
    """
    part = max(at_least, 1) / 100
    return band(length * part / (2 - part)), band(length * (2 - part) / part)


def _apart(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        at = 0
        for run in _UNSPACED.finditer(word):
            if run.start() > at:
                yield word[at : run.start()]
            letters = run[0]
            yield from map("".join, pairwise(letters))
            if len(letters) == 1:
                yield letters
            at = run.end()
        if at < len(word):
            yield word[at:]


def _letters(text: str) -> Iterator[str]:
    for at in range(len(text) - 2):
        yield "~" + text[at : at + 3]
