"""The trigger index as a file: written by the application, read by the keyboard process.

A magic word, the length of the head, a checksum of all that follows; then the head (JSON) and
the tries' bytes one after the other, in the head's order. Standard library only and no pickle: a
damaged or foreign file is told apart before anything in it is used.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from pathlib import Path
from typing import Final, TypedDict, cast

from desktop.core.atomic import write_atomically
from desktop.core.results import UserError
from desktop.core.triggers import FLAG_BITS, SHARED, RegexTrigger, TriggerIndex, TriggerTrie

_MAGIC: Final = b"DHTRIG2\n"
_PREFIX: Final = struct.Struct("<8sII")
"""Magic, length of the head, CRC-32 of head and tries."""
_MOST: Final = 1 << 30
"""Bytes; 250,000 triggers need two and a half million."""


class _TrieHead(TypedDict):
    folded: bool
    right_word: bool
    lengths: list[int]
    """Of trie, entries and shared, in bytes."""


class _Head(TypedDict):
    library: str
    separators: str
    longest: int
    triggers: int
    order: str
    """``sys.byteorder`` of the machine that wrote the arrays."""
    tries: list[_TrieHead]
    regexes: list[tuple[str, int]]


def write_index(path: Path, index: TriggerIndex) -> None:
    """Put ``index`` into ``path``, whole or not at all.

    Raises:
        OSError: it could not be written; the old file, if any, is as it was.
    """
    head: _Head = {
        "library": index.library,
        "separators": index.separators,
        "longest": index.longest,
        "triggers": index.triggers,
        "order": sys.byteorder,
        "tries": [
            {
                "folded": one.folded,
                "right_word": one.right_word,
                "lengths": [len(one.trie), len(one.entries), len(one.shared)],
            }
            for one in index.tries
        ],
        "regexes": [(one.pattern, one.number) for one in index.regexes],
    }
    parts = [json.dumps(head).encode()]
    for one in index.tries:
        parts += [one.trie, one.entries, one.shared]
    body = b"".join(parts)
    write_atomically(path, _PREFIX.pack(_MAGIC, len(parts[0]), zlib.crc32(body)) + body)


def read_index(path: Path) -> TriggerIndex:
    """The index in ``path``.

    Raises:
        UserError: there is none, or it is damaged, or another version wrote it. The application
            makes a new one.
    """
    head, body = _read(path)
    try:
        return _index(head, body)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise _unusable() from error


def index_is_current(path: Path, library: str, separators: str) -> bool:
    """Does ``path`` hold a whole index of this library with these separators?"""
    try:
        head, _ = _read(path)
    except UserError:
        return False
    return (
        head.get("library") == library
        and head.get("separators") == separators
        and head.get("order") == sys.byteorder
    )


def _unusable() -> UserError:
    return UserError(
        "The list of triggers can't be used",
        "its file is damaged or was written by another version",
        "Deskhand makes a new one when it reads the packs again",
    )


def _read(path: Path) -> tuple[_Head, memoryview]:
    try:
        if path.stat().st_size > _MOST:
            raise _unusable()
        data = path.read_bytes()
    except OSError as error:
        raise UserError("The list of triggers can't be read", error.strerror or "") from error
    if len(data) < _PREFIX.size:
        raise _unusable()
    magic, length, checksum = _PREFIX.unpack_from(data)
    body = memoryview(data)[_PREFIX.size :]
    if magic != _MAGIC or length > len(body) or zlib.crc32(body) != checksum:
        raise _unusable()
    try:
        head = json.loads(bytes(body[:length]))
    except ValueError as error:
        raise _unusable() from error
    if not isinstance(head, dict):
        raise _unusable()
    return cast("_Head", head), body[length:]


def _index(head: _Head, body: memoryview) -> TriggerIndex:
    """Raises one of the errors that :func:`read_index` names where something does not fit."""
    if head["order"] != sys.byteorder:
        raise ValueError("arrays of another byte order")
    at = 0
    tries = []
    for one in head["tries"]:
        parts = []
        for length in one["lengths"]:
            if length < 0 or at + length > len(body):
                raise ValueError("longer than the file")
            parts.append(bytes(body[at : at + length]))
            at += length
        trie, entries, shared = parts
        _check_arrays(entries, shared)
        tries.append(
            TriggerTrie(bool(one["folded"]), bool(one["right_word"]), trie, entries, shared)
        )
    if at != len(body):
        raise ValueError("bytes left over")
    return TriggerIndex(
        library=str(head["library"]),
        tries=tuple(tries),
        regexes=tuple(RegexTrigger(str(pattern), int(n)) for pattern, n in head["regexes"]),
        separators=str(head["separators"]),
        longest=int(head["longest"]),
        triggers=int(head["triggers"]),
    )


def _check_arrays(entries: bytes, shared: bytes) -> None:
    """The matcher looks without asking: what several snippets have lies inside ``shared``."""
    several = array("I", shared)
    places = [one >> FLAG_BITS for one in array("I", entries) if one & SHARED]
    # The first after ``place`` that is no longer its own.
    if any(not several[place] or place + several[place] >= len(several) for place in places):
        raise ValueError("arrays that do not fit")
