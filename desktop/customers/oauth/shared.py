"""The sign-ins of this process: one for each provider, address and client, whoever asks."""

from __future__ import annotations

import threading
import weakref
from pathlib import Path

from desktop.core.clock import Clock
from desktop.core.events import Event
from desktop.core.results import Problem
from desktop.customers.oauth.declared import OAuth
from desktop.customers.oauth.keeping import Keeping, entry_name
from desktop.customers.oauth.sign_in import SignIn
from desktop.customers.oauth.tokens import Endpoint
from desktop.net.address import Address
from desktop.settings.secrets import Secrets


class SignIns:
    """Those of one profile. Any thread may call."""

    def __init__(self, secrets: Secrets) -> None:
        """None yet; see :func:`sign_ins_of`."""
        self.trouble: Event[Problem] = Event("trouble with sign-ins")
        """What the agent has to know although lookups go on."""
        self._secrets = weakref.ref(secrets)
        self._lock = threading.Lock()
        self._made: dict[tuple[str, str, str], SignIn] = {}
        secrets.changed.connect(self._look_again)

    def of(
        self, name: str, oauth: OAuth, address: Address, client: str, clock: Clock, data: Path
    ) -> SignIn:
        """The sign-in of the provider that the agent calls ``name``."""
        key = (name, address.origin + address.path, client)
        with self._lock:
            made = self._made.get(key)
            if made is None:
                endpoint = Endpoint(oauth, address, client, clock)
                made = self._made[key] = SignIn(
                    endpoint,
                    Keeping(self._secrets, name),
                    data / f"sign-in-{name}.lock",
                    clock,
                    name,
                    self.trouble.emit,
                )
            return made

    def forget(self, name: str) -> None:
        """Sign out of the provider of this name, whatever its address and client were.

        Raises:
            UserError: the keyring does not answer, or keeps it.
        """
        with self._lock:
            every = [one for (known, *_), one in self._made.items() if known == name]
        for one in every:
            one.forget()
        Keeping(self._secrets, name).forget()

    def _look_again(self, changed: str) -> None:
        with self._lock:
            every = [one for (name, *_), one in self._made.items() if entry_name(name) == changed]
        for one in every:
            one.look_again()


_ALL: weakref.WeakKeyDictionary[Secrets, SignIns] = weakref.WeakKeyDictionary()
_LOCK = threading.Lock()


def sign_ins_of(secrets: Secrets) -> SignIns:
    """Those that everybody shares who has these secrets."""
    with _LOCK:
        found = _ALL.get(secrets)
        if found is None:
            found = _ALL[secrets] = SignIns(secrets)
        return found
