"""The translation memory: what was confirmed once is found again, exactly or nearly.

It keeps masked texts only (docs/design.md): who calls masks before, and puts the values back after.
A memory that can't be read must never stop a translation: then it knows nothing, and ``troubled``
tells why once.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from typing import Final, TypeVar

from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.results import Problem, UserError
from desktop.storage.database import Database
from desktop.storage.trouble import StorageError, Trouble
from desktop.translation import memory_changes, memory_search
from desktop.translation.memory_changes import Added
from desktop.translation.memory_rows import (
    SELECT,
    Match,
    Origin,
    Pair,
    Segment,
    normal,
    segment_of,
)

LEAST: Final = 50
"""Below this score two texts have little to do with each other; fuzzy() looks no deeper."""
LONGEST_QUERY: Final = 2_000
"""Characters of a text for which like ones are looked for."""
_PAGE: Final = 1_000

T = TypeVar("T")


class Memory:
    """See the module. Any thread may call; what changes it is done in order, on another thread.

    A future that changes give ends with StorageError when nothing was kept.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        """On a database with ``memory_rows.MIGRATIONS``, which the caller closes."""
        self.troubled: Event[Problem] = Event("memory troubled")
        self._database = database
        self._clock = clock
        self._told: set[Trouble] = set()

    def exact(self, text: str, source: str, target: str) -> str | None:
        """The best translation of exactly this (masked) text, without spaces at its ends."""
        found = self.known(text, source, target)
        return found[0].segment.target if found else None

    def known(self, text: str, source: str, target: str) -> Sequence[Match]:
        """Every translation of exactly this text, the best first.

        What is kept for ``pt`` serves ``pt-BR``, and the reverse, since who asks for ``pt`` named
        no region; ``pt-PT`` does not serve ``pt-BR``. The text's own region does not matter.
        """
        return self._asked(
            text, lambda connection, plain: memory_search.known(connection, plain, source, target)
        )

    def fuzzy(
        self, text: str, source: str, target: str, at_least: int = 70, limit: int = 5
    ) -> Sequence[Match]:
        """Segments whose source is like ``text``, the best first, exact ones among them.

        Scores are from 0 to 100; those under ``at_least`` (50 or more) are left out.
        """
        at_least = max(at_least, LEAST)

        def ask(connection: sqlite3.Connection, plain: str) -> list[Match]:
            found = memory_search.known(connection, plain, source, target)
            if at_least < 100 and len(plain) <= LONGEST_QUERY:
                found += memory_search.like(connection, plain, source, target, at_least, limit)
            return found[:limit]

        return self._asked(text, ask)

    def remember(self, pair: Pair, origin: Origin, about: str = "") -> Future[int]:
        """Keep a confirmed translation; it was ``about`` a customer, by an id that names nobody.

        The same once more counts as a use. Gives the segment's number.
        """
        kept = memory_changes.kept(pair)
        if kept is None:
            return _failed(
                UserError(
                    "This translation was not kept",
                    "One of its texts is empty or too long, or a language is not known",
                )
            )
        now = self._clock.now()
        return self._database.write(
            lambda connection: memory_changes.remember(connection, kept, origin, now, about)
        )

    def set_variants(self, pairs: Iterable[Pair]) -> Future[Added]:
        """Have exactly these approved variants of snippets, in place of those before."""
        kept = [one for pair in pairs if (one := memory_changes.kept(pair))]
        now = self._clock.now()
        return self._database.write(
            lambda connection: memory_changes.replace_variants(connection, kept, now), alone=True
        )

    def add(
        self, pairs: Iterable[Pair], origin: Origin, go_on: Callable[[int], bool] = lambda _: True
    ) -> Future[Added]:
        """Keep many, or none if that fails. ``pairs`` are read on the writer's thread.

        What can't be kept is passed over. ``go_on`` hears there how many are done; when it says
        no the future ends with ``memory_changes.Stopped``.
        """
        now = self._clock.now()
        return self._database.write(
            lambda connection: memory_changes.add(
                connection,
                (one for pair in pairs if (one := memory_changes.kept(pair))),
                origin,
                now,
                go_on=go_on,
            ),
            alone=True,
        )

    def delete(self, number: int) -> Future[bool]:
        """Delete one; false when it was gone already."""
        return self._erase(lambda connection: memory_changes.delete(connection, [number]) > 0)

    def forget(self, customer: str) -> Future[int]:
        """Delete what was about this customer and no other; gives how many segments.

        What came from an import or a snippet stays, without its link to them.
        """
        return self._erase(lambda connection: memory_changes.forget(connection, customer))

    def expire(self, days: int) -> Future[int]:
        """Delete what comes from conversations and was not used for that long."""
        before = self._clock.now() - dt.timedelta(days=days)
        return self._erase(lambda connection: memory_changes.expire(connection, before))

    def clear(self) -> Future[int]:
        """Delete everything."""
        return self._erase(memory_changes.clear)

    def segments(self, *origins: Origin) -> Iterator[Segment]:
        """Everything, or what comes from there, the oldest first; read as it is asked for.

        What is changed meanwhile may be seen or not, nothing is seen twice.

        Raises:
            StorageError: it can't be read.
        """
        last = 0
        wanted = origins or tuple(Origin)
        marks = ", ".join("?" * len(wanted))
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(
                    f"{SELECT} WHERE segment.id > ? AND origin IN ({marks})"
                    " ORDER BY segment.id LIMIT ?",
                    (last, *wanted, _PAGE),
                ).fetchall()
            if not rows:
                return
            yield from map(segment_of, rows)
            last = rows[-1][0]

    def _asked(
        self, text: str, ask: Callable[[sqlite3.Connection, str], Sequence[Match]]
    ) -> Sequence[Match]:
        plain = normal(text)
        if not plain or not memory_changes.keepable(plain):
            return ()
        try:
            with self._database.reading() as connection:
                return ask(connection, plain)
        except StorageError as error:
            if error.trouble not in self._told and error.trouble is not Trouble.CLOSED:
                self._told.add(error.trouble)
                self.troubled.emit(error.problem)
            return ()

    def _erase(self, work: Callable[[sqlite3.Connection], T]) -> Future[T]:
        future = self._database.write(work, alone=True)
        self._database.scrub()
        return future


def _failed(error: UserError) -> Future[int]:
    future: Future[int] = Future()
    future.set_exception(error)
    return future
