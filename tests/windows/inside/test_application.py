"""The whole application on Windows' own host, with its keyboard process; Qt has no screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

SHOWN = frozenset(
    {
        "About Deskhand",
        "Deskhand customer",
        "Deskhand customers' systems",
        "Deskhand messages",
        "Deskhand palette",
        "Deskhand settings",
        "Deskhand snippets",
        "Deskhand translation engines",
        "Open interaction",
    }
)
SECONDS = 150

ACTED = """
import sys, threading, time
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from desktop import app
from desktop.host import choose
from desktop.ui.shell.icons import TrayState

class Shown(QObject):
    # Some leave when the keys go elsewhere.
    def __init__(self):
        super().__init__()
        self.titles = set()

    def eventFilter(self, one, event):
        if event.type() is QEvent.Type.Show and one.isWidgetType() and one.isWindow():
            self.titles.add(one.windowTitle())
        return False

def act(self):
    while self.tray.state is not TrayState.ON:
        yield
    print("types")
    for name in ("open_settings", "open_messages", "open_about", "open_interaction"):
        getattr(self.windows, name)()
        yield
    self.desks.open_engines()
    self.desks.open_system("")
    self.desk.open_library()
    self._verbs.obey(["call", "+55 11 91234-5678", "a", "Ana Souza"])
    self._verbs.obey(["palette"])
    while not wanted <= shown.titles:
        yield

def acted(self):
    begin(self)
    self._qt.installEventFilter(shown)
    steps = act(self)

    def step():
        over = next(steps, "over") == "over" or time.monotonic() > until
        self.quit() if over else QTimer.singleShot(20, step)

    QTimer.singleShot(20, step)

profile, until = Path(sys.argv[1]), time.monotonic() + float(sys.argv[2])
wanted, shown = set(sys.argv[3:]), Shown()
begin, app.Application._begin = app.Application._begin, acted
host = choose.host(profile)
print(host.name)
status = app.run(host, profile)
print("missing:", *wanted - shown.titles)
print(*(one.name for one in threading.enumerate() if not one.daemon))
sys.exit(status)
"""


def test_it_types_opens_its_windows_and_ends(tmp_path: Path) -> None:
    words = [sys.executable, "-c", ACTED, str(tmp_path), str(SECONDS), *SHOWN]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        words, env=environment, capture_output=True, text=True, timeout=2 * SECONDS, check=False,
        cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.splitlines() == ["windows", "types", "missing:", "MainThread"]
