"""The application in a process of its own without a screen, and steps that are acted in it.

The steps are a generator of the module that the test names: typed as all else, and a module that
itself imports next to nothing, as some look at what is loaded. What they print is the result.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.app import Application

Steps = Callable[["Application"], Iterator[None]]
"""Goes on at each turn of the event loop, and ends the application when it is over."""


def act(
    profile: Path, steps: Steps, first: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """Start the application with this profile, and do that in it; ``first`` before it begins."""
    before = [first.__name__] if first is not None else []
    words = [str(profile), steps.__module__, steps.__name__, *before]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-m", __name__, *words],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip


def lines(done: subprocess.CompletedProcess[str], status: int = 0) -> list[str]:
    """What the steps printed; nothing was left behind."""
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    found = done.stdout.splitlines()
    assert found[-1] == "threads: ['MainThread']"
    return found[:-1]


def main(profile: str, module: str, name: str, first: str = "") -> int:
    """In that process."""
    from PySide6.QtCore import QTimer

    from desktop import app
    from desktop.core.results import UserError
    from desktop.host.base import Check
    from desktop.host.nowhere import NowhereHost

    named = importlib.import_module(module)
    steps: Steps = getattr(named, name)
    if first:
        getattr(named, first)()
    begin = app.Application._begin

    def acted(self: app.Application) -> None:
        begin(self)
        doing = steps(self)

        def step() -> None:
            try:
                over = next(doing, "over") == "over"
            except Exception as error:  # noqa: BLE001 - the test shows it
                print("failed:", repr(error))
                over = True
            if over:
                self.quit()
            else:
                QTimer.singleShot(20, step)

        QTimer.singleShot(20, step)

    app.Application._begin = acted  # type: ignore[method-assign]
    try:
        status = app.run(NowhereHost([Check("screen", ok=False, what="None")]), Path(profile))
    except UserError as error:
        print("refused:", error)
        status = 1
    print("threads:", sorted(one.name for one in threading.enumerate()))
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
