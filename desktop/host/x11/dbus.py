"""D-Bus beside the keyboard's loop: answers come later, and nothing here waits.

jeepney reads and writes the messages; its connections block, so the socket is ours. Each
:meth:`Buses.handle` reads a bounded piece, so that a talkative bus can't keep a key waiting.
"""

from __future__ import annotations

import logging
import os
import select
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageFlag,
    MessageType,
    Parser,
    new_method_call,
)
from jeepney.auth import BEGIN, AuthenticationError, Authenticator
from jeepney.bus import get_connectable_addresses

from desktop.core.faults import traced

log = logging.getLogger(__name__)

Values = tuple[object, ...]
"""The body of a message. Applications send it: nothing in it is sure."""
Answer = Callable[[Values | None], None]
"""Gets the values of an answer, or None: an error, none in time, or the bus is gone."""
Heard = Callable[[str, str, Values], None]
"""Gets a signal's sender, object path and values."""

PROPERTIES = "org.freedesktop.DBus.Properties"
WITHIN_S = 0.5
"""How long an answer may take that something waits for."""
UNHURRIED_S = 10.0
"""The same for what is asked once and followed from then on: no answer is taken for a no, and while
a desktop starts everybody is slow."""
_PIECE = 8192
"""Bytes read at a time: some 40 messages, a few milliseconds."""
_MOST = 1 << 20
"""A message of more bytes is not for us."""
_LARGEST = 1 << 27
"""A message of more bytes is none, says D-Bus."""
_DAEMON = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")


def session_address(environment: Mapping[str, str]) -> str:
    """Where the session's bus is; empty for nowhere."""
    given = environment.get("DBUS_SESSION_BUS_ADDRESS")
    if given:
        return given
    path = Path(environment.get("XDG_RUNTIME_DIR") or "/nowhere") / "bus"
    return f"unix:path={path}" if path.exists() else ""


class Bus:
    """One connection. A bus that is gone is closed, and every question to it answered by None."""

    def __init__(self, address: str) -> None:
        """Connect; signing in goes on in :meth:`handle`.

        Raises:
            OSError: nobody listens there.
            ValueError: it is not the address of a socket on this machine.
        """
        self._socket = _connect(address)
        self._signing_in: Authenticator | None = Authenticator()
        self._parser = Parser()
        self._to_skip = 0
        """Bytes that are left of a message that is not for us."""
        self._serials = count(1)
        self._waiting: dict[int, tuple[float, Answer]] = {}
        self._following: list[tuple[MatchRule, Heard]] = []
        self._out = bytearray(self._signing_in.data_to_send() or b"")
        self._later = bytearray()
        """What goes out behind the sign-in."""
        self._told_unread = False
        self.open = True
        self.call(_DAEMON, "Hello")

    def fileno(self) -> int:
        """For ``select``."""
        return self._socket.fileno()

    @property
    def waiting(self) -> bool:
        """Whether answers are to come."""
        return bool(self._waiting)

    def call(
        self,
        address: DBusAddress,
        method: str,
        answer: Answer | None = None,
        signature: str = "",
        values: Sequence[object] = (),
        *,
        start: bool = False,
        within: float = WITHIN_S,
    ) -> None:
        """Ask; ``start`` lets the bus start the program that would answer."""
        message = new_method_call(address, method, signature or None, tuple(values))
        if not start:
            message.header.flags |= MessageFlag.no_auto_start
        if answer is None:
            message.header.flags |= MessageFlag.no_reply_expected
        elif not self.open:
            answer(None)
            return
        serial = next(self._serials)
        if answer is not None:
            self._waiting[serial] = (time.monotonic() + within, answer)
        (self._later if self._signing_in else self._out).extend(message.serialise(serial))
        self._write()

    def follow(self, rule: MatchRule, heard: Heard) -> None:
        """Tell ``heard`` of the signals that ``rule`` describes."""
        self._following.append((rule, heard))
        self.call(_DAEMON, "AddMatch", None, "s", (rule.serialise(),))

    def follow_owner(self, name: str, heard: Callable[[bool], None]) -> None:
        """Tell ``heard`` whether somebody has this name, now and whenever that changes."""
        rule = MatchRule(
            type="signal", sender=_DAEMON.bus_name, interface=_DAEMON.interface,
            member="NameOwnerChanged", path=_DAEMON.object_path,
        )  # fmt: skip
        rule.add_arg_condition(0, name)
        self.follow(rule, lambda _sender, _path, values: heard(bool(values[2])))
        self.call(
            _DAEMON, "GetNameOwner", lambda owner: heard(owner is not None), "s", (name,),
            within=UNHURRIED_S,
        )  # fmt: skip

    def handle(self) -> None:
        """Deal with what has come, and give up on answers that are overdue."""
        if not self.open:
            return
        self._write()
        try:
            data = self._socket.recv(_PIECE)
        except BlockingIOError:
            data = None
        except OSError:
            data = b""
        if data == b"":
            self.close()
        elif data:
            self._take_in(data)
        now = time.monotonic()
        for serial, (until, answer) in list(self._waiting.items()):
            if now > until and self._waiting.pop(serial, None) is not None:
                answer(None)

    def close(self) -> None:
        """Let go; whoever waits is answered by None."""
        self.open = False
        self._socket.close()
        waiting, self._waiting = self._waiting, {}
        for _, answer in waiting.values():
            answer(None)

    def _write(self) -> None:
        if not self.open or not self._out:
            return
        try:
            del self._out[: self._socket.send(self._out)]
        except BlockingIOError:
            return
        except OSError:
            self.close()

    def _take_in(self, data: bytes) -> None:
        if self._signing_in is not None:
            try:
                self._signing_in.feed(data)
            except AuthenticationError:
                self.close()
                return
            if self._signing_in.authenticated:
                self._signing_in = None
                self._out += BEGIN + self._later
                self._later.clear()
                self._write()
            return
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        self._parser.add_data(data[skipped:])
        while self.open and (message := self._next_message()) is not None:
            self._dispatch(message)
        if self.open and (left := self._parser.bytes_desired()) > _MOST:
            # Whoever sends it must not put an end to all that is followed here.
            self._to_skip, self._parser = left, Parser()
            if left > _LARGEST:
                self.close()

    def _next_message(self) -> Message | None:
        """The next that can be read; an application may put into one what jeepney can't."""
        while True:
            try:
                return self._parser.get_next_message()
            except Exception as error:  # noqa: BLE001 - a dispatcher: others are heard behind it
                if not self._told_unread:  # once: somebody may send thousands
                    log.warning("a D-Bus message could not be read: %s", traced(error))
                self._told_unread = True
                if self._parser.next_msg_size is None:  # nobody knows where it ends
                    self.close()
                    return None
                self._parser.next_msg_size = None  # it has been taken out; more stands behind it

    def _dispatch(self, message: Message) -> None:
        fields = message.header.fields
        kind = message.header.message_type
        if kind is MessageType.signal:
            for rule, heard in self._following:
                if rule.matches(message):
                    sender = fields.get(HeaderFields.sender, "")
                    heard(sender, fields[HeaderFields.path], message.body)
        elif kind in {MessageType.method_return, MessageType.error}:
            waiting = self._waiting.pop(fields.get(HeaderFields.reply_serial, 0), None)
            if waiting is not None:
                waiting[1](message.body if kind is MessageType.method_return else None)


class Buses:
    """The connections of one loop."""

    def __init__(self) -> None:
        """None yet."""
        self._buses: list[Bus] = []

    def open(self, address: str) -> Bus | None:
        """Connect; None when nobody listens there."""
        try:
            bus = Bus(address)
        except (OSError, ValueError) as error:
            log.info("a D-Bus connection could not be made: %s", type(error).__name__)
            return None
        self._buses.append(bus)
        return bus

    def sources(self) -> Sequence[Bus]:
        """What ``select`` is to wait for."""
        self._buses = [bus for bus in self._buses if bus.open]
        return self._buses

    def handle(self) -> None:
        """Deal with what has come."""
        for bus in list(self._buses):
            bus.handle()

    def settle(self, seconds: float) -> None:
        """Wait until nothing is left to be answered: for whoever has no loop."""
        until = time.monotonic() + seconds
        while any(bus.waiting for bus in self.sources()):
            left = until - time.monotonic()
            if left <= 0:
                return
            select.select(self.sources(), [], [], min(left, 0.05))
            self.handle()

    def close(self) -> None:
        """Let go of all of them."""
        for bus in self.sources():
            bus.close()


def _connect(address: str) -> socket.socket:
    try:
        path = next(iter(get_connectable_addresses(address)))
    except RuntimeError as error:
        raise ValueError("no socket of this machine") from error
    made = socket.socket(socket.AF_UNIX)
    try:
        made.setblocking(False)  # noqa: FBT003 - the library's own signature
        made.connect(os.fsencode(path))
    except OSError:
        made.close()
        raise
    return made
