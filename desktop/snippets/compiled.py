"""A pack ready for use and for the cache: one block of bytes, decoded where it is looked at.

250,000 snippets as objects would be 150 MB and a second; as bytes they are as small as their
texts, cost nothing to load and nothing to the garbage collector.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from desktop.snippets.fields import Finding
from desktop.snippets.record import Cause, Record, StoredVariable
from desktop.snippets.where import EVERYWHERE, Where

if TYPE_CHECKING:
    from desktop.snippets.pack import ParsedPack

_encoder: Final = msgspec.msgpack.Encoder()
_records: Final = msgspec.msgpack.Decoder(Record)
_causes: Final = msgspec.msgpack.Decoder(Cause)


class Head(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a pack beside its snippets."""

    path: str
    size: int
    mtime_ns: int
    settled: bool
    """False if the file was written so shortly before it was read that a later change might leave
    size and time the same; then only the digest tells."""
    digest: bytes
    """Of the content."""
    imports: tuple[tuple[str, int], ...]
    globals: tuple[StoredVariable, ...]
    findings: tuple[Finding, ...]
    programs: tuple[int, ...]
    readable: bool
    where: Where = EVERYWHERE


@dataclass(frozen=True, slots=True)
class CompiledPack:
    """A pack's snippets by place (from 0), and their triggers by checksum."""

    head: Head
    records: memoryview
    """The records, msgpack, one after the other."""
    offsets: array[int]
    """Where each begins, and the end."""
    checksums: array[int]
    """Of each trigger, sorted."""
    owners: array[int]
    """For each checksum the place of the snippet."""

    def __len__(self) -> int:
        """How many snippets."""
        return len(self.offsets) - 1

    def record(self, place: int) -> Record:
        """The snippet at a place."""
        return _records.decode(self.records[self.offsets[place] : self.offsets[place + 1]])

    def cause(self, place: int) -> Cause:
        """The same without its texts."""
        return _causes.decode(self.records[self.offsets[place] : self.offsets[place + 1]])

    def causes(self) -> Iterator[Cause]:
        """Of all snippets in order."""
        begin = 0
        for end in self.offsets[1:]:
            yield _causes.decode(self.records[begin:end])
            begin = end

    def all_records(self) -> Iterator[Record]:
        """All snippets in order."""
        begin = 0
        for end in self.offsets[1:]:
            yield _records.decode(self.records[begin:end])
            begin = end

    def place_of(self, number: int) -> int | None:
        """Where the entry with this number in the file is, if it is a sound one."""
        place = bisect_left(range(len(self)), number, key=lambda at: self.cause(at).number)
        return place if place < len(self) and self.cause(place).number == number else None

    def having(self, trigger: str) -> list[int]:
        """The places of the snippets with exactly this trigger."""
        checksum = _checksum(trigger)
        at = bisect_left(self.checksums, checksum)
        places = []
        while at < len(self.checksums) and self.checksums[at] == checksum:
            place = self.owners[at]
            if trigger in self.cause(place).triggers:
                places.append(place)
            at += 1
        return sorted(places)


def compile_pack(
    path: str, size: int, mtime_ns: int, digest: bytes, pack: ParsedPack, *, settled: bool
) -> CompiledPack:
    """What was parsed, in the form that is kept."""
    head = Head(
        path,
        size,
        mtime_ns,
        settled,
        digest,
        tuple(pack.imports),
        tuple(StoredVariable.of(one) for one in pack.globals),
        tuple(pack.findings),
        tuple(pack.programs),
        pack.readable,
        pack.where,
    )
    records = bytearray()
    offsets = array("I", [0])
    marks: list[tuple[int, int]] = []
    for place, record in enumerate(pack.records):
        records += _encoder.encode(record)
        offsets.append(len(records))
        marks += [(_checksum(trigger), place) for trigger in record.triggers]
    marks.sort()
    return CompiledPack(
        head,
        memoryview(bytes(records)),
        offsets,
        array("I", [checksum for checksum, _ in marks]),
        array("I", [place for _, place in marks]),
    )


def blocks_of(pack: CompiledPack) -> tuple[memoryview, bytes, bytes, bytes]:
    """What a cache keeps beside the head."""
    arrays = (pack.offsets.tobytes(), pack.checksums.tobytes(), pack.owners.tobytes())
    return (pack.records, *arrays)


def from_blocks(head: Head, blocks: Sequence[memoryview]) -> CompiledPack:
    """The reverse of :func:`blocks_of`.

    Raises:
        ValueError: the blocks do not fit each other.
    """
    records, *rest = blocks
    offsets, checksums, owners = (array("I", bytes(block)) for block in rest)
    if not offsets or offsets[-1] != len(records) or len(checksums) != len(owners):
        raise ValueError("blocks that do not fit")
    return CompiledPack(head, records, offsets, checksums, owners)


def _checksum(trigger: str) -> int:
    return zlib.crc32(trigger.encode("utf-8", "surrogatepass"))
