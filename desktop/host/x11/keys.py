"""The agent's keyboard and ours on X11: follow by RECORD, freeze by a grab, type by XTEST.

How one expansion stays whole: at the match the keyboard is frozen (``XGrabKeyboard``,
synchronous), so further keys wait in the server, and would reach the application by themselves
if this process died. When the text is known the server itself is grabbed, a fence in the record
stream tells what has been typed to the last key, the frozen keys are taken over, and one burst
erases, types and replays. A paste sends its keys in such a burst and freezes again until the
target has fetched the text.

Known limit: between taking the frozen keys over and the end of a burst (a few milliseconds) a
key of a *physical* keyboard can still get between; the server's grab keeps back other programs
only. It can't be shown on a virtual server.
"""

from __future__ import annotations

import select
import signal
from collections import Counter, deque
from collections.abc import Sequence

from Xlib import X
from Xlib import display as xdisplay
from Xlib.error import ConnectionClosedError
from Xlib.ext import xtest

from desktop.host.base import (
    Insertion,
    KeysListener,
    KeysOptions,
    Newline,
    PasteWay,
    Stroke,
    Window,
)
from desktop.host.x11.hotkeys import Hotkeys
from desktop.host.x11.record import DeviceEvent, Item, MappingChange, Recording
from desktop.host.x11.selections import CLIPBOARD, PRIMARY, Saved, Selections
from desktop.host.x11.strokes import Strokes
from desktop.host.x11.windows import ROOT_MASK, active_window, is_window_change, read_window
from desktop.host.x11.xkb import LOCK, NUM, KeyPress, Layout

_SET_ASIDE_S = 0.25
"""How long the clipboard's owner may take to hand over, within the half second of a match."""
_WATCHDOG_S = 1.0
"""A burst or hold that lasts longer is a hang: the process ends, and the server lets go."""
_GROUPS = 0x6000


class X11Keys:
    """``Keys`` of :mod:`desktop.host.base`, and the loop around it; one thread."""

    def __init__(self, display_name: str) -> None:
        """Connect.

        Raises:
            UserError: there is no X server, or it lacks an extension.
        """
        self._control = xdisplay.Display(display_name)
        self._layout = Layout(display_name)
        self._strokes = Strokes(self._layout, self._read_modifiers())
        self._hotkeys = Hotkeys(self._control, self._layout)
        self._selections = Selections(display_name, self._on_taken)
        self._root = self._control.screen().root
        self._root.change_attributes(event_mask=ROOT_MASK)
        self._grabber = self._root.create_window(
            -1, -1, 1, 1, 0, 0, X.InputOnly, X.CopyFromParent, override_redirect=True
        )
        self._grabber.map()
        self._record = Recording(display_name, self._control)
        self._listener: KeysListener | None = None
        self._queue: deque[Stroke] = deque()
        self._frozen = False
        self._bursting = False
        self._stale_layout = False
        self._focus = 0
        self._window = Window()
        self._saved: Saved | None = None
        self._expected: Counter[tuple[int, int]] = Counter()
        self._agent_down: list[int] = []
        """Modifier keys at the last stroke that was handed out."""
        self._replay_down: list[int] = []
        """Modifier keys at the place that the replay has come to."""
        self._pressed: set[int] = set()
        signal.signal(signal.SIGALRM, signal.SIG_DFL)

    # --- the loop ---

    def listen(self, listener: KeysListener) -> None:
        """Tell ``listener`` of everything from now on."""
        self._listener = listener
        self._window = self._read_window()
        listener.on_window(self._window)
        listener.on_state(can_type=True, reason="")

    def configure(self, options: KeysOptions) -> None:
        """Take the hotkeys."""
        refused = self._hotkeys.take(options.hotkeys)
        if self._listener is not None:
            for name, reason in refused.items():
                self._listener.on_refused(name, reason)

    def wait(self, other: int, timeout: float | None) -> bool:
        """Deal with what comes for at most ``timeout`` seconds; True when ``other`` is readable.

        Raises:
            ConnectionError: the X server is gone.
        """
        try:
            self._control.flush()
            sources = [other, self._record, self._control, self._selections]
            if self._queue or self._control.pending_events():
                timeout = 0.0
            readable, _, _ = select.select(sources, [], [], timeout)
            self._handle_control()
            if self._record in readable:
                self._take_in(self._record.read())
            self._selections.handle()
            self._hand_out()
            return other in readable
        except ConnectionClosedError as error:
            raise ConnectionError("the X server is gone") from error

    def close(self) -> None:
        """Let go of everything; a clipboard manager takes over what we had set aside."""
        self._record.close()
        try:
            self._selections.close()
            self._control.close()
        except ConnectionClosedError:
            pass
        self._layout.close()

    def _hand_out(self) -> None:
        while self._queue and self._listener is not None:
            stroke = self._queue.popleft()
            self._note(self._agent_down, stroke)
            self._listener.on_stroke(stroke)

    def _handle_control(self) -> None:
        changed = False
        while self._control.pending_events():
            event = self._control.next_event()
            if event.type == X.MappingNotify:
                # The override from the record stream knows single keys better.
                self._stale_layout = self._stale_layout or event.count > 1
            elif event.type == X.KeyPress and event.window == self._root:
                name = self._hotkeys.name_of(event)
                if name is not None and self._listener is not None:
                    self._listener.on_hotkey(name)
            elif is_window_change(self._control, event):
                changed = True
        if self._stale_layout and not self._frozen:
            self._stale_layout = False
            self._layout.reload()
            self._strokes.modifiers = self._read_modifiers()
        if changed:
            self._window = self._read_window()
            if self._listener is not None:
                self._listener.on_window(self._window)

    def _take_in(self, items: Sequence[Item]) -> None:
        for item in items:
            if isinstance(item, MappingChange):
                self._layout.override(item.first, item.symbols)
            elif isinstance(item, DeviceEvent):
                self._take_in_event(item)

    def _take_in_event(self, event: DeviceEvent) -> None:
        own = (event.type, event.code)
        if self._expected[own] > 0:
            self._expected[own] -= 1
            return
        stroke = self._strokes.of(event, held=self._frozen)
        if stroke is not None:
            self._queue.append(stroke)

    def _note(self, down: list[int], stroke: Stroke) -> None:
        """Follow which modifier keys are down at a place in the order of strokes."""
        if not self._is_held_modifier(stroke.code):
            return
        if stroke.down and stroke.code not in down:
            down.append(stroke.code)
        elif not stroke.down and stroke.code in down:
            down.remove(stroke.code)

    def _on_taken(self) -> None:
        if self._listener is not None:
            self._listener.on_taken()

    def _read_modifiers(self) -> dict[int, int]:
        rows = self._control.get_modifier_mapping()
        return {code: 1 << place for place, row in enumerate(rows) for code in row if code}

    def _is_held_modifier(self, code: int) -> bool:
        # Caps Lock and Num Lock are locks, not held: they are left alone.
        return self._strokes.modifiers.get(code, LOCK) not in {LOCK, NUM}

    # --- desktop.host.base.Keys ---

    def hold(self) -> bool:
        """See :class:`desktop.host.base.Keys`."""
        self._focus = self._focused()
        self._replay_down = list(self._agent_down)
        self._watch()
        return self._freeze()

    def release(self) -> None:
        """See :class:`desktop.host.base.Keys`."""
        self._thaw()
        self._take_in(self._record.fence())
        self._queue = deque(_delivered(stroke) for stroke in self._queue)
        signal.setitimer(signal.ITIMER_REAL, 0)

    def gather(self) -> Sequence[Stroke]:
        """See :class:`desktop.host.base.Keys`."""
        self._watch()
        self._bursting = True
        self._control.grab_server()
        self._take_in(self._record.fence())
        strokes = list(self._queue)
        self._queue.clear()
        for stroke in strokes:
            self._note(self._agent_down, stroke)
        return strokes

    def clear(self) -> bool:
        """See :class:`desktop.host.base.Keys`."""
        if self._frozen:
            # What was frozen goes to our own window, and is thrown away there.
            self._control.allow_events(X.AsyncKeyboard, X.CurrentTime)
            self._thaw()
        down = self._down()
        for code in down:
            self._send(X.KeyRelease, code)
        if down:
            self._take_in(self._record.fence())
            down = self._down()
        self._pressed.clear()
        return not down

    def insert(self, insertion: Insertion) -> None:
        """See :class:`desktop.host.base.Keys`."""
        for _ in range(insertion.erase):
            self._tap(KeyPress(self._layout.backspace))
        if insertion.paste is not None:
            self._tap(self._paste_keys(insertion.paste))
        keys = self._keys()
        shift = (self._layout.shift,) if insertion.newline is Newline.SHIFT_ENTER else ()
        enter = KeyPress(self._layout.enter, shift)
        tab = KeyPress(self._layout.tab)
        for char in insertion.text:
            self._tap(enter if char == "\n" else tab if char == "\t" else keys[char])
        for _ in range(insertion.left):
            self._tap(KeyPress(self._layout.left))
        self._set_modifiers(())

    def replay(self, strokes: Sequence[Stroke]) -> None:
        """See :class:`desktop.host.base.Keys`."""
        self._set_modifiers(tuple(self._replay_down))
        for stroke in strokes:
            if not stroke.code:
                continue
            self._note(self._replay_down, stroke)
            self._send(X.KeyPress if stroke.down else X.KeyRelease, stroke.code)
            if self._is_held_modifier(stroke.code):
                (self._pressed.add if stroke.down else self._pressed.discard)(stroke.code)

    def finish(self, *, hold: bool) -> None:
        """See :class:`desktop.host.base.Keys`."""
        if hold:
            self._freeze()
        else:
            self._thaw()
            self._take_in(self._record.fence())
            self._expected.clear()
        self._bursting = False
        self._control.ungrab_server()
        self._control.flush()
        signal.setitimer(signal.ITIMER_REAL, _WATCHDOG_S if hold else 0)
        if not hold:
            self._queue = deque(_delivered(stroke) for stroke in self._queue)

    def can_type(self, text: str) -> bool:
        """See :class:`desktop.host.base.Keys`."""
        return self._keys().keys() >= set(text)

    def offer(self, text: str, window: Window, way: PasteWay) -> bool:
        """See :class:`desktop.host.base.Keys`."""
        which = [CLIPBOARD, PRIMARY] if way is PasteWay.SHIFT_INSERT else [CLIPBOARD]
        if self._saved is not None:
            self.withdraw()
        self._saved = self._selections.set_aside(which, _SET_ASIDE_S)
        if self._saved is None:
            return False
        if not self._selections.offer(text, window.id, which):
            self._saved = None
            return False
        return True

    def withdraw(self) -> None:
        """See :class:`desktop.host.base.Keys`."""
        saved, self._saved = self._saved, None
        if saved is not None:
            self._selections.restore(saved)

    def window(self) -> Window:
        """See :class:`desktop.host.base.Keys`.

        Within a burst the window manager can't have spoken yet, so the focus counts too.
        """
        if self._bursting and self._focused() != self._focus:
            return Window(id=-1)
        if active_window(self._control) != self._window.id:
            self._window = self._read_window()
        return self._window

    # --- small things ---

    def _freeze(self) -> bool:
        """Freeze the keyboard; strokes up to this very moment have been delivered."""
        if not self._bursting:
            self._control.grab_server()
        self._record.mark()
        status = self._grabber.grab_keyboard(
            owner_events=False,
            pointer_mode=X.GrabModeAsync,
            keyboard_mode=X.GrabModeSync,
            time=X.CurrentTime,
        )
        self._take_in(self._record.until_mark())
        self._expected.clear()
        self._frozen = status == X.GrabSuccess
        if not self._bursting:
            self._control.ungrab_server()
            self._control.flush()
        return self._frozen

    def _thaw(self) -> None:
        if self._frozen:
            self._frozen = False
            self._control.ungrab_keyboard(X.CurrentTime)

    def _watch(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, _WATCHDOG_S)

    def _focused(self) -> int:
        focus = self._control.get_input_focus().focus
        return focus if isinstance(focus, int) else int(focus.id)

    def _read_window(self) -> Window:
        return read_window(self._control, active_window(self._control))

    def _down(self) -> list[int]:
        bits = self._control.query_keymap()
        return [8 * byte + bit for byte in range(32) for bit in range(8) if bits[byte] >> bit & 1]

    def _keys(self) -> dict[str, KeyPress]:
        mask = self._root.query_pointer().mask
        return self._layout.keys_for(mask & (LOCK | NUM), (mask & _GROUPS) >> 13)

    def _paste_keys(self, way: PasteWay) -> KeyPress:
        layout = self._layout
        if way is PasteWay.SHIFT_INSERT:
            return KeyPress(layout.insert, (layout.shift,))
        if way is PasteWay.CTRL_SHIFT_V:
            return KeyPress(layout.v, (layout.control, layout.shift))
        return KeyPress(layout.v, (layout.control,))

    def _tap(self, key: KeyPress) -> None:
        self._set_modifiers(key.modifiers)
        self._send(X.KeyPress, key.code)
        self._send(X.KeyRelease, key.code)

    def _set_modifiers(self, wanted: tuple[int, ...]) -> None:
        for code in self._pressed.difference(wanted):
            self._send(X.KeyRelease, code)
        for code in wanted:
            if code not in self._pressed:
                self._send(X.KeyPress, code)
        self._pressed = set(wanted)

    def _send(self, kind: int, code: int) -> None:
        self._expected[kind, code] += 1
        xtest.fake_input(self._control, kind, code)


def _delivered(stroke: Stroke) -> Stroke:
    if not stroke.held:
        return stroke
    return Stroke(stroke.key, stroke.text, stroke.code, stroke.down, held=False, at=stroke.at)
