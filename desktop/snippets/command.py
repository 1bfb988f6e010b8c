"""What ``deskhand snippets`` says: the library as rows and lines; import and export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.clock import Clock
from desktop.core.results import Problem, Severity, UserError
from desktop.host.base import Places
from desktop.snippets.library import Library

if TYPE_CHECKING:
    from desktop.snippets.savings.uses import Sum


def rows(library: Library) -> list[dict[str, object]]:
    """Every snippet, for scripts."""
    from desktop.snippets.expand import title_of

    return [
        {
            "id": one.id,
            "triggers": [*one.triggers, *([one.regex] if one.regex else [])],
            "label": title_of(one),
            "place": library.place(number),
        }
        for number, one in enumerate(library.snippets)
    ]


def lines(found: Sequence[Mapping[str, object]]) -> Iterator[str]:
    """The same rows, for people."""
    for row in found:
        triggers = row["triggers"]
        shown = ", ".join(triggers) if isinstance(triggers, list) else ""
        yield f"{shown:<20} {row['label']}  ({row['id']})"


def refuse_unreadable(library: Library) -> None:
    """A pack that can't be read is no reason to say nothing of the others, but one to fail.

    Raises:
        UserError: there is one.
    """
    if library.unreadable:
        names = ", ".join(path.name for path in library.unreadable)
        raise UserError(f"This can't be read: {names}", todo="“deskhand snippets check” says why")


def checked(library: Library) -> tuple[list[Problem], list[str], bool]:
    """What is wrong, the same in lines with a last one that counts, and whether all is well.

    Raises:
        UserError: some of it could not be checked.
    """
    from desktop.snippets.check import check

    problems = check(library)
    told = [f"{problem.severity.value}: {problem.sentence()}" for problem in problems]
    told.append(f"{_count(len(library.snippets), 'snippet')}, {_count(len(problems), 'remark')}")
    well = not any(problem.severity is Severity.ERROR for problem in problems)
    return problems, told, well


def refuse_unchecked(library: Library) -> None:
    """After what could be checked was told.

    Raises:
        UserError: some of it could not.
    """
    if library.unreadable:
        names = ", ".join(path.name for path in library.unreadable)
        raise UserError(
            f"This could not be checked: {names}", todo="Mend what is said of it, then check again"
        )


def take_over(
    source: Path, importer: str, places: Places, clock: Clock, *, dry_run: bool
) -> tuple[Mapping[str, object], Sequence[str]]:
    """Take the snippets of another program over; the report for scripts, and for people.

    Raises:
        UserError: it can't be read, or nothing could be written.
    """
    from desktop.snippets.importers import taking
    from desktop.snippets.importers.registry import importer_for

    made = taking.plan(importer_for(source, importer), source, places.packs)
    if not dry_run:
        taking.carry_out(made, places.packs, places.data, clock.now())
    told = [*made.report.as_lines()]
    if dry_run:
        told.append("Nothing was changed: this was a dry run")
    elif made.files:
        told.append("“deskhand snippets import --undo” takes it back")
    return {**made.report.as_json(), "dry_run": dry_run}, told


def take_back(places: Places) -> tuple[Mapping[str, object], Sequence[str]]:
    """Undo the last import; the same two reports.

    Raises:
        UserError: there is none.
    """
    from desktop.snippets.importers import taking

    done = taking.take_back(places.packs, places.data)
    told = [f"{name} was changed since, and stays" for name in done.kept]
    told.append(f"Taken back what came from {done.program}: {_count(len(done.deleted), 'file')}")
    report = {"program": done.program, "deleted": list(done.deleted), "kept": list(done.kept)}
    return report, told


def savings(
    data: Path, by: str, per_minute: float, since: dt.date | None
) -> tuple[Mapping[str, object], Sequence[str]]:
    """What snippets saved, by ``snippet``, ``day`` or ``app``; for scripts, and for people.

    Raises:
        UserError: it can't be read.
    """
    from desktop.snippets.savings.uses import BY, saved, whole

    rows = saved(sums(data, since), BY[by], per_minute)
    total = whole(rows)
    report = {
        "uses": total.count,
        "keystrokes_saved": total.keystrokes,
        "minutes_saved": round(total.minutes, 1),
        "by": by,
        "rows": [
            {
                "name": row.name,
                "uses": row.count,
                "keystrokes_saved": row.keystrokes,
                "minutes_saved": round(row.minutes, 1),
            }
            for row in rows
        ],
    }
    told = [f"{row.count:>7,}  {row.minutes:>8,.1f} min  {row.name or 'copied'}" for row in rows]
    uses = _count(total.count, "use")
    told.append(f"{uses}; {total.keystrokes:,} keystrokes and {total.minutes:,.1f} minutes saved")
    return report, told


def sums(data: Path, since: dt.date | None) -> list[Sum]:
    """What was counted; nothing where nothing ever was.

    Raises:
        UserError: it can't be read.
    """
    from desktop.snippets.savings.ledger import FILE, Ledger

    if not (data / FILE).exists():
        return []
    ledger = Ledger(data)
    try:
        return ledger.read(since)
    finally:
        ledger.close()


def savings_table(data: Path, since: dt.date | None, target: Path) -> str:
    """Write them as CSV; a sentence.

    Raises:
        UserError: they can't be read or written.
    """
    from desktop.snippets.exporting import write_whole
    from desktop.snippets.savings.table import as_csv

    found = sums(data, since)
    write_whole(target, b"\xef\xbb\xbf" + as_csv(found).encode("utf-8"))
    return f"{_count(len(found), 'row')} in {target.name}"


def give_out(library: Library, target: Path) -> tuple[Mapping[str, object], Sequence[str]]:
    """Write the library to a file, as its ending says; the report for scripts, and for people.

    Raises:
        UserError: it can't be written, or there is nothing in it.
    """
    from desktop.snippets.exporting import write_pack, write_table
    from desktop.snippets.importers.report import Fate

    if not len(library.snippets):
        raise UserError(
            "You have no snippets of your own", todo="Those that ship are not given out"
        )

    if target.suffix.lower() not in {".yml", ".yaml", ".csv"}:
        raise UserError(
            "Deskhand gives snippets out as .yml (for espanso) or .csv",
            todo="Give the file one of these endings",
        )
    write = write_table if target.suffix.lower() == ".csv" else write_pack
    made = write(library, target)
    written = len(made.items) - made.count(Fate.LEFT_OUT)
    words = f"{_count(written, 'snippet')} in {target.name}"
    count = {"file": target.name, "snippets": written}
    told = made.as_json()
    return {**told, **count, "by_snippet": told["snippets"]}, [*made.as_lines(), words]


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"
