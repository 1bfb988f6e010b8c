"""The window of the translation engines at work: settings, keyring and the engines themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from desktop.core.clock import Clock
from desktop.settings.declare import Reader
from desktop.settings.secrets import NoKeyring, Secrets
from desktop.settings.sections.translation import LOCAL_ONLY
from desktop.settings.store import Settings
from desktop.translation import engine_list
from desktop.translation.checks import EngineState, ask_engines
from desktop.translation.engine_list import Listed
from desktop.translation.engines.registry import manifests, secret_name
from desktop.ui.shell.keyring_errands import Errand
from desktop.ui.shell.services_desk import Services, ServicesDesk
from desktop.ui.shell.shell import Shell
from desktop.ui.translation.engine_wording import is_held_back
from desktop.ui.translation.engines_window import EnginesWindow

Ask = Callable[[Reader, Iterable[str], Secrets, Clock, Callable[[str, EngineState], None]], None]
"""As :func:`ask_engines`."""


def warm() -> None:
    """Import what the window needs of all engines; it takes too long for the main thread."""
    manifests()


class EnginesDesk(ServicesDesk[Listed, EngineState]):
    """Opens the window, and follows the settings while it is open."""

    def __init__(
        self,
        settings: Settings,
        secrets: Secrets,
        clock: Clock,
        shell: Shell,
        ask: Ask = ask_engines,
    ) -> None:
        """Make it on the main thread, with its modules imported; ``ask`` stands in, in tests."""
        window = EnginesWindow()
        services: Services[Listed, EngineState] = Services(
            engine_list.ROWS,
            secret_name,
            lambda: engine_list.listed(settings, secrets, clock),
            lambda now, names, tell: ask(now, names, secrets, clock, tell),
            (LOCAL_ONLY,),
        )
        super().__init__(window, services, settings, secrets, shell)
        self.window = window
        window.local_only_changed.connect(self._set_local_only)

    def _refresh(self) -> None:
        self.window.show_local_only(on=self._settings.get(LOCAL_ONLY))
        super()._refresh()

    def _set_local_only(self, on: bool) -> None:
        self._change_or_tell(lambda: self._settings.change(LOCAL_ONLY, on))

    def _may_ask(self, one: Listed) -> bool:
        local_only = self._settings.get(LOCAL_ONLY)
        return super()._may_ask(one) and not is_held_back(one, local_only=local_only)

    def _remove(self, name: str) -> None:
        """Its key first: another engine of that name must not send it to another server."""
        one = self._named(name)
        if one is None or not one.by_key:
            self._remove_row(name)
            return

        def forget() -> bool:
            try:
                self._secrets.delete(secret_name(name))
            except NoKeyring:  # then it has none
                pass
            return False

        refused = self.tr("The keyring did not forget the key")
        self._keyring.run(Errand(name, forget, refused, lambda: self._remove_row(name)))
