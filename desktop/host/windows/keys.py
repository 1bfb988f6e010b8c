"""The agent's keyboard and ours on Windows, in the keyboard process.

Every key passes the hook before any application sees it, and may have to wait there
(:mod:`desktop.host.held_keys`). What is sent, ours and the agent's, is one batch in one call
(:mod:`desktop.host.windows.sending`), and the hook is called for keys that come in meanwhile.
"""

from __future__ import annotations

import ctypes
import math
import os
import sys
import time
from collections.abc import Sequence
from ctypes import wintypes

from desktop.host.apps import rule_for
from desktop.host.base import PLAIN, PasteWay, Rich, Window
from desktop.host.held_keys import HeldKeys
from desktop.host.keys import Key, KeysListener, KeysOptions
from desktop.host.windows import codes
from desktop.host.windows.sending import Sending, Sent
from desktop.host.windows.strokes import Event, Strokes

assert sys.platform == "win32"  # says it to mypy

from desktop.host.windows import front, session
from desktop.host.windows.api import Input, WinEventProcedure, kernel32, user32
from desktop.host.windows.clipboard_thread import ClipboardThread
from desktop.host.windows.focused_field import FocusedField
from desktop.host.windows.hook import TAG, Hook, is_fake_control
from desktop.host.windows.layout import Layout
from desktop.host.windows.message_window import MessageWindow
from desktop.host.windows.session import SessionEar
from desktop.host.windows.taken_hotkeys import TakenHotkeys

_WATCHED_S = 0.15
"""While keys are kept the loop shows at least so often that it lives."""
_ALL_INPUT, _INPUT_AVAILABLE, _FOREVER = 0x4FF, 0x4, 0xFFFFFFFF
_EVENT_FOREGROUND = 3
_REMOVE = 1
_WM_INPUT, _WM_HOTKEY = 0xFF, 0x0312
_SIGNALLED = 0
_SENT_MESSAGE = 0x40
_WM_TAKEN = 0x8001
_SET_ASIDE_S, _SET_ASIDE_BY_S = 0.25, 0.45
"""How long the clipboard's owner may take to hand over: at least, and from the match on, within
its half second."""
_MOVE_FOCUS = frozenset((Key.TAB, Key.ENTER, Key.CARET))
"""What may lead to another field of the same window."""
_ELEVATED = (
    "The window in front runs as administrator, and Windows lets nobody else type there: "
    "use the palette and copy the text."
)


class WindowsKeys(HeldKeys):
    """``KeysHost`` of :mod:`desktop.host.base`; one thread."""

    in_order = True
    _sending: Sending

    def __init__(self) -> None:
        """Set the hook.

        Raises:
            UserError: the system refuses it.
        """
        self._layout = Layout()
        self._hotkeys = TakenHotkeys(self._layout)
        self._strokes = Strokes(self._layout, self._hotkeys.takes)
        super().__init__(Sending(self._send, self._layout))
        self._held_at = 0.0
        self._sending_now = False
        self._focused = FocusedField()
        self._secret = False
        self._clipboard: ClipboardThread | None = None
        self._offers = 0
        self._thread = kernel32.GetCurrentThreadId()
        self._state: tuple[bool, str] | None = None
        self._messages = MessageWindow({session.MESSAGE: self._on_session}, hears_all=True)
        self._session = SessionEar(self._messages.handle)
        self._hook = Hook(self._on_key, self.on_click, self._feed)
        self._hook.hear_devices(self._messages.handle)
        self._on_event = WinEventProcedure(lambda *_: None)  # it wakes us; we look ourselves
        self._front_hook = user32.SetWinEventHook(
            _EVENT_FOREGROUND, _EVENT_FOREGROUND, None, self._on_event, 0, 0, 0
        )
        self._reset()

    # --- the loop ---

    def listen(self, listener: KeysListener) -> None:
        """Tell ``listener`` of everything from now on."""
        self._listener = listener
        self._window = front.read_window(front.foreground())
        listener.on_window(self._window)
        self._look_at_front(front.foreground(), anew=True)

    def configure(self, options: KeysOptions) -> None:
        """Take the hotkeys; remember which windows want keys of the layout only."""
        self._options = options
        for name, reason in self._hotkeys.take(options.hotkeys).items():
            if self._listener is not None:
                self._listener.on_refused(name, reason)

    def wait(self, other: int, timeout: float | None) -> bool:
        """Deal with what comes for at most ``timeout`` seconds; True when ``other`` is readable."""
        self._feed()
        if self._holding:
            timeout = _WATCHED_S if timeout is None else min(timeout, _WATCHED_S)
        ms = _FOREVER if timeout is None else math.ceil(timeout * 1000)
        handles = (wintypes.HANDLE * 1)(other)
        user32.MsgWaitForMultipleObjectsEx(
            1, handles, 0 if self._queue else ms, _ALL_INPUT, _INPUT_AVAILABLE
        )
        self._feed()
        self._hook.look_at_devices()
        self._pump()
        if self._hook.fault is not None:
            raise self._hook.fault
        if self._hook.is_gone():
            self._hook.renew()
            self._reset()
            self.on_click(0.0)  # what was typed meanwhile nobody knows
        self._look_at_front(front.foreground())
        self._hand_out()
        return bool(kernel32.WaitForSingleObject(other, 0) == _SIGNALLED)

    def close(self) -> None:
        """Let go of everything; what is still kept goes out first, and nobody is asked any more."""
        self._let_all_go()
        self._hook.close()
        self._pump()  # a key that was asked about just before waits for our answer
        user32.UnhookWinEvent(self._front_hook)
        self._hotkeys.take({})
        if self._clipboard is not None:
            self._clipboard.close()
        self._session.close()
        self._messages.close()
        self._focused.close()
        self._watchdog.close()

    def _pump(self) -> None:
        message = wintypes.MSG()
        while user32.PeekMessageW(ctypes.byref(message), None, 0, 0, _REMOVE):
            if message.message == _WM_HOTKEY:
                name = self._hotkeys.name_of(message.wParam)
                if name is not None and self._listener is not None:
                    self._look_at_front(front.foreground())
                    self._listener.on_hotkey(name)
                continue
            if message.message == _WM_TAKEN and not message.hWnd:
                if message.wParam == self._offers and self._listener is not None:
                    self._listener.on_taken()
                continue
            if message.message == _WM_INPUT:
                self._hook.look_at_one(message.lParam)
            user32.DispatchMessageW(ctypes.byref(message))

    # --- what comes ---

    def _on_key(self, event: Event) -> bool:
        """A key of the agent's, before the application sees it; True keeps it."""
        busy = self._is_busy()
        if event.down and not busy:
            self._look_at_front(front.foreground())
        stroke = self._strokes.of(event, held=True)
        if event.down and stroke.key in _MOVE_FOCUS:
            self._focused.stir()
        if busy:
            if not is_fake_control(event.code):  # it comes by itself with the AltGr that is sent
                self._queue.append(stroke)
            return True
        if self._keeps(stroke, composed=self._strokes.composed):
            return True
        self._sending.passed(event.code, down=event.down)
        return False

    def on_click(self, at: float) -> None:
        """See :class:`desktop.host.held_keys.HeldKeys`."""
        self._focused.stir()
        super().on_click(at)

    def _look_at_front(self, window: int, *, anew: bool = False) -> None:
        """Which window and field have the keyboard, and with which layout."""
        listener = self._listener
        if listener is None:
            return
        thread, _ = front.thread_of(window)
        field, its_thread = front.focused(thread)
        self._layout.use(its_thread)
        if window != self._window.id or anew:
            self._window = front.read_window(window)
            self._strokes.forget()
            if not self._holding and not self._queue:
                self._reset()
            listener.on_window(self._window)
            self._say_state(listener)
        secret = self._focused.is_secret(field, self._window, self._options)
        if secret is not self._secret:
            self._secret = secret
            listener.on_secret(secret=secret)

    def _say_state(self, listener: KeysListener) -> None:
        ours = front.is_elevated(os.getpid())
        elevated = not ours and bool(self._window.pid) and front.is_elevated(self._window.pid)
        state = (False, _ELEVATED) if elevated else (True, "")
        if state != self._state:
            self._state = state
            listener.on_state(can_type=state[0], reason=state[1])

    def _on_session(self, change: int, _: int) -> int:
        """The session was locked or unlocked: what is held goes its way, and ups went unseen."""
        if change in {session.LOCKED, session.UNLOCKED}:
            if not self._holding and not self._queue:
                self._reset()
            self.on_click(0.0)  # the caret is lost, and with it an expansion under way
        return 0

    def _reset(self) -> None:
        """Keys that went up where we could not see it (a lock screen) are not down."""
        down = [key for key in codes.HELD_MODIFIERS if user32.GetAsyncKeyState(key) & 0x8000]
        locks = [key for key in codes.LOCKS if user32.GetKeyState(key) & 1]
        self._strokes.reset(down, locks)
        self._sending.down = set(down)
        self._sending.agent_down = [codes.key(one) for one in down]

    # --- desktop.host.keys.Keys ---

    def hold(self) -> bool:
        """See :class:`desktop.host.keys.Keys`."""
        self._held_at = time.monotonic()
        return super().hold()

    def finish(self, *, hold: bool) -> None:
        """See :class:`desktop.host.keys.Keys`."""
        super().finish(hold=hold)
        if hold:
            self._held_at = time.monotonic()

    def can_type(self, text: str) -> bool:
        """See :class:`desktop.host.keys.Keys`; where characters may be sent, all can be."""
        return not self._is_remote() or self._sending.can_type(text)

    def offer(
        self,
        text: str,
        window: Window,
        way: PasteWay,  # noqa: ARG002 - Protocol
        rich: Rich = PLAIN,
    ) -> bool:
        """See :class:`desktop.host.keys.Keys`; waits, and keys queue up meanwhile."""
        if self._clipboard is None:
            self._clipboard = ClipboardThread()
        clipboard, thread = self._clipboard, self._thread
        self._offers += 1
        number = self._offers
        fetches = rule_for(window.app, self._options.rules).fetches

        def taken() -> None:
            user32.PostThreadMessageW(thread, _WM_TAKEN, number, 0)

        done = clipboard.do(lambda: clipboard.offer(text, window, fetches, taken, rich))
        event = kernel32.CreateEventW(None, 1, 0, None)
        done.add_done_callback(lambda _: kernel32.SetEvent(event))
        left = self._held_at + _SET_ASIDE_BY_S - time.monotonic()
        self._wait_for(event, max(_SET_ASIDE_S, left))
        if done.done():
            kernel32.CloseHandle(event)
            return done.exception() is None
        if not done.cancel():
            clipboard.do(clipboard.withdraw)  # it is at work, and will put it there after all
        return False

    def withdraw(self) -> None:
        """See :class:`desktop.host.keys.Keys`."""
        if self._clipboard is not None:
            self._clipboard.do(self._clipboard.withdraw)

    def window(self) -> Window:
        """See :class:`desktop.host.keys.Keys`."""
        found = front.foreground()
        return self._window if found == self._window.id else front.read_window(found)

    def title(self) -> str:
        """See :class:`desktop.host.keys.Keys`."""
        return front.read_window(front.foreground()).title

    # --- small things ---

    def _wait_for(self, event: int, seconds: float) -> None:
        """Wait for an event of the system's while the hook goes on being called."""
        until = time.monotonic() + seconds
        handles, message = (wintypes.HANDLE * 1)(event), wintypes.MSG()
        while (left := until - time.monotonic()) > 0:
            self._feed()
            ms = math.ceil(min(left, _WATCHED_S) * 1000)
            if user32.MsgWaitForMultipleObjectsEx(1, handles, ms, _SENT_MESSAGE, 0) == _SIGNALLED:
                return
            # Calls of the hook come with any look at the messages; those stay where they are.
            user32.PeekMessageW(ctypes.byref(message), None, _WM_TAKEN, _WM_TAKEN, 0)

    def _is_out(self) -> bool:
        return self._sending_now

    def _flush(self) -> None:
        self._sending_now = True
        try:
            self._sending.flush()
        finally:
            self._sending_now = False

    def _send(self, batch: Sequence[Sent]) -> None:
        inputs = (Input * len(batch))()
        for one, sent in zip(inputs, batch, strict=True):
            one.type = 1
            one.keyboard.key, one.keyboard.scan = sent.key, sent.scan
            one.keyboard.flags, one.keyboard.extra = sent.flags, TAG
        # The hook is called for each before this returns, and by that feeds the watchdog.
        user32.SendInput(len(batch), inputs, ctypes.sizeof(Input))
