"""customers.writing.drafts: half-written notes survive, and never show under another customer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.clock import FixedClock
from desktop.core.results import Problem
from desktop.customers.kept.rows import SealedRows
from desktop.customers.kept.whose import Owner, forgetting, owner
from desktop.customers.writing.drafts import KIND, Draft, Drafts
from desktop.settings.secrets import Secrets
from tests.unit.customers.book.keeping import MemoryKeyring
from tests.unit.customers.making import NOW
from tests.unit.customers.scripted import SECONDS
from tests.unit.customers.writing.acted_writing import ANA, BEA

ANAS, BEAS = owner(ANA), owner(BEA)


class Desk:
    """Drafts of one profile, with the interactions that are open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keyring = MemoryKeyring()
        self.open = {"one", "two"}
        self.problems: list[Problem] = []
        self.start()

    def start(self) -> None:
        clock = FixedClock(NOW)
        rows = SealedRows(self.folder, Secrets(self.folder, self.keyring), clock)
        self.rows = rows
        self.drafts = Drafts(lambda: rows, clock, lambda one: one in self.open)
        self.drafts.trouble.connect(self.problems.append)

    def stop(self) -> None:
        self.drafts.close()
        self.rows.close()

    def load(self, interaction: str, whose: Owner) -> str | None:
        heard: list[Draft | None] = []
        ready = threading.Event()

        def tell(one: Draft | None) -> None:
            heard.append(one)
            ready.set()

        self.drafts.load(interaction, whose, tell)
        assert ready.wait(SECONDS)
        return heard[0].text if heard[0] is not None else None


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.stop()


def test_a_draft_is_its_interactions_and_its_customers(desk: Desk) -> None:
    desk.drafts.save("one", ANAS, Draft("Rang"))
    assert desk.load("one", ANAS) == "Rang"
    assert desk.load("one", BEAS) is None, "the interaction turned out to be with somebody else"
    assert desk.load("two", ANAS) is None, "it belongs to the other conversation"


def test_it_comes_back_when_its_interaction_is_over(desk: Desk) -> None:
    desk.drafts.save("one", ANAS, Draft("Rang"))
    desk.open.remove("one")
    assert desk.load("two", ANAS) == "Rang"
    desk.drafts.save("two", ANAS, Draft("Rang twice"))
    assert desk.rows.count(KIND) == 1
    assert desk.load("two", BEAS) is None


def test_it_outlives_the_program(desk: Desk) -> None:
    desk.drafts.save("one", ANAS, Draft("Rang", logs=True, outcome="Solved", minutes=4))
    desk.stop()
    desk.open = set()
    desk.start()
    assert desk.load("new", ANAS) == "Rang"


def test_an_empty_one_is_none(desk: Desk) -> None:
    desk.drafts.save("one", ANAS, Draft("Rang"))
    desk.drafts.save("one", ANAS, Draft("  "))
    assert desk.load("one", ANAS) is None
    assert desk.rows.count(KIND) == 0


def test_what_the_disk_does_not_take_stays_in_memory_and_is_told_once(desk: Desk) -> None:
    get, desk.keyring.get_password = desk.keyring.get_password, _no_keyring  # type: ignore[assignment]
    for text in ("R", "Ra", "Rang"):
        desk.drafts.save("one", ANAS, Draft(text))
    assert desk.load("one", ANAS) == "Rang"
    assert desk.load("one", BEAS) is None
    assert len(desk.problems) == 1
    desk.keyring.get_password = get  # type: ignore[method-assign]  # as it was
    desk.drafts.save("one", ANAS, Draft("Rang twice"))
    assert desk.load("one", ANAS) == "Rang twice"
    assert desk.rows.count(KIND) == 1


def test_forgetting_reaches_memory_and_disk(desk: Desk) -> None:
    desk.drafts.save("one", ANAS, Draft("Rang"))
    assert desk.load("one", ANAS) == "Rang"
    desk.rows.forget(forgetting(ANA))
    desk.drafts.forget(forgetting(ANA))
    assert desk.load("one", ANAS) is None


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["one", "two"]),
        st.sampled_from([ANAS, BEAS]),
        st.sampled_from(["", "a", "b", "c"]),
    ),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_each_interaction_and_customer_has_what_was_written_last(
    desk: Desk, steps: list[tuple[str, Owner, str]]
) -> None:
    expected: dict[tuple[str, Owner], str] = {}
    for interaction in ("one", "two"):
        for whose in (ANAS, BEAS):
            desk.drafts.save(interaction, whose, Draft())
    for interaction, whose, text in steps:
        desk.drafts.save(interaction, whose, Draft(text))
        expected[interaction, whose] = text
    for (interaction, whose), text in expected.items():
        assert desk.load(interaction, whose) == (text or None)


def _no_keyring(_service: str, _name: str) -> str | None:
    raise OSError
