"""The agent's keyboard and ours on a Mac, in the keyboard process.

Every key passes an active event tap before any application sees it, and may have to wait there
(:mod:`desktop.host.held_keys`), also while anything of ours is still on its way (:mod:`.ledger`).

This module knows no pyobjc: what it needs of the system is in :mod:`.machine`.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence

from desktop.host.apps import rule_for
from desktop.host.base import PLAIN, PasteWay, Rich, Window
from desktop.host.held_keys import HeldKeys
from desktop.host.keys import KeysListener, KeysOptions
from desktop.host.macos import codes, marks
from desktop.host.macos.hotkeys import Hotkeys
from desktop.host.macos.ledger import Ledger
from desktop.host.macos.machine import Board, Layout, Machine
from desktop.host.macos.sending import Sending, Sent
from desktop.host.macos.strokes import Event, Strokes

_WATCHED_S = 0.15
_LOOK_S = 1.0
"""Nobody tells of secure input or of a permission, so they are looked at so often."""
_SET_ASIDE_S = 0.25
"""How long reading the pasteboard may take, within the half second of a match."""
_METHOD = "“{name}” is writing: snippets rest while an input method composes."


class MacKeys(HeldKeys):
    """``KeysHost`` of :mod:`desktop.host.base`; one thread, the main one."""

    in_order = False
    """Not known."""
    _sending: Sending

    def __init__(
        self,
        machine: Machine,
        layout: Layout,
        board: Board,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Nothing is heard until :meth:`listen`."""
        super().__init__(Sending(self._post, layout))
        self._machine = machine
        self._layout = layout
        self._board = board
        self._now = now
        self._hotkeys = Hotkeys(layout)
        self._strokes = Strokes(layout, self._hotkeys.takes)
        self._ledger = Ledger(now)
        self._hides = False
        """The field with the caret says that it hides what is typed."""
        self._secret = False
        self._state: tuple[bool, str] | None = None
        self._looked_at: float | None = None
        self._fetched: deque[int] = deque()
        self._offers = 0
        self._fault: BaseException | None = None

    # --- the loop ---

    def listen(self, listener: KeysListener) -> None:
        """Tell ``listener`` of everything from now on."""
        self._listener = listener
        self._machine.begin(self)
        self._reset()
        self._look()

    def configure(self, options: KeysOptions) -> None:
        """Take the hotkeys; remember which windows want keys of the layout only."""
        self._options = options
        self._refuse(self._hotkeys.take(options.hotkeys))

    def wait(self, other: int, timeout: float | None) -> bool:
        """Deal with what comes for at most ``timeout`` seconds; True when ``other`` is readable."""
        self._feed()
        longest = _WATCHED_S if self._holding else _LOOK_S
        seconds = longest if timeout is None else min(timeout, longest)
        readable = self._machine.run(other, 0.0 if self._queue or self._fetched else seconds)
        self._feed()
        if self._fault is not None:
            raise self._fault
        self._look()
        self._tell_fetched()
        self._hand_out()
        return readable

    def close(self) -> None:
        """Let go of everything; what is still kept goes out first, and nobody is asked any more."""
        self._let_all_go()
        self._board.put_back()
        self._machine.end()
        self._watchdog.close()

    def _tell_fetched(self) -> None:
        while self._fetched:
            if self._fetched.popleft() == self._offers and self._listener is not None:
                self._listener.on_taken()

    # --- what comes (desktop.host.macos.machine.Hears) ---

    def on_key(self, event: Event) -> bool:
        """See :class:`desktop.host.macos.machine.Hears`."""
        try:
            return self._takes(event)
        except BaseException as error:  # noqa: BLE001 - nobody above would hear of it
            self._fault = error
            return False

    def on_own(self, field: int) -> None:
        """See :class:`desktop.host.macos.machine.Hears`."""
        self._ledger.saw(field)

    def on_gap(self) -> None:
        """See :class:`desktop.host.macos.machine.Hears`."""
        self._ledger.forget()
        self._reset()
        self.on_click(0.0)  # what was typed meanwhile nobody knows

    def _takes(self, event: Event) -> bool:
        if not self._is_busy() and self._machine.window_changed():
            self._enter(self._machine.window())
            self._looked_at = None  # the rest as soon as the tap does not wait
        busy = self._is_busy()
        stroke = self._strokes.of(event, held=True)
        if event.key in codes.NEVER_KEPT:
            self._sending.caps = bool(event.flags & codes.FLAG_CAPS)
            return False
        if self._strokes.taken:
            name = self._hotkeys.name_of(event.key, self._strokes.flags())
            if self._strokes.fired and name is not None and self._listener is not None:
                self._listener.on_hotkey(name)
            return True
        if busy:
            self._queue.append(stroke)
            return True
        if self._keeps(stroke, composed=self._strokes.composed):
            return True
        self._sending.passed(event.key, down=event.down)
        return False

    # --- what is looked at ---

    def _look(self) -> None:
        """Which window has the keyboard, by which layout, and whether we may read it.

        Applications are asked, so that it takes a while: only where something has changed, and
        never while the tap waits for us. What nobody tells of costs little.
        """
        now = self._now()
        changed = self._machine.window_changed() or self._looked_at is None
        if not changed and self._looked_at is not None and now - self._looked_at < _LOOK_S:
            return
        self._looked_at = now
        if changed:
            self._enter(self._machine.window(titled=True))
            self._hides = self._machine.hides()
        if self._layout.refresh():
            self._strokes.forget()
            self._refuse(self._hotkeys.again())
        self._say()

    def _say(self) -> None:
        listener = self._listener
        if listener is None:
            return
        trouble, method = self._machine.trouble(), self._layout.method()
        secret = self._hides or bool(method) or self._machine.is_secure()
        if secret is not self._secret:
            self._secret = secret
            listener.on_secret(secret=secret)
        reason = trouble or (_METHOD.format(name=method) if method else "")
        state = (not reason, reason)
        if state != self._state:
            self._state = state
            listener.on_state(can_type=state[0], reason=reason)

    def _enter(self, window: Window) -> None:
        listener, before = self._listener, self._window
        self._window = window
        if window.id != before.id or window.pid != before.pid:
            self._strokes.forget()
            if not self._is_busy():
                self._reset()
        if listener is not None and (window != before or not before.id):
            listener.on_window(window)

    def _reset(self) -> None:
        """Keys that went up where we could not see it (a lock screen) are not down."""
        flags = self._machine.held()
        down = codes.held_in(flags)
        self._strokes.reset(down, caps=bool(flags & codes.FLAG_CAPS))
        self._sending.caps = bool(flags & codes.FLAG_CAPS)
        self._sending.down = set(down)
        self._sending.agent_down = sorted(down)

    def _refuse(self, refused: dict[str, str]) -> None:
        for name, reason in refused.items():
            if self._listener is not None:
                self._listener.on_refused(name, reason)

    # --- desktop.host.keys.Keys ---

    def can_type(self, text: str) -> bool:
        """See :class:`desktop.host.keys.Keys`; characters too long for an event are not typed."""
        return self._sending.can_type(text, by_layout=self._is_remote())

    def offer(
        self,
        text: str,
        window: Window,
        way: PasteWay,  # noqa: ARG002 - Protocol
        rich: Rich = PLAIN,
    ) -> bool:
        """See :class:`desktop.host.keys.Keys`; waits, and keys queue up meanwhile.

        What is rich goes as its plain text, and a picture not at all.
        """
        if rich.picture:
            return False
        self._offers += 1
        number = self._offers
        done = self._board.set_aside()
        if not self._machine.run_keys(done, _SET_ASIDE_S):
            return False
        fetches = rule_for(window.app, self._options.rules).fetches
        content = marks.contents(text, rich)
        return self._board.promise(content, fetches, lambda: self._fetched.append(number))

    def withdraw(self) -> None:
        """See :class:`desktop.host.keys.Keys`."""
        self._board.put_back()

    def window(self) -> Window:
        """See :class:`desktop.host.keys.Keys`."""
        return self._machine.window()

    def title(self) -> str:
        """See :class:`desktop.host.keys.Keys`."""
        return self._machine.window().title

    # --- small things ---

    def _is_out(self) -> bool:
        return self._ledger.is_out

    def _post(self, batch: Sequence[Sent]) -> None:
        self._machine.post(batch, [self._ledger.next() for _ in batch])
