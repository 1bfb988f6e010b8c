"""The keyboard process' pipe to the application.

Windows' anonymous pipes can only be read and written by somebody who waits. So a thread waits at
either end; the one that reads sets an event that the loop of the keys waits for with its messages.
"""

from __future__ import annotations

import msvcrt
import os
import queue
import sys
import threading
from collections import deque

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows.api import kernel32

_MOST_WAITING = 256
"""Frames on their way to an application that does not read."""


class WindowsPipe:
    """``Pipe`` of :mod:`desktop.host.base`."""

    def __init__(self, reading: int, writing: int) -> None:
        """Both ends are file descriptors."""
        msvcrt.setmode(reading, os.O_BINARY)
        msvcrt.setmode(writing, os.O_BINARY)
        self._event = kernel32.CreateEventW(None, 1, 0, None)  # stays set
        self.readable = int(self._event)
        self._come: deque[bytes] = deque()
        self._going: queue.Queue[bytes] = queue.Queue(_MOST_WAITING)
        self._broken = False
        for work, end in ((self._read, reading), (self._write, writing)):
            threading.Thread(target=work, args=(end,), name="keyboard pipe", daemon=True).start()

    def read(self) -> bytes | None:
        """See :class:`desktop.host.keys.Pipe`."""
        # Reset before looking: what comes in between sets it again.
        kernel32.ResetEvent(self._event)
        try:
            data = self._come.popleft()
        except IndexError:
            return None
        if self._come or not data:
            self._come.extend([] if data else [data])
            kernel32.SetEvent(self._event)
        return data

    def write(self, data: bytes) -> int:
        """See :class:`desktop.host.keys.Pipe`."""
        if self._broken:
            raise BrokenPipeError
        try:
            self._going.put_nowait(data)
        except queue.Full:
            return 0
        return len(data)

    def flush(self, seconds: float) -> None:
        """Wait until all has gone out, but no longer."""
        done = threading.Thread(target=self._going.join, name="keyboard pipe", daemon=True)
        done.start()
        done.join(seconds)

    def _read(self, end: int) -> None:
        data = b"x"
        while data:
            try:
                data = os.read(end, 1 << 16)
            except OSError:
                data = b""
            self._come.append(data)
            kernel32.SetEvent(self._event)

    def _write(self, end: int) -> None:
        while True:
            data = self._going.get()
            try:
                while data and not self._broken:
                    data = data[os.write(end, data) :]
            except OSError:
                self._broken = True
            self._going.task_done()
