"""Secrets (keys of engines, tokens of providers): in the system's keyring and nowhere else."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Protocol

from desktop.core.events import Event
from desktop.core.results import UserError

LONGEST = 1280
"""UTF-16 units of one secret: what Windows takes (2,560 bytes), held to everywhere alike."""

_SERVICE = "Deskhand"


class NoKeyring(UserError):  # noqa: N818 - a state that is told, like any UserError
    """This computer has no keyring, so nothing is kept and nothing can be."""


class Keyring(Protocol):
    """What is used of a backend of the package keyring."""

    def get_password(self, service: str, username: str) -> str | None:
        """The secret, or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""


class Secret:
    """A secret that does not show itself by mistake."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        """Wrap it."""
        self._value = value

    def reveal(self) -> str:
        """The secret, for the one place that needs it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> str:
        raise TypeError("a secret does not leave this process")


class Secrets:
    """The secrets of one profile."""

    def __init__(self, profile: Path | None = None, backend: Keyring | None = None) -> None:
        """Profiles do not see each other's; ``backend`` stands in for the system's own in tests."""
        self._profile = profile.expanduser().absolute() if profile is not None else None
        self._backend = backend
        self.changed: Event[str] = Event("secret changed")
        """The name of one that was kept or forgotten here, so that nobody goes on with the old."""

    @cached_property
    def _service(self) -> str:
        if self._profile is None:
            return _SERVICE
        import hashlib  # loads OpenSSL, 4 MB

        # Not the path itself, which names people, and may be longer than a keyring takes.
        return f"{_SERVICE} {hashlib.sha256(str(self._profile).encode()).hexdigest()[:16]}"

    def get(self, name: str) -> Secret | None:
        """The secret of this name, or None when there is none.

        Raises:
            UserError: the keyring does not answer.
        """
        failed: Exception | None = None
        value: str | None = None
        try:
            value = self._keyring().get_password(self._service, name)
        except Exception as error:  # noqa: BLE001 - each backend has its own errors
            failed = error
        if failed is not None:
            raise _refusal(name, "read", failed)
        return None if value is None else Secret(value)

    def set(self, name: str, secret: Secret) -> None:
        """Keep a secret under this name, in place of one that is there.

        Raises:
            UserError: it is empty or too long, or the keyring does not keep it.
        """
        value = secret.reveal()
        _refuse_unfit(name, value)
        failed: Exception | None = None
        kept = False
        try:
            keyring = self._keyring()
            keyring.set_password(self._service, name, value)
            # A backend may be one that forgets (keyring.backends.null).
            kept = keyring.get_password(self._service, name) == value
        except Exception as error:  # noqa: BLE001 - each backend has its own errors
            failed = error
        # Raised out here, so that the backend's error, which may hold the secret, is not attached.
        if failed is not None:
            raise _refusal(name, "kept", failed)
        if not kept:
            raise UserError(
                "The keyring of this computer does not keep secrets", todo=_TODO, place=name
            )
        self.changed.emit(name)

    def delete(self, name: str) -> None:
        """Forget a secret; there need not be one.

        Raises:
            UserError: the keyring does not answer, or keeps it.
        """
        failed: Exception | None = None
        try:
            keyring = self._keyring()
            if keyring.get_password(self._service, name) is not None:
                keyring.delete_password(self._service, name)
        except Exception as error:  # noqa: BLE001 - each backend has its own errors
            failed = error
        if failed is not None:
            raise _refusal(name, "deleted", failed)
        self.changed.emit(name)

    def _keyring(self) -> Keyring:
        if self._backend is None:
            import keyring  # slow to import, and the search for a backend is slower

            self._backend = keyring.get_keyring()
        return self._backend


_TODO = "Unlock the keyring of this computer, or install one (on Linux GNOME Keyring or KWallet)"


def _refusal(name: str, done: str, error: Exception) -> UserError:
    kind = type(error).__name__
    why = {
        "NoKeyringError": "There is no keyring on this computer",
        "KeyringLocked": "It is locked",
        "InitError": "It could not be opened",
    }.get(kind, f"The keyring answered with {kind}")
    refusal = NoKeyring if kind == "NoKeyringError" else UserError
    return refusal(f"The secret {name} can't be {done}", why, _TODO, place="keyring")


def _refuse_unfit(name: str, value: str) -> None:
    units = len(value.encode("utf-16-le", "surrogatepass")) // 2
    if units > LONGEST:
        raise UserError(
            f"The secret {name} is too long",
            f"It has {units} characters, and a keyring takes {LONGEST}",
            "Check that nothing else was pasted with it",
        )
    if not value or "\0" in value or any(0xD800 <= ord(char) < 0xE000 for char in value):
        raise UserError(
            f"The secret {name} can't be kept",
            "It is empty or holds characters that are none" if value else "It is empty",
            "Copy it once more from where you got it",
        )
