"""Keeps the library in use up to date: loads it, notices changes, writes the trigger index."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.core.clock import Clock
from desktop.core.results import Problem
from desktop.core.triggerfile import index_is_current, write_index
from desktop.snippets.index import build_index
from desktop.snippets.library import Library, load_library
from desktop.snippets.watch import PackWatch

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sources:
    """What the library is made from, as the settings say now."""

    roots: Sequence[Path]
    trusted: Sequence[Path] = ()
    separators: str = ""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A library that is ready for use."""

    library: Library
    index: Path | None
    """The file with its triggers; None when it could not be written."""
    problem: Problem | None = None


class Shelf:
    """Loads on a thread of its own, one load at a time, so that nothing waits for a large one."""

    def __init__(
        self,
        cache: Path,
        clock: Clock,
        sources: Callable[[], Sources],
        ready: Callable[[Shelved], None],
    ) -> None:
        """``ready`` is called on the loading thread."""
        self._cache = cache
        self._clock = clock
        self._sources = sources
        self._ready = ready
        self._lock = threading.Lock()
        self._loading = False
        self._again = False
        self._thread: threading.Thread | None = None
        self._library: Library | None = None
        self._watch: PackWatch | None = None

    def load(self) -> None:
        """Load now, or once more if a load is under way."""
        with self._lock:
            if self._loading:
                self._again = True
                return
            self._loading = True
            self._thread = threading.Thread(target=self._run, name="packs", daemon=True)
            self._thread.start()

    def look(self) -> None:
        """Load if a pack has changed; to be called every second or two."""
        if self._loading or self._watch is None:
            return
        if self._watch.changed(self._clock.monotonic()):
            self.load()

    def stop(self) -> None:
        """Wait for a load that is under way."""
        thread = self._thread
        if thread is not None and thread.is_alive():
            thread.join(5)

    def _run(self) -> None:
        while True:
            try:
                self._load_once()
            except Exception as error:
                log.error("loading the packs failed", exc_info=error)
                self._ready(
                    Shelved(self._library or Library(), None, Problem("Packs can't be loaded"))
                )
            with self._lock:
                if not self._again:
                    self._loading = False
                    return
                self._again = False

    def _load_once(self) -> None:
        sources = self._sources()
        library = load_library(
            sources.roots, self._cache / "packs", sources.trusted, previous=self._library
        )
        path = self._cache / "triggers"
        index: Path | None = path
        problem = None
        try:
            if not index_is_current(path, library.fingerprint, sources.separators):
                write_index(path, build_index(library, sources.separators))
        except OSError as error:
            index = None
            problem = Problem(
                "Snippets can't be typed",
                f"The list of triggers could not be written ({error.strerror})",
                "Make room on the disk, then change any setting or restart Deskhand",
            )
        self._library = library
        self._watch = PackWatch(sources.roots, library)
        self._ready(Shelved(library, index, problem))
