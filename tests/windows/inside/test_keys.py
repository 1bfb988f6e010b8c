"""The keyboard's own thread on Windows: how long the hook keeps a key, and what it can hold."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from operator import attrgetter
from typing import Any

import pytest

from desktop.host.base import Window
from desktop.host.held_keys import HANG_S
from desktop.host.keys import Key, Stroke
from desktop.host.watchdog import Watchdog
from desktop.keyboard import messages
from desktop.keyboard.reasons import Reason

assert sys.platform == "win32"

from desktop.host.windows import codes, front, layout, session
from desktop.host.windows.api import kernel32, user32
from desktop.host.windows.codes import Code
from desktop.host.windows.keys import WindowsKeys
from desktop.host.windows.sending import UP, Sent
from desktop.host.windows.strokes import Event
from tests.windows.inside.hook_time import Listener, press, times_ms

TRIGGERS = 250_000
KEYS = 4_000
UNDER_WINE = hasattr(ctypes.windll.ntdll, "wine_get_version")
P99_MS = 100.0 if UNDER_WINE else 1.0
"""Half of what the hook asks of the system goes to another process under Wine, which has to wait
for a processor as soon as all are busy. The system drops a hook that takes 300 ms."""
MEDIAN_MS = 1.0


@pytest.fixture
def keys() -> Iterator[WindowsKeys]:
    made = WindowsKeys()
    yield made
    made.close()


def test_the_hook_keeps_a_key_of_no_trigger_for_less_than_a_millisecond(keys: WindowsKeys) -> None:
    listener = Listener(keys, TRIGGERS)
    keys.listen(listener)
    script = "import sys, time\nuntil = time.monotonic() + 60\nprint(flush=True)\n"
    script += "while time.monotonic() < until: sum(range(1000))"
    busy = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert busy.stdout is not None
    busy.stdout.readline()
    try:
        times = times_ms(keys, KEYS)
    finally:
        busy.kill()
        busy.stdout.close()
        busy.wait()
    p99 = times[int(len(times) * 0.99)]
    print(f"hook: median {times[len(times) // 2]:.3f} ms, 99th percentile {p99:.3f} ms")
    assert times[len(times) // 2] < MEDIAN_MS
    assert p99 < P99_MS


def test_ten_thousand_keys_that_were_kept_flow_within_half_a_second(keys: WindowsKeys) -> None:
    listener = Listener(keys, 10)
    keys.listen(listener)
    sent: list[int] = []
    keys._sending._send = lambda batch: sent.extend(one.key for one in batch)
    assert keys.hold()
    for _ in range(5_000):
        assert press(keys, "a")  # down and up
        keys._feed()  # as the loop does; else its watchdog ends this process
    begun = time.thread_time()
    keys.release()
    keys._hand_out()
    assert time.thread_time() - begun < 0.5
    assert sent == [ord("A")] * 10_000
    assert not press(keys, "a")


def test_alt_graph_typed_meanwhile_goes_out_without_the_control_that_comes_with_it(
    keys: WindowsKeys,
) -> None:
    keys.listen(Listener(keys, 10))
    sent: list[tuple[int, bool]] = []
    keys._sending._send = lambda batch: sent.extend((one.key, not one.flags & UP) for one in batch)
    control = Code(codes.LCONTROL, codes.FAKE_CONTROL_SCAN)
    right_alt, key = Code(codes.RMENU, 0x38, extended=True), Code(ord("Q"), 0x10)
    typed = [(control, True), (right_alt, True), (key, True), (key, False)]
    typed += [(control, False), (right_alt, False)]
    assert keys.hold()
    for code, down in typed:
        assert keys._on_key(Event(code, down=down, at=1.0))
    keys.release()
    keys._hand_out()
    # Windows sends that Control itself, as soon as it is told of the right Alt.
    out = [(key, down) for key, down in sent if key != codes.MASK]
    assert out == [(code.key, down) for code, down in typed if code is not control]


def test_a_loop_that_hangs_lets_the_keys_go_within_half_a_second_and_one_that_waits_does_not(
    keys: WindowsKeys,
) -> None:
    keys.listen(Listener(keys, 10))
    rescued = threading.Event()
    keys._watchdog.close()
    keys._watchdog = Watchdog(HANG_S, rescued.set)
    event = kernel32.CreateEventW(None, 1, 0, None)
    assert keys.hold()
    begun = time.monotonic()
    while time.monotonic() < begun + 2 * HANG_S:
        keys.wait(event, None)
    assert not rescued.is_set()
    assert rescued.wait(HANG_S + 1)  # from here on nobody looks at the loop
    assert HANG_S <= 0.5
    kernel32.CloseHandle(event)
    keys.release()


def test_a_long_text_on_its_way_is_no_hang(keys: WindowsKeys) -> None:
    keys.listen(Listener(keys, 10))
    fed: list[bool] = []
    keys._hook._on_own = lambda: fed.append(keys._sending_now)
    keys._sending._send = lambda _: keys._send([Sent(0xE8, 0, 2)] * 20)  # a key that is none, up
    keys._sending.again(Stroke(Key.TEXT, "a", code=ord("A")))
    keys._flush()
    until = time.monotonic() + 20
    while len(fed) < 20 and time.monotonic() < until:
        keys._pump()
    assert fed == [True] * 20


def test_a_hook_that_the_system_has_dropped_is_set_again(keys: WindowsKeys) -> None:
    listener = Listener(keys, 10)
    keys.listen(listener)
    keys._hook._unseen = 5  # a keyboard's events that it was not called for
    event = kernel32.CreateEventW(None, 1, 0, None)
    keys.wait(event, 0)
    kernel32.CloseHandle(event)
    assert keys._hook.renewed == 1
    assert not keys._hook.is_gone()


def test_a_hook_that_is_really_gone_is_set_again_and_hears(keys: WindowsKeys) -> None:
    if not UNDER_WINE:
        pytest.skip("only Wine takes keys that a program sends for a keyboard's own")
    heard: list[str] = []

    class Ear(Listener):
        def __init__(self) -> None:
            super().__init__(keys, 1)
            self.on_stroke = self.hear

        def hear(self, stroke: Stroke) -> bool:
            heard.append(stroke.text)
            return False

    def strike() -> None:
        for up in (0, 2):
            user32.keybd_event(ord("A"), 0x1E, up, None)
        keys.wait(event, 0)

    keys.listen(Ear())
    event = kernel32.CreateEventW(None, 1, 0, None)
    assert user32.UnhookWindowsHookEx(keys._hook._handle)
    strike()
    assert heard == []
    until = time.monotonic() + 20
    while not keys._hook.renewed and time.monotonic() < until:
        strike()
    assert keys._hook.renewed == 1
    del heard[:]
    strike()
    assert heard[:1] == ["a"]
    kernel32.CloseHandle(event)


def test_a_lock_in_the_middle_lets_the_keys_go(keys: WindowsKeys) -> None:
    listener = Listener(keys, 1)
    keys.listen(listener)
    sent: list[int] = []
    keys._sending._send = lambda batch: sent.extend(one.key for one in batch)
    assert [press(keys, char) for char in "zzb"] == [False, False, True]
    assert press(keys, "x")
    _change_session(keys, session.LOCKED)
    # Not by the half second of an answer: nothing here looks at the clock for it.
    failed = [one for one in listener.told if isinstance(one, messages.Failed)]
    assert [one.reason for one in failed] == [Reason.MOVED]
    assert sent == [ord("B")] * 2 + [ord("X")] * 2
    assert not press(keys, "a")
    _change_session(keys, session.UNLOCKED)
    assert [press(keys, char) for char in "zzb"] == [False, False, True]


def test_a_lock_in_the_middle_of_a_trigger_ends_it(keys: WindowsKeys) -> None:
    keys.listen(Listener(keys, 1))
    assert not press(keys, "z")
    assert not press(keys, "z")
    _change_session(keys, session.LOCKED)
    assert not press(keys, "b")


def test_a_modifier_that_went_up_on_the_lock_screen_is_not_down(keys: WindowsKeys) -> None:
    keys.listen(Listener(keys, 1))
    keys._on_key(Event(Code(codes.LWIN, 0x5B, extended=True), down=True, at=1.0))
    assert keys._strokes.down == {codes.LWIN}
    _change_session(keys, session.UNLOCKED)
    assert keys._strokes.down == set()
    assert keys._sending.down == set()
    assert keys._sending.agent_down == []


def _change_session(keys: WindowsKeys, change: int) -> None:
    """As the system tells of it; the loop turns once."""
    user32.PostMessageW(keys._messages.handle, session.MESSAGE, change, 0)
    event = kernel32.CreateEventW(None, 1, 0, None)
    keys.wait(event, 0)
    kernel32.CloseHandle(event)


class TwoLayouts:
    """Stands for what Windows knows of layouts: on one the key of Y writes y, on the other z."""

    def __init__(self) -> None:
        self.now = 1

    def GetKeyboardLayout(self, _thread: int) -> int:
        return self.now

    def ToUnicodeEx(self, key: int, *rest: Any) -> int:
        layout, text = rest[-1], rest[2]
        text.value = {1: "y", 2: "z"}[layout] if key == ord("Y") else ""
        return len(text.value)


def test_a_layout_that_changes_between_two_keys_is_followed(
    keys: WindowsKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    layouts = TwoLayouts()
    heard: list[str] = []
    monkeypatch.setattr(layout, "user32", layouts)
    listener = Listener(keys, 1)

    def hear(stroke: Stroke) -> bool:
        heard.append(stroke.text)
        return False

    listener.on_stroke = hear
    keys.listen(listener)
    press(keys, "y")
    layouts.now = 2
    press(keys, "y")
    assert [text for text in heard if text] == ["y", "z"]


def test_a_click_between_keys_is_heard_between_them(keys: WindowsKeys) -> None:
    heard: list[Key] = []

    class Ear(Listener):
        def __init__(self) -> None:
            super().__init__(keys, 1)
            self.on_stroke = self.hear

        def hear(self, stroke: Stroke) -> bool:
            heard.append(stroke.key)
            return False

    keys.listen(Ear())
    assert keys.hold()
    press(keys, "a")
    keys.on_click(2.0)
    press(keys, "b")
    keys.release()
    keys._hand_out()
    assert heard == [Key.TEXT, Key.SILENT, Key.CLICK, Key.TEXT, Key.SILENT]


def test_a_click_that_comes_last_leaves_no_key_behind(keys: WindowsKeys) -> None:
    keys.listen(Listener(keys, 1))
    sent: list[int] = []
    keys._sending._send = lambda batch: sent.extend(one.key for one in batch)
    assert keys.hold()
    press(keys, "a")
    keys.on_click(2.0)
    keys.release()
    keys._hand_out()
    assert sent == [ord("A")] * 2


@pytest.mark.parametrize("how", ["_pump", "_hook.look_at_devices"])
def test_a_click_is_heard_whoever_comes_upon_it(keys: WindowsKeys, how: str) -> None:
    clicks: list[float] = []
    keys._hook._on_click = clicks.append
    middle_down, middle_up = 0x20, 0x40
    for flag in (middle_down, middle_up):
        user32.mouse_event(flag, 0, 0, 0, None)
    look, until = attrgetter(how)(keys), time.monotonic() + 20
    while not clicks and time.monotonic() < until:
        look()
    assert len(clicks) == 1


def test_a_fault_in_the_hook_lets_the_key_go_and_ends_the_process(keys: WindowsKeys) -> None:
    keys.listen(Listener(keys, 1))
    keys._hook.fault = RuntimeError("a test")
    event = kernel32.CreateEventW(None, 1, 0, None)
    with pytest.raises(RuntimeError, match="a test"):
        keys.wait(event, 0)
    kernel32.CloseHandle(event)


def test_a_window_that_runs_as_administrator_is_recognised_and_said(
    keys: WindowsKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    administrators, agents = Window(7, "taskmgr.exe", pid=70), Window(8, "notepad.exe", pid=80)
    windows = {one.id: one for one in (administrators, agents)}
    raised = {administrators.pid: True}
    monkeypatch.setattr(front, "is_elevated", lambda pid: raised.get(pid, False))
    monkeypatch.setattr(front, "read_window", windows.__getitem__)
    monkeypatch.setattr(front, "foreground", lambda: agents.id)
    listener = Listener(keys, 1)
    keys.listen(listener)
    keys._look_at_front(administrators.id)
    keys._look_at_front(agents.id)
    assert listener.states == [True, False, True]
    raised[os.getpid()] = True  # Deskhand itself is administrator, and types there, too
    keys._look_at_front(administrators.id)
    assert listener.states == [True, False, True]


def test_rights_are_read_of_the_process() -> None:
    assert front.is_elevated(os.getpid()) is bool(ctypes.windll.shell32.IsUserAnAdmin())
    assert front.is_elevated(0xFFFFFFF0) is None  # no such process


def test_remote_windows_get_keys_of_the_layout_only(keys: WindowsKeys) -> None:
    assert keys.can_type("é😀")
    keys._window = Window(1, "mstsc.exe")
    assert keys.can_type("abc")
    assert not keys.can_type("😀")
