"""Runs what snippets of trusted packs want run: beside everything else, and bounded in all.

Each program has a thread that waits for it and two that read what it writes. Deskhand never
waits; when it ends, so do they.
"""

from __future__ import annotations

import locale
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, cast

from desktop.core.faults import traced
from desktop.core.results import Problem
from desktop.host import children
from desktop.snippets.render.outcome import Errand
from desktop.snippets.render.outside import LONGEST_TEXT
from desktop.snippets.render.programs import Command, command_of
from desktop.snippets.render.variables import Unfit

log = logging.getLogger(__name__)

Told = Callable[[str | Problem], None]

MOST_AT_ONCE = 8
_MOST_BYTES = 4 * LONGEST_TEXT
_MOST_COMPLAINT = 64 * 1024
_LAST_WORDS_S = 0.5
"""For what a program that has ended wrote last; one that it left running may keep its pipes."""
_GOODBYE_S = 2.0


class Programs:
    """Any thread may call."""

    def __init__(self, limit_s: Callable[[], float]) -> None:
        """``limit_s`` says how long a program may take."""
        self._limit_s = limit_s
        self._lock = threading.Lock()
        self._running: dict[threading.Thread, children.Child | None] = {}
        self._closed = False

    def run(self, errand: Errand, tell: Told) -> None:
        """Have it done; ``tell`` hears on another thread what the program wrote, or what failed."""
        command = command_of(errand, sys.platform, Path.home())
        if isinstance(command, Unfit):
            what = f"The variable {errand.variable.rpartition('/')[2]} {command.why}"
            tell(Problem(what, todo=command.todo, place=errand.place))
            return
        with self._lock:
            if self._closed:
                return
            if len(self._running) >= MOST_AT_ONCE:
                too_many = Problem(
                    "Too many programs of snippets are running", todo="Wait for them to end"
                )
                tell(too_many)
                return
            thread = threading.Thread(
                target=self._see_through, args=(command, errand, tell), name="program", daemon=True
            )
            self._running[thread] = None
            thread.start()

    def close(self) -> None:
        """End all that runs; nobody hears of it."""
        with self._lock:
            self._closed = True
            running = dict(self._running)
        for child in running.values():
            if child is not None:
                child.end()
        for thread in running:
            thread.join(_GOODBYE_S)

    def _see_through(self, command: Command, errand: Errand, tell: Told) -> None:
        """A dispatcher: whatever becomes of it is told."""
        try:
            result = self._result(command, errand.place)
        except Exception as error:  # noqa: BLE001 - see above
            log.error("running a program failed: %s", traced(error))
            result = Problem("The program of this snippet could not be run", place=errand.place)
        with self._lock:
            self._running.pop(threading.current_thread(), None)
            closed = self._closed
        if not closed:
            tell(result)

    def _result(self, command: Command, place: str) -> str | Problem:
        limit = self._limit_s()
        until = time.monotonic() + limit
        try:
            child = children.start(command.words, command.environment, Path.home())
        except (OSError, ValueError) as error:
            missing = isinstance(error, FileNotFoundError)
            return Problem(
                "The program of this snippet can't be started",
                "There is no such program" if missing else "",
                "See to the variable in the pack",
                place=place,
            )
        with self._lock:
            self._running[threading.current_thread()] = child
            closed = self._closed
        if closed:
            child.end()
        process = child.process
        output = _Reading(child, cast("IO[bytes]", process.stdout), _MOST_BYTES)
        errors = cast("IO[bytes]", process.stderr)
        complaint = _Reading(child, errors, _MOST_COMPLAINT, ends=False)
        try:
            process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.end()
            process.wait()
            late = f"The program of this snippet was ended: it took longer than {limit:g} seconds"
            return Problem(
                late, todo="“Time for programs” in the settings gives it more", place=place
            )
        finally:
            output.finish()
            complaint.finish()
            child.let_go()
        if output.full:
            return Problem(
                f"The program of this snippet wrote more than {LONGEST_TEXT:,} characters",
                todo="See to the variable in the pack",
                place=place,
            )
        if (process.returncode or complaint.data.strip()) and not command.ignore_error:
            return Problem(
                "The program of this snippet failed",
                f"It ended with status {process.returncode}"
                if process.returncode
                else "It complained",
                "Try the command in a terminal; “ignore_error: true” takes what it wrote anyway",
                place=place,
            )
        return _text(bytes(output.data))


class _Reading:
    """What a program writes, read as it comes."""

    def __init__(
        self,
        child: children.Child,
        pipe: IO[bytes],
        most: int,
        *,
        ends: bool = True,
    ) -> None:
        """``ends``: a program that writes more than ``most`` bytes is ended; else it is let go."""
        self.data = bytearray()
        self.full = False
        self._child = child
        self._pipe = pipe
        self._most = most
        self._ends = ends
        self._thread = threading.Thread(target=self._read, name="program output", daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """The program has ended."""
        self._thread.join(_LAST_WORDS_S)

    def _read(self) -> None:
        with self._pipe:
            while piece := os.read(self._pipe.fileno(), 1 << 16):
                room = self._most - len(self.data)
                self.data += piece[:room]
                if len(piece) > room:
                    self.full = True
                    if self._ends:
                        self._child.end()
                        return


def _text(data: bytes) -> str:
    """UTF-8, or what else the system writes."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode(locale.getpreferredencoding(do_setlocale=False), "replace")
