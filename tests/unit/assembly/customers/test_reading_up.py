"""assembly.customers.reading_up: knowledge bases, asked when the agent asks, by settings of now."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.customers.articles.search import Found
from desktop.settings.sections.customers import PROVIDERS
from tests.contract.customers.bases_of_articles import Cards, Wiki
from tests.contract.translation.stand_in import hang, stand_in
from tests.unit.assembly.customers.reading_room import SECONDS, Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    one = Room(tmp_path / "profile")
    yield one
    one.reading.close()


def test_which_there_are_and_what_they_say(room: Room) -> None:
    with stand_in(Wiki()) as wiki, stand_in(Cards()) as cards:
        room.set_up(confluence=wiki, guru=cards)
        room.reading.look()
        assert room.known.get(timeout=SECONDS) == ("Confluence", "Guru")
        assert wiki.asked == cards.asked == []
        room.reading.ask("refund", room.found.put)
        answers: dict[str, list[str]] = {}
        while len(answers) < 2:
            for one in room.found.get(timeout=SECONDS).answers:
                answers[one.title] = [article.title for article in one.articles]
    assert answers == {
        "Confluence": ["Returns & refunds"],
        "Guru": ["How to refund", "Old refund rule"],
    }


def test_without_any_it_is_said_at_once(room: Room) -> None:
    room.reading.look()
    assert room.known.get(timeout=SECONDS) == ()
    room.reading.ask("refund", room.found.put)
    found = room.found.get(timeout=SECONDS)
    assert (found.answers, found.done) == ((), True)


def test_other_settings_are_told_to_who_looked(room: Room) -> None:
    room.reading.look()
    assert room.known.get(timeout=SECONDS) == ()
    with stand_in(Cards()) as cards:
        room.set_up(guru=cards)
        while room.known.get(timeout=SECONDS) != ("Guru",):
            pass
        room.reading.ask("refund", room.found.put)
        assert room.found.get(timeout=SECONDS).answers[0].title == "Guru"


def test_one_that_can_not_be_made_is_said(room: Room) -> None:
    room.settings.change(PROVIDERS, ("confluence", "zendesk"))
    room.reading.look()
    assert room.known.get(timeout=SECONDS) == ()
    assert room.problems.get(timeout=SECONDS).what == "Confluence needs its address"
    assert room.problems.empty()  # Zendesk is not asked for articles


def test_what_was_given_up_is_not_told(room: Room) -> None:
    with stand_in(hang) as slow, stand_in(Cards()) as cards:
        room.set_up(guru=slow)
        room.reading.ask("refund", room.found.put).cancel()
        later: queue.SimpleQueue[Found] = queue.SimpleQueue()
        room.set_up(guru=cards)
        room.reading.ask("refund", later.put)
        assert later.get(timeout=SECONDS).done
    assert room.found.empty()


def test_nothing_is_asked_after_the_end(room: Room) -> None:
    room.reading.close()
    room.reading.look()
    room.reading.ask("refund", room.found.put)
    assert room.known.empty()
    assert room.found.empty()
