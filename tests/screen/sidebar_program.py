"""The customer sidebar as a program of its own, moved by lines on standard input.

``pop NAME`` (a moment of tests/ui/customers/acted_customers.py), ``keys`` and ``state``; see
:mod:`tests.screen.led`.
"""

from __future__ import annotations

import itertools
import sys
from dataclasses import replace

from PySide6.QtWidgets import QApplication

from desktop.customers.answers import Found
from tests.screen.led import serve
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

    def obey(words: list[str]) -> None:
        match words:
            case ["pop", name]:
                found = getattr(acted, name)
                assert isinstance(found, Found)
                sidebar.open_quietly(None)
                sidebar.show_found(replace(found, serial=next(serials)))
            case ["keys"]:
                sidebar.take_keys()

    def shown() -> dict[str, object]:
        line = sidebar.parts.line
        return {
            "visible": sidebar.isVisible(),
            "keys": sidebar.has_keys,
            "active": sidebar.isActiveWindow(),
            "place": list(sidebar.geometry().getRect()),  # type: ignore[call-overload]  # a tuple
            "line": list(line.mapToGlobal(line.rect().center()).toTuple()),
        }

    serve(application, obey, shown, told)


if __name__ == "__main__":
    main()
