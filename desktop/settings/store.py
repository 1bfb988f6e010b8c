"""The settings in force: read from the file, changed by the agent, told to who listens."""

from __future__ import annotations

import copy
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.outbox import Outbox
from desktop.core.results import Problem
from desktop.settings import file, trouble
from desktop.settings.declare import Setting, Surroundings
from desktop.settings.migrations import VERSION, migrate, version_of
from desktop.settings.registry import by_key
from desktop.settings.values import (
    Snapshot,
    place,
    read_values,
    refuse_same_hotkeys,
    remove,
    to_write,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Changed:
    """News that settings changed."""

    keys: frozenset[str]
    """All whose value in force is another one, computed defaults included."""
    now: Snapshot

    def touches(self, *settings: Setting[Any]) -> bool:
        """Is one of these among them?"""
        return any(setting.key in self.keys for setting in settings)


class Settings:
    """The settings of one profile. Any thread may read and change them.

    A file that can't be read, or that a newer Deskhand wrote, is never written: changes then hold
    until the end. Nor is one that is broken: it gets another name first.
    """

    def __init__(
        self,
        path: Path,
        clock: Clock,
        surroundings: Surroundings | None = None,
        *,
        look_only: bool = False,
    ) -> None:
        """Read the file; that never fails: `problems` says what was wrong with it.

        With ``look_only`` a broken file keeps its name: for who only wants to know what it says.
        """
        self._look_only = look_only
        self._path = path
        self._clock = clock
        self._surroundings = surroundings or Surroundings()
        self._lock = threading.Lock()
        self._outbox = Outbox()
        self._table: dict[str, Any] = {}
        """What the file says or would say, with what is not understood in it."""
        self._text = ""
        self._stamp: file.Stamp | None = None
        self._locked: Problem | None = None
        """Why the file must not be written."""
        self._broken: file.Broken | None = None
        """What is wrong with the file that is there; it must be set aside before writing."""
        self._values = Snapshot({}, self._surroundings)
        self._problems: tuple[Problem, ...] = ()
        self.changed: Event[Changed] = Event("settings changed")
        self.troubled: Event[Problem] = Event("settings trouble")
        """A problem with the file that came up while running, to be shown once."""
        self._read_first()

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the file, for the start and for ``doctor``."""
        return self._problems

    def get(self, setting: Setting[T]) -> T:
        """The value in force."""
        return self._values.get(setting)

    def snapshot(self) -> Snapshot:
        """All values of this moment, for who needs several that fit together."""
        return self._values

    def change(self, setting: Setting[T], value: T) -> Problem | None:
        """Give one setting a value; see :meth:`apply`."""
        return self.apply({setting: value})

    def reset(self, *settings: Setting[Any]) -> Problem | None:
        """Go back to the defaults; see :meth:`apply`."""
        return self.apply({}, reset=settings)

    def apply(
        self, changes: Mapping[Setting[Any], object], reset: tuple[Setting[Any], ...] = ()
    ) -> Problem | None:
        """Change several settings at once, and write the file.

        They are in force in any case; a Problem says that the file was not written, and that the
        change is therefore forgotten at the end.

        Raises:
            UserError: a value does not fit; nothing was changed.
        """
        written = {setting: to_write(setting, value) for setting, value in changes.items()}
        with self._lock:
            self._notice_edits()
            table = copy.deepcopy(self._table) or {"version": VERSION}
            for setting in reset:
                remove(table, setting)
            for setting, raw in written.items():
                place(table, setting, raw)
            refuse_same_hotkeys(table, (*written, *reset))
            table["version"] = max(VERSION, version_of(table) or 0)
            problem = self._write(table)
            self._take(table)
        self._outbox.deliver()
        return problem

    def reload_if_changed(self) -> bool:
        """Notice what a person did to the file; True when it was read again.

        A file that is broken now is left alone, since somebody may be in the middle of editing
        it: the values from before hold, and `troubled` says what is wrong.
        """
        with self._lock:
            before = self._stamp
            news = self._notice_edits()
            if news is not None:
                self._outbox.put(self.troubled, news)
            read = self._stamp != before and news is None
        self._outbox.deliver()
        return read

    # With the lock held, or before anybody else knows of the object:

    def _read_first(self) -> None:
        self._notice_edits()
        problem = None if self._look_only else self._set_aside()
        if problem is not None:
            self._problems = (problem,)
        self._outbox.deliver()  # nobody listens yet, and nobody shall hear it later

    def _notice_edits(self) -> Problem | None:
        """Read the file if it is another one than before; what is wrong with it, if that is new."""
        try:
            stamp = file.stamp_of(self._path)
            if stamp == self._stamp:
                return None
            content = file.read(self._path)
        except file.Broken as broken:
            self._stamp, self._broken, self._locked = stamp, broken, None
            news = trouble.stays_broken(self._path, broken)
        except OSError as error:
            news = trouble.unreadable(self._path, error)
            if self._locked == news:
                return None
            self._stamp, self._broken, self._locked = file.UNREAD, None, news
        else:
            self._use(content)
            return None
        self._problems = (news,)
        return news

    def _use(self, content: file.Content) -> None:
        self._stamp, self._text = content.stamp, content.text
        self._broken = self._locked = None
        if (version_of(content.table) or 0) > VERSION:
            self._locked = trouble.newer(self._path)
        # Taken away while running: the values stay, and the next change writes them.
        self._take(migrate(content.table) if content.stamp else self._table)

    def _take(self, table: dict[str, Any]) -> None:
        """Make a table the one in force, and tell what changed."""
        before = self._values
        chosen, problems = read_values(table, self._text, self._path.name)
        self._table = table
        self._values = Snapshot(chosen, self._surroundings)
        standing = [self._locked] if self._locked else []
        if self._broken:
            standing.append(trouble.stays_broken(self._path, self._broken))
        self._problems = (*standing, *problems)
        keys = frozenset(
            key
            for key, setting in by_key().items()
            if before.get(setting) != self._values.get(setting)
        )
        if keys:
            self._outbox.put(self.changed, Changed(keys, self._values))

    def _write(self, table: dict[str, Any]) -> Problem | None:
        if self._locked is not None:
            return self._locked
        if self._broken is not None:
            news = self._set_aside()
            if news is None:
                return trouble.stays_broken(self._path, self._broken)
            self._outbox.put(self.troubled, news)
        try:
            file.write(self._path, self._text, table)
            content = file.read(self._path)
        except file.Broken as broken:
            return trouble.too_large(self._path, broken)
        except OSError as error:
            return trouble.unwritable(self._path, error)
        self._text, self._stamp = content.text, content.stamp
        return None

    def _set_aside(self) -> Problem | None:
        """Give the broken file another name; None when there is none, or it could not be done."""
        if self._broken is None:
            return None
        broken = self._broken
        try:
            other = file.set_aside(self._path, self._clock)
        except OSError:
            return None
        self._stamp = self._broken = None
        return trouble.set_aside(self._path, broken, other)
