"""Text from outside, made fit to be shown: plain, on one line or several, and bounded."""

from __future__ import annotations

import unicodedata

LONGEST = 2000
"""Characters of one value (:data:`desktop.interaction.LONGEST_VALUE`)."""

_JOINERS = "\u200c\u200d"
"""Scripts and emoji need these two; other signs that can't be seen turn or hide text."""


def line(text: str, longest: int = LONGEST) -> str:
    """One line without control and direction signs; what is over ``longest`` is cut off."""
    if len(text) <= longest and text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(lines(text, longest).split())


def lines(text: str, longest: int = LONGEST) -> str:
    """The same with its line breaks."""
    kept = [char for char in text[: longest * 2] if _shows(char)]
    whole = "".join(kept).strip()
    return whole if len(whole) <= longest else whole[: longest - 1] + "…"


def _shows(char: str) -> bool:
    if char in "\n\t" or char in _JOINERS:
        return True
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
