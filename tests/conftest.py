"""What every test lives by.

* No test touches the person's own folders, screen, session bus or keyring, nor the network.
* A log record of WARNING or above fails the test, unless the test takes ``caplog`` to look at it;
  so does a message of Qt (``qt_log_level_fail``), and any Python warning.
* A test leaves no thread and no child process behind.
* With CI set a skip is a failure, unless it is for another operating system or for data that can't
  be in the project: CI installs everything, so a skip there means that something was not tested.
  The same tests in a Windows Python under Wine may skip: Linux has them.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests import fonts


def _leave_the_persons_own_places() -> None:
    """Point the home and profile folders elsewhere; before any import, as some are read there."""
    home = Path(tempfile.mkdtemp(prefix="deskhand-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_RUNTIME_DIR"):
        os.environ[name] = str(home)
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS"):
        os.environ.pop(name, None)
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"


_leave_the_persons_own_places()
os.environ.update(fonts.environment())

import ipaddress  # noqa: E402 - only now
import logging  # noqa: E402
import threading  # noqa: E402
import time  # noqa: E402
from collections.abc import Generator, Iterator  # noqa: E402

import hypothesis  # noqa: E402
import pytest  # noqa: E402

pytest.register_assert_rewrite("tests.typing_cases")

GRACE = 3.0
"""Seconds that a thread or a child process may take to end after its test."""

SKIPS_IN_CI = ("only on Windows", "only on macOS", "not in the project: ")
"""How a reason starts for which CI, which is Linux, may skip a test: it may have no data of others
either, which is never committed; another test without them covers the same."""

ONLY_LINUX = (
    "screen",
    "bench",
    "contract",
    "frozen",
    "unit/host/test_dbus.py",
    "unit/host/test_pulse.py",
    "unit/host/test_reach.py",
    "unit/host/x11",
    "unit/demo",
    "unit/test_strictness.py",
    "unit/installers/test_prism.py",
    "unit/installers/test_system_packages.py",
    "unit/installers/test_wine.py",
)
"""What needs an X server, Debian's programs or Linux' own packages; elsewhere it is not read."""

hypothesis.settings.register_profile(
    "deskhand", deadline=None, max_examples=100, derandomize=bool(os.environ.get("CI"))
)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=5_000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "deskhand"))


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out what can't even be imported on this system."""
    linux = sys.platform.startswith("linux")
    here = Path(__file__).parent
    left_out = not linux and any(collection_path == here / one for one in ONLY_LINUX)
    return True if left_out else None


def _is_near(host: object) -> bool:
    if not isinstance(host, str):
        return host is None
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _keep_off_the_network(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: a socket may reach this machine only, and no other machine's name is asked."""
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = arguments[1]
        if isinstance(address, tuple) and not _is_near(address[0]):
            raise PermissionError("a test tried to reach another machine")
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"} and not _is_near(arguments[0]):
        raise PermissionError("a test tried to look up another machine")


sys.addaudithook(_keep_off_the_network)


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_unexpected_records(request: pytest.FixtureRequest) -> Iterator[None]:
    handler = _Records()
    root = logging.getLogger()
    root.addHandler(handler)
    yield
    root.removeHandler(handler)
    if handler.lines and "caplog" not in request.fixturenames:
        pytest.fail("logged, and no `caplog` looks at it:\n" + "\n".join(handler.lines))


def _children() -> set[str]:
    found: set[str] = set()
    for task in Path("/proc/self/task").glob("*/children"):
        try:
            found.update(task.read_text().split())
        except OSError:  # the thread ended meanwhile
            continue
    return found


def _threads() -> set[threading.Thread]:
    return {
        thread
        for thread in threading.enumerate()
        if not isinstance(thread, threading._DummyThread)  # Qt's and other foreign threads
    }


def _name(child: str) -> str:
    try:
        return Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ").strip() or "a zombie"
    except OSError:
        return "ended"


@pytest.fixture(autouse=True)
def _nothing_left_running() -> Iterator[None]:
    threads, children = _threads(), _children()
    yield
    end = time.monotonic() + GRACE
    while left := [thread.name for thread in _threads() - threads] + [
        f"{child} ({_name(child)})"
        for child in _children() - children
        if "multiprocessing.resource_tracker" not in _name(child)
    ]:
        if time.monotonic() > end:
            pytest.fail("left running: " + ", ".join(sorted(left)))
        time.sleep(0.01)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Windows of the tests' own process need no screen; programs that tests start choose theirs."""
    return ["deskhand-tests", "-platform", "offscreen"]


def _must_not_skip(reason: str) -> bool:
    linux = sys.platform.startswith("linux")
    return linux and bool(os.environ.get("CI")) and not reason.startswith(SKIPS_IN_CI)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where CI should have been able to run the test."""
    report = yield
    # A lone surrogate that a test logged would stop xdist's worker.
    report.sections = [
        (title, text.encode(errors="backslashreplace").decode()) for title, text in report.sections
    ]
    if report.skipped and not hasattr(report, "wasxfail") and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if _must_not_skip(reason):
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid}: CI skips nothing, and this was: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Do the same for whole files."""
    report = yield
    if report.skipped and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if _must_not_skip(reason):
            report.outcome = "failed"
            report.longrepr = f"{collector.nodeid}: CI skips nothing, and this was: {reason}"
    return report
