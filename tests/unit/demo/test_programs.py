"""What the demo starts is ended whatever it does."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.demo import programs as tried
from desktop.demo.programs import Programs, members

STUBBORN = """
import signal, subprocess, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"],
                         stdin=subprocess.PIPE)
open(sys.argv[1], "w").write(str(child.pid))
signal.pause()
"""


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Programs]:
    monkeypatch.setattr(tried, "_END_S", 0.3)
    made = Programs()
    yield made
    made.end()


def eventually(done: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not done():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_program_that_does_not_listen_ends_with_what_it_started(
    programs: Programs, tmp_path: Path
) -> None:
    note = tmp_path / "child"
    process = programs.start([sys.executable, "-c", STUBBORN, str(note)], os.environ)
    eventually(lambda: note.exists() and note.read_text() != "")
    child = int(note.read_text())
    assert set(members(process.pid)) == {process.pid, child}
    programs.end()
    assert members(process.pid) == []
    assert process.returncode is not None


def test_one_that_has_ended_already_is_no_trouble(programs: Programs) -> None:
    process = programs.start([sys.executable, "-c", ""], os.environ)
    process.wait(20)
    programs.end()
    assert process.returncode == 0


def test_pipes_are_closed_at_the_end(programs: Programs) -> None:
    process = programs.start([sys.executable, "-c", "input()"], os.environ, piped=True)
    programs.end()
    assert process.stdin is not None
    assert process.stdin.closed
    assert process.stdout is not None
    assert process.stdout.closed


def test_the_members_of_a_session_are_its_own_only() -> None:
    other = subprocess.Popen(["sleep", "60"])  # in this session, not in one of its own
    try:
        assert other.pid not in members(other.pid)
        assert other.pid in members(os.getsid(0))
    finally:
        other.kill()
        other.wait()
