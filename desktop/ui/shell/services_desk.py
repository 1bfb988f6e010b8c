"""A window of services at work: the settings that name them, their keys, and how each is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject

from desktop.core.results import Problem, UserError
from desktop.settings.declare import Setting
from desktop.settings.listed import ListedService
from desktop.settings.ordered_rows import OrderedRows
from desktop.settings.secrets import Secret, Secrets
from desktop.settings.store import Changed, Settings
from desktop.settings.values import Snapshot
from desktop.ui.shell.keyring_errands import Errand, Errands
from desktop.ui.shell.shell import Shell
from desktop.ui.widgets.key_box import KeyState
from desktop.ui.widgets.service_words import Asking
from desktop.ui.widgets.side_window import SideWindow

L = TypeVar("L", bound=ListedService[Any, Any])
S = TypeVar("S")
"""How one of them is."""


@dataclass(frozen=True, slots=True)
class Services(Generic[L, S]):
    """Where a desk goes for services of its kind."""

    rows: OrderedRows[Any]
    secret_name: Callable[[str], str]
    """Under what one's key is in the keyring."""
    listed: Callable[[], Sequence[L]]
    """All of them as the settings have them now; asks nobody."""
    ask: Callable[[Snapshot, Iterable[str], Callable[[str, S], None]], None]
    """How they are: of each it is told once, from any thread. Blocks."""
    changes_all: tuple[Setting[Any], ...] = ()
    """Settings that make a difference to all of them."""


class ServicesDesk(QObject, Generic[L, S]):
    """Follows the settings while its window is open. Of the main thread."""

    def __init__(
        self,
        window: SideWindow[L, S],
        services: Services[L, S],
        settings: Settings,
        secrets: Secrets,
        shell: Shell,
    ) -> None:
        """``shell`` tells what is about no service in the window."""
        super().__init__()
        self._window = window
        self._services = services
        self._settings = settings
        self._secrets = secrets
        self._shell = shell
        self._listed: Sequence[L] = ()
        self._turns: dict[str, int] = {}
        """How often each was asked; only the last answer counts."""
        self._keyring = Errands(shell.background, self, self._begun, self._done, self._failed)
        self._connect()
        self._stop = settings.changed.connect(shell.bridge.carry(self._follow))

    def open(self, name: str = "") -> None:
        """Show the window, and ask how those are that are on; with ``name`` that one is chosen."""
        self._refresh()
        self._window.start(name)
        self._look_at(self._window.shown())
        self._ask_how([one.name for one in self._listed if one.on])

    def close(self) -> None:
        """Before the end."""
        self._stop()
        self._window.close()

    # --- for who makes one ---

    def _may_ask(self, one: L) -> bool:
        """Can it be asked how it is?"""
        return one.problem is None

    def _on_changed(self, names: Sequence[str]) -> None:
        """Something else is said about these, while the window is open."""

    def _remove(self, name: str) -> None:
        """Forget its key, and then itself (:meth:`_remove_row`)."""
        raise NotImplementedError

    # --- what the settings say ---

    def _refresh(self) -> None:
        self._listed = self._services.listed()
        self._window.show_listed(self._listed)

    def _follow(self, news: Changed) -> None:
        """Whoever changed them, in this window, in another or in the file."""
        rows, changes_all = self._services.rows, self._services.changes_all
        if not news.touches(rows.order, rows.rows, *changes_all):
            return
        before = {one.name: one for one in self._listed}
        self._refresh()
        changed = [
            one.name
            for one in self._listed
            if (was := before.get(one.name)) is None or (was.row, was.on) != (one.row, one.on)
        ]
        for name in changed:
            self._next_turn(name)
            self._window.show_state(name, Asking.NOT)
        if self._window.isVisible():
            self._on_changed(changed)
            every = news.touches(*changes_all)
            self._ask_how(
                [one.name for one in self._listed if one.on and (every or one.name in changed)]
            )

    def _change(self, act: Callable[[], Problem | None]) -> Problem | None:
        """Do it; what is wrong with it. That the file can't be written is told as any other."""
        try:
            unwritten = act()
        except UserError as error:
            return error.problem
        if unwritten is not None:
            self._shell.show(unwritten)
        return None

    def _change_or_tell(self, act: Callable[[], Problem | None]) -> None:
        problem = self._change(act)
        if problem is not None:
            self._shell.show(problem)

    def _turn(self, name: str, on: bool) -> None:
        self._change_or_tell(lambda: self._services.rows.turn(self._settings, name, on=on))

    def _move(self, name: str, step: int) -> None:
        self._change_or_tell(lambda: self._services.rows.move(self._settings, name, step))

    def _remove_row(self, name: str) -> None:
        self._change_or_tell(lambda: self._services.rows.remove(self._settings, name))

    def _fill(self, name: str, cells: Mapping[str, str | bool]) -> None:
        problem = self._change(lambda: self._services.rows.fill(self._settings, name, cells))
        self._window.show_fault(name, problem)

    def _add(self, name: str, kind: str) -> None:
        problem = self._change(lambda: self._services.rows.add(self._settings, name, kind))
        if problem is None:
            self._refresh()
        self._window.show_added(name, problem)

    # --- how they are ---

    def _ask_how(self, names: Sequence[str]) -> None:
        """Ask on the pool; each answer is shown as it comes."""
        asked = {
            one.name: self._next_turn(one.name)
            for one in self._listed
            if one.name in names and self._may_ask(one)
        }
        if not asked:
            return
        for name in asked:
            self._window.show_state(name, Asking.ASKED)

        def tell(name: str, state: S) -> None:
            self._shell.bridge.post(lambda: self._take(name, asked[name], state))

        def failed(problem: Problem) -> None:
            for name, turn in asked.items():
                self._take(name, turn, Asking.NOT)
            self._shell.show(problem)

        settings = self._settings.snapshot()
        self._shell.background.start(
            lambda: self._services.ask(settings, asked, tell), failed=failed, owner=self
        )

    def _take(self, name: str, turn: int, state: S | Asking) -> None:
        if self._turns[name] == turn:
            self._window.show_state(name, state)

    def _next_turn(self, name: str) -> int:
        self._turns[name] = self._turns.get(name, 0) + 1
        return self._turns[name]

    # --- keys ---

    def _look_at(self, name: str) -> None:
        """Is there a key for the one that is shown?"""
        one = self._named(name)
        if one is None or not one.by_key or not self._window.isVisible():
            return
        key = self._services.secret_name(name)
        refused = self.tr("The keyring does not say whether it has a key")
        act = lambda: self._secrets.get(key) is not None  # noqa: E731 - an errand
        self._keyring.run(Errand(name, act, refused, only_looks=True))

    def _keep_key(self, name: str, secret: Secret) -> None:
        def keep() -> bool:
            self._secrets.set(self._services.secret_name(name), secret)
            return True

        refused = self.tr("The keyring did not keep the key")
        self._keyring.run(Errand(name, keep, refused, lambda: self._ask_how([name])))

    def _forget_key(self, name: str) -> None:
        def forget() -> bool:
            self._secrets.delete(self._services.secret_name(name))
            return False

        refused = self.tr("The keyring did not forget the key")
        self._keyring.run(Errand(name, forget, refused, lambda: self._ask_how([name])))

    def _begun(self, name: str) -> None:
        self._window.show_key(name, KeyState(busy=True))

    def _done(self, name: str, kept: bool) -> None:
        self._window.show_key(name, KeyState(kept))

    def _failed(self, name: str, problem: Problem) -> None:
        self._window.show_key(name, KeyState(problem=problem))

    # --- the rest ---

    def _named(self, name: str) -> L | None:
        return next((one for one in self._listed if one.name == name), None)

    def _connect(self) -> None:
        window = self._window
        window.chosen.connect(self._look_at)
        window.turned.connect(self._turn)
        window.moved.connect(self._move)
        window.filled.connect(self._fill)
        window.test_asked.connect(lambda name: self._ask_how([name]))
        window.key_given.connect(self._keep_key)
        window.key_forgotten.connect(self._forget_key)
        window.added.connect(self._add)
        window.removed.connect(self._remove)
