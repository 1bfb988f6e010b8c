"""The window of customers' systems at work: settings, keyring, browser, and the systems."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from desktop.core.clock import Clock
from desktop.core.results import Problem, UserError
from desktop.customers import system_list
from desktop.customers.oauth.shared import sign_ins_of
from desktop.customers.providers.registry import secret_name
from desktop.customers.system_checks import SystemState, ask_systems
from desktop.customers.system_list import Listed
from desktop.settings.secrets import NoKeyring, Secret, Secrets
from desktop.settings.sections.customers import PROVIDERS, SERVICES
from desktop.settings.store import Changed, Settings
from desktop.ui.customers.book_desk import BookDesk
from desktop.ui.customers.sign_in_box import SignInState
from desktop.ui.customers.sign_in_desk import SignInDesk
from desktop.ui.customers.systems_window import SystemsWindow
from desktop.ui.customers.systems_wording import Asking
from desktop.ui.shell.background import Background
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.keyring_errands import Errand, Errands
from desktop.ui.widgets.key_box import KeyState

Ask = Callable[..., None]


class SystemsDesk(QObject):
    """Opens the window, and follows the settings while it is open."""

    def __init__(
        self,
        settings: Settings,
        secrets: Secrets,
        clock: Clock,
        data: Path,
        bridge: Bridge,
        background: Background,
        show: Callable[[Problem], None],
        copy: Callable[[str], None],
        ask: Ask = ask_systems,
        open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl,
    ) -> None:
        """Make it on the main thread, with its modules imported.

        ``copy`` puts a text on the clipboard; ``ask`` and ``open_url`` stand in, in tests.
        """
        super().__init__()
        self._settings = settings
        self._secrets = secrets
        self._clock = clock
        self._data = data
        self._bridge = bridge
        self._background = background
        self._show = show
        self._ask = ask
        self._systems: Sequence[Listed] = ()
        self._turns: dict[str, int] = {}
        """How often each system was asked; only the last answer counts."""
        self.window = SystemsWindow()
        self._keyring = Errands(background, self, self._begun, self._done, self._failed)
        self._sign_ins = SignInDesk(
            self.window, self._keyring, clock, bridge, open_url, copy, self._signed
        )
        self.book = BookDesk(self.window, settings, secrets, clock, data, bridge, background)
        self._connect()
        self._stop = settings.changed.connect(lambda news: self._later(lambda: self._follow(news)))

    def open(self, name: str = "") -> None:
        """Show the window, and ask how the systems are that are asked for customers.

        With ``name`` that one is chosen, as when it waits for a sign-in.
        """
        self._refresh()
        self.window.start(name)
        self._look_at(self.window.pane.shown())
        self._ask_how([one.name for one in self._systems if one.on])

    def close(self) -> None:
        """Before the end."""
        self._stop()
        self._sign_ins.close()
        self.book.close()
        self.window.close()

    # --- what the settings say ---

    def _refresh(self) -> None:
        self._systems = system_list.listed(self._settings, self._secrets, self._clock, self._data)
        self.window.show_systems(self._systems)

    def _follow(self, news: Changed) -> None:
        """Whoever changed them, in this window, in another or in the file."""
        if not news.touches(PROVIDERS, SERVICES):
            return
        before = {one.name: one for one in self._systems}
        self._refresh()
        changed = [
            one.name
            for one in self._systems
            if (was := before.get(one.name)) is None or (was.row, was.on) != (one.row, one.on)
        ]
        for name in changed:
            self._next_turn(name)
            self.window.show_state(name, Asking.NOT)
        shown = self.window.pane.shown()
        if self.window.isVisible():
            if shown in changed:
                self._look_at(shown)
            self._ask_how([one.name for one in self._systems if one.on and one.name in changed])

    def _change(self, act: Callable[[], Problem | None]) -> Problem | None:
        """Do it; what is wrong with it. That the file can't be written is told as any other."""
        try:
            unwritten = act()
        except UserError as error:
            return error.problem
        if unwritten is not None:
            self._show(unwritten)
        return None

    def _tell(self, problem: Problem | None) -> None:
        if problem is not None:
            self._show(problem)

    def _turn(self, name: str, on: bool) -> None:
        self._tell(self._change(lambda: system_list.ROWS.turn(self._settings, name, on=on)))

    def _move(self, name: str, step: int) -> None:
        self._tell(self._change(lambda: system_list.ROWS.move(self._settings, name, step)))

    def _fill(self, name: str, cells: Mapping[str, str | bool]) -> None:
        problem = self._change(lambda: system_list.ROWS.fill(self._settings, name, cells))
        self.window.show_fault(name, problem)

    def _add(self, name: str, kind: str) -> None:
        problem = self._change(lambda: system_list.ROWS.add(self._settings, name, kind))
        if problem is None:
            self._refresh()
        self.window.show_added(name, problem)

    def _remove(self, name: str) -> None:
        """What it is signed in by first: another of that name must not send it elsewhere."""

        def remove() -> None:
            self._tell(self._change(lambda: system_list.ROWS.remove(self._settings, name)))

        self._sign_ins.cancel(name)

        def forget() -> bool:
            try:
                self._secrets.delete(secret_name(name))
                sign_ins_of(self._secrets).forget(name)
            except NoKeyring:  # then it has none
                pass
            return False

        refused = self.tr("The keyring did not forget how you are signed in")
        self._keyring.run(Errand(name, forget, refused, remove))

    # --- how they are ---

    def _ask_how(self, names: Sequence[str]) -> None:
        """Ask on the pool; each answer is shown as it comes."""
        asked = {
            one.name: self._next_turn(one.name)
            for one in self._systems
            if one.name in names and one.problem is None
        }
        if not asked:
            return
        for name in asked:
            self.window.show_state(name, Asking.ASKED)

        def tell(name: str, state: SystemState) -> None:
            self._later(lambda: self._take(name, asked[name], state))

        settings = self._settings.snapshot()
        self._background.start(
            lambda _: self._ask(settings, asked, self._secrets, self._clock, self._data, tell),
            owner=self,
        )

    def _take(self, name: str, turn: int, state: SystemState) -> None:
        if self._turns[name] == turn:
            self.window.show_state(name, state)

    # --- keys and sign-ins ---

    def _look_at(self, name: str) -> None:
        """What is kept of the system that is shown?"""
        one = self._named(name)
        if one is None or not self.window.isVisible():
            return
        if one.manifest is not None and one.manifest.name == "book":
            self.book.look(name)
        if one.by_key:
            key = secret_name(name)
            refused = self.tr("The keyring does not say whether it has a key")
            act = lambda: self._secrets.get(key) is not None  # noqa: E731 - an errand
            self._keyring.run(Errand(name, act, refused, only_looks=True))
        elif one.sign_in is not None:
            refused = self.tr("The keyring does not say whether you are signed in")
            act = one.sign_in.is_signed_in
            self._keyring.run(Errand(name, act, refused, only_looks=True))

    def _keep_key(self, name: str, secret: Secret) -> None:
        def keep() -> bool:
            self._secrets.set(secret_name(name), secret)
            return True

        refused = self.tr("The keyring did not keep the key")
        self._keyring.run(Errand(name, keep, refused, lambda: self._ask_how([name])))

    def _forget_key(self, name: str) -> None:
        def forget() -> bool:
            self._secrets.delete(secret_name(name))
            return False

        refused = self.tr("The keyring did not forget the key")
        self._keyring.run(Errand(name, forget, refused, lambda: self._ask_how([name])))

    def _signed(self, name: str) -> None:
        """Signed in or out: how is it now?"""
        self._ask_how([name])

    def _begun(self, name: str) -> None:
        if self._is_by_browser(name):
            if not self.window.sign_in_of(name).waiting:
                self.window.show_sign_in(name, SignInState(busy=True))
        else:
            self.window.show_key(name, KeyState(busy=True))

    def _done(self, name: str, kept: bool) -> None:
        if self._is_by_browser(name):
            if not self.window.sign_in_of(name).waiting:
                self.window.show_sign_in(name, SignInState(signed_in=kept))
        else:
            self.window.show_key(name, KeyState(kept))

    def _failed(self, name: str, problem: Problem) -> None:
        if self._is_by_browser(name):
            self.window.show_sign_in(name, SignInState(problem=problem))
        else:
            self.window.show_key(name, KeyState(problem=problem))

    def _is_by_browser(self, name: str) -> bool:
        one = self._named(name)
        return one is not None and one.by_browser

    # --- the rest ---

    def _named(self, name: str) -> Listed | None:
        return next((one for one in self._systems if one.name == name), None)

    def _later(self, call: Callable[[], None]) -> None:
        self._bridge.post(call)

    def _next_turn(self, name: str) -> int:
        self._turns[name] = self._turns.get(name, 0) + 1
        return self._turns[name]

    def _begin_sign_in(self, name: str) -> None:
        one = self._named(name)
        if one is not None and one.sign_in is not None:
            self._sign_ins.begin(name, one.sign_in)

    def _sign_out(self, name: str) -> None:
        one = self._named(name)
        if one is not None and one.sign_in is not None:
            self._sign_ins.sign_out(name, one.sign_in)

    def _connect(self) -> None:
        window = self.window
        window.chosen.connect(self._look_at)
        window.turned.connect(self._turn)
        window.moved.connect(self._move)
        window.filled.connect(self._fill)
        window.test_asked.connect(lambda name: self._ask_how([name]))
        window.key_given.connect(self._keep_key)
        window.key_forgotten.connect(self._forget_key)
        window.sign_in_asked.connect(self._begin_sign_in)
        window.sign_in_cancelled.connect(self._sign_ins.cancel)
        window.address_asked.connect(self._sign_ins.copy_address)
        window.sign_out_asked.connect(self._sign_out)
        window.added.connect(self._add)
        window.removed.connect(self._remove)


def warm() -> None:
    """Have everything imported that the window needs, off the main thread."""
    from desktop.customers.book import book
    from desktop.customers.oauth import flow
    from desktop.customers.providers.registry import manifests

    del book, flow
    manifests()
