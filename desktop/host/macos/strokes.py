"""Events of the tap to strokes: what each key did in the text field.

What a key writes is asked of the layout with a dead-key state of our own: ``UCKeyTranslate`` works
on the state that it is given and on nothing else, so that the application's is never touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from desktop.host.keys import Key, Stroke
from desktop.host.macos import codes
from desktop.host.macos.codes import Code

_PLAIN = {
    codes.DELETE: (Key.BACKSPACE, ""),
    codes.TAB: (Key.TAB, "\t"),
    codes.RETURN: (Key.ENTER, "\n"),
    codes.KEYPAD_ENTER: (Key.ENTER, "\n"),
}
_SENT = {"\r": Key.ENTER, "\n": Key.ENTER, "\x03": Key.ENTER, "\t": Key.TAB, "\x7f": Key.BACKSPACE}
_TEXT_OF = {Key.ENTER: "\n", Key.TAB: "\t"}


@dataclass(frozen=True, slots=True)
class Event:
    """What the tap is told of a key."""

    key: int
    """``kCGKeyboardEventKeycode``."""
    down: bool
    flags: int
    at: float
    """Seconds since the computer was started."""
    by_program: bool = False
    """``kCGEventSourceUnixProcessID`` names a process: no keyboard has sent it."""
    text: str = ""
    """What it carries, where a program has sent it."""


class Translates(Protocol):
    """The layout in force."""

    def translate(self, key: int, flags: int, dead: int) -> tuple[str, int]:
        """What a key writes with these flags behind this dead-key state, and the state after."""


class Strokes:
    """Keeps the agent's modifiers and the dead key that waits; the layout does the rest."""

    def __init__(
        self,
        layout: Translates,
        is_hotkey: Callable[[int, int], bool] = lambda _key, _flags: False,
    ) -> None:
        """``is_hotkey`` tells of a key with flags whether it is one of ours."""
        self._layout = layout
        self._is_hotkey = is_hotkey
        self._down: set[int] = set()
        self._pressed: dict[int, bool] = {}
        """The keys that are down, each with whether Caps Lock was on then."""
        self._caps = False
        self._dead = 0
        self._hotkey = -1
        self.fired = self.taken = False
        """The last stroke has pressed a hotkey; it was of one at all, which no application sees."""
        self.composed = False
        """The last stroke has ended a sequence whose beginning the application has."""

    def reset(self, down: Iterable[int], *, caps: bool) -> None:
        """These modifiers are down, whatever was seen of it."""
        self._down = set(down) & codes.HELD_MODIFIERS
        self._caps = caps
        self._pressed.clear()
        self._hotkey = -1

    def forget(self) -> None:
        """Another window or layout: what waits there does not wait here."""
        self._dead = 0

    @property
    def down(self) -> frozenset[int]:
        """The modifiers that the agent holds."""
        return frozenset(self._down)

    def of(self, event: Event, *, held: bool) -> Stroke:
        """The stroke that an event was."""
        self.composed = self.fired = self.taken = False
        repeats = event.down and event.key in self._pressed
        if event.down:
            caps = self._pressed.setdefault(event.key, self._caps)
        else:
            caps = self._pressed.pop(event.key, self._caps)
        if event.key in codes.HELD_MODIFIERS:
            (self._down.add if event.down else self._down.discard)(event.key)
        elif event.key == codes.CAPS_LOCK:
            self._caps = bool(event.flags & codes.FLAG_CAPS)
        code = self._code(event)._replace(caps=caps).packed()
        if event.key == self._hotkey or (
            event.down and not repeats and self._is_hotkey(event.key, self.flags())
        ):
            self.taken, self.fired = True, event.down and not repeats
            self._hotkey = event.key if event.down else -1
            return Stroke(Key.SILENT, code=code, down=event.down, held=held, at=event.at)
        side = codes.SIDES.get(event.key)
        key, text = self._meaning(event) if event.down else (Key.SILENT, "")
        return Stroke(key, text, code, down=event.down, held=held, at=event.at, modifier=side)

    def _code(self, event: Event) -> Code:
        if not event.by_program or not event.text or event.key in codes.HELD_MODIFIERS:
            return Code(event.key)
        written, _ = self._layout.translate(event.key, self.flags(), 0)
        return Code(event.key) if written == event.text else Code(event.key, event.text)

    def flags(self) -> int:
        """The flags of the modifiers that the agent holds, and of Caps Lock."""
        return codes.flags_of(self._down) | (codes.FLAG_CAPS if self._caps else 0)

    def _meaning(self, event: Event) -> tuple[Key, str]:
        if event.key in codes.SILENT:
            return Key.SILENT, ""
        flags = self.flags()
        if flags & (codes.FLAG_COMMAND | codes.FLAG_CONTROL):
            self._dead = 0
            return Key.CARET, ""
        sent = self._code(event).text
        if sent:
            return self._sent(sent)
        if event.key in _PLAIN:
            waited, self._dead = self._dead, 0
            # Option with Backspace takes a word, with Return or Tab what the program likes.
            unsure = waited or flags & codes.FLAG_OPTION
            return (Key.CARET, "") if unsure else _PLAIN[event.key]
        return self._written(event.key, flags)

    def _written(self, key: int, flags: int) -> tuple[Key, str]:
        before = self._dead
        text, self._dead = self._layout.translate(key, flags, before)
        if self._dead:
            # With a text of its own it has ended one sequence and begun another.
            return (Key.CARET, "") if text or before else (Key.COMPOSING, "")
        if not text or not text.isprintable():
            return Key.CARET, ""
        self.composed = bool(before)
        return Key.TEXT, text

    def _sent(self, text: str) -> tuple[Key, str]:
        """What another program writes: dictation, a keyboard on the screen, a remote hand."""
        self._dead = 0
        plain = _SENT.get(text)
        if plain is not None:
            return plain, _TEXT_OF.get(plain, "")
        return (Key.TEXT, text) if text.isprintable() else (Key.CARET, "")
