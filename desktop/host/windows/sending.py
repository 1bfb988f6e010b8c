"""What is sent: ours and the agent's own keys again, as one batch in one call.

Whatever is sent passes our own hook, which knows it by its tag. :meth:`Sending.flush` alone talks
to the system; all before it only adds to the batch.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple, Protocol

from desktop.host.base import Newline, PasteWay
from desktop.host.keys import Insertion, Stroke
from desktop.host.windows import codes
from desktop.host.windows.codes import Code, key, unpacked

EXTENDED, UP, UNICODE = 0x1, 0x2, 0x4
"""Flags of an event of the keyboard."""


class Sent(NamedTuple):
    """One event of the batch."""

    key: int
    scan: int
    flags: int


class Keyboard(Protocol):
    """The layout in force, for windows that take keys of it only."""

    def key_for(self, char: str) -> tuple[int, tuple[int, ...]] | None:
        """The virtual key of a character, and the modifiers to hold; None: it has none."""

    def scan_of(self, number: int) -> int:
        """The place of a virtual key on the keyboard."""


class Sending:
    """Follows which modifiers are down for the application, and for the agent."""

    def __init__(self, send: Callable[[Sequence[Sent]], None], keyboard: Keyboard) -> None:
        """``send`` hands a whole batch to the system."""
        self._send = send
        self._keyboard = keyboard
        self._batch: list[Sent] = []
        self.down: set[int] = set()
        """Modifiers that are down for the applications."""
        self.agent_down: list[Code] = []
        """Modifiers that the agent holds, at the place that the replay has come to."""

    def passed(self, code: Code, *, down: bool) -> None:
        """A key of the agent's goes straight to the application."""
        follow(self.agent_down, code, down=down)
        if code.key in codes.HELD_MODIFIERS:
            (self.down.add if down else self.down.discard)(code.key)

    def release(self) -> None:
        """Let go of all modifiers that are down: characters need none, other keys would change.

        Alt or a Windows key that goes up alone opens a menu.
        """
        self._set_modifiers(())

    def insert(self, insertion: Insertion, *, by_layout: bool = False) -> None:
        """See :meth:`desktop.host.keys.Keys.insert`; ``by_layout``: with keys only."""
        for _ in range(insertion.erase):
            self._tap(key(codes.BACK))
        if insertion.paste is not None:
            self._paste(insertion.paste)
        for char in insertion.text:
            if char == "\n":
                shift = (codes.LSHIFT,) if insertion.newline is Newline.SHIFT_ENTER else ()
                self._tap(key(codes.RETURN), shift)
            elif char == "\t":
                self._tap(key(codes.TAB))
            else:
                self._write(char, by_layout=by_layout)
        for _ in range(insertion.left):
            self._tap(key(codes.LEFT))
        self._set_modifiers(())

    def replay(self, strokes: Iterable[Stroke]) -> None:
        """See :meth:`desktop.host.keys.Keys.replay`."""
        self._set_modifiers([one.key for one in self.agent_down])
        for stroke in strokes:
            self.again(stroke)

    def again(self, stroke: Stroke) -> None:
        """Send a stroke of the agent's as it was."""
        code = unpacked(stroke.code)
        if not code.key:
            return  # a click
        follow(self.agent_down, code, down=stroke.down)
        self._add(code, down=stroke.down)

    def flush(self) -> None:
        """Send all of it."""
        batch, self._batch = self._batch, []
        if batch:
            self._send(batch)

    def can_type(self, text: Collection[str]) -> bool:
        """True when the layout in force has every character."""
        return all(self._keyboard.key_for(char) is not None for char in text)

    # --- keys ---

    def _write(self, char: str, *, by_layout: bool) -> None:
        found = self._keyboard.key_for(char) if by_layout else None
        if found is not None:
            self._tap(key(found[0]), found[1])
            return
        self._set_modifiers(())
        units = char.encode("utf-16-le", "surrogatepass")
        for place in range(0, len(units), 2):
            unit = int.from_bytes(units[place : place + 2], "little")
            self._batch.append(Sent(0, unit, UNICODE))
            self._batch.append(Sent(0, unit, UNICODE | UP))

    def _paste(self, way: PasteWay) -> None:
        if way is PasteWay.SHIFT_INSERT:
            self._tap(key(codes.INSERT), (codes.LSHIFT,))
        elif way is PasteWay.CTRL_SHIFT_V:
            self._tap(key(codes.V), (codes.LCONTROL, codes.LSHIFT))
        else:
            self._tap(key(codes.V), (codes.LCONTROL,))

    def _tap(self, code: Code, modifiers: Sequence[int] = ()) -> None:
        self._set_modifiers(modifiers)
        self._add(code, down=True)
        self._add(code, down=False)

    def _set_modifiers(self, wanted: Sequence[int]) -> None:
        surplus = self.down.difference(wanted)
        if surplus & {codes.LMENU, codes.RMENU, codes.LWIN, codes.RWIN}:
            self._add(key(codes.MASK), down=True)
            self._add(key(codes.MASK), down=False)
        for number in sorted(surplus):
            self._add(key(number), down=False)
        for number in wanted:
            if number not in self.down:
                self._add(key(number), down=True)

    def _add(self, code: Code, *, down: bool) -> None:
        flags = 0 if down else UP
        if code.key == codes.PACKET:
            self._batch.append(Sent(0, code.scan, flags | UNICODE))
            return
        if code.key in codes.HELD_MODIFIERS:
            (self.down.add if down else self.down.discard)(code.key)
        scan = code.scan or self._keyboard.scan_of(code.key)
        self._batch.append(Sent(code.key, scan & 0xFF, flags | (EXTENDED if code.extended else 0)))


def follow(held: list[Code], code: Code, *, down: bool) -> None:
    """Keep a list of the modifiers that are down at a place in the order of strokes."""
    if code.key not in codes.HELD_MODIFIERS:
        return
    there = [one for one in held if one.key == code.key]
    if down and not there:
        held.append(code)
    elif not down and there:
        held.remove(there[0])
