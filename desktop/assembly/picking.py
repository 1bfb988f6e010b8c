"""Picks a snippet's text for a field of Deskhand's own, found by words, rendered as if typed.

This is how windows that know nothing of snippets get one.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.core.faults import traced
from desktop.core.results import Problem
from desktop.snippets.expand import Expansion, title_of
from desktop.snippets.library import Library
from desktop.snippets.render.outcome import Errand, Rendered

if TYPE_CHECKING:
    from desktop.snippets.search import SnippetSearch

log = logging.getLogger(__name__)

MOST = 6
"""Offers at once."""

ASKS_FIRST = Problem(
    "This snippet asks something before it has a text",
    todo="Type its trigger where you write: the question comes then",
)
RUNS_FIRST = Problem(
    "This snippet runs a program before it has a text",
    todo="Type its trigger where you write",
)
IS_A_PICTURE = Problem("This snippet is a picture", todo="Paste it where pictures can be")
CHANGED = Problem("The snippets have changed meanwhile", todo="Search again")


@dataclass(frozen=True, slots=True)
class Offer:
    """A snippet that fits."""

    number: int
    library: str
    label: str
    trigger: str = field(default="")


class Picking:
    """Any thread may call; ``tell`` is called on threads of the assembly's."""

    def __init__(
        self,
        library: Callable[[], Library],
        render: Callable[[int, str, Callable[[Expansion | None], None]], None],
    ) -> None:
        """No thread runs before the first search."""
        self._library = library
        self._render = render
        self._lock = threading.Lock()
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._newest = 0
        self._ready: tuple[str, SnippetSearch] | None = None
        """Of the search's thread alone."""

    def search(self, words: str, tell: Callable[[tuple[Offer, ...]], None]) -> None:
        """The snippets that fit best; a newer search takes the place of one that waits."""
        with self._lock:
            self._newest += 1
            turn = self._newest
            if self._thread is None:
                self._jobs = queue.SimpleQueue()
                self._thread = threading.Thread(
                    target=self._run, args=(self._jobs,), name="picking", daemon=True
                )
                self._thread.start()
            self._jobs.put(lambda: self._search(words, turn, tell))

    def text(self, offer: Offer, tell: Callable[[str | Problem], None]) -> None:
        """What it comes out as for the interaction in front."""

        def hear(expansion: Expansion | None) -> None:
            outcome = expansion.outcome if expansion is not None else CHANGED
            if isinstance(outcome, Rendered):
                tell(IS_A_PICTURE if outcome.rich.picture else outcome.text)
            elif isinstance(outcome, Errand):
                tell(RUNS_FIRST)
            else:
                tell(outcome if isinstance(outcome, Problem) else ASKS_FIRST)

        self._render(offer.number, offer.library, hear)

    def rest(self) -> None:
        """Nobody picks any more: end the thread, and let go of what made searching fast."""
        with self._lock:
            thread, self._thread = self._thread, None
            self._newest += 1
            if thread is not None:
                self._jobs.put(None)

    def close(self) -> None:
        """Before the end."""
        thread = self._thread
        self.rest()
        if thread is not None:
            thread.join(1)

    def _run(self, jobs: queue.SimpleQueue[Callable[[], None] | None]) -> None:
        """A dispatcher."""
        while (job := jobs.get()) is not None:
            try:
                job()
            except Exception as error:  # noqa: BLE001 - a dispatcher: the next words are searched
                log.error("a search to pick from failed: %s", traced(error))
        self._ready = None

    def _search(self, words: str, turn: int, tell: Callable[[tuple[Offer, ...]], None]) -> None:
        if turn != self._newest:
            return
        from desktop.snippets.search import SnippetSearch

        library = self._library()
        if self._ready is None or self._ready[0] != library.fingerprint:
            records = (
                (number, one.triggers, title_of(one), one.search_terms, one.body)
                for number, one in enumerate(library.snippets)
                if one.kind.has_text
            )
            self._ready = library.fingerprint, SnippetSearch(records)
        numbers: list[int] = []
        for found in self._ready[1].search(words, lambda: turn != self._newest):
            numbers += found.numbers[: MOST - len(numbers)]
            if len(numbers) == MOST:
                break
        if turn == self._newest:
            tell(tuple(self._offer(library, number) for number in numbers))

    @staticmethod
    def _offer(library: Library, number: int) -> Offer:
        snippet = library.snippets[number]
        trigger = snippet.triggers[0] if snippet.triggers else snippet.regex
        return Offer(number, library.fingerprint, title_of(snippet), trigger)
