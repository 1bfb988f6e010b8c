"""Prism: answers on the loopback by a vendor's own description of its interface."""

from __future__ import annotations

import contextlib
import http.client
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from installers.prism import NODE_20, SPECIFICATION, prism_folder
from tests.contract.translation.stand_in import Asked, Wire, page

_PROGRAM = prism_folder() / "node_modules/@stoplight/prism-cli/dist/index.js"
_NODE = prism_folder() / "node_modules" / NODE_20.partition("@")[0] / "bin/node"
_OWN = frozenset({"host", "connection", "content-length", "accept-encoding"})


def missing() -> str:
    """Why it can't be tested with; empty when it can."""
    if not SPECIFICATION.exists():
        return "not in the project: Intercom's own specification of its interface"
    there = _node() and _PROGRAM.exists()
    return "" if there else "not installed: node, npm and what they fetch (installers/prism.py)"


def _node() -> str | None:
    """What runs it: its own on Linux, else the system's."""
    return str(_NODE) if _NODE.exists() else shutil.which("node")


@dataclass
class Prism:
    """One that runs. As a stand-in's answer it passes on what it is asked, and remembers."""

    port: int
    prefer: str = ""
    """What of several answers it is to give: ``dynamic=true`` makes some up."""
    said: list[tuple[Asked, int, Mapping[str, str]]] = field(default_factory=list)

    def wrong_with_requests(self) -> list[str]:
        """What it did not like of what it was asked; it finds fault with its own answers too."""
        found = [f"{asked.method} {asked.target} {status}" for asked, status, _ in self.said
                 if status in (401, 404, 405, 415, 422)]  # fmt: skip
        found += [
            f"{asked.method} {asked.target} {one['message']}"
            for asked, _, headers in self.said
            for one in json.loads(headers.get("sl-violations", "[]"))
            if one["location"][0] == "request"
        ]
        return found

    def __call__(self, asked: Asked, wire: Wire) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {name: value for name, value in asked.headers.items() if name not in _OWN}
        if self.prefer:
            headers["prefer"] = self.prefer
        try:
            connection.request(asked.method, asked.target, asked.body or None, headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        found = {name.lower(): value for name, value in answer.getheaders()}
        self.said.append((asked, answer.status, found))
        page(answer.status, body, found.get("content-type", ""))(asked, wire)


@contextlib.contextmanager
def prism(log: Path) -> Iterator[Prism]:
    """Serve the specification; about 4 s, most of which is reading it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    node = _node()
    assert node is not None
    where = ["-h", "127.0.0.1", "-p", str(port)]
    # What it makes up is the same in each run.
    command = [node, str(_PROGRAM), "mock", *where, "--seed", "deskhand", str(SPECIFICATION)]
    with log.open("w") as words:
        process = subprocess.Popen(command, stdout=words, stderr=words)
    try:
        _wait(port, process, log)
        yield Prism(port)
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 90
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)  # nothing tells when it listens
