"""Programs that snippets run: what comes of them, and that nothing of them is left behind."""

from __future__ import annotations

import datetime as dt
import os
import queue
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.assembly.programs import MOST_AT_ONCE, Programs
from desktop.core.clock import FixedClock, SystemClock
from desktop.core.results import Problem
from desktop.host.base import Window
from desktop.interaction import Channel
from desktop.keyboard.messages import Decline, Expand, Failed, Insert, Park
from desktop.keyboard.reasons import Reason
from desktop.settings.sections.snippets import TRUSTED_PACKS
from desktop.snippets.model import Value
from desktop.snippets.render.outcome import Errand, State
from tests.unit.assembly.acting import SECONDS, Running
from tests.unit.assembly.conftest import Start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="only on POSIX: needs sh")


class Runner:
    """Programs, and what is told of them."""

    def __init__(self) -> None:
        self.limit = 10.0
        self.told: queue.SimpleQueue[str | Problem] = queue.SimpleQueue()
        self.programs = Programs(lambda: self.limit)

    def start(self, cmd: str, **params: Value) -> None:
        state = State(SystemClock().now(), {})
        told = {"ESPANSO_A": "é1"}
        errand = Errand(
            "shell", "out", "/p/own.yml", {"cmd": cmd, **params}, told, "own.yml:3", state
        )
        self.programs.run(errand, self.told.put)

    def outcome(self, cmd: str, **params: Value) -> str | Problem:
        self.start(cmd, **params)
        return self.told.get(timeout=SECONDS)

    def problem(self, cmd: str, **params: Value) -> Problem:
        found = self.outcome(cmd, **params)
        assert isinstance(found, Problem), found
        return found


@pytest.fixture
def runner() -> Iterator[Runner]:
    made = Runner()
    yield made
    made.programs.close()


def test_a_program_is_told_espansos_values_and_nothing_to_read(runner: Runner) -> None:
    assert runner.outcome('cat; echo "$ESPANSO_A in $CONFIG"') == "é1 in /p\n"
    assert runner.outcome("pwd", shell="sh") == f"{Path.home()}\n"


def test_output_that_is_no_utf8_does_no_harm(runner: Runner) -> None:
    found = runner.outcome(r"printf '\377ab'")
    assert isinstance(found, str)
    assert found.endswith("ab")


def test_one_that_fails_or_complains_is_a_problem_unless_that_is_to_be_ignored(
    runner: Runner,
) -> None:
    failed = runner.problem("echo secret; exit 3")
    assert failed.place == "own.yml:3"
    assert "status 3" in failed.why
    assert "secret" not in failed.sentence()
    assert "complained" in runner.problem("echo x; echo secret >&2").why
    assert runner.outcome("echo x; echo y >&2; exit 1", ignore_error=True) == "x\n"


def test_one_that_is_not_there_is_told(runner: Runner) -> None:
    assert "no such program" in runner.problem("x", shell="nu").why
    assert runner.problem("x\0y").what == "The program of this snippet can't be started"


def test_one_that_takes_too_long_is_ended_with_all_that_it_started(
    runner: Runner, tmp_path: Path
) -> None:
    runner.limit = 0.3
    note = tmp_path / "pid"
    begun = time.monotonic()
    late = runner.problem(f"sleep 60 & echo $! > {note}; wait")
    assert "longer than 0.3 seconds" in late.what
    assert time.monotonic() - begun < 5
    assert_ends(int(note.read_text()))


def test_one_that_writes_without_end_is_ended(runner: Runner) -> None:
    assert "more than" in runner.problem("yes").what
    assert "complained" in runner.problem("yes 2>/dev/null | head -c 900000 >&2").why


def test_what_it_leaves_running_on_purpose_keeps_nobody_waiting(
    runner: Runner, tmp_path: Path
) -> None:
    note = tmp_path / "pid"
    begun = time.monotonic()
    assert runner.outcome(f"sleep 60 & echo $! > {note}; echo done") == "done\n"
    assert time.monotonic() - begun < 5
    os.kill(int(note.read_text()), 9)


def test_they_end_with_deskhand(runner: Runner, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    runner.start(f"sleep 60 & echo $! > {note}.new; mv {note}.new {note}; wait")
    until = time.monotonic() + SECONDS
    while not note.exists():
        assert time.monotonic() < until
        threading.Event().wait(0.01)
    runner.programs.close()
    assert_ends(int(note.read_text()))
    assert runner.told.empty()
    runner.start("echo too late")
    assert runner.told.empty()


def test_there_are_never_too_many(runner: Runner) -> None:
    for _ in range(MOST_AT_ONCE):
        runner.start("sleep 60")
    assert "Too many" in runner.problem("echo x").what


def assert_ends(pid: int) -> None:
    until = time.monotonic() + SECONDS
    while _runs(pid):
        assert time.monotonic() < until
        threading.Event().wait(0.01)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


# --- in a snippet ---------------------------------------------------------------------------------

PACK = """\
matches:
  - trigger: ":run"
    replace: "<{{out}}>"
    vars: [{name: out, type: shell, params: {cmd: "cat %s; echo"}}]
  - trigger: ":bad"
    replace: "<{{out}}>"
    vars: [{name: out, type: shell, params: {cmd: "exit 1"}}]
"""


@pytest.fixture
def trusted(build: Start, tmp_path: Path) -> Running:
    """An assembly whose program ends when something is written into a pipe."""
    os.mkfifo(tmp_path / "gate")
    made = build()
    pack = made.assembly.places.packs / "programs.yml"
    pack.write_text(PACK % (tmp_path / "gate"), "utf-8")
    made.assembly.settings.change(TRUSTED_PACKS, (pack,))
    made.assembly.start()
    made.until(lambda: bool(made.assembly.status()["ready"] and made.assembly.state.can_type))
    return made


@pytest.fixture
def clock(trusted: Running) -> FixedClock:
    """By which it is measured how long a program takes."""
    made = FixedClock(dt.datetime(2026, 11, 29, tzinfo=dt.UTC))
    trusted.assembly._uses._clock = made
    return made


def open_gate(tmp_path: Path, text: str) -> None:
    (tmp_path / "gate").write_text(text, "utf-8")


def test_keys_flow_while_a_program_runs_and_its_text_is_typed(
    trusted: Running, tmp_path: Path
) -> None:
    trusted.type(":run")
    assert trusted.link.wait(Park) == Park(1)
    trusted.type(":brb", 2)  # and others go on meanwhile
    assert trusted.link.wait(Expand).text == "be right back"
    open_gate(tmp_path, "hello")
    assert trusted.link.wait(Expand, 2) == Expand(1, "<hello>")
    assert not trusted.problems


def test_in_another_place_by_then_it_is_copied(trusted: Running, tmp_path: Path) -> None:
    trusted.type(":run")
    open_gate(tmp_path, "hello")
    trusted.link.wait(Expand)
    trusted.link.say(Failed(1, Reason.MOVED))
    trusted.until(lambda: trusted.clipboard.holds == "<hello>")
    assert trusted.whys == ["You went on in another place"]


def test_another_customer_by_then_gets_nothing_of_it(trusted: Running, tmp_path: Path) -> None:
    trusted.type(":run")
    trusted.assembly.interactions.open("test", Channel.CHAT)
    open_gate(tmp_path, "hello")
    assert trusted.link.wait(Decline) == Decline(1)
    trusted.until(lambda: trusted.whys == ["Another customer is in front by now"])
    assert not trusted.clipboard.set


def test_one_that_fails_leaves_the_trigger(trusted: Running) -> None:
    trusted.type(":bad")
    assert trusted.link.wait(Decline) == Decline(1)
    trusted.until(lambda: [one.place for one in trusted.problems] == ["programs.yml:7"])


def test_from_the_palette_it_is_put_in_or_copied(
    trusted: Running, clock: FixedClock, tmp_path: Path
) -> None:
    number = trusted.number(":run")
    trusted.assembly.use(number, trusted.fingerprint, Window(7, "editor"))
    open_gate(tmp_path, "quick")
    assert trusted.link.wait(Insert).text == "<quick>"
    trusted.assembly.copy(number, trusted.fingerprint)
    open_gate(tmp_path, "copied")
    trusted.until(lambda: trusted.clipboard.holds == "<copied>")


def test_from_the_palette_one_that_took_long_is_copied(
    trusted: Running, clock: FixedClock, tmp_path: Path
) -> None:
    trusted.assembly.use(trusted.number(":run"), trusted.fingerprint, Window(7, "editor"))
    with (tmp_path / "gate").open("w", encoding="utf-8") as gate:  # the program has begun
        clock.advance(1.1)
        gate.write("late")
    trusted.until(lambda: bool(trusted.problems))
    assert trusted.whys == ["The program took so long that you may be elsewhere"]
    assert trusted.clipboard.holds == "<late>"


def test_nothing_runs_for_a_preview_or_for_a_pack_that_is_not_trusted(
    trusted: Running, tmp_path: Path
) -> None:
    seen: queue.SimpleQueue[object] = queue.SimpleQueue()
    trusted.assembly.preview(trusted.number(":run"), trusted.fingerprint, seen.put)
    shown = seen.get(timeout=SECONDS)
    assert isinstance(getattr(shown, "outcome", None), Errand)
    trusted.assembly.settings.change(TRUSTED_PACKS, ())
    trusted.until(lambda: not trusted.assembly.library.snippets[trusted.number(":run")].trusted)
    trusted.settle()
    trusted.type(":run")
    assert trusted.link.wait(Decline) == Decline(1)
    assert "not trusted" in trusted.problems[-1].what
