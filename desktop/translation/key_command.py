"""What ``deskhand key`` does: engines' keys go into the keyring, and never come out of it."""

from __future__ import annotations

import io
from typing import TextIO

from desktop.core.results import UserError
from desktop.settings.declare import Reader
from desktop.settings.secrets import LONGEST, Secret, Secrets
from desktop.settings.sections.translation import SERVICES
from desktop.translation.engines.base import Manifest
from desktop.translation.engines.registry import manifests, secret_name


def set_key(settings: Reader, secrets: Secrets, name: str, given: TextIO) -> None:
    """Keep the key that stands alone in what is ``given``, in place of one that is there.

    Raises:
        UserError: there is no such engine, it takes no key, this is none, or it can't be kept.
    """
    taking = _taking(settings)
    if name not in taking:
        raise UserError(
            f"No engine “{name}” takes a key",
            todo=f"Use one of {', '.join(taking)}, or set it up in the settings first",
        )
    secrets.set(secret_name(name), Secret(_read(given)))


def forget_key(secrets: Secrets, name: str) -> None:
    """Forget a key; there need be neither key nor engine.

    Raises:
        UserError: the keyring does not answer, or keeps it.
    """
    secrets.delete(secret_name(name))


def kept_keys(settings: Reader, secrets: Secrets) -> dict[str, bool]:
    """Every engine that takes a key, and whether one is kept.

    Raises:
        UserError: the keyring does not answer.
    """
    return {name: secrets.get(secret_name(name)) is not None for name in _taking(settings)}


def _taking(settings: Reader) -> list[str]:
    rows = settings.get(SERVICES)
    kinds: dict[str, Manifest | None] = dict(manifests())
    kinds |= {name: manifests().get(row.kind or name) for name, row in rows.items()}
    return [name for name, kind in kinds.items() if kind is not None and kind.takes_key]


def _read(given: TextIO) -> str:
    """One line, with nothing else around it; a terminal is asked without showing it."""
    if given.isatty():
        import getpass

        return getpass.getpass("Key: ").strip()
    # Twice as much as fits, so that a key that is too long is refused and not cut off.
    try:
        text = given.read(2 * LONGEST)
    except UnicodeDecodeError:
        text = "\0"
    except io.UnsupportedOperation:
        text = ""
    text = text.removeprefix("\ufeff").strip()  # PowerShell writes a mark before it
    if len(text.splitlines()) > 1 or any(not char.isprintable() for char in text):
        raise UserError(
            "This is not a key",
            "It has several lines, or signs that are none",
            "Give the key alone",
        )
    return text
