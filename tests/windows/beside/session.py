"""Programs of Windows to type into, and how to look into them.

The agent is that of ``tests/screen``: xdotool types, as Wine's windows are windows of the screen.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.screen.typing_session import (
    SECONDS,
    Agent,
    Application,
    Keyboard,
    eventually,
)
from tests.typing_cases import Snippet

PYTHON = "DESKHAND_WINDOWS_PYTHON"
"""Names the Windows Python, in the environment that ``installers/wine.py`` makes."""
HERE = Path(__file__).parents[1]
WITNESS = HERE / "witness.py"
OTHER_HOOK = HERE / "inside" / "other_hook.py"
TEXT_WINDOW = HERE / "inside" / "text_window.py"


def windows_environment(
    screen: Mapping[str, str], wine: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """What a program under Wine is started with, on a screen of the tests."""
    kept = {name: value for name, value in wine.items() if name.startswith("WINE")}
    python = {"PYTHONPATH": wine["DESKHAND_WINDOWS_PATH"], "PYTHONUTF8": "1", PYTHON: wine[PYTHON]}
    return {**screen, **kept, **python, "PYTHONDONTWRITEBYTECODE": "1"}


def keyboard_of(
    environment: Mapping[str, str], folder: Path, snippets: Sequence[Snippet]
) -> Keyboard:
    """Windows' keyboard process; pipes and files reach it from here."""
    # Python under Wine does not start with a file for its errors.
    script = 'exec wine "$0" -m desktop keyboard 2> >(cat >"$1")'
    command = ["bash", "-c", script, environment[PYTHON], str(folder / "errors")]
    return Keyboard(environment, folder, snippets, command)


def ask(process: subprocess.Popen[bytes], order: Mapping[str, object]) -> dict[str, object]:
    """Send an order to a program that obeys by the line, and read its answer."""
    stdin, stdout = process.stdin, process.stdout
    assert stdin is not None
    assert stdout is not None
    stdin.write(json.dumps(order).encode() + b"\n")
    stdin.flush()
    ready, _, _ = select.select([stdout], [], [], SECONDS)
    answer = stdout.readline() if ready else b""
    assert answer, f"{process.args!r} does not answer"
    found = dict(json.loads(answer))
    assert "error" not in found, found
    return found


class Witness:
    """Asks ``witness.py``, or another program that runs under Wine and obeys by the line."""

    def __init__(self, environment: Mapping[str, str], program: Path = WITNESS) -> None:
        """Start it."""
        self.process = subprocess.Popen(
            ["wine", environment[PYTHON], str(program)], env=dict(environment),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def ask(self, do: str, **what: object) -> dict[str, object]:
        """Send an order and read its answer."""
        return ask(self.process, {"do": do, **what})

    def close(self) -> None:
        """End it."""
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            stream.close()
        self.process.wait(SECONDS)


class Editor(Application):
    """A program of Windows with one field of text."""

    def __init__(self, agent: Agent, folder: Path, witness: Witness, path: str, kind: str) -> None:
        """Start ``path`` and wait until a field of the class ``kind`` has the keyboard."""
        self.name = path.rpartition("\\")[2]
        self._witness = witness
        super().__init__(agent, folder, ["wine", path])
        self.field = 0

        def ready() -> bool:
            front = witness.ask("front")
            self.field = int(str(front["field"])) if front["class"] == kind else 0
            return bool(self.field)

        def takes_keys() -> bool:
            agent.keys("x")  # WordPad throws away what comes while it still builds its window
            return self.read() != ""

        if not eventually(ready) or not eventually(takes_keys):
            self.end()
            raise AssertionError(f"{self.name}: no field with the keyboard, {witness.ask('front')}")
        self.text("x", 1)
        self.clear()

    def click_behind(self) -> None:
        """Click behind the text, and wait until the caret is there.

        Not until then has it been seen: the window manager hands clicks on later than keys.
        """
        place = self._witness.ask("place", field=self.field)
        x, y = (str(place[one]) for one in ("x", "y"))
        self._witness.ask("select", field=self.field, start=0, end=0)
        self._agent.do("mousemove", x, y, "click", "1")
        if not eventually(lambda: self._witness.ask("read", field=self.field)["start"] != 0):
            raise AssertionError(f"{self.name}: the click moved no caret")

    def clear(self) -> None:
        """Empty the field."""
        self._witness.ask("write", field=self.field, text="")

    def text(self, wanted: str, seconds: float = SECONDS) -> str:
        """What stands there, as soon as it is ``wanted``; after ``seconds`` whatever it is."""
        eventually(lambda: self.read() == wanted, seconds)
        return self.read()

    def read(self) -> str:
        """What stands there; a break of lines is one character."""
        return str(self._witness.ask("read", field=self.field)["text"]).replace("\r\n", "\n")


class PasswordWindow(Application):
    """``password_window.py``."""

    def __init__(self, agent: Agent, folder: Path, witness: Witness) -> None:
        """Wait until its field has the keyboard."""
        super().__init__(
            agent, folder, ["wine", agent.environment[PYTHON], str(HERE / "password_window.py")]
        )
        self._witness = witness
        if not eventually(lambda: witness.ask("front")["class"] == "Edit"):
            raise AssertionError(f"no field with the keyboard, {witness.ask('front')}")
        self.field = int(str(witness.ask("front")["field"]))

    def text(self, wanted: str, seconds: float = SECONDS) -> str:
        """What stands there."""

        def read() -> str:
            return str(self._witness.ask("read", field=self.field)["text"])

        eventually(lambda: read() == wanted, seconds)
        return read()


class WineTextWindow(Application):
    """``inside/text_window.py``."""

    def __init__(self, agent: Agent, folder: Path) -> None:
        """Wait until its field has the keyboard."""
        super().__init__(agent, folder, ["wine", agent.environment[PYTHON], str(TEXT_WINDOW)])
        if not eventually(lambda: bool(self.read()["focused"])):
            self.end()
            raise AssertionError("the text field did not get the keyboard")

    def ask(self, do: str) -> dict[str, object]:
        """Send a command and read its answer."""
        return ask(self.process, {"do": do})

    def read(self) -> dict[str, object]:
        return self.ask("read")

    def clear(self) -> None:
        self.ask("clear")

    def text(self, wanted: str, seconds: float = SECONDS) -> str:
        eventually(lambda: self.read()["text"] == wanted, seconds)
        return str(self.read()["text"])

    def changed(self) -> float:
        """When the text changed last, on the clock ``time.monotonic``.

        The window's own clock is another: of a few answers the fastest tells best how far apart
        they are.
        """
        found: list[tuple[float, float]] = []
        for _ in range(5):
            asked = time.monotonic()
            answer = self.read()
            answered = time.monotonic()
            ago = float(str(answer["now"])) - float(str(answer["changed"]))
            found.append((answered - asked, (asked + answered) / 2 - ago))
        return min(found)[1]


def notepad(agent: Agent, folder: Path, witness: Witness) -> Editor:
    """Windows' editor."""
    return Editor(agent, folder, witness, "notepad.exe", "Edit")


def wordpad(agent: Agent, folder: Path, witness: Witness) -> Editor:
    """Windows' small word processor."""
    path = r"C:\Program Files\Windows NT\Accessories\wordpad.exe"
    return Editor(agent, folder, witness, path, "RichEdit20W")
