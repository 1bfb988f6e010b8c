"""TMX 1.4b, the exchange format of translation memories (gala-global.org/tmx-14b).

Read piece by piece, so that a file's size does not matter, with the parser's own handlers: it
neither follows nor knows entities, and what grows without end is refused.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from desktop import __version__
from desktop.translation.exchange.files import whole_file
from desktop.translation.exchange.units import ImportRefused, Item, Reason, Skipped, Unit
from desktop.translation.memory_changes import LONGEST, Stopped
from desktop.translation.memory_rows import Origin, Pair, Segment
from desktop.translation.tags import canonical, covers

_PIECE: Final = 64 * 1024
_LARGEST_TAG: Final = 1 << 20
"""Bytes of one tag with its attributes, or of a comment."""
_DEEPEST: Final = 64
_MOST_LANGUAGES: Final = 200

_CODES: Final = frozenset({"bpt", "ept", "ph", "it", "ut"})
"""Elements whose content is the mark-up of the program that the text was in."""
_PLACEHOLDER: Final = re.compile(
    r"\{\{[^{}]{1,80}\}\}|\{\w{0,40}\}|\$\{\w{1,40}\}|%(?:\d+\$|\(\w{1,40}\))?[sdif@]|%\w{1,40}%"
)
_BREAK: Final = re.compile(r"<(?:br|lb)\s*/?>", re.IGNORECASE)
_KINDS: Final = "x-deskhand-kinds"
_ORIGIN: Final = "x-deskhand-origin"
_MOMENT: Final = "%Y%m%dT%H%M%SZ"


@dataclass(slots=True)
class _Variant:
    """A ``tuv``."""

    language: str | None
    parts: list[str] = field(default_factory=list)
    length: int = 0

    @property
    def text(self) -> str:
        return "".join(self.parts)


@dataclass(slots=True)
class _Entry:
    """A ``tu``."""

    line: int
    attributes: Mapping[str, str]
    variants: list[_Variant] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)


def read_tmx(path: Path) -> Iterator[Item]:
    """The pairs in the file, as they come: the source language's text with each of the others.

    Of mark-up inside a segment only placeholders (``{{name}}``, ``%s``) and line breaks stay.

    Raises:
        ImportRefused: it can't be read, is no TMX, is broken, or is made to harm.
    """
    reader = _Reader(path.name)
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                reader.feed(piece)
                yield from reader.take()
        reader.feed(b"", last=True)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else ""
        raise ImportRefused("The file can't be read", why, place=path.name) from error
    yield from reader.take()


class _Reader:
    """Turns pieces of a file into items."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._items: list[Item] = []
        self._open: list[str] = []
        self._entry: _Entry | None = None
        self._source = ""
        self._code: list[str] = []
        self._property = ""
        self._fed = 0
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._refuse_entity
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def take(self) -> list[Item]:
        """What has become whole."""
        items, self._items = self._items, []
        return items

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """The next piece."""
        self._fed += len(piece)
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            # The code's own words: they say nothing of what is in the file.
            why = expat.ErrorString(error.code) or ""
            raise self._refusal("The file is not whole or not XML", why, error.lineno) from None
        except LookupError:  # an encoding that Python does not have
            raise self._refusal("The file is in an encoding that is not known", "", 1) from None
        if self._fed - self._parser.CurrentByteIndex > _LARGEST_TAG + _PIECE and not last:
            raise self._refusal("A tag in the file is too long", "", self._line)

    @property
    def _line(self) -> int:
        return self._parser.CurrentLineNumber

    def _refusal(self, what: str, why: str, line: int) -> ImportRefused:
        return ImportRefused(
            what, why, "Nothing was imported; export it again", f"{self._name}:{line}"
        )

    def _refuse_entity(self, *_: object) -> None:
        raise self._refusal(
            "The file declares entities of its own, which no memory needs", "", self._line
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2].lower()
        if not self._open and name != "tmx":
            raise self._refusal("This is not a TMX file", "", self._line)
        if len(self._open) >= _DEEPEST:
            raise self._refusal("The file is nested too deep", "", self._line)
        self._open.append(name)
        if name == "header":
            self._source = attributes.get("srclang", "")
        elif name == "tu":
            self._entry = _Entry(self._line, attributes)
        elif name == "tuv" and self._entry is not None:
            tag = attributes.get("xml:lang") or attributes.get("lang") or ""
            if len(self._entry.variants) < _MOST_LANGUAGES:
                self._entry.variants.append(_Variant(canonical(tag.strip())))
        elif name == "prop":
            self._property = attributes.get("type", "")
        elif name in _CODES:
            self._code = []

    def _end(self, name: str) -> None:
        name = self._open.pop()
        if name == "tu" and self._entry is not None:
            self._items += _items(self._entry, self._source)
            self._entry = None
        elif name == "prop":
            self._property = ""
        elif name in _CODES and not _CODES.intersection(self._open):
            self._add(_kept_code("".join(self._code)))

    def _text(self, text: str) -> None:
        if self._entry is None:
            return
        if self._property and self._open[-1] == "prop":
            before = self._entry.properties.get(self._property, "")
            if len(before) < LONGEST and len(self._entry.properties) < _MOST_LANGUAGES:
                self._entry.properties[self._property] = before + text
        elif "seg" not in self._open:
            return
        elif not _CODES.intersection(self._open):
            self._add(text)
        elif self._open[-1] in _CODES and len(self._code) < LONGEST:
            self._code.append(text)  # what is in a `sub` inside of it belongs to another text

    def _add(self, text: str) -> None:
        if self._entry is None or not self._entry.variants or "seg" not in self._open:
            return
        variant = self._entry.variants[-1]
        variant.length += len(text)
        if variant.length <= LONGEST:
            variant.parts.append(text)


def _kept_code(code: str) -> str:
    if _BREAK.fullmatch(code.strip()):
        return "\n"
    return code if _PLACEHOLDER.fullmatch(code) else ""


def _items(entry: _Entry, header: str) -> Iterator[Item]:
    if len(entry.variants) < 2:
        yield Skipped(entry.line, Reason.NO_TRANSLATION)
        return
    source = _source(entry, canonical(entry.attributes.get("srclang", header)))
    for target in entry.variants:
        if target is source:
            continue
        reason = _reason(source, target)
        if reason is not None or source.language is None or target.language is None:
            yield Skipped(entry.line, reason or Reason.LANGUAGE)
            continue
        yield Unit(entry.line, _pair(entry, source.text, target.text,
                                     source.language, target.language))  # fmt: skip


def _source(entry: _Entry, language: str | None) -> _Variant:
    """The ``tuv`` in the source language; where that is ``*all*`` or not there, the first."""
    if language is not None:
        for fits in (_same, covers, _covered):
            for variant in entry.variants:
                if variant.language is not None and fits(language, variant.language):
                    return variant
    return entry.variants[0]


def _same(one: str, other: str) -> bool:
    return one == other


def _covered(one: str, other: str) -> bool:
    return covers(other, one)


def _reason(source: _Variant, target: _Variant) -> Reason | None:
    if source.language is None or target.language is None:
        return Reason.LANGUAGE
    if source.language == target.language:
        return Reason.SAME_LANGUAGE
    if max(source.length, target.length) > LONGEST:
        return Reason.TOO_LONG
    if not source.text.strip() or not target.text.strip():
        return Reason.EMPTY
    return None


def _pair(
    entry: _Entry, source: str, target: str, source_language: str, target_language: str
) -> Pair:
    attributes = entry.attributes
    origin = entry.properties.get(_ORIGIN, "").strip()
    uses = attributes.get("usagecount", "")
    return Pair(
        source,
        target,
        source_language,
        target_language,
        kinds=tuple(entry.properties.get(_KINDS, "").split()),
        created=_moment(attributes.get("creationdate", "")),
        used=_moment(attributes.get("lastusagedate") or attributes.get("changedate") or ""),
        uses=int(uses) if uses.isascii() and uses.isdigit() and len(uses) < 10 else 0,
        # Variants stay those of this machine's snippets.
        origin=Origin(origin) if origin in {Origin.AGENT, Origin.ENGINE} else None,
    )


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text, _MOMENT).replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def write_tmx(
    path: Path, segments: Iterable[Segment], go_on: Callable[[int], bool] = lambda _: True
) -> int:
    """Write them as a TMX file; gives how many. ``go_on`` hears that on the way.

    Raises:
        UserError: it can't be written; what was there is unchanged.
        Stopped: ``go_on`` said no; the same.
    """
    count = 0
    with whole_file(path) as file:
        file.write(_HEAD)
        for segment in segments:
            file.write(_written(segment))
            count += 1
            if not go_on(count):
                raise Stopped
        file.write("</body>\n</tmx>\n")
    return count


_HEAD: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
<header creationtool="Deskhand" creationtoolversion="{__version__}" segtype="block" \
o-tmf="Deskhand" adminlang="en" srclang="*all*" datatype="plaintext"/>
<body>
"""


def _written(segment: Segment) -> str:
    created, used = (
        moment.astimezone(dt.UTC).strftime(_MOMENT) for moment in (segment.created, segment.used)
    )
    properties = f'<prop type="{_ORIGIN}">{segment.origin}</prop>'
    if segment.kinds:
        properties += f'<prop type="{_KINDS}">{_escaped(" ".join(segment.kinds))}</prop>'
    variants = "".join(
        f"<tuv xml:lang={quoteattr(tag)}><seg>{_escaped(text)}</seg></tuv>\n"
        for tag, text in (
            (segment.source_language, segment.source),
            (segment.target_language, segment.target),
        )
    )
    return (
        f'<tu srclang={quoteattr(segment.source_language)} creationdate="{created}" '
        f'lastusagedate="{used}" usagecount="{segment.uses}">{properties}\n{variants}</tu>\n'
    )


def _escaped(text: str) -> str:
    return escape(text, {"\r": "&#13;"})  # a plain one would be read as a line feed
