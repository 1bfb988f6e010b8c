#!/usr/bin/env python3
"""Set up Deskhand from its sources, then start it or test it.

Usage: python3 installers/from_source.py run|test|setup|lock [ARGUMENTS]

run    sets up and starts Deskhand; arguments go to `deskhand`
test   sets up and runs the test suite; arguments go to pytest. With --windows first: the tests
       of Windows, under Wine (see installers/wine.py)
setup  sets up what both need, and stops
lock   writes requirements.lock anew; arguments (--upgrade) go to `uv pip compile`

Needs Python 3.11 or newer and git, nothing else. Says nothing when there is nothing to do.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

if __name__ == "__main__":  # Python looks for a script's imports beside it, not in the project
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from installers.environment import PYTHON, ROOT, lock, make_environment
from installers.prism import SPECIFICATION, install_prism, prism_folder
from installers.system_packages import (
    NODE,
    QT,
    SCREEN,
    WINE,
    install_for_tests,
    install_packages,
    throw_away,
)
from installers.terminal import say
from installers.timed_tests import TIMED, timed


def run(arguments: list[str]) -> int:
    """Set up and start Deskhand, or its demo where there is no screen."""
    install_packages(QT if has_screen() else QT + SCREEN)
    make_environment()
    if not has_screen() and not arguments:
        say("There is no screen here: running `deskhand demo` on a virtual one.")
        arguments = ["demo"]
    return start([PYTHON.with_name("deskhand"), *arguments])


def setup() -> None:
    """Install everything that running and testing need."""
    install_for_tests()
    if SPECIFICATION.exists():
        if throw_away() and not shutil.which("npm"):
            install_packages(NODE)
        install_prism(prism_folder())
    make_environment()


def test(arguments: list[str]) -> int:
    """Set up and run the test suite, or what the arguments for pytest say.

    First everything without a screen, on a few processors at once (a file's tests stay together:
    what they share is made once), then the tests of timing on real screens, one by one.
    """
    setup()
    os.chdir(ROOT)
    if arguments[:1] == ["--windows"]:
        install_packages(WINE)
        return start([PYTHON, "-m", "installers.wine", *arguments[1:]])
    pytest = [str(PYTHON), "-m", "pytest"]
    if arguments:
        return start([*pytest, *arguments])
    have_language()
    at_once = ["--numprocesses", "auto", "--maxprocesses", "4", "--dist", "loadfile"]
    # With loadfile pytest-xdist waits for ever after a process that crashed and was replaced.
    at_once += ["--max-worker-restart", "0"]
    first = subprocess.run([*pytest, *at_once, "--ignore", "tests/screen"], check=False).returncode
    return first or timed([*pytest, TIMED])


def has_screen() -> bool:
    """Whether windows can show here."""
    return not sys.platform.startswith("linux") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def start(command: list[str | Path]) -> int:
    """Become ``command``; where the system can't do that, wait for it."""
    have_language()
    words = [str(word) for word in command]
    if os.name != "nt":
        os.execv(words[0], words)  # noqa: S606 - no shell is the point
    return subprocess.run(words, check=False).returncode


def have_language() -> None:
    """Give what is started a language: an empty container has none, and xterm needs one."""
    if sys.platform.startswith("linux") and not {"LANG", "LC_ALL", "LC_CTYPE"} & os.environ.keys():
        os.environ["LANG"] = "C.UTF-8"


def main(arguments: list[str]) -> int:
    """Do what the command line says."""
    if sys.version_info < (3, 11):  # noqa: UP036 - runs on whatever Python is there
        raise SystemExit(f"Deskhand needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    try:
        if verb == "run":
            return run(rest)
        if verb == "test":
            return test(rest)
        if verb == "setup" and not rest:
            setup()
            return 0
        if verb == "lock":
            lock(rest)
            return 0
    except subprocess.CalledProcessError as failed:
        say(f"This step failed, and its own words stand above: {shlex.join(map(str, failed.cmd))}")
        return 1
    say((__doc__ or "").strip())
    return 0 if verb in {"-h", "--help"} else 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
