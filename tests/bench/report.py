"""Results as rows: for people a table, for programs JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Row:
    """One number, its target, and the same of the reference."""

    name: str
    value: float | None
    unit: str
    target: float | None = None
    """At most this."""
    reference: float | None = None
    what: str = ""
    """What the reference is."""
    most: float | None = None
    """The ratio to the reference may be at most this."""

    @property
    def ratio(self) -> float | None:
        """To the reference."""
        if self.value is None or not self.reference:
            return None
        return self.value / self.reference

    @property
    def met(self) -> bool | None:
        """Whether it is within its target and its ratio; None where there is neither."""
        said = []
        if self.value is not None and self.target is not None:
            said.append(self.value <= self.target)
        if self.ratio is not None and self.most is not None:
            said.append(self.ratio <= self.most)
        return all(said) if said else None

    def plain(self) -> dict[str, object]:
        """For JSON."""
        return {**asdict(self), "ratio": self.ratio, "met": self.met}


def table(rows: Sequence[Row]) -> str:
    """The rows with their columns under each other."""
    head = ("", "", "target", "reference", "ratio", "")
    lines = [head, *(_cells(one) for one in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _cells(row: Row) -> tuple[str, ...]:
    reference = "" if row.reference is None else f"{_number(row.reference)} ({row.what})"
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    if row.most is not None:
        ratio += f" (at most {row.most:g})"
    met = {True: "met", False: "MISSED", None: ""}[row.met]
    target = "" if row.target is None else _number(row.target)
    return row.name, f"{_number(row.value)} {row.unit}", target, reference, ratio, met


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.3g}"


def percentile(values: Sequence[float], part: float) -> float | None:
    """The value below which ``part`` of them lie; None of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else None
