"""What Freshdesk's numbers of statuses mean."""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, str] = {"2": "Open", "3": "Pending", "4": "Resolved", "5": "Closed"}
"""Those that every company has; from 6 on are its own, whose names only administrators can ask."""
DONE = frozenset({"4", "5"})


def name_of(number: str) -> str:
    """For people."""
    return NAMES.get(number, number)


def number_of(name: str) -> int | None:
    """For Freshdesk; None: there is no such status to give."""
    return next((int(number) for number, one in NAMES.items() if one == name), None)
