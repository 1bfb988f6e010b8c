"""propagate_case and uppercase_style."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.snippets.model import Case
from desktop.snippets.render.casing import Style, apply, style_of
from desktop.snippets.render.template import CARET, HOLE

UPPER, CAPITALIZE, WORDS = Case.UPPERCASE, Case.CAPITALIZE, Case.CAPITALIZE_WORDS


@pytest.mark.parametrize(
    ("typed", "wanted", "style"),
    [
        (":alh", UPPER, Style.NONE),
        (":Alh", UPPER, Style.CAPITALIZE),
        (":ALH", UPPER, Style.UPPER),
        (":ALh", UPPER, Style.UPPER),
        (":aLH", UPPER, Style.NONE),
        (":Alh", CAPITALIZE, Style.CAPITALIZE),
        (":ALH", CAPITALIZE, Style.UPPER),
        (":Alh", WORDS, Style.WORDS),
        (":ALH", WORDS, Style.UPPER),
        (";I", UPPER, Style.UPPER),
        (";I", CAPITALIZE, Style.CAPITALIZE),
        (";I", WORDS, Style.WORDS),
        (";i", WORDS, Style.NONE),
        (":1A2b", UPPER, Style.CAPITALIZE),
        (":1A2", UPPER, Style.UPPER),
        (":11", UPPER, Style.NONE),
        ("", UPPER, Style.NONE),
        (":Éa", UPPER, Style.CAPITALIZE),
        (":ЖЖ", UPPER, Style.UPPER),
        (":日本", UPPER, Style.NONE),
    ],
)
def test_the_first_two_letters_decide(typed: str, wanted: Case, style: Style) -> None:
    assert style_of(typed, wanted) is style


@pytest.mark.parametrize(
    ("style", "text", "cased"),
    [
        (Style.NONE, "as it is", "as it is"),
        (Style.UPPER, "straße, déjà", "STRASSE, DÉJÀ"),
        (Style.CAPITALIZE, "ordinary least", "Ordinary least"),
        (Style.CAPITALIZE, " leading space", " leading space"),
        (Style.CAPITALIZE, "élan Vital", "Élan Vital"),
        (Style.CAPITALIZE, CARET + HOLE + "abc", CARET + HOLE + "Abc"),
        (Style.CAPITALIZE, "", ""),
        (Style.WORDS, "least squares, with other.marks !x", "Least Squares, With Other.Marks !X"),
        (Style.WORDS, "don't iPhone", "Don't IPhone"),
        (Style.WORDS, "de\u0301ja\u0300 vu", "De\u0301ja\u0300 Vu"),
        (Style.WORDS, "", ""),
    ],
)
def test_styles(style: Style, text: str, cased: str) -> None:
    assert apply(text, style) == cased


@given(st.text(), st.sampled_from(list(Case)))
def test_a_trigger_in_small_letters_changes_nothing(text: str, wanted: Case) -> None:
    assert style_of(":brb", wanted) is Style.NONE
    assert apply(text, Style.NONE) == text


@given(st.text(), st.sampled_from(list(Style)))
def test_only_letters_change(text: str, style: Style) -> None:
    assert apply(text, style).casefold() == text.casefold() or style is not Style.NONE
    assert apply(text, Style.UPPER) == text.upper()
    assert (
        apply(text, style)[1:] == text[1:]
        or style is not Style.CAPITALIZE
        or (len(text[:1].title()) > 1 or text[:1] in {CARET, HOLE})
    )
