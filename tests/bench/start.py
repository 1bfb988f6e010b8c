"""From start to tray icon, memory and processor at rest, beside a bare PySide6 tray program."""

from __future__ import annotations

import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
from Xlib.display import Display

from tests.bench.desk import desk, tray_icons, until
from tests.bench.report import Row
from tests.screen.conftest import Screen

BARE = """
import sys
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon
app = QApplication(sys.argv)
app.setQuitOnLastWindowClosed(False)
picture = QPixmap(22, 22)
picture.fill()
menu = QMenu()
menu.addAction("Quit", app.quit)
icon = QSystemTrayIcon(QIcon(picture))
icon.setContextMenu(menu)
icon.show()
sys.exit(app.exec())
"""
Run = tuple[float, float, float, float]
"""Seconds to the icon; at rest PSS in MB, the same with Qt's files whole, processor in per cent."""
REST_S = 6.0
"""So long after the icon everything that comes after it has come."""


def measure(quick: bool) -> list[Row]:
    """Both programs, in turn; the median of several starts."""
    times, settling, watched = (1, 0.5, 0.5) if quick else (7, REST_S, 20.0)
    with desk() as (screen, folder):
        ours: list[Run] = []
        bare: list[Run] = []
        profile = folder / "profile"  # the first start makes the rest of it, and is not counted
        profile.mkdir()
        # As on all days but the first: the question for breaks has been answered.
        (profile / "settings.toml").write_text("[breaks]\non = false\n", "utf-8")
        for number in range(times + 1):
            last = number == times
            words = [sys.executable, "-m", "desktop", "run", "--profile", str(profile)]
            rest = (settling, watched) if last else None
            ours.append(_run(screen, words, rest))
            bare.append(_run(screen, [sys.executable, "-c", BARE], rest))
    start, memory, whole, processor = _of(ours)
    bare_start, bare_memory, bare_whole, bare_processor = _of(bare)
    what = "bare tray program"
    return [
        Row("start to tray icon", start, "s", reference=bare_start, what=what, most=3),
        Row("memory at rest (PSS)", memory, "MB", reference=bare_memory, what=what, most=2),
        Row("the same, Qt's files whole", whole, "MB", reference=bare_whole, what=what, most=2),
        Row("processor at rest", processor, "%", target=0.1, reference=bare_processor, what=what),
    ]


def _of(runs: Sequence[Run]) -> Run:
    return statistics.median(one[0] for one in runs[1:]), *runs[-1][1:]


def _run(screen: Screen, words: Sequence[str], rest: tuple[float, float] | None) -> Run:
    """See :data:`Run`; memory and processor only where rest is asked for."""
    display = Display(screen.display)
    process = screen.start(*words, stderr=None, cwd=Path.cwd())

    def shown() -> bool:
        if process.poll() is not None:
            raise RuntimeError(f"{words[-1]} ended with {process.returncode}")
        return bool(tray_icons(display))

    try:
        seconds = until(60, shown)
        if seconds is None:
            raise RuntimeError("no icon came into the tray")
        memory = whole = processor = 0.0
        if rest is not None:
            settling, watched = rest
            time.sleep(settling)
            tree = [psutil.Process(process.pid)]
            tree += tree[0].children(recursive=True)
            before = processor_s(tree)
            time.sleep(watched)
            processor = (processor_s(tree) - before) / watched * 100
            memory = sum(one.memory_full_info().pss for one in tree) / 2**20
            whole = sum(map(_with_qt_whole, tree)) / 2**20
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        until(10, lambda: not tray_icons(display))
        display.close()
    return seconds, memory, whole, processor


def _with_qt_whole(process: psutil.Process) -> int:
    """PSS in bytes as if no other program on the machine had Qt's files open just now."""
    return sum(
        maps.rss if "/PySide6/" in maps.path or "/shiboken6/" in maps.path else maps.pss
        for maps in process.memory_maps()
    )


def processor_s(processes: Sequence[psutil.Process]) -> float:
    """Finer than psutil's own times, which count in hundredths."""
    nanoseconds = 0
    for one in processes:
        for thread in Path(f"/proc/{one.pid}/task").iterdir():
            nanoseconds += int((thread / "schedstat").read_text().split()[0])
    return nanoseconds / 1e9
