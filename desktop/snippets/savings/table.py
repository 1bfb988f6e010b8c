"""Savings as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from desktop.snippets.savings.uses import Sum

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so a spreadsheet would take for a formula."""


def as_csv(sums: Iterable[Sum]) -> str:
    """A row a day, snippet and application."""
    file = io.StringIO(newline="")
    table = csv.writer(file)
    table.writerow(["day", "snippet", "application", "uses", "characters", "keys", "saved"])
    for one in sums:
        saved = max(0, one.characters - one.keys)
        named = [f"'{name}" if name.startswith(_FORMULA) else name for name in
                 (one.snippet, one.app)]  # fmt: skip
        table.writerow([one.day.isoformat(), *named, one.count, one.characters, one.keys, saved])
    return file.getvalue()
