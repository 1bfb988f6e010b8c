"""Short sounds, by a player that comes with the system."""

from __future__ import annotations

import logging
import shutil
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

log = logging.getLogger(__name__)

LINUX = (("paplay",), ("pw-play",), ("aplay", "--quiet"))
"""PulseAudio's, PipeWire's, and that of the system without either."""
MACOS = (("afplay",),)
_GOODBYE_S = 1.0


class PlayedSounds:
    """``Sounds`` of :mod:`desktop.host.base`. Any thread may call."""

    def __init__(self, players: Sequence[Sequence[str]], environment: Mapping[str, str]) -> None:
        """The first player that is there; ``environment`` says where, and of the sound server."""
        self._players = players
        self._environment = environment
        self._lock = threading.Lock()
        self._playing: subprocess.Popen[bytes] | None = None

    def play(self, path: Path) -> bool:
        """Begin to play it, instead of one that still sounds; False where nothing can."""
        found = self._environment.get("PATH")
        for program, *options in self._players:
            player = shutil.which(program, path=found)
            if player is not None:
                return self._start([player, *options, str(path)])
        return False

    def close(self) -> None:
        """Be silent."""
        with self._lock:
            self._stop()

    def _start(self, words: list[str]) -> bool:
        with self._lock:
            self._stop()
            try:
                self._playing = subprocess.Popen(
                    words,
                    env=dict(self._environment),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            except OSError as error:
                log.info("a sound can't be played: %s", type(error).__name__)
                return False
            return True

    def _stop(self) -> None:
        playing, self._playing = self._playing, None
        if playing is None:
            return
        if playing.poll() is None:
            playing.terminate()
        try:
            playing.wait(_GOODBYE_S)
        except subprocess.TimeoutExpired:
            playing.kill()
            playing.wait()
