"""The palette: the first page of a search over 50,000 snippets, at every key of a query."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

from desktop.snippets.search import Record, SnippetSearch
from tests.bench.report import Row, percentile

VOCABULARY = """
    refund order parcel invoice delay customer account address payment card return exchange
    voucher delivery warehouse confirm cancel subscription password contract tariff technician
    appointment warranty repair complaint apology thank greeting closing escalation transfer
    identity check number e-mail phone callback business hours holiday shipping label damaged
    missing wrong item colour size bank receipt discount loyalty points balance
"""
WORDS = VOCABULARY.split()


def measure(quick: bool) -> list[Row]:
    """Type queries key by key, some with a slip."""
    count, queries = (2_000, 20) if quick else (50_000, 150)
    source = random.Random(5)
    search = SnippetSearch(_records(source, count))
    first: list[float] = []
    with_slips: list[float] = []
    for _ in range(queries):
        query = " ".join(source.sample(WORDS, source.choice((1, 1, 2))))
        first += [_until_page(search, query[: end + 1]) for end in range(len(query))]
        with_slips.append(_whole(search, _slipped(source, query)))
    name = f"{count:,} snippets"
    return [
        Row(f"{name}: first page, 95 %", percentile(first, 0.95), "ms", target=16),
        Row(f"{name}: first page, slowest", max(first), "ms"),
        Row(f"{name}: with slips, 95 %", percentile(with_slips, 0.95), "ms", target=60),
    ]


def _records(source: random.Random, count: int) -> Sequence[Record]:
    records: list[Record] = []
    for number in range(count):
        label = " ".join(source.choices(WORDS, k=source.randint(2, 5))).capitalize()
        trigger = ":" + "".join(source.choices("abcdefghiklmnoprstuvw", k=source.randint(3, 7)))
        text = " ".join(source.choices(WORDS, k=source.randint(10, 60)))
        terms = source.choices(WORDS, k=source.randint(0, 2))
        records.append((number, [trigger], label, terms, text))
    return records


def _until_page(search: SnippetSearch, query: str) -> float:
    begun = time.perf_counter()
    next(search.search(query))  # the first stage is the first page
    return (time.perf_counter() - begun) * 1000


def _whole(search: SnippetSearch, query: str) -> float:
    begun = time.perf_counter()
    for _ in search.search(query):
        pass
    return (time.perf_counter() - begun) * 1000


def _slipped(source: random.Random, query: str) -> str:
    place = source.randrange(1, len(query) - 1)
    return query[:place] + query[place + 1] + query[place] + query[place + 2 :]
