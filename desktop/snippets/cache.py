"""The compiled packs in one file, so that a start reads bytes and no YAML.

A magic word with the format's version, a checksum, the length of the head (msgpack: a pack's head
and the lengths of its blocks), then the blocks. It holds the agent's texts: only the owner may
read it. A cache that does not fit in any way is no error: the YAML is the truth.
"""

from __future__ import annotations

import struct
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from desktop.core.atomic import write_atomically
from desktop.core.results import Problem, Severity
from desktop.snippets.compiled import CompiledPack, Head, blocks_of, from_blocks

VERSION: Final = 4
"""Counts up with every change of what is stored or of how a pack is read."""
_PREFIX: Final = struct.Struct("<8sII")
_MAGIC: Final = b"DHPACK" + bytes([VERSION, sys.byteorder == "little"])
_MOST: Final = 2 << 30

_Entry = tuple[Head, tuple[int, int, int, int]]
_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(list[_Entry])


def read_cache(path: Path) -> dict[str, CompiledPack]:
    """The packs in the cache by the path of their file; none if it can't be used."""
    try:
        if path.stat().st_size > _MOST:
            return {}
        data = path.read_bytes()
    except OSError:
        return {}
    try:
        return _unpack(memoryview(data))
    except (struct.error, ValueError, TypeError, msgspec.MsgspecError):
        return {}


def write_cache(path: Path, packs: Iterable[CompiledPack]) -> Problem | None:
    """Keep these packs; a problem if that can't be done, which only makes the next start slow."""
    entries: list[_Entry] = []
    blocks: list[bytes | memoryview] = []
    for pack in packs:
        own = blocks_of(pack)
        records, offsets, checksums, owners = (len(block) for block in own)
        entries.append((pack.head, (records, offsets, checksums, owners)))
        blocks += own
    head = _encoder.encode(entries)
    body = b"".join([head, *blocks])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, _PREFIX.pack(_MAGIC, len(head), zlib.crc32(body)) + body)
    except OSError as error:
        return Problem(
            "The snippets could not be kept ready for the next start",
            error.strerror or "",
            "They work all the same; starting takes longer.",
            Severity.WARNING,
        )
    return None


def _unpack(data: memoryview) -> dict[str, CompiledPack]:
    """Raises one of the errors that :func:`read_cache` names where something does not fit."""
    magic, length, checksum = _PREFIX.unpack_from(data)
    body = data[_PREFIX.size :]
    if magic != _MAGIC or length > len(body) or zlib.crc32(body) != checksum:
        raise ValueError("another version, or damaged")
    at = length
    packs = {}
    for head, lengths in _decoder.decode(body[:length]):
        blocks = []
        for size in lengths:
            blocks.append(body[at : at + size])
            at += size
        packs[head.path] = from_blocks(head, blocks)
    return packs
