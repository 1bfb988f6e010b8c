"""The window of the translation engines at work: settings, keyring and the engines themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject

from desktop.core.clock import Clock
from desktop.core.results import Problem, UserError
from desktop.settings.secrets import NoKeyring, Secret, Secrets
from desktop.settings.sections.translation import ENGINES, LOCAL_ONLY, SERVICES
from desktop.settings.store import Changed, Settings
from desktop.translation import engine_list
from desktop.translation.checks import EngineState, ask_engines
from desktop.translation.engine_list import Listed
from desktop.translation.engines.registry import manifests, secret_name
from desktop.ui.shell.background import Background
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.keyring_errands import Errand, Errands
from desktop.ui.translation.engine_wording import Asking, is_held_back
from desktop.ui.translation.engines_window import EnginesWindow
from desktop.ui.widgets.key_box import KeyState

Ask = Callable[..., None]


def warm() -> None:
    """Import what the window needs of all engines; it takes too long for the main thread."""
    manifests()


class EnginesDesk(QObject):
    """Opens the window, and follows the settings while it is open."""

    def __init__(
        self,
        settings: Settings,
        secrets: Secrets,
        clock: Clock,
        bridge: Bridge,
        background: Background,
        show: Callable[[Problem], None],
        ask: Ask = ask_engines,
    ) -> None:
        """Make it on the main thread, with its modules imported; ``ask`` stands in, in tests."""
        super().__init__()
        self._settings = settings
        self._secrets = secrets
        self._clock = clock
        self._bridge = bridge
        self._background = background
        self._show = show
        self._ask = ask
        self._engines: Sequence[Listed] = ()
        self._turns: dict[str, int] = {}
        """How often each engine was asked; only the last answer counts."""
        self.window = EnginesWindow()
        window = self.window
        self._keyring = Errands(
            background,
            self,
            lambda name: window.show_key(name, KeyState(busy=True)),
            lambda name, kept: window.show_key(name, KeyState(kept)),
            lambda name, problem: window.show_key(name, KeyState(problem=problem)),
        )
        self._connect()
        self._stop = settings.changed.connect(lambda news: self._later(lambda: self._follow(news)))

    def open(self) -> None:
        """Show the window, and ask how the engines are that are turned on."""
        self._refresh()
        self.window.start()
        self._look_at_key(self.window.pane.shown())
        self._ask_how([one.name for one in self._engines if one.on])

    def close(self) -> None:
        """Before the end."""
        self._stop()
        self.window.close()

    # --- what the settings say ---

    def _refresh(self) -> None:
        self._engines = engine_list.listed(self._settings, self._secrets, self._clock)
        self.window.show_engines(self._engines, local_only=self._settings.get(LOCAL_ONLY))

    def _follow(self, news: Changed) -> None:
        """Whoever changed them, in this window, in another or in the file."""
        if not news.touches(ENGINES, SERVICES, LOCAL_ONLY):
            return
        before = {one.name: one for one in self._engines}
        was_open = self.window.isVisible()
        self._refresh()
        changed = [
            one.name
            for one in self._engines
            if (was := before.get(one.name)) is None or (was.row, was.on) != (one.row, one.on)
        ]
        for name in changed:
            self._forget_state(name)
        if was_open:
            again = news.touches(LOCAL_ONLY)
            self._ask_how(
                [one.name for one in self._engines if one.on and (again or one.name in changed)]
            )

    def _change(self, act: Callable[[], Problem | None]) -> Problem | None:
        """Do it; what is wrong with it. That the file can't be written is told as any other."""
        try:
            unwritten = act()
        except UserError as error:
            return error.problem
        if unwritten is not None:
            self._show(unwritten)
        return None

    def _turn(self, name: str, on: bool) -> None:
        self._tell(self._change(lambda: engine_list.ROWS.turn(self._settings, name, on=on)))

    def _move(self, name: str, step: int) -> None:
        self._tell(self._change(lambda: engine_list.ROWS.move(self._settings, name, step)))

    def _set_local_only(self, on: bool) -> None:
        self._tell(self._change(lambda: self._settings.change(LOCAL_ONLY, on)))

    def _fill(self, name: str, cells: Mapping[str, str | bool]) -> None:
        problem = self._change(lambda: engine_list.ROWS.fill(self._settings, name, cells))
        self.window.show_fault(name, problem)

    def _add(self, name: str, kind: str) -> None:
        problem = self._change(lambda: engine_list.ROWS.add(self._settings, name, kind))
        if problem is None:
            self._refresh()
        self.window.show_added(name, problem)

    def _tell(self, problem: Problem | None) -> None:
        if problem is not None:
            self._show(problem)

    # --- how they are ---

    def _ask_how(self, names: Sequence[str]) -> None:
        """Ask on the pool; each answer is shown as it comes."""
        local_only = self._settings.get(LOCAL_ONLY)
        asked = {
            one.name: self._next_turn(one.name)
            for one in self._engines
            if one.name in names
            and one.problem is None
            and not is_held_back(one, local_only=local_only)
        }
        if not asked:
            return
        for name in asked:
            self.window.show_state(name, Asking.ASKED)

        def tell(name: str, state: EngineState) -> None:
            self._later(lambda: self._take(name, asked[name], state))

        def failed(problem: Problem) -> None:
            for name, turn in asked.items():
                if self._turns[name] == turn:
                    self.window.show_state(name, Asking.NOT)
            self._show(problem)

        settings = self._settings.snapshot()
        self._background.start(
            lambda _: self._ask(settings, asked, self._secrets, self._clock, tell),
            failed=failed,
            owner=self,
        )

    def _take(self, name: str, turn: int, state: EngineState) -> None:
        if self._turns[name] == turn:
            self.window.show_state(name, state)

    def _forget_state(self, name: str) -> None:
        self._next_turn(name)
        self.window.show_state(name, Asking.NOT)

    # --- keys ---

    def _look_at_key(self, name: str) -> None:
        """Is there a key for the engine that is shown?"""
        if not self.window.isVisible() or not self._takes_key(name):
            return
        key = secret_name(name)
        self._keyring.run(
            Errand(
                name,
                lambda: self._secrets.get(key) is not None,
                self.tr("The keyring does not say whether it has a key"),
                only_looks=True,
            )
        )

    def _keep_key(self, name: str, secret: Secret) -> None:
        def keep() -> bool:
            self._secrets.set(secret_name(name), secret)
            return True

        refused = self.tr("The keyring did not keep the key")
        self._keyring.run(Errand(name, keep, refused, lambda: self._ask_how([name])))

    def _forget_key(self, name: str) -> None:
        self._forget(name, lambda: self._ask_how([name]))

    def _remove(self, name: str) -> None:
        """Its key first: another engine of that name must not send it to another server."""

        def remove() -> None:
            self._tell(self._change(lambda: engine_list.ROWS.remove(self._settings, name)))

        if self._takes_key(name):
            self._forget(name, remove, or_has_none=True)
        else:
            remove()

    def _forget(self, name: str, then: Callable[[], None], *, or_has_none: bool = False) -> None:
        def forget() -> bool:
            try:
                self._secrets.delete(secret_name(name))
            except NoKeyring:
                if not or_has_none:
                    raise
            return False

        refused = self.tr("The keyring did not forget the key")
        self._keyring.run(Errand(name, forget, refused, then))

    def _takes_key(self, name: str) -> bool:
        return any(
            one.manifest.takes_key for one in self._engines if one.name == name and one.manifest
        )

    # --- the rest ---

    def _later(self, call: Callable[[], None]) -> None:
        self._bridge.post(call)

    def _next_turn(self, name: str) -> int:
        self._turns[name] = self._turns.get(name, 0) + 1
        return self._turns[name]

    def _connect(self) -> None:
        window = self.window
        window.local_only_changed.connect(self._set_local_only)
        window.chosen.connect(self._look_at_key)
        window.turned.connect(self._turn)
        window.moved.connect(self._move)
        window.filled.connect(self._fill)
        window.test_asked.connect(lambda name: self._ask_how([name]))
        window.key_given.connect(self._keep_key)
        window.key_forgotten.connect(self._forget_key)
        window.added.connect(self._add)
        window.removed.connect(self._remove)
