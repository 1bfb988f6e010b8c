"""The active event tap: every key passes it before any application, and it can keep each.

Read in Apple's reference of Quartz Event Services: ``CGEventTapCreate`` (an active filter's
callback deletes an event by returning NULL; it runs on the loop that has the tap's source; no tap
without access for assistive devices), ``CGEventTapEnable``, ``CGEventType``
(``kCGEventTapDisabledByTimeout`` and ``kCGEventTapDisabledByUserInput`` come to the callback and
the tap is off until it is enabled again), ``CGEventField``, ``CGEventPost`` (an event goes in
before the taps of its place, and through them), and
``CGEventSourceSetLocalEventsSuppressionInterval`` (0.25 s by default, in which the keyboard itself
may be held off after an event was posted: set to 0).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import Quartz

from desktop.host.macos import codes
from desktop.host.macos.ledger import is_own
from desktop.host.macos.machine import Hears
from desktop.host.macos.sending import Sent
from desktop.host.macos.strokes import Event
from desktop.host.macos.units import length

_CLICKS = (
    Quartz.kCGEventLeftMouseDown,
    Quartz.kCGEventRightMouseDown,
    Quartz.kCGEventOtherMouseDown,
)
_KEYS = (Quartz.kCGEventKeyDown, Quartz.kCGEventKeyUp, Quartz.kCGEventFlagsChanged)
_OFF = (Quartz.kCGEventTapDisabledByTimeout, Quartz.kCGEventTapDisabledByUserInput)
_MOST_UNITS = 255
_PLACE = Quartz.kCGSessionEventTap


class Tap:
    """On the thread that makes it, whose loop has to run in one of ``modes``."""

    def __init__(self, hears: Hears, modes: Sequence[str]) -> None:
        """Nothing is tapped yet."""
        self._hears = hears
        self._modes = modes
        self._port: Any = None
        self._source: Any = None
        self.renewed = 0

    def create(self) -> bool:
        """Set it; False when the system does not let us, or not yet."""
        mask = 0
        for kind in (*_KEYS, *_CLICKS):
            mask |= Quartz.CGEventMaskBit(kind)
        self._port = Quartz.CGEventTapCreate(
            _PLACE,
            Quartz.kCGHeadInsertEventTap,
            Quartz.kCGEventTapOptionDefault,
            mask,
            self._called,
            None,
        )
        if self._port is None:
            return False
        self._source = Quartz.CFMachPortCreateRunLoopSource(None, self._port, 0)
        loop = Quartz.CFRunLoopGetCurrent()
        for mode in self._modes:
            Quartz.CFRunLoopAddSource(loop, self._source, mode)
        Quartz.CGEventTapEnable(self._port, True)  # noqa: FBT003 - the system's own signature
        return True

    @property
    def is_there(self) -> bool:
        """Is there one, and is it on? One that the system has turned off is turned on again."""
        if self._port is None:
            return False
        if not Quartz.CGEventTapIsEnabled(self._port):
            self._renew()
        return bool(Quartz.CGEventTapIsEnabled(self._port))

    def close(self) -> None:
        """Take it away."""
        if self._port is not None:
            Quartz.CGEventTapEnable(self._port, False)  # noqa: FBT003 - the system's own signature
            Quartz.CFMachPortInvalidate(self._port)
            self._port = self._source = None

    def _renew(self) -> None:
        Quartz.CGEventTapEnable(self._port, True)  # noqa: FBT003 - the system's own signature
        self.renewed += 1
        self._hears.on_gap()

    def _called(self, _proxy: object, kind: int, event: Any, _info: object) -> Any:
        if kind in _OFF:
            self._renew()
            return event
        if kind in _CLICKS:
            self._hears.on_click(_at(event))
            return event
        field = Quartz.CGEventGetIntegerValueField(event, Quartz.kCGEventSourceUserData)
        if is_own(field):
            self._hears.on_own(field)
            return event
        return None if self._hears.on_key(event_of(kind, event)) else event


def event_of(kind: int, event: Any) -> Event:
    """What a Quartz event of the keyboard says."""
    key = Quartz.CGEventGetIntegerValueField(event, Quartz.kCGKeyboardEventKeycode)
    flags = Quartz.CGEventGetFlags(event)
    if kind == Quartz.kCGEventFlagsChanged:
        if key in codes.HELD_MODIFIERS:
            down = codes.is_down(key, flags)
        else:  # Caps Lock and Fn: their own flag is all that there is
            down = bool(flags & (codes.FLAG_CAPS | codes.FLAG_FUNCTION))
    else:
        down = kind == Quartz.kCGEventKeyDown
    by_program = Quartz.CGEventGetIntegerValueField(event, Quartz.kCGEventSourceUnixProcessID) != 0
    text = ""
    if by_program and kind != Quartz.kCGEventFlagsChanged:
        _, text = Quartz.CGEventKeyboardGetUnicodeString(event, _MOST_UNITS, None, None)
    return Event(key, down, flags, _at(event), by_program, str(text))


def _at(event: Any) -> float:
    return float(Quartz.CGEventGetTimestamp(event)) / 1e9


class Posting:
    """Makes events and puts them into the stream."""

    def __init__(self) -> None:
        """A source of our own, so that what the agent holds down does not come into it."""
        self._source = Quartz.CGEventSourceCreate(Quartz.kCGEventSourceStatePrivate)
        Quartz.CGEventSourceSetLocalEventsSuppressionInterval(self._source, 0.0)

    def post(self, batch: Sequence[Sent], fields: Iterable[int]) -> None:
        """See :meth:`desktop.host.macos.machine.Machine.post`."""
        for sent, field in zip(batch, fields, strict=True):
            event = Quartz.CGEventCreateKeyboardEvent(self._source, sent.key, sent.down)
            if sent.text:
                # pyobjc takes a str here, and the number of its UTF-16 units beside it.
                Quartz.CGEventKeyboardSetUnicodeString(event, length(sent.text), sent.text)
            Quartz.CGEventSetFlags(event, sent.flags)
            Quartz.CGEventSetIntegerValueField(event, Quartz.kCGEventSourceUserData, field)
            Quartz.CGEventPost(_PLACE, event)
