"""Where words stand: found by their begin, inside, and with slips."""

from __future__ import annotations

import pytest

from desktop.snippets.word_index import CHUNK, Cancelled, WordIndex, most_slips

TEXTS = ["refund confirmed", "prefund", "parcel refused", "ref"]


@pytest.fixture
def index() -> WordIndex:
    made = WordIndex()
    for at, text in enumerate(TEXTS):
        made.add(text.split(), at)
    made.finish(slips=True)
    return made


def wanted() -> bool:
    return False


def test_words_that_begin_so_come_in_order(index: WordIndex) -> None:
    assert list(index.beginning("ref")) == ["ref", "refund", "refused"]
    assert list(index.beginning("x")) == []


@pytest.mark.parametrize(
    ("part", "places"),
    [("fund", {0, 1}), ("ref", {0, 1, 2, 3}), ("re", {0, 2, 3}), ("xyz", set())],
)
def test_a_part_stands_inside_words_and_a_short_one_at_their_begin(
    index: WordIndex, part: str, places: set[int]
) -> None:
    assert index.containing(part, wanted) == places


def test_slips_are_counted_and_what_is_exact_is_none(index: WordIndex) -> None:
    assert index.near("refnud", 1, wanted) == {0: 1}
    assert index.near("refund", 1, wanted) == {1: 1}
    assert index.near("confirned", 2, wanted) == {0: 1}


def test_what_is_not_wanted_any_more_is_given_up_between_two_chunks() -> None:
    index = WordIndex()
    for at in range(2 * CHUNK):
        index.add([f"word{at}"], at)
    index.finish(slips=False)
    looks: list[None] = []

    def given_up() -> bool:
        looks.append(None)
        return len(looks) > 1

    with pytest.raises(Cancelled):
        index.containing("word", given_up)
    assert len(looks) == 2
    assert len(index.containing("word", wanted)) == 2 * CHUNK, "nothing half done was kept"


@pytest.mark.parametrize(("word", "most"), [("ref", 0), ("fund", 1), ("confirms", 2)])
def test_longer_words_may_have_more_slips(word: str, most: int) -> None:
    assert most_slips(word) == most
