"""Articles at the end of the palette's list: offered by a row, asked for only when it is chosen.

What is typed into the palette may be a customer's, so no key of it is ever sent by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from desktop.core.clock import Clock
from desktop.ui.snippets.source import Entry, Preview
from desktop.ui.widgets.articles import ArticleQuestion, ArticleRow, Reader, listed


@dataclass(frozen=True, slots=True)
class TailRow:
    """A row after the snippets."""

    entry: Entry = field(repr=False)
    preview: Preview = field(repr=False)
    above: str = ""
    """What the preview is of."""
    url: str = field(default="", repr=False)
    """Of an article."""
    asks: bool = False
    """It begins the search."""


class PaletteArticles(QObject):
    """What stands after the snippets for what is typed now."""

    changed = Signal()

    def __init__(self, reader: Reader, clock: Clock, parent: QObject | None = None) -> None:
        """There are none before :meth:`use`."""
        super().__init__(parent)
        self._clock = clock
        self._titles: tuple[str, ...] = ()
        self._question = ArticleQuestion(reader, self)
        self._question.changed.connect(self.changed)

    def use(self, titles: tuple[str, ...]) -> None:
        """There are knowledge bases of these names."""
        self._titles = titles
        if not titles:
            self._question.give_up()
        self.changed.emit()

    @property
    def asked(self) -> bool:
        """Was the search begun for what is typed now?"""
        return self._question.asked

    def offers(self, query: str) -> bool:
        """Can these words be searched for?"""
        return bool(self._titles and query.strip())

    @property
    def offer(self) -> str:
        """What the button says where no snippet was found."""
        return self.tr("Search articles in {}").format(listed(self._titles))

    def ask(self, query: str) -> None:
        """The agent says so."""
        self._question.ask(query, self._titles)

    def give_up(self) -> None:
        """Something else is typed, or the palette is left."""
        self._question.give_up()

    def rows(self, query: str) -> list[TailRow]:
        """The rows for what is typed."""
        if not self.offers(query):
            return []
        if self.asked:
            return [self._row(one) for one in self._question.rows(self._clock.now())]
        words = " ".join(query.split())
        where = listed(self._titles)
        return [
            TailRow(
                Entry(self.tr("Search articles for “{}”").format(words), "Ctrl K", where),
                Preview(words, self.tr("Enter sends these words to {}.").format(where)),
                self.tr("what leaves this computer"),
                asks=True,
            )
        ]

    def _row(self, row: ArticleRow) -> TailRow:
        if not row.url:
            return TailRow(Entry(row.title, "", row.second), Preview(row.excerpt or row.second))
        above = self.tr("from the article")
        note = " · ".join(part for part in (row.source, row.second) if part)
        entry = Entry(row.title, row.source, row.second)
        return TailRow(entry, Preview(row.excerpt, note), above, row.url)
