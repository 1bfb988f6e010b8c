"""A PulseAudio of a test's own, with one microphone and nothing that could be heard."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from tests.screen.conftest import end, require

SECONDS = 20.0
MICROPHONE = "microphone"
MONITOR = "nothing.monitor"


class SoundServer:
    """Runs in ``folder``; a socket's name has room for 107 bytes only."""

    def __init__(self, folder: Path) -> None:
        """Nothing runs yet."""
        self._folder = folder
        runtime = folder / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        self.environment: Mapping[str, str] = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(runtime),
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        }
        self.socket = runtime / "pulse" / "native"
        self._server: subprocess.Popen[bytes] | None = None
        self._programs: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start it, and wait until it listens."""
        require("pulseaudio", "parec")
        options = [
            "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--realtime=no",
            "--high-priority=no", "--log-level=error", "--disallow-module-loading",
        ]  # fmt: skip
        modules = [
            "module-null-sink sink_name=nothing",
            f"module-pipe-source source_name={MICROPHONE} file={self._folder / 'mic'} rate=8000",
            "module-native-protocol-unix",
        ]
        words = ["pulseaudio", *options, *(f"--load={one}" for one in modules)]
        self._server = self._run(words)
        until = time.monotonic() + SECONDS
        while not self.socket.exists():
            assert self._server.poll() is None, "PulseAudio ended"
            assert time.monotonic() < until, "PulseAudio did not start"
            time.sleep(0.02)

    def record(self, source: str = MICROPHONE, *options: str) -> subprocess.Popen[bytes]:
        """Let a program take in what this source gives."""
        made = self._run(["parec", f"--device={source}", *options])
        self._programs.append(made)
        return made

    def kill(self) -> None:
        """The server ends without a word."""
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None
            for left in (self.socket, self._folder / "mic"):
                left.unlink(missing_ok=True)

    def stop(self) -> None:
        """End everything."""
        for one in self._programs:
            end(one)
        if self._server is not None:
            end(self._server)

    def _run(self, words: list[str]) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            words, env=self.environment, stdin=quiet, stdout=quiet, stderr=quiet
        )
