"""The clipboard on Windows: everything comes back, nobody else's copy is lost, nobody waits."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as FutureTimeoutError

import pytest

from desktop.host.base import PLAIN, Rich, Window

assert sys.platform == "win32"

from desktop.host.windows import clipboard_data as data
from desktop.host.windows.clipboard import WindowsClipboard
from desktop.host.windows.clipboard_thread import ClipboardThread

SECONDS = 20.0
"""For what must come, on however busy a machine."""

OTHER = r"""
import ctypes, sys, threading
from ctypes import wintypes
from desktop.host.windows import clipboard_data as data
from desktop.host.windows.api import user32
from desktop.host.windows.message_window import MessageWindow
class Window(MessageWindow):
    NAME = "Other"
made = threading.Event()
def pump():
    global window
    window = Window()
    made.set()
    message = wintypes.MSG()
    while user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
        user32.DispatchMessageW(ctypes.byref(message))
threading.Thread(target=pump, daemon=True).start()
made.wait()
print("ready", flush=True)
for line in sys.stdin:
    words = line.split()
    if words[0] == "hold":
        with data.opened(window.handle, 20):
            print("held", flush=True)
            sys.stdin.readline()
    elif words[0] == "copy":
        with data.opened(window.handle, 20):
            data.empty()
            data.put([data.Format(data.TEXT, data.encoded(words[1]))])
            if "secret" in words:
                data.put(data.marks()[:1])
    elif words[0] == "rich":
        html, own = (data.number_of(one) for one in ("HTML Format", "Own Thing"))
        picture = b"".join(one.to_bytes(4, "little") for one in (40, 2, 1, 1 + (32 << 16)))
        with data.opened(window.handle, 20):
            data.empty()
            data.put([data.Format(data.TEXT, data.encoded("mine \u2013 \U0001f600\nline")),
                      data.Format(html, b"Version:0.9\r\n<b>mine</b>\0"),
                      data.Format(8, picture + bytes(24) + b"\1\2\3\0" * 2),
                      data.Format(own, bytes(range(256)) * 1000)])
    elif words[0] == "read":
        with data.opened(window.handle, 20):
            print(data.decoded(data.read(data.TEXT)), flush=True)
        continue
    print("done", flush=True)
"""


class Other:
    """Another program, which does to the clipboard what it is told."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", OTHER],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        assert self.line() == "ready"

    def tell(self, words: str) -> str:
        self.begin(words)
        return self.line()

    def begin(self, words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(SECONDS)


@pytest.fixture
def other() -> Iterator[Other]:
    made = Other()
    yield made
    made.close()


@pytest.fixture
def clipboard() -> Iterator[WindowsClipboard]:
    made = WindowsClipboard()
    yield made
    made.close()


@pytest.fixture
def board() -> Iterator[ClipboardThread]:
    made = ClipboardThread()
    yield made
    made.close()


def offer(
    board: ClipboardThread,
    text: str,
    window: Window,
    fetches: int,
    taken: Callable[[], None],
    rich: Rich = PLAIN,
) -> None:
    """Offer, again as long as Wine's desktop has the clipboard open: it looks at every change."""
    until = time.monotonic() + SECONDS
    while True:
        done = board.do(lambda: board.offer(text, window, fetches, taken, rich))
        try:
            done.result(SECONDS)
            return
        except data.ClipboardBusyError:
            if time.monotonic() > until:
                raise


def contents() -> dict[str, bytes]:
    with data.opened(0, SECONDS):
        found = data.read_all()
    return {data.format_name(one.number) or str(one.number): one.data for one in found}


def test_all_formats_come_back_byte_for_byte(board: ClipboardThread, other: Other) -> None:
    other.tell("rich")
    before = contents()
    assert {"HTML Format", "Own Thing", "8", "13"} <= before.keys()
    offer(board, "for one paste", Window(), 1, lambda: None)
    assert data.decoded(contents()["13"]) == "for one paste"
    board.do(board.withdraw).result(SECONDS)
    assert contents() == before


def test_rich_text_and_a_picture_are_there_and_all_comes_back(
    board: ClipboardThread, other: Other
) -> None:
    other.tell("rich")
    before = contents()
    taken = threading.Event()
    offer(board, "Ann", Window(), 1, taken.set, Rich(html="<b>Ann</b>"))
    number = data.number_of("HTML Format")
    with data.opened(0, SECONDS):
        html = data.read(number)
    assert taken.wait(SECONDS)
    assert b"<!--StartFragment--><b>Ann</b><!--EndFragment-->" in html
    assert data.decoded(contents()["13"]) == "Ann"
    board.do(board.withdraw).result(SECONDS)
    assert contents() == before
    offer(board, "", Window(), 1, lambda: None, Rich(picture=b"\x89PNG and so on"))
    found = contents()
    assert found["PNG"].startswith(b"\x89PNG and so on")
    assert "13" not in found
    board.do(board.withdraw).result(SECONDS)
    assert contents() == before


def test_rich_text_that_is_copied_stays(clipboard: WindowsClipboard) -> None:
    clipboard.set_text("Ann", Rich(html="<b>Ann</b>"))
    found = contents()
    assert data.decoded(found["13"]) == "Ann"
    assert b"<b>Ann</b>" in found["HTML Format"]


def test_the_target_is_seen_to_fetch_and_histories_are_told_to_keep_out(
    board: ClipboardThread, other: Other
) -> None:
    other.tell("rich")
    taken = threading.Event()
    offer(board, "for one paste", Window(), 1, taken.set)
    with data.opened(0, SECONDS):
        assert data.is_marked()
        # By the names that histories look for; the last two hold a number, which has to be no.
        assert data.has(data.number_of("ExcludeClipboardContentFromMonitorProcessing"))
        for name in ("CanIncludeInClipboardHistory", "CanUploadToCloudClipboard"):
            assert data.read(data.number_of(name))[:4] == bytes(4)
    assert not taken.is_set()
    assert other.tell("read") == "for one paste"
    assert taken.wait(SECONDS)
    board.do(board.withdraw).result(SECONDS)
    assert other.tell("read") == "mine – 😀"
    assert other.line() == "line"


def test_every_fetch_of_a_browser_is_seen(board: ClipboardThread, other: Other) -> None:
    other.tell("rich")
    before = contents()
    taken: list[int] = []
    offer(board, "twice", Window(), 2, lambda: taken.append(1))
    for count in (1, 2):
        assert other.tell("read") == "twice"
        until = time.monotonic() + SECONDS
        while len(taken) < count and time.monotonic() < until:
            board.do(lambda: None).result(SECONDS)
        assert len(taken) == count
        board.do(lambda: None).result(SECONDS)  # promised again
    board.do(board.withdraw).result(SECONDS)
    assert contents() == before


def test_what_another_program_looked_at_was_not_the_target(
    board: ClipboardThread, other: Other
) -> None:
    taken = threading.Event()
    target = Window(pid=1)
    offer(board, "for one paste", target, 1, taken.set)
    assert other.tell("read") == "for one paste"
    board.do(lambda: None).result(SECONDS)
    assert not taken.is_set()


def test_what_somebody_copies_meanwhile_stays(board: ClipboardThread, other: Other) -> None:
    other.tell("rich")
    offer(board, "for one paste", Window(), 1, lambda: None)
    other.tell("copy theirs")
    board.do(board.withdraw).result(SECONDS)
    assert other.tell("read") == "theirs"


def test_a_second_offer_keeps_what_was_set_aside_first(
    board: ClipboardThread, other: Other
) -> None:
    other.tell("rich")
    before = contents()
    offer(board, "one", Window(), 1, lambda: None)
    offer(board, "two", Window(), 1, lambda: None)
    board.do(board.withdraw).result(SECONDS)
    assert contents() == before


def test_a_clipboard_that_another_program_holds_open_is_left_alone(
    board: ClipboardThread, other: Other
) -> None:
    other.tell("copy theirs")
    assert other.tell("hold") == "held"
    with pytest.raises(data.ClipboardBusyError):
        board.do(lambda: board.offer("x", Window(), 1, lambda: None)).result(SECONDS)
    other.begin("")
    assert other.line() == "done"
    assert other.tell("read") == "theirs"


def test_what_can_t_be_put_back_at_once_is_put_back_when_it_can(
    board: ClipboardThread, other: Other
) -> None:
    other.tell("rich")
    before = contents()
    offer(board, "for one paste", Window(), 1, lambda: None)
    assert other.tell("hold") == "held"
    done = board.do(board.withdraw)
    with pytest.raises(FutureTimeoutError):
        done.result(0.3)
    other.begin("")
    done.result(SECONDS)
    assert contents() == before


def test_an_empty_clipboard_is_empty_again(board: ClipboardThread, other: Other) -> None:
    with data.opened(0, SECONDS):
        data.empty()
    offer(board, "for one paste", Window(), 1, lambda: None)
    board.do(board.withdraw).result(SECONDS)
    assert contents() == {}


def test_what_was_copied_stays_when_deskhand_ends(other: Other) -> None:
    clipboard = WindowsClipboard()
    clipboard.set_text("stays\nhere")
    clipboard.close()
    assert other.tell("read") == "stays"
    assert other.line() == "here"


def test_text_in_and_out_and_secrets(clipboard: WindowsClipboard, other: Other) -> None:
    clipboard.set_text("Grüße 😀\nzwei")
    assert clipboard.text(SECONDS) == "Grüße 😀\nzwei"
    other.tell("copy hunter2 secret")
    assert clipboard.text(SECONDS) == "hunter2"
    assert clipboard.text(SECONDS, secrets=False) is None
    other.tell("hold")
    assert clipboard.text(0.5) is None
    other.begin("")
    other.line()


def test_copies_of_others_are_told_and_no_secrets_and_not_our_own(
    clipboard: WindowsClipboard, other: Other
) -> None:
    told: list[Window] = []
    came = threading.Event()

    def tell(window: Window) -> None:
        told.append(window)
        came.set()

    stop: Callable[[], None] = clipboard.watch(tell)
    clipboard.set_text("ours")
    other.tell("copy hunter2 secret")
    assert clipboard.text(SECONDS) == "hunter2"
    other.tell("copy theirs")
    assert came.wait(SECONDS)
    assert [one.app for one in told] == ["python.exe"]
    stop()
