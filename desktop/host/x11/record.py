"""What happens on the keyboard, in the order in which the X server saw it (RECORD extension).

python-xlib's own ``record_enable_context`` blocks in a callback and unpacks each event slowly;
here the stream is read from the socket as it comes, after python-xlib has set it up.

Two facts about X.Org's server that this rests on, both tried: device events are recorded when
they happen, also those that a frozen keyboard keeps back; and recorded data is written out only
together with other output, so that a fence needs a request with a reply behind it.
"""

from __future__ import annotations

import select
import struct
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from Xlib import X
from Xlib import display as xdisplay
from Xlib.ext import record
from Xlib.protocol import request

from desktop.core.results import UserError

_HEADER = struct.Struct("=BBHIBBHI16x")
"""Reply, category, sequence, length in words, element header, swapped, unused, id base."""
_EVENT = struct.Struct("=BBHI20xHH")
"""Type, key code or button, sequence, time, (windows and places), state, unused."""
_MAPPING = struct.Struct("=BBHBB")
"""ChangeKeyboardMapping: opcode, count of key codes, length, first key code, symbols a key."""
_FROM_SERVER, _FROM_CLIENT = 0, 1
_CHANGE_MAPPING, _NO_OPERATION = 100, 127
_CLOCK = 0xFFFFFFFF
"""The server's milliseconds, which begin anew after 49 days."""


@dataclass(frozen=True, slots=True)
class DeviceEvent:
    """A key or button, pressed or released."""

    type: int
    code: int
    state: int
    """Modifiers and group just before it."""
    time: int
    """Milliseconds of the server."""


@dataclass(frozen=True, slots=True)
class MappingChange:
    """Keys were given other symbols by a client, as tools that type foreign letters do."""

    first: int
    symbols: list[list[int]]


@dataclass(frozen=True, slots=True)
class Fence:
    """Our own mark in the stream."""


Item = DeviceEvent | MappingChange | Fence


def split_at(items: Sequence[Item], at: int) -> tuple[list[Item], list[Item]]:
    """What happened before that moment of the server's clock, and what from then on."""
    for place, item in enumerate(items):
        if isinstance(item, DeviceEvent) and (item.time - at) & _CLOCK < _CLOCK // 2:
            return list(items[:place]), list(items[place:])
    return list(items), []


class Recording:
    """The stream, on a connection of its own; fences are set on the ``control`` connection."""

    def __init__(self, display_name: str, control: xdisplay.Display) -> None:
        """Begin to record.

        Raises:
            UserError: the server has no RECORD extension.
        """
        self._control = control
        self._display = xdisplay.Display(display_name)
        if not self._display.has_extension("RECORD"):
            raise UserError("This screen does not let Deskhand follow the keyboard (no RECORD).")
        self._context = self._display.record_create_context(
            0,
            [record.AllClients],
            [
                {
                    "core_requests": (_CHANGE_MAPPING, _NO_OPERATION),
                    "core_replies": (0, 0),
                    "ext_requests": (0, 0, 0, 0),
                    "ext_replies": (0, 0, 0, 0),
                    "delivered_events": (0, 0),
                    "device_events": (X.KeyPress, X.ButtonRelease),
                    "errors": (0, 0),
                    "client_started": False,
                    "client_died": False,
                }
            ],
        )
        self._display.sync()
        record.EnableContext(
            callback=None,
            display=self._display.display,
            defer=1,
            opcode=self._display.display.get_extension_major(record.extname),
            context=self._context,
        )
        self._display.flush()
        self._socket = self._display.display.socket
        self._own = control.display.info.resource_id_base
        self._data = b""
        self._items: deque[Item] = deque()

    @property
    def has_more(self) -> bool:
        """Something was received behind a mark, so that the socket is silent about it."""
        return bool(self._items)

    def fileno(self) -> int:
        """For ``select``."""
        return int(self._socket.fileno())

    def read(self) -> list[Item]:
        """Everything that is there, without waiting.

        Raises:
            ConnectionError: the server is gone.
        """
        self._receive(0)
        items = list(self._items)
        self._items.clear()
        return items

    def fence(self, timeout: float = 1.0) -> list[Item]:
        """Everything that happened before this call, to the last key; as :meth:`until_mark`."""
        self.mark()
        self._control.sync()
        return self.until_mark(timeout)

    def mark(self) -> None:
        """Put a mark in the stream; a request with a reply must follow to bring it out."""
        request.NoOperation(display=self._control.display)

    def until_mark(self, timeout: float = 1.0) -> list[Item]:
        """Everything that happened before the mark.

        Raises:
            ConnectionError: the server is gone, or does not answer within ``timeout`` seconds.
        """
        items: list[Item] = []
        while True:
            while self._items:
                item = self._items.popleft()
                if isinstance(item, Fence):
                    return items
                items.append(item)
            if not self._receive(timeout):
                raise ConnectionError("the X server's record of keys has stopped")

    def close(self) -> None:
        """Let go of the connection; the server ends the recording with it."""
        self._socket.close()

    def _receive(self, timeout: float) -> bool:
        """Take in what the socket has; False when nothing came within ``timeout`` seconds."""
        readable, _, _ = select.select([self._socket], [], [], timeout)
        if not readable:
            return False
        data = self._socket.recv(1 << 16)
        if not data:
            raise ConnectionError("the X server is gone")
        self._data += data
        start = 0
        while len(self._data) - start >= _HEADER.size:
            kind, category, _, words, _, _, _, client = _HEADER.unpack_from(self._data, start)
            size = _HEADER.size + (4 * words if kind == 1 else 0)
            if len(self._data) - start < size:
                break
            if kind == 1:
                body = self._data[start + _HEADER.size : start + size]
                self._unpack(category, client, body)
            start += size
        self._data = self._data[start:]
        return True

    def _unpack(self, category: int, client: int, body: bytes) -> None:
        if category == _FROM_SERVER:
            for place in range(0, len(body) - 31, 32):
                kind, code, _, time, state, _ = _EVENT.unpack_from(body, place)
                self._items.append(DeviceEvent(kind & 0x7F, code, state, time))
        elif category == _FROM_CLIENT:
            self._unpack_requests(client, body)

    def _unpack_requests(self, client: int, body: bytes) -> None:
        place = 0
        while place + 4 <= len(body):
            opcode, count, words = struct.unpack_from("=BBH", body, place)
            if opcode == _NO_OPERATION and client == self._own:
                self._items.append(Fence())
            elif opcode == _CHANGE_MAPPING and place + 8 <= len(body):
                _, count, _, first, width = _MAPPING.unpack_from(body, place)
                if place + 8 + 4 * count * width > len(body):
                    break  # a client asked for what it did not send; the server refuses it too
                symbols = struct.unpack_from(f"={count * width}I", body, place + 8)
                rows = [list(symbols[row * width : (row + 1) * width]) for row in range(count)]
                self._items.append(MappingChange(first, rows))
            if not words:
                break
            place += 4 * words
