"""UI Automation's client: our calls, in time, to a desktop that is acted."""

from __future__ import annotations

import ctypes
import sys
import threading
import time
import uuid
from collections.abc import Iterator

import pytest

from desktop.host.base import MOST_SELECTED

assert sys.platform == "win32"

from desktop.host.windows import automation as client_module
from desktop.host.windows import front
from desktop.host.windows.api import kernel32, user32
from desktop.host.windows.automation import Automation, automation
from desktop.host.windows.automation_thread import AutomationThread, has_automation
from desktop.host.windows.clipboard import WindowsClipboard
from tests.windows.inside.acted_automation import TABLES, Desktop, Field, acted
from tests.windows.inside.type_library import slots

SECONDS = 20.0
"""For what must come, on however busy a machine."""
UNDER_WINE = hasattr(ctypes.windll.ntdll, "wine_get_version")


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    with acted(lambda number: monkeypatch.setattr(client_module, "CLIENT", number)) as made:
        yield made


@pytest.fixture
def client(desktop: Desktop) -> Iterator[Automation]:
    with automation(700) as made:
        yield made


def test_each_method_is_called_at_its_place() -> None:
    places = {
        (interface, name): 3 + place
        for interface, names in TABLES.items()
        for place, name in enumerate(names)
    }
    assert client_module.SLOTS
    assert {one: places[one] for one in client_module.SLOTS} == client_module.SLOTS


def test_the_places_are_those_of_the_system() -> None:
    base, library = uuid.UUID("30cbe57d-d9d0-452a-ab13-7ac5ac4825ee"), "UIAutomationCore.dll"
    if UNDER_WINE:
        library += r"\2"  # it keeps one of its own before that of the client
    try:
        inherited = slots(base, library)
    except OSError:
        if not UNDER_WINE:
            raise
        pytest.skip("only on Windows, or a Wine that has UI Automation's type library")
    own = {name: slots(number, library) for name, number in client_module.INTERFACES.items()}
    own["IUIAutomation2"] |= inherited
    found = {one: own[one[0]].get(one[1]) for one in client_module.SLOTS}
    assert found == client_module.SLOTS


def test_waiting_is_bounded_and_the_focus_stays(desktop: Desktop, client: Automation) -> None:
    assert desktop.settings == {
        "AutoSetFocus": 0, "ConnectionTimeout": 700, "TransactionTimeout": 700,
    }  # fmt: skip


@pytest.mark.parametrize("secret", [True, False])
def test_a_field_that_hides_what_is_typed(
    desktop: Desktop, client: Automation, secret: bool
) -> None:
    desktop.focus = Field(secret=secret)
    assert client.focus_is_secret() is secret


def test_nobody_has_the_focus_or_nobody_says(desktop: Desktop, client: Automation) -> None:
    assert client.focus_is_secret() is None
    assert client.selected_text(10) is None
    desktop.focus, desktop.fails = Field(secret=True, selected=["a"]), True
    assert client.focus_is_secret() is None
    assert client.selected_text(10) is None


@pytest.mark.parametrize(
    ("selected", "found"),
    [
        (["dear Sir"], "dear Sir"),
        (["two\r\nlines", "more\rof \ufffcthem"], "two\nlines\nmore\nof them"),
        (["", "é😀"], "é😀"),
        ([""], None),
        ([], None),
        (None, None),
    ],
)
def test_what_is_selected(
    desktop: Desktop, client: Automation, selected: list[str] | None, found: str | None
) -> None:
    desktop.focus = Field(selected=selected)
    assert client.selected_text(100) == found


def test_what_is_selected_around_a_link_that_has_the_focus(
    desktop: Desktop, client: Automation
) -> None:
    desktop.focus = Field(parent=Field(parent=Field(selected=["of the page"])))
    assert client.selected_text(100) == "of the page"


def test_a_long_selection_is_not_fetched_whole(desktop: Desktop, client: Automation) -> None:
    desktop.focus = Field(selected=["x" * 1000])
    assert client.selected_text(999) is None
    assert client.selected_text(1000) == "x" * 1000
    assert desktop.most == [1000, 1001]
    desktop.focus = Field(selected=["abc", "😀"])
    assert client.selected_text(4) is None
    assert client.selected_text(5) == "abc\n😀"


def test_nothing_is_read_out_of_a_password_field(desktop: Desktop, client: Automation) -> None:
    desktop.focus = Field(secret=True, selected=["hunter2"])
    assert client.selected_text(100) is None
    assert desktop.most == []


def test_whoever_asks_waits_no_longer_than_wanted(desktop: Desktop) -> None:
    desktop.hangs = threading.Event()
    thread = AutomationThread()
    try:
        began = time.monotonic()
        assert thread.ask(lambda client: client.selected_text(10), 0.2) is None
        assert thread.ask(lambda client: client.selected_text(10), 0.2) is None
        assert time.monotonic() - began < 5
        desktop.focus = Field(selected=["late"])
        desktop.hangs.set()
        assert thread.ask(lambda client: client.selected_text(10), SECONDS) == "late"
    finally:
        desktop.hangs.set()
        thread.close()


def test_what_is_selected_in_a_field_that_windows_does_not_know(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "foreground", user32.GetDesktopWindow)
    clipboard = WindowsClipboard()
    try:
        desktop.focus = Field(selected=["in a browser"])
        assert clipboard.selection(SECONDS) == "in a browser"
        desktop.focus = Field(selected=["x" * (MOST_SELECTED + 1)])
        assert clipboard.selection(SECONDS) is None
        _, pid = front.thread_of(user32.GetDesktopWindow())
        monkeypatch.setattr(kernel32, "GetCurrentProcessId", lambda: pid)  # now it is ours
        desktop.focus = Field(selected=["of Deskhand"])
        assert clipboard.selection(SECONDS) is None
    finally:
        clipboard.close()


def test_is_there_anybody_to_ask(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert has_automation(SECONDS)
    monkeypatch.setattr(client_module, "CLIENT", uuid.uuid4())  # no such class is known
    began = time.monotonic()
    assert not has_automation(SECONDS)
    assert time.monotonic() - began < SECONDS
