"""Where Deskhand has no desktop: no screen, or a system that it does not know yet.

The application runs all the same, with its windows, and says what does not work.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.core.results import UserError
from desktop.host.base import PLAIN, Attendance, Check, Rich, Window


class NowhereHost:
    """``Host`` of :mod:`desktop.host.base` that can do nothing, and says so."""

    name = "nowhere"

    def __init__(self, checks: Sequence[Check]) -> None:
        """``checks`` say what is missing."""
        self._checks = checks
        self.clipboard = _Nothing()
        self.windows = _Nothing()
        self.presence = _Nobody()
        self.microphone = self.calm = self.sounds = _Silence()
        self.instance = _Nothing()
        self.typist = _Nothing()
        self.autostart = _Nothing()
        self.links = _NoLinks()

    def checks(self) -> Sequence[Check]:
        """What is missing."""
        return self._checks

    def close(self) -> None:
        """Nothing is open."""


class _Nothing:
    """Every part of a place that has none."""

    def set(self, *, on: bool) -> None:
        """Say so where somebody asked for it.

        Raises:
            UserError: when turned on.
        """
        if on:
            raise UserError("Deskhand can't start at login on this system yet")

    def text(self, timeout: float, *, secrets: bool = True) -> str | None:  # noqa: ARG002 - Protocol
        return None

    def set_text(self, text: str, rich: Rich = PLAIN) -> None:
        """Nobody would see it."""

    def selection(self, timeout: float) -> str | None:  # noqa: ARG002 - Protocol
        return None

    def selected_at(self, timeout: float) -> float | None:  # noqa: ARG002 - Protocol
        return None

    def watch(self, tell: Callable[[Window], None]) -> Callable[[], None]:  # noqa: ARG002 - Protocol
        """Nobody copies."""
        return lambda: None

    def foreground(self) -> Window:
        return Window()

    def activate(self, window: Window) -> bool:  # noqa: ARG002 - Protocol
        return False

    def caret(self) -> tuple[int, int] | None:
        return None

    def listen(self, handle: Callable[[Sequence[str]], str]) -> bool:  # noqa: ARG002 - Protocol
        return True

    def send(self, words: Sequence[str], timeout: float) -> str | None:  # noqa: ARG002 - Protocol
        return None

    def close(self) -> None:
        """Nothing is open."""


class _NoLinks:
    """Nothing opens links."""

    def set(self, *, on: bool) -> None:
        """Say so where somebody asked for it.

        Raises:
            UserError: when turned on.
        """
        if on:
            raise UserError("Deskhand can't open links on this system yet")


class _Nobody:
    """Nobody can tell whether somebody is there."""

    def idle_s(self) -> float | None:
        return None

    def watch(self, tell: Callable[[Attendance], None]) -> Callable[[], None]:  # noqa: ARG002 - Protocol
        """Nothing is ever told."""
        return lambda: None


class _Silence:
    """Nobody has the microphone, nothing is unwanted, and nothing can be heard."""

    def watch(self, tell: Callable[..., None]) -> Callable[[], None]:  # noqa: ARG002 - Protocol
        """Nothing is ever told."""
        return lambda: None

    def play(self, path: Path) -> bool:  # noqa: ARG002 - Protocol
        return False
