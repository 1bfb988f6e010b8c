"""Which sentences are counted, and which never are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.keyboard.countable import countable, sameness
from desktop.keyboard.sentence import MOST


@pytest.mark.parametrize(
    "text",
    [
        "How can I help you today?",
        "It takes 3 to 5 working days.",
        "We're open 24/7, so don't worry.",
        "Ich bin gerne für Sie da, wenn Sie etwas brauchen.",
        "Como posso ajudar você hoje?",
        "كيف يمكنني مساعدتك اليوم؟",
        "is there anything else i can do",
        "Just a moment, please – I look it up.",
        "That is a 20% discount for you.",
    ],
)
def test_plain_prose_is_counted(text: str) -> None:
    assert countable(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Thank you so much!",
        "Donaudampfschifffahrtsgesellschaft",
        "Yes, thankyouverymuchindeed ok",
        "your card is 4111 1111 1111 1111 isn't it",
        "my card is 4 1 1 1 it begins so",
        "the IBAN is DE02 1203 0000 0000 2020 51",
        "call me at 030 12345 when you can",
        "the code is 8391 do not tell anybody",
        "write to ana.souza@example.org about it",
        "write to ana at example.org about it",
        "it is all on www.example.org as you see",
        "look at https://example.org for all of it",
        "your order AB12 is on its way to you",
        "my password is hunter_two you know",
        "the file C:\\Users\\ana is on the disk",
        "cat notes.txt | grep this and that",
        "set name=value and then press enter",
        "born on 3.11.1978 in a small town",
        "الرقم ٤١١١١١١١ هو رقم البطاقة",
        "a b c d \u200b\u200b\u200b and so on and on",
        "the word is thisisaverylongsecretwithoutanyspaceinit ok",
        "x" * 20 + " " + "a b c " * 20,
    ],
)
def test_what_could_be_private_or_is_no_sentence_is_not(text: str) -> None:
    assert countable(text) == ""


@given(st.text(max_size=120))
def test_what_is_counted_is_bounded_and_bare_of_numbers(text: str) -> None:
    found = countable(text)
    assert len(found) <= MOST
    assert "@" not in found
    assert sum(char.isdigit() for char in found) <= 3
    assert found in {"", " ".join(text.split())}


def test_case_and_mark_do_not_matter_and_words_do() -> None:
    one = sameness("How can I help you today?")
    assert one == sameness("how can i help you today")
    assert one == sameness("How can I help you today!")
    assert one != sameness("How can I help you tonight?")
    assert sameness("déjà vu") == sameness("de\u0301ja\u0300 vu")
