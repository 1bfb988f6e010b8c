"""The programs that the demo starts, and their end, which comes in any case."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

_END_S = 5.0
"""How long a program may take to end by itself."""
_LOOK_S = 0.02


class Programs:
    """Each in a session of its own, so that what it starts can be found and ended with it."""

    def __init__(self) -> None:
        """None yet."""
        self._started: list[subprocess.Popen[bytes]] = []

    def start(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        *,
        piped: bool = False,
        passed: Sequence[int] = (),
        errors: IO[bytes] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a program, with pipes for its input and output or with neither.

        ``passed`` are file descriptors that it gets, ``errors`` is where its complaints go.

        Raises:
            OSError: it can't be started.
        """
        stream = subprocess.PIPE if piped else subprocess.DEVNULL
        process = subprocess.Popen(
            words,
            env=dict(environment),
            stdin=stream,
            stdout=stream,
            stderr=errors or subprocess.DEVNULL,
            pass_fds=passed,
            start_new_session=True,
        )
        self._started.append(process)
        return process

    def end(self) -> None:
        """End all that is left of them, the last one first."""
        while self._started:
            process = self._started.pop()
            for number in (signal.SIGTERM, signal.SIGKILL):
                for pid in members(process.pid):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, number)
                if _gone(process):
                    break
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):  # its reader has gone
                        pipe.close()


def members(session: int) -> list[int]:
    """The processes of a session that run, zombies left out (proc(5))."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The name in brackets may hold anything; the fields after it are state, ppid, pgrp,
            # session.
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(folder.name))
    return found


def _gone(process: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + _END_S
    while process.poll() is None or members(process.pid):
        if time.monotonic() > until:
            return False
        time.sleep(_LOOK_S)
    return True
