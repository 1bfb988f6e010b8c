"""Triggers that can never fire, and triggers that several snippets share.

A trigger fires on its last key and nothing waits for more (docs/design.md), so whatever surely
fires while another trigger is being typed kills that other: ``:a`` does to ``:ab``. Only what is
certain is reported: where the text before the trigger, or the case in which it is typed, may let
it through, it is let be.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import marisa_trie

from desktop.core.results import Problem, Severity
from desktop.core.triggers import fold
from desktop.snippets.library import Library

MOST_PROBLEMS: Final = 1000
"""Of one kind."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger of one snippet."""

    text: str
    folded: str
    """As :func:`fold` makes it, whether case matters or not: to find what may meet."""
    number: int
    any_case: bool
    left_word: bool
    right_word: bool


def all_triggers(library: Library) -> list[Trigger]:
    """Every plain trigger, by number."""
    return [
        Trigger(text, fold(text), number, cause.propagate_case, cause.left_word, cause.right_word)
        for number, cause in enumerate(library.causes())
        for text in cause.triggers
    ]


def check_triggers(library: Library, separators: str) -> list[Problem]:
    """All problems that triggers have, alone and among each other."""
    triggers = all_triggers(library)
    if not triggers:
        return []
    groups = _by_text(triggers)
    return [
        *bounded(_alone(library, triggers, separators), "triggers that can't be typed"),
        *bounded(_shadowed(library, triggers, groups, separators), "triggers that never fire"),
        *bounded(_shared(library, groups), "triggers that several snippets have"),
    ]


def bounded(problems: Iterator[Problem], kind: str) -> list[Problem]:
    """The first of them, and a last one that says whether there are more."""
    kept = list(islice(problems, MOST_PROBLEMS))
    if next(problems, None) is not None:
        kept.append(Problem(f"There are even more {kind}", severity=Severity.WARNING))
    return kept


def kills(one: Trigger, other: Trigger, start: int, separators: str) -> bool:
    """Does ``one``, which may stand at ``start`` in ``other``, surely fire before it?

    The caller knows that the two texts agree there but for their case.
    """
    end = start + len(one.text)
    part = other.text[start:end]
    if not one.any_case and (part != one.text or (other.any_case and _has_case(part))):
        return False
    if one.left_word:
        before = other.left_word if start == 0 else other.text[start - 1] in separators
        if not before:
            return False
    fires = end
    if one.right_word:
        # On the key after it: the other's own next character, if that is a separator.
        if end >= len(other.text) or other.text[end] not in separators:
            return False
        fires = end + 1
    return fires < len(other.text) + other.right_word


def _has_case(text: str) -> bool:
    return text.lower() != text.upper()


def _shadowed(
    library: Library, triggers: list[Trigger], groups: dict[str, list[Trigger]], separators: str
) -> Iterator[Problem]:
    for other, killer in _unreachable(triggers, groups, separators):
        yield Problem(
            f"The trigger `{other.text}` can never fire",
            f"`{killer.text}` ({library.place(killer.number)}) fires first",
            "Change one of the two, or give the shorter `word: true`.",
            Severity.WARNING,
            library.place(other.number),
        )


def unreachable(triggers: list[Trigger], separators: str) -> Iterator[tuple[Trigger, Trigger]]:
    """Each trigger that can never fire, with one that surely fires first."""
    return _unreachable(triggers, _by_text(triggers), separators)


def _by_text(triggers: list[Trigger]) -> dict[str, list[Trigger]]:
    groups: dict[str, list[Trigger]] = {}
    for trigger in triggers:
        groups.setdefault(trigger.folded, []).append(trigger)
    return groups


def _unreachable(
    triggers: list[Trigger], groups: dict[str, list[Trigger]], separators: str
) -> Iterator[tuple[Trigger, Trigger]]:
    trie = marisa_trie.Trie(groups)
    for other in triggers:
        killer = _killer(other, trie, groups, separators)
        if killer is not None:
            yield other, killer


def _killer(
    other: Trigger, trie: marisa_trie.Trie, groups: dict[str, list[Trigger]], separators: str
) -> Trigger | None:
    """What fires first while ``other`` is typed."""
    text = other.folded
    for start in range(len(text)):
        for key in trie.prefixes(text[start:]):
            if len(key) == len(text) and not other.right_word:
                continue  # ends at the same key: the same trigger, no shorter one
            for one in groups[key]:
                if one is not other and kills(one, other, start, separators):
                    return one
    return None


def _shared(library: Library, groups: dict[str, list[Trigger]]) -> Iterator[Problem]:
    for group in groups.values():
        for at, later in enumerate(group[1:], start=1):
            # The nearest are asked, so that one trigger in 20,000 snippets stays quick.
            for earlier in group[max(0, at - 8) : at]:
                if meet(earlier, later):
                    yield _shared_problem(library, earlier, later)
                    break


def meet(one: Trigger, other: Trigger) -> bool:
    """Can both fire at the same key, so that the agent has to be asked?"""
    return (
        one.number != other.number
        and one.right_word == other.right_word
        and (one.any_case or other.any_case or one.text == other.text)
    )


def _shared_problem(library: Library, earlier: Trigger, later: Trigger) -> Problem:
    first, _ = library.snippets.locate(earlier.number)
    second, _ = library.snippets.locate(later.number)
    return Problem(
        f"The trigger `{later.text}` is also that of {library.place(earlier.number)}",
        todo="Deskhand will ask which of them is meant.",
        severity=Severity.WARNING if first is second else Severity.INFO,
        place=library.place(later.number),
    )


def _alone(library: Library, triggers: list[Trigger], separators: str) -> Iterator[Problem]:
    for one in triggers:
        what, why = untypable(one, separators)
        if what:
            yield Problem(
                f"The trigger of this snippet {what}",
                why,
                severity=Severity.WARNING,
                place=library.place(one.number),
            )


def untypable(one: Trigger, separators: str) -> tuple[str, str]:
    """What is wrong with a trigger by itself, and why; empty if nothing is."""
    text = one.text
    if text.isascii() and text.isalnum():
        return "", ""
    if any(char < " " and char not in "\n\t" for char in text):
        return "has a character that no key types", ""
    if not unicodedata.is_normalized("NFC", text):
        return (
            "has an accent as a character of its own",
            "keys give the letter with its accent as one character",
        )
    if (one.left_word or one.right_word) and all(char in separators for char in text):
        return (
            "is asked to be a word and has only separators",
            "it fires beside other separators only",
        )
    return "", ""
