"""Notices that packs changed, by looking: works on every system, network folder and editor.

Pure: nothing happens but in :meth:`PackWatch.changed`, which the assembly calls every second or
two with its clock's ``monotonic()``. A look at 200 files takes a millisecond or two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from desktop.snippets.library import Library
from desktop.snippets.sources import Stamp, find_packs, stamp_of

SETTLE: Final = 0.7
"""Seconds without a further change before a reload: editors write in two steps."""
MOST_WAIT: Final = 10.0
"""Seconds after which a file that never rests is read all the same."""

_State = Mapping[str, Stamp | None]


class PackWatch:
    """Compares the packs on the disk with those that the library was made from."""

    def __init__(self, roots: Iterable[Path], library: Library) -> None:
        """``roots`` as they were given to ``load_library``."""
        self._roots = list(roots)
        self._accepted: _State = {}
        self._pending: _State | None = None
        self._begun = self._since = 0.0
        self.accept(library)

    def accept(self, library: Library) -> None:
        """This library is in use now; whatever changed since its files were read is news."""
        self._accepted = dict(library.stamps)
        self._pending = None

    def changed(self, now: float) -> bool:
        """True once for every change that has settled; then the library is to be loaded anew.

        Args:
            now: Seconds of a clock that only grows.
        """
        state = self._look()
        if state == self._accepted:
            self._pending = None
            return False
        if self._pending is None:
            self._begun = now
        if state != self._pending:
            self._pending = state
            self._since = now
        if now - self._since < SETTLE and now - self._begun < MOST_WAIT:
            return False
        self._accepted = state
        self._pending = None
        return True

    def _look(self) -> _State:
        """Files found in the folders, and those that only imports brought in."""
        sources, _ = find_packs(self._roots)
        paths = dict.fromkeys([*(source.path for source in sources), *self._accepted])
        state = {path: _stamp(path) for path in paths}
        found = {source.path for source in sources}
        # One that is gone from its folder is no longer there; an import that the library missed
        # already (None) is still missed, and is news when it comes.
        return {
            path: stamp
            for path, stamp in state.items()
            if stamp is not None or path in found or self._accepted.get(path) is None
        }


def _stamp(path: str) -> Stamp | None:
    try:
        return stamp_of(path)
    except OSError:
        return None
