"""Reading a selection: asking its owner for several targets at once (ICCCM 2.4 and 2.7.2)."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from enum import Enum, auto

from Xlib import X
from Xlib.error import XError
from Xlib.protocol.rq import Event

from desktop.host.x11.selection_link import Link
from desktop.host.x11.selection_text import Format

_PIECE = 64 * 1024
"""How much of a property is read at once, in units of four bytes."""
MOST_BYTES = 64 * 1024 * 1024
"""What is read of one selection; a larger one counts as not handed over."""
_LATE_S = 10.0
"""How long the window of a question is kept for an owner that answers late: some end with an error
when it is gone (xclip does)."""
_MOST_LATE = 32
_MOST_TARGETS = 200
_META_TARGETS = (
    "TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE", "INSERT_SELECTION",
    "INSERT_PROPERTY",
)  # fmt: skip
"""They say something about a selection or do something to it, and are no format of it."""


class _State(Enum):
    ASKED = auto()
    INCR = auto()
    """The owner sends it in pieces, each when the one before was deleted."""
    DONE = auto()
    FAILED = auto()


class _Conversion:
    """One target on its way."""

    __slots__ = ("bits", "data", "state", "target", "type")

    def __init__(self, target: int) -> None:
        self.target = target
        self.state = _State.ASKED
        self.type = 0
        self.bits = 0
        self.data = bytearray()


class _Reading:
    """A batch of targets of one selection, each answered in a property of its own name.

    The properties are on a window made for the batch: what an owner sends late can't be taken
    for an answer to a later question.
    """

    def __init__(
        self, link: Link, selection: int, targets: Sequence[int], at: int, limit: int
    ) -> None:
        """Ask for ``targets`` as of server time ``at``; ``limit`` in bytes is for all of them."""
        self._link = link
        self._selection = selection
        self._left = limit
        self._wanted = True
        self._incr = link.atom("INCR")
        self._window = link.new_window()
        self.window_id = int(self._window.id)
        self.over_limit = False
        self._given_up = False
        self._conversions = {target: _Conversion(target) for target in targets}
        for target in self._conversions:
            self._window.convert_selection(selection, target, target, at)

    @property
    def finished(self) -> bool:
        """True when nothing more is worth waiting for."""
        return self.over_limit or self._given_up or self.answered

    @property
    def answered(self) -> bool:
        """True when every target was answered or refused, so that nobody needs the window."""
        waiting = (_State.ASKED, _State.INCR)
        return all(one.state not in waiting for one in self._found())

    def formats(self) -> tuple[Format, ...]:
        """What was answered, in the order of the question; refused targets are left out."""
        return tuple(
            Format(one.target, one.type, one.bits, bytes(one.data))
            for one in self._found()
            if one.state is _State.DONE
        )

    def give_up(self) -> None:
        """Somebody else owns the selection: what is still missing is of no use.

        It may come all the same: the server gave the question to whoever owned the selection
        when it arrived, perhaps to the new owner already.
        """
        self._given_up = True

    def abandon(self) -> None:
        """Let what still comes go by: nobody waits for it any more."""
        self._wanted = False
        for one in self._found():
            one.data.clear()

    def close(self) -> None:
        """Destroy the window; an owner that still answers gets an error for it."""
        self._link.destroy(self._window)

    def on_event(self, event: Event) -> None:
        """An event of the batch's window."""
        if event.type == X.SelectionNotify and event.selection == self._selection:
            one = self._conversions.get(event.target)
            if one is None or one.state is not _State.ASKED:
                return
            if event.property != one.target:  # None, or a property that was not asked for
                one.state = _State.FAILED
            else:
                self._take(one)
        elif event.type == X.PropertyNotify and event.state == X.PropertyNewValue:
            # Also comes before the SelectionNotify that it belongs to; then it says nothing.
            one = self._conversions.get(event.atom)
            if one is not None and one.state is _State.INCR:
                self._take(one)

    def _found(self) -> Sequence[_Conversion]:
        return tuple(self._conversions.values())

    def _take(self, one: _Conversion) -> None:
        """Read and delete the property; the deletion asks for the next piece of an INCR."""
        began = one.state is _State.INCR
        size, offset, more = 0, 0, 1
        while more:
            try:
                reply = self._window.get_property(
                    one.target, X.AnyPropertyType, offset, _PIECE, delete=True
                )
            except (XError, TypeError):
                # TypeError: python-xlib on a property of format 0.
                reply = None
            if reply is None:  # the owner says it answered, and did not
                one.state = _State.FAILED
                return
            if reply.property_type == self._incr and not began:
                one.state = _State.INCR
                return
            more = int(reply.bytes_after)
            data = reply.value if isinstance(reply.value, bytes) else reply.value.tobytes()
            self._left -= len(data) if self._wanted else 0
            if self._left < more:
                self.over_limit = True
                one.state = _State.FAILED
                return
            if not one.type:
                one.type, one.bits = int(reply.property_type), int(reply.format)
            one.data += data if self._wanted else b""
            size += len(data)
            offset += _PIECE
        if not began or size == 0:  # a piece of nothing ends an INCR
            one.state = _State.DONE


class Reader:
    """Reads selections of others; events come from the connection's owner."""

    def __init__(self, link: Link) -> None:
        """``link`` waits, and its events come back through :meth:`on_event`."""
        self._link = link
        self._targets = link.atom("TARGETS")
        self._meta = {link.atom(name) for name in _META_TARGETS}
        self._readings: Mapping[int, _Reading] = {}
        """By selection."""
        self._late: list[tuple[float, _Reading]] = []
        """Not answered in time, with the time until which their windows are kept."""

    def targets(self, selection: int, at: int, until: float) -> Sequence[int] | None:
        """What the owner offers; None when it does not say."""
        # Half of the time at most, so that an owner without TARGETS can still be asked for text.
        half = time.monotonic() + (until - time.monotonic()) / 2
        return _atoms(self.formats({selection: [self._targets]}, at, half)[selection])

    def everything(
        self, selections: Sequence[int], at: int, until: float
    ) -> dict[int, tuple[Format, ...]] | None:
        """All formats of selections; None when one was not handed over."""
        asked = self.formats({one: [self._targets] for one in selections}, at, until)
        wanted: dict[int, list[int]] = {}
        for selection, answer in asked.items():
            offered = _atoms(answer)
            if offered is None or len(offered) > _MOST_TARGETS:
                return None
            wanted[selection] = [one for one in offered if one not in self._meta]
        found: dict[int, tuple[Format, ...]] = {}
        for selection, formats in self.formats(wanted, at, until).items():
            # An owner may refuse a target that it offered, but not all of them.
            if formats is None or (wanted[selection] and not formats):
                return None
            found[selection] = formats
        return found

    def formats(
        self, wanted: Mapping[int, Sequence[int]], at: int, until: float
    ) -> dict[int, tuple[Format, ...] | None]:
        """Convert targets of several selections at once; None for one that was not in time."""
        readings = {
            selection: _Reading(self._link, selection, targets, at, MOST_BYTES)
            for selection, targets in wanted.items()
        }
        self._readings = readings
        try:
            self._link.wait(lambda: all(one.finished for one in readings.values()), until)
            return {
                selection: one.formats() if one.finished and not one.over_limit else None
                for selection, one in readings.items()
            }
        finally:
            self._readings = {}
            late = time.monotonic() + _LATE_S
            for one in readings.values():
                one.close() if one.answered else self._keep(one, late)
            self._tidy()

    def on_event(self, window_id: int, event: Event) -> None:
        """A SelectionNotify or PropertyNotify, perhaps for something that is being read."""
        for one in self._readings.values():
            if one.window_id == window_id:
                one.on_event(event)
        for _, one in self._late:
            if one.window_id == window_id:
                one.on_event(event)
                self._tidy()
                return

    def on_new_owner(self, selection: int) -> None:
        """The owner that is being asked is one no more."""
        if (reading := self._readings.get(selection)) is not None:
            reading.give_up()

    def _keep(self, reading: _Reading, until: float) -> None:
        reading.abandon()
        self._late.append((until, reading))

    def _tidy(self) -> None:
        """Destroy the windows at which nothing more is to come, and those kept long enough."""
        now = time.monotonic()
        newest = self._late[-_MOST_LATE:]
        kept = [entry for entry in newest if not entry[1].answered and now < entry[0]]
        gone = [one for one in self._late if one not in kept]
        self._late = kept
        for _, reading in gone:
            reading.close()


def _atoms(formats: Sequence[Format] | None) -> Sequence[int] | None:
    """The targets in an answer to TARGETS, each once; None when there is no such answer."""
    if not formats or formats[0].bits != 32:
        return None
    return list(dict.fromkeys(memoryview(formats[0].data).cast("I")))
