from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

pytest.importorskip("fcntl", reason="Unix only")

from desktop.core.results import UserError
from desktop.host import handed_over, unix_instance_server
from desktop.host.unix_instance import UnixInstance, default_path


@pytest.fixture
def path() -> Iterator[Path]:
    # Not tmp_path: the name of a Unix socket has room for 107 bytes only.
    with TemporaryDirectory() as folder:
        yield Path(folder) / "deskhand.socket"


@pytest.fixture
def running(path: Path) -> Iterator[UnixInstance]:
    instance = UnixInstance(path)
    assert instance.listen(lambda words: "" if words[0] == "palette" else " ".join(words))
    yield instance
    instance.close()


def connect(path: Path) -> socket.socket:
    """A connection, as soon as the server's queue has room for one."""
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    link.settimeout(5)
    until = time.monotonic() + 10
    while True:
        try:
            link.connect(str(path))
            return link
        except BlockingIOError:
            if time.monotonic() >= until:
                link.close()
                raise
            os.sched_yield()


def test_nobody_runs(path: Path) -> None:
    assert UnixInstance(path).send(["palette"], 1) is None


def test_words_reach_the_running_one_and_its_answer_comes_back(
    running: UnixInstance, path: Path
) -> None:
    other = UnixInstance(path)
    assert other.send(["palette"], 5) == ""
    assert other.send(["open", "deskhand://é\n"], 5) == "open deskhand://é\n"


def test_only_one_listens_until_it_ends(running: UnixInstance, path: Path) -> None:
    other = UnixInstance(path)
    assert not other.listen(lambda _: "other")
    running.close()
    assert other.send(["palette"], 1) is None
    assert other.listen(lambda _: "other")
    assert UnixInstance(path).send(["palette"], 5) == "other"
    other.close()


def test_the_socket_of_a_killed_process_is_replaced(path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from desktop.host.unix_instance import UnixInstance\n"
        "assert UnixInstance(pathlib.Path(sys.argv[1])).listen(lambda words: '')\n"
        "print('listening', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"listening\n"
        instance = UnixInstance(path)
        assert not instance.listen(lambda _: "")
        process.kill()
        process.wait()
        assert path.exists()
        assert instance.send(["palette"], 1) is None
        assert instance.listen(lambda _: "new")
        assert UnixInstance(path).send(["palette"], 5) == "new"
        instance.close()


def test_nobody_else_can_use_the_files(running: UnixInstance, path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.with_name(path.name + ".lock").stat().st_mode & 0o777 == 0o600


def test_a_link_in_the_locks_place_is_not_followed(path: Path) -> None:
    target = path.with_name("target")
    path.with_name(path.name + ".lock").symlink_to(target)
    with pytest.raises(OSError, match="symbolic link"):
        UnixInstance(path).listen(lambda _: "")
    assert not target.exists()


def test_another_user_is_turned_away(
    running: UnixInstance, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unix_instance_server, "is_own_user", lambda _: False)
    assert (
        UnixInstance(path).send(["palette"], 5) == "The running Deskhand ended before it answered."
    )


def test_a_handler_that_fails_does_not_end_the_others(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(words: Sequence[str]) -> str:
        raise KeyError(words[0])

    instance = UnixInstance(path)
    assert instance.listen(fail)
    for _ in range(2):
        assert "could not" in (UnixInstance(path).send(["secret"], 5) or "")
    instance.close()
    assert "KeyError" in caplog.text
    assert "secret" not in caplog.text


def test_a_handler_that_hangs_is_answered_for_in_time(path: Path) -> None:
    go_on = threading.Event()

    def hang(_: Sequence[str]) -> str:
        go_on.wait(10)
        return ""

    instance = UnixInstance(path)
    assert instance.listen(hang)
    assert UnixInstance(path).send(["palette"], 0.2) == (
        "Deskhand is running but did not answer within 0.2 seconds."
    )
    go_on.set()
    instance.close()


@pytest.mark.parametrize(
    "question",
    [
        b"\n",
        b"[]\n",
        b"{}\n",
        b'{"words": "palette"}\n',
        b'{"words": [1]}\n',
        b'{"words": ["a", {}]}\n',
        b"\xff\xfe\n",
        b"[" * 60_000 + b"\n",
        json.dumps({"words": ["x"] * 65}).encode() + b"\n",
        b"x" * (handed_over.MOST_BYTES + 1),
    ],
    ids=lambda question: question[:12].decode("latin-1").strip(),
)
def test_what_is_no_question_gets_no_answer(
    running: UnixInstance, path: Path, question: bytes
) -> None:
    with connect(path) as link:
        try:
            link.sendall(question)
            assert link.recv(10) == b""
        except (BrokenPipeError, ConnectionResetError):
            pass  # it hung up in the middle of too much
    assert UnixInstance(path).send(["palette"], 5) == ""


def test_thousands_of_silent_connections_do_not_keep_a_verb_out(
    running: UnixInstance, path: Path
) -> None:
    links: list[socket.socket] = []
    try:
        for number in range(2000):
            links.append(connect(path))
            if number % 3 == 0:
                links[-1].sendall(b'{"words"')
            if len(links) > 400:
                links.pop(0).close()
        began = time.monotonic()
        assert UnixInstance(path).send(["palette"], 5) == ""
        assert time.monotonic() - began < 2
    finally:
        for link in links:
            link.close()


def test_a_silent_connection_is_dropped(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unix_instance_server, "_QUESTION_S", 0.05)
    instance = UnixInstance(path)
    assert instance.listen(lambda _: "")
    with connect(path) as link:
        link.sendall(b'{"wo')
        assert link.recv(10) == b""
    instance.close()


def test_closing_leaves_no_socket_and_no_thread(path: Path) -> None:
    before = threading.active_count()
    instance = UnixInstance(path)
    assert instance.listen(lambda _: "")
    assert UnixInstance(path).send(["palette"], 5) == ""
    instance.close()
    assert threading.active_count() == before
    assert not path.exists()


@pytest.fixture(name="tmp_path")
def short_tmp_path() -> Iterator[Path]:
    """A folder whose sockets' paths fit, however pytest is run."""
    with TemporaryDirectory(prefix="dh") as folder:
        yield Path(folder)


def private(folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    return folder


def test_the_path_is_one_for_every_display(tmp_path: Path) -> None:
    folder = private(tmp_path / "r")

    def name(**environment: str) -> str:
        found = default_path({"XDG_RUNTIME_DIR": str(folder), **environment})
        assert found.parent == folder
        return found.name

    assert name(DISPLAY=":0") == name(DISPLAY=":0.0") == name(DISPLAY="unix:0")
    assert name(DISPLAY=":1") != name(DISPLAY=":0")
    assert name(DISPLAY="localhost:10.0") == "deskhand-localhost-10.socket"
    assert "/" not in name(DISPLAY="../../etc/x:1")
    assert name(WAYLAND_DISPLAY="wayland-0") == "deskhand-wayland-0.socket"
    assert name() == "deskhand-none.socket"
    assert len(name(DISPLAY="h" * 300 + ":0")) < 80


@pytest.mark.parametrize("given", ["", "relative", "missing", "open"])
def test_without_a_private_runtime_folder_one_is_made(tmp_path: Path, given: str) -> None:
    if given == "open":
        private(tmp_path / given).chmod(0o755)
    runtime = str(tmp_path / given) if given in {"missing", "open"} else given
    found = default_path({"XDG_RUNTIME_DIR": runtime, "TMPDIR": str(tmp_path), "DISPLAY": ":0"})
    assert found == tmp_path / f"deskhand-{os.getuid()}" / "deskhand-0.socket"
    assert found.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("trap", ["link", "open", "file"])
def test_a_folder_that_others_can_enter_is_not_used(tmp_path: Path, trap: str) -> None:
    own = tmp_path / f"deskhand-{os.getuid()}"
    if trap == "link":
        own.symlink_to(private(tmp_path / "elsewhere"))
    elif trap == "open":
        private(own).chmod(0o777)
    else:
        own.write_text("")
    with pytest.raises(UserError, match="does not trust"):
        default_path({"TMPDIR": str(tmp_path), "DISPLAY": ":0"})


def test_a_folder_too_deep_for_a_socket_still_gives_one(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 90)
    deep.mkdir(mode=0o700)
    path = default_path({"XDG_RUNTIME_DIR": str(deep), "DISPLAY": ":" + "7" * 60})
    other = default_path({"XDG_RUNTIME_DIR": str(deep) + "x", "DISPLAY": ":" + "7" * 60})
    assert len(str(path)) + len("-01234567") <= 107
    assert path != other
    path.parent.rmdir()
    other.parent.rmdir()
