"""What is written in the editor and not in its pack: held here, and on the disk against a crash."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from desktop.assembly.opened import Opened
from desktop.core.results import Problem
from desktop.snippets.editing.leftovers import Leftover
from desktop.snippets.editing.sheet import Sheet, same_snippet, tidied
from desktop.snippets.model import Snippet
from desktop.ui.snippets.editor.pane import SheetPane
from desktop.ui.snippets.editor.workshop import Workshop

KEEP_MS = 1000
"""After a key what is not saved is kept on the disk."""


class Unsaved(QObject):
    """Sheets that the agent has left before they were saved, and the shown one."""

    def __init__(
        self, workshop: Workshop, pane: SheetPane, complain: Callable[[Problem], None]
    ) -> None:
        """Nothing is left yet; ``complain``: it can't be kept on the disk."""
        super().__init__(pane)
        self._workshop = workshop
        self._pane = pane
        self._complain = complain
        self._left: list[Sheet[Opened]] = []
        self._on_disk = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(KEEP_MS)
        self._pause.timeout.connect(self.keep)

    def sheets(self) -> list[Sheet[Opened]]:
        """What can't be saved as it is."""
        return [one for one in self._all() if one.dirty and one.saving is None]

    def hold(self, sheet: Sheet[Opened]) -> None:
        """It stays here when another is shown."""
        if sheet not in self._left:
            self._left.append(sheet)

    def drop(self, sheet: Sheet[Opened]) -> None:
        """It is saved, or thrown away."""
        if sheet in self._left:
            self._left.remove(sheet)

    def held(self, snippet: Snippet) -> Sheet[Opened] | None:
        """What was written on this snippet of the library, if anything is left."""
        found = (one for one in self._left if one.opened and same_snippet(one.saved, snippet))
        return next(found, None)

    def changed(self) -> None:
        """Keep it on the disk, in a moment from now."""
        self._pause.start()

    def edited(self) -> None:
        """The same after each key: in a moment from the first."""
        if not self._pause.isActive():
            self._pause.start()

    def keep(self) -> None:
        """Keep on the disk what is not in its pack, or that everything is."""
        self._pause.stop()
        leftovers = [
            Leftover(one.saved, one.draft, one.opened.number if one.opened is not None else 0)
            for one in self._all()
            if tidied(one.draft) != tidied(one.saved)
        ]
        if leftovers or self._on_disk:
            self._on_disk = bool(leftovers)
            self._workshop.keep(leftovers, self._take)

    def restore(self, leftovers: Sequence[Leftover]) -> Sheet[Opened] | None:
        """What was not saved when Deskhand ended last is here again; the last of it."""
        for one in leftovers:
            number = self._workshop.number_of(one.saved.path, one.place) if one.place else None
            if number is None or not same_snippet(self._workshop.snippet(number), one.saved):
                number = self._workshop.find_again(one.saved) if one.place else None
            opened = self._workshop.open_sheet(number) if number is not None else None
            # A snippet that is not there any more, or is another by now, is offered as a new one.
            saved = one.saved if opened is not None else _empty(one.saved)
            self._left.append(Sheet(saved, one.draft, opened, number))
        if not leftovers:
            return None
        self._on_disk = True
        return self._left[-1]

    def _all(self) -> list[Sheet[Opened]]:
        shown = self._pane.sheet
        more = [shown] if shown is not None and shown not in self._left else []
        return [*self._left, *more]

    def _take(self, problem: Problem | None) -> None:
        if problem is not None:
            self._complain(problem)


def _empty(snippet: Snippet) -> Snippet:
    return Snippet("", snippet.pack, snippet.path, 0, globals_of=snippet.globals_of)
