"""The burst: keys sent by XTEST, ours and the agent's own again.

Everything is sent while the caller has the server grabbed. What is sent comes back in the record
of keys, where :meth:`Sending.is_own` tells it from the agent's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from Xlib import X
from Xlib import display as xdisplay
from Xlib.ext import xtest

from desktop.host.base import Newline, PasteWay
from desktop.host.keys import Insertion, Key, Stroke
from desktop.host.x11.strokes import Strokes
from desktop.host.x11.xkb import LOCK, NUM, KeyPress, Layout

_GROUPS = 0x6000


class Sending:
    """Follows which modifiers are down for the application, and for the agent."""

    def __init__(self, control: xdisplay.Display, layout: Layout, strokes: Strokes) -> None:
        """``strokes`` knows the modifier keys."""
        self._control = control
        self._layout = layout
        self._strokes = strokes
        self._root = control.screen().root
        self._expected: Counter[tuple[int, int]] = Counter()
        self._pressed: set[int] = set()
        self.agent_down: list[int] = []
        """Modifier keys that the agent holds, at the place that the replay has come to."""

    # --- what comes back ---

    def is_own(self, kind: int, code: int) -> bool:
        """Whether an event of the record is one of those sent; each is asked for once."""
        if self._expected[kind, code] <= 0:
            return False
        self._expected[kind, code] -= 1
        return True

    def forget_own(self) -> None:
        """All that was sent has come back; an event that did nothing never does."""
        self._expected.clear()

    def follow(self, down: list[int], stroke: Stroke) -> None:
        """Keep a list of the modifier keys that are down at a place in the order of strokes."""
        if not self._is_held_modifier(stroke.code):
            return
        if stroke.down and stroke.code not in down:
            down.append(stroke.code)
        elif not stroke.down and stroke.code in down:
            down.remove(stroke.code)

    # --- sending ---

    def release(self, codes: Sequence[int]) -> None:
        """Release all keys that are down."""
        for code in codes:
            self._send(X.KeyRelease, code)
        self._pressed.clear()

    def insert(self, insertion: Insertion) -> None:
        """See :meth:`desktop.host.keys.Keys.insert`."""
        for _ in range(insertion.erase):
            self._tap(KeyPress(self._layout.backspace))
        if insertion.paste is not None:
            self._tap(self._paste_keys(insertion.paste))
        shift = (self._layout.shift,) if insertion.newline is Newline.SHIFT_ENTER else ()
        special = {"\n": KeyPress(self._layout.enter, shift), "\t": KeyPress(self._layout.tab)}
        if insertion.text:
            keys = {**self._keys(), **special}
            for char in insertion.text:
                self._tap(keys.get(char) or self._spare_key(char))
        for _ in range(insertion.left):
            self._tap(KeyPress(self._layout.left))
        self._set_modifiers(())

    def replay(self, strokes: Sequence[Stroke]) -> None:
        """See :meth:`desktop.host.keys.Keys.replay`."""
        self._set_modifiers(tuple(self.agent_down))
        sequence: list[Stroke] = []
        for stroke in strokes:
            if not stroke.code:
                continue
            if stroke.key is Key.COMPOSING or (sequence and stroke.key is Key.SILENT):
                # What is let go within a sequence, and Shift, keep their place in it.
                sequence.append(stroke)
            elif stroke.key is Key.TEXT and self._goes_as_text(stroke, sequence):
                self._resend([one for one in sequence if one.key is not Key.COMPOSING])
                sequence.clear()
                keys = self._keys()
                for char in stroke.text:
                    self._tap(keys.get(char) or self._spare_key(char))
                self._set_modifiers(tuple(self.agent_down))
            else:
                self._resend([*sequence, stroke])
                sequence.clear()
        self._resend(sequence)

    def can_type(self, text: str) -> bool:
        """True when the layout in force has every character."""
        return self._keys().keys() >= set(text)

    def close(self) -> None:
        """Take away the characters that spare keys were given."""
        for code in self._layout.spare_in_use():
            self._control.change_keyboard_mapping(code, [(X.NoSymbol, X.NoSymbol)])

    def _goes_as_text(self, stroke: Stroke, sequence: Sequence[Stroke]) -> bool:
        """Whether a key would not give its character any more, or not in its place.

        A key that a tool gave a character for a moment may have another by the time that the
        application looks. And Qt puts what it composes before keys that it has read together with
        the dead key, so that what was composed goes out as a character of its own.
        """
        return bool(sequence) or self._layout.is_borrowed(stroke.code)

    def _resend(self, strokes: Sequence[Stroke]) -> None:
        for stroke in strokes:
            self.follow(self.agent_down, stroke)
            self._send(X.KeyPress if stroke.down else X.KeyRelease, stroke.code)
            if self._is_held_modifier(stroke.code):
                (self._pressed.add if stroke.down else self._pressed.discard)(stroke.code)

    def _is_held_modifier(self, code: int) -> bool:
        # Caps Lock and Num Lock are locks, not held: they are left alone.
        return self._strokes.modifiers.get(code, LOCK) not in {LOCK, NUM}

    # --- keys ---

    def _keys(self) -> dict[str, KeyPress]:
        mask = self._root.query_pointer().mask
        return self._layout.keys_for(mask & (LOCK | NUM), (mask & _GROUPS) >> 13)

    def _spare_key(self, char: str) -> KeyPress:
        """A key for a character that the layout does not have."""
        code, symbol = self._layout.spare_key(char)
        if symbol:
            # It keeps the character: applications read the new mapping when they come to it.
            self._control.change_keyboard_mapping(code, [(symbol, symbol)])
        return KeyPress(code)

    def _paste_keys(self, way: PasteWay) -> KeyPress:
        layout = self._layout
        if way is PasteWay.SHIFT_INSERT:
            return KeyPress(layout.insert, (layout.shift,))
        if way is PasteWay.CTRL_SHIFT_V:
            return KeyPress(layout.v, (layout.control, layout.shift))
        return KeyPress(layout.v, (layout.control,))

    def _tap(self, key: KeyPress) -> None:
        if not key.code:
            return
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
