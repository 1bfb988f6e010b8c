"""What of a sign-in is in the keyring: the refresh token, and whose it is.

The access token stands beside it if both fit into one entry, so that another process need not renew
it; for some vendors a new one ends all others. It is one entry, so no reader sees half a change.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from desktop.customers.oauth.tokens import Access
from desktop.settings.long_secrets import LongSecrets
from desktop.settings.secrets import LONGEST, Secret, Secrets


@dataclass(frozen=True, slots=True)
class Kept:
    """A sign-in."""

    refresh: str = field(repr=False)
    access: Access | None
    origin: str = field(repr=False)
    """Of the address that it is for; no other gets it."""
    client: str = field(repr=False)


class _Entry(msgspec.Struct, omit_defaults=True):
    at: str
    by: str
    refresh: str
    access: str = ""
    until: float | None = None
    instance: str = ""


def entry_name(provider: str) -> str:
    """Under what a provider's sign-in is in the keyring."""
    return f"customers.{provider}.sign-in"


class Keeping:
    """The entry of one provider."""

    def __init__(self, secrets: Callable[[], Secrets | None], provider: str) -> None:
        """Nothing is asked of the keyring. ``secrets`` is weak, as they lead to it."""
        self._weak = secrets
        self._name = entry_name(provider)

    @property
    def _secrets(self) -> LongSecrets:
        secrets = self._weak()
        if secrets is None:
            raise RuntimeError("its secrets are gone")
        return LongSecrets(secrets)

    def read(self) -> Kept | None:
        """The sign-in, if there is one that can be read.

        Raises:
            UserError: the keyring does not answer.
        """
        secret = self._secrets.get(self._name)
        try:
            entry = msgspec.json.decode(secret.reveal(), type=_Entry) if secret else None
        except msgspec.MsgspecError:
            entry = None
        if entry is None:
            return None
        access = Access(entry.access, entry.until, entry.instance) if entry.access else None
        return Kept(entry.refresh, access, entry.at, entry.by)

    def write(self, kept: Kept) -> None:
        """Keep it in place of the one before.

        Raises:
            UserError: the keyring does not; then the one before is there still.
        """
        text = _text(kept)
        if len(text) > LONGEST:
            text = _text(dataclasses.replace(kept, access=None))
        self._secrets.set(self._name, Secret(text))

    def forget(self) -> None:
        """Sign out here.

        Raises:
            UserError: the keyring does not answer, or keeps it.
        """
        self._secrets.delete(self._name)


def _text(kept: Kept) -> str:
    entry = _Entry(kept.origin, kept.client, kept.refresh)
    if kept.access is not None:
        entry.access, entry.until = kept.access.token, kept.access.until
        entry.instance = kept.access.instance
    return msgspec.json.encode(entry).decode()
