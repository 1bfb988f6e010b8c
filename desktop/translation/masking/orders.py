"""Finds order and ticket numbers: those of the usual forms, and those that the agent described.

A form is what an agent can write without knowing regular expressions: ``#`` is a digit, ``?`` a
letter, everything else itself, as in ``AB-######``. Customers leave dashes out and write small
letters, so a gap in the form may be any gap or none, and case does not matter. A form has no
repetition, so no form can make the search slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from desktop.translation.masking.kinds import Kind, Span

_USUAL = re.compile(r"#\s?\d{3,}|\b[A-Za-z]{1,6}[-_]?\d{4,}\b")
_GAP = r"[ \u00a0\u2010-\u2015_./\-]"
_PART = re.compile(rf"(?P<gap>{_GAP}+)|(?P<sign>.)", re.DOTALL)
_SIGNS = {"#": r"\d", "?": r"[^\W\d_]"}


class Orders:
    """What a company's order and ticket numbers look like; made ready once."""

    def __init__(self, forms: Iterable[str] = ()) -> None:
        """``forms`` are found besides the usual ones."""
        self._patterns = (_USUAL, *(_pattern(form.strip()) for form in forms))

    def find(self, text: str) -> Iterator[Span]:
        """Every place where one stands."""
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                yield Span(match.start(), match.end(), Kind.ORDER)


def _pattern(form: str) -> re.Pattern[str]:
    parts = [
        f"{_GAP}?" if part["gap"] else _SIGNS.get(part["sign"], re.escape(part["sign"]))
        for part in _PART.finditer(form)
    ]
    # Not within a longer number or word; Chinese and others put no space around one.
    return re.compile(rf"(?<![A-Za-z0-9]){''.join(parts)}(?![A-Za-z0-9])", re.IGNORECASE)
