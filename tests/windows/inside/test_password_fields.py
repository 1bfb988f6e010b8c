"""Password fields that only their program knows: who asks for them, and the keys before one."""

from __future__ import annotations

import ctypes
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from ctypes import wintypes

import pytest

from desktop.host.base import Window
from desktop.host.keys import KeysOptions, Stroke

assert sys.platform == "win32"

from desktop.host.windows import automation, checks, codes, field_watch, front
from desktop.host.windows.api import kernel32, user32
from desktop.host.windows.codes import Code
from desktop.host.windows.keys import WindowsKeys
from desktop.host.windows.password_fields import PasswordFields
from desktop.host.windows.strokes import Event
from tests.windows.inside.acted_automation import Desktop, Field, acted

SECONDS = 20.0
"""For what must come, on however busy a machine."""
FOCUS_EVENT, CLIENT_AREA = 0x8005, -4
OWN_MESSAGE, REMOVE = 0x8001, 1


class Listener:
    """Remembers what it is told of fields."""

    def __init__(self) -> None:
        self.secret = False

    def on_secret(self, *, secret: bool) -> None:
        self.secret = secret

    def on_stroke(self, stroke: Stroke) -> bool:
        return False

    def on_window(self, window: Window) -> None:
        pass

    def on_state(self, *, can_type: bool, reason: str) -> None:
        pass

    def on_hotkey(self, name: str) -> None:
        raise AssertionError(name)

    def on_refused(self, name: str, reason: str) -> None:
        raise AssertionError(name)

    def on_fetching(self) -> None:
        raise AssertionError

    def on_taken(self) -> None:
        raise AssertionError


class Desk:
    """The system's desktop in front, which is no field of the system's, and who listens."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self.keys = WindowsKeys()
        self.listener = Listener()
        self._event = kernel32.CreateEventW(None, 1, 0, None)
        self.keys.listen(self.listener)

    def hears(self, true: Callable[[], bool]) -> bool:
        """Does it come true while the loop of the keys goes round?"""
        until = time.monotonic() + SECONDS
        while not true() and time.monotonic() < until:
            self.keys.wait(self._event, 0.01)
        return true()

    def rests(self) -> bool:
        """Has all been asked that was to be asked?"""
        return self.hears(lambda: self.keys._focused._fields._watch.next_at() is None)

    def close(self) -> None:
        self.keys.close()
        kernel32.CloseHandle(self._event)


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    with acted(lambda number: monkeypatch.setattr(automation, "CLIENT", number)) as made:
        yield made


@pytest.fixture
def desk(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(front, "foreground", user32.GetDesktopWindow)
    desktop.focus = Field(secret=True)
    made = Desk(desktop)
    yield made
    made.close()


@pytest.fixture
def fields() -> Iterator[PasswordFields]:
    made = PasswordFields()
    yield made
    made.close()


def eventually(true: Callable[[], bool]) -> bool:
    until = time.monotonic() + SECONDS
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def test_nobody_to_ask(fields: PasswordFields, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(automation, "CLIENT", uuid.uuid4())  # no such class is known
    fields.move(asks=True)
    assert fields._thread is not None
    fields._thread.join(SECONDS)
    assert not fields._thread.is_alive()
    fields.stir()
    assert not fields.is_secret()


def test_a_password_field_is_known_soon_and_left_soon(
    desktop: Desktop, fields: PasswordFields
) -> None:
    desktop.focus = Field(secret=True)
    fields.move(asks=True)
    assert not fields.is_secret()
    assert eventually(fields.is_secret)
    assert eventually(lambda: fields._watch.next_at() is None)
    desktop.focus = Field()
    fields.stir()
    assert eventually(lambda: not fields.is_secret())


def test_a_window_that_tells_itself_is_not_asked(desktop: Desktop, fields: PasswordFields) -> None:
    desktop.focus = Field(secret=True)
    fields.move(asks=True)
    assert eventually(fields.is_secret)
    fields.move(asks=False)
    assert not fields.is_secret()
    while desktop.asked.acquire(blocking=False):
        pass
    fields.stir()
    assert not desktop.asked.acquire(timeout=2 * field_watch.DELAYS_S[-1])


def test_the_system_tells_of_a_new_focus(desktop: Desktop, fields: PasswordFields) -> None:
    desktop.focus = Field()
    fields.move(asks=True)
    assert eventually(lambda: fields._watch.next_at() is None)
    desktop.focus = Field(secret=True)
    # Under Wine a thread learns with its next message whether anybody hears of events.
    user32.PostThreadMessageW(kernel32.GetCurrentThreadId(), OWN_MESSAGE, 0, 0)
    user32.PeekMessageW(ctypes.byref(wintypes.MSG()), None, OWN_MESSAGE, OWN_MESSAGE, REMOVE)
    user32.NotifyWinEvent(FOCUS_EVENT, ctypes.c_void_p(user32.GetDesktopWindow()), CLIENT_AREA, 0)
    assert eventually(fields.is_secret)


def test_a_program_that_hangs_keeps_nobody_waiting(
    desktop: Desktop, fields: PasswordFields
) -> None:
    desktop.focus = Field(secret=True)
    fields.move(asks=True)
    assert eventually(fields.is_secret)
    desktop.hangs = threading.Event()
    try:
        while desktop.asked.acquire(blocking=False):
            pass
        fields.stir()
        assert desktop.asked.acquire(timeout=SECONDS)  # and now it hangs
        began = time.thread_time()
        for _ in range(100):
            fields.stir()
            fields.is_secret()
        fields.move(asks=True)
        assert not fields.is_secret()
        assert time.thread_time() - began < 1
        desktop.hangs.set()
        assert eventually(fields.is_secret)
    finally:
        desktop.hangs.set()


def test_a_password_field_is_told_of_and_left(desk: Desk) -> None:
    assert desk.hears(lambda: desk.listener.secret)
    assert desk.rests()
    desk.desktop.focus = Field()
    desk.keys._on_key(Event(Code(codes.TAB, 15), down=True, at=1.0))
    assert desk.hears(lambda: not desk.listener.secret)
    assert desk.rests()
    desk.desktop.focus = Field(secret=True)
    desk.keys._hook._on_click(2.0)
    assert desk.hears(lambda: desk.listener.secret)


def test_a_key_is_not_matched_before_what_is_known_was_told(desk: Desk) -> None:
    assert desk.hears(desk.keys._focused._fields.is_secret)
    desk.keys._on_key(Event(Code(ord("A"), 30), down=True, at=1.0))
    assert desk.listener.secret


def test_programs_that_are_left_out_are_not_asked(desk: Desk) -> None:
    assert desk.hears(lambda: desk.listener.secret)
    window = desk.keys.window()
    assert window.app
    desk.keys.configure(KeysOptions(excluded=[window.app.upper()]))
    assert desk.hears(lambda: not desk.listener.secret)
    desk.keys.configure(KeysOptions())
    assert desk.hears(lambda: desk.listener.secret)
    desk.keys.configure(KeysOptions(own_pids=[window.pid]))
    assert desk.hears(lambda: not desk.listener.secret)


def test_doctor_says_whether_anybody_is_asked(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> bool | None:
        return next(one.ok for one in checks.checks() if one.name == "password fields")

    assert told() is True
    monkeypatch.setattr(automation, "CLIENT", uuid.uuid4())
    assert told() is None
