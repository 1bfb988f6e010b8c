"""A real keyboard process with snippets from a table, applications to type into, and an agent.

Used by the tests beside it and by ``tests/bench``. Everything waits for what it needs to see, with
a deadline; nothing sleeps for a while and hopes.
"""

from __future__ import annotations

import json
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from Xlib import X
from Xlib.display import Display
from Xlib.error import XError
from Xlib.ext import xtest

from desktop.core.triggerfile import write_index
from desktop.core.triggers import SEPARATORS, TriggerIndex
from desktop.keyboard import messages
from desktop.keyboard.link import KeyboardLink
from desktop.snippets.index import Tries
from tests.typing_cases import Snippet

M = TypeVar("M", bound=messages.Message)
SECONDS = 20.0
"""For what must come, on however busy a machine."""
LOOK_S = 0.02
"""Between two looks at what sends no event."""
HERE = Path(__file__).parent
KEY_NAMES = {"\n": "Return", " ": "space", ":": "colon", ".": "period", ",": "comma"}


def eventually(done: Callable[[], bool], seconds: float = SECONDS) -> bool:
    """Wait for a condition that nothing announces; False when it does not come."""
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            return False
        time.sleep(LOOK_S)
    return True


# --- snippets -----------------------------------------------------------------------------------


def index_of(snippets: Sequence[Snippet]) -> TriggerIndex:
    """The snippets as the keyboard process gets them; a snippet's number is its place."""
    tries = Tries()
    for number, one in enumerate(snippets):
        tries.add(
            one.trigger,
            number,
            left_word=one.left_word,
            right_word=one.right_word,
            folded=one.folded,
        )
    return TriggerIndex(
        library="screen",
        tries=tries.build(),
        separators=SEPARATORS,
        longest=max((len(one.trigger) + one.right_word for one in snippets), default=0),
        triggers=len(snippets),
    )


# --- the keyboard process -----------------------------------------------------------------------


class Keyboard:
    """A keyboard process, and the application that answers it from a table."""

    def __init__(
        self,
        environment: Mapping[str, str],
        folder: Path,
        snippets: Sequence[Snippet],
        command: Sequence[str] = (sys.executable, "-m", "desktop", "keyboard"),
    ) -> None:
        """Nothing runs before :meth:`start`."""
        self._news = threading.Condition()
        self._folder = folder
        self.heard: list[messages.FromKeyboard] = []
        self.lost: list[str] = []
        self.answers = True
        """False: matches stay without an answer."""
        self.snippets: list[Snippet] = []
        self._library = ""
        words = [f"{name}={value}" for name, value in environment.items()]
        self.link = KeyboardLink(["env", "-i", *words, *command], self._handle, self._on_lost)
        self.load(snippets)
        self.configure()

    def start(self) -> None:
        """Start it, and wait until it follows the keys and has the triggers."""
        self.link.start()
        try:
            self.wait(messages.Loaded)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End it."""
        self.link.stop()

    def load(self, snippets: Sequence[Snippet]) -> None:
        """Use these snippets."""
        self.snippets = list(snippets)
        self._library = f"screen {time.monotonic_ns()}"
        path = self._folder / self._library
        write_index(path, replace(index_of(snippets), library=self._library))
        self.link.keep(messages.Load(str(path)))

    def configure(
        self,
        *,
        hotkeys: Mapping[str, str] | None = None,
        excluded: Sequence[str] = (),
        rules: Mapping[str, Mapping[str, str | int | bool]] | None = None,
        own_pids: Sequence[int] = (),
        twice: Mapping[str, str] | None = None,
    ) -> None:
        """Use these settings."""
        self.link.keep(
            messages.Configure(
                hotkeys=dict(hotkeys or {}),
                excluded=list(excluded),
                rules={app: dict(rule) for app, rule in (rules or {}).items()},
                paste_over=100,
                undo_backspace=True,
                own_pids=list(own_pids),
                twice=dict(twice or {}),
            )
        )

    def settle(self) -> None:
        """Wait until it has obeyed everything that was sent so far."""
        self.load(self.snippets)
        library = self._library

        def loaded() -> bool:
            return any(one.library == library for one in self.of(messages.Loaded))

        self.until(loaded, "the newest list of triggers")

    def of(self, kind: type[M]) -> list[M]:
        """Every message of a kind that has come."""
        with self._news:
            return [one for one in self.heard if isinstance(one, kind)]

    def forget(self, *kinds: type[messages.Message]) -> None:
        """Forget what has come, or that of some kinds."""
        with self._news:
            self.heard[:] = [one for one in self.heard if kinds and not isinstance(one, kinds)]

    def wait(self, kind: type[M], count: int = 1, seconds: float = SECONDS) -> list[M]:
        """Wait for so many messages of a kind."""
        self.until(lambda: len(self.of(kind)) >= count, f"{count} {kind.__name__}", seconds)
        return self.of(kind)

    def quiet(self, matches: int, seconds: float = SECONDS) -> None:
        """Wait until so many matches have come to their end, typed or not."""

        def over() -> bool:
            ended = len(self.of(messages.Typed)) + len(self.of(messages.Failed))
            return ended >= max(matches, len(self.of(messages.Matched)))

        self.until(over, f"the end of {matches} matches", seconds)

    def until(self, done: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
        """Wait until something holds that messages bring about."""
        with self._news:
            if not self._news.wait_for(done, seconds):
                raise AssertionError(f"{what} did not come; heard: {self.heard}")

    @property
    def reasons(self) -> list[str]:
        """Why expansions failed."""
        return [one.reason for one in self.of(messages.Failed)]

    def _handle(self, message: messages.FromKeyboard) -> None:
        with self._news:
            self.heard.append(message)
            self._news.notify_all()
        if isinstance(message, messages.Matched) and self.answers:
            one = self.snippets[message.numbers[0]]
            expand = messages.Expand(message.serial, one.text, one.left, one.way, one.rich)
            self.link.send(expand)

    def _on_lost(self, reason: str) -> None:
        with self._news:
            self.lost.append(reason)
            self._news.notify_all()


# --- the agent ----------------------------------------------------------------------------------


@dataclass
class Agent:
    """Types by xdotool, and sees what the X server knows."""

    environment: Mapping[str, str]
    display: Display = field(init=False)

    def __post_init__(self) -> None:
        self.display = Display(self.environment["DISPLAY"])

    def close(self) -> None:
        self.display.close()

    def do(self, *words: str) -> None:
        """Run xdotool, to its end."""
        subprocess.run(["xdotool", *words], env=dict(self.environment), check=True, timeout=120)

    def type(self, text: str, delay: int = 8) -> None:
        """Type characters, ``delay`` milliseconds between them; a newline is Enter."""
        if "\n" in text:  # which ``xdotool type`` has ideas of its own about
            self.keys(*(KEY_NAMES.get(char, char) for char in text), delay=delay)
        else:
            self.do("type", "--delay", str(delay), text)

    def keys(self, *names: str, delay: int = 8) -> None:
        """Press and release keys by name."""
        self.do("key", "--delay", str(delay), *names)

    def down(self, *names: str) -> None:
        self.do("keydown", *names)

    def up(self, *names: str) -> None:
        self.do("keyup", *names)

    def tap(self, *codes: int, shift: int = 0) -> None:
        """Press and release keys by their code as a keyboard does: xdotool sets the group, too."""
        for code in codes:
            if shift:
                xtest.fake_input(self.display, X.KeyPress, shift)
            xtest.fake_input(self.display, X.KeyPress, code)
            xtest.fake_input(self.display, X.KeyRelease, code)
            if shift:
                xtest.fake_input(self.display, X.KeyRelease, shift)
            self.display.sync()

    def keys_down(self) -> list[int]:
        """The key codes that the server holds to be down."""
        bits = self.display.query_keymap()
        return [code for code in range(256) if bits[code // 8] >> code % 8 & 1]

    def keyboard_is_free(self) -> bool:
        """No client has the keyboard grabbed."""
        root = self.display.screen().root
        asynchronous = X.GrabModeAsync
        status = root.grab_keyboard(False, asynchronous, asynchronous, X.CurrentTime)
        self.display.ungrab_keyboard(X.CurrentTime)
        self.display.sync()
        return bool(status == X.GrabSuccess)

    def layout(self, *words: str) -> None:
        """Set the keyboard's layout; the server has it when this returns."""
        subprocess.run(["setxkbmap", *words], env=dict(self.environment), check=True, timeout=20)

    def copy(self, data: bytes, target: str = "UTF8_STRING", selection: str = "clipboard") -> None:
        """Copy by a program that owns the selection until somebody else does."""
        subprocess.run(
            ["xclip", "-i", "-selection", selection, "-target", target],
            env=dict(self.environment), input=data, check=True, timeout=20,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def copied(self, target: str = "UTF8_STRING", selection: str = "clipboard") -> bytes:
        """What the selection holds; nothing when nobody has it."""
        done = subprocess.run(
            ["xclip", "-o", "-selection", selection, "-target", target],
            env=dict(self.environment), capture_output=True, timeout=20, check=False,
        )  # fmt: skip
        return done.stdout


# --- applications -------------------------------------------------------------------------------


class Application:
    """A program with one window that has the keyboard."""

    name = ""

    def __init__(self, agent: Agent, folder: Path, words: Sequence[str]) -> None:
        """Start it and wait for its window to be in front."""
        self._agent = agent
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        before = set(windows(agent.display))
        self.process = subprocess.Popen(
            words, env=dict(agent.environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, cwd=folder,
        )  # fmt: skip
        self.window = 0

        def shown() -> bool:
            new = [one for one in windows(agent.display) if one not in before]
            self.window = new[0] if new else 0
            return bool(new) and in_front(agent.display) == new[0]

        try:
            assert eventually(shown), f"{words[0]} showed no window"
            self._await_ready()
        except BaseException:
            self.end()  # else it would stand in front in later tests
            raise

    def _await_ready(self) -> None:
        """Wait until it can be written in, where that is later than its window."""

    def focus(self) -> None:
        """Bring the window to the front."""
        self._agent.do("windowactivate", "--sync", str(self.window))

    def click_behind(self) -> None:
        """Click behind the text."""
        self._agent.do("mousemove", "--window", str(self.window), "300", "300", "click", "1")

    def end(self) -> None:
        """End the program and wait until its window is gone."""
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()
        eventually(lambda: self.window not in windows(self._agent.display), 5)

    def clear(self) -> None:
        """Empty the text field."""
        raise NotImplementedError

    def text(self, wanted: str, seconds: float = SECONDS) -> str:
        """What stands there, as soon as it is ``wanted``; after ``seconds`` whatever it is."""
        raise NotImplementedError


class TextWindow(Application):
    """``text_window.py``."""

    name = "qt"

    def __init__(self, agent: Agent, folder: Path, *words: str) -> None:
        """``words`` are its options."""
        super().__init__(agent, folder, [sys.executable, str(HERE / "text_window.py"), *words])

    def _await_ready(self) -> None:
        if not eventually(lambda: bool(self.read()["focused"])):
            raise AssertionError("the text field did not get the keyboard")

    def ask(self, line: str) -> dict[str, object]:
        """Send a command and read its answer."""
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(line.encode() + b"\n")
        stdin.flush()
        ready, _, _ = select.select([stdout], [], [], SECONDS)
        answer = stdout.readline() if ready else b""
        assert answer, "the text window does not answer"
        return dict(json.loads(answer))

    def read(self) -> dict[str, object]:
        return self.ask("read")

    def clear(self) -> None:
        self.ask("clear")

    def text(self, wanted: str, seconds: float = SECONDS) -> str:
        eventually(lambda: self.read()["text"] == wanted, seconds)
        return str(self.read()["text"])

    def sent(self, wanted: Sequence[str], seconds: float = SECONDS) -> list[str]:
        """What Enter sent, as soon as it is ``wanted``."""
        eventually(lambda: self.read()["sent"] == list(wanted), seconds)
        found = self.read()["sent"]
        assert isinstance(found, list)
        return found


class Xterm(Application):
    """A terminal in which the text goes to a file at Enter; the terminal's line erases."""

    name = "xterm"

    def __init__(self, agent: Agent, folder: Path) -> None:
        """Wait for the program in it, too."""
        # Written and read by the line: an empty one says that it runs.
        script = "stty -ixon; echo > typed; exec cat >> typed"
        self._file = folder / "typed"
        self._from = 1
        super().__init__(agent, folder, ["xterm", "-e", "sh", "-c", script])

    def _await_ready(self) -> None:
        if not eventually(lambda: self._file.exists() and self._file.stat().st_size == 1):
            raise AssertionError("nothing runs in the terminal")

    def clear(self) -> None:
        """Whatever is on the line is entered and passed over."""
        before = self._size()
        self._agent.keys("Return")
        if not eventually(lambda: self._size() > before):
            raise AssertionError("the terminal takes no keys")
        self._from = self._size()

    def text(self, wanted: str, seconds: float = SECONDS) -> str:
        self._agent.keys("Return")
        eventually(lambda: self._read() == wanted, seconds)
        return self._read()

    def _size(self) -> int:
        return self._file.stat().st_size

    def _read(self) -> str:
        with self._file.open("rb") as file:
            file.seek(self._from)
            return file.read().decode("utf-8", "replace").removesuffix("\n")


class Mousepad(Application):
    """An editor of GTK; what stands in it is seen by saving."""

    name = "mousepad"

    def __init__(self, agent: Agent, folder: Path) -> None:
        """On a file of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "typed.txt"
        self._file.write_text("")
        super().__init__(agent, folder, ["mousepad", "--disable-server", "typed.txt"])

    def clear(self) -> None:
        self._agent.keys("ctrl+a", "Delete")
        self.text("", 5)

    def text(self, wanted: str, seconds: float = SECONDS) -> str:
        until = time.monotonic() + seconds
        while True:
            self._agent.keys("ctrl+s")
            if eventually(lambda: self._read() == wanted, 0.5) or time.monotonic() > until:
                return self._read()

    def _read(self) -> str:
        try:
            return self._file.read_bytes().decode("utf-8", "replace").removesuffix("\n")
        except FileNotFoundError:  # between the old file and the new one
            return ""


def windows(display: Display) -> list[int]:
    """The windows that the window manager manages."""
    return _numbers(display, "_NET_CLIENT_LIST")


def in_front(display: Display) -> int:
    """The window that has the keyboard, as the window manager says; 0 for none."""
    return next(iter(_numbers(display, "_NET_ACTIVE_WINDOW")), 0)


def _numbers(display: Display, name: str) -> list[int]:
    try:
        found = display.screen().root.get_full_property(display.get_atom(name), X.AnyPropertyType)
    except XError:
        return []
    return list(found.value) if found is not None else []


@contextmanager
def ending(*applications: Application) -> Iterator[None]:
    """End applications afterwards."""
    try:
        yield
    finally:
        for one in applications:
            one.end()
