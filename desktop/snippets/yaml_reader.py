"""YAML into plain nodes that know their line, with a bound on everything that input can blow up.

libyaml reads the events, which takes a quarter of the time of PyYAML's own objects; the nodes are
put together here, because that is where the traps are: depth, aliases that multiply ("billion
laughs"), an alias inside its own anchor, keys given twice.
"""

from __future__ import annotations

import codecs
import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, Protocol, cast

import yaml

from desktop.snippets.yaml_nodes import Mapping, Node, Scalar, Sequence

MOST_DEPTH: Final = 64
MOST_NODES: Final = 4_000_000
MOST_ALIASED: Final = 500_000
"""How much aliases may add in all: nodes, and a node more for every 64 characters of text."""
_MOST_TAG_DIRECTIVES: Final = 16
"""libyaml compares every ``%TAG`` with all before it."""


class YamlError(Exception):
    """The file is no YAML that can be read; the words are meant for the agent."""

    def __init__(self, what: str, line: int = 1, todo: str = "") -> None:
        """``line`` counts from 1."""
        super().__init__(what)
        self.what = what
        self.line = line
        self.todo = todo


_TAG_DIRECTIVE: Final = re.compile(r"^%TAG", re.MULTILINE)

_PLAIN_WORDS: Final = {
    "character that cannot start any token": "a tab or a special character stands where a value "
    "begins; indent with spaces and put the value in quotes",
    "mapping values are not allowed": "there is a second colon; put the value in quotes",
    "could not find expected ':'": "a key has no colon after it",
    "did not find expected key": "the indentation does not fit the lines above, or a quote is "
    "missing",
    "did not find expected '-' indicator": "the indentation does not fit the list above",
    "did not find expected ',' or": "a bracket is not closed",
    "did not find expected node content": "a bracket is not closed, or a value is missing",
    "unexpected end of stream": "a quote is not closed",
    "unknown escape character": "in double quotes a backslash must be doubled",
    "control characters are not allowed": "there is a character that does not belong in a text",
    "incompatible yaml document": "it asks for another version of YAML",
}


def read_yaml(data: bytes) -> Node | None:
    """The file's one document; None if there is nothing in it.

    Raises:
        YamlError: it can't be read, or it breaks one of the bounds above.
    """
    text = _decode(data)
    if len(_TAG_DIRECTIVE.findall(text)) > _MOST_TAG_DIRECTIVES:
        raise YamlError("This file has too many %TAG lines.")
    try:
        return _compose(yaml.CSafeLoader(text))
    except yaml.MarkedYAMLError as error:
        raise YamlError(_plain(error.problem), _line_of(error, text)) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError(_plain(error.reason), line) from None
    except yaml.YAMLError:
        raise YamlError(_plain(None)) from None


def _decode(data: bytes) -> str:
    """UTF-8, or UTF-16 with its mark; Windows line ends stay, YAML knows them."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
        if b"\0" in data[:8192]:
            raise YamlError("This is not a text file.")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise YamlError(
            "This file has characters that are not UTF-8.",
            line,
            "Save it in your editor with the encoding UTF-8.",
        ) from None


def _line_of(error: yaml.MarkedYAMLError, text: str) -> int:
    """Where a person must look: for what is never closed that is where it was opened."""
    problem = error.problem or ""
    mark = error.problem_mark
    if mark is None or "end of stream" in problem or "',' or" in problem:
        mark = error.context_mark or mark
    last = text.count("\n") + (not text.endswith("\n"))
    return max(1, min(mark.line + 1 if mark else 1, last))


def _plain(problem: str | None) -> str:
    """The words of libyaml, which quote nothing from the file, in the agent's."""
    lowered = (problem or "").lower()
    for known, words in _PLAIN_WORDS.items():
        if known in lowered:
            return f"This line is not right YAML: {words}."
    return f"This line is not right YAML ({problem})." if problem else "This is not right YAML."


@contextmanager
def without_collection() -> Iterator[None]:
    """For code that makes a million objects, none of them garbage: the collector costs half."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Mark(Protocol):
    line: int


class _Event(Protocol):
    start_mark: _Mark


class _Start(_Event, Protocol):
    anchor: str | None


class _Scalar(_Start, Protocol):
    value: str
    style: str | None


class _Frame:
    """A list or dictionary that is still open, and the key whose value comes next."""

    __slots__ = ("anchor", "key", "key_line", "merges", "merging", "node")

    def __init__(self, node: Sequence | Mapping, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.key: str | None = None
        self.key_line = 0
        self.merging = False
        """The key is ``<<``, not in quotes."""
        self.merges: list[Node] = []


class _Composer:
    """Puts nodes together; one for a file."""

    def __init__(self) -> None:
        self.stack: list[_Frame] = []
        self.root: Node | None = None
        self._anchors: dict[str, Node | None] = {}
        """None while the anchor's node is still open."""
        self._nodes = 0
        self._aliased = 0

    def scalar(self, event: _Scalar) -> None:
        """A text, or a key."""
        line = event.start_mark.line + 1
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.key is None and type(frame.node) is Mapping:
            self._count(line)
            frame.key = event.value
            frame.key_line = line
            frame.merging = event.value == "<<" and not event.style
            if event.anchor is not None:
                self._anchors[event.anchor] = Scalar(event.value, line, plain=not event.style)
            return
        node = Scalar(event.value, line, plain=not event.style)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        self.add(node, line)

    def open(self, node: Sequence | Mapping, event: _Start) -> None:
        """A list or a dictionary begins."""
        if len(self.stack) >= MOST_DEPTH:
            raise YamlError("The lists in this file are nested too deeply.", node.line)
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.key is None and type(frame.node) is Mapping:
            raise YamlError("A key must be a word, not a list.", node.line)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self.stack.append(_Frame(node, event.anchor))

    def close(self) -> None:
        """The innermost list or dictionary ends."""
        frame = self.stack.pop()
        node = frame.node
        if isinstance(node, Mapping):
            for other in frame.merges:
                self._merge(node, other)
        if frame.anchor is not None:
            self._anchors[frame.anchor] = node
        self.add(node, node.line)

    def alias(self, event: _Start) -> None:
        """``*name``: the same node again, paid for as if it were copied."""
        line = event.start_mark.line + 1
        name = event.anchor or ""
        if name not in self._anchors:
            raise YamlError("An alias (*) has no anchor (&) of that name above it.", line)
        node = self._anchors[name]
        if node is None:
            raise YamlError("An alias (*) stands inside its own anchor (&).", line)
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.key is None and type(frame.node) is Mapping:
            if not isinstance(node, Scalar):
                raise YamlError("A key must be a word, not a list.", line)
            frame.key, frame.key_line = node.text, line
            return
        self._aliased += node.weight
        if self._aliased > MOST_ALIASED:
            raise YamlError("The aliases (*) in this file multiply beyond all measure.", line)
        self.add(node, line)

    def add(self, node: Node, line: int) -> None:
        """Into the list or dictionary that is open."""
        self._count(line)
        if not self.stack:
            self.root = node
            return
        frame = self.stack[-1]
        parent = frame.node
        parent.weight += node.weight
        if type(parent) is Sequence:
            parent.items.append(node)
            return
        mapping = cast("Mapping", parent)
        key = cast("str", frame.key)
        frame.key = None
        if frame.merging:
            frame.merging = False
            frame.merges.append(node)
        elif key in mapping.items:
            mapping.repeated.append((key, mapping.items[key], frame.key_line))
            mapping.items[key] = node
        else:
            mapping.items[key] = node

    def _count(self, line: int) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise YamlError("This file has too many entries; split it into several.", line)

    def _merge(self, node: Mapping, other: Node) -> None:
        """``<<``: keys of another dictionary, or of several, that are not there yet."""
        sources = other.items if isinstance(other, Sequence) else [other]
        for source in sources:
            if not isinstance(source, Mapping):
                raise YamlError("Only a group of keys can be merged with <<.", other.line)
            for key, value in source.items.items():
                node.items.setdefault(key, value)


def _compose(events: yaml.CSafeLoader) -> Node | None:
    composer = _Composer()
    documents = 0
    while True:
        event = cast("Any", events.get_event())  # each kind has its own fields
        kind = type(event)
        if kind is yaml.ScalarEvent:
            composer.scalar(event)
        elif kind is yaml.MappingStartEvent:
            composer.open(Mapping(event.start_mark.line + 1), event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            composer.close()
        elif kind is yaml.SequenceStartEvent:
            composer.open(Sequence(event.start_mark.line + 1), event)
        elif kind is yaml.AliasEvent:
            composer.alias(event)
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise YamlError(
                    "A second document begins here (---); a pack has only one.",
                    event.start_mark.line + 1,
                    "Put it into a file of its own.",
                )
        elif kind is yaml.StreamEndEvent:
            return composer.root
