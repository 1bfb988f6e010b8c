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

import ast
import hashlib
import importlib.util
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "deskhand-setup.sha256"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

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
SYSTEMD = Path("/run/systemd/system")
# A vendor's own description of its interface, where the data for tests is; it is never committed:
SPECIFICATION = ROOT.parent / "shared/data/crm/intercom/api.intercom.io-2.14.yaml"
# What answers by it, and says when it is asked wrongly. A program of Node.js (90 MB), of no use
# without the description; kept outside the project, for the next clone too:
PRISM = "@stoplight/prism-cli@5.14.2"
NODE = ["nodejs", "npm"]
# What runs it on Linux (45 MB): Debian's own Node.js 18 refuses a library that it fetches.
NODE_20 = f"node-linux-{'arm64' if platform.machine() == 'aarch64' else 'x64'}@20.20.2"
# What runs on real screens, and how many of these tests may fail and be tried again:
TIMED = "tests/screen"
MOST_LATE = 3


def say(text: str) -> None:
    """Tell the person at the terminal; standard output is for what is started."""
    print(text, file=sys.stderr, flush=True)


def pip_settings(listing: str) -> dict[str, str]:
    """Read `pip config list`: the environment goes before `install`, that before `global`."""
    found: dict[str, tuple[int, str]] = {}
    for line in listing.splitlines():
        match = re.fullmatch(r"(global|install|:env:)\.([\w-]+)=(.*)", line)
        if match:
            rank = ("global", "install", ":env:").index(match[1])
            name = match[2].replace("_", "-")
            if rank >= found.get(name, (-1, ""))[0]:
                found[name] = (rank, str(ast.literal_eval(match[3])))
    return {name: value for name, (_, value) in found.items()}


def uv_environment(pip: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    """Say in uv's variables what pip was told of mirrors, certificates and proxies.

    What the person set for uv itself stays. A package may come from any of the indexes, as with
    pip: the hashes in the lock say which file is the right one.
    """
    links = " ".join(
        place
        for place in pip.get("find-links", "").split()
        if "://" in place or Path(place).is_dir()
    )
    bundle = environ.get("REQUESTS_CA_BUNDLE") or environ.get("CURL_CA_BUNDLE", "")
    told = {
        "UV_DEFAULT_INDEX": pip.get("index-url", ""),
        "UV_EXTRA_INDEX_URL": " ".join(pip.get("extra-index-url", "").split()),
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_FIND_LINKS": links.replace(" ", ","),
        "UV_INSECURE_HOST": " ".join(pip.get("trusted-host", "").split()),
        "UV_HTTP_TIMEOUT": pip.get("timeout", pip.get("default-timeout", "")),
        "SSL_CERT_FILE": pip.get("cert", bundle),
        "SSL_CLIENT_CERT": pip.get("client-cert", ""),
        "HTTP_PROXY": pip.get("proxy", ""),
        "HTTPS_PROXY": pip.get("proxy", ""),
    }
    if not told["SSL_CERT_FILE"]:
        told["UV_SYSTEM_CERTS"] = "true"  # as pip does
    return {**{name: value for name, value in told.items() if value}, **environ}


def locked(name: str, lock: str) -> str:
    """The lines of one package in the lock, with its hashes."""
    found = re.search(rf"^{re.escape(name)}==.*(?:\n[ ].*)*\n", lock, re.MULTILINE)
    if not found:
        raise SystemExit(f"{LOCK.name} does not name {name}: run `from_source.py lock`.")
    return found[0]


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


def sudo() -> list[str] | None:
    """What to put before a command that only root may run; None when we may not."""
    if os.name == "nt" or os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
        return ["sudo", "-n"] if asked.returncode == 0 else None
    return None


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


def fingerprint() -> str:
    """Changes when the environment must be set up again."""
    digest = hashlib.sha256(sys.version.encode() + sys.base_prefix.encode())
    for path in (LOCK, ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def make_environment() -> None:
    """Make `.venv` hold the locked packages and Deskhand itself, editable."""
    now = fingerprint()
    if STAMP.exists() and STAMP.read_text() == now:
        return
    STAMP.unlink(missing_ok=True)
    say(f"Setting up {VENV.name}: about 300 MB the first time.")
    make_venv()
    with tempfile.TemporaryDirectory() as scratch:
        pinned = Path(scratch) / "uv.txt"
        pinned.write_text(locked("uv", LOCK.read_text()))
        pip = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([str(PYTHON), *pip, "-r", str(pinned)], check=True)
    # Nothing is compiled, and nothing comes without a hash: Deskhand's own build too uses
    # hatchling from the lock.
    uv("pip", "sync", "--require-hashes", "--only-binary", ":all:", LOCK.name)
    uv("pip", "install", "--no-deps", "--no-build-isolation", "--editable", ".")
    STAMP.write_text(now)


def has_venv() -> bool:
    """Whether this Python can make environments; Debian's only with a package of its own."""
    importlib.invalidate_caches()  # it may have come a moment ago
    return importlib.util.find_spec("ensurepip") is not None


def make_venv() -> None:
    """Make an empty environment, unless one is there that runs."""
    if PYTHON.exists():
        probe = subprocess.run([PYTHON, "-m", "pip", "--version"], check=False, capture_output=True)
        if probe.returncode == 0:
            return
    if not has_venv():
        raise SystemExit("Python's venv and ensurepip are missing: install them, then try again.")
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def uv(*arguments: str) -> None:
    """Run uv on `.venv`, with pip's configuration."""
    asked = [str(PYTHON), "-m", "pip", "config", "list"]
    pip = pip_settings(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    environ = uv_environment(pip, {**os.environ, "VIRTUAL_ENV": str(VENV)})
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    alone = ["--no-index"] if pip.get("no-index") in {"1", "true", "yes", "on"} else []
    command = [str(PYTHON), "-m", "uv", *arguments, *quiet, *alone]
    subprocess.run(command, check=True, env=environ, cwd=ROOT)


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
    wanted = QT + SCREEN + TESTS
    if sys.base_prefix == "/usr":  # Debian's Python leaves out the library that PyInstaller packs
        wanted = [*wanted, f"libpython{sys.version_info.major}.{sys.version_info.minor}"]
    throw_away = os.name != "nt" and os.geteuid() == 0 and not SYSTEMD.exists()
    install_packages([*wanted, *SERVER] if throw_away else wanted)
    install_packages(BROWSER)
    install_packages(OFFICE)
    if throw_away or os.environ.get("CI"):
        install_packages(SOUND)
    if throw_away:
        install_packages(HELPDESK)
    if SPECIFICATION.exists():
        if throw_away and not shutil.which("npm"):
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
    first = subprocess.run([*pytest, *at_once, "--ignore", "tests/screen"], check=False).returncode
    return first or timed([*pytest, TIMED])


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


def lock(arguments: list[str]) -> None:
    """Write requirements.lock anew: pinned with hashes, for every system, naming no address."""
    make_environment()
    remade = ["--custom-compile-command", "python3 installers/from_source.py lock"]
    how = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", *remade]
    where = ["--group", "dev", "--output-file", LOCK.name]
    uv("pip", "compile", "pyproject.toml", *how, *where, *arguments)


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
