"""A keyring like Windows': it takes 2,560 bytes of UTF-16, and can be told to fail."""

from __future__ import annotations

import threading

from keyring.errors import PasswordDeleteError


class StrictKeyring:
    """Counts what is written."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.writes: list[str] = []
        self.refuses_from: int | None = None
        """From this write on nothing is taken."""
        self.lock = threading.Lock()

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > 2560:
            raise OSError(1783, "The stub received bad data", password)
        with self.lock:
            if self.refuses_from is not None and len(self.writes) >= self.refuses_from:
                raise OSError("locked", password)
            self.writes.append(username)
            self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        with self.lock:
            if (service, username) not in self.kept:
                raise PasswordDeleteError("not found")
            del self.kept[service, username]
