"""`.venv`: the packages of requirements.lock, and Deskhand itself, editable.

pip, which every Python has, installs uv out of the lock; uv does the rest, and is told what pip's
own configuration says of mirrors, certificates and proxies.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from installers.terminal import say

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "deskhand-setup.sha256"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


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


def fingerprint() -> str:
    """Changes when the environment must be set up again."""
    digest = hashlib.sha256(sys.version.encode() + sys.base_prefix.encode())
    for path in (LOCK, ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


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


def locked(name: str, lock: str) -> str:
    """The lines of one package in the lock, with its hashes."""
    found = re.search(rf"^{re.escape(name)}==.*(?:\n[ ].*)*\n", lock, re.MULTILINE)
    if not found:
        raise SystemExit(f"{LOCK.name} does not name {name}: run `from_source.py lock`.")
    return found[0]


def uv(*arguments: str) -> None:
    """Run uv on `.venv`, with pip's configuration."""
    asked = [str(PYTHON), "-m", "pip", "config", "list"]
    pip = pip_settings(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    environ = uv_environment(pip, {**os.environ, "VIRTUAL_ENV": str(VENV)})
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    alone = ["--no-index"] if pip.get("no-index") in {"1", "true", "yes", "on"} else []
    command = [str(PYTHON), "-m", "uv", *arguments, *quiet, *alone]
    subprocess.run(command, check=True, env=environ, cwd=ROOT)


def lock(arguments: list[str]) -> None:
    """Write requirements.lock anew: pinned with hashes, for every system, naming no address."""
    make_environment()
    remade = ["--custom-compile-command", "python3 installers/from_source.py lock"]
    how = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate", *remade]
    where = ["--group", "dev", "--output-file", LOCK.name]
    uv("pip", "compile", "pyproject.toml", *how, *where, *arguments)


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
