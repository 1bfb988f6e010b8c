"""What a fresh machine lacks beside Python, installed by apt where the system is Debian's kind."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from installers.environment import has_venv
from installers.terminal import say

# Debian's and Ubuntu's names. What Qt loads on X11 beyond the wheel:
QT = (
    "libdbus-1-3 libegl1 libfontconfig1 libfreetype6 libgl1 libglib2.0-0 libx11-xcb1 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 "
    "libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 "
    "libxkbcommon-x11-0 libxkbcommon0"
).split()
# A virtual screen with a window manager, a tray and windows to type into:
SCREEN = "dbus fonts-dejavu-core mousepad openbox trayer xdotool xterm xvfb".split()
# What the tests look with, and what PyInstaller calls:
TESTS = (
    "apertium apertium-eng-spa at-spi2-core binutils dconf-gsettings-backend dconf-service "
    "gnome-keyring gsettings-desktop-schemas libglib2.0-bin pulseaudio-utils "
    "python3-dbusmock x11-utils x11-xkb-utils x11-xserver-utils xclip"
).split()
# A browser for a page to chat in; installed by itself, as Ubuntu has it in another way only:
BROWSER = ["chromium"]
# A word processor to type into (75 MB to fetch, 236 MB on disk), on the toolkit that desktops give
# it: on plain X11 it takes two presses of a key within one millisecond for one.
OFFICE = ["libreoffice-writer", "libreoffice-gtk3"]
# A Windows to test on, likewise by itself: 640 MB on disk.
WINE = ["wine", "wine64"]
# A server that listens to everybody as soon as systemd sees it; tests put it into a network of its
# own, which only root can make:
SERVER = ["apertium-apy"]
# A sound server, which on a desktop would take the place of its own:
SOUND = ["pulseaudio"]
# A helpdesk to read from and write to (54 MB to fetch, 170 MB on disk), by itself, as not every
# release has it; like the other server only where no system would start what comes with it:
HELPDESK = ["request-tracker5", "rt5-db-sqlite", "rt5-standalone"]
# What fetches Prism (installers/prism.py):
NODE = ["nodejs", "npm"]
SYSTEMD = Path("/run/systemd/system")


def install_for_tests() -> None:
    """Install what running and testing need of the system, as far as this machine allows."""
    wanted = QT + SCREEN + TESTS
    if sys.base_prefix == "/usr":  # Debian's Python leaves out the library that PyInstaller packs
        wanted = [*wanted, f"libpython{sys.version_info.major}.{sys.version_info.minor}"]
    install_packages([*wanted, *SERVER] if throw_away() else wanted)
    install_packages(BROWSER)
    install_packages(OFFICE)
    if throw_away() or os.environ.get("CI"):
        install_packages(SOUND)
    if throw_away():
        install_packages(HELPDESK)


def throw_away() -> bool:
    """Whether this is a container: all ours, with no system that would start what is installed."""
    return os.name != "nt" and os.geteuid() == 0 and not SYSTEMD.exists()


def install_packages(wanted: list[str]) -> bool:
    """Install what is missing of the system's packages, or print the one line that does."""
    missing = missing_packages(wanted if has_venv() else ["python3-venv", *wanted])
    if not missing:
        return True
    # The lists may be empty or stale, and another installation may hold the lock for a while.
    apt = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120"]
    install = ["install", "--no-install-recommends", *missing]
    become = sudo()
    if become is not None:
        say(f"Installing system packages: {' '.join(missing)}")
        environ = [*become, "env", "DEBIAN_FRONTEND=noninteractive"]
        subprocess.run([*environ, *apt, "update"], check=False, capture_output=True)
        done = subprocess.run([*environ, *apt, *install], check=False, capture_output=True)
        if done.returncode == 0:
            return True
        say((done.stdout + done.stderr).decode(errors="replace"))
    say(f"Please install what the system lacks:\n  sudo apt-get {shlex.join(install)}")
    return False


def missing_packages(wanted: list[str]) -> list[str]:
    """Which system packages are not there; none where the system is not Debian's kind."""
    if not shutil.which("dpkg-query"):
        return []
    form = "${db:Status-Status} ${Package}, ${Provides}\n"
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f", form], check=True, capture_output=True, text=True
    ).stdout
    there: set[str] = set()
    for line in listing.splitlines():
        status, _, names = line.partition(" ")
        if status == "installed":
            there.update(name.split(" ")[0] for name in names.split(", "))
    return [name for name in wanted if name not in there]


def sudo() -> list[str] | None:
    """What to put before a command that only root may run; None when we may not."""
    if os.name == "nt" or os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
        return ["sudo", "-n"] if asked.returncode == 0 else None
    return None
