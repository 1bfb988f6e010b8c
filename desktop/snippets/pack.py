"""Reading one pack: a file of snippets in YAML, with espanso's keys and meaning.

Never raises for what stands in the file: each fault is a finding with its line, and all that is
sound beside it is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from desktop.snippets.entries import Defaults, read_defaults, read_entry
from desktop.snippets.fields import Fields, Finding, Findings
from desktop.snippets.model import Variable
from desktop.snippets.record import Record
from desktop.snippets.variables import PROGRAMS, read_variables
from desktop.snippets.where import EVERYWHERE, FILTERS, RULES, Where, read_where
from desktop.snippets.yaml_nodes import Mapping, Node, Scalar, Sequence
from desktop.snippets.yaml_reader import YamlError, read_yaml, without_collection

_KEYS: Final = frozenset({
    "matches", "global_vars", "imports", "match_defaults", "anchors", "name", "parent", "$schema",
    RULES, *FILTERS,
})  # fmt: skip
"""``anchors`` is a place for YAML's own, ``$schema`` is for editors; ``name`` and ``parent`` are
from espanso's first version and mean nothing any more."""
MOST_IMPORTS: Final = 1000


@dataclass(slots=True)
class ParsedPack:
    """What stands in a pack."""

    records: list[Record] = field(default_factory=list)
    globals: list[Variable] = field(default_factory=list)
    imports: list[tuple[str, int]] = field(default_factory=list)
    """Paths as written, relative to the file, each with its line."""
    findings: list[Finding] = field(default_factory=list)
    programs: list[int] = field(default_factory=list)
    """Lines of variables that run a program."""
    lost: list[int] = field(default_factory=list)
    """Numbers of the entries of ``matches`` that can't be used; the findings say why."""
    where: Where = EVERYWHERE
    """In which applications and windows its snippets are typed."""
    readable: bool = True
    """False where nothing could be read at all: the file is no YAML, or no pack."""


def read_pack(data: bytes) -> ParsedPack:
    """All snippets, global variables, imports and findings of a pack's content."""
    with without_collection():
        return _read(data)


def _read(data: bytes) -> ParsedPack:
    pack = ParsedPack()
    try:
        root = read_yaml(data)
    except YamlError as error:
        pack.findings.append(Finding(error.line, error.what, todo=error.todo))
        pack.readable = False
        return pack
    if root is None or (isinstance(root, Scalar) and root.is_null):
        return pack
    if not isinstance(root, Mapping):
        pack.findings.append(
            Finding(
                root.line,
                "This file is no pack.",
                todo="It must begin with `matches:` and list the snippets under it.",
            )
        )
        pack.readable = False
        return pack
    findings = Findings()
    _read_file(pack, Fields(root, findings, "This file"))
    pack.findings.extend(findings)
    return pack


def _read_file(pack: ParsedPack, fields: Fields) -> None:
    _join_repeated(fields)
    fields.check_keys(_KEYS)
    inner = fields.inner("match_defaults", "`match_defaults`")
    defaults = read_defaults(inner) if inner is not None else Defaults()
    pack.where = read_where(fields)
    pack.globals = read_variables(fields, "global_vars")
    pack.programs += [one.line for one in pack.globals if one.type in PROGRAMS]
    for text, line in fields.texts("imports"):
        if len(pack.imports) >= MOST_IMPORTS:
            fields.warn(f"Only the first {MOST_IMPORTS} imports are read.", line)
            break
        if text:
            pack.imports.append((text, line))
    for number, entry in enumerate(fields.groups("matches", "This snippet"), start=1):
        record = read_entry(entry, number, defaults) if entry is not None else None
        if record is None:
            pack.lost.append(number)
            continue
        pack.records.append(record)
        pack.programs += [one.line for one in record.variables if one.type in PROGRAMS]


def _join_repeated(fields: Fields) -> None:
    """A list that stands twice in a file (a slip of pasting) is read from both places."""
    kept: list[tuple[str, Node, int]] = []
    for key, earlier, line in fields.node.repeated:
        later = fields.node.items[key]
        if isinstance(earlier, Sequence) and isinstance(later, Sequence):
            later.items[:0] = earlier.items
            fields.warn(f"`{key}` stands twice in this file; both lists are read.", line)
        else:
            kept.append((key, earlier, line))
    fields.node.repeated = kept
