"""The windows of translation at their work, with a desktop and a keyboard process acted out."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.assembly import Fate, Selection, Told, TypingState
from desktop.core.events import Event
from desktop.core.results import Problem
from desktop.host.base import PLAIN, Rich, Window
from desktop.snippets.library import Library
from desktop.translation.interpreter import Interpreter
from desktop.ui.shell.background import Background
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.shell import Shell
from desktop.ui.translation.desk import TranslationDesk
from tests.unit.translation.parts import Spoken
from tests.unit.translation.room import Room

CHAT = Window(7_000_007, "chromium", "ACME chat", 70)
OURS = Window(9, "deskhand", "", os.getpid())
OTHER = Window(8_000_008, "mousepad", "notes", 80)
MS = 10_000


class FakeAssembly:
    """What the desk uses of an assembly, and what it asked for."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.interactions = room.interactions
        self.settings = room.settings
        self.clock = room.clock
        self.state = TypingState(can_type=True, reason="")
        self.state_changed: Event[TypingState] = Event("state")
        self.library_changed: Event[Library] = Event("library")
        self.approved = 0
        self.inserted: list[tuple[int, str, Selection | None]] = []
        self.taken_back: list[int] = []
        self._tells: list[Callable[[Told], None]] = []

    def interpreter(self) -> Interpreter:
        return self.room.interpreter

    def find_caret(self, tell: Callable[[tuple[int, int] | None], None]) -> None:
        tell(None)

    def keep_approved(self) -> None:
        self.approved += 1

    def insert(
        self,
        window: int,
        text: str,
        tell: Callable[[Told], None],
        over: Selection | None = None,
    ) -> int:
        self.inserted.append((window, text, over))
        self._tells.append(tell)
        return -len(self.inserted)

    def take_back(self, serial: int) -> None:
        self.taken_back.append(serial)

    def say(self, fate: Fate, why: str = "", serial: int = 0) -> None:
        """What became of an insertion, the newest by default."""
        self._tells[serial or -1](Told(fate, why))


class FakeWindows:
    """One window in front; which were brought there is remembered."""

    def __init__(self) -> None:
        self.front = CHAT
        self.activated: list[int] = []

    def foreground(self) -> Window:
        return self.front

    def activate(self, window: Window) -> bool:
        self.activated.append(window.id)
        self.front = window
        return True

    def caret(self) -> tuple[int, int] | None:
        return 200, 200


class FakeClipboard:
    """A clipboard and a selection that a test sets."""

    def __init__(self) -> None:
        self.holds: str | None = None
        self.is_secret = False
        self.reads = 0
        self.selected: str | None = None
        self.at: float | None = 5.0
        self.tells: list[Callable[[Window], None]] = []

    def text(self, timeout: float, *, secrets: bool = True) -> str | None:
        self.reads += 1
        return self.holds if secrets or not self.is_secret else None

    def set_text(self, text: str, rich: Rich = PLAIN) -> None:
        self.holds = text

    def selection(self, timeout: float) -> str | None:
        return self.selected

    def selected_at(self, timeout: float) -> float | None:
        return self.at

    def watch(self, tell: Callable[[Window], None]) -> Callable[[], None]:
        self.tells.append(tell)
        return lambda: self.tells.remove(tell)

    def copy(self, text: str, window: Window = CHAT) -> None:
        """Somebody copies there."""
        self.holds = text
        for tell in list(self.tells):
            tell(window)


class Desk:
    """See the module."""

    def __init__(
        self,
        bot: QtBot,
        home: Path,
        patch: pytest.MonkeyPatch,
        engine: Spoken | None = None,
    ) -> None:
        self.bot = bot
        self.room = Room(home, patch, engine)
        self.assembly = FakeAssembly(self.room)
        self.windows = FakeWindows()
        self.clipboard = FakeClipboard()
        self.problems: list[Problem] = []
        self.settings_opened = 0
        self.bridge = Bridge()
        self.background = Background(self.bridge, self.problems.append)
        self.desk = TranslationDesk(
            self.assembly,  # type: ignore[arg-type]  # stands in for the real one
            self.windows,
            self.clipboard,
            Shell(self.bridge, self.background, self.problems.append),
            open_settings=self._open_settings,
        )

    def _open_settings(self) -> None:
        self.settings_opened += 1

    def until(self, done: Callable[[], bool]) -> None:
        self.bot.waitUntil(done, timeout=MS)

    def settle(self) -> None:
        """Everything that was begun so far has come to its end."""
        for _ in range(2):  # the hands begin what the pool does, and the reverse
            seen: list[None] = []
            for pool in (*[self.background] * 4, self.desk._workplace.hands):
                pool.start(lambda: None, seen.append)
            self.until(lambda: len(seen) == 5)  # noqa: B023 - waited for here

    def settle_front(self) -> None:
        """The desk has seen who is in front."""
        seen: list[None] = []
        self.bridge.post(lambda: seen.append(None))
        self.until(lambda: bool(seen))

    def close(self) -> None:
        self.desk.close()
        self.bridge.close()
        self.background.close(5.0)
        self.room.interpreter.close()


Make = Callable[..., Desk]
"""With what its engine says, which else is what the room has."""
