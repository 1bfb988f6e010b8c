"""Secrets that are longer than a keyring takes, kept in parts.

The parts of a new one are written beside those of the old; then one entry is changed, which names
the parts that count; then the old ones are deleted. So at any moment, and after any failure, there
is one whole secret: the old or the new.
"""

from __future__ import annotations

import hashlib
import secrets as random

from desktop.core.results import UserError
from desktop.settings.secrets import LONGEST, Secret, Secrets

MOST_PARTS = 16
_MARK = "in parts:"
_TRIES = 3
"""To read one that is being changed again and again."""


class LongSecrets:
    """On top of :class:`Secrets`, and with short secrets the same."""

    def __init__(self, secrets: Secrets) -> None:
        """Nothing is asked of the keyring."""
        self._secrets = secrets

    def get(self, name: str) -> Secret | None:
        """The secret of this name, or None when there is none, or not the whole of it.

        Raises:
            UserError: the keyring does not answer.
        """
        head = self._secrets.get(name)
        for _ in range(_TRIES):
            if head is None or not head.reveal().startswith(_MARK):
                return head
            whole = self._joined(name, head.reveal())
            if whole is not None:
                return whole
            # Another process may just have put a new one in its place, and swept the old parts.
            before, head = head, self._secrets.get(name)
            if head == before:
                break
        return None

    def set(self, name: str, secret: Secret) -> None:
        """Keep a secret in place of the one before, which stays until this is whole.

        Raises:
            UserError: it is empty or much too long, or the keyring does not keep it.
        """
        text = secret.reveal()
        pieces = _pieces(text)
        if len(pieces) > MOST_PARTS:
            raise UserError(
                f"The secret {name} is too long",
                f"It has {len(text)} characters, and Deskhand keeps {MOST_PARTS * LONGEST}",
                "Ask your administrator for a shorter one",
            )
        before = self._secrets.get(name)
        if len(pieces) < 2 and not text.startswith(_MARK):
            self._secrets.set(name, secret)
        else:
            generation = random.token_hex(4)
            try:
                for at, piece in enumerate(pieces):
                    self._secrets.set(_part(name, generation, at), Secret(piece))
                head = f"{_MARK}{generation}:{len(pieces)}:{_digest(text)}"
                self._secrets.set(name, Secret(head))
            except UserError:
                self._sweep(name, generation, len(pieces))
                raise
        self._delete_parts(name, before)

    def delete(self, name: str) -> None:
        """Forget a secret with all its parts; there need not be one.

        Raises:
            UserError: the keyring does not answer, or keeps it.
        """
        before = self._secrets.get(name)
        self._secrets.delete(name)
        self._delete_parts(name, before)

    def _joined(self, name: str, head: str) -> Secret | None:
        """All parts together; None when they are not the whole of it."""
        found = _read(head)
        if found is None:
            return None
        generation, count, digest = found
        parts = [self._secrets.get(_part(name, generation, at)) for at in range(count)]
        whole = "".join(one.reveal() for one in parts if one is not None)
        return Secret(whole) if _digest(whole) == digest else None

    def _delete_parts(self, name: str, head: Secret | None) -> None:
        found = _read(head.reveal()) if head is not None else None
        if found is not None:
            self._sweep(name, found[0], found[1])

    def _sweep(self, name: str, generation: str, count: int) -> None:
        """Parts that nothing names any more; one that stays says nothing by itself."""
        for at in range(count):
            try:
                self._secrets.delete(_part(name, generation, at))
            except UserError:
                return


def _pieces(text: str) -> list[str]:
    """Each within what a keyring takes, in UTF-16 as Windows counts."""
    pieces, size = [""], 0
    for char in text:
        units = 2 if ord(char) > 0xFFFF else 1
        if size + units > LONGEST:
            pieces.append("")
            size = 0
        pieces[-1] += char
        size += units
    return pieces


def _part(name: str, generation: str, at: int) -> str:
    return f"{name}.{generation}.{at}"


def _read(head: str) -> tuple[str, int, str] | None:
    """Generation, number of parts and digest; None when it is no list of parts."""
    generation, _, rest = head.removeprefix(_MARK).partition(":")
    count, _, digest = rest.partition(":")
    if not head.startswith(_MARK) or not (count.isascii() and count.isdecimal()):
        return None
    return (generation, int(count), digest) if 0 < int(count[:4]) <= MOST_PARTS else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
