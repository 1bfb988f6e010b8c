"""Forms of numbers (orders, tickets, customers) as an agent writes them in the settings.

``#`` is a digit, ``?`` a letter, everything else itself, as in ``AB-######``. People leave dashes
out and write small letters, so a gap in the form may be any gap or none, and case does not matter.
A form has no repetition, so no form can make a search slow.
"""

from __future__ import annotations

import re

SHORTEST = 3
"""Signs that say something; a shorter form would be met by every small number."""

_GAP = r"[ \u00a0\u2010-\u2015_./\-]"
_PART = re.compile(rf"(?P<gap>{_GAP}+)|(?P<sign>.)", re.DOTALL)
_SIGNS = {"#": r"\d", "?": r"[^\W\d_]"}
_GAPS = re.compile(_GAP)


def expression(form: str) -> str:
    """The regular expression of a form, for the whole of a text or to be put into another."""
    return "".join(
        f"{_GAP}?" if part["gap"] else _SIGNS.get(part["sign"], re.escape(part["sign"]))
        for part in _PART.finditer(form.strip())
    )


def unfit(form: str) -> str:
    """What a form should be when it is none, else an empty text."""
    signs = _GAPS.sub("", form)
    if "#" in signs and len(signs) >= SHORTEST:
        return ""
    return "It is a form of a number like AB-######: # is a digit, ? a letter, at least one digit"


def bare(written: str) -> str:
    """A number without its gaps and in capital letters, to compare two ways of writing it."""
    return _GAPS.sub("", written).upper()
