"""Which interaction a phone system means when it says that somebody hung up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from desktop.interaction import Interaction

PHONE_SYSTEM: Final = "phone system"
"""The source of interactions that phone systems open, and of what they say."""
_LEAST_DIGITS = 6
"""Fewer are an extension's, which says nothing of who called."""


def ended_one(opened: Sequence[Interaction], number: str, reference: str) -> Interaction | None:
    """The call that is over, of those that are open, the one in front first.

    A phone system closes only what one opened. The call's id decides where it is told, since
    another call of the same number may have begun; then the number, in whatever form; where
    neither is told, the one call that there is.
    """
    calls = [one for one in opened if one.source == PHONE_SYSTEM]
    if reference:
        return next((one for one in calls if one.reference == reference), None)
    if number:
        return next((one for one in calls if _same(one.customer.value("phone"), number)), None)
    return calls[0] if len(calls) == 1 else None


def _same(one: str, other: str) -> bool:
    """Do both reach the same phone, with or without the code of country and city?"""
    first, second = sorted((_digits(one), _digits(other)), key=len)
    if len(first) < _LEAST_DIGITS:
        return bool(first) and first == second
    return second.endswith(first)


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number).lstrip("0")
