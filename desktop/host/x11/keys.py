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

import functools
import os
import select
import signal
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from Xlib import X, ext
from Xlib import display as xdisplay
from Xlib.error import ConnectionClosedError, DisplayError, XauthError, XError, XNoAuthError

from desktop.core.results import UserError
from desktop.host.base import PLAIN, PasteWay, Rich, Window
from desktop.host.keys import Insertion, KeysListener, KeysOptions, Stroke
from desktop.host.x11.hotkeys import Hotkeys
from desktop.host.x11.record import DeviceEvent, Item, MappingChange, Recording, split_at
from desktop.host.x11.selections import CLIPBOARD, PRIMARY, Saved, Selections
from desktop.host.x11.sending import Sending
from desktop.host.x11.strokes import Strokes
from desktop.host.x11.windows import (
    ROOT_MASK,
    active_window,
    box_of,
    focused_window,
    is_window_change,
    read_window,
)
from desktop.host.x11.xkb import Layout

if TYPE_CHECKING:
    from desktop.host.x11.focused_field import FocusedField
    from desktop.host.x11.ping import Ping

_SET_ASIDE_S = 0.25
"""How long the clipboard's owner may take to hand over, within the half second of a match."""
_WATCHDOG_S = 1.0
"""A burst, or a step of the loop while the keys are held, that lasts longer is a hang: the process
ends by this alarm, and the server lets go. Long enough for a machine that is short of breath."""

_ELSEWHERE = -1
"""Of the focus: another window has it already, and the window manager has still to say so."""

_UNKNOWN = Window(id=-1)
"""Was in front for a while, and is gone again by the time that we hear of it."""

_EXTENSIONS = {"ge", "record", "res", "xfixes", "xtest"}
"""Of python-xlib's modules for X extensions those that are used here."""

P = ParamSpec("P")
R = TypeVar("R")


def _with_server(
    method: Callable[Concatenate[X11Keys, P], R],
) -> Callable[Concatenate[X11Keys, P], R]:
    """Speak of a lost connection as everybody does: python-xlib's own error is no OSError."""

    @functools.wraps(method)
    def call(self: X11Keys, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(self, *args, **kwargs)
        except ConnectionClosedError as error:
            raise ConnectionError("the X server is gone") from error

    return call


class X11Keys:
    """``Keys`` of :mod:`desktop.host.base`, and the loop around it; one thread."""

    in_order = False
    """GTK's ask for it and go on with the next key."""

    def __init__(self, display_name: str) -> None:
        """Connect.

        Raises:
            UserError: there is no X server, or it lacks an extension.
        """
        # Each connection would load them all, with 1 MB of descriptions.
        ext.__extensions__[:] = [one for one in ext.__extensions__ if one[1] in _EXTENSIONS]
        try:
            self._control = xdisplay.Display(display_name)
        except (DisplayError, XauthError, XNoAuthError, ConnectionClosedError, OSError) as error:
            raise UserError(
                "Deskhand can't reach the screen", todo="Start it within a desktop"
            ) from error
        self.errors = 0
        """Errors that the server has sent: nearly always of windows that were just closed."""
        self._control.set_error_handler(self._on_error)
        self._layout = Layout(display_name)
        self._hotkeys = Hotkeys(self._control, self._layout)
        self._strokes = Strokes(self._layout, self._read_modifiers(), self._hotkeys.takes)
        self._sending = Sending(self._control, self._layout, self._strokes)
        self._selections = Selections(display_name, self._on_taken, self._on_fetching)
        self._root = self._control.screen().root
        self._root.change_attributes(event_mask=ROOT_MASK)
        self._grabber = self._root.create_window(
            -1, -1, 1, 1, 0, 0, X.InputOnly, X.CopyFromParent, override_redirect=True
        )
        self._grabber.map()
        self._record = Recording(display_name, self._control)
        self._field: FocusedField | None = None
        self._ping: Ping | None = None
        self._listener: KeysListener | None = None
        self._queue: deque[Stroke] = deque()
        self._frozen = False
        self._bursting = False
        self._stale_layout = False
        self._focus = 0
        self._window = Window()
        self._saved: Saved | None = None
        self._agent_down: list[int] = []
        """Modifier keys at the last stroke that was handed out."""
        self._wanted_hotkeys: dict[str, str] = {}
        signal.signal(signal.SIGALRM, signal.SIG_DFL)

    # --- the loop ---

    @_with_server
    def listen(self, listener: KeysListener) -> None:
        """Tell ``listener`` of everything from now on."""
        self._listener = listener
        self._window = self._read_window()
        listener.on_window(self._window)
        listener.on_state(can_type=True, reason="")
        from desktop.host.x11.focused_field import FocusedField

        self._field = FocusedField(os.environ, self._control.get_display_name())

    @_with_server
    def configure(self, options: KeysOptions) -> None:
        """Take the hotkeys."""
        self._wanted_hotkeys = dict(options.hotkeys)
        self._take_hotkeys()

    @_with_server
    def find_caret(self, tell: Callable[[tuple[int, int] | None], None]) -> None:
        """See :class:`desktop.host.keys.KeysHost`."""
        front = box_of(self._control, active_window(self._control))
        if self._field is None or front is None:
            tell(None)
        else:
            self._field.find_caret(front, tell)

    @_with_server
    def wait(self, other: int, timeout: float | None) -> bool:
        """Deal with what comes for at most ``timeout`` seconds; True when ``other`` is readable.

        Raises:
            ConnectionError: the X server is gone.
        """
        if self._frozen:
            self._watch()  # we are alive, and whoever holds the keys has a deadline for it
        self._control.flush()
        sources = [other, self._record, self._control, self._selections]
        sources += self._field.sources() if self._field is not None else ()
        if self._queue or self._record.has_more or self._control.pending_events():
            timeout = 0.0
        readable, _, _ = select.select(sources, [], [], timeout)
        items = self._record.read()
        # Only then the layout: of another one was told before a key was typed in it.
        moved_at = self._handle_control()
        between: Sequence[Item] = ()
        later: Sequence[Item] = ()
        if moved_at:
            # What was typed into the window before belongs to that one, and no more than that:
            # were we late, so may be keys of the new one.
            items += self._record.fence()
            moved_at += self._handle_control()
            items, later = split_at(items, moved_at[0])
            between, later = split_at(later, moved_at[-1])
        self._follow_layout()
        self._take_in(items)
        if moved_at:
            # All now, as a match among those before may freeze the keyboard: these were delivered.
            unknown, known = self._take_in_behind(between), self._take_in_behind(later)
            self._hand_out(until=unknown or known)
            if any(isinstance(one, DeviceEvent) and one.type == X.KeyPress for one in between):
                self._enter(_UNKNOWN)
            self._hand_out(until=known)
            self._enter(self._read_window())
        self._selections.handle()
        if self._field is not None and self._listener is not None:
            self._field.handle(self._window.id, self._listener)
        self._hand_out()
        return other in readable

    def close(self) -> None:
        """Let go of everything; a clipboard manager takes over what we had set aside."""
        if self._field is not None:
            self._field.close()
        self._record.close()
        try:
            self._sending.close()
            self._selections.close()
            self._control.close()
            if self._ping is not None:
                self._ping.close()
        except ConnectionClosedError:
            pass
        self._layout.close()

    def _hand_out(self, until: Stroke | None = None) -> None:
        while self._queue and self._queue[0] is not until and self._listener is not None:
            stroke = self._queue.popleft()
            self._sending.follow(self._agent_down, stroke)
            self._listener.on_stroke(stroke)

    def _handle_control(self) -> list[int]:
        """When, on the server's clock, another window may have come to the front."""
        changed_at = []
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
                changed_at.append(int(event.time))
        return changed_at

    def _follow_layout(self) -> None:
        if self._stale_layout and not self._frozen:
            self._stale_layout = False
            self._layout.reload()
            self._strokes.modifiers = self._read_modifiers()
            self._take_hotkeys()  # their key codes may be others now

    def _enter(self, window: Window) -> None:
        self._window = window
        if self._listener is not None:
            self._listener.on_window(self._window)

    def _take_hotkeys(self) -> None:
        refused = self._hotkeys.take(self._wanted_hotkeys)
        if self._listener is not None:
            for name, reason in refused.items():
                self._listener.on_refused(name, reason)

    def _on_error(self, _error: XError, _request: object) -> None:
        self.errors += 1

    def _take_in(self, items: Sequence[Item]) -> None:
        for item in items:
            if isinstance(item, MappingChange):
                self._layout.override(item.first, item.symbols)
            elif isinstance(item, DeviceEvent):
                self._take_in_event(item)

    def _take_in_behind(self, items: Sequence[Item]) -> Stroke | None:
        """Take these in, too; the first stroke among them."""
        before = len(self._queue)
        self._take_in(items)
        return self._queue[before] if before < len(self._queue) else None

    def _take_in_event(self, event: DeviceEvent) -> None:
        if self._sending.is_own(event.type, event.code):
            return
        stroke = self._strokes.of(event, held=self._frozen)
        if stroke is not None:
            self._queue.append(stroke)

    def _on_fetching(self) -> None:
        if self._listener is not None:
            self._listener.on_fetching()

    def _on_taken(self) -> None:
        if self._listener is not None:
            self._listener.on_taken()

    def _read_modifiers(self) -> dict[int, int]:
        rows = self._control.get_modifier_mapping()
        return {code: 1 << place for place, row in enumerate(rows) for code in row if code}

    # --- desktop.host.keys.Keys ---

    @_with_server
    def hold(self) -> bool:
        """See :class:`desktop.host.keys.Keys`."""
        self._focus = self._focused()
        if self._window.id and focused_window(self._control) not in {0, self._window.id}:
            self._focus = _ELSEWHERE
        self._sending.agent_down = list(self._agent_down)
        self._watch()
        return self._freeze()

    @_with_server
    def release(self) -> None:
        """See :class:`desktop.host.keys.Keys`."""
        self._control.grab_server()
        # Events of a frozen keyboard are to be read as such, to the last one.
        self._take_in(self._record.fence())
        self._thaw()
        self._control.ungrab_server()
        self._control.flush()
        self._queue = deque(_delivered(stroke) for stroke in self._queue)
        signal.setitimer(signal.ITIMER_REAL, 0)

    @_with_server
    def gather(self) -> Sequence[Stroke]:
        """See :class:`desktop.host.keys.Keys`."""
        self._watch()
        self._bursting = True
        self._control.grab_server()
        self._take_in(self._record.fence())
        strokes = list(self._queue)
        self._queue.clear()
        for stroke in strokes:
            self._sending.follow(self._agent_down, stroke)
        return strokes

    @_with_server
    def clear(self) -> bool:
        """See :class:`desktop.host.keys.Keys`."""
        if self._frozen:
            # What was frozen goes to our own window, and is thrown away there.
            self._control.allow_events(X.AsyncKeyboard, X.CurrentTime)
            self._thaw()
        down = self._down()
        self._sending.release(down)
        if down:
            self._take_in(self._record.fence())
            down = self._down()
        return not down

    @_with_server
    def insert(self, insertion: Insertion) -> None:
        """See :class:`desktop.host.keys.Keys`."""
        self._sending.insert(insertion)

    @_with_server
    def replay(self, strokes: Sequence[Stroke]) -> None:
        """See :class:`desktop.host.keys.Keys`."""
        self._sending.replay(strokes)

    @_with_server
    def finish(self, *, hold: bool) -> None:
        """See :class:`desktop.host.keys.Keys`."""
        if hold:
            # The server would ignore that the agent presses what the replay has left down.
            self._sending.release(self._down())
            self._freeze()
        else:
            self._take_in(self._record.fence())
            self._thaw()
            self._sending.forget_own()
        self._bursting = False
        self._control.ungrab_server()
        self._control.flush()
        signal.setitimer(signal.ITIMER_REAL, _WATCHDOG_S if hold else 0)
        if not hold:
            self._queue = deque(_delivered(stroke) for stroke in self._queue)

    @_with_server
    def can_type(self, text: str) -> bool:
        """See :class:`desktop.host.keys.Keys`."""
        if self._field is not None and self._field.composing:
            return False  # our keys would be composed too; a paste passes by the input method
        return self._sending.can_type(text)

    @_with_server
    def responds(self, window: Window, within: float) -> bool:
        """See :class:`desktop.host.keys.Keys`."""
        if self._ping is None:
            from desktop.host.x11.ping import Ping

            self._ping = Ping(self._control.get_display_name())
        self._watch()
        return self._ping.responds(window.id, within)

    @_with_server
    def offer(self, text: str, window: Window, way: PasteWay, rich: Rich = PLAIN) -> bool:
        """See :class:`desktop.host.keys.Keys`."""
        which = [CLIPBOARD, PRIMARY] if way is PasteWay.SHIFT_INSERT else [CLIPBOARD]
        if self._saved is not None:
            self.withdraw()
        self._saved = self._selections.set_aside(which, _SET_ASIDE_S)
        if self._saved is None:
            return False
        if not self._selections.offer(text, window.id, which, rich):
            self._saved = None
            return False
        return True

    @_with_server
    def withdraw(self) -> None:
        """See :class:`desktop.host.keys.Keys`."""
        saved, self._saved = self._saved, None
        if saved is not None:
            self._selections.restore(saved)

    @_with_server
    def window(self) -> Window:
        """See :class:`desktop.host.keys.Keys`.

        Within a burst the window manager can't have spoken yet, so the focus counts too. Else one
        that is still to be told of is not in front before all was told that was typed until then.
        """
        if self._bursting and self._focused() != self._focus:
            return Window(id=-1)
        if active_window(self._control) != self._window.id and not self._is_to_enter():
            self._window = self._read_window()
        return self._window

    @_with_server
    def title(self) -> str:
        """See :class:`desktop.host.keys.Keys`."""
        return self._read_window().title

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
        self._sending.forget_own()
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

    def _is_to_enter(self) -> bool:
        """Is to be told of another window, which no burst can wait for?"""
        # Asking has read the events that came before the answer.
        waiting = self._control.display.event_queue
        return not self._bursting and any(is_window_change(self._control, one) for one in waiting)

    def _focused(self) -> int:
        focus = self._control.get_input_focus().focus
        return focus if isinstance(focus, int) else int(focus.id)

    def _read_window(self) -> Window:
        return read_window(self._control, active_window(self._control))

    def _down(self) -> list[int]:
        bits = self._control.query_keymap()
        return [8 * byte + bit for byte in range(32) for bit in range(8) if bits[byte] >> bit & 1]


def _delivered(stroke: Stroke) -> Stroke:
    if not stroke.held:
        return stroke
    return Stroke(
        stroke.key, stroke.text, stroke.code, stroke.down, held=False, at=stroke.at,
        modifier=stroke.modifier,
    )  # fmt: skip
