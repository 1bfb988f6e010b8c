"""A keyring that a test and the application that it starts share: one file."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend


class FileKeyring(KeyringBackend):
    """In the file that ``DESKHAND_TEST_KEYRING`` names."""

    priority = 1

    @property
    def _path(self) -> Path:
        return Path(os.environ["DESKHAND_TEST_KEYRING"])

    def _all(self) -> dict[str, str]:
        return dict(json.loads(self._path.read_text("utf-8"))) if self._path.exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._all().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._path.write_text(json.dumps({**self._all(), f"{service}/{username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        left = {name: one for name, one in self._all().items() if name != f"{service}/{username}"}
        self._path.write_text(json.dumps(left))


def keyring_in(folder: Path) -> dict[str, str]:
    """The environment of a program whose keyring is there."""
    return {
        "DESKHAND_TEST_KEYRING": str(folder / "keyring.json"),
        "PYTHON_KEYRING_BACKEND": "tests.screen.file_keyring.FileKeyring",
    }
