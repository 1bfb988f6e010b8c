"""The break's window as a program of its own, moved by lines on standard input.

``begin``, ``wait`` (the break is over, nobody came back) and ``state``. Each is answered by one
line of JSON: what is shown, and what was told since it was asked last.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from desktop.ui.breaks.break_window import BreakWindow
from tests.ui.breaks import acted_breaks as acted


def main() -> None:
    application = QApplication(sys.argv)
    application.setQuitOnLastWindowClosed(False)
    window = BreakWindow()
    told: list[str] = []
    window.postponed.connect(lambda: told.append("postponed"))
    window.skipped.connect(lambda: told.append("skipped"))
    window.closed.connect(lambda: told.append("closed"))

    def obey() -> None:
        match sys.stdin.readline().split():
            case ["begin"]:
                window.begin("short", 30, acted.exercise("far-point"), True, True, postpone=120)
            case ["wait"]:
                window.end(waiting=True)
            case ["state"]:
                pass
            case _:
                application.quit()
                return
        screens = window.screens()
        state = {
            "screens": sorted(one.covered.name() for one in screens),
            "active": any(one.isActiveWindow() for one in screens),
            "chosen": [one.text() for s in screens for one in s.buttons() if one.hasFocus()],
            "told": told,
        }
        print(json.dumps(state), flush=True)
        told.clear()

    listener = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    listener.activated.connect(obey)
    application.exec()


if __name__ == "__main__":
    main()
