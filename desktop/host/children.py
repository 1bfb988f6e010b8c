"""Programs that are started for a snippet, and their end with all that they started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_NO_WINDOW = int(getattr(subprocess, "CREATE_NO_WINDOW", 0))


@dataclass(frozen=True, slots=True)
class Child:
    """A program that was started."""

    process: subprocess.Popen[bytes]
    job: int = 0
    """On Windows what holds it together with what it starts."""

    def end(self) -> None:
        """End it at once, and what it started; one that has ended is left alone."""
        if self.process.poll() is not None:
            return
        if sys.platform == "win32":
            from desktop.host.windows.jobs import end_job

            if self.job:
                end_job(self.job)
            self.process.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def let_go(self) -> None:
        """It has ended; what it left running on purpose lives on."""
        if sys.platform == "win32" and self.job:
            from desktop.host.windows.jobs import let_go

            let_go(self.job)


def start(words: Sequence[str] | str, more: Mapping[str, str], folder: Path) -> Child:
    """Start a program in ``folder`` with pipes for what it writes, and nothing to read.

    ``more`` is added to the environment.

    Raises:
        OSError: it can't be started.
        ValueError: its words hold what no system takes.
    """
    process = subprocess.Popen(
        words,
        env={**_own_environment(), **more},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=sys.platform != "win32",
        creationflags=_NO_WINDOW,
    )
    if sys.platform == "win32":
        from desktop.host.windows.jobs import job_of

        return Child(process, job_of(int(process._handle)))  # noqa: SLF001 - there is no other way
    return Child(process)


def _own_environment() -> dict[str, str]:
    """What Deskhand was started with: a built one changes where libraries are looked for."""
    environment = dict(os.environ)
    if getattr(sys, "frozen", False):
        for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
            environment.pop(name, None)
            before = environment.pop(f"{name}_ORIG", None)
            if before is not None:
                environment[name] = before
    return environment
