"""Texts with ``{{name}}`` and ``{{name.sub}}`` in them, and the marks they leave in a result.

The syntax is espanso's (espanso.org/docs/matches/variables): word characters only, spaces inside
the braces allowed, ``\\{\\{`` and ``\\}\\}`` for braces that stay. A text is parsed once, before
any value is put in, so that a value with braces or a caret mark in it stays plain text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from desktop.snippets.model import Value

CARET = "\ufdd0"
"""Stands for ``$|$`` until the text is done: a code point that no text may hold."""
HOLE = "\ufdd1"
"""Stands where a value is missing, until the words around it are closed up."""
CARET_MARK = "$|$"

NAMESPACES = frozenset({"customer", "interaction", "agent"})
"""Built-in values; a pack's own variable of that name goes before them."""

_REFERENCE = re.compile(r"\{\{\s*+([^\s{}.]++)(?:\.([^\s{}]++))?\s*+\}\}")
_WORD = re.compile(r"\w+")
_ALSO_WORD = frozenset({"Mn", "Mc", "Me", "Pc"})
_CACHED_LENGTH = 4_096
_DEEPEST_PARAMS = 20


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
class Template:
    """A parsed text."""

    parts: tuple[str | Reference, ...]
    references: tuple[Reference, ...]

    def fill(self, value: Callable[[Reference], str]) -> str:
        """The text with every reference replaced by its value."""
        return "".join([part if isinstance(part, str) else value(part) for part in self.parts])


def literal(text: str) -> str:
    """Pack text without references: escapes and the caret mark are read, foreign marks dropped."""
    if CARET in text or HOLE in text:
        text = text.replace(CARET, "").replace(HOLE, "")
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
    parts: list[str | Reference] = []
    references: list[Reference] = []
    done = 0
    for found in _REFERENCE.finditer(text):
        reference = Reference(found[1], found[2] or "")
        if not _well_formed(reference):
            continue
        if found.start() > done:
            parts.append(literal(text[done : found.start()]))
        parts.append(reference)
        references.append(reference)
        done = found.end()
    if done < len(text):
        parts.append(literal(text[done:]))
    return Template(tuple(parts), tuple(references))


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
