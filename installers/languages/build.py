#!/usr/bin/env python3
"""Make resources/languages/model.zip from py3langid's and wordfreq's data and words.txt.

Usage: uv run --with py3langid --with wordfreq --with marisa-trie installers/languages/build.py

For each script that several languages share the file holds three parts: ``NAME.words`` (a trie
from a word to pairs of language number and weight), ``NAME.grams`` (a trie of byte n-grams, written
as Latin-1) and ``NAME.weights`` (for each n-gram a byte a language). Weights are logarithms:
``model.json`` says what one step is worth.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
import unicodedata
import zipfile
from collections import defaultdict
from pathlib import Path

import marisa_trie
import wordfreq
from py3langid.langid import LanguageIdentifier

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from desktop.translation.detect.languages import SHARED, Script  # noqa: E402
from desktop.translation.detect.words import bare  # noqa: E402

WORDS = 6000
"""The most frequent words of each language; more of them brings foreign words and names."""
GRAMS = 40000
"""The n-grams that tell most, of a script."""
STEP = 0.08
"""Natural logarithm that one step of a byte stands for."""
FLOOR = 1e-6
"""The frequency of a word that is on no list."""
CHAT = 1e-4
"""The least frequency of a word in words.txt."""
GREETING = 1e-3
"""The same of a word there that opens or closes chats."""
BARE = 0.4
"""How often, of ten words typed in chats, marks are left off: about four."""
NAMES = {"no": "nb", "hr": "sh", "tl": "fil"}
"""What wordfreq calls a language."""
LABELS = {"no": ("no", "nn"), "hr": ("hr", "bs")}
"""What py3langid calls it, where that is more than the tag."""


def chat_words() -> dict[str, dict[str, float]]:
    """The words of words.txt by language, with their least frequencies."""
    lines = (HERE / "words.txt").read_text(encoding="utf-8").splitlines()
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for line in lines:
        if not line.startswith("#"):
            tag, _, words = line.partition(":")
            least = GREETING if tag.endswith("!") else CHAT
            found[tag.removesuffix("!")] |= dict.fromkeys(words.split(), least)
    return found


def frequencies(language: str) -> dict[str, float]:
    """How often each of a language's most frequent words occurs, those of chats included."""
    name = NAMES.get(language, language)
    found: dict[str, float] = {}
    if name in wordfreq.available_languages("small"):
        known = wordfreq.get_frequency_dict(name, "best")
        best = sorted(known.items(), key=lambda item: -item[1])
        for word, frequency in itertools.islice(best, WORDS):
            for part in unicodedata.normalize("NFC", word).replace("’", "'").split("'"):
                if part.isalpha():
                    found[part] = found.get(part, 0) + frequency
    for word, least in chat_words().get(language, {}).items():
        found[word] = max(found.get(word, 0), least)
    return found


def written_in(script: Script, word: str) -> bool:
    """Whether all letters of a word are in the script."""
    names = {"latin": "LATIN", "cyrillic": "CYRILLIC", "arabic": "ARABIC"}
    return all(unicodedata.name(char, "").startswith(names[script]) for char in word)


def words(script: Script) -> marisa_trie.BytesTrie:
    """What a word says of each language: steps above the floor."""
    table: defaultdict[str, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
    for number, language in enumerate(SHARED[script]):
        for word, frequency in frequencies(language).items():
            if not written_in(script, word):
                continue
            table[word][number] += frequency
            if bare(word) != word:
                table[bare(word)][number] += frequency * BARE
    pairs = []
    for word, by_language in table.items():
        value = bytearray()
        for number, frequency in by_language.items():
            steps = round(math.log(frequency / FLOOR + 1) / STEP)
            if steps > 0:
                value += bytes((number, min(steps, 255)))
        pairs.append((word, bytes(value)))
    return marisa_trie.BytesTrie(pairs)


def grams(script: Script, model: LanguageIdentifier) -> tuple[marisa_trie.Trie, bytes]:
    """The n-grams of a script with the steps by which each language is behind the best."""
    columns = [
        [i for i, label in enumerate(model.nb_classes) if label in LABELS.get(name, (name,))]
        for name in SHARED[script]
    ]
    leads = {
        "latin": {*range(0x20, 0x80), 0xC3, 0xC4, 0xC5, 0xC6, 0xC8, 0xE1},
        "cyrillic": {0x20, *range(0xD0, 0xD4)},
        "arabic": {0x20, *range(0xD8, 0xDC)},
    }[script] | set(range(0x80, 0xC0))
    scored = []
    for gram, row in model_grams(model):
        if any(byte not in leads or chr(byte).isdigit() for byte in gram):
            continue
        weights = [max(float(model.nb_ptc[row][i]) for i in column) for column in columns]
        best = max(weights)
        spread = sum(min(best - weight, 6) for weight in weights)
        scored.append((math.exp(best / 2) * spread, gram.decode("latin-1"), weights))
    scored.sort(reverse=True)
    kept = {gram: weights for _, gram, weights in scored[:GRAMS]}
    trie = marisa_trie.Trie(kept)
    rows: list[bytes] = [b""] * len(kept)
    for known, weights in kept.items():
        best = max(weights)
        rows[trie[known]] = bytes(min(round((best - weight) / STEP), 255) for weight in weights)
    return trie, b"".join(rows)


def model_grams(model: LanguageIdentifier) -> list[tuple[bytes, int]]:
    """All n-grams that the library's automaton knows, with their row in the table."""
    reached = {0: b""}
    newest = [0]
    while newest:
        found = []
        for state in newest:
            for byte in range(256):
                after = model.tk_nextmove[(model.tk_row[state] << 8) + byte]
                if after not in reached:
                    reached[after] = reached[state] + bytes([byte])
                    found.append(after)
        newest = found
    best: dict[int, bytes] = {}
    for state, text in reached.items():
        row = model.tk_output[state]
        if row >= 0 and (row not in best or len(text) < len(best[row])):
            best[row] = text
    return [(text, row) for row, text in best.items()]


def main() -> None:
    """Write the file."""
    model = LanguageIdentifier.from_model_file("data/model.npz.xz")
    scripts: dict[str, list[str]] = {}
    with zipfile.ZipFile(ROOT / "resources/languages/model.zip", "w", zipfile.ZIP_DEFLATED) as out:

        def put(name: str, data: bytes) -> None:
            out.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)

        for script in (Script.LATIN, Script.CYRILLIC, Script.ARABIC):
            trie, weights = grams(script, model)
            put(f"{script}.words", words(script).tobytes())
            put(f"{script}.grams", trie.tobytes())
            put(f"{script}.weights", weights)
            scripts[script] = list(SHARED[script])
        put("model.json", json.dumps({"step": STEP, "scripts": scripts}).encode())


if __name__ == "__main__":
    main()
