"""Counts under fingerprints: against an oracle that keeps the sentences, and what is never kept."""

from __future__ import annotations

import gc
import pickle
from collections import OrderedDict

from hypothesis import given
from hypothesis import strategies as st

from desktop.keyboard import tally
from desktop.keyboard.tally import KEPT_S, KEY_BYTES, MARK_BYTES, MOST, OFTEN, Tally

KEY = b"k" * KEY_BYTES
SENTENCE = "how can i help you today"


class Oracle:
    """The same by keeping what was typed, which is what must not be done."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.typed: OrderedDict[str, list[float]] = OrderedDict()
        self.settled: set[str] = set()

    def add(self, sentence: str, now: float) -> bool:
        if sentence in self.settled:
            return False
        for other in [one for one, times in self.typed.items() if now - times[-1] >= KEPT_S]:
            del self.typed[other]
        times = [*self.typed.pop(sentence, []), now]
        if len(times) == OFTEN:
            return True
        self.typed[sentence] = times
        while len(self.typed) > self.most:
            self.typed.popitem(last=False)
        return False

    def settle(self, sentence: str) -> None:
        self.settled.add(sentence)
        self.typed.pop(sentence, None)


steps = st.lists(
    st.tuples(
        st.sampled_from(["type"] * 9 + ["settle"]),
        st.sampled_from("abcdef"),
        st.sampled_from([0.0, 1.0, 60.0, KEPT_S / 3, KEPT_S]),
    ),
    max_size=80,
)


@given(steps, st.integers(2, 6))
def test_it_counts_as_if_it_kept_what_was_typed(
    acts: list[tuple[str, str, float]], most: int
) -> None:
    before, tally.MOST = tally.MOST, most  # type: ignore[misc]  # a small bound is reached sooner
    try:
        one, oracle = Tally(KEY), Oracle(most)
        marks: dict[str, bytes] = {}
        now = 0.0
        for kind, sentence, passed in acts:
            now += passed
            if kind == "type":
                mark = one.add(sentence, now)
                assert (mark is not None) == oracle.add(sentence, now)
                if mark is not None:
                    marks[sentence] = mark
            elif sentence in marks:
                oracle.settle(sentence)
                one.settle(marks[other] for other in oracle.settled)
            assert len(one) == len(oracle.typed) <= most
    finally:
        tally.MOST = before  # type: ignore[misc]  # as it was


def test_it_has_a_bound_and_what_was_typed_longest_ago_goes_first() -> None:
    one = Tally(KEY)
    for _ in range(OFTEN - 1):
        one.add(SENTENCE, 0.0)
    for number in range(MOST - 1):
        one.add(f"another sentence {number}", 1.0)
    assert len(one) == MOST
    one.add("one more", 2.0)
    assert len(one) == MOST
    assert one.add(SENTENCE, 3.0) is None


def everything_of(thing: object) -> list[object]:
    """All that can be reached from it, but for modules, classes and functions."""
    seen: dict[int, object] = {}
    waiting = [thing]
    while waiting:
        now = waiting.pop()
        if id(now) not in seen and not isinstance(now, type) and not callable(now):
            seen[id(now)] = now
            waiting += gc.get_referents(now)
    return list(seen.values())


def test_nothing_of_a_sentence_is_kept() -> None:
    one = Tally(KEY)
    for _ in range(OFTEN + 2):
        one.add(SENTENCE, 0.0)
    one.settle([b"m" * MARK_BYTES])
    assert not [thing for thing in everything_of(one) if isinstance(thing, str)]
    dumped = pickle.dumps((one._counts, one._settled, one._key))
    for word in SENTENCE.split():
        if len(word) > 2:
            assert word.encode() not in dumped


def test_a_fingerprint_tells_nothing_without_its_key() -> None:
    marks = set()
    for key in (KEY, b"l" * KEY_BYTES):
        one = Tally(key)
        for _ in range(OFTEN):
            found = one.add(SENTENCE, 0.0)
        assert found is not None
        marks.add(found)
    assert len(marks) == 2
    assert {len(mark) for mark in marks} == {MARK_BYTES}
    assert not Tally(KEY).is_like(one)
