"""The matcher against a search over all triggers that knows the whole text."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from desktop.core.triggers import REGEX_BUFFER, SEPARATORS, TriggerIndex, fold
from desktop.keyboard.matcher import Hit, Left, Matcher

LETTERS = "abAB:; \n\u00e9\u0130\u03a3\u03c2\U0001f600"
BACK = "\b"

Index = Callable[..., TriggerIndex]
Row = Any
"""A ``Trigger`` of conftest, which has no name to import it by."""
Rows = list[tuple[str, int, bool, bool, bool]]

triggers = st.lists(
    st.tuples(
        st.text(LETTERS, min_size=1, max_size=4),
        st.integers(0, 5),
        st.booleans(),
        st.booleans(),
        st.booleans(),
    ),
    max_size=8,
)
regexes = st.lists(
    st.tuples(
        st.sampled_from(["ab+", "(?P<which>a|B)b", ":+a", "b$", "[ab]{2}", "a?", "\\bb"]),
        st.integers(6, 9),
    ),
    max_size=3,
)
typing = st.lists(
    st.one_of(st.sampled_from(LETTERS), st.just(BACK), st.text(LETTERS, min_size=2, max_size=6)),
    max_size=30,
).map("".join)


class Oracle:
    """Knows everything that was typed, and at which place knowledge begins."""

    def __init__(self, found: list[Row], patterns: list[tuple[str, int]]) -> None:
        self.triggers = found
        self.patterns = patterns
        longest = max((len(one.text) + one.right for one in found), default=0)
        self.capacity = max(longest, REGEX_BUFFER if patterns else 0)
        self.text: list[str] = []
        self.left = Left.START

    def back(self) -> None:
        if self.text:
            self.text.pop()
        elif self.left is not Left.START:
            self.left = Left.UNKNOWN

    def feed(self, char: str) -> tuple[set[int], str, str] | None:
        self.text.append(char)
        while len(self.text) > self.capacity:
            gone = self.text.pop(0)
            self.left = Left.SEPARATOR if gone in SEPARATORS else Left.WORD
        return self._plain() or self._regex()

    def _plain(self) -> tuple[set[int], str, str] | None:
        text = "".join(self.text)
        best: dict[int, list[Row]] = {}
        for one in self.triggers:
            after = text[-1:] if one.right else ""
            rest = text[:-1] if one.right else text
            if one.right and after not in SEPARATORS:
                continue
            ends = (
                fold(rest).endswith(fold(one.text)) if one.folded else rest.endswith(one.text)
            ) and len(rest) >= len(one.text)
            if not ends:
                continue
            before = rest[: len(rest) - len(one.text)]
            begins = before[-1] in SEPARATORS if before else self.left not in BLIND
            if one.left and not begins:
                continue
            best.setdefault(len(one.text) + one.right, []).append(one)
        if not best:
            return None
        length = max(best)
        after = text[-1] if all(one.right for one in best[length]) else ""
        typed = text[len(text) - length : len(text) - len(after)]
        return {one.number for one in best[length]}, typed, after

    def _regex(self) -> tuple[set[int], str, str] | None:
        text = "".join(self.text)[-REGEX_BUFFER:]
        found: dict[str, set[int]] = {}
        for pattern, number in self.patterns:
            match = re.search(f"(?:{pattern})\\Z", text, re.ASCII)
            if match and match.group():
                found.setdefault(match.group(), set()).add(number)
        if not found:
            return None
        longest = max(found, key=len)
        return found[longest], longest, ""


BLIND = {Left.WORD, Left.UNKNOWN}


def as_plain(hit: Hit | None) -> tuple[set[int], str, str] | None:
    return None if hit is None else (set(hit.numbers), hit.typed, hit.after)


@given(triggers, regexes, typing)
def test_it_finds_what_a_search_over_all_triggers_finds(
    index: Index, trigger: Row, rows: Rows, patterns: list[tuple[str, int]], text: str
) -> None:
    found = [trigger(*row) for row in rows]
    matcher, oracle = Matcher(index(found, patterns)), Oracle(found, patterns)
    for char in text:
        if char == BACK:
            matcher.back()
            oracle.back()
            continue
        if oracle.capacity:
            assert as_plain(matcher.feed(char)) == oracle.feed(char)
        else:
            assert matcher.feed(char) is None
        assert matcher.length == len(oracle.text) <= oracle.capacity


@given(triggers, typing, st.sampled_from(list(Left)))
def test_left_of_the_buffer_only_the_kind_counts(
    index: Index, trigger: Row, rows: Rows, text: str, left: Left
) -> None:
    found = [trigger(*row) for row in rows]
    assume(found)
    matcher, oracle = Matcher(index(found)), Oracle(found, [])
    matcher.forget(left)
    oracle.left = left
    for char in text:
        if char == BACK:
            matcher.back()
            oracle.back()
        else:
            assert as_plain(matcher.feed(char)) == oracle.feed(char)


def feed(matcher: Matcher, text: str) -> Hit | None:
    hit = None
    for char in text:
        hit = matcher.feed(char)
    return hit


@pytest.mark.parametrize(
    ("typed", "fires"),
    [
        ("brb ", True),
        ("x brb ", True),
        ("xbrb ", False),
        ("brb", False),
        ("brbx ", False),
        ("(brb)", True),
        ("\u00a0brb\u00a0", True),
    ],
)
def test_a_word_needs_separators_on_both_sides(
    index: Index, trigger: Row, typed: str, fires: bool
) -> None:
    matcher = Matcher(index([trigger("brb", left=True, right=True)]))
    assert (feed(matcher, typed) is not None) is fires


def test_more_backspaces_than_the_buffer_holds_leave_the_left_side_unknown(
    index: Index, trigger: Row
) -> None:
    matcher = Matcher(index([trigger("ab", left=True)]))
    feed(matcher, "x yz")
    for _ in range(9):
        matcher.back()
    assert feed(matcher, "ab") is None
    assert feed(matcher, " ab") is not None


def test_backspaces_at_the_start_change_nothing(index: Index, trigger: Row) -> None:
    matcher = Matcher(index([trigger("ab", left=True)]))
    for _ in range(9):
        matcher.back()
    assert feed(matcher, "ab") is not None


def test_the_longest_wins_and_plain_goes_before_regex(index: Index, trigger: Row) -> None:
    rows = [trigger(":brb", 1), trigger("rb", 2)]
    assert feed(Matcher(index(rows)), ":brb") == Hit((1,), ":brb")
    assert feed(Matcher(index(rows)), "brb") == Hit((2,), "rb")
    assert feed(Matcher(index(rows, [("x+:brb", 3)])), "xx:brb") == Hit((1,), ":brb")
    assert feed(Matcher(index([], [("x+b", 3), ("xb", 4)])), "xxb") == Hit((3,), "xxb")


def test_one_trigger_of_several_snippets_is_one_hit(index: Index, trigger: Row) -> None:
    rows = [trigger(":a", 1), trigger(":a", 2), trigger(":A", 3, folded=True)]
    hit = feed(Matcher(index(rows)), ":a")
    assert hit is not None
    assert set(hit.numbers) == {1, 2, 3}


def test_regexes_that_find_the_same_are_one_hit(index: Index) -> None:
    hit = feed(Matcher(index([], [("x+b", 3), ("[xy]+b", 4)])), "xxb")
    assert hit is not None
    assert (set(hit.numbers), hit.typed) == ({3, 4}, "xxb")


def test_a_separator_that_ends_one_trigger_and_fires_another_belongs_to_the_trigger(
    index: Index, trigger: Row
) -> None:
    matcher = Matcher(index([trigger("ab", 1, right=True), trigger("ab;", 2)]))
    hit = feed(matcher, "ab;")
    assert hit is not None
    assert (set(hit.numbers), hit.typed, hit.after) == ({1, 2}, "ab;", "")


def test_named_groups_of_a_regex(index: Index) -> None:
    hit = feed(Matcher(index([], [(r"order(?P<number>\d+)(?P<more>x)?;", 7)])), "my order42;")
    assert hit == Hit((7,), "order42;", groups={"number": "42", "more": ""})


def test_a_regex_sees_64_characters_however_long_the_triggers_are(
    index: Index, trigger: Row
) -> None:
    matcher = Matcher(index([trigger("z" * 90)], [("a[^b]*b", 1)]))
    assert feed(matcher, "a" + "-" * 62 + "b") is not None
    assert feed(matcher, "c" * 90 + "a" + "-" * 63 + "b") is None


@pytest.mark.parametrize("pattern", ["(a", "a)(b", "a\\", "a{1,9999}", "\\1", "(?=a)", "\ud800"])
def test_a_regex_that_can_t_be_read_is_reported_and_the_others_work(
    index: Index, pattern: str
) -> None:
    matcher = Matcher(index([], [("ab", 1), (pattern, 2), ("cd", 3)]))
    assert matcher.problems == ["A regex trigger of snippet 2 can't be read."]
    assert feed(matcher, "ab") == Hit((1,), "ab")
    assert feed(matcher, "cd") == Hit((3,), "cd")


def test_very_many_regexes_need_more_than_one_set(index: Index) -> None:
    patterns = [(f"order{i:04}(?P<n>[a-z]+.*\\d{{1,30}})", i) for i in range(3000)]
    matcher = Matcher(index([], patterns))
    assert matcher.problems == []
    for number in (0, 1500, 2999):
        matcher.forget()
        hit = feed(matcher, f" order{number:04}abc7")
        assert hit is not None
        assert hit.numbers == (number,)


def test_half_a_character_is_no_fault(index: Index, trigger: Row) -> None:
    matcher = Matcher(index([trigger("ab"), trigger("Ab", folded=True)], [("c+d", 1)]))
    assert feed(matcher, "a\ud800b\udc00ccd") == Hit((1,), "ccd")


def test_a_greek_word_fires_in_capitals(index: Index, trigger: Row) -> None:
    matcher = Matcher(index([trigger("\u03bf\u03b4\u03cc\u03c2", folded=True)]))
    assert feed(matcher, "\u039f\u0394\u038c\u03a3") is not None
    matcher = Matcher(index([trigger("\u039f\u0394\u038c\u03a3", folded=True)]))
    assert feed(matcher, "\u03bf\u03b4\u03cc\u03c2") is not None


def test_nothing_is_kept_without_triggers(index: Index) -> None:
    matcher = Matcher(index([]))
    assert feed(matcher, "some text") is None
    assert matcher.length == 0


@given(triggers, typing, typing)
@example([("ab", 0, False, False, False)], "a", "b")
def test_another_index_goes_on_where_the_one_before_was(
    index: Index, trigger: Row, rows: Rows, before: str, after: str
) -> None:
    same = index([trigger(*row) for row in rows])
    one, two = Matcher(same), Matcher(same)
    feed(one, before.replace(BACK, ""))
    feed(two, before.replace(BACK, ""))
    three = Matcher(same)
    three.go_on_from(two)
    for char in after.replace(BACK, ""):
        assert one.feed(char) == three.feed(char)


def test_a_shorter_index_takes_what_it_can_hold(index: Index, trigger: Row) -> None:
    long, short = Matcher(index([trigger("abcdef")])), Matcher(index([trigger("f", left=True)]))
    feed(long, "abcde")
    short.go_on_from(long)
    assert short.length == 1
    assert feed(short, "f") is None
    nothing = Matcher()
    nothing.go_on_from(long)
    assert nothing.length == 0


def test_own_text_is_no_trigger_but_stands_there(index: Index, trigger: Row) -> None:
    matcher = Matcher(index([trigger("ab", left=True), trigger("gb")]))
    matcher.after_text("something")
    assert feed(matcher, "b") is None
    matcher.after_text("something")
    assert feed(matcher, "ab") is None
    matcher.after_text("something ")
    assert feed(matcher, "ab") is not None
    matcher.after_text("")
    assert feed(matcher, "ab") is None


def test_a_key_costs_no_more_with_many_triggers(index: Index, trigger: Row) -> None:
    """By the calls that it makes, not by the clock."""
    import sys

    def calls(count: int) -> int:
        source = random.Random(1)
        rows = [
            trigger("".join(source.choices("abcdefgh", k=6)), number) for number in range(count)
        ]
        matcher = Matcher(index(rows))
        made = 0

        def count_calls(frame: object, event: str, argument: object) -> None:
            nonlocal made
            made += event in {"call", "c_call"}

        sys.setprofile(count_calls)
        try:
            feed(matcher, "hgfedcbaabcdefgh" * 4)
        finally:
            sys.setprofile(None)
        return made

    assert calls(20_000) < 2 * calls(20)
