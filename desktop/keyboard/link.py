"""The application's end of the pipe: keeps a keyboard process alive and speaks with it."""

from __future__ import annotations

import io
import logging
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import IO, BinaryIO, cast

import msgspec

from desktop.keyboard import messages

log = logging.getLogger(__name__)

_TRIES = 5
_WITHIN_S = 60.0
"""A process that dies more than `_TRIES` times in this many seconds is left alone."""
_FIRST_WAIT_S = 0.1
_GOODBYE_S = 2.0
_NO_CONSOLE = int(getattr(subprocess, "CREATE_NO_WINDOW", 0))
"""Windows would show an empty one."""


class KeyboardLink:
    """One keyboard process after another, until :meth:`stop`.

    ``handle`` gets every message, on the link's own thread; ``lost`` hears, with words for the
    agent, that the process can't be kept alive. What was set by :meth:`keep` is sent again to
    every new process.
    """

    def __init__(
        self,
        command: Sequence[str],
        handle: Callable[[messages.FromKeyboard], None],
        lost: Callable[[str], None],
    ) -> None:
        """Nothing is started yet."""
        self._command = list(command)
        self._handle = handle
        self._lost = lost
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._kept: dict[type[messages.Message], messages.Message] = {}
        self._reason = ""
        """Why the process says that it can't type, for when it keeps ending."""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keyboard link", daemon=True)

    def start(self) -> None:
        """Start the process."""
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """Of the process that runs now."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def keep(self, message: messages.FromApplication) -> None:
        """Send a message that holds until another of its kind replaces it."""
        with self._lock:
            self._kept[type(message)] = message
            self._write(message)

    def send(self, message: messages.FromApplication) -> None:
        """Send a message once; with no process it is dropped, as its match died with it."""
        with self._lock:
            self._write(message)

    def stop(self) -> None:
        """End the process, and wait for it."""
        self._stopping.set()
        self.send(messages.Quit())
        process = self._process
        if process is not None:
            try:
                process.wait(_GOODBYE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._thread.is_alive():
            self._thread.join(_GOODBYE_S)

    # --- the thread ---

    def _run(self) -> None:
        ends: deque[float] = deque(maxlen=_TRIES)
        while not self._stopping.is_set():
            status = self._run_once()
            if self._stopping.is_set():
                return
            now = time.monotonic()
            log.warning("the keyboard process ended with status %s", status)
            ends.append(now)
            if len(ends) == _TRIES and now - ends[0] < _WITHIN_S:
                self._lost(
                    self._reason or "The part of Deskhand that follows the keyboard keeps failing."
                )
                return
            self._stopping.wait(_FIRST_WAIT_S * 2 ** (len(ends) - 1))

    def _run_once(self) -> int | str:
        """One life of the process; how it ended."""
        try:
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                creationflags=_NO_CONSOLE,
            )
        except OSError as error:
            return type(error).__name__
        with self._lock:
            self._process = process
            self._reason = ""
            if self._stopping.is_set():  # after `stop` looked for a process to end
                self._write(messages.Quit())
            for message in self._kept.values():
                self._write(message)
        with io.BufferedReader(cast("io.RawIOBase", process.stdout)) as pipe:
            self._listen(pipe)
        if process.stdin is not None:
            with self._lock:
                _close(process.stdin)
        return process.wait()

    def _listen(self, pipe: IO[bytes]) -> None:
        while (body := messages.read_frame(pipe)) is not None:
            try:
                message = messages.decode_from_keyboard(body)
            except msgspec.DecodeError:
                log.error("the keyboard process said something that can't be read")
                return
            if isinstance(message, messages.State):
                self._reason = "" if message.can_type else message.reason
            self._handle(message)

    def _write(self, message: messages.Message) -> None:
        process = self._process
        if process is None or process.stdin is None or process.stdin.closed:
            return
        try:
            data = memoryview(messages.frame(message))
            while data:
                data = data[process.stdin.write(data) or 0 :]
        except OSError:
            return  # it has died; the thread that listens sees that too


def _close(pipe: object) -> None:
    try:
        cast("BinaryIO", pipe).close()
    except OSError:
        return
