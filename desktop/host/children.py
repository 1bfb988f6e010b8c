"""Programs that are started for a snippet, and their end with all that they started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_NO_WINDOW = int(getattr(subprocess, "CREATE_NO_WINDOW", 0))
_TASKKILL_S = 5.0


def start(
    words: Sequence[str] | str, more: Mapping[str, str], folder: Path
) -> subprocess.Popen[bytes]:
    """Start a program in ``folder`` with pipes for what it writes, and nothing to read.

    ``more`` is added to the environment. The program leads a group, so that :func:`end` reaches
    what it starts.

    Raises:
        OSError: it can't be started.
        ValueError: its words hold what no system takes.
    """
    return subprocess.Popen(
        words,
        env={**_own_environment(), **more},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=sys.platform != "win32",
        creationflags=_NO_WINDOW,
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End it at once, and what it started; one that has ended is left alone."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(
                ["taskkill", "/F", "/T", "/PID", str(process.pid)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                creationflags=_NO_WINDOW,
                timeout=_TASKKILL_S,
                check=False,
            )
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


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
