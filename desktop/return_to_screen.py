"""When the screen goes away: Deskhand waits for it to come back, and starts anew in its place.

Qt has no way to another connection to an X server, so the program replaces itself: same process,
same profile. What a new start can't know is carried over in the environment, which other programs
of this user may read: never a customer's words.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import NoReturn

from desktop.core.results import Problem, Severity, UserError
from desktop.host.choose import outlive_screen, screen_admits
from desktop.host.command import own_command

WAIT_S = 60.0
"""Longer, and it is a logout: nothing shall linger after it."""
_LOOK_S = 1.0
_VARIABLE = "DESKHAND_CARRIED"


@dataclass(frozen=True, slots=True)
class Carried:
    """What a Deskhand that lost its screen tells the one that takes its place."""

    paused_until: dt.datetime | None = None
    interactions: bool = False
    """Some were open. They are not carried over, but the agent hears of it."""

    def told(self) -> Problem:
        """What the agent reads once it runs again."""
        return Problem(
            "Deskhand has started again",
            "The screen was gone",
            "Open the interactions in hand again" if self.interactions else "",
            Severity.WARNING if self.interactions else Severity.INFO,
        )

    def put(self, environment: MutableMapping[str, str]) -> None:
        """Leave it for :func:`taken`."""
        until = self.paused_until
        words = [until.isoformat() if until else None, self.interactions]
        environment[_VARIABLE] = json.dumps(words)


def taken(environment: MutableMapping[str, str]) -> Carried | None:
    """What the start before this one carried over, taken out; None after any other start."""
    words = environment.pop(_VARIABLE, None)
    if words is None:
        return None
    try:
        until, interactions = json.loads(words)
        paused_until = None if until is None else dt.datetime.fromisoformat(until)
    except (TypeError, ValueError, RecursionError):  # not ours
        return None
    if paused_until is not None and paused_until.tzinfo is None:
        return None
    return Carried(paused_until, interactions is True)


def prepare(display: int, leave: Callable[[], int]) -> None:
    """Have the loss of the screen end Qt's loop, and not the program: see :func:`come_back`.

    Where Qt is in the midst of a call that can't go on without, ``leave`` is called from there.
    """
    outlive_screen(display, leave)


def come_back(profile: Path | None, carried: Carried, signalled: Callable[[], bool]) -> None:
    """Wait for the screen and start anew; it returns only when the system asked for the end.

    ``signalled`` says whether it did; the program's own handlers of signals are in force.

    Raises:
        UserError: the screen did not come back in time.
    """
    match wait_for(screen_admits, signalled, WAIT_S):
        case Waited.BACK:
            _start_anew(profile, carried)
        case Waited.GONE:
            raise UserError(
                "Deskhand has ended",
                "The connection to the screen broke",
                "Start it again in your desktop",
            )


def _start_anew(profile: Path | None, carried: Carried) -> NoReturn:
    carried.put(os.environ)
    options = [] if profile is None else ["--profile", str(profile.absolute())]
    words = [*own_command(), "run", *options]
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(words[0], words)  # noqa: S606 - no shell is wanted


class Waited(Enum):
    """How a wait for the screen ended."""

    BACK = auto()
    GONE = auto()
    """Still gone when the time was over."""
    SIGNALLED = auto()


def wait_for(admits: Callable[[], bool], signalled: Callable[[], bool], seconds: float) -> Waited:
    """Ask ``admits`` about once a second; a signal ends the wait at once."""
    until = time.monotonic() + seconds
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.settimeout(0)
        before = signal.set_wakeup_fd(theirs.fileno())
        try:
            while not signalled():
                if admits():
                    return Waited.BACK
                left = until - time.monotonic()
                if left <= 0:
                    return Waited.GONE
                # Python itself writes of a signal to the other end.
                if select.select([ours], [], [], min(_LOOK_S, left))[0]:
                    ours.recv(64)
            return Waited.SIGNALLED
        finally:
            signal.set_wakeup_fd(before)
