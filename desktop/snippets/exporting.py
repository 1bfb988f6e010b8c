"""The library given out: as a pack that espanso reads, or as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from desktop.core.atomic import write_atomically
from desktop.core.results import UserError
from desktop.snippets.editing.entry import flag_keys, variable_entry
from desktop.snippets.export_losses import (
    OURS,
    has_whole_path,
    lost_in_espanso,
    lost_in_table,
    offset_of,
)
from desktop.snippets.importers.base import Draft
from desktop.snippets.importers.plain_csv import FORMULA
from desktop.snippets.importers.report import Fate, Item, Report
from desktop.snippets.importers.written import entry_of, yaml_of
from desktop.snippets.library import Library
from desktop.snippets.model import Body, Snippet, Value, Variable
from desktop.snippets.render.rich_text import picture_path
from desktop.snippets.where import Where


def write_pack(library: Library, path: Path) -> Report:
    """Write all snippets into one pack that espanso reads.

    Raises:
        UserError: it can't be written; what was there is unchanged.
    """
    snippets = [one for one in library.snippets if one.kind is not Body.OPENS]
    shared: dict[str, dict[str, Value]] = {}
    for one in snippets:
        for variable in library.globals.get(one.globals_of, {}).values():
            shared.setdefault(variable.name, _variable(variable))
    content: dict[str, Value] = {}
    if shared:
        content["global_vars"] = list(shared.values())
    content["matches"] = [entry_of(_draft(one)) for one in snippets]
    write_whole(path, yaml_of(content, "Given out by Deskhand.").encode("utf-8"))
    return _report("espanso", library, lost_in_espanso, path)


def write_table(library: Library, path: Path) -> Report:
    """Write trigger, text, label and pack of every snippet as CSV, one row a trigger.

    Raises:
        UserError: it can't be written; what was there is unchanged.
    """
    file = io.StringIO(newline="")
    table = csv.writer(file)
    table.writerow(["trigger", "text", "label", "pack"])
    snippets = [one for one in library.snippets if one.kind is not Body.OPENS]
    for one in snippets:
        for trigger in one.triggers or (one.regex,):
            table.writerow([_safe(cell) for cell in (trigger, one.body, one.label, one.pack)])
    write_whole(
        path, b"\xef\xbb\xbf" + file.getvalue().encode("utf-8")
    )  # so that Excel knows UTF-8
    return _report("a table (CSV)", library, lost_in_table, path)


def _report(
    program: str, library: Library, lost: Callable[[Snippet, Where], Iterator[str]], path: Path
) -> Report:
    items = []
    for number, one in enumerate(library.snippets):
        how = tuple(lost(one, library.where(number)))
        source = ", ".join(one.triggers) or one.regex or one.label or library.place(number)
        left_out = one.kind is Body.OPENS
        fate = Fate.LEFT_OUT if left_out else Fate.CHANGED if how else Fate.AS_IT_WAS
        items.append(Item(source, fate, how))
    return Report(program, tuple(items), files=(path.name,), given_out=True)


def _draft(one: Snippet) -> Draft:
    body = one.body or (one.variants[0].body if one.variants else "")
    if one.kind is Body.IMAGE and not has_whole_path(one):
        body = str(picture_path(body, Path(one.path)))
    return Draft(
        one.id,
        body,
        one.kind.value,
        one.triggers,
        one.regex,
        one.label,
        one.search_terms,
        flag_keys(one),
        [_variable(variable) for variable in one.variables],
        {name: _field(about) for name, about in one.form_fields.items()},
    )


def _variable(variable: Variable) -> dict[str, Value]:
    """As in the pack, but for a date's steps: espanso counts them in seconds."""
    offset = offset_of(variable) if "shift" in variable.params else None
    if variable.type != "date" or offset is None:
        return variable_entry(variable)
    kept = {key: one for key, one in variable.params.items() if key not in {"shift", "offset"}}
    return {**variable_entry(variable), "params": {**kept, "offset": offset}}


def _field(about: Value) -> Value:
    if not isinstance(about, Mapping):
        return about
    return {name: value for name, value in about.items() if name not in OURS}


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that somebody asked for.

    Raises:
        UserError: it can't be written; what was there is unchanged.
    """
    try:
        write_atomically(path, data)
    except OSError as error:
        raise UserError(
            "The file was not written",
            error.strerror or "",
            "Choose another folder, or make room on the disk",
            place=path.name,
        ) from error
