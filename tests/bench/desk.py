"""A screen with window manager and tray for the programs that are measured, and busy processes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from Xlib import X
from Xlib.display import Display
from Xlib.error import BadWindow

from tests.screen.conftest import Screen, end, running_server, wait_for

TRAYER = ["trayer", "--edge", "top", "--align", "right", "--widthtype", "request", "--height", "24"]


@contextmanager
def desk() -> Iterator[tuple[Screen, Path]]:
    """A virtual screen with openbox and trayer, and a folder for whatever is needed."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        running_server(_made(Path(folder, "home"))) as (screen, _),
    ):
        display = Display(screen.display)
        manager = screen.start("openbox", "--sm-disable")
        tray = screen.start(*TRAYER)
        try:
            root = display.screen().root
            check = display.get_atom("_NET_SUPPORTING_WM_CHECK")
            wait_for(display, lambda: root.get_full_property(check, X.AnyPropertyType) is not None)
            selection = display.get_atom("_NET_SYSTEM_TRAY_S0")
            wait_for(display, lambda: bool(display.get_selection_owner(selection)))
            yield screen, _made(Path(folder, "files"))
        finally:
            end(tray)
            end(manager)
            display.close()


@contextmanager
def busy(processes: int) -> Iterator[None]:
    """So many processes that want all of a processor."""
    made = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processes)]
    try:
        yield
    finally:
        for one in made:
            one.kill()
            one.wait()


def tray_icons(display: Display) -> list[int]:
    """The windows that are in the tray: those below another's that say XEMBED."""
    embedded = display.get_atom("_XEMBED_INFO")
    found = []
    ahead = [display.screen().root]
    depth = {ahead[0].id: 0}
    while ahead:
        window = ahead.pop()
        with suppress(BadWindow):  # it has just gone
            if depth[window.id] > 1 and window.get_full_property(embedded, X.AnyPropertyType):
                found.append(int(window.id))
            for child in window.query_tree().children:
                depth[child.id] = depth[window.id] + 1
                ahead.append(child)
    return found


def until(seconds: float, done: object, step: float = 0.002) -> float | None:
    """Seconds until ``done()`` holds, looked at often; None when it does not."""
    assert callable(done)
    begun = time.perf_counter()
    while not done():
        if time.perf_counter() - begun > seconds:
            return None
        time.sleep(step)
    return time.perf_counter() - begun


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
