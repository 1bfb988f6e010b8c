"""The palette's search: what is found, in which order, and how it is given up."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.snippets.search import PAGE, Found, Record, SnippetSearch, matched

LIBRARY = [
    (0, [":refund"], "Refund confirmed", ["money back"], "Your refund is on its way."),
    (1, [":refno"], "Refund declined, kindly", [], "I am sorry to say no."),
    (2, [":greet"], "Good morning", ["hello"], "Good morning, how may I help?"),
    (3, [":late"], "Parcel is late", ["delay"], "The refund of the postage follows."),
    (4, [":art"], "Article about refunds", [], "Read more here."),
    (5, [":prerefund"], "Something else", [], "Nothing."),
    (6, ["refund"], "Plain word", [], "Nothing."),
    (7, [":ola"], "Olá, José", ["saudação"], "Olá, tudo bem?"),
    (8, [":ar"], "تأكيد الاسترداد", ["مُرَحَّب"], "شكرًا لك"),
]


@pytest.fixture
def library() -> SnippetSearch:
    return SnippetSearch(LIBRARY)


def numbers(stages: Iterator[Found]) -> list[int]:
    return [number for stage in stages for number in stage.numbers]


def test_trigger_then_label_then_term_then_text(library: SnippetSearch) -> None:
    found = numbers(library.search("refund"))
    assert set(found[:2]) == {0, 6}, "the triggers that are the query"
    assert found[2:] == [1, 4, 5, 3]


def test_a_trigger_is_found_with_its_signs(library: SnippetSearch) -> None:
    assert numbers(library.search(":refn"))[0] == 1


def test_the_empty_query_gives_all_in_the_order_of_the_library(library: SnippetSearch) -> None:
    assert numbers(library.search("  ")) == list(range(9))


FAR = SnippetSearch(
    [
        (0, [";fapiao"], "发送发票副本", ["账单"], "您的订单的发票副本见附件，请查收。"),
        (1, [";tuikuan"], "退款已通过", [], "PIN码不需要。款项会退回。"),
        (2, [";rifand"], "रिफंड की पुष्टि", ["पैसे वापस"], "राशि लौटाई जाएगी।"),
        (3, [";der"], "डिलीवरी में देरी", ["फ़ोन"], "फ़ोटो"),
        (4, [";fon"], "रफ डर", [], "रफड"),
        (5, [";th"], "ยืนยันการคืนเงิน", [], "ที่นี่"),
    ]
)
"""Scripts without spaces, and with vowel signs that are no letters to ``re``."""


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("发票", [0]),
        ("发票副本", [0]),
        ("副本", [0]),
        ("本", [0]),
        ("账单", [0]),
        ("附件", [0]),
        ("退款", [1]),
        ("票发", []),
        ("pin码", [1]),
        ("退款 码", [1]),
        ("रिफंड", [2]),
        ("रिफ", [2]),
        ("फोन", [3]),
        ("देरी", [3]),
        ("राशि", [2]),
        ("คืนเงิน", [5]),
    ],
)
def test_words_of_any_script_are_found_whole(query: str, found: list[int]) -> None:
    assert numbers(FAR.search(query)) == found


def test_every_word_must_hit(library: SnippetSearch) -> None:
    assert numbers(library.search("refund kindly")) == [1]
    assert numbers(library.search("kindly refund")) == [1]
    assert numbers(library.search("refund zebra")) == []


def test_words_may_hit_in_different_parts(library: SnippetSearch) -> None:
    assert numbers(library.search("parcel postage")) == [3]


@pytest.mark.parametrize(
    ("query", "number"),
    [("jose", 7), ("SAUDACAO", 7), ("olá", 7), ("استرداد", 8), ("مرحب", 8)],
)
def test_case_accents_and_arabic_marks_do_not_matter(
    library: SnippetSearch, query: str, number: int
) -> None:
    assert number in numbers(library.search(query))


@pytest.mark.parametrize("query", ["refnud", "reufnd", "refnd", "reffund", "rwfund", "refnu"])
def test_a_slip_is_forgiven(library: SnippetSearch, query: str) -> None:
    assert 0 in numbers(library.search(query))


def test_slips_come_after_what_is_exact(library: SnippetSearch) -> None:
    stages = list(library.search("late"))
    assert stages[0].numbers[0] == 3
    assert stages[-1].final


def test_a_slip_in_one_of_two_words(library: SnippetSearch) -> None:
    assert numbers(library.search("refund knidly")) == [1]


def test_totals_count_what_was_given(library: SnippetSearch) -> None:
    count = 0
    for stage in library.search("refund"):
        count += len(stage.numbers)
        assert stage.total == count


def test_many_hits_come_in_stages_without_repeats() -> None:
    library = SnippetSearch(
        (n, [f":e{n}"], f"Entry {n}", [], "example text") for n in range(PAGE * 4)
    )
    stages = list(library.search("e"))
    assert len(stages) > 1
    assert [stage.final for stage in stages] == [False] * (len(stages) - 1) + [True]
    found = numbers(iter(stages))
    assert sorted(found) == list(range(PAGE * 4))


def test_a_search_that_is_not_wanted_any_more_ends_without_a_last_stage() -> None:
    library = SnippetSearch((n, [f":x{n}"], f"word{n}", [], "") for n in range(100))
    assert not any(stage.final for stage in library.search("ord", lambda: True))
    assert len(numbers(library.search("ord"))) == 100, "the next one is not harmed"


def test_longer_queries_narrow_to_the_same_as_a_fresh_search() -> None:
    rng = random.Random(7)
    words = ["refund", "refused", "fund", "confirm", "confirmed", "firm", "parcel"]
    records: list[Record] = [
        (n, [f":{rng.choice(words)}{n}"], " ".join(rng.choices(words, k=2)), [], "")
        for n in range(200)
    ]
    typed = SnippetSearch(records)
    for end in range(1, len("confirm fund") + 1):
        query = "confirm fund"[:end]
        assert numbers(typed.search(query)) == numbers(SnippetSearch(records).search(query))


@given(st.text(max_size=12), st.lists(st.text(max_size=10), min_size=1, max_size=6))
def test_any_text_can_be_searched_and_no_result_comes_twice(query: str, labels: list[str]) -> None:
    library = SnippetSearch((n, [label], label, [], label) for n, label in enumerate(labels))
    found = numbers(library.search(query))
    assert len(found) == len(set(found))
    for label in labels:
        for begin, end in matched(label, query):
            assert 0 <= begin < end <= len(label)


@pytest.mark.parametrize(
    ("label", "query", "spans"),
    [
        ("Refund confirmed", "refu", [(0, 4)]),
        ("Prefund, then refund", "refu", [(14, 18)]),
        ("Olá José", "jose", [(4, 8)]),
        ("Refund declined", "decl ref", [(0, 3), (7, 11)]),
        ("Refund", "xyz", []),
        ("Straße", "strasse", [(0, 6)]),
    ],
)
def test_matched_letters(label: str, query: str, spans: list[tuple[int, int]]) -> None:
    assert matched(label, query) == spans
