"""Texts with ``{{name}}`` and ``{{name.sub}}`` in them, and the marks they leave in a result.

The syntax is espanso's (espanso.org/docs/matches/variables): word characters only, spaces inside
the braces allowed, ``\\{\\{`` and ``\\}\\}`` for braces that stay. A text is parsed once, before
any value is put in, so that a value with braces or a caret mark in it stays plain text.

Ours are optional parts: what stands between ``{{#name}}`` and ``{{/name}}`` comes out when the
value is there, between ``{{^name}}`` and ``{{/name}}`` when it is not. A mark alone on its line
takes the line with it. One that is not closed is plain text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from desktop.snippets.model import Value

CARET = "\ufdd0"
"""Stands for ``$|$`` until the text is done: a code point that no text may hold."""
HOLE = "\ufdd1"
"""Stands where a value is missing, until the words around it are closed up."""
GAP = "\ufdd2"
"""Stands where an optional part does not come out, until then too."""
CARET_MARK = "$|$"

NAMESPACES = frozenset({"customer", "interaction", "agent"})
"""Built-in values; a pack's own variable of that name goes before them."""

_MARK = re.compile(r"\{\{\s*+([#^/]?)([^\s{}.#^/]++)(?:\.([^\s{}]++))?\s*+\}\}")
_WORD = re.compile(r"\w+")
_ALSO_WORD = frozenset({"Mn", "Mc", "Me", "Pc"})
_CACHED_LENGTH = 4_096
_DEEPEST_PARAMS = 20
_MOST_WAITING = 100
"""Marks that wait for their end; by that optional parts are no deeper within each other, and a text
of nothing but marks is read in its time."""


@dataclass(frozen=True, slots=True)
class Reference:
    """``{{name}}`` or ``{{name.sub}}``."""

    name: str
    sub: str = ""

    @property
    def builtin(self) -> bool:
        """Whether this is a built-in value where no variable has the name."""
        return self.name in NAMESPACES and bool(self.sub)


@dataclass(frozen=True, slots=True)
class Optional:
    """A part of a text that comes out, or not, by a value."""

    reference: Reference
    template: Template
    unless: bool = False
    """It comes out when the value is *not* there."""
    alone: bool = False
    """Its first mark had a line of its own, so that nothing is to be closed up without it."""


class Values(Protocol):
    """What a template is filled with."""

    def text(self, reference: Reference) -> str:
        """The value that stands in its place."""

    def there(self, reference: Reference) -> bool:
        """Is there a value that says yes?"""


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed text."""

    parts: tuple[str | Reference | Optional, ...]
    references: tuple[Reference, ...]
    """Those of its optional parts too, in their order."""

    def fill(self, values: Values) -> str:
        """The text with every reference replaced by its value."""
        return "".join([_filled(part, values) for part in self.parts])


def _filled(part: str | Reference | Optional, values: Values) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Reference):
        return values.text(part)
    if values.there(part.reference) is not part.unless:
        return part.template.fill(values)
    return "" if part.alone else GAP


def literal(text: str) -> str:
    """Pack text without references: escapes and the caret mark are read, foreign marks dropped."""
    for mark in (CARET, HOLE, GAP):
        if mark in text:
            text = text.replace(mark, "")
    if CARET_MARK in text:
        text = text.replace(CARET_MARK, CARET)
    if "\\" in text:
        text = text.replace("\\{\\{", "{{").replace("\\}\\}", "}}")
    return text


def parse(text: str) -> Template:
    """Read a text of a pack."""
    return _parse_cached(text) if len(text) <= _CACHED_LENGTH else _parse(text)


def _parse(text: str) -> Template:
    if "{{" not in text:
        return Template((literal(text),), ())
    return _Parser(text).template()


@dataclass(slots=True)
class _Open:
    """An optional part whose end was not seen yet."""

    found: re.Match[str]
    before: list[str | Reference | Optional]
    """What stood in the text around it so far."""


class _Parser:
    """Reads one text from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._closed = _closings(text)
        self._begun = frozenset(self._closed.values())
        self._open: list[_Open] = []
        self._parts: list[str | Reference | Optional] = []
        self._references: list[Reference] = []
        self._done = 0

    def template(self) -> Template:
        for found in _MARK.finditer(self._text):
            reference = Reference(found[2], found[3] or "")
            if not _well_formed(reference):
                continue
            if found[1] in ("#", "^"):
                self._begin(found, reference)
            elif found[1] == "/":
                self._end(found)
            else:
                self._literal(found.start())
                self._parts.append(reference)
                self._references.append(reference)
                self._done = found.end()
        self._literal(len(self._text))
        return Template(tuple(self._parts), tuple(self._references))

    def _begin(self, found: re.Match[str], reference: Reference) -> None:
        if found.start() not in self._begun:
            return
        self._literal(self._line_start(found))
        self._open.append(_Open(found, self._parts))
        self._references.append(reference)
        self._parts = []
        self._done = self._line_end(found)

    def _end(self, found: re.Match[str]) -> None:
        if found.start() not in self._closed:
            return
        begun = self._open.pop()
        start = self._line_start(found)
        last = found.end() == len(self._text) and self._text[start - 1 : start] == "\n"
        self._literal(start - 1 if last else start)
        inner = Template(tuple(self._parts), ())
        self._done = self._line_end(found)
        reference = Reference(begun.found[2], begun.found[3] or "")
        alone = self._line_end(begun.found) > begun.found.end() and not last
        self._parts = begun.before
        self._parts.append(Optional(reference, inner, begun.found[1] == "^", alone))

    def _literal(self, until: int) -> None:
        if until > self._done:
            self._parts.append(literal(self._text[self._done : until]))

    def _line_start(self, found: re.Match[str]) -> int:
        """Where the mark begins, with the spaces before it where it is alone on its line."""
        if self._line_end(found) == found.end():
            return found.start()
        return self._text.rfind("\n", 0, found.start()) + 1

    def _line_end(self, found: re.Match[str]) -> int:
        """Where the mark ends, with the line's end where it is alone on its line."""
        line = self._text.rfind("\n", 0, found.start()) + 1
        end = self._text.find("\n", found.end())
        if end < 0 or self._text[line : found.start()].strip(" \t"):
            return found.end()
        return found.end() if self._text[found.end() : end].strip(" \t") else end + 1


def _closings(text: str) -> dict[int, int]:
    """Where the mark at each end of an optional part begins: by the end's place, the begin's."""
    found: dict[int, int] = {}
    waiting: list[tuple[int, tuple[str, str]]] = []
    for mark in _MARK.finditer(text):
        name = (mark[2], mark[3] or "")
        if not mark[1] or not _well_formed(Reference(*name)):
            continue
        if mark[1] != "/":
            waiting.append((mark.start(), name))
            del waiting[:-_MOST_WAITING]
            continue
        for place in range(len(waiting) - 1, -1, -1):
            if waiting[place][1] == name:
                found[mark.start()] = waiting[place][0]
                del waiting[place:]  # what was begun inside and not closed is plain text
                break
    return found


_parse_cached = lru_cache(maxsize=1024)(_parse)


def _well_formed(reference: Reference) -> bool:
    # What follows "customer." is never typed as braces, however odd the field's name is.
    if reference.builtin:
        return True
    return _is_word(reference.name) and (not reference.sub or _is_word(reference.sub))


def _is_word(text: str) -> bool:
    """``\\w+`` as Rust's regex has it: with combining marks, which Python's leaves out."""
    if _WORD.fullmatch(text):
        return True
    return all(char.isalnum() or unicodedata.category(char) in _ALSO_WORD for char in text)


def rewrite(value: Value, read: Callable[[str], str], depth: int = 0) -> Value:
    """``params`` with every text read anew, through lists and mappings; keys stay as they are."""
    if isinstance(value, str):
        return read(value)
    if depth < _DEEPEST_PARAMS:
        if isinstance(value, list):
            return [rewrite(one, read, depth + 1) for one in value]
        if isinstance(value, dict):
            return {key: rewrite(one, read, depth + 1) for key, one in value.items()}
    return value


def references_in(value: Value | Mapping[str, Value], depth: int = 0) -> list[Reference]:
    """All references in ``params``, in order."""
    if isinstance(value, str):
        return list(parse(value).references) if "{{" in value else []
    if depth > _DEEPEST_PARAMS:
        return []
    if isinstance(value, Mapping):
        return [ref for one in value.values() for ref in references_in(one, depth + 1)]
    if isinstance(value, list):
        return [ref for one in value for ref in references_in(one, depth + 1)]
    return []
