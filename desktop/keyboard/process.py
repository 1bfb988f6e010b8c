"""The keyboard process itself: a pipe to the application, the system's keys, and the machine.

It ends when the pipe does. Everything that it is told comes by the pipe; it writes nothing to
disk and logs nothing but its own faults, by kind.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import msgspec

from desktop.core.clock import SystemClock
from desktop.core.results import UserError
from desktop.core.triggerfile import read_index
from desktop.host.apps import is_shell
from desktop.host.base import AppRule, Window
from desktop.host.keys import KeysHost, KeysOptions, Pipe, Stroke
from desktop.keyboard import messages
from desktop.keyboard.twice import Twice, recognisers
from desktop.keyboard.typing import Typing

_REST_S = 5.0
"""So long after the last key the garbage collector runs; it is off otherwise."""
_MOST_WAITING = 1 << 20
"""Bytes for an application that has stopped reading; more are dropped with it."""


class KeyboardProcess:
    """See the module."""

    def __init__(self, keys: KeysHost, pipe: Pipe) -> None:
        """``pipe`` leads to the application."""
        self._keys = keys
        self._pipe = pipe
        self._clock = SystemClock()
        self._in = b""
        self._out = b""
        self._over = False
        self._window = Window()
        self._front = ""
        self._own: Sequence[int] | None = None
        """None until it is known which windows are Deskhand's."""
        self._twice: Sequence[tuple[str, Twice]] = ()
        self._typing = Typing(keys, self._clock, self._tell)
        self._rests_at: float | None = None
        """When the garbage collector is due; None when there was no key since it ran."""

    def run(self) -> int:
        """Until the pipe ends or the screen is gone; the exit status."""
        gc.collect()
        gc.freeze()
        gc.disable()
        self._tell(messages.Ready(os.getpid()))
        self._keys.listen(self)
        status = 0
        try:
            while not self._over:
                if self._keys.wait(self._pipe.readable, self._timeout()):
                    self._read()
                self._typing.tick()
                self._write()
                self._rest()
        except ConnectionError:
            self._tell(messages.State(can_type=False, reason="The connection to the screen broke."))
            self._write()
            status = 1
        self._keys.close()
        return status

    def _rest(self) -> None:
        due = self._rests_at
        if due is not None and self._typing.deadline() is None and self._clock.monotonic() >= due:
            gc.collect()
            self._rests_at = None

    def _timeout(self) -> float | None:
        """Seconds until there is something to do by itself; None: nothing, so nothing wakes it."""
        if self._out:
            return 0.02
        deadline = self._typing.deadline() or self._rests_at
        return None if deadline is None else max(0.0, deadline - self._clock.monotonic())

    # --- KeysListener ---

    def on_stroke(self, stroke: Stroke) -> bool:
        """See :class:`desktop.host.keys.KeysListener`."""
        self._rests_at = self._clock.monotonic() + _REST_S
        for name, twice in self._twice:
            if twice.feed(stroke):
                self.on_hotkey(name)
        return self._typing.on_stroke(stroke)

    def on_window(self, window: Window) -> None:
        """See :class:`desktop.host.keys.KeysListener`."""
        self._typing.on_window(window)
        self._window = window
        self._tell_front()

    def _tell_front(self) -> None:
        window = self._window
        if self._own is None or window.pid in self._own:
            return
        named = window.app and window.app != self._front
        if named and not is_shell(window.app):
            self._front = window.app
            self._tell(messages.Front(window.app))

    def on_secret(self, *, secret: bool) -> None:
        """See :class:`desktop.host.keys.KeysListener`."""
        self._typing.on_secret(secret=secret)

    def on_fetching(self) -> None:
        """See :class:`desktop.host.keys.KeysListener`."""
        self._typing.on_fetching()

    def on_taken(self) -> None:
        """See :class:`desktop.host.keys.KeysListener`."""
        self._typing.on_taken()

    def on_hotkey(self, name: str) -> None:
        """See :class:`desktop.host.keys.KeysListener`."""
        window = self._keys.window()
        self._tell(messages.Hotkey(name, window.id, window.app, window.title))

    def on_refused(self, name: str, reason: str) -> None:
        """See :class:`desktop.host.keys.KeysListener`."""
        self._tell(messages.Refused(name, reason))

    def on_state(self, *, can_type: bool, reason: str) -> None:
        """See :class:`desktop.host.keys.KeysListener`."""
        self._tell(messages.State(can_type, reason))

    # --- the pipe ---

    def _tell(self, message: messages.FromKeyboard) -> None:
        if len(self._out) < _MOST_WAITING:
            self._out += messages.frame(message)
        self._write()

    def _write(self) -> None:
        while self._out:
            try:
                written = self._pipe.write(self._out)
            except OSError:
                self._out, self._over = b"", True
                return
            if not written:
                return
            self._out = self._out[written:]

    def _read(self) -> None:
        data = self._pipe.read()
        if data is None:
            return
        if not data:
            self._over = True
            return
        self._in += data
        while len(self._in) >= 4:
            size = int.from_bytes(self._in[:4], "big")
            if size > messages.MOST:
                self._over = True
                return
            if len(self._in) < 4 + size:
                return
            body, self._in = self._in[4 : 4 + size], self._in[4 + size :]
            try:
                self._obey(messages.decode_from_application(body))
            except msgspec.DecodeError:
                self._over = True

    def _obey(self, message: messages.FromApplication) -> None:
        match message:
            case messages.Expand():
                self._typing.expand(message)
            case messages.Decline(serial=serial):
                self._typing.decline(serial)
            case messages.Park(serial=serial):
                self._typing.park(serial)
            case messages.Insert():
                self._typing.insert(message)
            case messages.TakeBack(serial=serial):
                self._typing.take_back(serial)
            case messages.FindCaret(ticket=ticket):
                self._keys.find_caret(lambda place: self._tell(messages.Caret(ticket, place)))
            case messages.Quit():
                self._over = True
            case _:
                self._take_setting(message)

    def _take_setting(
        self,
        message: messages.Load
        | messages.Configure
        | messages.Pause
        | messages.Own
        | messages.Suggest,
    ) -> None:
        """Take what holds until another comes."""
        match message:
            case messages.Load(path=path):
                self._load(Path(path))
            case messages.Configure():
                options = _options(message)
                self._own = options.own_pids
                self._twice = recognisers(message.twice)
                self._typing.configure(options)
                self._keys.configure(options)
                self._tell_front()
            case messages.Pause(on=on):
                self._typing.pause(on=on)
            case messages.Own(on=on):
                self._typing.want_own(on=on)
            case messages.Suggest():
                self._typing.suggest(message)

    def _load(self, path: Path) -> None:
        begun = time.perf_counter()
        try:
            index = read_index(path)
        except (OSError, ValueError, UserError):
            self._tell(messages.Loaded("", 0, 0.0, ["The list of triggers could not be read."]))
            return
        problems = self._typing.load(index)
        gc.collect()
        gc.freeze()
        ms = (time.perf_counter() - begun) * 1000
        self._tell(messages.Loaded(index.library, index.triggers, ms, problems))


def _options(message: messages.Configure) -> KeysOptions:
    known = {one.name for one in fields(AppRule)}
    rules = {
        app: msgspec.convert({key: value for key, value in rule.items() if key in known}, AppRule)
        for app, rule in message.rules.items()
    }
    return KeysOptions(
        hotkeys=message.hotkeys,
        excluded=message.excluded,
        rules=rules,
        paste_over=message.paste_over,
        undo_backspace=message.undo_backspace,
        own_pids=message.own_pids,
    )


def main() -> int:
    """Run on this system's keys, with standard input and output as the pipe."""
    from desktop.host.choose import keys_host, pipe

    # Whatever prints must not get into the frames.
    writing = os.dup(1)
    os.dup2(2, 1)
    try:
        keys = keys_host()
    except UserError as error:
        os.write(writing, messages.frame(messages.State(can_type=False, reason=error.problem.what)))
        return 1
    return KeyboardProcess(keys, pipe(0, writing)).run()


if __name__ == "__main__":
    sys.exit(main())
