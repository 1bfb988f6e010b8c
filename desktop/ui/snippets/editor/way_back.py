"""The way back from changes in packs: from the last at once, from each in a window of its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from desktop.core.results import Problem
from desktop.snippets.editing.edits import Edit
from desktop.ui.snippets.editor.history import HistoryWindow
from desktop.ui.snippets.editor.notice import Notice
from desktop.ui.snippets.editor.workshop import Workshop


class WayBack(QObject):
    """Says how it went in the editor's notice, and in its own window if that was opened."""

    def __init__(self, workshop: Workshop, notice: Notice) -> None:
        """The window comes with the first wish for it."""
        super().__init__(notice)
        self._workshop = workshop
        self._notice = notice
        self.window: HistoryWindow | None = None

    def open(self) -> None:
        """All changes, each of which can be taken back."""
        if self.window is None:
            self.window = HistoryWindow()
            self.window.wanted_back.connect(self._take_back)
        self._workshop.history(self.window.show_history)
        self.window.say(None)
        self.window.come_forward()

    def close(self) -> None:
        """The editor closes."""
        if self.window is not None:
            self.window.close()

    def undo(self) -> None:
        """Take back the last change."""

        def newest(edits: Sequence[Edit]) -> None:
            if edits:
                self._take_back(edits[0])

        self._workshop.history(newest)

    def offer(self, words: str) -> None:
        """Say what was done, with the way back beside it."""
        self._notice.say(words, self.tr("Undo"), self.undo)

    def _take_back(self, edit: Edit) -> None:
        def done(problem: Problem | None) -> None:
            if self.window is not None:
                self.window.say(problem)
                self._workshop.history(self.window.show_history)
            if problem is not None:
                self._notice.complain(problem)
            else:
                self._notice.say(self.tr("Taken back: {}").format(edit.words))

        self._workshop.take_back(edit, done)
