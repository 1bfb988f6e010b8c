"""Serving selections: answering everybody who asks for what is owned (ICCCM 2.2 and 2.6)."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from Xlib import X, Xatom
from Xlib.error import XError
from Xlib.protocol.event import SelectionNotify
from Xlib.protocol.rq import Event
from Xlib.xobject.drawable import Window

from desktop.host.x11.selection_link import Link
from desktop.host.x11.selection_text import Format

_CHUNK = 64 * 1024
"""One piece of an INCR: small enough to go out at once, and a multiple of four."""
_STALLED_S = 10.0
"""A requestor that fetches nothing for so long is forgotten."""
_MOST_TRANSFERS = 256
_MOST_PAIRS = 256
"""Targets in one MULTIPLE."""


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a selection that is ours."""

    formats: tuple[Format, ...]
    time: int
    """Since when, by the server's clock."""
    offer: bool = False
    """There for a moment only, for one application to paste."""


class _Transfer:
    """A property on a requestor's window, until the requestor has deleted it."""

    __slots__ = ("format", "incr", "last", "offer", "sent")

    def __init__(self, found: Format, offer: bool, incr: bool) -> None:
        self.format = found
        self.offer = offer
        self.incr = incr
        self.sent = 0
        self.last = time.monotonic()


class Serving:
    """Answers requests for the selections that are ours."""

    def __init__(
        self,
        link: Link,
        on_fetched: Callable[[int, Format], None],
        on_asked: Callable[[int], None] = lambda _window_id: None,
    ) -> None:
        """``on_fetched`` gets the requestor's window and what it took from an offer.

        ``on_asked`` gets the window of everybody who asks for anything of an offer.
        """
        self._link = link
        self._on_fetched = on_fetched
        self._on_asked = on_asked
        self._transfers: dict[tuple[int, int], _Transfer] = {}
        self.contents: dict[int, Content] = {}
        """By selection."""
        self._targets = link.atom("TARGETS")
        self._timestamp = link.atom("TIMESTAMP")
        self._multiple = link.atom("MULTIPLE")
        self._pair = link.atom("ATOM_PAIR")
        self._incr = link.atom("INCR")

    def on_request(self, event: Event) -> None:
        """A SelectionRequest: answer it, at once or by INCR, or refuse it."""
        self._forget_stalled()
        requestor = event.requestor
        # Clients older than ICCCM give no property and mean the target's name.
        prop = event.property or event.target
        content = self.contents.get(event.selection)
        if content is None:
            answered = False
        elif event.target == self._multiple:
            answered = self._answer_pairs(requestor, prop, content)
        else:
            answered = self._answer(requestor, prop, event.target, content)
        requestor.send_event(
            SelectionNotify(
                time=event.time,
                requestor=requestor,
                selection=event.selection,
                target=event.target,
                property=prop if answered else X.NONE,
            )
        )
        if content is not None and content.offer:
            self._on_asked(int(requestor.id))

    def on_deleted(self, window_id: int, prop: int) -> None:
        """A requestor deleted a property: it has what was there and is ready for more."""
        transfer = self._transfers.get((window_id, prop))
        if transfer is None:
            return
        transfer.last = time.monotonic()
        if transfer.incr:
            piece = transfer.format.data[transfer.sent : transfer.sent + _CHUNK]
            transfer.sent += len(piece)
            transfer.incr = bool(piece)  # a piece of nothing says that this was all
            self._put(self._link.any_window(window_id), prop, transfer.format, piece)
            return
        del self._transfers[window_id, prop]
        self._unwatch(window_id)
        if transfer.offer:
            self._on_fetched(window_id, transfer.format)

    def forget(self, window_id: int) -> None:
        """A requestor's window is gone."""
        for key in [key for key in self._transfers if key[0] == window_id]:
            del self._transfers[key]

    def _answer_pairs(self, requestor: Window, prop: int, content: Content) -> bool:
        try:
            asked = requestor.get_property(prop, X.AnyPropertyType, 0, 2 * _MOST_PAIRS)
        except XError:
            return False
        if asked is None or asked.format != 32 or asked.bytes_after or len(asked.value) % 2:
            return False
        pairs = list(asked.value)
        for place in range(0, len(pairs), 2):
            target, into = pairs[place], pairs[place + 1]
            # A MULTIPLE in a MULTIPLE is refused: it could go on for ever.
            nested = target == self._multiple
            if not into or nested or not self._answer(requestor, into, target, content):
                pairs[place + 1] = X.NONE
        requestor.change_property(prop, self._pair, 32, pairs)
        return True

    def _answer(self, requestor: Window, prop: int, target: int, content: Content) -> bool:
        """Put one target into a property; False when there is no such target."""
        if target == self._targets:
            requestor.change_property(prop, Xatom.ATOM, 32, self._offered(content))
            return True
        if target == self._timestamp:
            requestor.change_property(prop, Xatom.INTEGER, 32, [content.time])
            return True
        found = next((one for one in content.formats if one.target == target), None)
        if found is None or len(self._transfers) >= _MOST_TRANSFERS:
            return False
        incr = len(found.data) > self._link.longest()
        if incr or content.offer:
            # Before the property is there, so that its deletion can't be missed.
            requestor.change_attributes(event_mask=X.PropertyChangeMask | X.StructureNotifyMask)
            self._transfers[requestor.id, prop] = _Transfer(found, content.offer, incr)
        if incr:
            requestor.change_property(prop, self._incr, 32, [len(found.data)])
        else:
            self._put(requestor, prop, found, found.data)
        return True

    def _offered(self, content: Content) -> Sequence[int]:
        own = [self._targets, self._timestamp, self._multiple]
        return [*own, *(one.target for one in content.formats)]

    def _put(self, window: Window, prop: int, found: Format, data: bytes) -> None:
        window.change_property(prop, found.type, found.bits, data)

    def _unwatch(self, window_id: int) -> None:
        if all(key[0] != window_id for key in self._transfers):
            self._link.any_window(window_id).change_attributes(event_mask=X.NoEventMask)

    def _forget_stalled(self) -> None:
        oldest = time.monotonic() - _STALLED_S
        for key in [key for key, one in self._transfers.items() if one.last < oldest]:
            del self._transfers[key]
            self._unwatch(key[0])
