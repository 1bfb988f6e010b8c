"""What the application needs of Windows, on a real registry, real pipes and real messages."""

from __future__ import annotations

import ctypes
import json
import queue
import re
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from ctypes import wintypes
from pathlib import Path

import pytest

from desktop.core.results import UserError
from desktop.host.base import Attendance, Quiet, Recorder, Window

assert sys.platform == "win32"

import winreg

from desktop.host.windows import microphone, named_pipe
from desktop.host.windows.api import user32
from desktop.host.windows.calm import WindowsCalm
from desktop.host.windows.checks import checks
from desktop.host.windows.host import WindowsHost
from desktop.host.windows.instance import PipeInstance, instance_name
from desktop.host.windows.message_window import MessageWindow
from desktop.host.windows.microphone import ConsentMicrophone
from desktop.host.windows.presence import WindowsPresence, idle_of
from desktop.host.windows.registry import Autostart, Links
from desktop.settings.secrets import LONGEST, Secret, Secrets

# --- the one Deskhand ---


@pytest.fixture
def name() -> str:
    return f"deskhand-test-{uuid.uuid4().hex}"


@pytest.fixture
def running(name: str) -> Iterator[PipeInstance]:
    made = PipeInstance(name)
    assert made.listen(lambda words: f"{'-'.join(words)} é")
    yield made
    made.close()


def test_only_one_listens_and_takes_verbs(running: PipeInstance, name: str) -> None:
    other = PipeInstance(name)
    assert not other.listen(lambda _: "")
    for _ in range(20):
        assert other.send(["open", "deskhand://lookup"], 5) == "open-deskhand://lookup é"


def test_a_later_start_in_another_process_is_heard(running: PipeInstance, name: str) -> None:
    script = (
        "from desktop.host.windows.instance import PipeInstance;"
        f"print(ascii(PipeInstance({name!r}).send(['palette'], 5)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.decode().strip() == ascii("palette é")


def test_nobody_listens(name: str) -> None:
    assert PipeInstance(name).send(["palette"], 5) is None


def test_the_next_may_listen_when_one_has_closed(running: PipeInstance, name: str) -> None:
    running.close()
    other = PipeInstance(name)
    assert other.send(["palette"], 1) is None
    assert other.listen(lambda _: "")
    assert PipeInstance(name).send(["palette"], 5) == ""
    other.close()


def test_a_handler_that_hangs_is_answered_for_in_time(name: str) -> None:
    go_on = threading.Event()
    instance = PipeInstance(name)
    assert instance.listen(lambda _: str(go_on.wait(10)))
    began = time.monotonic()
    answer = PipeInstance(name).send(["palette"], 0.3)
    assert answer == "Deskhand is running but did not answer within 0.3 seconds."
    assert time.monotonic() - began < 2
    go_on.set()
    instance.close()


def test_a_handler_that_fails_does_not_end_the_others(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(words: Sequence[str]) -> str:
        raise KeyError(words[0])

    instance = PipeInstance(name)
    assert instance.listen(fail)
    for _ in range(2):
        assert "could not" in (PipeInstance(name).send(["secret"], 5) or "")
    instance.close()
    assert "KeyError" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("asked", [b"\n", b"{}\n", b'{"words": [1]}\n', b"\xff\n"])
def test_what_is_no_question_gets_no_answer(running: PipeInstance, name: str, asked: bytes) -> None:
    pipe = named_pipe.connect(rf"\\.\pipe\{name}")
    named_pipe.write(pipe, asked)
    assert named_pipe.read_line(pipe, 100) == b""
    named_pipe.close(pipe)
    assert PipeInstance(name).send(["x"], 5) == "x é"


def test_silent_connections_do_not_keep_a_verb_out(running: PipeInstance, name: str) -> None:
    pipes: list[int] = []
    until = time.monotonic() + 10
    while len(pipes) < 20 and time.monotonic() < until:
        try:
            pipes.append(named_pipe.connect(rf"\\.\pipe\{name}"))
        except named_pipe.BusyPipeError:
            continue
    assert len(pipes) == 20
    assert PipeInstance(name).send(["x"], 5) == "x é"
    for pipe in pipes:
        named_pipe.close(pipe)


def test_nobody_else_of_this_machine_may_open_the_pipe(name: str) -> None:
    pipe = named_pipe.create(rf"\\.\pipe\{name}", first=True)
    room, text = ctypes.create_string_buffer(1024), wintypes.LPWSTR()
    api = ctypes.windll.advapi32
    rights = 4  # DACL_SECURITY_INFORMATION
    handle, size = ctypes.c_void_p(pipe), wintypes.DWORD()
    assert api.GetKernelObjectSecurity(handle, rights, room, 1024, ctypes.byref(size))
    assert api.ConvertSecurityDescriptorToStringSecurityDescriptorW(
        room, 1, rights, ctypes.byref(text), None
    )
    assert pipe is not None
    named_pipe.close(pipe)
    # Protected from what is inherited; one entry that allows all, to this user. (Windows says FA.)
    found = re.fullmatch(r"D:P\(A;;(?:GA|FA);;;(\S+)\)", str(text.value))
    assert found is not None, text.value
    assert found[1] == named_pipe.user_sid()


def test_a_profile_has_a_pipe_of_its_own_and_so_has_each_user(tmp_path: Path) -> None:
    names = {instance_name(None), instance_name(tmp_path), instance_name(None, "typist")}
    assert len(names) == 3
    assert all(named_pipe.user_sid() in one for one in names)
    assert named_pipe.user_sid().startswith("S-1-")
    assert instance_name(tmp_path) == instance_name(Path(str(tmp_path).upper()))


# --- the registry ---


def value(path: str, name: str) -> str | None:
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
            return str(winreg.QueryValueEx(key, name)[0])
    except FileNotFoundError:
        return None


def test_starting_at_login() -> None:
    run = r"Software\Microsoft\Windows\CurrentVersion\Run"
    autostart = Autostart([r"C:\Program Files\Deskhand\deskhand.exe", "run"])
    autostart.set(on=False)  # nothing was there
    for _ in range(2):
        autostart.set(on=True)
        assert value(run, "Deskhand") == r'"C:\Program Files\Deskhand\deskhand.exe" run'
    autostart.set(on=False)
    assert value(run, "Deskhand") is None


def test_links_are_opened_and_no_more() -> None:
    scheme = r"Software\Classes\deskhand"
    links = Links([r"C:\Program Files\Deskhand\deskhand.exe", "open"])
    links.set(on=True)
    assert value(scheme, "URL Protocol") == ""
    command = value(rf"{scheme}\shell\open\command", "")
    assert command == r'"C:\Program Files\Deskhand\deskhand.exe" open "%1"'
    links.set(on=False)
    links.set(on=False)
    assert value(scheme, "") is None


# --- presence ---


def test_the_clock_of_idle_time_may_begin_anew() -> None:
    assert idle_of(5_000, 2_000) == 3.0
    assert idle_of(500, 0xFFFFFFFF - 499) == 1.0
    idle = WindowsPresence().idle_s()
    assert idle is not None
    assert idle >= 0


def test_lock_and_sleep_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: queue.Queue[Attendance] = queue.Queue()
    presence = WindowsPresence()
    made: list[int] = []
    before = MessageWindow.__init__

    def remember(self: MessageWindow, *arguments: object, **options: object) -> None:
        before(self, *arguments, **options)  # type: ignore[arg-type]  # passed through
        made.append(self.handle)

    monkeypatch.setattr(MessageWindow, "__init__", remember)
    end = presence.watch(told.put)
    for message, what in ((0x2B1, 7), (0x2B1, 7), (0x2B1, 1), (0x218, 4), (0x218, 0x12),
                          (0x218, 7), (0x2B1, 8)):  # fmt: skip
        user32.PostMessageW(made[0], message, what, 0)
    heard = [told.get(timeout=5) for _ in range(4)]
    end()
    assert heard == [
        Attendance.LOCKED, Attendance.ASLEEP, Attendance.AWAKE, Attendance.UNLOCKED,
    ]  # fmt: skip
    assert told.empty()


# --- microphone and calm ---


def use(name: str, *, now: bool) -> None:
    path = rf"{microphone._STORE}\{name}"
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, path) as key:
        winreg.SetValueEx(key, "LastUsedTimeStart", 0, winreg.REG_QWORD, 133_000_000_000)
        stop = 0 if now else 133_000_000_001
        winreg.SetValueEx(key, "LastUsedTimeStop", 0, winreg.REG_QWORD, stop)


def test_who_has_the_microphone_is_told_at_every_change() -> None:
    teams, phone = r"NonPackaged\C:#Programs#ms-teams.exe", "Phone.App_8wekyb3d8bbwe"
    use(teams, now=False)
    told: queue.Queue[frozenset[Recorder]] = queue.Queue()
    end = ConsentMicrophone().watch(told.put)
    use(teams, now=True)
    assert told.get(timeout=5) == {Recorder("ms-teams.exe")}
    use(phone, now=True)
    assert told.get(timeout=5) == {Recorder("ms-teams.exe"), Recorder("Phone.App")}
    use(teams, now=False)
    use(phone, now=False)
    while told.get(timeout=5):
        pass
    end()


def test_nothing_is_wanted_to_be_quiet_here() -> None:
    told: queue.Queue[frozenset[Quiet]] = queue.Queue()
    calm = WindowsCalm(0)
    end = calm.watch(told.put)
    assert Quiet.DO_NOT_DISTURB not in calm.now()
    end()


# --- the rest ---


def test_a_secret_of_the_longest_kind_is_kept_in_windows_vault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from keyring.backends.Windows import WinVaultKeyring

    secrets = Secrets(None, WinVaultKeyring())  # type: ignore[no-untyped-call]  # keyring has no types
    longest = Secret("é" * LONGEST)
    name = f"engine.test{uuid.uuid4().hex[:8]}"
    secrets.set(name, longest)
    try:
        found = secrets.get(name)
        assert found is not None
        assert found.reveal() == longest.reveal()
        with pytest.raises(UserError):
            secrets.set(name, Secret("x" * (LONGEST + 1)))
    finally:
        secrets.delete(name)
    assert secrets.get(name) is None


def test_the_host_is_whole_and_doctor_says_what_is_what(tmp_path: Path) -> None:
    host = WindowsHost(tmp_path)
    assert isinstance(host.windows.foreground(), Window)
    assert host.windows.caret() is not None
    assert not host.windows.activate(Window(id=1))
    assert host.presence.idle_s() is not None
    assert host.instance.listen(lambda _: "")
    host.close()
    found = {one.name: one for one in checks()}
    assert found["keyboard"].ok
    assert found.keys() == {"keyboard", "administrator", "password fields", "hotkeys"}


def test_the_demo_says_where_it_can_be_acted(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "desktop", "demo", "--yes", "--out", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, check=False, text=True)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "on this system yet" in done.stderr


def test_doctor_runs_on_windows(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "desktop", "--profile", str(tmp_path), "doctor", "--json"]
    done = subprocess.run(words, capture_output=True, check=False)
    names = {one["name"] for one in json.loads(done.stdout)["checks"]}
    assert {"keyboard", "administrator"} <= names, done.stderr.decode()
