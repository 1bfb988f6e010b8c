"""Finds fixed words and phrases in a text, thousands of them at no more cost than one."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from desktop.translation.masking.kinds import Kind, Span

_RUN = re.compile(r"\w+")
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
"""Scripts in which words stand without a space between them, or carry endings."""
_ALIKE = str.maketrans(
    dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x1f", " ") | dict.fromkeys("’‘ʼ＇´`", "'")
)
"""Telephones put a curled apostrophe where a keyboard has the plain one."""


class Terms:
    """Words and phrases of one kind, found whole and in any case of letters."""

    def __init__(self, terms: Iterable[str], kind: Kind) -> None:
        """``terms`` may hold spaces; empty ones are left out."""
        self._kind = kind
        self._by_word: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)
        self._unspaced: set[str] = set()
        for term in terms:
            for form in _forms(term):
                run = _RUN.search(form)
                if _UNSPACED.search(form):
                    self._unspaced.add(form)
                elif run:
                    self._by_word[run[0]].add((run.start(), form))

    def find(self, text: str) -> Iterator[Span]:
        """Every place where one of them stands."""
        if not self._by_word and not self._unspaced:
            return
        plain = _lower(text)
        for term in self._unspaced:
            at = plain.find(term)
            while at >= 0:
                yield Span(at, at + len(term), self._kind)
                at = plain.find(term, at + len(term))
        for run in _RUN.finditer(plain) if self._by_word else ():
            for before, term in self._by_word.get(run[0], ()):
                start = run.start() - before
                if start >= 0 and plain.startswith(term, start) and _whole(plain, start, term):
                    yield Span(start, start + len(term), self._kind)


def _forms(term: str) -> set[str]:
    """A term as it may be typed: composed, decomposed and without the marks on its letters."""
    term = " ".join(term.split())
    if term.isascii():
        return {_lower(term)}
    decomposed = unicodedata.normalize("NFD", term)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return {_lower(form) for form in (term, unicodedata.normalize("NFC", term), decomposed, bare)}


def _lower(text: str) -> str:
    """In lower case, with plain spaces, and of the same length."""
    if text.isascii():
        return text.lower().translate(_ALIKE)
    plain = "".join(
        " " if char.isspace() else low if len(low := char.lower()) == 1 else char for char in text
    )
    return plain.translate(_ALIKE)


def _whole(text: str, start: int, term: str) -> bool:
    """Whether no word goes on before or after it."""
    end = start + len(term)
    before = start > 0 and _is_word(text[start - 1]) and _is_word(term[0])
    after = end < len(text) and _is_word(text[end]) and _is_word(term[-1])
    return not before and not after


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.combining(char) != 0
