"""SOQL and SOSL, as much of them as is asked for here, over records in memory.

What does not fit the grammar is refused as Salesforce refuses it, so a value that gets out of its
quotation marks is seen. The index of SOSL has whole tokens as they were typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

Record = dict[str, Any]
Table = Mapping[str, Sequence[Record]]


class Malformed(Exception):  # noqa: N818 - an answer of the server
    """Not of the language."""


_TOKEN = re.compile(r"\s*(?:('(?:[^'\\]|\\.)*')|([A-Za-z][\w.]*)|([(),=])|(\d+))", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


class Soql:
    """One query."""

    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        at = 0
        text = text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise Malformed(text)
            kind = ("text", "word", "sign", "number")[(found.lastindex or 1) - 1]
            self._tokens.append((kind, found[found.lastindex or 1]))
            at = found.end()
        self._at = 0
        self._word("SELECT")
        self.fields = [self._name()]
        while self._is(","):
            self.fields.append(self._name())
        self._word("FROM")
        self.table = self._name()
        self.named: set[str] = set(self.fields)
        self.test = self._either() if self._is("WHERE") else (lambda _: True)
        self.order = ""
        self.down = False
        self.limit = 2_000
        if self._is("ORDER"):
            self._word("BY")
            self.order = self._name()
            self.down = self._is("DESC") or not self._is("ASC")
        if self._is("LIMIT"):
            self.limit = int(self._take("number"))
        if self._at != len(self._tokens):
            raise Malformed(text)

    def run(self, rows: Sequence[Record]) -> list[Record]:
        found = [row for row in rows if self.test(row)]
        if self.order:
            found.sort(key=lambda row: str(row.get(self.order) or ""), reverse=self.down)
        return found[: self.limit]

    # --- grammar ---

    def _either(self) -> Any:
        tests = [self._both()]
        while self._is("OR"):
            tests.append(self._both())
        return lambda row: any(test(row) for test in tests)

    def _both(self) -> Any:
        tests = [self._one()]
        while self._is("AND"):
            tests.append(self._one())
        return lambda row: all(test(row) for test in tests)

    def _one(self) -> Any:
        if self._is("("):
            inner = self._either()
            self._word(")")
            return inner
        name = self._name()
        self.named.add(name)
        if self._is("="):
            if self._is("true") or self._is("false"):
                wanted = self._tokens[self._at - 1][1].lower() == "true"
                return lambda row: row.get(name) is wanted
            value = self._text().casefold()
            return lambda row: str(row.get(name) or "").casefold() == value
        if self._is("IN"):
            self._word("(")
            values = [self._text().casefold()]
            while self._is(","):
                values.append(self._text().casefold())
            self._word(")")
            return lambda row: str(row.get(name) or "").casefold() in values
        self._word("LIKE")
        parts = re.split(r"(%|_)", self._text())
        signs, flags = {"%": ".*", "_": "."}, re.DOTALL | re.IGNORECASE
        pattern = "".join(signs.get(part, re.escape(part)) for part in parts)
        return lambda row: re.fullmatch(pattern, str(row.get(name) or ""), flags)

    def _text(self) -> str:
        inner = self._take("text")[1:-1]
        return re.sub(r"\\(.)", lambda one: _ESCAPES.get(one[1], one[1]), inner, flags=re.DOTALL)

    def _name(self) -> str:
        return self._take("word")

    def _take(self, kind: str) -> str:
        if self._at >= len(self._tokens) or self._tokens[self._at][0] != kind:
            raise Malformed(kind)
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _is(self, word: str) -> bool:
        if self._at < len(self._tokens):
            kind, text = self._tokens[self._at]
            if kind in ("word", "sign") and text.lower() == word.lower():
                self._at += 1
                return True
        return False

    def _word(self, word: str) -> None:
        if not self._is(word):
            raise Malformed(word)


_SOSL = re.compile(
    r"FIND \{(?P<find>(?:[^{}\\]|\\.)*)\} IN (?P<where>NAME|PHONE|EMAIL|ALL) FIELDS"
    r" RETURNING (?P<what>.+?) LIMIT (?P<limit>\d+)",
    re.DOTALL,
)
_OBJECT = re.compile(r"(\w+)\(([\w., ]+?) LIMIT (\d+)\)(?:, )?")
_TERM = re.compile(r'\s*(?:"((?:[^"\\]|\\.)+)"|((?:[^\s"\\?&|!{}\[\]()^~*:\'+\-]|\\.)+)(\*?))')


class Sosl:
    """One search."""

    def __init__(self, text: str) -> None:
        found = _SOSL.fullmatch(text)
        if found is None:
            raise Malformed(text)
        self.where = found["where"]
        self.limit = int(found["limit"])
        self.returning: dict[str, list[str]] = {}
        end = 0
        for one in _OBJECT.finditer(found["what"]):
            if one.start() != end:
                raise Malformed(text)
            end = one.end()
            self.returning[one[1]] = one[2].split(", ")
        if end != len(found["what"]):
            raise Malformed(text)
        self._groups: list[list[tuple[list[str], bool]]] = [[]]
        at, words = 0, found["find"].rstrip()
        while at < len(words):
            term = _TERM.match(words, at)
            if term is None:
                raise Malformed(words)
            at = term.end()
            plain = re.sub(r"\\(.)", r"\1", term[1] or term[2])
            if term[2] == "OR" and not term[3]:
                self._groups.append([])
            elif not (term[2] == "AND" and not term[3]):
                self._groups[-1].append((_tokens(plain), bool(term[3])))
        if sum(len(one) for group in self._groups for tokens, _ in group for one in tokens) < 2:
            raise Malformed(words)

    def finds(self, values: Sequence[str]) -> bool:
        """Does one of these groups of terms stand in these values?"""
        tokens = [_tokens(value) for value in values]
        return any(
            group and all(any(_stands(*term, one) for one in tokens) for term in group)
            for group in self._groups
        )


def _tokens(text: str) -> list[str]:
    return [one.casefold() for one in re.split(r"[\W_]+", text) if one]


def _stands(term: list[str], star: bool, value: list[str]) -> bool:
    """Do these tokens stand beside each other, the last as a beginning if there is a star?"""
    if not term:
        return False
    for at in range(len(value) - len(term) + 1):
        part = value[at : at + len(term)]
        last = part[-1].startswith(term[-1]) if star else part[-1] == term[-1]
        if part[:-1] == term[:-1] and last:
            return True
    return False
