"""The window of customers' systems at work: settings, keyring, browser, and the systems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.core.clock import Clock
from desktop.core.results import Problem
from desktop.customers import system_list
from desktop.customers.oauth.shared import sign_ins_of
from desktop.customers.providers.registry import secret_name
from desktop.customers.system_checks import SystemState, ask_systems
from desktop.customers.system_list import Listed
from desktop.settings.secrets import NoKeyring, Secrets
from desktop.settings.store import Settings
from desktop.ui.customers.systems.book_desk import BookDesk
from desktop.ui.customers.systems.sign_in_box import SignInState
from desktop.ui.customers.systems.sign_in_desk import SignInDesk
from desktop.ui.customers.systems.window import SystemsWindow
from desktop.ui.shell.keyring_errands import Errand
from desktop.ui.shell.services_desk import Services, ServicesDesk
from desktop.ui.shell.shell import Shell


class SystemsDesk(ServicesDesk[Listed, SystemState]):
    """Opens the window, and follows the settings while it is open."""

    def __init__(
        self,
        settings: Settings,
        secrets: Secrets,
        clock: Clock,
        data: Path,
        shell: Shell,
        *,
        copy: Callable[[str], None],
        open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl,
    ) -> None:
        """Make it on the main thread, with its modules imported.

        ``copy`` puts a text on the clipboard; ``open_url`` stands in, in tests.
        """
        window = SystemsWindow()
        services: Services[Listed, SystemState] = Services(
            system_list.ROWS,
            secret_name,
            lambda: system_list.listed(settings, secrets, clock, data),
            lambda now, names, tell: ask_systems(now, names, secrets, clock, data, tell),
        )
        super().__init__(window, services, settings, secrets, shell)
        self.window = window
        self._sign_ins = SignInDesk(
            window,
            self._keyring,
            clock,
            shell.bridge,
            open_url=open_url,
            copy=copy,
            signed=self._signed,
        )
        self.book = BookDesk(window, settings, secrets, clock, data, shell)
        window.sign_in_asked.connect(self._begin_sign_in)
        window.sign_in_cancelled.connect(self._sign_ins.cancel)
        window.address_asked.connect(self._sign_ins.copy_address)
        window.sign_out_asked.connect(self._sign_out)

    def close(self) -> None:
        """Before the end."""
        self._sign_ins.close()
        self.book.close()
        super().close()

    def _on_changed(self, names: Sequence[str]) -> None:
        """It may be signed in to by another way now."""
        if self.window.shown() in names:
            self._look_at(self.window.shown())

    def _look_at(self, name: str) -> None:
        """What is kept of the system that is shown?"""
        one = self._named(name)
        if one is None or not self.window.isVisible():
            return
        if one.manifest is not None and one.manifest.name == "book":
            self.book.look(name)
        if one.by_key:
            super()._look_at(name)
        elif one.sign_in is not None:
            refused = self.tr("The keyring does not say whether you are signed in")
            act = one.sign_in.is_signed_in
            self._keyring.run(Errand(name, act, refused, only_looks=True))

    def _remove(self, name: str) -> None:
        """What it is signed in by first: another of that name must not send it elsewhere."""
        self._sign_ins.cancel(name)

        def forget() -> bool:
            try:
                self._secrets.delete(secret_name(name))
                sign_ins_of(self._secrets).forget(name)
            except NoKeyring:  # then it has none
                pass
            return False

        refused = self.tr("The keyring did not forget how you are signed in")
        self._keyring.run(Errand(name, forget, refused, lambda: self._remove_row(name)))

    # --- sign-ins by the browser ---

    def _begin_sign_in(self, name: str) -> None:
        one = self._named(name)
        if one is not None and one.sign_in is not None:
            self._sign_ins.begin(name, one.sign_in)

    def _sign_out(self, name: str) -> None:
        one = self._named(name)
        if one is not None and one.sign_in is not None:
            self._sign_ins.sign_out(name, one.sign_in)

    def _signed(self, name: str) -> None:
        """Signed in or out: how is it now?"""
        self._ask_how([name])

    def _begun(self, name: str) -> None:
        if not self._is_by_browser(name):
            super()._begun(name)
        elif not self.window.sign_in_of(name).waiting:
            self.window.show_sign_in(name, SignInState(busy=True))

    def _done(self, name: str, kept: bool) -> None:
        if not self._is_by_browser(name):
            super()._done(name, kept)
        elif not self.window.sign_in_of(name).waiting:
            self.window.show_sign_in(name, SignInState(signed_in=kept))

    def _failed(self, name: str, problem: Problem) -> None:
        if self._is_by_browser(name):
            self.window.show_sign_in(name, SignInState(problem=problem))
        else:
            super()._failed(name, problem)

    def _is_by_browser(self, name: str) -> bool:
        one = self._named(name)
        return one is not None and one.by_browser


def warm() -> None:
    """Have everything imported that the window needs, off the main thread."""
    from desktop.customers.book import book
    from desktop.customers.oauth import flow
    from desktop.customers.providers.registry import manifests

    del book, flow
    manifests()
