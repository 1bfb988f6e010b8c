"""Events of the hook to strokes: what each key did in the text field.

Windows' own idea of which keys are down is that of the application, from which keys may have been
kept back; so what the agent holds down is followed here, event by event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from desktop.host.keys import Key, Stroke
from desktop.host.windows import codes
from desktop.host.windows.codes import Code
from desktop.host.windows.dead_keys import composed

_PLAIN = {
    codes.BACK: (Key.BACKSPACE, ""),
    codes.TAB: (Key.TAB, "\t"),
    codes.RETURN: (Key.ENTER, "\n"),
}
_SIDES = (
    (codes.SHIFT, frozenset({codes.LSHIFT, codes.RSHIFT})),
    (codes.CONTROL, frozenset({codes.LCONTROL, codes.RCONTROL})),
    (codes.MENU, frozenset({codes.LMENU, codes.RMENU})),
)
_WINDOWS_KEYS = frozenset({codes.LWIN, codes.RWIN})
_DOWN, _ON = 0x80, 0x01


@dataclass(frozen=True, slots=True)
class Event:
    """What the hook is told of a key."""

    code: Code
    down: bool
    at: float
    """Seconds on the system's clock of events."""


class Translates(Protocol):
    """The layout in force."""

    def translate(self, code: Code, state: bytes) -> tuple[int, str]:
        """What a key gives with 256 bytes of key states, and changes nothing by being asked.

        The number of characters and these; -1 and its own character for a dead key.
        """


class Strokes:
    """Keeps the agent's modifiers and the dead key that waits; the layout does the rest."""

    def __init__(
        self,
        layout: Translates,
        is_hotkey: Callable[[int, frozenset[int]], bool] = lambda _key, _modifiers: False,
    ) -> None:
        """``is_hotkey`` tells of a virtual key with modifiers whether we have taken it."""
        self._layout = layout
        self._is_hotkey = is_hotkey
        self._down: set[int] = set()
        self._locks: set[int] = set()
        self._pressed: set[int] = set()
        self._dead = ""
        self._half = ""
        self._hotkey = 0
        self.composed = False
        """The last stroke has ended a sequence whose beginning the application has."""

    def reset(self, down: Iterable[int], locks: Iterable[int]) -> None:
        """These modifiers are down and these locks are on, whatever was seen of it."""
        self._down = set(down) & codes.HELD_MODIFIERS
        self._locks = set(locks)
        self._pressed.clear()

    def forget(self) -> None:
        """Another window: what waits there does not wait here."""
        self._dead = self._half = ""

    @property
    def down(self) -> frozenset[int]:
        """The modifiers that the agent holds."""
        return frozenset(self._down)

    def of(self, event: Event, *, held: bool) -> Stroke:
        """The stroke that an event was."""
        code, number = event.code.packed(), event.code.key
        self.composed = False
        repeats = self._follow(number, down=event.down)
        side = codes.modifier(event.code)
        if event.down and not repeats and self._is_hotkey(number, self.modifiers()):
            self._hotkey = number
        if not event.down or number == self._hotkey:
            if not event.down and number == self._hotkey:
                self._hotkey = 0
            # No application sees anything of a hotkey, so that it changes nothing there.
            down = event.down
            return Stroke(Key.SILENT, "", code, down=down, held=held, at=event.at, modifier=side)
        key, text = self._meaning(event.code)
        return Stroke(key, text, code, down=True, held=held, at=event.at, modifier=side)

    def modifiers(self) -> frozenset[int]:
        """The kinds of modifier that are down: Shift, Control, Alt, Windows."""
        kinds = {kind for kind, sides in _SIDES if self._down & sides}
        return frozenset(kinds | ({codes.LWIN} if self._down & _WINDOWS_KEYS else set()))

    def _follow(self, number: int, *, down: bool) -> bool:
        """True for the repeat of a key that is down."""
        repeats = down and number in self._pressed
        (self._pressed.add if down else self._pressed.discard)(number)
        if number in codes.HELD_MODIFIERS:
            (self._down.add if down else self._down.discard)(number)
        elif number in codes.LOCKS and down and not repeats:
            self._locks ^= {number}
        return repeats

    def _meaning(self, code: Code) -> tuple[Key, str]:
        if code.key == codes.PACKET:
            return self._sent(chr(code.scan))
        if code.key in codes.SILENT:
            return Key.SILENT, ""
        alt, control = (bool(self._down & sides) for _, sides in (_SIDES[2], _SIDES[1]))
        if self._down & _WINDOWS_KEYS or alt is not control:
            self._dead = ""
            return Key.CARET, ""
        if not control and code.key in _PLAIN:
            waited, self._dead = self._dead, ""
            return (Key.CARET, "") if waited else _PLAIN[code.key]
        return self._written(*self._layout.translate(code, self._state()))

    def _written(self, count: int, text: str) -> tuple[Key, str]:
        dead, self._dead = self._dead, ""
        if count < 0:
            # Two in a row write the first; which of both rules holds differs, so nothing is sure.
            self._dead = text
            return (Key.CARET, "") if dead else (Key.COMPOSING, "")
        if not text or not text.isprintable():
            return Key.CARET, ""
        if not dead:
            return Key.TEXT, text
        self.composed = True
        return Key.TEXT, composed(dead, text)

    def _sent(self, unit: str) -> tuple[Key, str]:
        """A character of another program's: a keyboard on the screen, dictation, a remote hand."""
        half, self._half = self._half, ""
        if "\ud800" <= unit <= "\udbff":
            self._half = unit
            return Key.COMPOSING, ""
        if "\udc00" <= unit <= "\udfff":
            if not half:
                return Key.CARET, ""
            self.composed = True
            whole = (half + unit).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
            return Key.TEXT, whole
        plain = {"\r": Key.ENTER, "\n": Key.ENTER, "\t": Key.TAB, "\b": Key.BACKSPACE}.get(unit)
        if plain is not None:
            return plain, {Key.ENTER: "\n", Key.TAB: "\t"}.get(plain, "")
        return (Key.TEXT, unit) if unit.isprintable() else (Key.CARET, "")

    def _state(self) -> bytes:
        state = bytearray(256)
        for number in self._down:
            state[number] = _DOWN
        for kind, sides in _SIDES:
            if self._down & sides:
                state[kind] = _DOWN
        for number in self._locks:
            state[number] |= _ON
        return bytes(state)
