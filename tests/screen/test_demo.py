"""``deskhand demo`` itself: the whole of it, and that nothing of it stays whatever happens."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.screen.conftest import Screen, StartApp, require

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
DEMO_S = 120.0
END_S = 20.0
"""How long it may take to end what it has started."""
PICTURES = {
    "choice",
    "form",
    "message",
    "palette-dark",
    "palette-light",
    "palette-slip",
    "practice-dark",
    "practice-light",
    "settings-dark",
    "settings-light",
}


class Demo:
    """A running demo whose lines can be waited for."""

    def __init__(self, environment: Mapping[str, str], *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "desktop", "demo", *words],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines: list[str] = []
        self._news = threading.Condition()
        self._over = False
        self._ended: tuple[int, str] | None = None
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def wait_line(self, words: str) -> None:
        with self._news:
            there = lambda: self._over or any(words in one for one in self.lines)  # noqa: E731
            assert self._news.wait_for(there, DEMO_S), "\n".join(self.lines)
            said = any(words in one for one in self.lines)
        if not said:
            _, errors = self.finish()
            raise AssertionError("\n".join([*self.lines, errors]))

    def finish(self) -> tuple[int, str]:
        """Exit status and standard error; the second time the same."""
        if self._ended is not None:
            return self._ended
        try:
            status = self.process.wait(DEMO_S)
        except subprocess.TimeoutExpired:
            # So it ends what it has started, too.
            self.process.terminate()
            try:
                self.process.wait(END_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
            raise
        finally:
            self._reader.join()
        assert self.process.stderr is not None
        assert self.process.stdout is not None
        with self.process.stderr, self.process.stdout:
            self._ended = status, self.process.stderr.read()
        return self._ended

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self.finish()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._news:
                self.lines.append(line.rstrip())
                self._news.notify_all()
        with self._news:
            self._over = True
            self._news.notify_all()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An environment without a screen; afterwards nothing may run or lie there that was started."""
    temporary = Path(tempfile.mkdtemp(dir="/tmp"))  # short: a Unix socket's path holds 107 bytes
    keep = ("PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "PYTHONPATH")
    yield {
        **{name: os.environ[name] for name in keep if name in os.environ},
        "HOME": str(tmp_path),
        "TMPDIR": str(temporary),
        "LANG": "C.UTF-8",
    }
    left = list(temporary.glob("deskhand-demo-*"))
    shutil.rmtree(temporary)
    assert left == []
    assert of_it(temporary) == []


Play = Callable[..., Demo]


@pytest.fixture
def play(session: dict[str, str]) -> Iterator[Play]:
    """Starts demos in a session, and ends what a failed test leaves of them."""
    started: list[Demo] = []

    def start(*words: str, **environment: str) -> Demo:
        started.append(Demo({**session, **environment}, *words))
        return started[-1]

    yield start
    for demo in started:
        demo.end()


def of_it(temporary: Path) -> list[str]:
    """The processes that know the demo's folder, by their environment or their command line."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            known = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
            name = (process / "comm").read_text().strip()
        except OSError:  # ended, or another user's
            continue
        if os.fsencode(f"{temporary}/deskhand-demo-") in known:
            found.append(name)
    return found


def test_every_step_gives_what_it_should(play: Play, tmp_path: Path) -> None:
    require("Xvfb", "openbox", "trayer")
    out = tmp_path / "pictures"
    begun = time.monotonic()
    demo = play("--out", str(out))
    status, errors = demo.finish()
    assert status == 0, "\n".join([*demo.lines, errors])
    assert errors == ""
    steps = [one for one in demo.lines if re.match(r" *\d+\.\d\d s  ", one)]
    assert len(steps) >= 25
    assert all(re.match(r" *\d+\.\d\d s  ok    \S", one) for one in steps), steps
    assert {one.stem for one in out.iterdir()} >= {*PICTURES, "tray"}
    assert time.monotonic() - begun < DEMO_S


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_demo_that_is_ended_leaves_nothing(play: Play, number: signal.Signals) -> None:
    require("Xvfb")
    before = signal.signal(number, signal.SIG_DFL)  # what a shell starts with “&” ignores SIGINT
    demo = play()
    signal.signal(number, before)
    demo.wait_line("first expansion")
    demo.process.send_signal(number)
    status, errors = demo.finish()
    assert status in {128 + number, 130}
    assert "Traceback" not in errors


def test_without_a_screen_it_says_what_to_install(play: Play, tmp_path: Path) -> None:
    bare = tmp_path / "bin"
    bare.mkdir()
    status, errors = play(PATH=str(bare)).finish()
    assert status == 1
    assert errors.startswith("deskhand: There is no screen for the demo.")
    assert "apt install xvfb" in errors
    assert len(errors.splitlines()) == 1


def test_on_a_real_screen_it_stops_when_another_window_takes_the_focus(
    screen: Screen, play: Play, start_app: StartApp, session: dict[str, str], tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    demo = play("--yes", **{**screen.environment, "TMPDIR": session["TMPDIR"]})
    demo.wait_line("first expansion")
    start_app("xterm", "-e", "sh", "-c", f"stty -icanon -echo; cat > {taken}")
    status, errors = demo.finish()
    assert status == 1
    assert "Another window took the focus" in errors
    assert not any("quit" in one for one in demo.lines)
    # What an expansion held back when the focus went goes to where the focus is, as any keys do
    # under a window that pops up; nothing is typed after that, and never an Enter.
    strayed = taken.read_text()
    assert len(strayed) <= len("ok ;greet and ;patience so on ")
    assert "\n" not in strayed


def test_stay_waits_until_the_practice_window_is_closed(
    screen: Screen, play: Play, session: dict[str, str]
) -> None:
    require("xdotool")
    demo = play("--yes", "--stay", **{**screen.environment, "TMPDIR": session["TMPDIR"]})
    demo.wait_line("Close the practice window")
    assert demo.process.poll() is None
    words = ("search", "--onlyvisible", "--class", "deskhand-practice")
    screen.run("xdotool", *words, "windowactivate", "--sync")
    screen.run("xdotool", "key", "Escape")
    status, errors = demo.finish()
    assert status == 0, "\n".join([*demo.lines, errors])
