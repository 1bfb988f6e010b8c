"""Sign-ins by the browser at work: each waits on a thread of its own, for minutes if need be."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QUrl

from desktop.core.clock import Clock
from desktop.core.results import Problem, UserError
from desktop.customers.oauth.flow import Flow
from desktop.customers.oauth.sign_in import SignIn
from desktop.customers.oauth.tokens import Tokens
from desktop.net.deadline import Cancellation
from desktop.ui.customers.systems.sign_in_box import SignInState
from desktop.ui.customers.systems.window import SystemsWindow
from desktop.ui.shell.bridge import Bridge
from desktop.ui.shell.keyring_errands import Errand, Errands

_GOODBYE_S = 2.0


@dataclass(frozen=True, slots=True)
class _Waiting:
    url: str
    cancellation: Cancellation
    thread: threading.Thread


class SignInDesk(QObject):
    """See the module. Of the main thread."""

    def __init__(
        self,
        window: SystemsWindow,
        keyring: Errands,
        clock: Clock,
        bridge: Bridge,
        *,
        open_url: Callable[[QUrl], bool],
        copy: Callable[[str], None],
        signed: Callable[[str], None],
    ) -> None:
        """``signed`` hears by its name of each that signed in or out."""
        super().__init__()
        self._window = window
        self._keyring = keyring
        self._clock = clock
        self._bridge = bridge
        self._open_url = open_url
        self._copy = copy
        self._signed = signed
        self._waiting: dict[str, _Waiting] = {}

    def begin(self, name: str, sign_in: SignIn) -> None:
        """Open the browser, and wait for it."""
        if name in self._waiting:
            return
        try:
            flow = Flow(sign_in.endpoint, self._clock)
        except UserError as error:
            self._window.show_sign_in(name, SignInState(signed_in=False, problem=error.problem))
            return
        url, cancellation = flow.begin(), Cancellation()

        def wait() -> None:
            answer: Tokens | Problem | None
            try:
                answer = flow.finish(cancellation)
            except UserError as error:
                answer = error.problem
            self._bridge.post(lambda: self._came(name, sign_in, cancellation, answer))

        thread = threading.Thread(target=wait, name="sign-in", daemon=True)
        self._waiting[name] = _Waiting(url, cancellation, thread)
        thread.start()
        self._window.show_sign_in(name, SignInState(waiting=True))
        if not self._open_url(QUrl(url, QUrl.ParsingMode.StrictMode)):
            state = SignInState(waiting=True, problem=_no_browser(self.tr))
            self._window.show_sign_in(name, state)

    def cancel(self, name: str) -> None:
        """It is not wanted any more."""
        waiting = self._waiting.pop(name, None)
        if waiting is not None:
            waiting.cancellation.cancel()
            self._window.show_sign_in(name, SignInState(signed_in=False))
            self._window.chosen.emit(name)  # the one before may be there still

    def copy_address(self, name: str) -> None:
        """For a browser that did not come up, or another one."""
        waiting = self._waiting.get(name)
        if waiting is not None:
            self._copy(waiting.url)

    def sign_out(self, name: str, sign_in: SignIn) -> None:
        """Forget it here."""

        def forget() -> bool:
            sign_in.forget()
            return False

        refused = self.tr("The keyring did not forget how you are signed in")
        self._keyring.run(Errand(name, forget, refused, lambda: self._signed(name)))

    def close(self) -> None:
        """Before the end."""
        every, self._waiting = list(self._waiting.values()), {}
        for one in every:
            one.cancellation.cancel()
        for one in every:
            one.thread.join(_GOODBYE_S)

    def _came(
        self,
        name: str,
        sign_in: SignIn,
        cancellation: Cancellation,
        answer: Tokens | Problem | None,
    ) -> None:
        waiting = self._waiting.get(name)
        if waiting is None or waiting.cancellation is not cancellation:
            return
        del self._waiting[name]
        if not isinstance(answer, Tokens):
            self._window.show_sign_in(name, SignInState(signed_in=False, problem=answer))
            return
        self._window.show_sign_in(name, SignInState(busy=True))
        self._window.come_forward()

        unkept: list[Problem] = []

        def keep() -> bool:
            try:
                sign_in.adopt(answer)
            except UserError as error:  # signed in all the same
                unkept.append(error.problem)
            return True

        def then() -> None:
            for one in unkept:
                what = self.tr("You are signed in until Deskhand ends: the keyring did not keep it")
                problem = Problem(what, one.why or one.what, one.todo)
                self._window.show_sign_in(name, SignInState(signed_in=True, problem=problem))
            self._signed(name)

        self._keyring.run(Errand(name, keep, "", then))


def _no_browser(tr: Callable[[str], str]) -> Problem:
    return Problem(
        tr("No browser could be opened"),
        todo=tr("Copy the address and open it in a browser on this computer"),
    )
