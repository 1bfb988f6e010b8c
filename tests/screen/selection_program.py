"""The window beside the selection, as a program of its own, moved by lines on standard input.

``wait X Y``, ``outcome NAME`` (of tests/ui/translation/spoken.py), ``keys`` and ``state``, and for
the line beside a replacement ``working X Y`` and ``done X Y``; see :mod:`tests.screen.led`.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.translation.notice import ReplacedNotice
from desktop.ui.translation.selection_window import SelectionWindow
from tests.screen.led import serve
from tests.ui.translation import spoken


def main() -> None:
    application = QApplication(sys.argv)
    application.setQuitOnLastWindowClosed(False)
    window = SelectionWindow(spoken.LANGUAGES)
    notice = ReplacedNotice()
    told: list[list[object]] = []
    window.copied.connect(lambda _text: told.append(["copied"]))
    window.replace_asked.connect(lambda: told.append(["replace"]))
    window.language_chosen.connect(lambda tag: told.append(["language", tag]))
    window.dismissed.connect(lambda back: told.append(["dismissed", back]))

    notice.stopped.connect(lambda: told.append(["stopped"]))

    def centre(part: QWidget) -> list[int]:
        return list(part.mapToGlobal(part.rect().center()).toTuple())

    def obey(words: list[str]) -> None:
        match words:
            case ["wait", x, y]:
                window.wait(spoken.SPANISH, "en", QPoint(int(x), int(y)))
            case ["outcome", name]:
                window.show_outcome(spoken.OUTCOMES[name])
            case ["keys"]:
                window.take_keys()
            case ["working", x, y]:
                notice.working(QPoint(int(x), int(y)))
            case ["done", x, y]:
                notice.done("es", "Apertium", "Backspace", QPoint(int(x), int(y)))

    def shown() -> dict[str, object]:
        return {
            "visible": window.isVisible(),
            "keys": window.has_keys,
            "active": window.isActiveWindow(),
            "list": QApplication.activePopupWidget() is not None,
            "notice": notice.isVisible(),
            "stop": centre(notice.stop),
            **{
                name: centre(getattr(window.parts, name)) for name in ("copy", "source", "close_it")
            },
        }

    serve(application, obey, shown, told)


if __name__ == "__main__":
    main()
