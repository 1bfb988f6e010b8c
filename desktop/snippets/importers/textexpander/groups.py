"""TextExpander's own files: groups as property lists, one a file or a folder of them.

No page describes them; these are the forms that people have: a group that was exported
(``.textexpander``: ``groupInfo`` and ``snippetsTE2``, or ``snippetsTE3`` beside a warning for
version 2), a folder of settings or a backup (``group_….xml``: ``name`` and ``snippetPlists``), and
the settings of version 2 (``groupsTE2`` with the identifiers of their snippets).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.core.results import UserError
from desktop.snippets.importers.base import MOST_FILES, read_bytes

ENDINGS = frozenset({".textexpander", ".xml", ".plist"})
_MARKS = (b"snippetsTE", b"snippetPlists")
_BINARY = b"bplist00"
_IN_FOLDERS = ("*.textexpander", "*group_*.xml")
_NUMBER = re.compile(r"_(\d{1,9})\.\w+$")


@dataclass(frozen=True, slots=True)
class Written:
    """A snippet as its group has it."""

    abbreviation: str = field(repr=False)
    text: str = field(repr=False)
    label: str = field(repr=False)
    kind: int
    """0 plain, 1 formatted; more: a script."""
    any_case: bool


@dataclass(slots=True)
class Group:
    """Snippets that belong together."""

    name: str
    snippets: list[Written] = field(default_factory=list, repr=False)
    identifier: str = ""
    waits: bool = False
    """It has a setting of its own for when its abbreviations come out."""


def is_group(path: Path, sample: bytes) -> bool:
    """Whether a file, by its first bytes, or a folder is one of these."""
    if path.is_dir():
        return next(_files(path), None) is not None
    if path.suffix.lower() not in ENDINGS:
        return False
    bare = sample.replace(b"\0", b"")  # UTF-16 as well
    return any(mark in bare for mark in _MARKS) or (
        path.suffix.lower() == ".textexpander" and sample.startswith(_BINARY)
    )


def groups_of(path: Path) -> Iterator[Group | tuple[str, UserError]]:
    """The groups of a file, or of a folder: the newest of each, and files that can't be read.

    Raises:
        UserError: a file alone that can't be read, or a folder without any.
    """
    if not path.is_dir():
        yield from _groups(path)
        return
    if next(_files(path), None) is None:
        raise _not_one(path)
    newest: dict[str, tuple[tuple[bool, int], Group]] = {}
    for number, file in enumerate(_files(path)):
        if number >= MOST_FILES:
            break
        try:
            for group in _groups(file):
                _keep(newest, group, file)
        except UserError as error:
            yield file.name, error
    yield from (group for _, group in newest.values())


def _keep(newest: dict[str, tuple[tuple[bool, int], Group]], group: Group, file: Path) -> None:
    """Of the copies of a group those with a higher number are newer, conflicting ones older."""
    found = _NUMBER.search(file.name)
    age = (file.name.startswith("group_"), int(found[1]) if found else 0)
    key = group.identifier or f"{file.name}/{group.name}"
    if key not in newest or newest[key][0] < age:
        newest[key] = (age, group)


def _files(folder: Path) -> Iterator[Path]:
    for pattern in _IN_FOLDERS:
        yield from sorted(one for one in folder.glob(pattern) if one.is_file())


def _groups(path: Path) -> Iterator[Group]:
    content = _content(path)
    about = _mapping(content.get("groupInfo")) or content
    found = [_written(one) for one in _snippets(content)]
    group = Group(
        _text(about, "groupName") or _text(about, "name") or path.stem,
        identifier=_text(content, "uuidString"),
        waits=_number(about, "expandAfterMode") != 0,
    )
    belongs: dict[str, Group] = {}
    for one in _list(content, "groupsTE2"):
        known = Group(_text(one, "name") or path.stem, waits=_number(one, "expandAfterMode") != 0)
        uuids = one.get("snippetUUIDs")
        belongs.update({str(uuid): known for uuid in uuids} if isinstance(uuids, list) else {})
    for uuid, written in found:
        belongs.get(uuid, group).snippets.append(written)
    yield from {id(one): one for one in [group, *belongs.values()] if one.snippets}.values()


def _content(path: Path) -> Mapping[str, object]:
    import plistlib
    from xml.parsers.expat import ExpatError

    try:
        content = plistlib.loads(read_bytes(path))
    except (ExpatError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError,
            ValueError):  # fmt: skip  # whatever plistlib stumbles over
        content = None
    if not isinstance(content, dict) or not any(_snippets(content)):
        raise _not_one(path)
    return content


def _not_one(path: Path) -> UserError:
    return UserError(
        "This is no group of TextExpander's",
        todo="Export the group in TextExpander, as a TextExpander file or as CSV",
        place=path.name,
    )


def _snippets(content: Mapping[str, object]) -> list[Mapping[str, object]]:
    return next(
        (found for key in ("snippetsTE3", "snippetsTE2", "snippetPlists")
         if (found := _list(content, key))), []
    )  # fmt: skip


def _written(one: Mapping[str, object]) -> tuple[str, Written]:
    lines = _text(one, "plainText").replace("\r\n", "\n").replace("\r", "\n")
    return _text(one, "uuidString"), Written(
        _text(one, "abbreviation").strip(),
        lines,
        _text(one, "label").strip(),
        _number(one, "snippetType"),
        _number(one, "abbreviationMode") != 0,
    )


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _list(content: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = content.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(content: Mapping[str, object], key: str) -> str:
    value = content.get(key)
    return value if isinstance(value, str) else ""


def _number(content: Mapping[str, object], key: str) -> int:
    value = content.get(key)
    return value if isinstance(value, int) else 0
