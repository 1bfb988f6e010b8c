"""Chromium on a chat page and a translation server, in a network of their own where that may be.

As root everything is put into a network namespace: what is started there reaches the X server,
which is reached by a file, and nothing else but its own loopback.
"""

from __future__ import annotations

import json
import select
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.screen.conftest import end
from tests.screen.typing_session import SECONDS, Agent, Application, eventually

QUIET = (
    "--no-sandbox", "--test-type", "--disable-gpu", "--no-first-run", "--no-default-browser-check",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-extensions", "--disable-dev-shm-usage", "--password-store=basic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--lang=en",
)  # fmt: skip
"""A browser that asks nobody for anything; its sandbox does not run as root."""
MESSAGE = "Hola, no puedo entrar en mi cuenta. La factura no está disponible desde ayer."
"""What the customer wrote."""


class House:
    """``chat_house.py``, and the network that it is in."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        tried = subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False)
        # Where apertium-apy is installed at all, see installers/system_packages.py.
        self.alone = tried.returncode == 0 and shutil.which("apertium-apy") is not None
        words = [sys.executable, "-m", "tests.screen.chat_house"]
        if self.alone:
            words = ["unshare", "--net", *words, "--alone"]
        self._process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(environment),
            cwd=Path(__file__).parents[2],
        )  # fmt: skip
        told = self._line()
        self.page, self.engine, self.how = told["page"], told["engine"], told["how"]

    @property
    def door(self) -> Sequence[str]:
        """What to put before a command so that it runs in there."""
        return ["nsenter", f"--net=/proc/{self._process.pid}/ns/net"] if self.alone else []

    def look(self) -> dict[str, Any]:
        """What stands in the page, what was sent there (``sent``), what was ``asked``."""
        return self._ask("look")

    def stall(self, ms: int) -> None:
        """Have the page do nothing for so long when the next Ctrl goes down in it."""
        self._ask(f"stall {ms}")
        self.until(stall=ms)

    def until(self, **wanted: Any) -> dict[str, Any]:
        """What there is to see, as soon as it is so; else what it is instead."""
        eventually(lambda: wanted.items() <= self.look().items())
        found = self.look()
        if wanted.items() <= found.items():
            return found
        raise AssertionError(f"wanted {wanted}, found {found}")

    def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(SECONDS)
        end(self._process)

    def _ask(self, line: str) -> dict[str, Any]:
        stdin = self._process.stdin
        assert stdin is not None
        stdin.write(line.encode() + b"\n")
        stdin.flush()
        return self._line()

    def _line(self) -> dict[str, Any]:
        stdout = self._process.stdout
        assert stdout is not None
        ready, _, _ = select.select([stdout], [], [], SECONDS)
        assert ready, "the house does not answer"
        return dict(json.loads(stdout.readline()))


class Chat(Application):
    """Chromium, with the chat page and nothing else in its window."""

    name = "chromium"

    def __init__(self, agent: Agent, house: House, folder: Path) -> None:
        """Wait until the reply field has the keyboard."""
        size = "--window-size=760,700"
        profile = f"--user-data-dir={folder}"
        words = [*house.door, "chromium", *QUIET, size, profile, f"--app={house.page}"]
        self.house = house
        super().__init__(agent, folder, words)

    def _await_ready(self) -> None:
        self.house.until(focused=True, field="")

    def text(self, wanted: str, seconds: float = SECONDS) -> str:
        eventually(lambda: self.house.look()["field"] == wanted, seconds)
        return str(self.house.look()["field"])

    def clear(self) -> None:
        self.click("reply")
        self._agent.keys("ctrl+a", "Delete")
        self.house.until(focused=True, field="")

    def mark_message(self) -> None:
        """Select the customer's message, by three clicks that are soon enough to count as such."""

        def marked() -> bool:
            self.click("message", times=3)
            return eventually(lambda: bool(self.house.look()["marked"] == MESSAGE), 1)

        if not eventually(marked):
            raise AssertionError(f"not selected: {self.house.look()}")

    def click(self, what: str, times: int = 1) -> None:
        """Click ``message`` or ``reply``."""
        across, down = self.house.look()[what]
        again = ("--repeat", str(times), "--delay", "30")
        place = ("--window", str(self.window), str(across), str(down))
        self._agent.do("mousemove", *place, "click", *again, "1")
