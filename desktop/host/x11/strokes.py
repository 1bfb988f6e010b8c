"""Events of the record stream to strokes: what each key did in the text field."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from Xlib import X

from desktop.host.keys import Key, Modifier, Stroke
from desktop.host.x11.record import DeviceEvent
from desktop.host.x11.xkb import ALT, CONTROL, LOCK, NUM, SUPER, Compose, Layout

_PLAIN = {
    0xFF08: (Key.BACKSPACE, ""),
    0xFF09: (Key.TAB, "\t"),
    0xFF89: (Key.TAB, "\t"),
    0xFF0D: (Key.ENTER, "\n"),
    0xFF8D: (Key.ENTER, "\n"),
    0xFE34: (Key.ENTER, "\n"),
}
"""Keys by symbol that are told apart from writing; the keypad's and ISO's too."""
_MODIFIERS = frozenset({*range(0xFFE1, 0xFFEF), *range(0xFE01, 0xFE14), 0xFF7E, 0xFF7F, 0xFF37})
"""Shift to Hyper, ISO levels and groups, Mode_switch, Num_Lock, Kana_Lock; not Multi_key, which
begins a Compose sequence."""
_SIDES = {
    0xFFE1: Modifier.LEFT_SHIFT, 0xFFE2: Modifier.RIGHT_SHIFT,
    0xFFE3: Modifier.LEFT_CTRL, 0xFFE4: Modifier.RIGHT_CTRL,
    0xFFE7: Modifier.LEFT_ALT, 0xFFE8: Modifier.RIGHT_ALT,  # Meta: Alt with Shift
    0xFFE9: Modifier.LEFT_ALT, 0xFFEA: Modifier.RIGHT_ALT, 0xFE03: Modifier.RIGHT_ALT,
    0xFFEB: Modifier.LEFT_META, 0xFFEC: Modifier.RIGHT_META,
}  # fmt: skip
_MEDIA = range(0x1008FE00, 0x10090000)
"""XF86 keys: volume, brightness; they leave the text alone."""
_WHEEL = range(4, 8)


class Strokes:
    """Keeps the state of Compose and of the modifiers; the layout does the rest.

    The events of a frozen keyboard are recorded before the server has looked at them, with the
    modifiers of the moment when it froze; what Shift has done since is followed here.
    """

    def __init__(
        self,
        layout: Layout,
        modifiers: Mapping[int, int],
        is_hotkey: Callable[[int, int], bool] = lambda _code, _state: False,
    ) -> None:
        """``layout`` is read at every event; ``modifiers`` are key codes with their masks.

        ``is_hotkey`` tells of a key code with modifiers whether we have taken it.
        """
        self._layout = layout
        self.modifiers = modifiers
        self._is_hotkey = is_hotkey
        self._state = 0
        self._hotkey = 0
        """The key of a hotkey that is down; it repeats to us, also without its modifiers."""

    def of(self, event: DeviceEvent, *, held: bool) -> Stroke | None:
        """The stroke that an event was; None for what is no stroke (a wheel)."""
        down = event.type in {X.KeyPress, X.ButtonPress}
        at = event.time / 1000
        state = self._state if held else event.state
        if event.type in {X.ButtonPress, X.ButtonRelease}:
            if event.code in _WHEEL:
                return None
            return Stroke(Key.CLICK, code=0, down=down, at=at)
        self._follow(event.code, state, down=down)
        if down and self._is_hotkey(event.code, state):
            self._hotkey = event.code
        elif not down and event.code == self._hotkey:
            self._hotkey = 0
        # No application sees anything of a hotkey, so that it changes nothing there.
        modifies = event.code in self.modifiers
        side = _SIDES.get(self._layout.symbol(event.code, state)) if modifies else None
        if not down or event.code == self._hotkey:
            return Stroke(Key.SILENT, "", event.code, down=down, held=held, at=at, modifier=side)
        key, text = self._meaning(event.code, state)
        return Stroke(key, text, event.code, down=True, held=held, at=at, modifier=side)

    def _follow(self, code: int, state: int, *, down: bool) -> None:
        mask = self.modifiers.get(code, 0)
        if mask in {LOCK, NUM}:
            self._state = state ^ mask if down else state
        else:
            self._state = state | mask if down else state & ~mask

    def _meaning(self, code: int, state: int) -> tuple[Key, str]:
        symbol = self._layout.symbol(code, state)
        if symbol == 0 or symbol in _MEDIA or symbol in _MODIFIERS:
            return Key.SILENT, ""
        if state & (CONTROL | ALT | SUPER):
            return Key.CARET, ""
        status, composed = self._layout.compose(symbol)
        if status is Compose.NOTHING:
            return _PLAIN.get(symbol) or self._written(code, state, symbol)
        if status is Compose.COMPOSED and composed.isprintable():
            return Key.TEXT, composed
        return (Key.COMPOSING if status is Compose.COMPOSING else Key.CARET), ""

    def _written(self, code: int, state: int, symbol: int) -> tuple[Key, str]:
        text = self._layout.characters(code, state, symbol)
        return (Key.TEXT, text) if text else (Key.CARET, "")
