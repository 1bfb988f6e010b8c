"""The editor's lists at work: the chosen pack's snippets, and what a search finds in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSignalBlocker, Signal

from desktop.assembly.opened import Opened
from desktop.core.results import Problem
from desktop.snippets.editing.sheet import Sheet
from desktop.snippets.search import Found
from desktop.ui.snippets.editor.frame import EditorFrame
from desktop.ui.snippets.editor.workshop import PackRow, Workshop
from desktop.ui.snippets.source import Describe, SearchSource


class EditorBrowser(EditorFrame):
    """Subclasses do something with the snippet that is chosen."""

    chosen = Signal(int)
    """This snippet, by the agent; not one that the list went to by itself."""

    def __init__(self, workshop: Workshop, describe: Describe, search: SearchSource) -> None:
        """Empty at first; see :meth:`show_lists`."""
        super().__init__(workshop, describe)
        self._search = search
        self._packs: Sequence[PackRow] = ()
        self._problems: Sequence[Problem] = ()
        self._generation = 0
        self._shown_generation = 0
        self._quiet = False
        """The list changes by itself: nobody has chosen anything."""
        self.packs.currentRowChanged.connect(lambda _row: self._fill(keep=False))
        self.line.textChanged.connect(lambda _text: self._fill(keep=False))
        self.list.selectionModel().currentChanged.connect(lambda index, _: self._choose(index))

    def show_lists(self, packs: Sequence[PackRow], problems: Sequence[Problem]) -> None:
        """Other packs; the snippets follow by :meth:`_fill`."""
        self._packs, self._problems = packs, problems
        self.packs.show_packs(packs, len(problems))
        total = sum(one.count for one in packs)
        count = len(packs)
        files = self.tr("1 pack") if count == 1 else self.tr("{} packs").format(f"{count:,}")
        self.keys.say(self.tr("{0} in {1}").format(self._snippets(total), files))

    def _snippets(self, count: int) -> str:
        return self.tr("1 snippet") if count == 1 else self.tr("{} snippets").format(f"{count:,}")

    @property
    def _sheet(self) -> Sheet[Opened] | None:
        return self.pane.sheet

    def choose_pack(self, path: str) -> None:
        """Show the snippets of a pack, all of them."""
        with QSignalBlocker(self.line):
            self.line.clear()
        row = next((at for at, one in enumerate(self._packs) if one.path == path), None)
        self.packs.choose(row)
        self._fill(keep=False)

    def _fill(self, *, keep: bool) -> None:
        """Show the snippets that the line and the chosen pack ask for."""
        row = self.packs.currentRow()
        if row == 1 or not self._packs:
            self.problems.say(self._problems, packs=bool(self._packs))
            self.show_problems(shown=True)
            self._search.cancel()
            return
        self.show_problems(shown=False)
        query = self.line.text().strip()
        self._generation += 1
        self.list.rows.query = query
        if query:
            self._search.search(query, self._generation, self._deliver)
            return
        self._search.cancel()
        pack = self.packs.pack()
        total = sum(one.count for one in self._packs)
        numbers = range(pack.first, pack.first + pack.count) if pack else range(total)
        place = self.list.verticalScrollBar().value()
        self._replace(numbers)
        if keep:
            self.list.verticalScrollBar().setValue(place)
        self._say_found()

    def _deliver(self, generation: int, found: Found) -> None:
        if generation != self._generation:
            return
        pack = self.packs.pack()
        numbers: Sequence[int] = found.numbers
        if pack is not None:
            inside = range(pack.first, pack.first + pack.count)
            numbers = [one for one in numbers if one in inside]
        if generation != self._shown_generation:
            self._shown_generation = generation
            self._replace(numbers)
            self.list.scrollToTop()
        else:
            self.rows.append(numbers)
        self._say_found()

    def _replace(self, numbers: Sequence[int]) -> None:
        self._quiet = True
        self.rows.replace(numbers)
        self._quiet = False
        if self._sheet is not None and self._sheet.number is not None:
            self._mark(self._sheet.number, scroll=False)

    def _mark(self, number: int, *, scroll: bool = True) -> None:
        row = self.rows.row_of(number)
        self._quiet = True
        if row is None:
            self.list.clearSelection()
            self.list.setCurrentIndex(QModelIndex())
        elif scroll:
            self.list.select(row)
        else:
            self.list.setCurrentIndex(self.rows.index(row))
        self._quiet = False

    def _choose(self, index: QModelIndex) -> None:
        number = self.rows.number(index)
        if number is not None and not self._quiet:
            self.chosen.emit(number)

    def _say_found(self) -> None:
        self.count.setText(self._snippets(self.rows.count))
