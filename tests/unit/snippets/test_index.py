"""The index against a search that asks every trigger."""

from __future__ import annotations

from array import array
from pathlib import Path

import marisa_trie
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.triggers import (
    EXACT,
    FLAG_BITS,
    LEFT_WORD,
    SEPARATORS,
    SHARED,
    TriggerIndex,
    fold,
)
from desktop.snippets.index import build_index
from desktop.snippets.library import Library, load_library


def _library(folder: Path, *entries: dict[str, object]) -> Library:
    path = folder / "p.yml"
    path.write_text(yaml.safe_dump({"matches": list(entries)}, allow_unicode=True), "utf-8")
    library = load_library([path])
    assert not library.problems
    return library


def _found(index: TriggerIndex, typed: str) -> tuple[int, set[int]]:
    """Length and numbers of the longest triggers at the end, by the rules of core.triggers."""
    best = 0
    numbers: set[int] = set()
    for part in index.tries:
        if part.right_word and typed[-1:] not in index.separators:
            continue
        text = (fold(typed) if part.folded else typed)[::-1][part.right_word :]
        trie = marisa_trie.Trie()
        trie.frombytes(part.trie)
        entries, shared = array("I", part.entries), array("I", part.shared)
        assert len(entries) == len(trie)
        for key in trie.prefixes(text):
            size = len(key) + part.right_word
            before = typed[: len(typed) - size]
            those = [entries[trie[key]]]
            if those[0] & SHARED:
                place = those[0] >> FLAG_BITS
                assert shared[place] > 1
                those = shared[place + 1 : place + 1 + shared[place]].tolist()
            begins = not before or before[-1] in index.separators
            same = text.startswith(typed[::-1][part.right_word : size])
            fitting = {
                one >> FLAG_BITS
                for one in those
                if (begins or not one & LEFT_WORD) and (same or not one & EXACT)
            }
            if fitting and size > best:
                best, numbers = size, fitting
            elif fitting and size == best:
                numbers |= fitting
    return best, numbers


def _expected(library: Library, typed: str) -> tuple[int, set[int]]:
    best = 0
    numbers: set[int] = set()
    for number, one in enumerate(library.snippets):
        for trigger in one.triggers:
            rest = typed
            if one.right_word:
                if typed[-1:] not in SEPARATORS:
                    continue
                rest = typed[:-1]
            end = rest[len(rest) - len(trigger) :] if len(trigger) <= len(rest) else ""
            same = fold(end) == fold(trigger) if one.propagate_case else end == trigger
            before = rest[: len(rest) - len(trigger)]
            if not same or (one.left_word and before and before[-1] not in SEPARATORS):
                continue
            length = len(trigger) + one.right_word
            if length > best:
                best, numbers = length, set()
            if length == best:
                numbers.add(number)
    return best, numbers


_letters = st.text("abAB.é İß", min_size=1, max_size=4)
_triggers = _letters.filter(lambda text: bool(text.strip()))
_entries = st.lists(
    st.fixed_dictionaries(
        {
            "triggers": st.lists(_triggers, min_size=1, max_size=3, unique=True),
            "replace": st.just("x"),
            "left_word": st.booleans(),
            "right_word": st.booleans(),
            "propagate_case": st.booleans(),
        }
    ),
    max_size=12,
)


@settings(max_examples=300)
@given(entries=_entries, typed=st.lists(st.text("abAB. éİß", min_size=1, max_size=7), max_size=8))
def test_finds_what_asking_every_trigger_finds(
    tmp_path_factory: pytest.TempPathFactory, entries: list[dict[str, object]], typed: list[str]
) -> None:
    library = _library(tmp_path_factory.mktemp("index"), *entries)
    index = build_index(library)
    assert index.library == library.fingerprint
    assert index.triggers == sum(len(one.triggers) for one in library.snippets)
    for text in typed:
        assert _found(index, text) == _expected(library, text)
    lengths = [len(t) + one.right_word for one in library.snippets for t in one.triggers]
    assert index.longest == max(lengths, default=0)


def test_regex_triggers_and_their_numbers(tmp_path: Path) -> None:
    library = _library(
        tmp_path,
        {"trigger": "a", "replace": "x"},
        {"regex": r":n(?<who>\w+)", "replace": "{{who}}"},
        {"label": "for the palette", "replace": "x"},
    )
    index = build_index(library, " ")
    [regex] = index.regexes
    assert (regex.pattern, regex.number) == (r":n(?<who>\w+)", 1)
    assert (index.separators, index.triggers, index.longest) == (" ", 1, 1)


def test_one_trigger_in_two_cases_is_one_entry(tmp_path: Path) -> None:
    index = build_index(
        _library(tmp_path, {"triggers": [":A", ":a"], "replace": "x", "propagate_case": True})
    )
    [trie] = index.tries
    assert array("I", trie.entries).tolist() == [0]
    assert _found(index, "x:A") == (2, {0})


def test_an_empty_library_has_an_empty_index() -> None:
    assert build_index(Library(fingerprint="f")) == TriggerIndex(library="f")
