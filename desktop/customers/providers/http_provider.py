"""What providers on our own client share: their address, connections, secret, and faults."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from desktop.customers.oauth.sign_in import NoAccess, NotSignedIn, SignedOut
from desktop.customers.providers.base import Fault, FaultKind, Setup
from desktop.customers.providers.pace import pace_of
from desktop.net.address import Address, Reach
from desktop.net.replies import Failure, FailureKind, Reply
from desktop.net.session import Client


class HttpProvider:
    """See the module. Any thread may call."""

    def __init__(self, setup: Setup, largest: int = 2_000_000) -> None:
        """Nothing is connected; ``largest`` is in bytes of an answer.

        Raises:
            UserError: the address is none.
        """
        self.setup = setup
        self.client = Client(setup.address(), largest)
        self._largest = largest
        self._lock = threading.Lock()
        self._elsewhere: dict[str, Client] = {}
        self.pace = pace_of(setup.name, self.client.address.origin, setup.clock)

    @property
    def reach(self) -> Reach:
        """By the address."""
        return self.client.address.reach

    def close(self) -> None:
        """Close the connections."""
        with self._lock:
            every = [self.client, *self._elsewhere.values()]
        for client in every:
            client.close()

    def client_at(self, origin: str) -> Client:
        """Calls the host that a sign-in named (which was looked at there); empty: the address."""
        if not origin:
            return self.client
        with self._lock:
            found = self._elsewhere.get(origin)
            if found is None:
                found = self._elsewhere[origin] = Client(Address.read(origin), self._largest)
            return found

    def secret(self) -> str:
        """The provider's password or key.

        Raises:
            UserError: there is none, or the keyring does not answer.
        """
        secret = self.setup.secret().strip()
        if not secret:
            raise NotSignedIn(
                "You are not signed in", todo="Sign in in the settings", place=self.setup.name
            )
        return secret

    def no_access(self, why: NoAccess) -> Fault:
        """Why there is nothing to sign in with."""
        return (
            Fault(FaultKind.AUTH) if isinstance(why, SignedOut) else HttpProvider.fault(self, why)
        )

    def fault(self, reply: Reply | Failure) -> Fault:
        """Why this is no answer."""
        if isinstance(reply, Failure):
            return Fault(_OF_FAILURE[reply.kind])
        kind = _OF_STATUS.get(reply.status)
        if kind is None:
            kind = FaultKind.BUSY if reply.status >= 500 else FaultKind.REFUSED
            kind = FaultKind.BAD_ANSWER if reply.ok else kind
        return Fault(kind, reply.retry_after(self.setup.clock.now()))


_OF_FAILURE: Mapping[FailureKind, FaultKind] = {
    FailureKind.TIMEOUT: FaultKind.TIMEOUT,
    FailureKind.UNREACHABLE: FaultKind.UNREACHABLE,
    FailureKind.CERTIFICATE: FaultKind.CERTIFICATE,
    FailureKind.REDIRECT: FaultKind.BAD_ANSWER,
    FailureKind.TOO_LARGE: FaultKind.BAD_ANSWER,
    FailureKind.UNSENDABLE: FaultKind.AUTH,
    FailureKind.CANCELLED: FaultKind.CANCELLED,
}
_OF_STATUS: Mapping[int, FaultKind] = {
    401: FaultKind.AUTH,
    403: FaultKind.FORBIDDEN,
    408: FaultKind.TIMEOUT,
    429: FaultKind.RATE_LIMITED,
}
