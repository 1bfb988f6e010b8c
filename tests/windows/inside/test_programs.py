"""Programs of snippets on Windows: cmd's own quoting, and their end with what they started."""

from __future__ import annotations

import queue
import sys
import time
from collections.abc import Iterator

import pytest

from desktop.assembly.programs import Programs
from desktop.core.clock import SystemClock
from desktop.core.results import Problem
from desktop.snippets.model import Value
from desktop.snippets.render.outcome import Errand, State

assert sys.platform == "win32"

SECONDS = 30.0


class Runner:
    def __init__(self) -> None:
        self.limit = 20.0
        self.programs = Programs(lambda: self.limit)

    def outcome(self, kind: str, **params: Value) -> str | Problem:
        told: queue.SimpleQueue[str | Problem] = queue.SimpleQueue()
        state = State(SystemClock().now(), {})
        errand = Errand(
            kind, "out", r"C:\p\own.yml", params, {"ESPANSO_A": "é 1"}, "own.yml:3", state
        )
        self.programs.run(errand, told.put)
        return told.get(timeout=SECONDS)


@pytest.fixture
def runner() -> Iterator[Runner]:
    made = Runner()
    yield made
    made.programs.close()


def test_a_command_of_cmd_with_quotes_in_it(runner: Runner) -> None:
    found = runner.outcome("shell", shell="cmd", cmd='echo "a b"& echo %CONFIG%')
    assert isinstance(found, str), found
    assert found.split("\n")[0].strip() == '"a b"'
    assert r"C:\p" in found


def test_a_script_gets_its_words_and_the_environment(runner: Runner) -> None:
    code = (
        "import os, sys; sys.stdout.buffer.write((sys.argv[1] + os.environ['ESPANSO_A']).encode())"
    )
    assert runner.outcome("script", args=[sys.executable, "-c", code, 'x "y" ']) == 'x "y" é 1'


def test_one_that_takes_too_long_is_ended(runner: Runner) -> None:
    runner.limit = 1.0
    begun = time.monotonic()
    sleep = "[sys.executable, '-c', 'import time; time.sleep(60)']"
    code = f"import subprocess, sys; subprocess.run({sleep})"
    found = runner.outcome("script", args=[sys.executable, "-c", code])
    assert isinstance(found, Problem)
    assert "longer than 1 seconds" in found.what
    assert time.monotonic() - begun < 20
