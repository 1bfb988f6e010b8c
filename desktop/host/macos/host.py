"""A Mac as a whole, for the application; the keyboard process has :mod:`.keyboard`.

Nothing here needs pyobjc before a part is used.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.host.base import Calm, Check, Clipboard, Microphone, Presence, Sounds, Windows
from desktop.host.base import Links as LinksProtocol
from desktop.host.command import own_command
from desktop.host.macos.login import Autostart
from desktop.host.unix_instance import UnixInstance, beside, default_path, instance_path

if TYPE_CHECKING:
    from desktop.host.macos.accessibility import Accessibility


class MacHost:
    """``Host`` of :mod:`desktop.host.base`."""

    name = "macos"

    def __init__(self, profile: Path | None = None) -> None:
        """``profile`` gives a profile of its own a listener of its own; see :attr:`typist`."""
        self._closers: list[Callable[[], None]] = []
        environment = session_environment(os.environ)
        self.instance = UnixInstance(instance_path(profile, environment))
        options = [] if profile is None else ["--profile", str(profile.absolute())]
        self.autostart = Autostart([*own_command(), "run", *options])
        self.typist = UnixInstance(beside(default_path(environment), "typist"))
        """The one Deskhand of the session that types, whatever its profile."""

    @cached_property
    def clipboard(self) -> Clipboard:
        """The clipboard."""
        from desktop.host.macos.clipboard import MacClipboard

        return MacClipboard(self._accessibility)

    @cached_property
    def windows(self) -> Windows:
        """The windows of all applications."""
        from desktop.host.macos.windows import MacWindows

        return MacWindows(self._accessibility)

    @cached_property
    def presence(self) -> Presence:
        """Whether somebody is there."""
        from desktop.host.macos.presence import MacPresence

        return MacPresence()

    @cached_property
    def microphone(self) -> Microphone:
        """Who has the microphone."""
        from desktop.host.macos.microphone import MacMicrophone

        return MacMicrophone()

    @cached_property
    def calm(self) -> Calm:
        """Whether the agent wants to be left alone."""
        from desktop.host.macos.calm import MacCalm

        return MacCalm(self._accessibility, os.getpid())

    @cached_property
    def sounds(self) -> Sounds:
        """What can be heard."""
        from desktop.host.sound_players import MACOS, PlayedSounds

        made = PlayedSounds(MACOS, os.environ)
        self._closers.append(made.close)
        return made

    @cached_property
    def links(self) -> LinksProtocol:
        """Links that a browser or a phone system opens."""
        from desktop.host.macos.links import Links

        return Links()

    def checks(self) -> Sequence[Check]:
        """What of this Mac works."""
        from desktop.host.macos.checks import checks

        return checks(bundled=bool(getattr(sys, "frozen", False)))

    def close(self) -> None:
        """Let go of everything."""
        # The next start may follow at once, and shall find nobody else typing.
        for close in (self.typist.close, self.instance.close, *self._closers):
            close()
        self._closers.clear()

    def _accessibility(self) -> Accessibility:
        """One for the process, made on first use: on the main thread."""
        return self._shared_accessibility

    @cached_property
    def _shared_accessibility(self) -> Accessibility:
        from desktop.host.macos.accessibility import Accessibility

        return Accessibility()


def session_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The same without what tells X11's screens apart: with XQuartz only Terminal has it."""
    return {name: value for name, value in environment.items() if "DISPLAY" not in name}
