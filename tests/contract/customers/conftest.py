"""A vendor's stand-in with a provider that asks it, and one Request Tracker for all tests.

A test module says with its ``Desk`` what answers, and with its ``ACCOUNT`` who asks.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop.customers.providers.base import Provider, Writer
from tests.contract.customers.asking import Account
from tests.contract.customers.real_request_tracker import Tracker, missing, request_tracker
from tests.contract.translation.stand_in import Answer, StandIn, stand_in


@pytest.fixture
def desk(request: pytest.FixtureRequest) -> Answer:
    made: Answer = request.module.Desk()
    return made


@pytest.fixture
def server(desk: Answer) -> Iterator[StandIn]:
    with stand_in(desk) as running:
        yield running


@pytest.fixture
def provider(request: pytest.FixtureRequest, server: StandIn) -> Iterator[Provider]:
    account: Account = request.module.ACCOUNT
    made = account.at(server.url())
    yield made
    made.close()


@pytest.fixture
def writer(provider: Provider) -> Writer:
    assert isinstance(provider, Writer)
    return provider


@pytest.fixture(scope="session")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tracker]:
    """With one customer, Jane, and her ticket 1."""
    if missing():
        pytest.skip(f"not installed: {missing()}")
    with request_tracker(tmp_path_factory.mktemp("rt")) as running:
        running.add_user(Name="jane", RealName="Jane O'Neil", EmailAddress=running.jane,
                         WorkPhone="(513) 555-7611", Lang="pt-BR")  # fmt: skip
        running.add_ticket(running.jane, "Order AB-10001 and 10045, where are they?")
        yield running
