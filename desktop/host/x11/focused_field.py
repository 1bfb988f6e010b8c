"""What D-Bus tells of the field with the keyboard: hides it, or composes, what is typed? Where?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from desktop.host.beside import Box, Written, below_caret
from desktop.host.keys import KeysListener
from desktop.host.x11.accessibility import PasswordFields
from desktop.host.x11.caret import ask_caret
from desktop.host.x11.dbus import Bus, Buses, session_address
from desktop.host.x11.input_methods import InputMethods


class _Waiting(NamedTuple):
    """A question for the caret, until something has the keyboard again."""

    gains: int
    """How often something had it."""
    ask: Callable[[], None]
    tell: Callable[[tuple[int, int] | None], None]


class FocusedField:
    """A part of the keyboard's loop (:class:`desktop.host.x11.keys.X11Keys`)."""

    def __init__(self, environment: Mapping[str, str], display: str) -> None:
        """Begin to look; nothing is known before :meth:`handle` has heard of it."""
        self._buses = Buses()
        session = self._buses.open(session_address(environment))
        self._fields = PasswordFields(self._buses, session, environment)
        self._methods = InputMethods(self._buses, session, environment, display)
        self._window = 0
        self._until_return: _Waiting | None = None
        self._told: tuple[bool, str] = (False, "")

    @property
    def composing(self) -> str:
        """The input method that writes there; empty for none."""
        return self._told[1]

    def find_caret(self, front: Box, tell: Callable[[tuple[int, int] | None], None]) -> None:
        """Tell where the caret is in the window in front; soon, unless the application hangs.

        While our own grab of the keyboard has the focus away, it waits for its return.
        """
        focus = self._fields.focus

        def answer(written: Written | None) -> None:
            tell(written and below_caret(written, front))

        def wait() -> None:
            self._give_up()
            self._until_return = _Waiting(focus.gains, ask, tell)

        def ask() -> None:
            ask_caret(focus, answer, left=wait)

        self._give_up()
        if focus.may_return:
            wait()
        else:
            ask()

    def sources(self) -> Sequence[Bus]:
        """What ``select`` is to wait for."""
        return self._buses.sources()

    def handle(self, window: int, listener: KeysListener) -> None:
        """Deal with what has come, and tell ``listener`` of changes; ``window`` is in front."""
        if window != self._window:
            self._window = window
            self._fields.look_again()
        self._methods.look_again()
        self._buses.handle()
        waiting = self._until_return
        if waiting is not None and waiting.gains != self._fields.focus.gains:
            self._until_return = None
            waiting.ask()
        now = (self._fields.secret, self._methods.composing)
        before, self._told = self._told, now
        if any(now) != any(before):
            listener.on_secret(secret=any(now))
        if now[1] != before[1]:
            listener.on_state(can_type=True, reason=_words(now[1]))

    def _give_up(self) -> None:
        """Only the newest question waits; one that was never answered would be kept for ever."""
        waiting, self._until_return = self._until_return, None
        if waiting is not None:
            waiting.tell(None)

    def close(self) -> None:
        """Let go."""
        self._buses.close()


def _words(method: str) -> str:
    if not method:
        return ""
    return f"An input method is writing ({method}): insert snippets from the palette."
