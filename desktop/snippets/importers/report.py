"""What came over, what was changed and how, and what could not be, snippet by snippet.

The same for what is given out to another program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.core.results import Problem

MOST_SHOWN = 200
"""Snippets of which a report for people tells one by one."""


class Fate(StrEnum):
    """What became of one snippet."""

    AS_IT_WAS = "as it was"
    CHANGED = "changed"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Item:
    """One snippet of the other program."""

    source: str = field(repr=False)
    fate: Fate
    how: tuple[str, ...] = ()
    """What was changed, or why it was left out; sentences."""
    pack: str = ""
    """The file that it is in now."""


@dataclass(frozen=True, slots=True)
class Report:
    """An import, before or after it is carried out."""

    program: str
    items: tuple[Item, ...] = field(repr=False)
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What Deskhand itself has to say of the packs that come of it."""
    files: tuple[str, ...] = ()
    """The packs, by their paths below the packs folder; what was written for another program."""
    given_out: bool = False

    def count(self, fate: Fate) -> int:
        """Snippets with that fate."""
        return sum(one.fate is fate for one in self.items)

    def as_json(self) -> Mapping[str, object]:
        """For scripts."""
        return {
            "program": self.program,
            "as_it_was": self.count(Fate.AS_IT_WAS),
            "changed": self.count(Fate.CHANGED),
            "left_out": self.count(Fate.LEFT_OUT),
            "files": list(self.files),
            "notes": list(self.notes),
            "problems": [one.sentence() for one in self.problems],
            "snippets": [
                {"source": one.source, "fate": one.fate.value, "how": list(one.how)}
                | ({"pack": one.pack} if one.pack else {})
                for one in self.items
            ],
        }

    def as_lines(self) -> Sequence[str]:
        """For people: what needs a look, then the counts."""
        told = [one for one in self.items if one.fate is not Fate.AS_IT_WAS]
        lines = [f"{one.source}: {one.fate}. {' '.join(one.how)}" for one in told[:MOST_SHOWN]]
        if len(told) > MOST_SHOWN:
            lines.append(f"… and {len(told) - MOST_SHOWN:,} more; --json tells of all")
        lines += self.notes
        lines += [one.sentence() for one in self.problems[:MOST_SHOWN]]
        counts = ", ".join(f"{self.count(fate):,} {fate}" for fate in Fate)
        return [*lines, f"{'For' if self.given_out else 'From'} {self.program}: {counts}"]
