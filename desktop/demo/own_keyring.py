"""A keyring in the demo's throw-away profile, so that nothing of it gets into the agent's own."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from keyring.backend import KeyringBackend

_WHERE = "DESKHAND_DEMO_KEYRING"


def environment(folder: Path) -> Mapping[str, str]:
    """What makes a program that is started with it use a keyring in this folder."""
    name = f"{__name__}.{OwnKeyring.__qualname__}"
    return {"PYTHON_KEYRING_BACKEND": name, _WHERE: str(_file(folder))}


def _file(folder: Path) -> Path:
    return folder / "keyring.json"


class OwnKeyring(KeyringBackend):
    """Keeps what is invented and gone in a minute; never chosen but by the demo."""

    priority = -1

    def __init__(self, folder: Path | None = None) -> None:
        """In ``folder``; without one where the environment says."""
        super().__init__()  # type: ignore[no-untyped-call]  # as keyring has it
        self._folder = folder

    @property
    def _path(self) -> Path:
        return _file(self._folder) if self._folder is not None else Path(os.environ[_WHERE])

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, or None."""
        return self._all().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        self._write({**self._all(), f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""
        gone = f"{service}/{username}"
        self._write({name: one for name, one in self._all().items() if name != gone})

    def _all(self) -> dict[str, str]:
        return dict(json.loads(self._path.read_text("utf-8"))) if self._path.exists() else {}

    def _write(self, kept: Mapping[str, str]) -> None:
        self._path.write_text(json.dumps(kept), "utf-8")
