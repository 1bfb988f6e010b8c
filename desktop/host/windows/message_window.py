"""A window that nobody sees: the system posts to it what it has to tell."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from itertools import count

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows.api import (
    WindowClass,
    WindowProcedure,
    kernel32,
    user32,
)

Handler = Callable[[int, int], int | None]
"""Takes the two words of a message; None leaves it to the system."""
_MESSAGES_ONLY = -3
_numbers = count()


class MessageWindow:
    """One of its own for the thread that makes it, which has to pump its messages."""

    NAME = "DeskhandMessages"
    """How its class is called, with a number behind it."""

    def __init__(
        self, handlers: Mapping[int, Handler] | None = None, *, hears_all: bool = False
    ) -> None:
        """``handlers`` by message.

        ``hears_all``: it is a hidden window like any other, and the system tells it of power and
        the session, too. One that is for messages only gets none of what all are told.
        """
        self._handlers = dict(handlers or {})
        self._procedure = WindowProcedure(self._called)
        name = self._name = f"{self.NAME}{next(_numbers)}"
        module = self._module = kernel32.GetModuleHandleW(None)
        kind = WindowClass(procedure=self._procedure, instance=module, name=name)
        user32.RegisterClassW(kind)
        parent = None if hears_all else _MESSAGES_ONLY
        self.handle = int(
            user32.CreateWindowExW(0, name, "", 0, 0, 0, 0, 0, parent, None, module, None) or 0
        )

    def close(self) -> None:
        """Take it away, on the thread that made it."""
        user32.DestroyWindow(self.handle)
        # Its procedure goes with us, and no later window may come to it.
        user32.UnregisterClassW(self._name, self._module)

    def _called(self, window: int, message: int, first: int, second: int) -> int:
        handler = self._handlers.get(message)
        answer = handler(first, second) if handler is not None else None
        if answer is not None:
            return answer
        return int(user32.DefWindowProcW(window, message, first, second))
