"""What is posted: ours and the agent's own keys again, in one batch.

Every event says by its flags which modifiers hold for it, so none changes another; and a modifier
that is down for the application goes up first, by an event of its own, for those that keep count
themselves. :meth:`Sending.flush` alone talks to the system; all before it only adds to the batch.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple, Protocol

from desktop.host.base import Newline
from desktop.host.keys import Insertion, Stroke
from desktop.host.macos import codes, units
from desktop.host.macos.codes import Code, unpacked


class Sent(NamedTuple):
    """One event of the batch."""

    key: int
    down: bool
    flags: int
    text: str = ""
    """What it writes, whatever its key; empty: what the layout gives."""


class Keyboard(Protocol):
    """The layout in force."""

    def key_for(self, char: str) -> tuple[int, tuple[int, ...]] | None:
        """The key of a character and the modifiers to hold; None: it has none."""

    def paste_key(self) -> int:
        """The key that is V while Command is down."""


class Sending:
    """Follows which modifiers are down for the application, and for the agent."""

    def __init__(self, send: Callable[[Sequence[Sent]], None], keyboard: Keyboard) -> None:
        """``send`` hands a whole batch to the system."""
        self._send = send
        self._keyboard = keyboard
        self._batch: list[Sent] = []
        self.caps = False
        """Is Caps Lock on?"""
        self.down: set[int] = set()
        """Modifiers that are down for the applications."""
        self.agent_down: list[int] = []
        """Modifiers that the agent holds, at the place that the replay has come to."""

    def passed(self, key: int, *, down: bool) -> None:
        """A key of the agent's goes straight to the application."""
        follow(self.agent_down, key, down=down)
        if key in codes.HELD_MODIFIERS:
            (self.down.add if down else self.down.discard)(key)

    def release(self) -> None:
        """Let go of all modifiers that are down."""
        self._set_modifiers(())

    def insert(self, insertion: Insertion, *, by_layout: bool = False) -> None:
        """See :meth:`desktop.host.keys.Keys.insert`; ``by_layout``: with keys only."""
        for _ in range(insertion.erase):
            self._tap(codes.DELETE)
        if insertion.paste is not None:
            # Whatever the way is called: on a Mac it is Command+V everywhere.
            self._tap(self._keyboard.paste_key(), (codes.COMMAND,))
        for place, line in enumerate(insertion.text.split("\n")):
            if place:
                shift = (codes.SHIFT,) if insertion.newline is Newline.SHIFT_ENTER else ()
                self._tap(codes.RETURN, shift)
            for number, part in enumerate(line.split("\t")):
                if number:
                    self._tap(codes.TAB)
                self._write(part, by_layout=by_layout)
        for _ in range(insertion.left):
            self._tap(codes.LEFT)
        self._set_modifiers(())

    def replay(self, strokes: Iterable[Stroke]) -> None:
        """See :meth:`desktop.host.keys.Keys.replay`."""
        self._set_modifiers(self.agent_down)
        for stroke in strokes:
            self.again(stroke)

    def again(self, stroke: Stroke) -> None:
        """Send a stroke of the agent's as it was."""
        if not stroke.code:
            return  # a click
        code = unpacked(stroke.code)
        follow(self.agent_down, code.key, down=stroke.down)
        self._add(code, down=stroke.down)

    def flush(self) -> None:
        """Send all of it."""
        batch, self._batch = self._batch, []
        if batch:
            self._send(batch)

    def can_type(self, text: Collection[str], *, by_layout: bool) -> bool:
        """True when every character can be sent: by the layout's keys, or in one event."""
        if by_layout:
            return not self.caps and all(self._keyboard.key_for(one) is not None for one in text)
        return units.fits("".join(text))

    # --- keys ---

    def _write(self, text: str, *, by_layout: bool) -> None:
        if by_layout:
            for char in text:
                found = self._keyboard.key_for(char)
                if found is not None:
                    self._tap(*found)
            return
        self._set_modifiers(())
        for piece in units.pieces(text):
            self._batch += [Sent(codes.A, down=down, flags=0, text=piece) for down in (True, False)]

    def _tap(self, key: int, modifiers: Sequence[int] = ()) -> None:
        self._set_modifiers(modifiers)
        self._add(Code(key), down=True)
        self._add(Code(key), down=False)

    def _set_modifiers(self, wanted: Sequence[int]) -> None:
        for key in sorted(self.down.difference(wanted)):
            self._add(Code(key), down=False)
        for key in wanted:
            if key not in self.down:
                self._add(Code(key), down=True)

    def _add(self, code: Code, *, down: bool) -> None:
        if code.key in codes.HELD_MODIFIERS:
            (self.down.add if down else self.down.discard)(code.key)
        flags = codes.flags_of(self.down) | codes.own_flags(code.key)
        if code.caps:
            flags |= codes.FLAG_CAPS
        self._batch.append(Sent(code.key, down, flags, code.text))


def follow(held: list[int], key: int, *, down: bool) -> None:
    """Keep a list of the modifiers that are down at a place in the order of strokes."""
    if key not in codes.HELD_MODIFIERS:
        return
    if down and key not in held:
        held.append(key)
    elif not down and key in held:
        held.remove(key)
