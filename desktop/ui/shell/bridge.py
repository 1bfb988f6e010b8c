"""The one way into Qt's main thread for results from any other."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop.core.faults import GOES_ON, problem_of, traced
from desktop.core.results import Problem

T = TypeVar("T")
log = logging.getLogger(__name__)


class Bridge(QObject):
    """Carries calls to the thread that it was made on, in their order.

    It is a dispatcher: a call that fails is logged once, told to ``failed``, and the next goes on.
    """

    failed = Signal(Problem)
    """Of an error in a posted call: a bug, to be shown once."""
    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Make it on Qt's main thread."""
        super().__init__(parent)
        self._open = True
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Let ``call`` run on the main thread soon, from any thread; nothing after the end."""
        if not self._open:
            return
        try:
            self._posted.emit(call)
        except RuntimeError:  # Qt has taken the object away between the two lines
            pass

    def carry(self, tell: Callable[[T], None]) -> Callable[[T], None]:
        """To be called on any thread in place of ``tell``, which hears it on the main one."""

        def post(value: T) -> None:
            self.post(lambda: tell(value))

        return post

    def close(self) -> None:
        """Run nothing any more, not even what is under way; late posts are quietly dropped."""
        self._open = False

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        if not self._open:
            return
        try:
            call()
        except Exception as error:  # noqa: BLE001 - a dispatcher: one result must not stop others
            log.error("a result could not be shown: %s", traced(error))
            self.failed.emit(problem_of(error, GOES_ON))
