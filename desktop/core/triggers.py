"""The trigger index: what the keyboard process knows of the snippets, as plain data.

``snippets/`` makes it, ``keyboard/`` reads it, and neither knows the other. It holds triggers
and numbers only, no texts. A *number* is a snippet's place in the library that the index was
made from; `library` names that library, so that an answer from another one can be told.

Each of the four tries is a serialised ``marisa_trie.Trie`` of triggers, *reversed* (last
character first), so that all triggers that end at a key are the prefixes of the reversed
buffer. A trie of a ``folded`` kind holds triggers passed through :func:`fold`. For
trie key id ``i`` the entries are ``entries[starts[i]:starts[i + 1]]``, each
``number << 1 | left_word``.
"""

from __future__ import annotations

from dataclasses import dataclass

SEPARATORS = " ,;:.?!(){}[]<>'\"\r\t\n\x0c\xa0"
"""The characters that end a word by default: espanso's ``word_separators``."""

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
    """Holds triggers whose case does not matter (``propagate_case``)."""
    right_word: bool
    """Fires on the separator after the trigger, not on the trigger's own last character."""
    trie: bytes
    starts: bytes
    """Native ``array('I')``, one longer than the trie has keys."""
    entries: bytes
    """Native ``array('I')``."""


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
