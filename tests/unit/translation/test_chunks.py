"""Pieces of a text: small enough, never through a character or a token, and whole again."""

import time
import unicodedata
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.translation.chunks import LEAST_LIMIT, Chunks, pages, split, url_bytes, utf8_bytes

SIZES = st.sampled_from([utf8_bytes, url_bytes])
CLUSTERS = ["👨‍👩‍👧", "🇪🇸", "👍🏽", "e\u0301", "ที่", "क्ष", "각", "1️⃣", "XQ12QX", "\r\n", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]
ANYTHING = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from([*CLUSTERS, "a", "ñ", "字", " ", ".", "! ", "。", "\n", "\n\n ", "word "]),
        max_size=80,
    ).map("".join),
)


def weight(text: str, size: Callable[[str], int]) -> int:
    return sum(map(size, text))


@given(ANYTHING, st.integers(LEAST_LIMIT, 200), SIZES, st.booleans())
def test_the_pieces_make_the_whole_and_keep_to_the_limit(
    text: str, limit: int, size: Callable[[str], int], by_sentence: bool
) -> None:
    chunks = split(text, limit, size, by_sentence=by_sentence)
    assert chunks.join(chunks.texts) == text
    for piece in chunks.texts:
        assert piece == piece.strip() != ""
        assert weight(piece, size) <= limit
        assert not set(piece) & set("\n\r\v\f\x85\u2028\u2029")


@given(st.lists(st.sampled_from(CLUSTERS[:9]), min_size=1, max_size=60), st.integers(20, 60))
def test_no_cut_goes_through_a_character_or_a_token(clusters: list[str], limit: int) -> None:
    text = "".join(part + "x" for part in clusters)
    whole = sorted(set(clusters), key=len, reverse=True)
    for piece in split(text, limit).texts:
        rest = piece
        for part in whole:
            rest = rest.replace(part, "")
        assert set(rest) <= {"x"}, (piece, rest)


@given(ANYTHING, st.integers(LEAST_LIMIT, 200), SIZES)
def test_pages_are_whole_lines_and_as_few_as_can_be(
    text: str, limit: int, size: Callable[[str], int]
) -> None:
    found = list(pages(text, limit, size))
    assert "".join(found) == text
    for page in found:
        assert weight(page, size) <= limit or len(page.splitlines()) == 1
    for page, following in pairwise(found):
        assert page.splitlines(keepends=True)[-1] != page.splitlines()[-1], "cut within a line"
        assert weight(page + following.splitlines(keepends=True)[0], size) > limit


def test_the_sizes_are_those_of_the_encodings() -> None:
    from urllib.parse import quote

    for char in "a~ é字👍%+":
        assert utf8_bytes(char) == len(char.encode())
        assert url_bytes(char) == len(quote(char, safe=""))


def test_lines_and_margins_stay() -> None:
    chunks = split("  Hola.\n\n\tAdiós  \r\n", 100)
    assert chunks.texts == ("Hola.", "Adiós")
    assert chunks.join(["Hello.\n", " Bye"]) == "  Hello.\n\n\tBye  \r\n"


def test_a_long_line_is_cut_between_sentences_then_words() -> None:
    assert split("One two three. Four five! Six seven?", 26).texts == (
        "One two three. Four five!",
        "Six seven?",
    )
    assert split("alpha beta gamma delta epsilon", 16).texts == (
        "alpha beta",
        "gamma delta",
        "epsilon",
    )
    assert split("注文しました。届きません。どうしてですか。", 45).texts == (
        "注文しました。届きません。",
        "どうしてですか。",
    )


def test_by_sentence_gives_each_its_own_piece() -> None:
    text = 'He said "no." Why? 为什么？我不知道。 Ok then'
    chunks = split(text, 1000, by_sentence=True)
    assert chunks.texts == ('He said "no."', "Why?", "为什么？", "我不知道。", "Ok then")
    assert chunks.join(chunks.texts) == text


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\n", "!!! ...", "12 + 3", "XQ1QX", "XQ1QX, XQ2QX!\n👍"]
)
def test_what_has_no_words_is_not_sent(text: str) -> None:
    chunks = split(text, 100)
    assert chunks.texts == ()
    assert chunks.join([]) == text


def test_a_character_over_the_limit_is_kept_back() -> None:
    monster = "a" + "\u0301" * 100
    chunks = split(f"one {monster} two", 20)
    assert chunks.texts == ("one", "two")
    assert chunks.join(["uno", "dos"]) == f"uno {monster} dos"
    assert unicodedata.combining("\u0301")


def test_misuse_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        split("text", LEAST_LIMIT - 1)
    with pytest.raises(ValueError, match="as many"):
        split("one\ntwo", 100).join(["uno"])
    assert "text" not in repr(split("text", 100))


@pytest.mark.parametrize(
    "part", ["a", "a ", "a. ", "\n", "。", "👍", "\u0301", "XQ1QX", ". ", "字"]
)
def test_time_grows_as_the_text_does(part: str) -> None:
    def seconds(size: int) -> float:
        begun = time.thread_time()
        chunks: Chunks = split(part * (size // len(part)), 500, url_bytes)
        chunks.join(chunks.texts)
        return time.thread_time() - begun

    assert seconds(100_000) < 20 * max(seconds(12_500), 0.02)
