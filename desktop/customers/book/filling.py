"""Makes rows of the customer book out of rows of a list, quickly: a list may have a million."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence

import msgspec

from desktop.customers.book.marks import FORMS, MOST_WORDS, NAMES, beginnings
from desktop.customers.book.rows import COLUMNS, Sealed
from desktop.customers.card import NAME
from desktop.customers.names import words
from desktop.customers.plain import LONGEST
from desktop.customers.seal import Seal

_MOST_WORDS_KNOWN = 200_000


_NONE = (None, None, None)


def _marker(
    seal: Seal, column: str, places: Sequence[int]
) -> Callable[[Sequence[str], int, list[tuple[int, int]]], int | None]:
    """Makes the first mark of a customer in a column; further ones are added to the list given."""
    form_of, mark_of = FORMS[column], seal.marker(column)
    if not places:
        return lambda _values, _number, _others: None
    place, more = places[0], places[1:]

    def mark(values: Sequence[str], number: int, others: list[tuple[int, int]]) -> int | None:
        form = form_of(values[place])
        first = mark_of(form) if form else None
        for another in more:
            if form := form_of(values[another]):
                if first is None:
                    first = mark_of(form)
                else:
                    others.append((mark_of(form), number))
        return first

    return mark


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
        self._markers = [
            _marker(seal, column, [at for at, name in enumerate(self.names) if name == column])
            for column in COLUMNS
        ]
        self._named = [place for place, name in enumerate(self.names) if name in NAMES]
        self._words: dict[str, array[int]] = {}
        """Who has which word in the name; beginnings are made of them at the end."""

    def sealed(
        self, customers: Iterable[Sequence[str]]
    ) -> tuple[list[Sealed], list[tuple[int, int]]]:
        """Those by which somebody can be found, numbered and sealed, and their further marks."""
        kept: list[Sealed] = []
        others: list[tuple[int, int]] = []
        encode, close, take_name = self._encode, self._close, self._take_name
        email_of, phone_of, number_of = self._markers
        places, width = self._places, self._width
        whole = places == list(range(width))
        for row in customers:
            if len(row) < width:
                row = [*row, *[""] * (width - len(row))]  # noqa: PLW2901 - the row, made whole
            if whole and len(row) == width:
                values = list(map(str.strip, row))
            else:
                values = [row[place].strip() for place in places]
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
        return len(self._words) > _MOST_WORDS_KNOWN

    def named(self) -> dict[int, array[int]]:
        """The ids of customers by the marks of their names, since the last call."""
        having: dict[str, list[array[int]]] = {}
        for word, ids in self._words.items():
            for part in beginnings(word):
                having.setdefault(part, []).append(ids)
        self._words = {}
        return {
            self._mark_name(part): every[0] if len(every) == 1 else _merged(every)
            for part, every in having.items()
        }

    def _take_name(self, values: Sequence[str], number: int) -> bool:
        named = False
        known = self._words
        for place in self._named:
            if value := values[place]:
                for word in words(value)[:MOST_WORDS]:
                    named = True
                    ids = known.get(word)
                    if ids is None:
                        known[word] = array("I", (number,))
                    elif ids[-1] != number:
                        ids.append(number)
        return named


def _merged(every: Sequence[array[int]]) -> array[int]:
    found = array("I")
    for ids in every:
        found.extend(ids)
    return array("I", sorted(found))
