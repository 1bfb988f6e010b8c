"""What all desks work by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.core.results import Problem
from desktop.ui.shell.background import Background
from desktop.ui.shell.bridge import Bridge


@dataclass(frozen=True, slots=True)
class Shell:
    """See the module. Of the main thread, but for the bridge."""

    bridge: Bridge
    background: Background
    show: Callable[[Problem], None]
    """Tells the agent."""
