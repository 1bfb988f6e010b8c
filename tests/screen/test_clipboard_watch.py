"""What is selected and what is copied in real applications, as Deskhand hears of it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.host.base import MOST_SELECTED, Window
from desktop.host.x11.clipboard import X11Clipboard
from desktop.host.x11.selections import CLIPBOARD, HISTORY_HINT, Selections
from desktop.keyboard import messages
from tests.screen.conftest import BEFORE, end
from tests.screen.test_selections import LEAKS, Owner, serving, text
from tests.screen.typing_session import (
    SECONDS,
    Agent,
    Mousepad,
    TextWindow,
    Xterm,
    ending,
    eventually,
)

COPIED = BEFORE.decode()
A_MANAGER = """
import sys, threading
from tests.screen.test_selections import CLIPBOARD, Owner, text
owners = [Owner(sys.argv[1], text("kept"), selection=one)
          for one in ("CLIPBOARD_MANAGER", CLIPBOARD)]
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def clipboard(screen: Any) -> Iterator[X11Clipboard]:
    made = X11Clipboard(screen.display)
    yield made
    made.close()


class Heard:
    """What a watch told, each time with what stood on the clipboard then."""

    def __init__(self, clipboard: X11Clipboard) -> None:
        self._clipboard = clipboard
        self._news = threading.Condition()
        self.texts: list[str | None] = []
        self.windows: list[Window] = []
        """Of who copied."""
        self.busy = threading.Lock()
        """While it is held, whoever tells waits."""

    def tell(self, window: Window) -> None:
        with self.busy, self._news:
            self.windows.append(window)
            self.texts.append(self._clipboard.text(SECONDS))
            self._news.notify_all()

    def until(self, last: str) -> list[str | None]:
        """All texts up to one that must come."""
        with self._news:
            heard = self._news.wait_for(lambda: last in self.texts, SECONDS)
            assert heard, f"not heard; heard were {self.texts}"
            return list(self.texts)


@pytest.fixture
def heard(clipboard: X11Clipboard, clean: None) -> Iterator[Heard]:
    """Watches, and is told of nothing yet."""
    made = Heard(clipboard)
    stop = clipboard.watch(made.tell)
    yield made
    stop()


# --- what is selected ---------------------------------------------------------------------------


def selects(clipboard: X11Clipboard, wanted: str | None) -> str | None:
    """What is selected, as soon as it is ``wanted``: applications tell the server of it later."""
    eventually(lambda: clipboard.selection(SECONDS) == wanted)
    return clipboard.selection(SECONDS)


@pytest.mark.parametrize("application", [TextWindow, Mousepad])
def test_what_is_selected_in_an_editor(
    clipboard: X11Clipboard, agent: Agent, tmp_path: Path, application: Any
) -> None:
    window = application(agent, tmp_path)
    with ending(window):
        agent.type("no me funciona nada")
        agent.keys("ctrl+shift+Left", "ctrl+shift+Left")
        assert selects(clipboard, "funciona nada") == "funciona nada"


def test_what_is_selected_in_a_terminal(
    clipboard: X11Clipboard, agent: Agent, tmp_path: Path
) -> None:
    window = Xterm(agent, tmp_path)
    with ending(window):
        agent.type("hola")
        assert window.text("hola") == "hola"
        agent.do("mousemove", "--window", str(window.window), "12", "8", "click", "--repeat", "2",
                 "--delay", "20", "1")  # fmt: skip
        assert selects(clipboard, "hola") == "hola"


def test_a_selection_of_a_window_behind_is_not_meant(
    clipboard: X11Clipboard, agent: Agent, tmp_path: Path
) -> None:
    behind = Mousepad(agent, tmp_path / "behind")
    with ending(behind):
        agent.type("selected behind")
        agent.keys("ctrl+a")
        assert selects(clipboard, "selected behind") == "selected behind"
        front = TextWindow(agent, tmp_path / "front")
        with ending(front):
            assert selects(clipboard, None) is None
            behind.focus()
            assert selects(clipboard, "selected behind") == "selected behind"


def test_more_than_anybody_means_is_no_selection(
    clipboard: X11Clipboard, agent: Agent, tmp_path: Path
) -> None:
    (tmp_path / "typed.txt").write_text("x" * MOST_SELECTED)
    window = Mousepad(agent, tmp_path)
    with ending(window):
        agent.copy(b"x" * MOST_SELECTED)
        agent.keys("ctrl+v", "ctrl+a")
        assert eventually(lambda: len(clipboard.selection(SECONDS) or "") == MOST_SELECTED)
        agent.keys("End", "x", "ctrl+a")
        assert selects(clipboard, None) is None
    agent.copy(BEFORE)


# --- what is copied -----------------------------------------------------------------------------


def test_a_copy_in_an_editor_is_heard(heard: Heard, agent: Agent, tmp_path: Path) -> None:
    window = Mousepad(agent, tmp_path)
    with ending(window):
        agent.type("hola")
        agent.keys("ctrl+a", "ctrl+c")
        assert heard.until("hola") == ["hola"]
    agent.copy(BEFORE)


def test_what_deskhand_copies_is_not_heard(
    heard: Heard, clipboard: X11Clipboard, agent: Agent
) -> None:
    clipboard.set_text("ours")
    assert agent.copied() == b"ours"
    agent.copy(b"theirs")
    assert heard.until("theirs") == ["theirs"]
    clipboard.set_text("ours again")
    agent.copy(BEFORE)
    assert heard.until(COPIED) == ["theirs", COPIED]


def test_what_a_window_of_this_process_copies_is_not_heard(
    heard: Heard, agent: Agent, screen: Any
) -> None:
    owner = Owner(screen.display, text("by Qt"))
    assert agent.copied() == b"by Qt"
    agent.copy(b"then a copy")
    heard.until("then a copy")
    agent.copy(BEFORE)
    owner.end()
    assert heard.until(COPIED) == ["then a copy", COPIED]


def test_nothing_is_heard_around_a_paste(heard: Heard, desk: Any) -> None:
    desk.types(":pa ")
    desk.types(":lng", matches=2)
    assert len(desk.keyboard.of(messages.Typed)) == 2
    assert eventually(lambda: desk.agent.copied() == BEFORE)
    desk.agent.copy(b"and then a copy")
    assert heard.until("and then a copy") == ["and then a copy"]
    desk.agent.copy(BEFORE)


def test_a_copy_right_before_a_paste_is_heard_when_it_is_back(
    heard: Heard, agent: Agent, screen: Any
) -> None:
    ours = Selections(screen.display)
    with heard.busy:
        agent.copy(b"first")
        agent.copy(b"the customer's")
        saved = ours.set_aside([CLIPBOARD], SECONDS)
        assert saved is not None
        assert ours.offer("our paste", 0, [CLIPBOARD])
    assert ours.restore(saved)
    assert serving(ours, lambda: heard.until("the customer's"))[-1] == "the customer's"
    assert "our paste" not in heard.texts
    agent.copy(BEFORE)
    ours.close(hand_over_s=0)


def test_what_is_marked_as_secret_is_not_heard(heard: Heard, agent: Agent) -> None:
    agent.copy(b"secret", target=HISTORY_HINT)
    agent.copy(BEFORE)
    assert heard.until(COPIED) == [COPIED]


def test_what_a_clipboard_manager_keeps_is_not_heard_again(
    heard: Heard, agent: Agent, screen: Any
) -> None:
    process = screen.start(
        sys.executable, "-c", A_MANAGER, screen.display,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout.readline() == b"ready\n"
        assert agent.copied() == b"kept"
        agent.copy(BEFORE)
        assert heard.until(COPIED) == [COPIED]
    finally:
        end(process)


def test_nothing_is_heard_any_more_afterwards(clipboard: X11Clipboard, agent: Agent) -> None:
    first, second = Heard(clipboard), Heard(clipboard)
    stop = clipboard.watch(first.tell)
    stop_second = clipboard.watch(second.tell)
    agent.copy(b"one")
    first.until("one")
    second.until("one")
    stop()
    stop()
    agent.copy(BEFORE)
    second.until(COPIED)
    stop_second()
    assert first.texts == ["one"]


@LEAKS
def test_without_a_server_there_is_nothing_to_hear(caplog: pytest.LogCaptureFixture) -> None:
    nowhere = X11Clipboard(":9876")
    nowhere.watch(lambda _: None)()
    assert "no connection to watch the clipboard" in caplog.text
    assert nowhere.selection(1) is None
    nowhere.close()
