"""The agent's keys where a hook sees each before any application does, and can keep it.

Usually the machine is asked there and then, and the key goes on. From the key that completes a
trigger until the text is out all keys are kept: they wait in a queue, and are asked about one by
one afterwards as if they were typed then. So they do while anything of ours is on its way.

A system adds its hook, its loop and what it knows of the window in front. How it sends is passed
in as :class:`Sends`; how it knows that something is on its way, it says in
:meth:`HeldKeys._is_out`.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from desktop.host.apps import rule_for
from desktop.host.base import Window
from desktop.host.keys import Insertion, Key, KeysListener, KeysOptions, Stroke
from desktop.host.watchdog import Watchdog

HANG_S = 0.5
"""A hold that nothing is heard of for longer is a hang: the keys go out, and the process ends."""
_HUNG = 3
"""The exit status of a process that its watchdog has ended."""


class Sends(Protocol):
    """What goes out, ours and the agent's own again, in the order of the calls."""

    def release(self) -> None:
        """Let go of all modifiers that are down."""

    def insert(self, insertion: Insertion, *, by_layout: bool = False) -> None:
        """See :meth:`desktop.host.keys.Keys.insert`; ``by_layout``: with keys only."""

    def replay(self, strokes: Iterable[Stroke]) -> None:
        """See :meth:`desktop.host.keys.Keys.replay`."""

    def again(self, stroke: Stroke) -> None:
        """Send a stroke of the agent's as it was."""

    def flush(self) -> None:
        """Hand all of it to the system; before that nothing is sent."""


class HeldKeys(ABC):
    """What of ``KeysHost`` (:mod:`desktop.host.base`) is the same wherever there is a hook.

    One thread uses it, the one on which the hook is called.
    """

    _sending: Sends

    def __init__(self, sending: Sends) -> None:
        """Keys that are kept while nothing is heard of the loop for ``HANG_S`` are let go."""
        self._sending = sending
        self._options = KeysOptions()
        self._listener: KeysListener | None = None
        self._window = Window()
        self._holding = False
        self._queue: deque[Stroke] = deque()
        """Kept from the application, and nobody asked about them yet."""
        self._kept: list[Stroke] = []
        """Kept because the machine said so; ours to let go."""
        self._watchdog = Watchdog(HANG_S, self._rescue)

    # --- what a system says ---

    @abstractmethod
    def _is_out(self) -> bool:
        """Is something that was sent still on its way, so that a key would overtake it?"""

    def _flush(self) -> None:
        """Hand what is to be sent to the system; overridden where keys come in meanwhile."""
        self._sending.flush()

    # --- what comes ---

    def on_click(self, at: float) -> None:
        """A mouse button was pressed; it is told in its place between the keys."""
        stroke = Stroke(Key.CLICK, at=at)
        if self._is_busy():
            self._queue.append(stroke)
        elif self._listener is not None:
            self._listener.on_stroke(stroke)

    def _is_busy(self) -> bool:
        """Do keys have to wait?"""
        return self._holding or bool(self._queue) or self._is_out()

    def _keeps(self, stroke: Stroke, *, composed: bool) -> bool:
        """Ask about a key that need not wait; True keeps it from the application.

        One that has ``composed`` is never kept: the application has the beginning of its sequence,
        and would be left waiting for the end.
        """
        if composed:
            stroke = Stroke(stroke.key, stroke.text, stroke.code, down=True, at=stroke.at)
        return self._listener is not None and self._ask(self._listener, stroke)

    def _ask(self, listener: KeysListener, stroke: Stroke) -> bool:
        if not stroke.held:
            listener.on_stroke(stroke)
            return False
        # Kept before anybody is asked: whatever the answer sets off finds it in its place.
        self._kept.append(stroke)
        if listener.on_stroke(stroke):
            return True
        self._kept.pop()
        return False

    def _hand_out(self) -> None:
        """Ask about what has queued up, one by one; what nobody wants goes to the application."""
        while self._queue and self._listener is not None:
            self._feed()
            stroke = self._queue.popleft()
            if stroke.key is Key.CLICK:
                self._listener.on_stroke(stroke)
            elif not self._ask(self._listener, stroke):
                self._sending.again(stroke)
            if not self._queue:
                self._flush()
        self._feed()

    # --- desktop.host.keys.Keys ---

    def hold(self) -> bool:
        """See :class:`desktop.host.keys.Keys`."""
        self._holding = True
        self._feed()
        return True

    def release(self) -> None:
        """See :class:`desktop.host.keys.Keys`."""
        kept, self._kept = self._kept, []
        for stroke in kept:
            self._feed()
            self._sending.again(stroke)
        self._flush()
        self._holding = False
        self._feed()

    def gather(self) -> Sequence[Stroke]:
        """See :class:`desktop.host.keys.Keys`."""
        self._holding = True
        self._feed()
        strokes = list(self._queue)
        self._queue.clear()
        self._kept += [stroke for stroke in strokes if stroke.key is not Key.CLICK]
        return strokes

    def clear(self) -> bool:
        """See :class:`desktop.host.keys.Keys`."""
        self._kept.clear()
        self._sending.release()
        return True

    def insert(self, insertion: Insertion) -> None:
        """See :class:`desktop.host.keys.Keys`."""
        self._sending.insert(insertion, by_layout=self._is_remote())

    def replay(self, strokes: Sequence[Stroke]) -> None:
        """See :class:`desktop.host.keys.Keys`."""
        self._sending.replay(strokes)

    def responds(self, window: Window, within: float) -> bool:  # noqa: ARG002 - Protocol
        """See :class:`desktop.host.keys.Keys`; nobody asks here yet."""
        return True

    def finish(self, *, hold: bool) -> None:
        """See :class:`desktop.host.keys.Keys`."""
        if not hold:
            self.release()  # nothing to let go after `clear`: it is the caller's
            return
        self._flush()
        self._feed()

    # --- beside them ---

    def find_caret(self, tell: Callable[[tuple[int, int] | None], None]) -> None:
        """These systems tell any process: :meth:`desktop.host.base.Windows.caret` asks them."""
        tell(None)

    # --- the end ---

    def _let_all_go(self) -> None:
        """What is still kept goes out, and nobody is asked any more."""
        self._listener = None
        self.release()
        while self._queue:  # more may come while it goes out
            queued, self._queue = self._queue, deque()
            for stroke in queued:
                self._sending.again(stroke)
            self._flush()

    def _feed(self) -> None:
        if self._holding or self._queue:
            self._watchdog.feed()
        else:
            self._watchdog.rest()

    def _rescue(self) -> None:
        """The loop hangs: let what was kept go, as it was typed, and end."""
        for stroke in (*self._kept, *self._queue):
            self._sending.again(stroke)
        self._sending.flush()
        os._exit(_HUNG)

    def _is_remote(self) -> bool:
        return rule_for(self._window.app, self._options.rules).remote
