"""Prism, which answers as a vendor's own description of its interface says, for tests.

A program of Node.js (90 MB), of no use without the description, which is never committed; kept
outside the project, for the next clone too.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from installers.environment import ROOT
from installers.terminal import say

# The vendor's description, where the data for tests is:
SPECIFICATION = ROOT.parent / "shared/data/crm/intercom/api.intercom.io-2.14.yaml"
PRISM = "@stoplight/prism-cli@5.14.2"
# What runs it on Linux (45 MB): Debian's own Node.js 18 refuses a library that it fetches.
NODE_20 = f"node-linux-{'arm64' if platform.machine() == 'aarch64' else 'x64'}@20.20.2"


def install_prism(folder: Path) -> None:
    """Fetch Prism by npm; without it its tests are skipped, which CI counts as failed."""
    npm = shutil.which("npm")
    if folder.exists() or npm is None:
        return
    say(f"Installing {PRISM} for tests: about 240 MB.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
        nothing_else = ["--ignore-scripts", "--no-save", "--no-package-lock"]
        whole = Path(scratch, "whole")
        whole.mkdir()
        command = [
            npm,
            "install",
            "--prefix",
            str(whole),
            *quiet,
            *nothing_else,
            *what_prism_needs(),
        ]
        done = subprocess.run(command, check=False, capture_output=True, cwd=scratch)
        if done.returncode:
            say((done.stdout + done.stderr).decode(errors="replace"))
            return
        try:
            whole.rename(folder)
        except OSError:  # another one was faster
            return


def prism_folder() -> Path:
    """Where this version of Prism is; by the user's entry, as tests have another HOME."""
    home = Path.home()
    if sys.platform != "win32":
        import pwd

        home = Path(pwd.getpwuid(os.getuid()).pw_dir)
    name = "-on-".join(one.rpartition("/")[2] for one in what_prism_needs())
    return home / ".cache" / "deskhand" / name


def what_prism_needs() -> list[str]:
    """Itself, and on Linux what runs it."""
    return [PRISM, NODE_20] if sys.platform.startswith("linux") else [PRISM]
