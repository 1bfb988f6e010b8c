"""The demo's hands on a screen that others use, too."""

from __future__ import annotations

import subprocess

import pytest
from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.xobject.drawable import Window as XWindow

from desktop.host.base import Window
from desktop.host.x11.hands import Hands
from tests.screen.conftest import Screen

OURS, THEIRS = 4711, 4712


def window_of(display: Display, pid: int) -> XWindow:
    """A program's window that waits for keys."""
    made = display.screen().root.create_window(
        0, 0, 50, 50, 0, X.CopyFromParent, event_mask=X.StructureNotifyMask | X.KeyPressMask
    )
    made.set_wm_class("program", "Program")
    made.change_property(display.get_atom("_NET_WM_PID"), Xatom.CARDINAL, 32, [pid])
    made.map()
    while display.next_event().type != X.MapNotify:
        pass
    return made


def give_keyboard(display: Display, window: XWindow) -> None:
    window.set_input_focus(X.RevertToNone, X.CurrentTime)
    display.sync()


def test_a_window_that_takes_the_focus_while_the_hands_look_gets_no_key(
    doomed_server: tuple[Screen, subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, _ = doomed_server  # without a window manager
    display = Display(screen.display)
    ours, theirs = window_of(display, OURS), window_of(display, THEIRS)
    give_keyboard(display, ours)
    hands = Hands(screen.display, careful=True)
    try:
        hands.allowed = {OURS}
        assert hands.type("a", 0)
        look = hands.front

        def and_another_comes() -> Window:
            found = look()
            give_keyboard(display, theirs)
            return found

        monkeypatch.setattr(hands, "front", and_another_comes)
        assert not hands.type("b", 0)
    finally:
        hands.close()
    keys = [display.next_event() for _ in range(display.pending_events())]
    assert [one.window for one in keys if one.type == X.KeyPress] == [ours]
    display.close()
