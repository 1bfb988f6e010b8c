"""The break's window as a program of its own, moved by lines on standard input.

``begin``, ``wait`` (the break is over, nobody came back) and ``state``; see
:mod:`tests.screen.led`.
"""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication

from desktop.ui.breaks.break_window import BreakWindow
from tests.screen.led import serve
from tests.ui.breaks import acted_breaks as acted


def main() -> None:
    application = QApplication(sys.argv)
    application.setQuitOnLastWindowClosed(False)
    window = BreakWindow()
    told: list[list[object]] = []
    window.postponed.connect(lambda: told.append(["postponed"]))
    window.skipped.connect(lambda: told.append(["skipped"]))
    window.closed.connect(lambda: told.append(["closed"]))

    def obey(words: list[str]) -> None:
        match words:
            case ["begin"]:
                window.begin("short", 30, acted.exercise("far-point"), True, True, postpone=120)
            case ["wait"]:
                window.end(waiting=True)

    def shown() -> dict[str, object]:
        screens = window.screens()
        return {
            "screens": sorted(one.covered.name() for one in screens),
            "active": any(one.isActiveWindow() for one in screens),
            "chosen": [one.text() for s in screens for one in s.buttons() if one.hasFocus()],
        }

    serve(application, obey, shown, told)


if __name__ == "__main__":
    main()
