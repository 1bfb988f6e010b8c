"""Where the snippets of a pack stand in its text, line by line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, cast

import yaml

from desktop.snippets.yaml_reader import YamlError, without_collection


@dataclass(frozen=True, slots=True)
class Place:
    """One snippet: its lines, without comments and blank lines that only follow it."""

    first: int
    """From 0."""
    end: int
    """The line after its last."""


@dataclass(frozen=True, slots=True)
class Places:
    """All that an edit has to know of a pack's text."""

    snippets: tuple[Place, ...]
    column: int
    """Where the dashes stand."""
    after: int
    """The line before which a snippet at the end goes."""
    listed: bool
    """There is a list with dashes; else ``after`` is where ``matches`` is to begin, or goes on."""
    by_lines: bool = True
    """False where the list is written in brackets, so that lines say nothing."""
    named: bool = True
    """``matches:`` stands there, if only without a list."""
    twice: bool = False
    """It stands there again further down."""


def comments(text: str) -> Counter[str]:
    """The comments of a file, and how often each stands in it."""
    lines = text.splitlines()
    found: Counter[str] = Counter()
    at = (0, 0)
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        begin = (token.start_mark.line, token.start_mark.column)
        for number in range(at[0], min(begin[0] + 1, len(lines))):
            first = at[1] if number == at[0] else 0
            last = begin[1] if number == begin[0] else len(lines[number])
            between = lines[number][first:last].strip()
            if between.startswith("#"):
                found[between] += 1
        at = (token.end_mark.line, token.end_mark.column)
    return found


def places_in(text: str) -> Places:
    """Find the entries of ``matches``.

    Raises:
        YamlError: it can't be read.
    """
    lines = text.split("\n")
    try:
        with without_collection():
            return _Search(lines).run(yaml.CSafeLoader(text))
    except yaml.YAMLError:
        raise YamlError("This file can't be read") from None


class _Search:
    """Walks over the events of one file."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._starts: list[int] = []
        self._column = 0
        self._end = len(lines)
        self._found: bool | None = None
        """Whether the list is written with dashes; None: there is none."""
        self._key_line: int | None = None
        self._twice = False

    def run(self, events: yaml.CSafeLoader) -> Places:
        depth = 0
        key = True
        """Of the file's own keys, the next one is a key."""
        inside = waiting = False
        while True:
            event = cast("Any", events.get_event())
            kind = type(event)
            if kind is yaml.StreamEndEvent:
                break
            if kind in _ENDS:
                depth -= 1
                if inside and depth == 1:
                    inside = False
                    self._end = event.start_mark.line
                key = key or depth == 1
                continue
            if depth == 1 and not inside and kind in _VALUES:
                if key:
                    waiting = kind is yaml.ScalarEvent and event.value == "matches"
                    self._twice |= waiting and self._key_line is not None
                    if waiting and not self._twice:
                        self._key_line = event.start_mark.line
                elif waiting and kind is yaml.SequenceStartEvent and self._found is None:
                    inside = True
                    self._found = not event.flow_style
                    self._column = event.start_mark.column
                key = not key and kind not in _STARTS
            elif inside and depth == 2 and kind in _VALUES:
                self._starts.append(event.start_mark.line)
            if kind in _STARTS:
                depth += 1
        return replace(self._places(), twice=self._twice)

    def _places(self) -> Places:
        if self._found is None:
            after = len(self._lines) if self._key_line is None else self._key_line + 1
            return Places((), 2, after, listed=False, named=self._key_line is not None)
        if not self._found:
            return Places((), 0, 0, listed=True, by_lines=False)
        firsts = [self._dash(line) for line in self._starts]
        ends = [*firsts[1:], self._end]
        found = tuple(
            Place(first, self._last(first, end)) for first, end in zip(firsts, ends, strict=True)
        )
        by_lines = len(set(firsts)) == len(firsts)
        after = found[-1].end if found else (self._key_line or 0) + 1
        return Places(found, self._column, after, listed=True, by_lines=by_lines)

    def _dash(self, line: int) -> int:
        """Where the entry's dash is: on its first line, or above."""
        while line > 0 and self._lines[line][self._column : self._column + 1] != "-":
            line -= 1
        return line

    def _last(self, first: int, end: int) -> int:
        """The end without what only follows: blank lines, and comments at the dash or before."""
        end = min(end, len(self._lines))
        if end <= first:  # the file ends in the entry's own line
            end = len(self._lines)
        while end > first + 1 and self._follows(self._lines[end - 1]):
            end -= 1
        return end

    def _follows(self, line: str) -> bool:
        bare = line.strip()
        indent = len(line) - len(line.lstrip())
        return not bare or (bare.startswith("#") and indent <= self._column)


_STARTS = frozenset({yaml.MappingStartEvent, yaml.SequenceStartEvent})
_ENDS = frozenset({yaml.MappingEndEvent, yaml.SequenceEndEvent})
_VALUES = frozenset({*_STARTS, yaml.ScalarEvent, yaml.AliasEvent})
