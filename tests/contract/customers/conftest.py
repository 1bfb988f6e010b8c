"""One Request Tracker for all tests that ask it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.customers.real_request_tracker import Tracker, missing, request_tracker


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
