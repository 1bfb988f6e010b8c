"""``propagate_case``: a trigger typed in capitals makes a text in capitals."""

from __future__ import annotations

import re
from enum import StrEnum

from desktop.snippets.model import Case
from desktop.snippets.render.template import CARET, GAP, HOLE


class Style(StrEnum):
    """What becomes of the text."""

    NONE = "none"
    UPPER = "upper"
    CAPITALIZE = "capitalize"
    WORDS = "words"


# A word goes on over combining marks (Python's \w does not have them) and over an apostrophe,
# so that "don't" becomes "Don't"; espanso would make it "Don'T".
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u200c\u200d"
_WORD = re.compile(rf"[\w{_MARKS}]+(?:['\u2019][\w{_MARKS}]+)*")


def style_of(typed: str, uppercase_style: Case) -> Style:
    """The style for a trigger as it was typed, by its first two alphabetic characters.

    Two capitals: all in capitals; a capital and a small one: the first letter (of each word, if
    ``uppercase_style`` says so); one capital alone: as ``uppercase_style`` says; else as it is.
    """
    letters = [char for char in typed if char.isalpha()][:2]
    if not letters or not letters[0].isupper():
        return Style.NONE
    if len(letters) == 1:
        alone = {Case.CAPITALIZE: Style.CAPITALIZE, Case.CAPITALIZE_WORDS: Style.WORDS}
        return alone.get(uppercase_style, Style.UPPER)
    if letters[1].isupper():
        return Style.UPPER
    return Style.WORDS if uppercase_style is Case.CAPITALIZE_WORDS else Style.CAPITALIZE


def apply(text: str, style: Style) -> str:
    """The text in that style; marks of the caret and of missing values don't count as letters."""
    if style is Style.NONE:
        return text
    if style is Style.UPPER:
        return text.upper()
    if style is Style.WORDS:
        return _WORD.sub(lambda word: capitalize(word[0]), text)
    start = len(text) - len(text.lstrip(CARET + HOLE + GAP))
    return text[:start] + capitalize(text[start:])


def capitalize(text: str) -> str:
    """The first character as a capital, the others as they are."""
    return text[:1].title() + text[1:]
