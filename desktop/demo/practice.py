"""The demo's end of the pipe to its practice window."""

from __future__ import annotations

import json
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core.results import UserError

_ANSWER_S = 10.0


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the practice window."""

    text: str = ""
    caret: int = 0
    sent: tuple[str, ...] = ()


class Practice:
    """Follows what stands in the window, and gives it commands."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """``process`` runs ``deskhand practice`` with pipes."""
        self.process = process
        self.written = Written()
        self.window = 0
        self._answers: list[dict[str, Any]] = []
        self._news = threading.Condition()
        self._over = False
        threading.Thread(target=self._read, name="practice", daemon=True).start()

    @property
    def pid(self) -> int:
        """Of the window's process."""
        return self.process.pid

    def command(self, words: str) -> dict[str, Any]:
        """Give a command; its answer.

        Raises:
            UserError: the window is gone.
        """
        verb = words.partition(" ")[0]
        with self._news:
            self._answers.clear()
            try:
                if self.process.stdin is not None:
                    self.process.stdin.write(words.encode() + b"\n")
                    self.process.stdin.flush()
            except OSError:
                self._over = True
            self._news.wait_for(lambda: self._over or self._find(verb) is not None, _ANSWER_S)
            answer = self._find(verb)
        if answer is None:
            raise UserError("The practice window is gone")
        return answer

    def picture(self, path: Path, window: int) -> float:
        """Save a picture of a window; how light it is, 0 to 1.

        Raises:
            UserError: it can't be taken.
        """
        answer = self.command(f"shot {path} {window}")
        if not answer["saved"]:
            raise UserError(f"No picture could be taken for {path.name}")
        return float(answer["lightness"])

    def wait(self, seconds: float) -> None:
        """Until something has changed, and no longer than this."""
        with self._news:
            self._news.wait(seconds)

    def wait_closed(self) -> None:
        """Until the agent closes the window."""
        self.process.wait()

    def _find(self, verb: str) -> dict[str, Any] | None:
        return next((one for one in self._answers if one["answer"] == verb), None)

    def _read(self) -> None:
        pipe = self.process.stdout
        for each in pipe or ():
            state = json.loads(each)
            with self._news:
                self.written = Written(state["text"], state["caret"], tuple(state["sent"]))
                self.window = state["window"]
                if state["answer"]:
                    self._answers.append(state)
                self._news.notify_all()
        with self._news:
            self._over = True
            self._news.notify_all()
