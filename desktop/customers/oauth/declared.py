"""What a provider says about its sign-in with OAuth 2.0; a part of its manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

PORTS = (47821, 47822, 47823)
"""Where the browser comes back to, the first that is free: vendors want the exact address."""
PATH = "/signed-in"


@dataclass(frozen=True, slots=True)
class OAuth:
    """An authorisation code with PKCE, of a public client that each company registers itself.

    Paths are below the provider's address, so that no token can go to anybody else.
    """

    authorize: str
    exchange: str
    scopes: tuple[str, ...]
    host: str = "127.0.0.1"
    """How this computer is named where the browser comes back to: some vendors take the number
    only, others only ``localhost``. It is listened at 127.0.0.1 in any case."""
    json: bool = False
    """It wants what is asked for a token as JSON, not as a form."""
    more: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What else is to be said when asking for a token."""
    instances: tuple[str, ...] = ()
    """Ends of the names of hosts (``.example.com``) to which its answers may refer all calls
    after the sign-in. Without them nothing but its own address is ever called."""
    only: bool = True
    """There is no other way to sign in; else a key serves where no client is registered."""

    def addresses(self) -> tuple[str, ...]:
        """What is to be registered with the vendor, one of them or all."""
        return tuple(f"http://{self.host}:{port}{PATH}" for port in PORTS)
