"""What is made when it is first used, its modules imported beside the windows until then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from desktop.ui.shell.background import Background


class Closable(Protocol):
    """It has something to give back."""

    def close(self) -> None:
        """Before the end."""


T = TypeVar("T", bound=Closable)


class FirstUse(Generic[T]):
    """Use it from the main thread."""

    def __init__(self, background: Background, load: Callable[[], Callable[[], T]]) -> None:
        """Nothing is loaded yet.

        Args:
            background: for what would make a window wait.
            load: imports, on a thread of its own, and answers with what makes the thing on the
                main thread.
        """
        self.made: T | None = None
        self._background = background
        self._load = load

    def use(self, act: Callable[[T], object] = lambda _made: None) -> None:
        """Do something with it, as soon as it is there."""
        if self.made is not None:
            act(self.made)
            return

        def make(maker: Callable[[], T]) -> None:
            if self.made is None:  # two uses may have waited
                self.made = maker()
            act(self.made)

        self._background.start(self._load, make)

    def close(self) -> None:
        """Close it, if it was ever used."""
        if self.made is not None:
            self.made.close()
