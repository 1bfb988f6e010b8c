"""The watch list on Request Tracker 5 itself: what colleagues do there is told, once each."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.assembly.customers.watching import News, Watching
from desktop.core.clock import SystemClock
from desktop.core.results import Problem
from desktop.customers.fanout import Lookups
from desktop.customers.finder import Finder, Means
from desktop.customers.identify import Kind, Patterns
from desktop.customers.kept.rows import SealedRows
from desktop.customers.kept.whose import owner
from desktop.customers.merge import CustomerCard
from desktop.customers.providers.base import Fault
from desktop.customers.providers.registry import Ready
from desktop.customers.providers.request_tracker import PROVIDER
from desktop.customers.watching.choosing import watchable
from desktop.customers.watching.watched import Watched, What
from desktop.interaction import Interactions
from desktop.settings.secrets import Secrets
from desktop.settings.store import Settings
from tests.contract.customers.asking import found_by, made
from tests.contract.customers.real_request_tracker import Tracker
from tests.unit.customers.book.keeping import MemoryKeyring

pytestmark = pytest.mark.slow
SECONDS = 60.0


class Room:
    """A watch list that looks at Request Tracker without pause."""

    def __init__(self, home: Path, tracker: Tracker) -> None:
        clock = SystemClock()
        self.tracker = tracker
        self.announced: list[tuple[News, ...]] = []
        self.lists: list[tuple[Watched, ...]] = []
        self.problems: list[Problem] = []
        self.rows = SealedRows(home, Secrets(home, MemoryKeyring()), clock)
        interactions = Interactions(clock)
        self.finder = Finder(self._means, interactions)
        settings = Settings(home / "settings.toml", clock)
        self.watching = Watching(
            settings,
            clock,
            interactions,
            finder=lambda: self.finder,
            kept=lambda: self.rows,
            presence=None,
        )
        self.watching._interval = lambda: 0.2  # type: ignore[method-assign]
        self.watching.between_s = 0.1
        self.watching.announced.connect(self.announced.append)
        self.watching.changed.connect(self.lists.append)
        self.watching.trouble.connect(self.problems.append)
        self.watching.start(any_kept=False)

    def _means(self) -> Means:
        provider = made(PROVIDER, self.tracker.url, "password", user="root")
        return Means(Lookups([Ready("crm", PROVIDER, provider)], SystemClock()), Patterns(), "US")

    def until(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + SECONDS
        while not done():
            assert time.monotonic() < end, (self.announced, self.problems)
            threading.Event().wait(0.05)

    def heard(self) -> list[tuple[What, str, str]]:
        return [(one.what, one.ticket, one.status) for news in self.announced for _, one in news]

    def close(self) -> None:
        self.watching.close()
        self.finder.close()
        self.rows.close()


@pytest.fixture
def room(tmp_path: Path, tracker: Tracker) -> Iterator[Room]:
    made_room = Room(tmp_path, tracker)
    yield made_room
    made_room.close()


def next_second() -> None:
    """RT tells times by the second."""
    now = dt.datetime.now(dt.UTC)
    while dt.datetime.now(dt.UTC).replace(microsecond=0) <= now:
        threading.Event().wait(0.05)


def test_what_colleagues_do_is_told_once_each(room: Room) -> None:
    tracker = room.tracker
    mail = "watched@example.com"
    tracker.add_user(Name="watched", RealName="Wanda Watched", EmailAddress=mail)
    number = tracker.add_ticket(mail, "Where is it?")
    cards = found_by(made(PROVIDER, tracker.url, "password", user="root"), Kind.EMAIL, mail)
    assert not isinstance(cards, Fault)
    customer = CustomerCard(tuple(cards))
    ones = watchable(customer, "Wanda Watched", {"crm"}, "US")
    assert len(ones) == 1
    room.watching.toggle(ones, owner(customer))
    room.until(lambda: bool(room.lists) and bool(room.lists[-1]) and bool(room.lists[-1][0].seen))

    content = {"ContentType": "text/plain", "Content": "It is on its way"}
    next_second()
    tracker.call("POST", f"/ticket/{number}/correspond", content)
    room.until(lambda: len(room.heard()) == 1)
    next_second()
    tracker.call("POST", f"/ticket/{number}/comment", content)
    room.until(lambda: len(room.heard()) == 2)
    next_second()
    tracker.call("PUT", f"/ticket/{number}", {"Status": "resolved"})
    room.until(lambda: len(room.heard()) == 3)
    other = tracker.add_ticket(mail, "And the other one?")
    room.until(lambda: len(room.heard()) == 4)
    first, second, third, fourth = room.heard()
    # RT opens a new ticket when it is answered, which counts for more than the answer.
    assert first in {(What.ANSWER, str(number), "new"), (What.STATUS, str(number), "open")}
    assert second[:2] == (What.CHANGED, str(number))
    assert third == (What.STATUS, str(number), "resolved")
    assert fourth == (What.NEW, str(other), "new")
    next_second()
    room.watching.wrote("crm", str(number))
    tracker.call("POST", f"/ticket/{number}/comment", content)
    asked = len(room.lists)
    room.until(lambda: len(room.lists) > asked)
    assert len(room.heard()) == 4
    assert room.problems == []
