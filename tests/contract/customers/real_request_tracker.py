"""Request Tracker 5 itself, from Debian's package, with a throw-away database on the loopback."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

SERVER = Path("/usr/share/request-tracker5/libexec/rt-server")
SETUP = Path("/usr/sbin/rt-setup-database-5")
_STARLET = Path("/usr/share/perl5/Starlet.pm")

_CONFIGURATION = """
Set($rtname, 'desk.test');
Set($Organization, 'desk.test');
Set($WebPath, '');
Set($WebDomain, '127.0.0.1');
Set($WebPort, {port});
Set($WebBaseURL, 'http://127.0.0.1:{port}');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '{folder}/db');
Set($MailCommand, 'testfile');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'error');
$RT::VarPath = $RT::MasonDataDir = $RT::MasonSessionDir = '{folder}/cache';
1;
"""


def missing() -> str:
    """What of it is not installed; empty when everything is."""
    there = all(one.exists() for one in (SERVER, SETUP, _STARLET))
    return "" if there else "request-tracker5 rt5-db-sqlite rt5-standalone"


@dataclass(frozen=True)
class Tracker:
    """One that runs; what tests put into it goes through its own interface."""

    url: str
    jane: str = "jane.o'neil+test@example.com"
    """The address of the one customer that it has at first."""

    def call(
        self, method: str, path: str, content: object = None, user: str = "root:password"
    ) -> Any:
        name, _, word = user.partition(":")
        done = requests.request(
            method, f"{self.url}/REST/2.0{path}", json=content, auth=(name, word), timeout=30
        )
        assert done.ok, (method, path, done.status_code, done.text)
        return done.json()

    def add_user(self, **values: object) -> str:
        """Make one; the answer is its address in the interface."""
        made = self.call("POST", "/user", values)
        return str(made["_url"]).removeprefix(f"{self.url}/REST/2.0")

    def add_ticket(self, requestor: str, subject: str, **values: object) -> int:
        content = {"Queue": "General", "Requestor": requestor, "Subject": subject, **values}
        return int(self.call("POST", "/ticket", content)["id"])

    def ticket(self, number: int) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.call("GET", f"/ticket/{number}")
        return found


@contextlib.contextmanager
def request_tracker(folder: Path) -> Iterator[Tracker]:
    """Set up a database in ``folder`` and serve it; about 5 s."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (folder / "cache").mkdir()
    (folder / "more").mkdir()
    (folder / "site.pm").write_text(_CONFIGURATION.format(port=port, folder=folder))
    environ = {
        **os.environ,
        "RT_SITE_CONFIG": str(folder / "site.pm"),
        "RT_SITE_CONFIG_DIR": str(folder / "more"),  # and not what is in /etc
    }
    setup = [str(SETUP), "--action", "init", "--skip-create"]
    subprocess.run(setup, check=True, capture_output=True, timeout=120, env=environ)
    command = [str(SERVER), "--host", "127.0.0.1", "--port", str(port), "--max-workers", "2"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environ)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process, folder / "log")
        yield Tracker(url)
    finally:
        process.terminate()
        process.wait(30)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while True:
        with contextlib.suppress(requests.ConnectionError):
            if requests.get(f"{url}/REST/2.0/rt", timeout=30).status_code == 401:
                return
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)  # nothing tells when it listens
