"""An X server of its own for every test process, with a window manager and real applications."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from Xlib import X
from Xlib.display import Display
from Xlib.error import XError

from desktop.keyboard import messages
from tests.screen.accessible_session import NEEDS, accessible_session
from tests.screen.private_bus import PrivateBus
from tests.screen.typing_session import (
    Agent,
    Application,
    Keyboard,
    TextWindow,
    eventually,
)
from tests.typing_cases import SNIPPETS

START_S = 20.0
"""How long a program may take to show its window on a busy machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.screen)


def require(*programs: str) -> None:
    """Skip the test when a program is missing; on CI (``CI`` is set) fail instead."""
    missing = [one for one in programs if shutil.which(one) is None]
    if not missing:
        return
    sentence = f"not installed: {', '.join(missing)}"
    if os.environ.get("CI"):
        pytest.fail(sentence + " (on CI the screen tests must run)")
    pytest.skip(sentence)


@pytest.fixture(name="need")
def _need() -> Callable[..., None]:
    """``need("xclip")``: skip, or fail on CI, when a program is missing."""
    return require


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that a test started, and wait for it."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()


@dataclass(frozen=True)
class Screen:
    """A running X server and how to start programs on it."""

    display: str
    environment: Mapping[str, str]

    def start(self, *words: str, **options: object) -> subprocess.Popen[bytes]:
        """Start a program on this screen; its output goes nowhere unless asked for."""
        streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        return subprocess.Popen(words, env=dict(self.environment), **{**streams, **options})  # type: ignore[call-overload,no-any-return]  # options pass through

    def run(self, *words: str, stdin: bytes = b"", timeout: float = START_S) -> bytes:
        """Run a program to its end and return what it printed."""
        done = subprocess.run(
            words,
            env=dict(self.environment),
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=timeout,
            check=True,
        )
        return done.stdout


@dataclass
class App:
    """A program that a test started, with its window."""

    process: subprocess.Popen[bytes]
    window: int
    files: Path
    """A folder of its own."""


@contextmanager
def running_server(home: Path, *display: str) -> Iterator[tuple[Screen, subprocess.Popen[bytes]]]:
    """A bare X server without a window manager, and its process; on a free display unless told."""
    require("Xvfb")
    read, write = os.pipe()
    words = ["Xvfb", *display, "-displayfd", str(write), "-screen", "0", "1280x800x24"]
    words += ["-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(
        words, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        ready, _, _ = select.select([read], [], [], START_S)
        number = os.read(read, 16).decode().strip() if ready else ""
        if not number:
            pytest.fail("Xvfb did not start")
        yield Screen(f":{number}", _environment(f":{number}", home)), server
    finally:
        os.close(read)
        end(server)


@contextmanager
def managed(screen: Screen) -> Iterator[None]:
    """With openbox as the window manager."""
    require("openbox")
    display = Display(screen.display)
    root = display.screen().root
    root.change_attributes(event_mask=X.PropertyChangeMask)
    check = display.get_atom("_NET_SUPPORTING_WM_CHECK")
    manager = screen.start("openbox", "--sm-disable")
    try:
        wait_for(display, lambda: root.get_full_property(check, X.AnyPropertyType) is not None)
        yield
    finally:
        end(manager)
        display.close()


@pytest.fixture(scope="session")
def x_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """An X server for all tests of this process."""
    with running_server(tmp_path_factory.mktemp("home")) as (found, _):
        yield found


@pytest.fixture
def doomed_server(tmp_path: Path) -> Iterator[tuple[Screen, subprocess.Popen[bytes]]]:
    """An X server that the test may kill."""
    with running_server(tmp_path) as found:
        yield found


@pytest.fixture(scope="session")
def screen(x_server: Screen) -> Iterator[Screen]:
    """The X server with openbox as its window manager."""
    with managed(x_server):
        yield x_server


@pytest.fixture
def tray(screen: Screen) -> Iterator[Screen]:
    """The screen with trayer as the host of tray icons."""
    require("trayer")
    display = Display(screen.display)
    display.screen().root.change_attributes(event_mask=X.StructureNotifyMask)
    selection = display.get_atom("_NET_SYSTEM_TRAY_S0")
    words = [
        "trayer",
        "--edge",
        "top",
        "--align",
        "right",
        "--widthtype",
        "request",
        "--height",
        "24",
    ]
    process = screen.start(*words)
    try:
        # Its MANAGER message is sent to the root window.
        wait_for(display, lambda: display.get_selection_owner(selection) != X.NONE)
        yield screen
    finally:
        end(process)
        display.close()


StartApp = Callable[..., App]


@pytest.fixture
def start_app(screen: Screen, tmp_path: Path) -> Iterator[StartApp]:
    """``start_app("xterm")`` or ``start_app("mousepad")``: waits for the window to have the focus.

    Further words go to the program, ``app_class`` is its WM_CLASS where it is not as the name.
    """
    started: list[App] = []
    display = Display(screen.display)

    def start(program: str, *words: str, app_class: str = "") -> App:
        require(program)
        files = tmp_path / f"{program}{len(started)}"
        files.mkdir()
        before = set(clients(display))
        process = screen.start(program, *words)
        wanted = (app_class or program).lower()
        found: list[int] = []

        def shown() -> bool:
            if process.poll() is not None:
                pytest.fail(f"{program} ended with {process.returncode}")
            new = [one for one in clients(display) if one not in before]
            found[:] = [one for one in new if wm_class(display, one).lower() == wanted]
            return bool(found) and active(display) == found[0]

        app = App(process, 0, files)
        started.append(app)
        wait_for(display, shown)
        app.window = found[0]
        return app

    display.screen().root.change_attributes(event_mask=X.PropertyChangeMask)
    try:
        yield start
    finally:
        for app in reversed(started):
            end(app.process)
        if started:
            gone = {app.window for app in started}
            wait_for(display, lambda: gone.isdisjoint(clients(display)))
        display.close()


def wait_for(display: Display, done: Callable[[], bool], seconds: float = START_S) -> None:
    """Wait until something holds, looking again after every event of ``display``."""
    until = time.monotonic() + seconds
    while True:
        while display.pending_events():
            display.next_event()
        if done():
            return
        if display.pending_events():
            continue
        left = until - time.monotonic()
        if left <= 0:
            pytest.fail(f"it did not happen within {seconds:.0f} s")
        # Not all that is waited for sends an event to this connection.
        select.select([display.fileno()], [], [], min(left, 0.1))


def clients(display: Display) -> Sequence[int]:
    """The windows that the window manager manages."""
    return _root_windows(display, "_NET_CLIENT_LIST")


def active(display: Display) -> int:
    """The window that the window manager says has the focus; 0 for none."""
    return next(iter(_root_windows(display, "_NET_ACTIVE_WINDOW")), 0)


def wm_class(display: Display, window: int) -> str:
    """The class part of WM_CLASS; empty when the window is gone."""
    try:
        found = display.create_resource_object("window", window).get_wm_class()
    except XError:
        return ""
    return str(found[1]) if found else ""


def _root_windows(display: Display, name: str) -> Sequence[int]:
    root = display.screen().root
    found = root.get_full_property(display.get_atom(name), X.AnyPropertyType)
    return list(found.value) if found else []


def _environment(display: str, home: Path) -> Mapping[str, str]:
    """A user's session with nothing in it: no settings, no D-Bus, no other screen."""
    runtime = home / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    keep = ("PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "CI")
    return {
        **{name: os.environ[name] for name in keep if name in os.environ},
        "DISPLAY": display,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "XTERM_LOCALE": "C.UTF-8",
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "GDK_BACKEND": "x11",
        "GSETTINGS_BACKEND": "memory",
        "GTK_IM_MODULE": "gtk-im-context-simple",
        "NO_AT_BRIDGE": "1",
        "QT_QPA_PLATFORM": "xcb",
    }


@pytest.fixture
def bus() -> Iterator[PrivateBus]:
    require("dbus-daemon")
    with TemporaryDirectory() as folder:  # a socket's path is short
        made = PrivateBus(Path(folder))
        made.start()
        yield made
        made.stop()


@pytest.fixture
def accessible(screen: Screen) -> Iterator[dict[str, str]]:
    """The environment of a session in which applications tell of their fields."""
    require(*NEEDS)
    with accessible_session(screen.environment) as environment:
        yield environment


# --- typing -------------------------------------------------------------------------------------

BEFORE = "copied before, with “quotes” and a 😀".encode()
"""What stands on the clipboard before and after every test that types."""


@dataclass
class Desk:
    """An agent at a text field, with the keyboard process beside it."""

    agent: Agent
    keyboard: Keyboard
    field: Application

    def types(self, text: str, delay: int = 8, *, matches: int = 1) -> None:
        """Type, and wait for so many expansions to be over."""
        self.agent.type(text, delay)
        self.keyboard.quiet(matches)

    def click(self) -> None:
        """Click behind the last character."""
        self.field.click_behind()


@pytest.fixture(scope="session")
def agent(screen: Screen) -> Iterator[Agent]:
    require("xdotool", "xclip", "setxkbmap")
    made = Agent(screen.environment)
    made.layout("us")
    made.copy(BEFORE)
    yield made
    made.close()


@pytest.fixture(scope="module")
def session(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Screen]:
    """A desktop of the module's own, with no other keyboard process than the application's.

    The module's ``NEEDS`` are programs that it starts there.
    """
    require("xdotool", "xclip", *getattr(request.module, "NEEDS", ()))
    with running_server(tmp_path_factory.mktemp("home")) as (found, _), managed(found):
        yield found


@pytest.fixture(scope="module")
def own_agent(session: Screen) -> Iterator[Agent]:
    """Who types there."""
    made = Agent(session.environment)
    made.layout("us")
    made.copy(BEFORE)
    yield made
    made.close()


@pytest.fixture(scope="session")
def shared_keyboard(
    agent: Agent, screen: Screen, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Keyboard]:
    made = Keyboard(screen.environment, tmp_path_factory.mktemp("keyboard"), SNIPPETS)
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def shared_field(agent: Agent, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TextWindow]:
    made = TextWindow(agent, tmp_path_factory.mktemp("field"))
    yield made
    made.end()


@pytest.fixture
def clean(agent: Agent) -> Iterator[None]:
    """Whatever a test did: no key is down, nothing is grabbed, the clipboard is as it was."""
    if agent.copied() != BEFORE:
        agent.copy(BEFORE)
    yield
    assert eventually(lambda: not agent.keys_down(), 2), f"still down: {agent.keys_down()}"
    assert eventually(agent.keyboard_is_free, 2), "the keyboard is still grabbed"
    assert eventually(lambda: agent.copied() == BEFORE, 2), "the clipboard is another"


@pytest.fixture
def keyboard(shared_keyboard: Keyboard, clean: None) -> Iterator[Keyboard]:
    """The keyboard process with :data:`SNIPPETS`, and with its settings put back afterwards."""
    shared_keyboard.forget()
    yield shared_keyboard
    shared_keyboard.answers = True
    shared_keyboard.configure()
    shared_keyboard.link.keep(messages.Pause(on=False))
    shared_keyboard.settle()


@pytest.fixture
def desk(agent: Agent, keyboard: Keyboard, shared_field: TextWindow) -> Desk:
    """A Qt text field in front, empty, of which the keyboard process has heard."""
    shared_field.focus()
    shared_field.clear()
    keyboard.settle()
    return Desk(agent, keyboard, shared_field)
