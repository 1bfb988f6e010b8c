"""The keyboard process' pipe to the application, where pipes are files like others."""

from __future__ import annotations

import os


class PosixPipe:
    """``Pipe`` of :mod:`desktop.host.base`."""

    def __init__(self, reading: int, writing: int) -> None:
        """Both ends are file descriptors."""
        self.readable = reading
        self._writing = writing
        os.set_blocking(reading, False)
        os.set_blocking(writing, False)

    def read(self) -> bytes | None:
        """See :class:`desktop.host.keys.Pipe`."""
        try:
            return os.read(self.readable, 1 << 16)
        except BlockingIOError:
            return None

    def write(self, data: bytes) -> int:
        """See :class:`desktop.host.keys.Pipe`."""
        try:
            return os.write(self._writing, data)
        except BlockingIOError:
            return 0
