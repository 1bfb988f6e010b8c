"""Typed access to the keys of a YAML group, collecting what is wrong with them, by line."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from desktop.core.results import Severity
from desktop.snippets.model import Value
from desktop.snippets.yaml_nodes import Mapping, Node, Scalar, Sequence, value_of

MOST_FINDINGS: Final = 200
"""Of errors, and of everything else, in one file; the rest is counted."""
_NAMEABLE: Final = re.compile(r"\w{1,40}")
_YES: Final = frozenset({"true", "yes", "on"})
_NO: Final = frozenset({"false", "no", "off"})


class Finding(msgspec.Struct, frozen=True, array_like=True):
    """A :class:`desktop.core.results.Problem` that knows its line, but not yet its file."""

    line: int
    what: str
    why: str = ""
    todo: str = ""
    severity: Severity = Severity.ERROR


class Findings:
    """All that is found in one file, bounded: 20,000 snippets may all have the same slip."""

    def __init__(self) -> None:
        """Starts empty."""
        self._errors: list[Finding] = []
        self._others: list[Finding] = []
        self._more = 0

    def add(self, finding: Finding) -> None:
        """Keep it, or count it where there are too many."""
        kept = self._errors if finding.severity is Severity.ERROR else self._others
        if len(kept) < MOST_FINDINGS:
            kept.append(finding)
        else:
            self._more += 1

    def __iter__(self) -> Iterator[Finding]:
        """By line; how many more there were comes last."""
        yield from sorted([*self._errors, *self._others], key=lambda one: one.line)
        if self._more:
            yield Finding(
                1,
                f"There are {self._more} more problems in this file",
                todo="Mend the first ones and look again.",
                severity=Severity.WARNING,
            )


def named(key: str) -> str:
    """The key in quotes, if it looks like one; it may be a line of a text that slipped out."""
    return f"`{key}`" if _NAMEABLE.fullmatch(key) else "a key"


class Fields:
    """One group of keys: a whole file, an entry of ``matches``, a variable."""

    def __init__(self, node: Mapping, findings: Findings, subject: str) -> None:
        """``subject`` begins the sentences: ``This snippet``, ``This file``."""
        self.node = node
        self.line = node.line
        self.subject = subject
        self.bad = False
        """An error was found: what these keys describe is left out."""
        self._findings = findings

    def error(self, what: str, line: int = 0, why: str = "", todo: str = "") -> None:
        """What makes the whole unusable."""
        self.bad = True
        self._findings.add(Finding(line or self.line, what, why, todo))

    def warn(self, what: str, line: int = 0, todo: str = "") -> None:
        """What works, but perhaps not as it was meant."""
        self._findings.add(Finding(line or self.line, what, "", todo, Severity.WARNING))

    def line_of(self, key: str) -> int:
        """Where the key's value begins."""
        node = self.node.items.get(key)
        return node.line if node is not None else self.line

    def check_keys(self, known: frozenset[str], slips: dict[str, str] | None = None) -> None:
        """Warn about keys that nobody reads, and about keys given twice."""
        items = self.node.items
        if not items.keys() <= known:
            for key, node in items.items():
                if key not in known:
                    self._unknown(key, node.line, known, slips or {})
        for key, _, line in self.node.repeated:
            if key in known:
                self.warn(f"{self.subject} has {named(key)} twice; the last one counts.", line)

    def _unknown(self, key: str, line: int, known: frozenset[str], slips: dict[str, str]) -> None:
        hint = slips.get(key) or _nearest(key, known)
        self.warn(
            f"{self.subject} has {named(key)}, which nothing here reads.",
            line,
            todo=f"Did you mean `{hint}`?" if hint else "",
        )

    def text(self, key: str) -> str | None:
        """A text, exactly as written (``007`` too); None if it is missing or null."""
        node = self.node.items.get(key)
        if node is None:
            return None
        if type(node) is Scalar:
            return None if node.plain and node.is_null else node.text
        self.error(f"`{key}` must be a text, not a list.", node.line)
        return None

    def flag(self, key: str) -> bool | None:
        """True or false; None if it is missing."""
        node = self.node.items.get(key)
        if node is None:
            return None
        if type(node) is Scalar:
            word = node.text.lower()
            if word in _YES:
                return True
            if word in _NO:
                return False
            if node.is_null:
                return None
        self.warn(f"`{key}` must be true or false; it is taken as not given.", node.line)
        return None

    def texts(self, key: str) -> list[tuple[str, int]]:
        """A list of texts, each with its line; one text alone is a list of one."""
        node = self.node.items.get(key)
        if node is None:
            return []
        found = []
        for item in node.items if isinstance(node, Sequence) else [node]:
            if isinstance(item, Scalar):
                if not item.is_null or isinstance(node, Sequence):
                    found.append((item.text, item.line))
            else:
                self.error(f"`{key}` must be a list of texts.", item.line)
        return found

    def groups(self, key: str, subject: str) -> Iterator[Fields | None]:
        """A list of groups of keys; None for an item that is no group, which is reported."""
        node = self.node.items.get(key)
        if node is None or (isinstance(node, Scalar) and node.is_null):
            return
        if not isinstance(node, Sequence):
            self.error(f"`{key}` must be a list; each item begins with a dash.", node.line)
            return
        yield from self.each(node.items, key, subject)

    def each(self, items: Iterable[Node], key: str, subject: str) -> Iterator[Fields | None]:
        """The same for a list at hand."""
        for item in items:
            if isinstance(item, Mapping):
                yield Fields(item, self._findings, subject)
            else:
                self.error(f"Each item of `{key}` must be a group of keys.", item.line)
                yield None

    def inner(self, key: str, subject: str = "") -> Fields | None:
        """The group of keys under a key; None if it is missing, null, or no group."""
        node = self.node.items.get(key)
        if node is None or (isinstance(node, Scalar) and node.is_null):
            return None
        if not isinstance(node, Mapping):
            self.error(f"`{key}` must be a group of keys.", node.line)
            return None
        return Fields(node, self._findings, subject or self.subject)

    def values(self, key: str) -> dict[str, Value]:
        """A group of keys with any values (``params``); empty if it is missing."""
        if key not in self.node.items:
            return {}
        inner = self.inner(key)
        if inner is None:
            return {}
        return {name: value_of(item) for name, item in inner.node.items.items()}


@functools.lru_cache(maxsize=256)
def _nearest(key: str, known: frozenset[str]) -> str:
    import difflib  # for faults only

    near = difflib.get_close_matches(key.lower()[:40], sorted(known), n=1, cutoff=0.7)
    return near[0] if near else ""
