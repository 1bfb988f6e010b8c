"""A trigger for a text, and what speaks against one. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from desktop.core.results import Problem
from desktop.snippets.editing.trigger_check import TriggerCheck
from desktop.snippets.model import Snippet

PREFIX: Final = ";"
"""As the packs that ship have it."""
_MOST_LETTERS: Final = 4
_TRIES: Final = 10


def draft(trigger: str, text: str) -> Snippet:
    """The snippet that a suggestion becomes."""
    return Snippet("", "", "", 0, triggers=(trigger,), body=text)


def propose(text: str, check: TriggerCheck) -> str:
    """A free trigger of the text's initials; empty where none is found.

    None that silences another, and none that another silences.
    """
    for trigger in _candidates(text):
        if objection(trigger, check) is None:
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


def objection(trigger: str, check: TriggerCheck) -> Problem | None:
    """Why this should not be a new snippet's trigger; None if it may."""
    if not trigger.strip():
        return Problem("A snippet needs a trigger", todo="Write one, such as ;ty")
    if len(trigger) < 2 or not trigger.isprintable() or trigger != trigger.strip():
        return Problem(
            "This can't be a trigger",
            "It is a single character, or has spaces at its ends",
            "Take a mark and some letters, such as ;ty",
        )
    for number in check.library.numbers_having(trigger):
        return Problem(
            "There is a snippet with this trigger",
            todo="Choose another",
            place=check.library.place(number),
        )
    return next(iter(check.problems(draft(trigger, ""), None)), None)
