"""Errands to the keyring, one after the other: it may ask the person for a password first.

While that goes unanswered one thread of the pool waits, and no more of them: the others go on
working.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from desktop.core.results import Problem
from desktop.ui.shell.background import Background


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to do at the keyring about a key."""

    name: str
    """Whose."""
    act: Callable[[], bool]
    """On the pool; answers whether a key is kept after it."""
    refused: str
    """Says that it was not done."""
    then: Callable[[], None] = lambda: None
    """What follows once it is done."""
    only_looks: bool = False
    """Only the newest of these is of interest."""


class Errands:
    """See the module. Of the main thread."""

    def __init__(
        self,
        background: Background,
        owner: QObject,
        begun: Callable[[str], None],
        done: Callable[[str, bool], None],
        failed: Callable[[str, Problem], None],
    ) -> None:
        """``begun``, ``done`` and ``failed`` hear of each by its name."""
        self._background = background
        self._owner = owner
        self._begun = begun
        self._done = done
        self._failed = failed
        self._waiting: deque[Errand] = deque()
        self._out = False

    def run(self, errand: Errand) -> None:
        """Do it when those before it are done."""
        if errand.only_looks:
            self._waiting = deque(one for one in self._waiting if not one.only_looks)
        self._waiting.append(errand)
        self._begun(errand.name)
        self._go()

    def _go(self) -> None:
        if self._out or not self._waiting:
            return
        self._out = True
        errand = self._waiting.popleft()

        def done(kept: bool) -> None:
            self._out = False
            if self._is_last(errand):
                self._done(errand.name, kept)
            errand.then()
            self._go()

        def failed(problem: Problem) -> None:
            self._out = False
            if self._is_last(errand):
                why = problem.why or problem.what
                told = Problem(errand.refused, why, problem.todo, problem.severity, problem.place)
                self._failed(errand.name, told)
            self._go()

        self._background.start(errand.act, done, failed, owner=self._owner)

    def _is_last(self, errand: Errand) -> bool:
        """Or will another say the same of this one soon?"""
        return all(one.name != errand.name for one in self._waiting)
