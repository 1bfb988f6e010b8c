"""What was asked for one customer is not shown for the next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.customers.kept.whose import owner
from desktop.customers.merge import CustomerCard
from desktop.ui.customers.sight import Sight, Who
from desktop.ui.shell.bridge import Bridge
from tests.ui.customers.acted_customers import WHOLE, sidebar
from tests.unit.customers.writing.acted_writing import ANA, BEA


def who(card: CustomerCard, interaction: str = "1") -> Who:
    return Who(card, owner(card), interaction, "")


class Watched:
    """A customer in sight, and what came of answers."""

    def __init__(self, bot: QtBot) -> None:
        self.bot = bot
        self.bridge = Bridge()
        self.view = sidebar(WHOLE)
        self.sight = Sight(self.view, self.bridge)
        self.sight.who = who(ANA)
        self.taken: list[str] = []
        self.late: list[str] = []
        self.threads: set[threading.Thread] = set()

    def ask(self) -> Callable[[str], None]:
        def take(answer: str) -> None:
            self.taken.append(answer)
            self.threads.add(threading.current_thread())

        return self.sight.here(take, self.late.append)

    def shown(self) -> Who | None:
        return self.sight.shown

    def settle(self) -> None:
        done: list[None] = []
        self.bridge.post(lambda: done.append(None))
        self.bot.waitUntil(lambda: bool(done))


@pytest.fixture
def watched(qtbot: QtBot) -> Iterator[Watched]:
    made = Watched(qtbot)
    yield made
    made.bridge.close()
    made.view.close()


def test_an_answer_comes_to_the_main_thread(watched: Watched) -> None:
    tell = watched.ask()
    other = threading.Thread(target=tell, args=("yes",))
    other.start()
    other.join()
    assert watched.taken == []
    watched.settle()
    assert watched.taken == ["yes"]
    assert watched.threads == {threading.main_thread()}


def test_more_that_is_known_of_the_same_one_lets_no_answer_go(watched: Watched) -> None:
    tell = watched.ask()
    watched.sight.who = who(CustomerCard((*ANA.cards, *BEA.cards)))
    tell("yes")
    watched.settle()
    assert watched.taken == ["yes"]


@pytest.mark.parametrize("after", [None, BEA, ANA])
def test_an_answer_is_late_once_its_customer_was_out_of_sight(
    watched: Watched, after: CustomerCard | None
) -> None:
    early, late = watched.ask(), watched.ask()
    early("posted before")
    watched.sight.leave()
    watched.sight.who = who(after) if after is not None else None
    late("posted after")
    watched.settle()
    assert watched.taken == []
    assert watched.late == ["posted before", "posted after"]


def test_nobody_is_shown_while_the_sidebar_is_at_another(watched: Watched) -> None:
    assert watched.shown() is None
    seen = watched.view.customer
    assert seen is not None
    watched.sight.who = who(seen)
    assert watched.shown() is watched.sight.who
    watched.sight.leave()
    assert watched.shown() is None


def test_it_is_the_same_customer_with_more_or_with_less(watched: Watched) -> None:
    both = CustomerCard((*ANA.cards, *BEA.cards))
    assert watched.sight.shows(who(both))
    assert watched.sight.shows(who(ANA, ""))  # before they had an interaction
    assert not watched.sight.shows(who(BEA))
    assert not watched.sight.shows(who(ANA, "2"))
    watched.sight.who = who(both)
    assert watched.sight.shows(who(ANA))
    watched.sight.leave()
    assert not watched.sight.shows(who(both))
