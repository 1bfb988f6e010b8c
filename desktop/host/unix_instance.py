"""The one Deskhand of a desktop session: a Unix socket that takes verbs from later starts."""

from __future__ import annotations

import fcntl
import os
import re
import socket
import stat
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from desktop.core.digest import blake2b
from desktop.core.results import UserError
from desktop.host.handed_over import MOST_BYTES, answer_in, question
from desktop.host.unix_instance_server import InstanceServer, is_own_user

_LONGEST = (103 if sys.platform == "darwin" else 107) - len("-01234567")
"""Bytes of a socket's path that the kernel takes, less what a profile adds to its name."""
_RETRY_S = 0.02
"""How soon a start that is not listening yet is asked again."""


class UnixInstance:
    """``Instance`` of :mod:`desktop.host.base`.

    Who holds the lock on ``<path>.lock`` is the one; the kernel lets go of it however that
    process ends. The socket of a dead process says nothing and is replaced.
    """

    def __init__(self, path: Path | None = None) -> None:
        """``path`` of the socket, in a folder that only this user can enter.

        Raises UserError when no such folder can be had.
        """
        self._path = default_path(os.environ) if path is None else path
        self._lock_path = self._path.with_name(self._path.name + ".lock")
        self._lock: int | None = None
        self._server: InstanceServer | None = None

    def listen(self, handle: Callable[[Sequence[str]], str]) -> bool:
        """Become the one that listens; False when there is one already.

        Raises OSError when the socket can't be made.
        """
        lock = self._take_lock()
        if lock is None:
            return False
        try:
            self._path.unlink(missing_ok=True)
            self._server = InstanceServer(_bind(self._path), handle)
        except OSError:
            os.close(lock)
            raise
        self._lock = lock
        self._server.start()
        return True

    def send(self, words: Sequence[str], timeout: float) -> str | None:
        """Hand a verb to the running one; None when nobody runs, else its answer."""
        until = time.monotonic() + timeout
        asked = question(words)
        if len(asked) > MOST_BYTES:
            return "This is too long to hand over to the running Deskhand."
        while True:
            try:
                return self._ask(asked, until)
            except (FileNotFoundError, ConnectionError):
                # Nobody, or one that has not begun to listen or is about to end.
                if not self._is_held():
                    return None
            except (BlockingIOError, TimeoutError):  # its queue of connections is full
                pass
            if time.monotonic() + _RETRY_S >= until:
                return f"Deskhand is running but did not answer within {timeout:g} seconds."
            time.sleep(_RETRY_S)

    def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._lock is not None:
            # The lock's file stays: to remove it would let two processes lock two files.
            self._path.unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def _ask(self, question: bytes, until: float) -> str:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
            link.settimeout(max(until - time.monotonic(), 0.001))
            link.connect(str(self._path))
            if not is_own_user(link):
                return "Another user's program listens in Deskhand's place."
            link.sendall(question)
            answer = b""
            while not answer.endswith(b"\n"):
                link.settimeout(max(until - time.monotonic(), 0.001))
                try:
                    piece = link.recv(4096)
                except ConnectionError:
                    piece = b""
                if not piece or len(answer) > MOST_BYTES:
                    # Not asked again: it may have been done already.
                    return "The running Deskhand ended before it answered."
                answer += piece
        return answer_in(answer)

    def _take_lock(self) -> int | None:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        lock = os.open(self._lock_path, flags, 0o600)
        until = time.monotonic() + 5 * _RETRY_S
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return lock
            except BlockingIOError:
                # Perhaps only a sender that looks whether somebody has it: that takes no time.
                if time.monotonic() >= until:
                    os.close(lock)
                    return None
            time.sleep(_RETRY_S)

    def _is_held(self) -> bool:
        """True when some process is, or is about to become, the one that listens."""
        try:
            lock = os.open(self._lock_path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            return False
        finally:
            os.close(lock)


def default_path(environment: Mapping[str, str]) -> Path:
    """Where the one Deskhand of a desktop session listens: a name for every user and display.

    Raises UserError when the folder for it belongs to somebody else.
    """
    display = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY") or "none"
    # ":0", ":0.0" and "unix:0" are one display; the part after the point is a screen of it.
    display = re.sub(r"(:\d+)\.\d+$", r"\1", display).removeprefix("unix").lstrip(":")
    name = "deskhand-" + re.sub(r"[^A-Za-z0-9-]", "-", display)[-40:] + ".socket"
    return _runtime_folder(environment, _LONGEST - len(f"/{name}")) / name


def instance_path(profile: Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """Where the Deskhand of a profile listens in the desktop session of ``environment``.

    Raises:
        UserError: the folder for it belongs to somebody else.
    """
    path = default_path(environment)
    if profile is None:
        return path
    one_name = os.path.realpath(profile)
    return beside(path, blake2b(os.fsencode(one_name), digest_size=4).hexdigest())


def beside(path: Path, name: str) -> Path:
    """The path of another listener of the same session."""
    return path.with_name(f"{path.stem}-{name}{path.suffix}")


def _runtime_folder(environment: Mapping[str, str], longest: int) -> Path:
    """A folder that nobody else can enter: the session's, or else one of our own in /tmp."""
    given = Path(environment.get("XDG_RUNTIME_DIR") or "")
    fits = len(os.fsencode(given)) <= longest
    if given.is_absolute() and fits and _is_private(given):
        return given
    # Not by tempfile, which writes a file to see whether it can: nobody can on a full disk.
    temporary = environment.get("TMPDIR") or "/tmp"  # noqa: S108 - looked at below
    own = Path(temporary) / f"deskhand-{os.getuid()}"
    if len(os.fsencode(own)) > longest:
        own = Path("/tmp") / own.name  # noqa: S108 - looked at below: ours, and nobody else's
    if given.is_absolute() and not fits:
        # A session with a folder of its own keeps to itself, so its name goes into ours.
        own = own.with_name(f"{own.name}-{_short(os.fsencode(given))}")
    try:
        own.mkdir(mode=0o700)
    except FileExistsError:
        pass  # ours from an earlier start, or laid there by somebody: looked at next
    except OSError as error:
        raise UserError(
            "Deskhand can't make its folder for this session.",
            f"The system said: {error.strerror}.",
            "Set XDG_RUNTIME_DIR to a folder of your own.",
            place=str(own),
        ) from error
    if not _is_private(own):
        raise UserError(
            "Deskhand does not trust its folder for this session.",
            "It is a link, belongs to another user, or others can enter it.",
            "Remove it, or set XDG_RUNTIME_DIR to a folder of your own.",
            place=str(own),
        )
    return own


def _short(name: bytes) -> str:
    return blake2b(name, digest_size=6).hexdigest()


def _is_private(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    private = stat.S_IMODE(found.st_mode) & 0o077 == 0
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and private


def _bind(path: Path) -> socket.socket:
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        os.fchmod(link.fileno(), 0o600)  # so that Linux makes it so, without a moment between
        link.bind(str(path))
        path.chmod(0o600)
        link.listen(64)
    except OSError:
        link.close()
        raise
    return link
