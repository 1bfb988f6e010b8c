"""Taking snippets over: planned first, then all of it or nothing, and taken back if wanted.

Files are only ever added, never replaced; taking back deletes those that nobody has changed since.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import msgspec

from desktop.core.atomic import write_atomically
from desktop.core.results import Problem, Severity, UserError
from desktop.snippets.editing.naming import safe_part
from desktop.snippets.importers.base import Draft, Imported, Importer, read_bytes
from desktop.snippets.importers.report import Fate, Item, Report
from desktop.snippets.importers.unreachable import note_unreachable
from desktop.snippets.importers.written import pack_text
from desktop.snippets.pack import read_pack

JOURNAL = "imports.json"
"""In the profile's folder for data."""
_MOST_KEPT = 20
"""Imports that can be taken back."""
_MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would write, and its report."""

    report: Report
    files: Mapping[str, bytes] = field(repr=False)
    """Content by path below the packs folder."""


class _File(msgspec.Struct, frozen=True):
    path: str
    digest: str


class Taken(msgspec.Struct, frozen=True):
    """An import that was carried out."""

    program: str
    at: dt.datetime
    files: tuple[_File, ...]


def plan(importer: Importer, source: Path, packs: Path) -> Plan:
    """Read ``source``, and say what would come of it in the folder ``packs``; nothing is written.

    Raises:
        UserError: it can't be read at all.
    """
    imported = importer.read(source)
    _note_what_is_not_there(imported)
    note_unreachable(imported)
    files: dict[str, bytes] = {}
    items: list[Item] = []
    problems: list[Problem] = []
    taken = {path.relative_to(packs).as_posix().casefold() for path in packs.rglob("*")}
    folder = _free_name(imported.folder, taken, "") if imported.folder else ""
    heading = f"Taken over from {importer.title}."
    for pack in imported.packs:
        if not pack.drafts and not pack.text:
            continue
        whole = f"{folder}/{pack.name}{pack.ending}"
        name = whole if folder else _free_name(pack.name, taken, pack.ending)
        taken.add(name.casefold())
        text = pack_text(pack, heading)
        problems += _problems(name, text)
        files[name] = text.encode("utf-8")
        items += [_item(one, name) for one in pack.drafts]
    items += [Item(one.source, Fate.LEFT_OUT, (one.why,)) for one in imported.left_out]
    more = problems[_MOST_PROBLEMS:]
    shown = problems[:_MOST_PROBLEMS]
    if more:
        shown.append(Problem(f"There are {len(more):,} more remarks", severity=Severity.INFO))
    report = Report(importer.title, tuple(items), _notes(imported), tuple(shown), tuple(files))
    beside = {f"{folder}/{name}": read_bytes(path) for name, path in imported.beside.items()}
    return Plan(report, MappingProxyType({**beside, **files}))


def carry_out(plan: Plan, packs: Path, data: Path, now: dt.datetime) -> None:
    """Write everything that was planned, or nothing.

    Raises:
        UserError: it can't be written; nothing was changed.
    """
    if not plan.files:
        return
    files = tuple(_File(name, _digest(content)) for name, content in plan.files.items())
    journal = [*_read_journal(data), Taken(plan.report.program, now, files)][-_MOST_KEPT:]
    written: list[Path] = []
    try:
        for name, content in plan.files.items():
            path = packs / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                raise FileExistsError(17, "File exists")
            written.append(path)
            write_atomically(path, content)
        _write_journal(data, journal)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        _drop_empty_folders(packs, plan.files)
        raise UserError(
            "The snippets were not taken over, and nothing was changed",
            error.strerror or "",
            "Make room on the disk, or check the permissions of the packs folder",
        ) from error


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of an import that was taken back."""

    program: str
    deleted: tuple[str, ...]
    kept: tuple[str, ...]
    """Files that were changed since, and stay."""


def take_back(packs: Path, data: Path) -> TakenBack:
    """Undo the last import that was not undone yet.

    Raises:
        UserError: there is none, or a file can't be deleted.
    """
    journal = _read_journal(data)
    if not journal:
        raise UserError("There is no import to take back")
    last = journal.pop()
    deleted, kept = [], []
    try:
        for one in last.files:
            path = packs / one.path
            if not path.exists():
                continue
            if _digest(path.read_bytes()) == one.digest:
                path.unlink()
                deleted.append(one.path)
            else:
                kept.append(one.path)
        _drop_empty_folders(packs, [one.path for one in last.files])
        _write_journal(data, journal)
    except OSError as error:
        raise UserError(
            "The import was not taken back whole",
            error.strerror or "",
            "Check the permissions of the packs folder, and try again",
        ) from error
    return TakenBack(last.program, tuple(deleted), tuple(kept))


def _drop_empty_folders(packs: Path, files: Iterable[str]) -> None:
    """Those that the import made and that nothing is in any more."""
    folders = {parent for name in files for parent in PurePosixPath(name).parents}
    for folder in sorted(folders, key=lambda one: -len(one.parts)):
        place = packs / folder
        if folder.parts and place.is_dir() and not any(place.iterdir()):
            place.rmdir()


def _note_what_is_not_there(imported: Imported) -> None:
    """Snippets that take in others which did not come with them."""
    drafts = [one for pack in imported.packs for one in pack.drafts]
    triggers = {trigger for one in drafts for trigger in one.triggers}
    for draft in drafts:
        for variable in draft.variables:
            params = variable.get("params")
            wanted = params.get("trigger") if isinstance(params, dict) else None
            if variable.get("type") == "match" and wanted not in triggers:
                draft.changed(f"It takes in “{wanted}”, which did not come with it.")


def _item(draft: Draft, pack: str) -> Item:
    fate = Fate.CHANGED if draft.changes else Fate.AS_IT_WAS
    return Item(draft.source, fate, tuple(draft.changes), pack)


def _notes(imported: Imported) -> tuple[str, ...]:
    return tuple(dict.fromkeys(imported.notes))


def _problems(name: str, text: str) -> list[Problem]:
    """What Deskhand finds when it reads the pack, by file and line."""
    return [
        Problem(one.what, one.why, one.todo, one.severity, f"{name}:{one.line}")
        for one in read_pack(text.encode("utf-8")).findings
    ]


def _free_name(wanted: str, taken: set[str], ending: str) -> str:
    """A file's or folder's name from any name, on every system, that nothing else has."""
    folders = [safe_part(part) for part in PurePosixPath(wanted.replace("\\", "/")).parts]
    name = "/".join(part for part in folders if part) or "imported"
    path, number = f"{name}{ending}", 2
    while path.casefold() in taken:
        path, number = f"{name}-{number}{ending}", number + 1
    return path


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read_journal(data: Path) -> list[Taken]:
    try:
        return msgspec.json.decode((data / JOURNAL).read_bytes(), type=list[Taken])
    except (OSError, msgspec.DecodeError):
        return []  # only how to take back is lost


def _write_journal(data: Path, journal: list[Taken]) -> None:
    data.mkdir(parents=True, exist_ok=True)
    write_atomically(data / JOURNAL, msgspec.json.encode(journal))
