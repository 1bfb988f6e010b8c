"""X11 as a whole, for the application; the keyboard process uses :mod:`desktop.host.x11.keys`."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from desktop.host.base import Calm, Check, Clipboard, Microphone, Presence, Sounds, Windows
from desktop.host.command import own_command
from desktop.host.unix_instance import UnixInstance, beside, default_path, instance_path
from desktop.host.x11.autostart import Autostart
from desktop.host.x11.links import Links


class X11Host:
    """``Host`` of :mod:`desktop.host.base`."""

    name = "x11"

    def __init__(self, display_name: str, profile: Path | None = None) -> None:
        """``profile`` gives a profile of its own a listener of its own; see :meth:`typist`."""
        self._display_name = display_name
        self._closers: list[Callable[[], None]] = []
        self.instance = UnixInstance(instance_path(profile))
        options = [] if profile is None else ["--profile", str(profile.absolute())]
        self.autostart = Autostart([*own_command(), "run", *options], os.environ)
        self.links = Links([*own_command(), "open", *options], os.environ)
        self.typist = UnixInstance(beside(default_path(os.environ), "typist"))
        """The one Deskhand of the session that types, whatever its profile."""

    @cached_property
    def clipboard(self) -> Clipboard:
        """The clipboard; connected on first use."""
        from desktop.host.x11.clipboard import X11Clipboard

        made = X11Clipboard(self._display_name)
        self._closers.append(made.close)
        return made

    @cached_property
    def windows(self) -> Windows:
        """The windows of all applications; connected on first use."""
        from desktop.host.x11.windows import X11Windows

        made = X11Windows(self._display_name)
        self._closers.append(made.close)
        return made

    @cached_property
    def presence(self) -> Presence:
        """Whether somebody is there; connected on first use."""
        from desktop.host.x11.presence import X11Presence

        made = X11Presence(self._display_name, os.environ)
        self._closers.append(made.close)
        return made

    @cached_property
    def microphone(self) -> Microphone:
        """Who has the microphone; connected when it is watched."""
        from desktop.host.x11.microphone import PulseMicrophone

        made = PulseMicrophone(os.environ)
        self._closers.append(made.close)
        return made

    @cached_property
    def calm(self) -> Calm:
        """Whether the agent wants to be left alone; connected when it is watched."""
        from desktop.host.x11.calm import X11Calm

        made = X11Calm(self._display_name, os.environ)
        self._closers.append(made.close)
        return made

    @cached_property
    def sounds(self) -> Sounds:
        """What can be heard."""
        from desktop.host.sound_players import LINUX, PlayedSounds

        made = PlayedSounds(LINUX, os.environ)
        self._closers.append(made.close)
        return made

    def checks(self) -> Sequence[Check]:
        """What of this screen works."""
        from desktop.host.x11.checks import screen_checks

        return screen_checks(self._display_name)

    def close(self) -> None:
        """Let go of every connection."""
        # The next start may follow at once, and shall find nobody else typing.
        for close in (self.typist.close, self.instance.close, *self._closers):
            close()
        self._closers.clear()
