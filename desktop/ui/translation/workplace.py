"""What the windows of translation need of the rest of Deskhand."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.assembly import Assembly, Selection, Told
from desktop.core.results import Problem
from desktop.host.base import Clipboard, Window, Windows
from desktop.interaction import Asked
from desktop.net.deadline import Cancellation
from desktop.translation.interpreter import Interpreter
from desktop.translation.results import Lack, NoTranslation
from desktop.ui.shell.background import Background
from desktop.ui.shell.carets import Carets
from desktop.ui.shell.shell import Shell

SELECTION_S = 0.5
"""For an application to hand over what is selected in it."""
CLIPBOARD_S = 0.3
COPIED = "The translation is copied: paste it where you want it"

ELSEWHERE = "You went on in another window"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Workplace:
    """See the module. Of the main thread; ``work`` is what runs on the pool."""

    assembly: Assembly
    interpreter: Interpreter
    windows: Windows
    clipboard: Clipboard
    shell: Shell
    carets: Carets
    hands: Background
    """For the clipboard and other windows: one thread that no engine keeps waiting."""
    open_settings: Callable[[], None]

    def front(self) -> Asked | None:
        """The interaction in front, to be handed back with an answer."""
        front = self.assembly.interactions.front()
        return self.assembly.interactions.ask(front.id) if front is not None else None

    def holds(self, asked: Asked | None) -> bool:
        """May an answer still be shown? What was asked for none belongs to nobody else."""
        return asked is None or self.assembly.interactions.holds(asked)

    def in_front(self, asked: Asked | None) -> bool:
        """May what was made for it still be put in or copied? Only while it is in hand."""
        return asked is None or asked == self.front()

    def bring(self, window: Window) -> bool:
        """Give the keys back to ``window`` if ours has them; for the hands.

        False when the agent has gone on in a third one: what they type there must not come into
        this one in the middle of a word.
        """
        now = self.windows.foreground()
        if now.id == window.id:
            return True
        if now.id and now.pid != os.getpid():
            return False
        self.windows.activate(window)
        return True

    def ask(
        self,
        work: Callable[[Cancellation], T],
        done: Callable[[T], None],
        owner: QObject,
        failed: Callable[[Problem], None] | None = None,
    ) -> Cancellation:
        """Run ``work`` on the pool and ``done`` here; nothing comes once it is cancelled."""
        return self._start(self.shell.background, work, done, owner, failed)

    def reach(
        self,
        work: Callable[[Cancellation], T],
        done: Callable[[T], None],
        owner: QObject,
        failed: Callable[[Problem], None] | None = None,
    ) -> Cancellation:
        """The same for what asks the clipboard or other windows: one after the other, and now.

        Behind engines that hang it would come seconds later, when another customer's text is
        selected or copied.
        """
        return self._start(self.hands, work, done, owner, failed)

    def copy(self, text: str) -> None:
        """Put it on the clipboard."""
        self.hands.start(lambda: self.clipboard.set_text(text))

    def _start(
        self,
        pool: Background,
        work: Callable[[Cancellation], T],
        done: Callable[[T], None],
        owner: QObject,
        failed: Callable[[Problem], None] | None,
    ) -> Cancellation:
        cancellation = Cancellation()

        def finish(result: T) -> None:
            if not cancellation.cancelled:
                done(result)

        def fail(problem: Problem) -> None:
            if not cancellation.cancelled:
                (failed or self.shell.show)(problem)

        pool.start(lambda: work(cancellation), finish, fail, owner=owner)
        return cancellation

    def insert(
        self,
        window: Window,
        text: str,
        tell: Callable[[Told], None],
        over: Selection | None = None,
    ) -> int:
        """Put a text into ``window``; ``tell`` hears here what becomes of it."""
        return self.assembly.insert(window.id, text, self.shell.bridge.carry(tell), over)

    def beside_caret(self, show: Callable[[QPoint | None], None]) -> Cancellation:
        """Call ``show`` soon with where the agent writes, unless it is cancelled before."""
        cancellation = Cancellation()

        def come(at: QPoint | None) -> None:
            if not cancellation.cancelled:
                show(at)

        self.carets.ask(come)
        return cancellation


def none(problem: Problem, target: str = "") -> NoTranslation:
    """A fault of Deskhand, as an outcome that a window can show."""
    return NoTranslation(Lack.FAILED, problem, None, target)


def is_own(window: Window) -> bool:
    """Is it a window of this Deskhand?"""
    shown = [one for one in QGuiApplication.topLevelWindows() if one.isVisible()]
    return any(int(one.winId()) == window.id for one in shown)


def has_the_keys(view: QWidget, front: Window) -> bool:
    """Is ``view`` the window in front? Qt may hear of that later than a hotkey of it."""
    return view.isVisible() and int(view.winId()) == front.id
