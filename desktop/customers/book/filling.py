"""Makes rows of the customer book out of rows of a list, quickly: a list may have a million."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

import msgspec

from desktop.customers.book.marks import FORMS, MOST_WORDS, NAMES, beginnings
from desktop.customers.book.rows import COLUMNS, Sealed
from desktop.customers.book.seal import Seal
from desktop.customers.card import NAME
from desktop.customers.names import words
from desktop.customers.plain import LONGEST

_MOST_BEGINNINGS = 300_000
_MOST_WORDS_KNOWN = 100_000


_NONE = (None, None, None)


class _Column:
    """Marks of one of the columns that the table has for them."""

    def __init__(self, seal: Seal, name: str, places: Sequence[int]) -> None:
        self._form = FORMS[name]
        self._mark = seal.marker(name)
        self._first = places[0] if places else None
        self._more = places[1:]

    def mark(self, values: Sequence[str], number: int, others: list[tuple[int, int]]) -> int | None:
        """The first of a customer; further ones are added to ``others``."""
        if self._first is None:
            return None
        form = self._form(values[self._first])
        first = self._mark(form) if form else None
        for place in self._more:
            if form := self._form(values[place]):
                mark = self._mark(form)
                if first is None:
                    first = mark
                else:
                    others.append((mark, number))
        return first


class Filling:
    """One list on its way into the book, on one thread."""

    def __init__(self, seal: Seal, columns: Sequence[str], first: int) -> None:
        """``columns`` are fields of a card, an empty one is left out; ``first`` is the first id."""
        self._places = [place for place, column in enumerate(columns) if column]
        self._width = max(self._places, default=0) + 1
        self.names = [columns[place] for place in self._places]
        """The columns that are kept."""
        self.number = first
        """Of the next customer."""
        self._mark_name = seal.marker(NAME)
        self._close = seal.closer()
        self._encode = msgspec.msgpack.Encoder().encode
        self._columns = [
            _Column(seal, column, [at for at, name in enumerate(self.names) if name == column])
            for column in COLUMNS
        ]
        self._named = [place for place, name in enumerate(self.names) if name in NAMES]
        self._beginnings: dict[str, array[int]] = {}
        self._words: dict[str, tuple[array[int], ...]] = {}
        """Those of the beginnings of words that were met, which mostly come again."""

    def sealed(
        self, customers: Iterable[Sequence[str]]
    ) -> tuple[list[Sealed], list[tuple[int, int]]]:
        """Those by which somebody can be found, numbered and sealed, and their further marks."""
        kept: list[Sealed] = []
        others: list[tuple[int, int]] = []
        encode, close, take_name = self._encode, self._close, self._take_name
        email_of, phone_of, number_of = (one.mark for one in self._columns)
        for row in customers:
            if len(row) < self._width:
                row = [*row, *[""] * (self._width - len(row))]  # noqa: PLW2901 - the row, made whole
            values = [row[place].strip() for place in self._places]
            sealed = encode(values)
            if len(sealed) > LONGEST:
                values = [value[:LONGEST] for value in values]
                sealed = encode(values)
            number = self.number
            marks = (
                email_of(values, number, others),
                phone_of(values, number, others),
                number_of(values, number, others),
            )
            if take_name(values, number) or marks != _NONE:
                kept.append((number, *marks, close(sealed)))
                self.number = number + 1
        return kept, others

    @property
    def full(self) -> bool:
        """Should :meth:`named` be emptied before more comes?"""
        return len(self._beginnings) > _MOST_BEGINNINGS

    def named(self) -> dict[int, array[int]]:
        """The ids of customers by the marks of their names, since the last call."""
        found, self._beginnings = self._beginnings, {}
        self._words.clear()
        return {self._mark_name(part): ids for part, ids in found.items()}

    def _take_name(self, values: Sequence[str], number: int) -> bool:
        named = False
        known = self._words.get
        for place in self._named:
            if value := values[place]:
                for word in words(value)[:MOST_WORDS]:
                    named = True
                    for ids in known(word) or self._of_word(word):
                        if not ids or ids[-1] != number:
                            ids.append(number)
        return named

    def _of_word(self, word: str) -> tuple[array[int], ...]:
        found = tuple(self._beginnings.setdefault(part, array("I")) for part in beginnings(word))
        if len(self._words) >= _MOST_WORDS_KNOWN:
            self._words.clear()
        self._words[word] = found
        return found
