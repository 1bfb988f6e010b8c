"""The sentence in hand: what is held of it, when it ends, and when it does not count."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.keyboard.sentence import MOST, Sentence


def typed(text: str) -> list[str]:
    """The sentences that ended; ``\\b`` is Backspace, ``←`` a key that moves the caret."""
    sentence, ended = Sentence(), []
    for char in text:
        if char == "\b":
            sentence.back()
        else:
            ended.append(sentence.leave() if char == "←" else sentence.feed(char))
    return [one for one in ended if one]


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("How can I help? ", ["How can I help?"]),
        ("How can I help?", []),
        ("no mark\n", ["no mark"]),
        ("one field\tanother\n", ["one field", "another"]),
        ("One. Two! Three", ["One.", "Two!"]),
        ("Well… fine. ", ["Well…", "fine."]),
        ('He said "no." Then ', ['He said "no."']),
        ("It costs 3.50 today. ", ["It costs 3.50 today."]),
        ("Sent by a click.←", ["Sent by a click."]),
        ("half of one←and more. ", ["and more."]),
        ("a slp\bip. ", ["a slip."]),
        ("Done.\b! ", ["Done!"]),
        ("Done. \bNow. Next. ", ["Done.", "Next."]),
        ("\bNow. Next. ", ["Next."]),
        ("a 👍🏽\b. Next. ", ["Next."]),
        ("よろしくお願いします。 ", ["よろしくお願いします。"]),
    ],
)
def test_a_sentence_ends_by_its_mark_or_its_line(text: str, ended: list[str]) -> None:
    assert [one.strip() for one in typed(text)] == ended


def test_a_long_one_is_handed_out_by_its_opening_and_not_held_on() -> None:
    sentence = Sentence()
    text = "Please allow three to five working days for the refund to appear on your account"
    ended = [one for one in map(sentence.feed, text) if one]
    assert ended == ["Please allow three to five working days for the refund to appear"]
    assert sentence.held == ""
    assert sentence.passing
    assert [sentence.feed(char) for char in ". "] == ["", ""]
    assert not sentence.passing


def test_the_opening_does_not_depend_on_how_it_goes_on() -> None:
    start = "Please allow three to five working days for the money to arrive"
    assert len(start) == MOST - 1
    assert typed(f"{start} at yours") == typed(f"{start} with you") == [start]
    assert typed(start + "s. ") == [start.rpartition(" ")[0]]


@pytest.mark.parametrize(
    ("text", "after", "ended"),
    [
        ("thank you", " for that. Next one. ", ["Next one."]),
        ("thank you.", " Next one. ", ["Next one."]),
        ("thank you. ", "Next one. ", ["Next one."]),
        ("thank you\n", "Next one. ", ["Next one."]),
        ("(thank you.)", " Next one. ", ["Next one."]),
        ("", "rest. Next one. ", ["Next one."]),
    ],
)
def test_what_deskhand_wrote_is_no_part_of_a_sentence(
    text: str, after: str, ended: list[str]
) -> None:
    sentence = Sentence()
    for char in "By hand ":
        sentence.feed(char)
    sentence.wrote(text)
    assert sentence.held == ""
    assert [one for one in map(sentence.feed, after) if one] == ended


@given(st.text(st.sampled_from("ab. \n\b\t?)←é👍🏽"), max_size=300))
@example("a" * 200)
def test_no_more_is_held_than_a_regex_may_see_and_nothing_of_what_ended(text: str) -> None:
    sentence = Sentence()
    for at, char in enumerate(text):
        if char == "\b":
            sentence.back()
            ended = ""
        else:
            ended = sentence.leave() if char == "←" else sentence.feed(char)
        assert len(sentence.held) <= MOST
        assert sentence.held == "" or text[: at + 1].endswith(sentence.held) or "\b" in text
        if ended:
            assert sentence.held == ""
        if sentence.passing:
            assert sentence.held == ""


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\b"), max_size=200))
def test_what_ends_is_what_was_typed(text: str) -> None:
    sentence = Sentence()
    for at, char in enumerate(text):
        ended = sentence.feed(char)
        if ended:
            assert ended in text[: at + 1]
            assert len(ended) <= MOST
