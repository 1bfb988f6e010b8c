"""Numbers in running text: whether an order is spoken of there, however it is written."""

from __future__ import annotations

import re

_LONGEST = 2000
"""Characters of a text that are looked at."""
_GAP = r"[ \u00a0\u2010-\u2015_./\-]{0,2}"


def mentions(text: str, number: str) -> bool:
    """Does ``text`` hold ``number`` (a normal form, without gaps) as a whole, with any gaps?"""
    signs = _GAP.join(re.escape(sign) for sign in number)
    found = re.search(rf"(?<![^\W_]){signs}(?![^\W_])", text[:_LONGEST], re.IGNORECASE)
    return bool(number) and found is not None


def loosely(number: str) -> str:
    """``number`` as a pattern of SQL's LIKE that lets anything stand between its signs.

    It finds more than is meant: what it finds is to be looked at again.
    """
    return "%".join(sign for sign in number if sign not in "%_\\")
