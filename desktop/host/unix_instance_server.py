"""The listening side of the one Deskhand: many connections, each bounded in size and time."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import selectors
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Sequence

from desktop.core.faults import traced
from desktop.host.handed_over import MOST_BYTES, answer_line, words_in

log = logging.getLogger(__name__)

_MOST_OPEN = 64
"""Connections at a time; the oldest makes room, so that silent ones can't fill them up."""
_MOST_WAITING = 32
"""Questions that wait for the handler."""
_QUESTION_S = 2.0
"""How long a connection may take to ask."""
_ANSWER_S = 1.0
"""How long a client may take to accept its answer."""

_SOL_LOCAL, _LOCAL_PEERCRED = 0, 1
"""Of macOS (sys/un.h), where Linux has SO_PEERCRED; Python has no names for them."""

_Question = tuple[socket.socket, Sequence[str]]


def is_own_user(link: socket.socket) -> bool:
    """True when this user is at the other end of a Unix socket, as the kernel knows it."""
    if sys.platform == "darwin":
        # struct xucred (sys/ucred.h): version, user, then groups; 76 bytes.
        told = link.getsockopt(_SOL_LOCAL, _LOCAL_PEERCRED, 76)
        version, user = struct.unpack_from("=II", told)
        return bool(version == 0 and user == os.getuid())
    size = struct.calcsize("3i")  # pid, uid, gid (unix(7))
    _, uid, _ = struct.unpack("3i", link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
    return bool(uid == os.getuid())


class InstanceServer:
    """Reads questions on one thread and has them answered, one after the other, on another."""

    def __init__(self, listening: socket.socket, handle: Callable[[Sequence[str]], str]) -> None:
        """``listening`` is bound and listens; ``handle`` as in ``Instance.listen``."""
        self._listening = listening
        self._handle = handle
        self._selector = selectors.DefaultSelector()
        self._open: dict[socket.socket, tuple[float, bytearray]] = {}
        self._questions: queue.Queue[_Question | None] = queue.Queue(_MOST_WAITING)
        self._woken, self._wake = socket.socketpair()
        self._threads = (
            threading.Thread(target=self._read, name="instance", daemon=True),
            threading.Thread(target=self._answer, name="instance-answers", daemon=True),
        )

    def start(self) -> None:
        """Begin to answer."""
        self._listening.setblocking(False)  # noqa: FBT003 - the library's own signature
        self._selector.register(self._listening, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop; a question that is being answered (``quit``) still gets its answer."""
        self._wake.close()
        self._threads[0].join()
        if self._threads[1] is not threading.current_thread():
            self._threads[1].join(_ANSWER_S)

    # --- reading ----------------------------------------------------------------------------------

    def _read(self) -> None:
        ending = False
        while not ending:
            for key, _ in self._selector.select(self._next_deadline()):
                if key.fileobj is self._woken:
                    ending = True
                elif key.fileobj is self._listening:
                    self._accept()
                elif isinstance(key.fileobj, socket.socket):
                    self._receive(key.fileobj)
            self._drop_late()
        for link in list(self._open):
            self._drop(link)
        self._selector.close()
        self._listening.close()
        self._woken.close()
        self._put(None)

    def _next_deadline(self) -> float | None:
        if not self._open:
            return None
        oldest = next(iter(self._open.values()))[0]
        return max(oldest + _QUESTION_S - time.monotonic(), 0)

    def _drop_late(self) -> None:
        late = time.monotonic() - _QUESTION_S
        for link in [link for link, (since, _) in self._open.items() if since <= late]:
            self._drop(link)

    def _accept(self) -> None:
        try:
            link, _ = self._listening.accept()
        except OSError:  # the client has gone again, or this process has no more descriptors
            self._drop_oldest()
            return
        if not is_own_user(link):
            link.close()
            return
        if len(self._open) >= _MOST_OPEN:
            self._drop_oldest()
        link.setblocking(False)  # noqa: FBT003 - the library's own signature
        self._open[link] = (time.monotonic(), bytearray())
        self._selector.register(link, selectors.EVENT_READ)

    def _receive(self, link: socket.socket) -> None:
        if link not in self._open:  # dropped in this very round
            return
        read = self._open[link][1]
        try:
            piece = link.recv(MOST_BYTES)
        except OSError:
            piece = b""
        read += piece
        if not piece or len(read) > MOST_BYTES:
            self._drop(link)
        elif read.endswith(b"\n"):
            del self._open[link]
            self._selector.unregister(link)
            words = words_in(bytes(read))
            if words is None or not self._put((link, words)):
                link.close()

    def _put(self, question: _Question | None) -> bool:
        try:
            self._questions.put(question, timeout=None if question is None else 0)
        except queue.Full:
            return False
        return True

    def _drop_oldest(self) -> None:
        if self._open:
            self._drop(next(iter(self._open)))

    def _drop(self, link: socket.socket) -> None:
        del self._open[link]
        self._selector.unregister(link)
        link.close()

    # --- answering --------------------------------------------------------------------------------

    def _answer(self) -> None:
        while (question := self._questions.get()) is not None:
            link, words = question
            with link:
                link.settimeout(_ANSWER_S)
                answer = answer_line(self._answer_to(words))
                with contextlib.suppress(OSError):  # the client may have gone
                    link.sendall(answer)

    def _answer_to(self, words: Sequence[str]) -> str:
        try:
            return self._handle(words)
        except Exception as error:  # noqa: BLE001 - a dispatcher: one verb must not end the others
            log.error("a verb that was handed over failed: %s", traced(error))
            return "Deskhand could not do this; its log says more."
