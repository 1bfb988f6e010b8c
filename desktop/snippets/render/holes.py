"""Closing up the words around values that are missing, and around parts that are left out.

``Hi {{customer.first_name}},`` without a name has to read ``Hi,``: no braces, no doubled space,
no space before the comma. A part that is left out was meant to be: only the spaces around it close
up, and a line that had nothing else goes.
"""

from __future__ import annotations

import re

from desktop.snippets.render.casing import capitalize
from desktop.snippets.render.template import CARET, GAP, HOLE

_HOLES = re.compile(f"{HOLE}(?:[ \\t]*{HOLE})*")
_EMPTY_LINE = re.compile(f"^(?:[ \\t]*{GAP})+[ \\t]*\n|\n(?:[ \\t]*{GAP})+[ \\t]*\\Z", re.MULTILINE)
_DOUBLED = re.compile(f"(^|[ \\t\n]){GAP}+[ \\t]", re.MULTILINE)
_BEFORE_A_STOP = re.compile(f"[ \\t]{GAP}+(?=[,.;:!?\u2026)\u060c\u061b\u061f\\n]|\\Z)")
_SPACE = " \t"
_ANY_SPACE = " \t\u00a0\u202f"
_COMMAS = ",\u060c\uff0c\u3001"
_STOPS = ".!?;:\u2026\u061b\u061f\u3002\uff01\uff1f\uff1a"
_CLOSING = _COMMAS + _STOPS + ")]}\u00bb\u201d"
_BRACKETS = {
    "(": ")",
    "[": "]",
    '"': '"',
    "\u201c": "\u201d",
    "\u00ab": "\u00bb",
    "\u201e": "\u201c",
}
_SENTENCE_END = ".!?\u2026\u061f\u3002\uff01\uff1f"
_SENTENCE_START = "\u00bf\u00a1"
_POSSESSIVE = re.compile(r"['\u2019]s\b")


def close_holes(text: str) -> str:
    """The text without marks of missing values; the caret mark stays."""
    if GAP in text:
        text = _close_gaps(text)
    if HOLE not in text:
        return text
    before, *rest = _HOLES.split(text)
    for index, after in enumerate(rest):
        before = _join(before, after, last=index == len(rest) - 1)
    return before


def _close_gaps(text: str) -> str:
    text = _EMPTY_LINE.sub("", text)
    text = _DOUBLED.sub(r"\1", text)
    return _BEFORE_A_STOP.sub("", text).replace(GAP, "")


def _join(left: str, right: str, *, last: bool) -> str:
    """Put the texts on both sides of a hole together; ``last`` when no hole follows."""
    caret = ""
    if left.endswith(CARET) or right.startswith(CARET):
        left, right, caret = left.removesuffix(CARET), right.removeprefix(CARET), CARET
    right = _POSSESSIVE.sub("", right, count=1) if _POSSESSIVE.match(right) else right
    left, right = _without_brackets(left, right)
    bare = right.lstrip(_SPACE)
    at_end = bare.startswith("\n") or (last and not bare.strip(CARET))
    line = left.rpartition("\n")[2].strip(_ANY_SPACE + CARET)
    if not line and at_end:
        return _without_line(left, bare, caret)
    if not line or (line[-1] in _SENTENCE_START or _begins_sentence(left)):
        rest = bare.lstrip(_SPACE + _COMMAS + _STOPS) if bare[:1] in _COMMAS + _STOPS else bare
        return left + caret + (capitalize(rest) if rest[:1].islower() else rest)
    if at_end:
        return left.rstrip(_SPACE).rstrip(_COMMAS) + caret + bare
    if right.lstrip(_ANY_SPACE)[:1] in _CLOSING and right.strip(_ANY_SPACE):
        left = left.rstrip(_SPACE)
        if right.lstrip(_ANY_SPACE)[0] in _COMMAS + _STOPS:  # "Hola, :" too
            left = left.rstrip(_COMMAS)
        return left + caret + right
    if left[-1:].isspace() and right[:1] in _SPACE and right:
        right = bare
    return left + caret + right


def _begins_sentence(left: str) -> bool:
    return left != left.rstrip(_ANY_SPACE) and left.rstrip(_ANY_SPACE)[-1:] in _SENTENCE_END


def _without_brackets(left: str, right: str) -> tuple[str, str]:
    opening, closing = left.rstrip(_SPACE), right.lstrip(_SPACE)
    if opening and closing and _BRACKETS.get(opening[-1]) == closing[0]:
        return opening[:-1], closing[1:]
    return left, right


def _without_line(left: str, right: str, caret: str) -> str:
    """Drop a line that had nothing but missing values; a caret mark keeps its line."""
    left = left.rstrip(_SPACE)
    if caret:
        return left + caret + right
    if not right.startswith("\n"):
        return left.removesuffix("\n") + right
    right = right[1:]
    if (not left or left.endswith("\n\n")) and right.startswith("\n"):
        right = right[1:]
    return left + right
