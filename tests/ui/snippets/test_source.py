"""The search on its own thread."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.snippets.search import Found, Record
from desktop.ui.shell.bridge import Bridge
from desktop.ui.snippets.source import ThreadedSearch

RECORDS: list[Record] = [(n, [f":t{n}"], f"Label {n}", [], "some text") for n in range(200)]


@pytest.fixture
def source() -> Iterator[ThreadedSearch]:
    made = ThreadedSearch(Bridge())
    yield made
    made.close()


def test_answers_come_with_their_generation(qtbot: QtBot, source: ThreadedSearch) -> None:
    got: list[tuple[int, Found]] = []
    source.use(RECORDS)
    source.search("label 7", 3, lambda generation, found: got.append((generation, found)))
    qtbot.waitUntil(lambda: bool(got) and got[-1][1].final)
    assert {generation for generation, _ in got} == {3}
    assert 7 in got[0][1].numbers


def test_the_last_of_many_keys_is_answered(qtbot: QtBot, source: ThreadedSearch) -> None:
    got: list[tuple[int, Found]] = []
    source.use(RECORDS)
    for generation in range(1, 30):
        source.search("label", generation, lambda which, found: got.append((which, found)))
    qtbot.waitUntil(lambda: bool(got) and got[-1][0] == 29 and got[-1][1].final)
    assert got[-1][1].total == 200


def test_a_library_that_fails_to_read_leaves_the_search_alive(
    qtbot: QtBot, source: ThreadedSearch, caplog: pytest.LogCaptureFixture
) -> None:
    got: list[Found] = []
    source.use([None])  # type: ignore[list-item]  # a slip on purpose
    source.search("", 1, lambda _generation, found: got.append(found))
    qtbot.waitUntil(lambda: bool(got))
    assert got[-1].total == 0
    assert "TypeError" in caplog.text
