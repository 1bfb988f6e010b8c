"""A trigger for a text, and what speaks against one. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from desktop.core.results import Problem
from desktop.core.triggers import fold
from desktop.snippets.library import Library
from desktop.snippets.shadowing import Trigger, kills

PREFIX: Final = ";"
"""As the packs that ship have it."""
_MOST_LETTERS: Final = 4
_TRIES: Final = 10


def propose(text: str, library: Library, separators: str) -> str:
    """A free trigger of the text's initials; empty where none is found.

    None that silences another, and none that another silences.
    """
    for trigger in _candidates(text):
        if objection(trigger, library, separators) is None:
            return trigger
    return ""


def _candidates(text: str) -> Iterator[str]:
    initials = "".join(filter(str.isalpha, (_plain(word)[:1] for word in text.split())))
    initials = initials[:_MOST_LETTERS] or "t"
    letters = "".join(filter(str.isalpha, _plain(text)))
    yield PREFIX + initials
    for more in range(1, 4):
        yield PREFIX + letters[: len(initials) + more]
    for number in range(2, _TRIES):
        yield f"{PREFIX}{initials}{number}"


def _plain(text: str) -> str:
    """Small letters that any layout of that script has: without accents."""
    parts = unicodedata.normalize("NFD", text.lower())
    bare = "".join(char for char in parts if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare.strip("«»“”„\"'([{¿¡-–—"))


def objection(trigger: str, library: Library, separators: str) -> Problem | None:
    """Why this should not be a new snippet's trigger; None if it may."""
    if not trigger.strip():
        return Problem("A snippet needs a trigger", todo="Write one, such as ;ty")
    if len(trigger) < 2 or not trigger.isprintable() or trigger != trigger.strip():
        return Problem(
            "This can't be a trigger",
            "It is a single character, or has spaces at its ends",
            "Take a mark and some letters, such as ;ty",
        )
    mine = Trigger(trigger, fold(trigger), -1, any_case=False, left_word=False, right_word=False)
    for number, cause in enumerate(library.causes()):
        for text in cause.triggers:
            folded = fold(text)
            if text == trigger:
                return Problem(
                    "There is a snippet with this trigger",
                    todo="Choose another",
                    place=library.place(number),
                )
            if folded not in mine.folded and mine.folded not in folded:
                continue
            other = Trigger(
                text, folded, number, cause.propagate_case, cause.left_word, cause.right_word
            )
            first = _who_fires_first(mine, other, separators)
            if first is not None:
                second = other if first is mine else mine
                return Problem(
                    f"{first.text} would always fire before {second.text}",
                    todo="Choose another trigger",
                    place=library.place(number),
                )
    return None


def _who_fires_first(one: Trigger, other: Trigger, separators: str) -> Trigger | None:
    for short, long in ((one, other), (other, one)):
        at = long.folded.find(short.folded)
        if at >= 0 and kills(short, long, at, separators):
            return short
    return None
