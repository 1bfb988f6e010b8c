"""What a missing value leaves behind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.snippets.render.holes import close_holes
from desktop.snippets.render.template import CARET, HOLE


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Hi ~,", "Hi,"),
        ("Hi ~!", "Hi!"),
        ("Hi ~", "Hi"),
        ("Dear ~ ~,\nthanks", "Dear,\nthanks"),
        ("Hi ~\nthanks", "Hi\nthanks"),
        ("Hi ~ and welcome", "Hi and welcome"),
        ("Good morning, ~!", "Good morning!"),
        ("Thanks, ~.", "Thanks."),
        ("Thank you, ~, for waiting", "Thank you, for waiting"),
        ("~, we are sorry", "We are sorry"),
        ("Done. ~, we are sorry", "Done. We are sorry"),
        ("~ thanks", "Thanks"),
        ("¿~, está ahí?", "¿Está ahí?"),
        ("¡Hola, ~!", "¡Hola!"),
        ("Bonjour ~ !", "Bonjour !"),
        ("Bonjour ~\u00a0!", "Bonjour\u00a0!"),
        ("مرحبًا ~، شكرًا", "مرحبًا، شكرًا"),
        ("Order (~) is here", "Order is here"),
        ("Order \u201c~\u201d is here", "Order is here"),
        ("about ~'s order", "about order"),
        ("Regards,\n~", "Regards,"),
        ("Regards,\n~\nDeskhand", "Regards,\nDeskhand"),
        ("a\n\n~\n\nb", "a\n\nb"),
        ("a\n~\n~\nb", "a\nb"),
        ("~", ""),
        ("~~", ""),
        ("x~y", "xy"),
        ("order ~: late", "order: late"),
        ("see ~; and ~: ok", "see; and: ok"),
    ],
)
def test_the_words_around_it_are_closed_up(text: str, closed: str) -> None:
    assert close_holes(text.replace("~", HOLE)) == closed


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Hi ~^, ok", "Hi^, ok"),
        ("Hi ~\n^", "Hi\n^"),
        ("~^", "^"),
        ("a\n~^\nb", "a\n^\nb"),
        ("^~, hi", "^Hi"),
    ],
)
def test_the_caret_mark_stays(text: str, closed: str) -> None:
    marks = str.maketrans({"~": HOLE, "^": CARET})
    assert close_holes(text.translate(marks)) == closed.translate(marks)


@given(st.text(st.sampled_from([HOLE, CARET, " ", "\n", ",", ".", "(", ")", "a", "\u00bf", "\t"])))
def test_no_mark_of_a_missing_value_is_left_and_no_word_is_lost(text: str) -> None:
    closed = close_holes(text)
    assert HOLE not in closed
    assert (CARET in closed) == (CARET in text)  # the first of several is the one that counts
    assert closed.lower().count("a") == text.count("a")


@given(st.text(st.characters(exclude_characters=HOLE)))
def test_a_text_without_missing_values_stays_as_it_is(text: str) -> None:
    assert close_holes(text) == text
