"""What makes the customer book, and what is kept besides, unreadable without its key.

A customer's values are sealed with AES-256-GCM. What they are found by (an address, the end of a
phone number, a number, the beginning of a name) is kept as a mark: a keyed hash, from which nobody
without the key can tell the value, nor try values until one fits.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable, Iterator

KEY_BYTES = 32

_NONCE = 12
"""Bytes (NIST SP 800-38D, 5.2.1.1). Random ones may serve 2^32 customers of one key."""
_NONCES_AT_ONCE = 512


class WrongKey(Exception):  # noqa: N818 - like KeyError, what is wrong and not that something is
    """This was sealed with another key, or changed since."""


def new_key() -> str:
    """A key as it is kept in the keyring."""
    return base64.b64encode(os.urandom(KEY_BYTES)).decode("ascii")


class Seal:
    """One key at work. Any thread may call."""

    def __init__(self, key: str) -> None:
        """``key`` is one of :func:`new_key`.

        Raises:
            WrongKey: it is none.
        """
        from cryptography.exceptions import InvalidTag  # takes 30 ms
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            raw = base64.b64decode(key, validate=True)
        except ValueError:
            raise WrongKey from None
        if len(raw) != KEY_BYTES:
            raise WrongKey
        self._broken = (InvalidTag, ValueError)
        self._aead = AESGCM(_derived(raw, b"seal"))
        self._marking = _derived(raw, b"mark")

    def close(self, plain: bytes) -> bytes:
        """Seal it."""
        nonce = os.urandom(_NONCE)
        return nonce + self._aead.encrypt(nonce, plain, None)

    def closer(self) -> Callable[[bytes], bytes]:
        """:meth:`close` for one thread that seals many."""
        encrypt = self._aead.encrypt
        nonces = _nonces()

        def close(plain: bytes) -> bytes:
            nonce = next(nonces)
            return nonce + encrypt(nonce, plain, None)

        return close

    def open(self, sealed: bytes) -> bytes:
        """What was sealed.

        Raises:
            WrongKey: it was with another key, or is damaged.
        """
        try:
            return self._aead.decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
        except self._broken:
            raise WrongKey from None

    def marker(self, kind: str) -> Callable[[str], int]:
        """Makes marks of values of a kind: whole numbers that SQLite can hold."""
        begun = hashlib.blake2b(kind.encode() + b"\0", digest_size=8, key=self._marking)
        whole = int.from_bytes

        def mark(value: str) -> int:
            one = begun.copy()
            one.update(value.encode(errors="surrogatepass"))
            return whole(one.digest(), "little", signed=True)

        return mark


def _nonces() -> Iterator[bytes]:
    while True:
        pool = os.urandom(_NONCE * _NONCES_AT_ONCE)
        for start in range(0, len(pool), _NONCE):
            yield pool[start : start + _NONCE]


def _derived(key: bytes, purpose: bytes) -> bytes:
    return hashlib.blake2b(b"customer book", digest_size=32, key=key, person=purpose).digest()
