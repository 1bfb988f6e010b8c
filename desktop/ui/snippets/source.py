"""Where the palette gets its results from, and the search on a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from desktop.core.faults import traced
from desktop.snippets.search import Found, Record, SnippetSearch
from desktop.ui.shell.bridge import Bridge

log = logging.getLogger(__name__)

Deliver = Callable[[int, Found], None]
"""Called on Qt's main thread with the generation that was asked for and a stage of its answer."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A snippet as a row of a list shows it."""

    label: str
    trigger: str = ""
    second: str = ""
    """The muted line: its languages (``pt · en · es``), its pack, its age."""


class SearchSource(Protocol):
    """Answers what is typed into the palette's line."""

    def search(self, query: str, generation: int, deliver: Deliver) -> None:
        """Begin a search and give up the one before; stages come through ``deliver``."""

    def cancel(self) -> None:
        """Nothing more is wanted."""


class Describe(Protocol):
    """Tells of a snippet; called for the rows in sight only, on the main thread."""

    def __call__(self, number: int, /) -> Entry:
        """What its row shows."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A snippet as it will come out now, for the interaction in front."""

    text: str
    note: str = ""
    """What else is to be known: ``asks for the order number``."""
    html: str = ""
    """The same with its look, where it has one."""


class Previewer(Protocol):
    """Renders what is selected, without doing anything outside (no programs, no questions)."""

    def __call__(self, number: int, deliver: Callable[[int, Preview], None], /) -> None:
        """Answer through ``deliver`` with the same number, on the main thread, now or later."""


class ThreadedSearch:
    """A :class:`SearchSource` over a :class:`SnippetSearch`, on one thread that it keeps.

    A newer key ends the search under way within a millisecond or so.
    """

    def __init__(self, bridge: Bridge) -> None:
        """Starts its thread with the first search or library."""
        self._bridge = bridge
        self._changed = threading.Condition()
        self._records: Iterable[Record] | None = None
        self._wanted: tuple[str, int, Deliver] | None = None
        self._newest = 0
        self._thread: threading.Thread | None = None
        self._closed = False

    def use(self, records: Iterable[Record]) -> None:
        """Another library: it is read on the search's thread, before the next search."""
        with self._changed:
            self._records = records
            self._wake()

    def search(self, query: str, generation: int, deliver: Deliver) -> None:
        """See :class:`SearchSource`."""
        with self._changed:
            self._newest = generation
            self._wanted = (query, generation, deliver)
            self._wake()

    def cancel(self) -> None:
        """See :class:`SearchSource`."""
        with self._changed:
            self._newest = -1
            self._wanted = None

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._closed = True
            self._newest = -1
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout=1)

    def _wake(self) -> None:
        if self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._serve, name="search", daemon=True)
            self._thread.start()
        self._changed.notify()

    def _serve(self) -> None:
        library = SnippetSearch(())
        while True:
            with self._changed:
                while not self._closed and self._records is None and self._wanted is None:
                    self._changed.wait()
                if self._closed:
                    return
                records, self._records = self._records, None
                wanted = None
                if records is None:
                    wanted, self._wanted = self._wanted, None
            try:
                if records is not None:
                    library = SnippetSearch(records)
                elif wanted is not None:
                    self._answer(library, *wanted)
            except Exception as error:  # noqa: BLE001 - a dispatcher: the next key is searched again
                log.error("the search failed: %s", traced(error))

    def _answer(
        self, library: SnippetSearch, query: str, generation: int, deliver: Deliver
    ) -> None:
        for found in library.search(query, lambda: self._newest != generation):
            self._bridge.post(lambda found=found: deliver(generation, found))  # type: ignore[misc]  # bound at once


class FilledSearch:
    """A :class:`SearchSource` that gets its library only when something is searched for."""

    def __init__(self, inner: SearchSource, fill: Callable[[], None]) -> None:
        """``fill`` is called before every search, and is quick where nothing is to be done."""
        self._inner = inner
        self._fill = fill

    def search(self, query: str, generation: int, deliver: Deliver) -> None:
        """See :class:`SearchSource`."""
        self._fill()
        self._inner.search(query, generation, deliver)

    def cancel(self) -> None:
        """See :class:`SearchSource`."""
        self._inner.cancel()
