"""What tests of providers ask with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from desktop.core.clock import Clock, SystemClock
from desktop.customers.answers import Found
from desktop.customers.card import Card
from desktop.customers.fanout import Lookups
from desktop.customers.identify import Kind, Query
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
from desktop.customers.providers.sending import Delivered, Kept, Outgoing, deliver
from desktop.net.deadline import Cancellation, Deadline

CLOCK = SystemClock()


def setup_of(url: str, secret: str, values: Mapping[str, str], clock: Clock = CLOCK) -> Setup:
    every = MappingProxyType({"address": url, **values})
    return Setup("crm", every, lambda: secret, lambda _: None, clock, "US", Path())


def made(manifest: Manifest, url: str, secret: str = "pass-word", **values: str) -> Provider:
    return manifest.make(setup_of(url, secret, values))


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
