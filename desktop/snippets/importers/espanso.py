"""espanso: its whole folder, a package of its hub, or one match file.

Its match files are packs already, so they are kept to the letter, each at its place below a folder
of their own: what they import by relative paths is found as before. Its configuration has no place
in a pack; the report says what to set in Deskhand instead.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from desktop.core.results import UserError
from desktop.snippets.importers.base import (
    MOST_FILES,
    Draft,
    DraftPack,
    Imported,
    Importer,
    LeftOut,
    read_bytes,
)
from desktop.snippets.pack import read_pack
from desktop.snippets.where import EVERYWHERE
from desktop.snippets.yaml_nodes import Mapping as YamlMapping
from desktop.snippets.yaml_nodes import Node, Scalar, value_of
from desktop.snippets.yaml_reader import YamlError, read_yaml

_PACKS = frozenset({".yml", ".yaml"})
_NOT_PACKS = frozenset({"_manifest.yml", "_pkgsource.yml"})
_FILTERS = ("filter_exec", "filter_title", "filter_class", "filter_os")
_BEGINNING = re.compile(r"\A((?:[ \t]*(?:#[^\n]*+)?+\r?\n)*+)---[ \t]*+\r?\n")
"""The sign that a document begins, which must not come behind what is put before it."""
_ELSEWHERE = {
    "toggle_key": "the key that switches it off: Settings, Typing",
    "search_shortcut": "the shortcut of the search: Settings, Snippets (the palette's key)",
    "search_trigger": "a trigger of the search: open the palette by its key",
    "word_separators": "word separators: Settings, Typing",
    "undo_backspace": "undo by Backspace: it is always on",
    "auto_restart": "", "preserve_clipboard": "", "show_icon": "", "show_notifications": "",
    "backend": "the way of typing: Settings, Typing, for the applications that need another",
    "clipboard_threshold": "",
}  # fmt: skip
"""Settings of its own, and where Deskhand has them; empty where nothing is to be done."""


def read(path: Path) -> Imported:
    """All match files; each snippet in them is told in the report.

    Raises:
        UserError: nothing of espanso's is there.
    """
    if path.is_file():
        return Imported([_pack(path.stem, path)], folder="espanso")
    found = Imported(folder=path.name if (path / "package.yml").is_file() else "espanso")
    base = path / "match" if (path / "match").is_dir() else path
    for number, file in enumerate(_files(base)):
        if number >= MOST_FILES:
            found.notes.append(f"Only the first {MOST_FILES:,} files were looked at.")
            break
        name = file.relative_to(base).with_suffix("").as_posix()
        try:
            pack = _pack(name, file)
        except UserError as error:
            found.left_out.append(LeftOut(name, error.problem.sentence()))
            continue
        found.packs.append(pack)
    if not found.packs and not found.left_out:
        raise UserError(
            "There are no match files of espanso's here",
            todo="Take the folder that “espanso path” names as Config",
            place=path.name,
        )
    limited: dict[Path, list[dict[str, str]]] = {}
    for file in _files(path / "config") if base is not path else ():
        found.notes += _notes(file, limited)
    for file, filters in limited.items():
        _take_limited(found, base, file, filters)
    return found


def _take_limited(
    found: Imported, base: Path, file: Path, filters: Sequence[Mapping[str, str]]
) -> None:
    """A match file that only some applications have: with their filters in the pack itself."""
    name = file.relative_to(base).with_suffix("").as_posix()
    keys = {tuple(one) for one in filters}
    if len(keys) != 1 or (len(filters) > 1 and len(next(iter(keys))) > 1):
        found.left_out.append(
            LeftOut(name, "Several configurations take it in by filters of different kinds.")
        )
        return
    (each,) = keys
    joined = {key: "|".join(dict.fromkeys(f"(?:{one[key]})" for one in filters)) for key in each}
    if len(filters) == 1:
        joined = dict(filters[0])
    free = name.replace("/_", "/").removeprefix("_")
    while free in {one.name for one in found.packs}:
        free += "-2"
    try:
        pack = _pack(free, file)
    except UserError as error:
        found.left_out.append(LeftOut(name, error.problem.sentence()))
        return
    head = "".join(f"{key}: {json.dumps(pattern)}\n" for key, pattern in joined.items())
    pack.text = head + _BEGINNING.sub(r"\1", pack.text)
    if read_pack(pack.text.encode()).where == EVERYWHERE:
        found.left_out.append(LeftOut(name, "Its filters can't be written into it."))
        return
    found.packs.append(pack)


def _files(folder: Path) -> Iterator[Path]:
    """YAML files below a folder in a fixed order; links out of it are not followed."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            file = Path(place, name)
            if file.suffix.lower() in _PACKS and name not in _NOT_PACKS and file.is_file():
                yield file


def _pack(name: str, file: Path) -> DraftPack:
    data = read_bytes(file)
    parsed = read_pack(data)
    if not parsed.readable:
        what = parsed.findings[0].what if parsed.findings else "It can't be read."
        raise UserError(what, place=file.name)
    drafts = [
        Draft(", ".join(one.triggers) or one.regex or one.label or f"line {one.line}")
        for one in parsed.records
    ]
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    return DraftPack(name, drafts, text)


def _notes(file: Path, limited: dict[Path, list[dict[str, str]]]) -> Iterator[str]:
    """What a configuration file says that Deskhand has elsewhere.

    Match files that only it takes in are added to ``limited``, with its filters.
    """
    try:
        root = read_yaml(read_bytes(file))
    except (YamlError, UserError):
        yield f"config/{file.name} can't be read, so what it sets is not known."
        return
    if not isinstance(root, YamlMapping):
        return
    items = root.items
    filters = [f"{name} {_shown(items[name])}" for name in _FILTERS if name in items]
    included = list(_included(file, items))
    for one in included if filters else ():
        rule = {name: str(value_of(items[name])) for name in _FILTERS if name in items}
        limited.setdefault(one, []).append(rule)
        yield f"config/{file.name}: the snippets of {one.name} are typed only where it says so."
    if filters and not included:
        off = "enable" in items and value_of(items["enable"]) in (False, "false")
        what = "switched espanso off in" if off else "had settings of its own for"
        where = "“Never type in”" if off else "“Rules for applications”"
        yield (
            f"config/{file.name} {what} applications with {', '.join(filters)}: set that from the "
            f"tray, “In …”, while you are there, or under Settings, Typing, {where}."
        )
    for name in items:
        words = _ELSEWHERE.get(name, "")
        if words:
            yield f"config/{file.name} sets {words}."


def _included(file: Path, items: Mapping[str, Node]) -> Iterator[Path]:
    """Match files that espanso does not load by itself, as the configuration names them."""
    match = (file.parents[1] / "match").resolve()
    for key in ("includes", "extra_includes"):
        value = value_of(items[key]) if key in items else None
        for text in value if isinstance(value, list) else ():
            path = (file.parent / str(text)).resolve()
            if path.name.startswith("_") and path.is_relative_to(match) and path.is_file():
                yield file.parents[1] / "match" / path.relative_to(match)


def _shown(node: Node) -> str:
    return f"“{node.text[:60]}”" if isinstance(node, Scalar) else "of several kinds"


def recognises(path: Path, _sample: bytes) -> bool:
    """Its folder, a package, or any YAML."""
    if path.is_dir():
        return (path / "match").is_dir() or (path / "package.yml").is_file()
    return path.suffix.lower() in _PACKS


IMPORTER = Importer("espanso", "espanso", recognises, read)
