"""Changes snippets in their packs for a window: on a thread of its own, one after the other.

Any thread may call; what is to be told is told on that thread, or on the rendering thread for what
is rendered. Nothing that the agent typed is ever dropped silently: who asks for a change hears that
it is done, or why not.
"""

from __future__ import annotations

import logging
import os
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.assembly.opened import LastRead, Opened, last_number
from desktop.assembly.own_thread import OwnThread
from desktop.core.events import Event
from desktop.core.faults import problem_of
from desktop.core.results import Problem, UserError
from desktop.snippets.expand import title_of
from desktop.snippets.library import Library
from desktop.snippets.model import Snippet
from desktop.snippets.savings.uses import Sum

if TYPE_CHECKING:
    import datetime as dt

    from desktop.snippets.editing.edits import Edit, Edits
    from desktop.snippets.editing.leftovers import Leftover
    from desktop.snippets.editing.pack_text import PackText
    from desktop.snippets.editing.trial import Trial
    from desktop.snippets.editing.trigger_check import TriggerCheck

log = logging.getLogger(__name__)

Tell = Callable[[Problem | None], None]
"""Hears None when it is done."""


class Editing:
    """See the module."""

    def __init__(
        self,
        data: Path,
        now: Callable[[], dt.datetime],
        *,
        library: Callable[[], Library],
        separators: Callable[[], str],
        reload: Callable[[], None],
        read_uses: Callable[[], list[Sum]],
        try_out: Callable[[Snippet, str, str], Trial | None],
        on_renderer: Callable[[Callable[[], None]], None],
    ) -> None:
        """No thread runs before the first call.

        Args:
            data: the profile's folder for data.
            now: the time.
            library: the library in use.
            separators: what ends a word.
            reload: has the packs read anew.
            read_uses: how often snippets were used.
            try_out: renders a draft, for a language and channel; on the rendering thread.
            on_renderer: has something done there.
        """
        self.changed: Event[None] = Event("a pack was edited")
        self.trouble: Event[Problem] = Event("trouble with editing")
        """What nobody who asks would hear of."""
        self._data = data
        self._now = now
        self._library = library
        self._separators = separators
        self.reload = reload
        self._read_uses = read_uses
        self._try_out = try_out
        self._on_renderer = on_renderer
        self._thread = OwnThread("editing", self.trouble)
        self._made: Edits | None = None
        self._packs = LastRead()
        """Of the thread alone."""
        self._check: TriggerCheck | None = None
        self._newest_check = 0
        self._newest_trial = 0
        self._newest_keep = 0

    # --- looking ---

    def open(self, path: str, number: int, digest: bytes) -> Opened:
        """Somebody looks at a snippet; ``digest`` is of the file that the library was read from."""
        opened = Opened(path, number)

        def read() -> None:
            try:
                known = self._packs.read(path)
            except UserError as error:
                opened.problem = error.problem
            else:
                if known.digest == digest:
                    opened.entry = known.entry(number)

        self.put(read)
        return opened

    def try_out(
        self,
        draft: Snippet,
        language: str,
        channel: str,
        tell: Callable[[Trial | None], None],
    ) -> None:
        """What a draft would come out as now; only the newest is told."""
        self._newest_trial += 1
        turn = self._newest_trial

        def render() -> None:
            if turn == self._newest_trial:
                tell(self._try_out(draft, language, channel))

        self._on_renderer(render)

    def check(
        self, draft: Snippet, own: int | None, tell: Callable[[tuple[Problem, ...]], None]
    ) -> None:
        """All that there is to say of a draft; ``own`` is its number in the library."""
        self._newest_check += 1
        turn = self._newest_check

        def look() -> None:
            if turn == self._newest_check:
                tell(self._problems(draft, own))

        self.put(look)

    def counts(self, tell: Callable[[Mapping[str, int]], None]) -> None:
        """How often each snippet was used, by its name in the savings."""

        def read() -> None:
            found: Counter[str] = Counter()
            for one in self._read_uses():
                found[one.snippet] += one.count
            tell(found)

        self.put(read)

    def history(self, tell: Callable[[tuple[Edit, ...]], None]) -> None:
        """What can be taken back, the newest first; of a group the newest only."""

        def read() -> None:
            seen: set[str] = set()
            told = []
            for edit in self._edits().history():
                if not edit.group or edit.group not in seen:
                    told.append(edit)
                    seen.add(edit.group)
            tell(tuple(told))

        self.put(read)

    # --- changing ---

    def save(self, opened: Opened, before: Snippet, after: Snippet, tell: Tell) -> None:
        """Write what changed in a snippet."""

        def work() -> None:
            from desktop.snippets.editing.entry import changes_between

            written: list[str] = []

            def act(pack: PackText) -> str:
                opened.number = opened.place_in(pack)
                text = pack.changed(opened.number, changes_between(before, after))
                written.append(pack.entry_after(opened.number, text))
                return text

            self._edits().apply(Path(opened.path), f"{name_of(after)} changed", None, act)
            opened.entry = written[0]

        self._change(work, tell)

    def add(self, path: str, snippet: Snippet, tell: Callable[[Opened | Problem], None]) -> None:
        """Write a new snippet at the end of a pack, with the global variables that it needs."""
        opened = Opened(path, 0)

        def work() -> None:
            words = f"{name_of(snippet)} added"
            text = self._edits().apply(Path(path), words, None, self._putting(path, snippet))
            opened.number = last_number(text)
            opened.stands_in(text)

        self._change(work, lambda problem: tell(problem or opened))

    def remove(self, opened: Opened, snippet: Snippet, tell: Tell) -> None:
        """Take a snippet out of its pack."""

        def work() -> None:
            words = f"{name_of(snippet)} deleted"
            self._edits().apply(
                Path(opened.path), words, None, lambda pack: pack.removed(opened.place_in(pack))
            )

        self._change(work, tell)

    def move(
        self, opened: Opened, snippet: Snippet, path: str, tell: Callable[[Opened | Problem], None]
    ) -> None:
        """Into another pack: written there first, then taken away here."""
        moved = Opened(path, 0)

        def work() -> None:
            edits, group = self._edits(), uuid.uuid4().hex
            words = f"{name_of(snippet)} moved to {Path(path).stem}"
            putting = self._putting(path, snippet, opened.entry)
            text = edits.apply(Path(path), words, None, putting, group)
            try:
                edits.apply(
                    Path(opened.path),
                    words,
                    None,
                    lambda pack: pack.removed(opened.place_in(pack)),
                    group,
                )
            except UserError:
                edits.take_back(edits.history()[0])
                raise
            moved.number = last_number(text)
            moved.stands_in(text)

        self._change(work, lambda problem: tell(problem or moved))

    def create_pack(self, path: Path, tell: Tell) -> None:
        """Begin a pack."""

        def work() -> None:
            self._edits().create(path, f"pack {path.stem} begun", "matches: []\n")

        self._change(work, tell)

    def take_back(self, edit: Edit, tell: Tell) -> None:
        """Undo a change, whichever it is."""
        self._change(lambda: self._edits().take_back(edit), tell)

    def keep(self, leftovers: Sequence[Leftover], tell: Tell) -> None:
        """Keep what is not saved yet over the end of the application; the newest wish counts."""
        self._newest_keep += 1
        turn = self._newest_keep

        def work() -> None:
            from desktop.snippets.editing.leftovers import keep_leftovers

            if turn == self._newest_keep:
                try:
                    keep_leftovers(self._data, leftovers)
                except UserError as error:
                    tell(error.problem)
                else:
                    tell(None)

        self.put(work)

    def kept(self, tell: Callable[[list[Leftover]], None]) -> None:
        """What was kept so."""

        def read() -> None:
            from desktop.snippets.editing.leftovers import read_leftovers

            tell(read_leftovers(self._data))

        self.put(read)

    def rest(self) -> None:
        """Nobody edits any more: let go of what made it fast."""

        def forget() -> None:
            self._check = None
            self._packs.forget()

        self._thread.poke(forget)

    def close(self) -> None:
        """End after what was asked for before."""
        self._thread.close()

    # --- the thread ---

    def put(self, job: Callable[[], None]) -> None:
        """Have something done there after what came before; after the end it is dropped."""
        self._thread.put(job)

    def _change(self, work: Callable[[], None], tell: Tell) -> None:
        def job() -> None:
            try:
                work()
            except UserError as error:
                tell(error.problem)
                return
            except Exception as error:
                log.error("a pack could not be changed", exc_info=error)
                tell(problem_of(error, "Your change was not kept: try it again"))
                return
            self.reload()
            tell(None)
            self.changed.emit(None)

        self.put(job)

    def _edits(self) -> Edits:
        from desktop.snippets.editing.edits import Edits

        if self._made is None:
            self._made = Edits(self._data, self._now)
        return self._made

    def _putting(
        self, path: str, snippet: Snippet, lines: str | None = None
    ) -> Callable[[PackText], str]:
        from desktop.snippets.editing.moving import put_into

        library = self._library()
        there = next((one.globals_of for one in library.packs if one.source.path == path), "")
        shared = library.globals.get(snippet.globals_of, {})
        return lambda pack: put_into(pack, snippet, shared, library.globals.get(there, {}), lines)

    def _problems(self, draft: Snippet, own: int | None) -> tuple[Problem, ...]:
        from desktop.snippets.check import check_one
        from desktop.snippets.editing.entry import read_draft
        from desktop.snippets.editing.trigger_check import TriggerCheck

        library = self._library()
        if self._check is None or self._check.library.fingerprint != library.fingerprint:
            self._check = TriggerCheck(library, self._separators())
        reading = read_draft(draft)
        more = check_one(library, reading.snippet) if reading.snippet is not None else []
        return (*reading.problems, *self._check.problems(draft, own), *more)


def name_of(snippet: Snippet) -> str:
    """What a snippet is called in the history."""
    return next(iter(snippet.triggers), "") or title_of(snippet)


def why_read_only(path: str, shipped: Iterable[Path]) -> str:
    """Why a pack can't be changed here; empty if it can."""
    file = Path(path)
    if any(file == one or file == one.resolve() for one in shipped):
        return "It comes with Deskhand, and updates replace it"
    if not os.access(file.parent, os.W_OK) or (file.exists() and not os.access(file, os.W_OK)):
        return "You may not write to its folder"
    return ""
