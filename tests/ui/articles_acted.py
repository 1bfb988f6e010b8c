"""Knowledge bases that answer when a test says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from desktop.customers.articles.article import Article
from desktop.customers.articles.search import Answer, Found
from desktop.customers.providers.base import Fault, FaultKind
from desktop.ui.widgets.articles import Deliver

NOW = dt.datetime(2026, 11, 29, 12, 0, tzinfo=dt.UTC)
RETURNS = Article(
    "Refunds and returns",
    "A return is free within 30 days of delivery. Ask for the order's number, print the label from"
    " the order's page, and tell the customer that the money is back within 5 working days.",
    "https://wiki.example/spaces/SUP/pages/1",
    "Support handbook",
    dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC),
)
VOUCHER = Article(
    "Refund as a voucher", "Only on the customer's wish.", "https://app.guru.example/card/a",
    "Payments", dt.datetime(2024, 3, 1, tzinfo=dt.UTC), unverified=True,
)  # fmt: skip
BOTH = ("Confluence", "Guru")
CONFLUENCE = Answer("confluence", "Confluence", (RETURNS,))
GURU = Answer("guru", "Guru", (VOUCHER,))
LATE = Answer("guru", "Guru", fault=Fault(FaultKind.TIMEOUT))


class ActedReader:
    """A reader whose answers come by :meth:`say`."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.given_up = 0
        self.deliver: Deliver | None = None

    def ask(self, words: str, deliver: Deliver) -> Callable[[], None]:
        self.asked.append(words)
        self.deliver = deliver

        def give_up() -> None:
            self.given_up += 1

        return give_up

    def say(self, *answers: Answer) -> None:
        """These have answered; the others are waited for."""
        assert self.deliver is not None
        done = {one.title for one in answers}
        waiting = tuple(one for one in BOTH if one not in done)
        self.deliver(Found(self.asked[-1], answers, waiting))
