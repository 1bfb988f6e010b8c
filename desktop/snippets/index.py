"""The library's triggers as the keyboard process gets them (:mod:`desktop.core.triggers`)."""

from __future__ import annotations

from array import array

import marisa_trie

from desktop.core.triggers import SEPARATORS, RegexTrigger, TriggerIndex, TriggerTrie, fold
from desktop.snippets.library import Library


def build_index(library: Library, separators: str = SEPARATORS) -> TriggerIndex:
    """All triggers of the library; about a second for 250,000."""
    kinds: dict[tuple[bool, bool], tuple[list[str], list[int]]] = {}
    regexes = []
    longest = triggers = 0
    for number, cause in enumerate(library.causes()):
        if cause.regex:
            regexes.append(RegexTrigger(cause.regex, number))
        if not cause.triggers:
            continue
        folded, right = cause.propagate_case, cause.right_word
        entry = number << 1 | cause.left_word
        keys, entries = kinds.setdefault((folded, right), ([], []))
        for trigger in cause.triggers:
            keys.append((fold(trigger) if folded else trigger)[::-1])
            entries.append(entry)
            longest = max(longest, len(trigger) + right)
        triggers += len(cause.triggers)
    return TriggerIndex(
        library=library.fingerprint,
        tries=tuple(
            _trie(*kinds[folded, right], folded=folded, right_word=right)
            for folded, right in sorted(kinds)
        ),
        regexes=tuple(regexes),
        separators=separators,
        longest=longest,
        triggers=triggers,
    )


def _trie(keys: list[str], entries: list[int], *, folded: bool, right_word: bool) -> TriggerTrie:
    """The trie numbers its keys as it likes; the entries follow that order."""
    trie = marisa_trie.Trie(keys)
    # Key and entry as one number each, which sorts ten times faster than pairs. One trigger twice
    # in a snippet (``:A`` and ``:a`` folded) is one entry.
    placed = sorted({trie[key] << 32 | entry for key, entry in zip(keys, entries, strict=True)})
    starts = array("I", bytes(4 * (len(trie) + 1)))
    for one in placed:
        starts[(one >> 32) + 1] += 1
    for key in range(len(trie)):
        starts[key + 1] += starts[key]
    sorted_entries = array("I", [one & 0xFFFF_FFFF for one in placed])
    return TriggerTrie(
        folded, right_word, trie.tobytes(), starts.tobytes(), sorted_entries.tobytes()
    )
