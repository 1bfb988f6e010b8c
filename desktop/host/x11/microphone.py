"""Which programs have the microphone, from PulseAudio or PipeWire. Nothing is recorded.

The server says when a stream comes or goes; nothing is asked before that. A server that is not
there, or has gone, is looked for every half minute.
"""

from __future__ import annotations

import logging
import select
import socket
from collections.abc import Callable, Mapping

from desktop.host.base import Check, Recorder
from desktop.host.x11.follower import Follower, Followers
from desktop.host.x11.pulse import PulseError, PulseLink, server_path

log = logging.getLogger(__name__)

RETRY_S = 30.0
_NAMES = ("application.process.binary", "application.name", "media.name")


class PulseMicrophone:
    """``Microphone`` of :mod:`desktop.host.base`."""

    def __init__(self, environment: Mapping[str, str], retry_s: float = RETRY_S) -> None:
        """``environment`` says where the server is; connects when it is watched."""
        self._environment = environment
        self._retry_s = retry_s
        self._followers = Followers()

    def watch(self, tell: Callable[[frozenset[Recorder]], None]) -> Callable[[], None]:
        """See :class:`desktop.host.base.Microphone`; the answer returns when no call can come."""
        return self._followers.start(_Watcher(self._environment, self._retry_s, tell))

    def close(self) -> None:
        """Let go of every connection."""
        self._followers.end()


class _Ended(Exception):  # noqa: N818 - a way out, not an error
    pass


class _Watcher(Follower):
    """Sleeps until the server has something to say."""

    def __init__(
        self,
        environment: Mapping[str, str],
        retry_s: float,
        tell: Callable[[frozenset[Recorder]], None],
    ) -> None:
        super().__init__("microphone")
        self._environment = environment
        self._retry_s = retry_s
        self._tell = tell
        self._told: frozenset[Recorder] = frozenset()

    def run(self) -> None:
        try:
            while True:
                try:
                    self._follow()
                except PulseError as error:
                    log.debug("no sound server to ask: %s", error)
                self._say(frozenset())
                self._wait(None, self._retry_s)
        except _Ended:
            return
        finally:
            self._ending.close()

    def _follow(self) -> None:
        path = server_path(self._environment)
        if path is None or not path.exists():
            return
        link = PulseLink(path, self._wait)
        try:
            while True:
                while link.stirred:
                    self._say(frozenset(map(_recorder, link.recording())))
                self._wait(link.socket, None)
                link.take_in()
        finally:
            link.close()

    def _say(self, found: frozenset[Recorder]) -> None:
        if found != self._told:
            self._told = found
            self._tell(found)

    def _wait(self, source: socket.socket | None, seconds: float | None) -> bool:
        """Is there something to read, within so many seconds?"""
        sources = [self._ending] if source is None else [self._ending, source]
        ready, _, _ = select.select(sources, [], [], seconds)
        if self._ending in ready:
            raise _Ended
        return bool(ready)


def _recorder(properties: Mapping[str, str]) -> Recorder:
    program, name, _ = (properties.get(one, "") for one in _NAMES)
    return Recorder(program.rpartition("/")[2][:100], (name or properties.get(_NAMES[2], ""))[:100])


def check(environment: Mapping[str, str]) -> Check:
    """What breaks can know of calls, for ``doctor``."""
    if _answers(environment):
        return Check("microphone", ok=True, what="Breaks know when a program has the microphone")
    return Check(
        "microphone",
        ok=None,
        what="Breaks can't tell whether a program has the microphone",
        why="No sound server (PulseAudio, PipeWire) answers",
        todo="Let your phone system tell of calls, or open an interaction yourself",
    )


def _answers(environment: Mapping[str, str]) -> bool:
    path = server_path(environment)
    if path is None:
        return False
    try:
        PulseLink(path, lambda source, s: bool(select.select([source], [], [], s)[0])).close()
    except PulseError:
        return False
    return True
