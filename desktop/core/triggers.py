"""The trigger index: what the keyboard process knows of the snippets, as plain data.

``snippets/`` makes it, ``keyboard/`` reads it, and neither knows the other. It holds triggers
and numbers only, no texts. A *number* is a snippet's place in the library that the index was
made from; `library` names that library, so that an answer from another one can be told.

Each of the up to four tries is a serialised ``marisa_trie.Trie`` of triggers, *reversed* (last
character first), so that all triggers that end at a key are the prefixes of the reversed
buffer. A ``folded`` trie holds triggers passed through :func:`fold`: those whose case does not
matter, and those whose case does but that have no capitals (:data:`EXACT`), so that most keys
are looked up in one trie only. Triggers with capitals that matter are in a trie of their own.

For trie key id ``i``, ``entries[i]`` is a snippet's ``number << FLAG_BITS`` with flags. Where
several snippets have one trigger, it is ``place << FLAG_BITS | SHARED``: ``shared[place]`` says
how many, and their entries follow.
"""

from __future__ import annotations

from dataclasses import dataclass

SEPARATORS = " ,;:.?!(){}[]<>'\"\r\t\n\x0c\xa0"
"""The characters that end a word by default: espanso's ``word_separators``."""

LEFT_WORD = 1
"""Fires only behind a separator, or where nothing stands before."""
EXACT = 2
"""In a folded trie: fires only where what was typed has no capitals either."""
SHARED = 4
"""Several snippets have this trigger."""
FLAG_BITS = 3

REGEX_BUFFER = 64
"""How many characters before the caret a regex trigger may see."""


def fold(text: str) -> str:
    """Lower case, one character for one: for triggers that don't mind their case.

    ``str.lower`` makes two characters of some (``İ``); those stay as they are, so that lengths,
    and with them the number of Backspaces, never change. Nor does a letter's neighbour matter:
    ``Σ`` is ``ς`` at the end of a word and ``σ`` within, and here it is always ``σ``.
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.replace("ς", "σ")


@dataclass(frozen=True, slots=True)
class TriggerTrie:
    """One serialised trie with the entries of its keys; the module says how they fit."""

    folded: bool
    """Is searched with what was typed, folded."""
    right_word: bool
    """Fires on the separator after the trigger, not on the trigger's own last character."""
    trie: bytes
    entries: bytes
    """Native ``array('I')``, one for each key of the trie."""
    shared: bytes
    """Native ``array('I')``; empty where no two snippets have one trigger."""


@dataclass(frozen=True, slots=True)
class RegexTrigger:
    """A regular expression in RE2's syntax; it must end at the caret to fire."""

    pattern: str
    number: int


@dataclass(frozen=True, slots=True)
class TriggerIndex:
    """All triggers of a library, ready for the matcher."""

    library: str
    tries: tuple[TriggerTrie, ...] = ()
    regexes: tuple[RegexTrigger, ...] = ()
    separators: str = SEPARATORS
    longest: int = 0
    """Characters of the longest plain trigger, its separator (``right_word``) counted."""
    triggers: int = 0
    """How many triggers there are, for people."""
