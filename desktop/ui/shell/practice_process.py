"""The practice window as a program of its own: commands come in as lines, JSON lines go out.

``clear``, ``focus``, ``read``, ``say TEXT``, ``theme light|dark``, ``shot FILE [WINDOW]`` and
``quit``; the end of the input is ``quit`` too. Each is answered by one line with its name under
``answer``; every change of the text is told unasked. ``shot`` saves a picture of this window, or
of the one with that number, as soon as it looks the same twice in a row.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop.ui.shell.practice import PracticeWindow
from desktop.ui.widgets import theme as look

_LOOK_AGAIN_MS = 60
"""Between two looks at a window that may still be drawing itself."""
_MOST_LOOKS = 40


class _Commands(QObject):
    """Reads lines beside Qt's loop: a pipe can't be waited for by Qt on every system."""

    came = Signal(str)

    def start(self) -> None:
        threading.Thread(target=self._read, name="commands", daemon=True).start()

    def _read(self) -> None:
        for each in sys.stdin:
            self.came.emit(each.rstrip("\n"))
        self.came.emit("quit")


class PracticeProcess(QObject):
    """Carries out the commands."""

    def __init__(self, application: QApplication, window: PracticeWindow) -> None:
        """Tells of ``window`` from now on."""
        super().__init__()
        self._application = application
        self._window = window
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(0)
        self._telling.timeout.connect(lambda: self._tell(""))
        window.changed.connect(self._telling.start)
        window.closed.connect(application.quit)
        self._acts: dict[str, Callable[[str], bool]] = {
            "read": lambda _: True,
            "clear": self._clear,
            "focus": self._focus,
            "say": self._say,
            "theme": self._theme,
            "shot": self._shot,
        }

    def obey(self, command: str) -> None:
        """One line."""
        verb, _, rest = command.partition(" ")
        act = self._acts.get(verb)
        if act is None:
            self._application.quit()
        elif act(rest):
            self._tell(verb)

    def _tell(self, answer: str, **more: object) -> None:
        field = self._window.field
        state = {
            "answer": answer,
            "text": field.toPlainText(),
            "caret": field.textCursor().position(),
            "sent": self._window.sent,
            "window": int(self._window.winId()),
            **more,
        }
        sys.stdout.write(json.dumps(state) + "\n")
        sys.stdout.flush()

    def _clear(self, _rest: str) -> bool:
        self._tell("clear")  # what stood there
        self._window.start_over()
        return False

    def _focus(self, _rest: str) -> bool:
        self._window.come_forward()
        self._window.field.setFocus()
        return True

    def _say(self, text: str) -> bool:
        self._window.receive(text)
        return True

    def _theme(self, name: str) -> bool:
        dark = name == "dark"
        look.theme().force(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        return True

    # --- pictures ---

    def _shot(self, rest: str) -> bool:
        path, _, number = rest.rpartition(" ")
        which = int(number) if number.isdigit() else int(self._window.winId())
        self._look(path or rest, which, None, 0)
        return False

    def _look(self, path: str, which: int, before: QImage | None, looks: int) -> None:
        picture = self._window.screen().grabWindow(which).toImage()
        drawn = not picture.isNull() and not _is_plain(picture)
        if looks < _MOST_LOOKS and not (drawn and picture == before):
            again = lambda: self._look(path, which, picture, looks + 1)  # noqa: E731 - a timer's
            QTimer.singleShot(_LOOK_AGAIN_MS, again)
            return
        saved = picture.save(path)
        self._tell("shot", saved=saved and drawn, lightness=_lightness(picture))


def _is_plain(picture: QImage) -> bool:
    """One colour only: nothing has been drawn yet."""
    data = bytes(picture.convertToFormat(QImage.Format.Format_RGB32).constBits())
    return data == data[:4] * (len(data) // 4)


def _lightness(picture: QImage) -> float:
    """How light the picture is on the whole, 0 to 1."""
    if picture.isNull():
        return 0.0
    smooth = Qt.TransformationMode.SmoothTransformation
    return picture.scaled(1, 1, mode=smooth).pixelColor(0, 0).lightnessF()


def main() -> int:
    """Until the window is closed or the input ends; the exit status."""
    application = QApplication(["deskhand-practice"])
    application.setApplicationName("deskhand-practice")
    look.theme()
    window = PracticeWindow()
    process = PracticeProcess(application, window)
    commands = _Commands()
    commands.came.connect(process.obey)
    window.come_forward()
    commands.start()
    return application.exec()
