"""The customer book's lists in the window of the systems: files chosen, taken in, deleted."""

from __future__ import annotations

import dataclasses
import logging
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from desktop.core.clock import Clock
from desktop.core.faults import traced
from desktop.core.results import Problem, UserError
from desktop.customers.book.book import BookList, Stopped, Taken
from desktop.customers.book.importing import Preview, look_at
from desktop.customers.book_lists import BookLists, Wanted
from desktop.net.deadline import Cancellation
from desktop.settings.secrets import Secrets
from desktop.settings.store import Settings
from desktop.ui.customers.systems.book_box import BookState
from desktop.ui.customers.systems.window import SystemsWindow
from desktop.ui.shell.shell import Shell

log = logging.getLogger(__name__)

_TELL_S = 0.1
"""Between two words of how far it is."""
_GOODBYE_S = 5.0


class BookDesk(QObject):
    """See the module. Of the main thread; one list comes in at a time."""

    def __init__(
        self,
        window: SystemsWindow,
        settings: Settings,
        secrets: Secrets,
        clock: Clock,
        data: Path,
        shell: Shell,
    ) -> None:
        """Nothing is looked at yet."""
        super().__init__()
        self._window = window
        self._settings = settings
        self._secrets = secrets
        self._clock = clock
        self._data = data
        self._shell = shell
        self._state = BookState()
        self._cancellation: Cancellation | None = None
        self._thread: threading.Thread | None = None
        self.choose: Callable[[], str] = self._ask_for_file
        """Asks for a file; stands in, in tests."""
        window.bring_asked.connect(self._bring)
        window.list_taken.connect(self._take)
        window.stop_asked.connect(lambda _name: self.stop())
        window.list_removed.connect(self._remove)

    def look(self, name: str) -> None:
        """Which lists are in the book of this name?"""
        book = self._book(name)

        def failed(problem: Problem) -> None:
            self._say(dataclasses.replace(self._state, lists=self._state.lists, problem=problem))

        self._shell.background.start(book.lists, self._show_lists, failed, owner=self)

    def stop(self) -> None:
        """The list that comes in is not wanted any more."""
        if self._cancellation is not None:
            self._cancellation.cancel()

    def close(self) -> None:
        """Before the end: what came in so far is not kept."""
        self.stop()
        if self._thread is not None:
            self._thread.join(_GOODBYE_S)

    def _book(self, name: str) -> BookLists:
        return BookLists(name, self._settings.snapshot(), self._secrets, self._clock, self._data)

    def _show_lists(self, lists: tuple[BookList, ...]) -> None:
        self._say(dataclasses.replace(self._state, lists=lists))

    def _say(self, state: BookState) -> None:
        self._state = state
        self._window.show_book(state)

    # --- bringing a list in ---

    def _bring(self, _name: str) -> None:
        chosen = self.choose()
        if not chosen:
            return
        path = Path(chosen)

        def show(preview: Preview) -> None:
            names = frozenset(one.name for one in self._state.lists or ())
            self._window.show_file(path, preview, names)

        def failed(problem: Problem) -> None:
            self._say(dataclasses.replace(self._state, problem=problem, done=""))

        self._shell.background.start(lambda: look_at(path), show, failed, owner=self)

    def _ask_for_file(self) -> str:
        chosen, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("A list of your customers"),
            "",
            self.tr("Lists (*.csv *.tsv *.txt *.xlsx);;All files (*)"),
        )
        return chosen

    def _take(self, name: str, wanted: Wanted) -> None:
        if self._cancellation is not None:
            return
        cancellation = self._cancellation = Cancellation()
        book = self._book(name)
        self._say(BookState(self._state.lists, coming=wanted.name))
        told = 0.0

        def progress(part: float, read: int) -> None:
            nonlocal told
            now = self._clock.monotonic()
            if now - told >= _TELL_S:
                told = now
                self._shell.bridge.post(lambda: self._progress(cancellation, part, read))

        def run() -> None:
            answer: Taken | Problem | None
            try:
                answer = book.take(wanted, progress, cancellation)
            except Stopped:
                answer = None
            except UserError as error:
                answer = error.problem
            except Exception as error:  # noqa: BLE001 - a dispatcher: the window waits for it
                log.error("taking a list in failed: %s", traced(error))
                answer = Problem("The list could not be taken in", type(error).__name__)
            self._shell.bridge.post(lambda: self._taken(name, wanted, answer))

        self._thread = threading.Thread(target=run, name="import", daemon=True)
        self._thread.start()

    def _progress(self, cancellation: Cancellation, part: float, read: int) -> None:
        if self._cancellation is cancellation:
            self._say(dataclasses.replace(self._state, part=part, read=read))

    def _taken(self, name: str, wanted: Wanted, answer: Taken | Problem | None) -> None:
        self._cancellation = None
        if isinstance(answer, Taken):
            words = self.tr("{} customers are in “{}” now.").format(
                f"{answer.customers:,}", wanted.name
            )
            if answer.left_out:
                more = self.tr("{} rows were left out: nobody could be found by them.")
                words += " " + more.format(f"{answer.left_out:,}")
            self._say(BookState(self._state.lists, done=words))
        elif answer is None:
            self._say(BookState(self._state.lists, done=self.tr("Stopped; nothing was changed.")))
        else:
            self._say(BookState(self._state.lists, problem=answer))
        self.look(name)

    def _remove(self, name: str, entry: str) -> None:
        book = self._book(name)

        def failed(problem: Problem) -> None:
            self._say(dataclasses.replace(self._state, problem=problem))

        self._shell.background.start(
            lambda: book.delete([entry]), lambda _: self.look(name), failed, owner=self
        )
