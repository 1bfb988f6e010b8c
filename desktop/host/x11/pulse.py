"""The PulseAudio server's native protocol, as little of it as telling who records needs.

PipeWire's server speaks it too. Nothing is played or recorded: a link asks for lists and hears that
they have changed. It is spoken in version 19, in which a stream says whether it is held (corked)
and which every server of the last ten years still serves. All numbers are big-endian, and every
value carries its type, so an answer is read whole without knowing what it is about.
"""

from __future__ import annotations

import os
import socket
import struct
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

Value = int | str | bool | bytes | Mapping[str, str] | None

VERSION: Final = 19
NONE: Final = 0xFFFFFFFF
"""Of an index: there is none."""
WITHIN_S: Final = 3.0
"""For one answer."""
_CONTROL: Final = 0xFFFFFFFF
_MOST: Final = 1 << 20
"""A message of more bytes is none of ours."""
_MOST_VALUES: Final = 100_000
_COOKIE: Final = 256
_ERROR: Final = 0
_REPLY: Final = 2
_AUTH: Final = 8
_SET_CLIENT_NAME: Final = 9
_GET_SOURCE_INFO: Final = 23
_GET_SOURCE_OUTPUT_INFO_LIST: Final = 32
_SUBSCRIBE: Final = 35
_SUBSCRIBE_EVENT: Final = 66
_SOURCE_OUTPUTS: Final = 0x0008
_SIZES: Final = {"B": 1, "R": 8, "r": 8, "U": 8, "T": 8, "V": 4, "a": 6}
_OF_A_STREAM: Final = 13
"""Values that one stream has in this version."""


class PulseError(Exception):
    """The server is gone, refuses, or speaks something else."""


def server_path(environment: Mapping[str, str]) -> Path | None:
    """Where the server of this session listens; None where it is on another machine or unknown."""
    named = environment.get("PULSE_SERVER", "")
    if named:
        # "{machine}unix:/path"; of several the first counts.
        first = named.split()[0].rpartition("}")[2].removeprefix("unix:")
        return Path(first) if first.startswith("/") else None
    folder = environment.get("PULSE_RUNTIME_PATH", "")
    if folder:
        return Path(folder, "native")
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    return Path(runtime, "pulse", "native") if runtime else None


class PulseLink:
    """One connection. Its calls block, but end when ``wait`` raises."""

    def __init__(self, path: Path, wait: Callable[[socket.socket, float], bool]) -> None:
        """Connect, say who this is, and ask to hear of streams that record.

        ``wait`` waits for the socket to be readable, at most so many seconds.

        Raises:
            PulseError: it can't be.
        """
        self._wait = wait
        self._serial = 0
        self._read = bytearray()
        self.stirred = True
        """Something has changed since the last :meth:`recording`."""
        self._socket = socket.socket(socket.AF_UNIX)
        try:
            self._socket.settimeout(WITHIN_S)
            self._socket.connect(os.fspath(path))
            self._greet()
        except (OSError, PulseError) as error:
            self._socket.close()
            raise PulseError(type(error).__name__) from error
        except BaseException:
            self._socket.close()
            raise

    @property
    def socket(self) -> socket.socket:
        """To wait for."""
        return self._socket

    def close(self) -> None:
        """Let go."""
        self._socket.close()

    def recording(self) -> Sequence[Mapping[str, str]]:
        """The properties of every stream that takes sound in from a real source just now.

        Left out are streams that are held, level meters, and what listens to what is played.

        Raises:
            PulseError: the server is gone.
        """
        self.stirred = False
        values = self._ask(_GET_SOURCE_OUTPUT_INFO_LIST)
        if len(values) % _OF_A_STREAM:
            raise PulseError("an answer of another shape")
        found = []
        monitors: dict[int, bool] = {}
        for at in range(0, len(values), _OF_A_STREAM):
            source, method, properties, held = (values[at + n] for n in (4, 9, 11, 12))
            if not isinstance(source, int) or not isinstance(properties, Mapping):
                raise PulseError("an answer of another shape")
            if held is True or _is_meter(method, properties):
                continue
            if source not in monitors:
                monitors[source] = self._is_monitor(source)
            if not monitors[source]:
                found.append(properties)
        return found

    def take_in(self) -> None:
        """Deal with what has come, unasked.

        Raises:
            PulseError: the server is gone.
        """
        while self._wait(self._socket, 0):
            self._receive()
            while self._next() is not None:
                pass

    def _greet(self) -> None:
        cookie = bytes(_COOKIE)  # the server knows the user by the socket
        answer = self._ask(_AUTH, _number(VERSION), b"x" + struct.pack(">I", _COOKIE) + cookie)
        if not answer or not isinstance(answer[0], int) or answer[0] & 0xFFFF < VERSION:
            raise PulseError("an old server")
        self._ask(_SET_CLIENT_NAME, _properties({"application.name": "Deskhand"}))
        self._ask(_SUBSCRIBE, _number(_SOURCE_OUTPUTS))

    def _is_monitor(self, source: int) -> bool:
        """Does it give back what is played? One that has gone meanwhile is none of either."""
        try:
            values = self._ask(_GET_SOURCE_INFO, _number(source), b"N")
        except _RefusedError:
            return True
        return len(values) > 8 and values[8] != NONE

    def _ask(self, command: int, *values: bytes) -> Sequence[Value]:
        self._serial += 1
        body = b"".join((_number(command), _number(self._serial), *values))
        head = struct.pack(">IIIII", len(body), _CONTROL, 0, 0, 0)
        try:
            self._send(head + body)
        except OSError as error:
            raise PulseError(type(error).__name__) from error
        until = time.monotonic() + WITHIN_S
        while True:
            while (message := self._next()) is not None:
                command, serial, answer = message
                if serial != self._serial:
                    continue
                if command == _REPLY:
                    return answer
                raise _RefusedError("refused")
            left = until - time.monotonic()
            if left <= 0 or not self._wait(self._socket, left):
                raise PulseError("no answer")
            self._receive()

    def _send(self, data: bytes) -> None:
        """With who we are, by which the server lets in the user whom it belongs to."""
        who = struct.pack("3i", os.getpid(), os.getuid(), os.getgid())
        kinds = [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, who)]
        sent = self._socket.sendmsg([data], kinds)
        self._socket.sendall(data[sent:])

    def _receive(self) -> None:
        try:
            data = self._socket.recv(65_536)
        except OSError as error:
            raise PulseError(type(error).__name__) from error
        if not data:
            raise PulseError("it hung up")
        self._read += data

    def _next(self) -> tuple[int, int, Sequence[Value]] | None:
        """The next message that is whole: its command, its serial and its values."""
        while len(self._read) >= 20:
            length, channel = struct.unpack_from(">II", self._read)
            if length > _MOST:
                raise PulseError("too much")
            if len(self._read) < 20 + length:
                return None
            body = bytes(self._read[20 : 20 + length])
            del self._read[: 20 + length]
            if channel != _CONTROL:
                continue
            command, serial, *values = read_values(body)
            if not isinstance(command, int) or not isinstance(serial, int):
                raise PulseError("no message")
            if command == _SUBSCRIBE_EVENT:
                self.stirred = True
            return command, serial, values
        return None


class _RefusedError(PulseError):
    """The server answered that it won't."""


def read_values(body: bytes) -> list[Value]:
    """All values of a message; those of which only the length matters here are None.

    Raises:
        PulseError: it is cut off, or has a type that nobody knows.
    """
    found: list[Value] = []
    at = 0
    try:
        while at < len(body):
            value, at = _read_one(body, at)
            found.append(value)
    except (IndexError, KeyError, ValueError, struct.error) as error:
        raise PulseError("a message that is none") from error
    if at != len(body) or len(found) > _MOST_VALUES:
        raise PulseError("a message that is cut off")
    return found


def _read_one(body: bytes, at: int) -> tuple[Value, int]:
    kind = chr(body[at])
    at += 1
    if kind in _READERS:
        return _READERS[kind](body, at)
    return None, at + _SIZES[kind]


def _read_number(body: bytes, at: int) -> tuple[Value, int]:
    return int(struct.unpack_from(">I", body, at)[0]), at + 4


def _read_text(body: bytes, at: int) -> tuple[Value, int]:
    end = body.index(0, at)
    return body[at:end].decode("utf-8", "replace"), end + 1


def _read_bytes(body: bytes, at: int) -> tuple[Value, int]:
    length = int(struct.unpack_from(">I", body, at)[0])
    return body[at + 4 : at + 4 + length], at + 4 + length


def _read_properties(body: bytes, at: int) -> tuple[Value, int]:
    found: dict[str, str] = {}
    while True:
        key, at = _read_one(body, at)
        if key is None:
            return found, at
        _length, at = _read_one(body, at)
        value, at = _read_one(body, at)
        if not isinstance(key, str) or not isinstance(value, bytes):
            raise PulseError("properties that are none")
        found[key] = value.rstrip(b"\0").decode("utf-8", "replace")


_READERS: Final[Mapping[str, Callable[[bytes, int], tuple[Value, int]]]] = {
    "L": _read_number,
    "t": _read_text,
    "x": _read_bytes,
    "P": _read_properties,
    "1": lambda _, at: (True, at),
    "0": lambda _, at: (False, at),
    "N": lambda _, at: (None, at),
    "m": lambda body, at: (None, at + 1 + body[at]),
    "v": lambda body, at: (None, at + 1 + 4 * body[at]),
}


def _is_meter(method: Value, properties: Mapping[str, str]) -> bool:
    """The bars that a volume control shows; they hear nobody."""
    return (
        method == "peaks"
        or properties.get("media.name") == "Peak detect"
        or properties.get("resample.peaks") == "true"
    )


def _number(value: int) -> bytes:
    return b"L" + struct.pack(">I", value)


def _properties(values: Mapping[str, str]) -> bytes:
    parts = [b"P"]
    for key, value in values.items():
        data = value.encode() + b"\0"
        length = struct.pack(">I", len(data))
        parts += [b"t", key.encode(), b"\0L", length, b"x", length, data]
    return b"".join([*parts, b"N"])
