"""Windows as a whole, for the application; the keyboard process has :mod:`.keys`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from desktop.host.base import Calm, Check, Clipboard, Microphone, Presence, Sounds, Windows
from desktop.host.command import own_command

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows.instance import PipeInstance, instance_name
from desktop.host.windows.registry import Autostart, Links


class WindowsHost:
    """``Host`` of :mod:`desktop.host.base`."""

    name = "windows"

    def __init__(self, profile: Path | None = None) -> None:
        """``profile`` gives a profile of its own a listener of its own; see :attr:`typist`."""
        self._closers: list[Callable[[], None]] = []
        self.instance = PipeInstance(instance_name(profile))
        options = [] if profile is None else ["--profile", str(profile.absolute())]
        self.autostart = Autostart([*own_command(), "run", *options])
        self.links = Links([*own_command(), "open", *options])
        self.typist = PipeInstance(instance_name(None, "typist"))
        """The one Deskhand of the session that types, whatever its profile."""

    @cached_property
    def clipboard(self) -> Clipboard:
        """The clipboard; its thread starts on first use."""
        from desktop.host.windows.clipboard import WindowsClipboard

        made = WindowsClipboard()
        self._closers.append(made.close)
        return made

    @cached_property
    def windows(self) -> Windows:
        """The windows of all applications."""
        from desktop.host.windows.windows import WindowsWindows

        made = WindowsWindows()
        self._closers.append(made.close)
        return made

    @cached_property
    def presence(self) -> Presence:
        """Whether somebody is there."""
        from desktop.host.windows.presence import WindowsPresence

        return WindowsPresence()

    @cached_property
    def microphone(self) -> Microphone:
        """Who has the microphone."""
        from desktop.host.windows.microphone import ConsentMicrophone

        return ConsentMicrophone()

    @cached_property
    def calm(self) -> Calm:
        """Whether the agent wants to be left alone."""
        from desktop.host.windows.calm import WindowsCalm

        return WindowsCalm(os.getpid())

    @cached_property
    def sounds(self) -> Sounds:
        """What can be heard."""
        from desktop.host.windows.sounds import WindowsSounds

        return WindowsSounds()

    def checks(self) -> Sequence[Check]:
        """What of this Windows works."""
        from desktop.host.windows.checks import checks

        return checks()

    def close(self) -> None:
        """Let go of everything."""
        # The next start may follow at once, and shall find nobody else typing.
        for close in (self.typist.close, self.instance.close, *self._closers):
            close()
        self._closers.clear()
