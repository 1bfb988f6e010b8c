"""Which language of a script a few words are in: by word lists and byte n-grams.

The data file and how it is made: ``installers/languages``. Both parts are naive Bayes models; the
words tell more of short chat lines, the n-grams of words that no list holds.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p, log2
from typing import TYPE_CHECKING

from desktop.core.resources import resource
from desktop.translation.detect.languages import LETTERS, Script
from desktop.translation.detect.words import bare

if TYPE_CHECKING:
    import marisa_trie

GRAMS_WEIGH = 0.6
"""N-grams overlap and so say the same several times."""
TURNS = {"no": (re.compile(r" \w{2,}(?:en|et|a) (?:min|mitt|mi|mine|din|ditt|di|dine) "), 4.0)}
"""What words together tell: in Danish the owner comes first (min pakke, but pakken min)."""
STRANGE = 4.0
"""How much a letter that a language does not have speaks against it; natural logarithm."""
_LONGEST_GRAM = 6
_GRAMS_OF = 64
"""Characters whose n-grams are counted; a longer text has words enough."""


@dataclass(frozen=True, slots=True)
class Table:
    """What is known of one script."""

    languages: tuple[str, ...]
    step: float
    words: marisa_trie.BytesTrie
    grams: marisa_trie.Trie
    weights: bytes

    def scores(self, words: Sequence[str]) -> tuple[list[float], int]:
        """For each language how well the words fit it, as logarithms, and how many are known."""
        total, known = self._by_words(words)
        for number, behind in enumerate(self._by_grams(words)):
            total[number] -= behind * GRAMS_WEIGH
        for language, (turn, weight) in TURNS.items():
            if language in self.languages and turn.search(f" {' '.join(words)} "):
                total[self.languages.index(language)] += weight
        marked = {char for word in words if not word.isascii() for char in word if char > "\x7f"}
        for number, language in enumerate(self.languages if marked else ()):
            total[number] -= STRANGE * min(len(marked - LETTERS[language]), 3)
        return total, known

    def _by_words(self, words: Sequence[str]) -> tuple[list[float], int]:
        total = [0.0] * len(self.languages)
        known = 0
        for word, times in Counter(words).items():
            found = self.words.get(word) or self.words.get(bare(word))
            if not found:
                continue
            known += 1
            weight = self.step * (1 + log1p(times - 1))
            pairs = found[0]
            for at in range(0, len(pairs), 2):
                total[pairs[at]] += pairs[at + 1] * weight
        return total, known

    def _by_grams(self, words: Sequence[str]) -> list[float]:
        """How far each language is behind, for the longest n-gram that ends at each byte."""
        text = f" {' '.join(words)} "[:_GRAMS_OF].encode(errors="replace").decode("latin-1")
        width = len(self.languages)
        longest: dict[int, str] = {}
        for start in range(len(text) - 1):
            for gram in self.grams.prefixes(text[start : start + _LONGEST_GRAM]):
                longest.setdefault(start + len(gram), gram)  # what starts first is the longest
        found = Counter(longest.values())
        rows: list[bytes] = []
        for gram, times in found.items():
            at = self.grams[gram] * width
            rows += [self.weights[at : at + width]] * round(log2(1 + times))
        return [self.step * sum(column) for column in zip(*rows, strict=True)] or [0.0] * width


def load() -> dict[Script, Table]:
    """Read the file: about 20 ms and 3 MB.

    Raises:
        UserError: the installation lacks it.
    """
    import marisa_trie

    with zipfile.ZipFile(resource("languages/model.zip")) as file:
        told = json.loads(file.read("model.json"))
        return {
            Script(script): Table(
                languages=tuple(languages),
                step=told["step"],
                words=marisa_trie.BytesTrie().frombytes(file.read(f"{script}.words")),
                grams=marisa_trie.Trie().frombytes(file.read(f"{script}.grams")),
                weights=file.read(f"{script}.weights"),
            )
            for script, languages in told["scripts"].items()
        }
