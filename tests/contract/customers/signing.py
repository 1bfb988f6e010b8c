"""What tests of sign-ins begin with: a server with an authority in front, and a profile."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.core.clock import Clock, SystemClock
from desktop.customers.oauth.declared import OAuth
from desktop.customers.oauth.shared import sign_ins_of
from desktop.customers.oauth.sign_in import SignIn
from desktop.customers.oauth.tokens import Access, Tokens
from desktop.customers.providers.base import Provider
from desktop.customers.providers.registry import build, manifests
from desktop.net.address import Address
from desktop.settings.declare import Surroundings
from desktop.settings.secrets import Keyring, Secrets
from desktop.settings.sections.customers import PROVIDERS, SERVICES, ProviderSettings
from desktop.settings.values import Snapshot
from tests.contract.customers.authority import CLIENT, Authority
from tests.contract.translation.stand_in import Answer, StandIn, stand_in
from tests.unit.customers.strict_keyring import StrictKeyring


def of(kind: str) -> OAuth:
    declared = manifests()[kind].oauth
    assert declared is not None
    return declared


@contextlib.contextmanager
def company(kind: str, api: Answer) -> Iterator[tuple[StandIn, Authority]]:
    """A server of this kind of provider, whose ``api`` is for who has a good token."""
    declared = of(kind)
    authority = Authority(
        api, declared.authorize, declared.exchange, declared.addresses(), declared.json
    )
    with stand_in(authority) as server:
        yield server, authority


@dataclass
class Profile:
    """One process's view of a profile."""

    folder: Path
    url: str
    kind: str
    keyring: Keyring = field(default_factory=StrictKeyring)
    clock: Clock = field(default_factory=SystemClock)

    def __post_init__(self) -> None:
        self.secrets = Secrets(self.folder, self.keyring)
        self.told: list[str] = []
        self.made: list[Provider] = []
        sign_ins_of(self.secrets).trouble.connect(lambda one: self.told.append(one.sentence()))

    def provider(self) -> Provider:
        row = ProviderSettings(kind=self.kind, address=self.url, client=CLIENT)
        values: Mapping[str, object] = {PROVIDERS.key: ("crm",), SERVICES.key: {"crm": row}}
        settings = Snapshot(values, Surroundings("en-US"))
        (ready,), problems = build(settings, self.secrets, self.clock, self.folder)
        assert problems == ()
        self.made.append(ready.provider)
        return ready.provider

    @property
    def sign_in(self) -> SignIn:
        return sign_ins_of(self.secrets).of(
            "crm", of(self.kind), Address.read(self.url), CLIENT, self.clock, self.folder
        )

    def adopt(self, pair: tuple[str, str]) -> None:
        self.sign_in.adopt(Tokens(Access(pair[0]), pair[1]))

    def close(self) -> None:
        for one in self.made:
            one.close()


Make = Callable[..., Profile]
