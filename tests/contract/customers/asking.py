"""What tests of providers ask with."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from desktop.core.clock import Clock, SystemClock
from desktop.customers.answers import Found
from desktop.customers.card import Card
from desktop.customers.fanout import Lookups
from desktop.customers.identify import Kind, Query
from desktop.customers.oauth.declared import OAuth
from desktop.customers.oauth.keeping import Keeping
from desktop.customers.oauth.sign_in import SignIn
from desktop.customers.oauth.tokens import Access, Endpoint, Tokens
from desktop.customers.providers.base import (
    Checkable,
    Fault,
    Manifest,
    PersonNoter,
    Provider,
    Setup,
    SignedIn,
    Writer,
)
from desktop.customers.providers.registry import Ready
from desktop.customers.providers.sending import Content, Delivered, Kept, Outgoing, deliver
from desktop.net.address import Address
from desktop.net.deadline import Cancellation, Deadline
from desktop.settings.secrets import Secrets
from tests.contract.translation.stand_in import Answer, Asked, StandIn, Wire, hang, stand_in
from tests.unit.customers.strict_keyring import StrictKeyring

CLOCK = SystemClock()


def setup_of(url: str, secret: str, values: Mapping[str, str], clock: Clock | None = None) -> Setup:
    """Without a clock with one of its own: a later test, at the same port, has another pace."""
    every = MappingProxyType({"address": url, **values})
    own = clock or SystemClock()
    return Setup("crm", every, lambda: secret, lambda _: None, own, "US", Path())


def signed_in(oauth: OAuth, url: str, access: str, refresh: str = "none") -> SignIn:
    """Somebody who came back from the browser with this token."""
    secrets = Secrets(backend=StrictKeyring())
    endpoint = Endpoint(oauth, Address.read(url), "client", CLOCK)
    keeping = Keeping(lambda: secrets, "crm")
    sign_in = SignIn(endpoint, keeping, Path(os.devnull) / "lock", CLOCK, "crm", lambda _: None)
    sign_in.adopt(Tokens(Access(access), refresh))
    return sign_in


def made(manifest: Manifest, url: str, secret: str = "pass-word", **values: str) -> Provider:
    setup = setup_of(url, secret, values)
    if manifest.oauth is not None and manifest.oauth.only:
        sign_in = signed_in(manifest.oauth, url, secret)
        return manifest.make(dataclasses.replace(setup, sign_in=sign_in))
    return manifest.make(setup)


def found_by(
    provider: Provider, kind: Kind, value: str, seconds: float = 20
) -> Sequence[Card] | Fault:
    """What the provider says, not verified; closes it."""
    try:
        return provider.find(Query(kind, value), Deadline(CLOCK, seconds), Cancellation())
    finally:
        provider.close()


def looked_up(manifest: Manifest, provider: Provider, query: Query) -> Found:
    """The whole of a lookup, verified; closes the provider."""
    lookups = Lookups([Ready("crm", manifest, provider)], CLOCK, region="US")
    try:
        return lookups.start(query, lambda _: None).wait(20)
    finally:
        lookups.close()


def checked(provider: Provider) -> SignedIn | Fault:
    """As whom it knows us; closes it."""
    assert isinstance(provider, Checkable)
    try:
        return provider.check(Deadline(CLOCK, 20), Cancellation())
    finally:
        provider.close()


def written(
    writer: Writer | PersonNoter, outgoing: Outgoing, seconds: float = 20, clock: Clock = CLOCK
) -> tuple[Delivered | Kept, list[Outgoing]]:
    """What became of it, and what was to be remembered right before it was sent."""
    remembered: list[Outgoing] = []
    done = deliver(writer, outgoing, clock, seconds, Cancellation(), remembered.append)
    return done, remembered


@dataclass(frozen=True, slots=True)
class Account:
    """A provider, with what an agent enters to have it."""

    manifest: Manifest
    values: Mapping[str, str] = field(default_factory=dict)

    def at(self, url: str, secret: str = "pass-word") -> Provider:
        return made(self.manifest, url, secret, **self.values)

    def look_up(self, server: StandIn, kind: Kind, value: str, **more: Any) -> Found:
        """The whole of a lookup, verified."""
        return looked_up(self.manifest, self.at(server.url()), Query(kind, value, **more))

    def write_unanswered(
        self,
        content: Content,
        desk: Answer,
        take: Callable[[Asked], object],
        writes: Callable[[Asked], bool],
    ) -> tuple[Delivered | Kept, int]:
        """What becomes of a text whose answer is lost on the way, and how often it was sent.

        The desk takes in by ``take`` what ``writes``, and answers all else.
        """

        def losing(asked: Asked, wire: Wire) -> None:
            if writes(asked):
                take(asked)
                hang(asked, wire)
            else:
                desk(asked, wire)

        with stand_in(losing) as server:
            provider = self.at(server.url())
            assert isinstance(provider, Writer)
            done, _ = written(provider, Outgoing(content), seconds=1)
            provider.close()
        return done, len([one for one in server.asked if writes(one)])
