"""What was read from a file of translations."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.translation.exchange.units import Item, Unit


def pairs(items: Iterator[Item]) -> list[tuple[str, str, str, str]]:
    return [
        (one.pair.source_language, one.pair.source, one.pair.target_language, one.pair.target)
        for one in items
        if isinstance(one, Unit)
    ]
