"""The customer sidebar as a program of its own, moved by lines on standard input.

``pop NAME`` (a moment of tests/ui/customers/acted_customers.py), ``keys`` and ``state``. Each is
answered by one line of JSON: what the sidebar looks like and what it told since it was asked last.
"""

from __future__ import annotations

import itertools
import json
import sys
from dataclasses import replace

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from desktop.customers.answers import Found
from tests.ui.customers import acted_customers as acted


def main() -> None:
    application = QApplication(sys.argv)
    application.setQuitOnLastWindowClosed(False)
    sidebar = acted.sidebar()
    serials = itertools.count(1)
    told: list[list[object]] = []
    sidebar.copied.connect(lambda text: told.append(["copied", text]))
    sidebar.searched.connect(lambda text: told.append(["searched", text]))
    sidebar.dismissed.connect(lambda back: told.append(["dismissed", back]))

    def obey() -> None:
        match sys.stdin.readline().split():
            case ["pop", name]:
                found = getattr(acted, name)
                assert isinstance(found, Found)
                sidebar.open_quietly(None)
                sidebar.show_found(replace(found, serial=next(serials)))
            case ["keys"]:
                sidebar.take_keys()
            case ["state"]:
                pass
            case _:
                application.quit()
                return
        line = sidebar.parts.line
        state = {
            "visible": sidebar.isVisible(),
            "keys": sidebar.has_keys,
            "active": sidebar.isActiveWindow(),
            "place": list(sidebar.geometry().getRect()),  # type: ignore[call-overload]  # a tuple
            "line": list(line.mapToGlobal(line.rect().center()).toTuple()),
            "told": told,
        }
        print(json.dumps(state), flush=True)
        told.clear()

    listener = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    listener.activated.connect(obey)
    application.exec()


if __name__ == "__main__":
    main()
