"""What goes wrong around an expansion: the agent's keys flow all the same, and none stays down."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.core.triggerfile import write_index
from desktop.keyboard import messages
from tests.screen.conftest import BEFORE, Screen
from tests.screen.typing_session import (
    Agent,
    Keyboard,
    TextWindow,
    ending,
    eventually,
    in_front,
    index_of,
)
from tests.typing_cases import SNIPPETS, Snippet

UNI = "Grüße – “ça va” 😀 日本"
HALF_S = 0.5


@pytest.fixture
def own_keyboard(
    agent: Agent, screen: Screen, shared_keyboard: Keyboard, tmp_path: Path, clean: None
) -> Iterator[Keyboard]:
    """A keyboard process that the test may kill, while the shared one matches nothing."""
    shared_keyboard.link.keep(messages.Pause(on=True))
    shared_keyboard.settle()
    made = Keyboard(screen.environment, tmp_path, SNIPPETS)
    made.start()
    yield made
    made.stop()
    shared_keyboard.link.keep(messages.Pause(on=False))
    shared_keyboard.settle()


@pytest.fixture
def field(agent: Agent, shared_field: TextWindow) -> TextWindow:
    shared_field.focus()
    shared_field.clear()
    return shared_field


def _kill(keyboard: Keyboard) -> None:
    pid = keyboard.link.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def _works_again(agent: Agent, keyboard: Keyboard, field: TextWindow) -> None:
    keyboard.wait(messages.Loaded)
    field.clear()
    agent.type("ok :brb xyz", 1)
    assert field.text("ok be right back xyz") == "ok be right back xyz"


def test_killed_while_it_holds_the_keys(
    agent: Agent, own_keyboard: Keyboard, field: TextWindow, caplog: pytest.LogCaptureFixture
) -> None:
    own_keyboard.answers = False
    agent.type("ok :brb")
    own_keyboard.wait(messages.Matched)
    own_keyboard.forget()
    agent.type(" xyz", 1)
    _kill(own_keyboard)
    assert field.text("ok :brb xyz", HALF_S) == "ok :brb xyz"
    own_keyboard.answers = True
    _works_again(agent, own_keyboard, field)


def test_killed_while_a_paste_is_fetched(
    agent: Agent, own_keyboard: Keyboard, field: TextWindow, caplog: pytest.LogCaptureFixture
) -> None:
    os.kill(field.process.pid, signal.SIGSTOP)
    try:
        agent.type("ok :uni xyz", 1)
        assert eventually(lambda: agent.copied() == UNI.encode())
        own_keyboard.forget()
        _kill(own_keyboard)
        assert eventually(agent.keyboard_is_free, HALF_S)
        assert not agent.keys_down()
    finally:
        os.kill(field.process.pid, signal.SIGCONT)
    # What was typed before the burst was in its hands and is gone with it, as are the text and the
    # clipboard; what was typed since was the server's to give.
    agent.type("z")
    assert eventually(lambda: str(field.read()["text"]).endswith("z"))
    assert "ok  xyzz".startswith(str(field.read()["text"])[:3])
    _works_again(agent, own_keyboard, field)
    agent.copy(BEFORE)


def test_killed_at_any_moment_of_a_burst(
    agent: Agent, own_keyboard: Keyboard, field: TextWindow, caplog: pytest.LogCaptureFixture
) -> None:
    text = "a long line that is typed key by key, so that a burst takes its time "
    own_keyboard.load([Snippet(":brb", text)])
    own_keyboard.settle()
    for after_ms in (0, 2, 5):
        own_keyboard.forget()
        field.clear()
        agent.type("ok :brb")
        own_keyboard.wait(messages.Matched)
        time.sleep(after_ms / 1000)
        _kill(own_keyboard)
        assert eventually(agent.keyboard_is_free, HALF_S)
        assert eventually(lambda: not agent.keys_down(), HALF_S)
        own_keyboard.wait(messages.Loaded)
        field.clear()
        agent.type("still", 1)
        assert field.text("still") == "still"


def test_a_burst_that_hangs_ends_by_itself(
    agent: Agent, own_keyboard: Keyboard, field: TextWindow, caplog: pytest.LogCaptureFixture
) -> None:
    pid = own_keyboard.link.pid
    assert pid is not None
    own_keyboard.answers = False
    agent.type("ok :brb")
    own_keyboard.wait(messages.Matched)
    os.kill(pid, signal.SIGSTOP)  # it holds the keys, and does nothing any more
    agent.type(" xyz", 1)
    os.kill(pid, signal.SIGALRM)  # pending until it goes on, as its own alarm is
    os.kill(pid, signal.SIGCONT)
    assert field.text("ok :brb xyz", HALF_S) == "ok :brb xyz"
    own_keyboard.answers = True
    own_keyboard.forget()
    assert eventually(lambda: own_keyboard.link.pid not in {None, pid})


def test_the_application_never_answers(desk: Any) -> None:
    desk.keyboard.answers = False
    desk.agent.type("ok :brb xyz", 1)
    begun = time.monotonic()
    assert desk.field.text("ok :brb xyz") == "ok :brb xyz"
    assert time.monotonic() - begun < HALF_S + 0.3
    desk.keyboard.quiet(1)
    assert desk.keyboard.reasons == ["late"]


def test_the_application_is_killed(
    agent: Agent, screen: Screen, field: TextWindow, shared_keyboard: Keyboard, tmp_path: Path
) -> None:
    write_index(tmp_path / "triggers", index_of(SNIPPETS))
    frames = tmp_path / "frames"
    frames.write_bytes(messages.frame(messages.Load(str(tmp_path / "triggers"))))
    shared_keyboard.link.keep(messages.Pause(on=True))
    shared_keyboard.settle()
    # The application: starts the keyboard process, never answers, and dies.
    script = (
        "import subprocess, sys, time, pathlib\n"
        "p = subprocess.Popen([sys.executable, '-m', 'desktop', 'keyboard'],"
        " stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n"
        "p.stdin.write(pathlib.Path(sys.argv[1]).read_bytes()); p.stdin.flush()\n"
        "print(p.pid, flush=True)\n"
        "while True:\n"
        "    data = p.stdout.read1()\n"
        "    if b'Loaded' in data or b'Matched' in data: print(data, flush=True)\n"
    )
    application = screen.start(
        sys.executable, "-c", script, str(frames), stdout=subprocess.PIPE, cwd=Path.cwd()
    )
    try:
        assert application.stdout is not None
        pid = int(application.stdout.readline())
        assert b"Loaded" in application.stdout.readline()
        agent.type("ok :brb")
        assert b"Matched" in application.stdout.readline()
        agent.type(" xyz", 1)
        application.kill()
        assert field.text("ok :brb xyz", HALF_S) == "ok :brb xyz"
        assert eventually(lambda: not Path(f"/proc/{pid}/fd").exists() or _is_zombie(pid), 5)
    finally:
        application.kill()
        application.wait()
        assert application.stdout is not None
        application.stdout.close()
        shared_keyboard.link.keep(messages.Pause(on=False))
        shared_keyboard.settle()


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_the_window_closes_in_the_middle(desk: Any, agent: Agent, tmp_path: Path) -> None:
    desk.keyboard.answers = False
    window = TextWindow(agent, tmp_path)
    with ending(window):
        agent.type(":brb")
        desk.keyboard.wait(messages.Matched)
        agent.type("xyz", 1)
        window.ask("close")
        assert eventually(lambda: in_front(agent.display) == desk.field.window)
        desk.keyboard.quiet(1)
        assert desk.keyboard.reasons == ["moved"]
    desk.keyboard.answers = True
    desk.keyboard.forget()
    desk.field.clear()
    desk.types("ok :brb xyz", 1)
    assert desk.field.text("ok be right back xyz") == "ok be right back xyz"


def test_the_window_closes_before_it_fetches_the_text(
    desk: Any, agent: Agent, tmp_path: Path
) -> None:
    window = TextWindow(agent, tmp_path)
    with ending(window):
        os.kill(window.process.pid, signal.SIGSTOP)
        agent.type("ok :uni", 1)
        assert eventually(lambda: agent.copied() == UNI.encode())
        window.process.kill()
        desk.keyboard.quiet(1)
    assert eventually(lambda: in_front(agent.display) == desk.field.window)
    desk.field.clear()
    desk.keyboard.forget()
    desk.types("ok :uni xyz", 1)
    assert desk.field.text(f"ok {UNI} xyz") == f"ok {UNI} xyz"


def test_another_window_comes_forward_in_the_middle(
    desk: Any, agent: Agent, tmp_path: Path
) -> None:
    desk.keyboard.answers = False
    other = TextWindow(agent, tmp_path)
    with ending(other):
        desk.field.focus()
        agent.type("ok :brb")
        matched = desk.keyboard.wait(messages.Matched)[0]
        other.focus()
        desk.keyboard.quiet(1)
        desk.keyboard.link.send(messages.Expand(matched.serial, "too late"))
        agent.type("xyz", 1)
        assert other.text("xyz") == "xyz"
        assert desk.field.text("ok :brb") == "ok :brb"
        assert desk.keyboard.reasons[0] == "moved"


def test_a_click_in_the_middle(desk: Any) -> None:
    desk.keyboard.answers = False
    desk.agent.type("ok :brb")
    matched = desk.keyboard.wait(messages.Matched)[0]
    desk.agent.do("mousemove", "--window", str(desk.field.window), "300", "300", "click", "1")
    desk.keyboard.quiet(1)
    desk.keyboard.link.send(messages.Expand(matched.serial, "too late"))
    desk.agent.type("xyz", 1)
    assert desk.field.text("ok :brbxyz") == "ok :brbxyz"


def test_the_server_goes_away(
    doomed_server: tuple[Screen, subprocess.Popen[bytes]],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    screen, server = doomed_server
    keyboard = Keyboard(screen.environment, tmp_path, SNIPPETS)
    keyboard.start()
    # Other tests' servers shall not take its number, as they do where the one that has it is dead.
    lock = Path(f"/tmp/.X{screen.display.removeprefix(':')}-lock")
    lock.write_text(f"{os.getpid():>10}\n")
    server.kill()
    server.wait()
    try:
        keyboard.until(
            lambda: any(not one.can_type for one in keyboard.of(messages.State)), "a State"
        )
        keyboard.until(lambda: bool(keyboard.lost), "the end of trying")
    finally:
        keyboard.stop()
        lock.unlink()
    reasons = [one.reason for one in keyboard.of(messages.State) if not one.can_type]
    assert "connection to the screen" in reasons[0]
    assert keyboard.lost == [reasons[-1]]
    assert "Traceback" not in capfd.readouterr().err
