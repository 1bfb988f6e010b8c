"""A D-Bus of a test's own, and programs on it that answer from a table.

Nothing here runs by itself: :meth:`PrivateBus.until` lets each program answer what has come and the
connections of the code under test read it, until what is waited for holds.
"""

from __future__ import annotations

import select
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pytest
from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from desktop.host.x11.dbus import Buses

SECONDS = 10.0
_CONFIG = """\
<busconfig>
  <type>session</type>
  <listen>{address}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
Reply = tuple[str, tuple[object, ...]]
"""Signature and values; see :attr:`Program.answers`."""


class Program:
    """A program on the bus: answers by method, and by ``path method`` before that."""

    def __init__(self, address: str) -> None:
        """Connect."""
        self._connection: DBusConnection = open_dbus_connection(address)
        self.answers: dict[str, Reply | None] = {}
        """None: an error. A method that is not here stays without an answer."""
        self.asked: list[str] = []
        """Each ``path method`` that came."""
        self.waiting: list[Message] = []
        """Calls that had no answer yet."""

    @property
    def name(self) -> str:
        """Its own name on the bus."""
        return str(self._connection.unique_name)

    def take(self, name: str) -> None:
        """Be known by a name."""
        self._connection.send_and_get_reply(message_bus.RequestName(name))

    def leave(self, name: str) -> None:
        """Be known by it no more."""
        self._connection.send_and_get_reply(message_bus.ReleaseName(name))

    def knows(self, name: str) -> bool:
        """Does somebody on the bus have this name?"""
        reply = self._connection.send_and_get_reply(message_bus.NameHasOwner(name))
        return bool(reply.body[0])

    def tell(
        self, path: str, interface: str, member: str, signature: str, values: Sequence[object]
    ) -> None:
        """Send a signal to whoever follows it."""
        emitter = DBusAddress(path, interface=interface)
        self._connection.send(new_signal(emitter, member, signature, tuple(values)))

    def fileno(self) -> int:
        """For ``select``."""
        return int(self._connection.sock.fileno())

    def serve(self) -> None:
        """Answer everything that has come, without waiting."""
        while True:
            try:
                message = self._connection.receive(timeout=0)
            except TimeoutError:
                return
            if message.header.message_type is MessageType.method_call:
                fields = message.header.fields
                self.asked.append(f"{fields[HeaderFields.path]} {fields[HeaderFields.member]}")
                if not self.answer(message):
                    self.waiting.append(message)

    def answer(self, call: Message) -> bool:
        """Answer a call from the table; False when it says nothing."""
        fields = call.header.fields
        method = fields[HeaderFields.member]
        by_path = f"{fields[HeaderFields.path]} {method}"
        key = by_path if by_path in self.answers else method
        if key not in self.answers:
            return False
        found = self.answers[key]
        if found is None:
            reply = new_error(call, "org.freedesktop.DBus.Error.Failed", "s", ("no",))
        else:
            reply = new_method_return(call, *found)
        self._connection.send(reply)
        return True

    def close(self) -> None:
        """Leave the bus."""
        self._connection.close()


def pass_time(monkeypatch: pytest.MonkeyPatch, seconds: float) -> Event:
    """Let so much time pass for our side of a bus; the event is set once it has looked."""
    seen = Event()

    def monotonic() -> float:
        seen.set()
        return time.monotonic() + seconds

    monkeypatch.setattr("desktop.host.x11.dbus.time", SimpleNamespace(monotonic=monotonic))
    return seen


class PrivateBus:
    """A bus daemon on a socket in ``folder``, started by :meth:`start`; it starts no services."""

    def __init__(self, folder: Path) -> None:
        """Nothing runs yet. A socket's name has room for 107 bytes only."""
        self.address = f"unix:path={folder / 'bus'}"
        self._config = folder / "bus.conf"
        self._config.write_text(_CONFIG.format(address=self.address))
        self.buses = Buses()
        self._process: subprocess.Popen[bytes] | None = None
        self._programs: list[Program] = []

    def start(self) -> None:
        """Start the daemon, and wait until it listens."""
        words = ["dbus-daemon", "--nofork", "--print-address", "--config-file"]
        self._process = subprocess.Popen(
            [*words, self._config], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline()

    def program(self, *names: str) -> Program:
        """A new program with these names."""
        made = Program(self.address)
        self._programs.append(made)
        for name in names:
            made.take(name)
        return made

    def drop(self, program: Program) -> None:
        """A program ends."""
        self._programs.remove(program)
        program.close()

    def until(self, done: Callable[[], object], what: str = "it") -> None:
        """Serve and read until it holds."""
        until = time.monotonic() + SECONDS
        while True:
            for one in self._programs:
                one.serve()
            self.buses.handle()
            if done():
                return
            assert time.monotonic() < until, f"{what} did not come"
            sources = [one.fileno() for one in self._programs]
            sources += [one.fileno() for one in self.buses.sources()]
            select.select(sources, [], [], 0.05)

    def kill(self) -> None:
        """End the daemon."""
        for one in self._programs:
            one.close()
        self._programs.clear()
        if self._process is not None:
            self._process.terminate()
            self._process.wait(5)
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None

    def stop(self) -> None:
        """End everything."""
        self.buses.close()
        self.kill()
