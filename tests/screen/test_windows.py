"""Windows of real applications under openbox, and without a window manager."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.xobject.drawable import Window as XWindow

from desktop.host.base import Window
from desktop.host.x11.windows import (
    ROOT_MASK,
    X11Windows,
    active_window,
    is_window_change,
    read_window,
)

LONG_S = 20.0
LEAKS = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""python-xlib leaves the sockets of an attempt to connect that failed to the garbage collector."""


@pytest.fixture
def display(x_server: Any) -> Iterator[Display]:
    made = Display(x_server.display)
    yield made
    made.close()


@pytest.fixture
def windows(x_server: Any) -> Iterator[X11Windows]:
    made = X11Windows(x_server.display)
    yield made
    made.close()


def plain_window(display: Display) -> Any:
    """A window that no window manager touches, shown and with its properties set by the test."""
    root = display.screen().root
    window = root.create_window(
        10,
        10,
        50,
        50,
        0,
        X.CopyFromParent,
        override_redirect=True,
        event_mask=X.StructureNotifyMask,
    )
    window.map()
    while display.next_event().type != X.MapNotify:
        pass
    return window


def test_the_window_in_front(windows: X11Windows, start_app: Callable[..., Any]) -> None:
    first = start_app("xterm", "-T", "Grüße – 1")
    found = windows.foreground()
    assert found == Window(first.window, "XTerm", "Grüße – 1", first.process.pid)
    second = start_app("mousepad")
    found = windows.foreground()
    assert (found.id, found.app.lower(), found.pid) == (
        second.window,
        "mousepad",
        second.process.pid,
    )


def test_a_window_comes_forward(windows: X11Windows, start_app: Callable[..., Any]) -> None:
    first, second = start_app("xterm"), start_app("xterm")
    assert windows.foreground().id == second.window
    assert windows.activate(Window(first.window))
    assert windows.foreground().id == first.window
    assert windows.activate(Window(first.window))
    assert windows.activate(Window(second.window))
    assert windows.foreground().id == second.window


def test_a_window_that_is_gone_does_not_come_forward(
    windows: X11Windows, start_app: Callable[..., Any]
) -> None:
    app = start_app("xterm")
    gone = windows.foreground()
    app.process.terminate()
    app.process.wait()
    began = time.monotonic()
    while windows.activate(gone):  # until the server has noticed
        assert time.monotonic() - began < LONG_S
    assert windows.foreground() == Window()


@pytest.mark.parametrize("number", [0, 1, 0x7FFFFFFF])
def test_a_number_that_is_no_window_is_a_value(windows: X11Windows, number: int) -> None:
    assert not windows.activate(Window(number))


def test_reading_a_window_that_is_gone(display: Display) -> None:
    window = plain_window(display)
    window.set_wm_class("crm", "CRM")
    assert read_window(display, window.id) == Window(window.id, "CRM")
    window.destroy()
    assert read_window(display, window.id) == Window()
    assert read_window(display, 0) == Window()


@pytest.mark.parametrize("question", range(4))
def test_a_window_that_goes_while_it_is_read_is_nobodys(
    display: Display, monkeypatch: pytest.MonkeyPatch, question: int
) -> None:
    window = plain_window(display)
    window.set_wm_class("crm", "CRM")
    window.set_wm_name("Customers")
    window.change_property(display.get_atom("_NET_WM_PID"), Xatom.CARDINAL, 32, [4711])
    asked = 0
    ask = XWindow.get_property

    def and_goes(one: XWindow, *words: Any) -> Any:
        nonlocal asked
        if asked == question:
            window.destroy()
        asked += 1
        return ask(one, *words)

    monkeypatch.setattr(XWindow, "get_property", and_goes)
    assert read_window(display, window.id) == Window()
    assert asked > question


@pytest.mark.parametrize(
    ("words", "app"),
    [
        (b"crm\0CRM\0", "CRM"),
        (b"crm\0CRM", "CRM"),
        (b"crm\0", "crm"),
        (b"", ""),
        (b"\xff\0\xff", "�"),
    ],
)
def test_any_class_can_be_read(display: Display, words: bytes, app: str) -> None:
    window = plain_window(display)
    window.change_property(Xatom.WM_CLASS, Xatom.STRING, 8, words)
    assert read_window(display, window.id).app == app
    window.destroy()


def test_properties_of_a_wrong_kind_do_no_harm(display: Display) -> None:
    window = plain_window(display)
    for name in ("WM_CLASS", "_NET_WM_NAME", "WM_NAME"):
        window.change_property(display.get_atom(name), Xatom.INTEGER, 32, [0x41, 0])
    window.change_property(display.get_atom("_NET_WM_PID"), Xatom.STRING, 8, b"pid")
    assert read_window(display, window.id).pid == 0
    window.change_property(display.get_atom("_NET_WM_NAME"), Xatom.STRING, 8, b"x" * 200_000)
    assert len(read_window(display, window.id).title) <= 4096
    window.destroy()


def test_without_a_window_manager_the_focus_tells(doomed_server: Any) -> None:
    bare, _ = doomed_server
    display = Display(bare.display)
    windows = X11Windows(bare.display)
    assert windows.foreground() == Window()
    window = plain_window(display)
    window.set_wm_class("crm", "CRM")
    field = window.create_window(0, 0, 5, 5, 0, X.CopyFromParent)
    field.map()
    field.set_input_focus(X.RevertToParent, X.CurrentTime)
    display.sync()
    assert windows.foreground() == Window(window.id, "CRM")
    other = plain_window(display)
    other.set_wm_class("mail", "Mail")
    display.sync()
    assert windows.activate(Window(other.id))
    assert windows.foreground().app == "Mail"
    other.unmap()
    display.sync()
    assert not windows.activate(Window(other.id))  # what can't be seen can't have the focus
    windows.close()
    display.close()


def test_the_pointer_stands_in_for_the_caret(windows: X11Windows, display: Display) -> None:
    display.screen().root.warp_pointer(123, 45)
    display.sync()
    assert windows.caret() == (123, 45)


def test_a_pointer_outside_of_the_window_in_front_does_not(
    windows: X11Windows, display: Display, start_app: Callable[..., Any]
) -> None:
    app = start_app("xterm", "-geometry", "60x10+500+300")
    root = display.screen().root
    window = display.create_resource_object("window", app.window)
    place, size = root.translate_coords(window, 0, 0), window.get_geometry()
    middle = place.x + size.width // 2
    root.warp_pointer(middle + 3, place.y + 4)
    display.sync()
    assert windows.caret() == (middle + 3, place.y + 4)
    root.warp_pointer(5, 5)
    display.sync()
    assert windows.caret() == (middle, place.y + size.height * 2 // 3)


def test_changes_are_heard_of(windows: X11Windows, start_app: Callable[..., Any]) -> None:
    heard: queue.Queue[Window] = queue.Queue()
    start_app("xterm")
    stop = windows.watch(heard.put)
    second = start_app("xterm")

    def until(wanted: int) -> Window:
        while (found := heard.get(timeout=LONG_S)).id != wanted:
            pass
        return found

    assert until(second.window).app == "XTerm"
    stop()
    stop()
    before = threading.active_count()
    windows.watch(heard.put)
    windows.close()
    assert threading.active_count() == before


def test_changes_are_heard_of_on_another_connection(
    display: Display, start_app: Callable[..., Any]
) -> None:
    display.screen().root.change_attributes(event_mask=ROOT_MASK)
    display.sync()
    app = start_app("xterm")
    until = time.monotonic() + LONG_S
    while not is_window_change(display, display.next_event()):
        assert time.monotonic() < until
    assert active_window(display) == app.window


@LEAKS
def test_without_a_server_there_are_no_windows(
    doomed_server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    screen, process = doomed_server
    windows = X11Windows(screen.display)
    stop = windows.watch(lambda _: None)
    assert windows.caret() is not None
    process.kill()
    process.wait()
    for _ in range(2):
        assert windows.foreground() == Window()
        assert not windows.activate(Window(1))
        assert windows.caret() is None
    stop()
    windows.close()
    assert "X server" in caplog.text


def test_no_title_is_logged(
    windows: X11Windows, start_app: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    start_app("xterm", "-T", "Ada Lovelace")
    assert windows.foreground().title == "Ada Lovelace"
    assert "Lovelace" not in caplog.text


def test_there_is_a_host_for_tray_icons(tray: Any, display: Display) -> None:
    assert display.get_selection_owner(display.get_atom("_NET_SYSTEM_TRAY_S0")) != X.NONE
