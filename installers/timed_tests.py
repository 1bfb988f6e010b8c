"""The tests of timing, which get a second try where the machine was late and not Deskhand wrong."""

from __future__ import annotations

import json
import subprocess

from installers.environment import ROOT
from installers.terminal import say

# What runs on real screens, and how many of these tests may fail and be tried again:
TIMED = "tests/screen"
MOST_LATE = 3


def timed(pytest: list[str]) -> int:
    """Run the tests of timing; a few that failed once more, by themselves.

    Real applications on a machine that others use, too, are late now and then. Whether a text came
    out right never depends on that: where such a test failed, there is no second try.
    """
    failed = subprocess.run(pytest, check=False).returncode
    if failed != 1 or not (names := late()):
        return failed
    say("\n".join(["Tests of timing failed, and are tried once more by themselves:", *names]))
    return subprocess.run([*pytest, "--last-failed"], check=False).returncode


def late() -> list[str]:
    """The tests of timing that failed last; none if they are too many, or wrong texts."""
    try:
        found = json.loads((ROOT / ".pytest_cache/v/cache/lastfailed").read_bytes())
    except (OSError, ValueError):
        return []
    names = [name for name in found if name.startswith(TIMED)]
    exact = any(name.startswith(f"{TIMED}/test_typing_") for name in names)
    return [] if exact or len(names) > MOST_LATE else names
