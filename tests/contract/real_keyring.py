"""A desktop session of its own with GNOME's keyring, in which a program of the tests runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

needs_keyring = pytest.mark.skipif(
    not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")),
    reason="needs dbus and gnome-keyring",
)


def run_beside(
    home: Path, program: str, *words: str, given: str
) -> subprocess.CompletedProcess[str]:
    """Run a file of the tests there to its end; ``given`` is its standard input."""
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"
    }
    environment |= {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_DATA_HOME": str(home / "data"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, program, *words],
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done
