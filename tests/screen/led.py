"""Windows of Deskhand as a program of their own, led by lines on its standard input.

Each line is answered by one line of JSON: what is shown, and what was told since the last.
:func:`serve` is the program's side, :class:`Scene` the test's.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from tests.screen.typing_session import eventually

ROOT = Path(__file__).parents[2]


def serve(
    application: QApplication,
    obey: Callable[[list[str]], None],
    shown: Callable[[], Mapping[str, object]],
    told: list[list[object]],
) -> None:
    """Do what each line says, until there is none any more."""

    def read() -> None:
        words = sys.stdin.readline().split()
        if not words:
            application.quit()
            return
        obey(words)
        print(json.dumps({**shown(), "told": told}), flush=True)
        told.clear()

    listener = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    listener.activated.connect(read)
    application.exec()


class Screen(Protocol):
    """What is used of the fixture's."""

    def start(self, *words: str, **options: object) -> subprocess.Popen[bytes]: ...
    def run(self, *words: str) -> bytes: ...


@contextlib.contextmanager
def led(screen: Screen, program: str) -> Iterator[subprocess.Popen[bytes]]:
    """This module of tests, as a program."""
    process = screen.start(
        sys.executable, "-m", f"tests.screen.{program}",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=str(ROOT),
    )  # fmt: skip
    yield process
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    assert process.wait(10) == 0
    process.stdout.close()


class Scene:
    """An agent before such a program's windows."""

    def __init__(self, screen: Screen, process: subprocess.Popen[bytes]) -> None:
        self.screen = screen
        self.process = process
        self.told: list[list[object]] = []

    def do(self, *words: str) -> dict[str, Any]:
        """Lead it; what it shows then."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(" ".join(words).encode() + b"\n")
        self.process.stdin.flush()
        state: dict[str, Any] = json.loads(self.process.stdout.readline())
        self.told += state["told"]
        return state

    def press(self, *names: str) -> None:
        self.screen.run("xdotool", "key", *names)

    def has_keys(self) -> bool:
        """Do the keys come to it, soon?"""
        return eventually(lambda: bool(self.do("state")["active"]))

    def hears(self, *told: object) -> bool:
        """Does it tell this, soon?"""
        return eventually(lambda: bool(self.do("state")) and list(told) in self.told)

    def is_mapped(self, title: str) -> bool:
        """Is a window of this title on the screen?"""
        try:
            return bool(self.screen.run("xdotool", "search", "--onlyvisible", "--name", title))
        except subprocess.CalledProcessError:  # none
            return False


class AtTerminal(Scene):
    """An agent who writes in a terminal beside them."""

    def __init__(self, screen: Screen, process: subprocess.Popen[bytes], typed: Path) -> None:
        super().__init__(screen, process)
        self.typed = typed

    def focus(self) -> int:
        return int(self.screen.run("xdotool", "getwindowfocus"))

    def writes(self, text: str) -> None:
        """Type a line, and see that it arrives in the terminal and not here."""
        before = self.typed.read_text() if self.typed.exists() else ""
        self.screen.run("xdotool", "type", "--delay", "8", text + "\n")
        whole = before + text + "\n"
        assert eventually(lambda: self.typed.exists() and self.typed.read_text() == whole), (
            f"{whole!r} became {self.typed.read_text()!r}"
        )


def terminal(start_app: Callable[..., Any], folder: Path) -> tuple[Any, Path]:
    """A terminal in front, and the file that what is typed there comes into."""
    typed = folder / "typed"
    words = ("-geometry", "60x10+10+400", "-e", "sh", "-c", f"cat > '{typed}'")
    return start_app("xterm", *words), typed
