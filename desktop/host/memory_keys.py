"""The keyboard of a desktop in memory, whose keys can be held back.

Keys are seen in one of two ways: by a *hook* (Windows, macOS: each key is asked about before it
arrives) or *beside* the application (X11: a key has arrived when it is heard of, and so have the
first ``leak`` keys after a hold was asked for; while ``late``, none is heard of before the next
burst or :meth:`MemoryKeys.hear`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from desktop.host.base import PLAIN, Newline, PasteWay, Rich, Window
from desktop.host.keys import Insertion, Key, Stroke
from desktop.host.memory import MemoryDesktop, TextField

CODES = {
    "backspace": 8,
    "tab": 9,
    "enter": 13,
    "escape": 27,
    "end": 35,
    "home": 36,
    "left": 37,
    "right": 39,
    "delete": 46,
    "shift": 16,
    "ctrl": 17,
    "alt": 18,
    "capslock": 20,
}
"""Keys by name; any other one-character name is that character's key."""

LATIN = frozenset(map(chr, range(0x20, 0x7F)))
"""What the layout in memory types: US English."""
PICTURE = "\ufffc"
"""What a picture is in a field of text (Unicode's object replacement)."""

_BY_CODE = {code: name for name, code in CODES.items()}
_KINDS = {
    "backspace": Key.BACKSPACE,
    "enter": Key.ENTER,
    "tab": Key.TAB,
    "shift": Key.SILENT,
    "ctrl": Key.SILENT,
    "alt": Key.SILENT,
    "capslock": Key.SILENT,
}


def stroke_of(name: str, *, down: bool = True) -> Stroke:
    """The stroke of a key by its name in :data:`CODES`, or of a character.

    Raises:
        ValueError: there is no such key.
    """
    if name in CODES:
        text = {"enter": "\n", "tab": "\t"}.get(name, "")
        return Stroke(_KINDS.get(name, Key.CARET), text, CODES[name], down)
    if len(name) != 1:
        raise ValueError(f"There is no key {name!r}.")
    return Stroke(Key.TEXT, name, 0x110000 + ord(name), down)


class Listener(Protocol):
    """What the machine of the keyboard process answers to."""

    def on_stroke(self, stroke: Stroke) -> bool:
        """See :class:`desktop.host.keys.KeysListener`."""

    def on_window(self, window: Window) -> None:
        """See :class:`desktop.host.keys.KeysListener`."""

    def on_taken(self) -> None:
        """See :class:`desktop.host.keys.KeysListener`."""


class MemoryKeys:
    """The keyboard of a :class:`MemoryDesktop`: the agent's side and the typist's."""

    def __init__(self, desktop: MemoryDesktop, *, hook: bool = True, leak: int = 0) -> None:
        """``hook`` and ``leak``: see the module."""
        self._desktop = desktop
        self._hook = hook
        self._leak = leak
        self._listener: Listener | None = None
        self._kept: deque[Stroke] = deque()
        self._holding = False
        self._leaking = 0
        self._unheard: deque[Stroke] = deque()
        self._saved: tuple[dict[str, bytes], int] | None = None
        self._pressed: set[int] = set()
        self.down: set[int] = set()
        """Keys that the application believes to be down."""
        self.fetches: list[Callable[[], None]] = []
        """Pastes that the target has not fetched yet; call one to let it."""
        self.in_order = False
        """See :class:`desktop.host.keys.Keys`."""
        self.layout = LATIN
        self.answers = True
        """False: the owner of the clipboard does not hand over its content."""
        self.stands_still = False
        """The application does not deal with its events."""
        self.late = False
        """Keys are heard of late; see the module."""
        self.taken = False
        """Another program has the keyboard to itself, so that nothing can be held."""
        self.stuck = False
        """Keys that the agent has down can't be released for them."""
        self.gone = False
        """The connection to the screen is broken."""

    def listen(self, listener: Listener) -> None:
        """Tell ``listener`` of everything from now on."""
        self._listener = listener
        listener.on_window(self.window())

    @property
    def kept(self) -> int:
        """How many strokes are kept from the application now."""
        return len(self._kept)

    # --- the agent ---

    def press(self, stroke: Stroke) -> None:
        """The agent presses or releases a key."""
        (self._pressed.add if stroke.down else self._pressed.discard)(stroke.code)
        if self._listener is None:
            self._deliver(stroke)
        elif self._hook:
            self._press_hooked(self._listener, stroke)
        else:
            self._unheard.append(self._passed(stroke))
            if not self.late:
                self.hear()

    def hear(self) -> None:
        """Let the listener hear of what was pressed."""
        while self._unheard and self._listener is not None:
            self._listener.on_stroke(self._unheard.popleft())

    def _press_hooked(self, listener: Listener, stroke: Stroke) -> None:
        asked = Stroke(stroke.key, stroke.text, stroke.code, stroke.down, held=True)
        # Kept before anybody is asked: whatever the answer sets off finds it in its place.
        self._kept.append(asked)
        if not listener.on_stroke(asked):
            self._kept.pop()
            self._deliver(stroke)

    def _passed(self, stroke: Stroke) -> Stroke:
        if not self._holding or self._leaking:
            self._leaking = max(0, self._leaking - 1)
            self._deliver(stroke)
            return stroke
        kept = Stroke(stroke.key, stroke.text, stroke.code, stroke.down, held=True)
        self._kept.append(kept)
        return kept

    def click(self) -> None:
        """A click behind the last character."""
        self._desktop.field.press("end")
        if self._hook and self._listener is not None:
            self._listener.on_stroke(Stroke(Key.CLICK))
            return
        self._unheard.append(Stroke(Key.CLICK))
        if not self.late:
            self.hear()

    def focus(self, name: str) -> None:
        """The agent goes to another field; what was pressed before is heard of before."""
        self._desktop.focus(name)
        self.hear()
        if self._listener is not None:
            self._listener.on_window(self.window())

    def _deliver(self, stroke: Stroke) -> None:
        if not stroke.down:
            self.down.discard(stroke.code)
            return
        self.down.add(stroke.code)
        if stroke.key is Key.TEXT:
            self._desktop.field.write(stroke.text)
        else:
            self._desktop.field.press(_BY_CODE.get(stroke.code, ""))

    # --- the typist: desktop.host.keys.Keys ---

    def hold(self) -> bool:
        """See :class:`desktop.host.keys.Keys`."""
        self._check()
        self._holding = not self.taken
        self._leaking = self._leak
        return self._holding

    def release(self) -> None:
        """See :class:`desktop.host.keys.Keys`."""
        self._check()
        self._holding = False
        kept, self._kept = self._kept, deque()
        for stroke in kept:
            self._deliver(stroke)
        self._unheard = deque(replace(stroke, held=False) for stroke in self._unheard)

    def gather(self) -> Sequence[Stroke]:
        """See :class:`desktop.host.keys.Keys`."""
        self._check()
        unheard, self._unheard = self._unheard, deque()
        return list(unheard)

    def clear(self) -> bool:
        """See :class:`desktop.host.keys.Keys`."""
        self._check()
        self._kept.clear()
        self.down &= self._pressed if self.stuck else set()
        return not self.down

    def _check(self) -> None:
        if self.gone:
            raise ConnectionError("the screen in memory is gone")

    def insert(self, insertion: Insertion) -> None:
        """See :class:`desktop.host.keys.Keys`."""
        self._check()
        field = self._desktop.field
        for _ in range(insertion.erase):
            field.press("backspace")
        if insertion.paste is not None:
            self.fetches += [self._look] * (field.rule.fetches - 1)
            place = field.caret
            self.fetches.append(lambda: self._fetch(field, place))
        for char in insertion.text:
            if char == "\n" and insertion.newline is not Newline.SHIFT_ENTER:
                field.press("enter")
            elif CODES.get(char, 0x110000 + ord(char)) in self.down:
                continue  # as in replay
            else:
                field.write(char)
        for _ in range(insertion.left):
            field.press("left")

    def _fetch(self, field: TextField, place: int) -> None:
        picture = PICTURE if "picture" in self._desktop.clipboard else ""
        text = self._desktop.clipboard_text() or picture
        if self.in_order and field.anchor is None:
            behind = field.caret - place  # what was typed before it came
            field.caret = place
            field.write(text)
            field.caret += behind
        else:
            field.write(text)
        self._look()

    def _look(self) -> None:
        if self._listener is not None:
            self._listener.on_taken()

    def replay(self, strokes: Sequence[Stroke]) -> None:
        """See :class:`desktop.host.keys.Keys`."""
        for stroke in strokes:
            # A system ignores the press of a key that is down.
            if not stroke.down or stroke.code not in self.down:
                self._deliver(stroke)

    def finish(self, *, hold: bool) -> None:
        """See :class:`desktop.host.keys.Keys`."""
        self._holding = hold and not self.taken
        self._leaking = 0
        if not hold:
            self.release()

    def can_type(self, text: str) -> bool:
        """See :class:`desktop.host.keys.Keys`."""
        return self.layout.issuperset(text)

    def responds(self, window: Window, within: float) -> bool:  # noqa: ARG002 - Protocol
        """See :class:`desktop.host.keys.Keys`."""
        return not self.stands_still

    def offer(
        self,
        text: str,
        window: Window,  # noqa: ARG002 - Protocol
        way: PasteWay,  # noqa: ARG002
        rich: Rich = PLAIN,
    ) -> bool:
        """See :class:`desktop.host.keys.Keys`."""
        if not self.answers:
            return False
        if self._saved is None:
            self._saved = (self._desktop.clipboard, 0)
        self._desktop.set_text(text, rich)
        self._saved = (self._saved[0], self._desktop.changes)
        return True

    def withdraw(self) -> None:
        """See :class:`desktop.host.keys.Keys`."""
        if self._saved is not None and self._saved[1] == self._desktop.changes:
            self._desktop.set_clipboard(self._saved[0])
        self._saved = None

    def window(self) -> Window:
        """See :class:`desktop.host.keys.Keys`."""
        field = self._desktop.field
        return Window(field.id, field.app)

    def title(self) -> str:
        """See :class:`desktop.host.keys.Keys`."""
        return ""
