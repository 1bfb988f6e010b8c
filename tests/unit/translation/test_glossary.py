"""The glossary: which terms stand in a text, and whether a translation kept to them."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.translation.glossary import Glossary, Term


def found(glossary: Glossary, text: str, languages: str = "en es") -> list[str]:
    return [text[hit.start : hit.end] for hit in glossary.terms_in(text, *languages.split())]


def test_a_fixed_term_and_one_that_is_not_translated() -> None:
    glossary = Glossary([Term("refund", "reembolso", "en", "es"), Term("Acme Cloud")])
    text = "A Refund for ACME cloud, please"
    assert found(glossary, text) == ["Refund", "ACME cloud"]
    assert glossary.terms(text, "en", "es") == {"Refund": "reembolso", "ACME cloud": "ACME cloud"}
    assert glossary.apply(text, "en", "es") == "A reembolso for ACME cloud, please"
    assert glossary.terms(text, "en", "fr") == {"ACME cloud": "ACME cloud"}


@pytest.mark.parametrize(
    ("of_term", "of_text", "holds"),
    [
        ("en pt", "en pt-BR", True),
        ("en pt-BR", "en pt", False),
        ("en pt-BR", "en pt-PT", False),
        ("en pt-br", "en-GB pt-BR", True),
        ("en-GB pt", "en pt", False),
        ("* pt", "de pt", True),
        ("en *", "en ja", True),
        ("iw en", "he en", True),
        ("en es", "es en", False),
    ],
)
def test_languages(of_term: str, of_text: str, holds: bool) -> None:
    source, target = of_term.split()
    glossary = Glossary([Term("order", "x", source, target)])
    assert (found(glossary, "my order", of_text) == ["order"]) is holds


def test_the_narrower_language_wins() -> None:
    terms = [
        Term("bus", "any"),
        Term("bus", "ônibus", "en", "pt-BR"),
        Term("bus", "autocarro", "en", "pt"),
    ]
    for some in (terms, terms[::-1]):
        glossary = Glossary(some)
        assert glossary.apply("bus", "en", "pt-BR") == "ônibus"
        assert glossary.apply("bus", "en", "pt-PT") == "autocarro"
        assert glossary.apply("bus", "de", "fr") == "any"


def test_the_longest_wins_and_nothing_overlaps() -> None:
    glossary = Glossary([Term("order"), Term("order number"), Term("number plate"), Term("plate")])
    assert found(glossary, "order number plate") == ["order number", "plate"]
    assert found(glossary, "the order, number") == ["order"]


@pytest.mark.parametrize(
    ("term", "text", "hits"),
    [
        ("art", "part art artist ART", ["art", "ART"]),
        ("C++", "I use C++ and C++, not C", ["C++", "C++"]),
        (".NET", "the .NET app, x.NET", [".NET", ".NET"]),
        ("e-mail", "my e-mail.", ["e-mail"]),
        ("привет", "приветик привет", ["привет"]),
        ("退款", "我想退款吗", ["退款"]),
        ("Straße", "die straße", ["straße"]),
        ("İstanbul", "in İstanbul.", ["İstanbul"]),
        ("x", "x, xx; x", ["x", "x"]),
        ("order 66", "order 66 order 667", ["order 66"]),
        ("order", "{{order}} order_id order", ["order", "order"]),
        ("ไทย", "ภาษาไทยครับ", ["ไทย"]),
    ],
)
def test_whole_words(term: str, text: str, hits: list[str]) -> None:
    assert found(Glossary([Term(term)]), text) == hits


def test_the_case_rule() -> None:
    glossary = Glossary([Term("Spring", "Tarif Spring", "en", "de", exact_case=True)])
    assert found(glossary, "Spring in spring", "en de") == ["Spring"]
    both = Glossary([Term("Apple", exact_case=True), Term("apple", "manzana", "en", "es")])
    assert both.apply("Apple apple APPLE", "en", "es") == "Apple manzana manzana"


def test_decomposed_text_has_the_right_places() -> None:
    glossary = Glossary([Term("café crème")])
    text = unicodedata.normalize("NFD", "Très bon café crème ici")
    (hit,) = glossary.terms_in(text, "fr", "en")
    assert unicodedata.normalize("NFC", text[hit.start : hit.end]) == "café crème"


def test_a_change_counts_at_once_and_the_later_of_two_the_same() -> None:
    glossary = Glossary([Term("a", "1"), Term("a", "2")])
    assert (len(glossary), glossary.apply("a", "en", "es")) == (1, "2")
    glossary.replace([Term("b", "3")])
    assert glossary.apply("a b", "en", "es") == "a 3"
    assert list(glossary) == [Term("b", "3")]


def test_many_terms_are_no_burden() -> None:
    glossary = Glossary(Term(f"term {n} of many", f"{n}") for n in range(20_000))
    glossary.terms_in("warm", "en", "es")
    text = "what is term 777 of many doing here? " * 20
    begun = time.process_time()
    assert len(glossary.terms_in(text, "en", "es")) == 20
    assert time.process_time() - begun < 2


TEXT = st.text(max_size=40)


@given(terms=st.lists(st.tuples(TEXT.filter(bool), TEXT), max_size=8), text=TEXT)
def test_hits_lie_in_the_text_in_order(terms: list[tuple[str, str]], text: str) -> None:
    glossary = Glossary(Term(*one) for one in terms)
    at = 0
    for hit in glossary.terms_in(text, "en", "es"):
        assert at <= hit.start < hit.end <= len(text)
        at = hit.end
    kept = Glossary(Term(source) for source, _ in terms)
    assert kept.apply(text, "en", "es") == text


@given(words=st.lists(st.sampled_from(["red", "Red", "order", "redo", "re", "d", ",", "ordered"])))
def test_it_finds_what_a_search_word_by_word_finds(words: list[str]) -> None:
    text = " ".join(words)
    hits = found(Glossary([Term("red"), Term("order")]), text)
    assert hits == [word for word in words if word.lower() in {"red", "order"}]
