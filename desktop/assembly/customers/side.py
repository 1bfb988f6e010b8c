"""All that has to do with customers, made together and connected with each other."""

from __future__ import annotations

from collections.abc import Callable

from desktop.assembly.customers.following_up import FollowingUp
from desktop.assembly.customers.looking_up import LookingUp
from desktop.assembly.customers.noting import Noting
from desktop.assembly.customers.watching import Watching
from desktop.core.clock import SleepClock
from desktop.core.events import Event
from desktop.core.results import Problem
from desktop.host.base import Clipboard, Places, Presence
from desktop.interaction import Customer, Interactions
from desktop.settings.secrets import Secrets
from desktop.settings.store import Settings


class CustomerSide:
    """See the module."""

    def __init__(
        self,
        places: Places,
        settings: Settings,
        secrets: Secrets,
        clock: SleepClock,
        interactions: Interactions,
        clipboard: Clipboard,
        *,
        forget_translations: Callable[[Customer], None],
        presence: Callable[[], Presence] | None,
    ) -> None:
        """Nothing runs before :meth:`start`; :class:`LookingUp` says what each is."""
        self.trouble: Event[Problem] = Event("trouble with customers")
        self.looking_up = LookingUp(
            places,
            settings,
            secrets,
            clock,
            interactions,
            clipboard,
            forget_translations=forget_translations,
        )
        kept = self.looking_up.kept
        self.following = FollowingUp(settings, clock, interactions, kept, presence)
        self.watching = Watching(
            settings,
            clock,
            interactions,
            finder=self.looking_up.finder,
            kept=kept,
            presence=presence,
        )
        self.noting = Noting(self.looking_up, settings, clock, interactions)
        self.looking_up.forgot.connect(lambda _: self.following.reread())
        self.looking_up.forgot.connect(lambda _: self.watching.reread())
        self.noting.wrote.connect(lambda at: self.watching.wrote(*at))
        for part in (self.looking_up, self.following, self.watching, self.noting):
            part.trouble.connect(self.trouble.emit)

    def start(self) -> None:
        """Let phone systems in, and go on with what was kept."""
        self.looking_up.start()
        any_kept = self.looking_up.has_kept()
        for part in (self.following, self.watching, self.noting):
            part.start(any_kept=any_kept)

    def close(self) -> None:
        """Write what waits, wipe and let go of everything."""
        for part in (self.following, self.watching, self.noting, self.looking_up):
            part.close()
