"""A thread that asks UI Automation."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows.asking_thread import AskingThread

if TYPE_CHECKING:
    from desktop.host.windows.automation import Automation

_WAIT_MS = 500


class AutomationThread(AskingThread["Automation"]):
    """Any thread may call it."""

    def __init__(self) -> None:
        """Start it."""
        super().__init__("automation", _client)


def _client() -> AbstractContextManager[Automation]:
    from desktop.host.windows.automation import automation

    return automation(_WAIT_MS)


def has_automation(timeout: float) -> bool:
    """Is there anybody to ask?"""
    thread = AutomationThread()
    try:
        return thread.ask(lambda _: True, timeout) is True
    finally:
        thread.close()
