"""The system's signals that ask for the end (SIGTERM and others), as one of Qt's."""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_ENDS = [getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)]


class EndSignals(QObject):
    """Python handles signals between its own steps, of which Qt's loop takes none: wake it up."""

    came = Signal()
    """On the main thread; once for each."""

    def __init__(self) -> None:
        """Heard from now on."""
        super().__init__()
        self.any = False
        """Has one come?"""
        ours, theirs = socket.socketpair()
        for end in (ours, theirs):
            end.settimeout(0)
        signal.set_wakeup_fd(theirs.fileno())
        self._ends = (ours, theirs)
        self._notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(lambda *_: self.came.emit())
        for number in _ENDS:
            signal.signal(number, self._note)

    def close(self) -> None:
        """None is told any more; that one came is noted still."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for end in self._ends:
            end.close()

    def _note(self, *_: object) -> None:
        self.any = True
