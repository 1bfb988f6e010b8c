"""The customer book with a million customers: taking them in, and finding one.

The reference is a plain import of the same file, ``csv`` into ``sqlite3``, in the same run. A
lookup's time is that of the processor.
"""

from __future__ import annotations

import csv
import random
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil

from desktop.core.clock import SystemClock
from desktop.customers.answers import Found
from desktop.customers.book.book import Book
from desktop.customers.book.importing import import_list, look_at
from desktop.customers.card import Card, fields_of
from desktop.customers.fanout import Lookups
from desktop.customers.identify import Kind, Patterns, Query, identify
from desktop.customers.providers.base import Manifest
from desktop.customers.providers.registry import Ready
from desktop.customers.seal import Seal, new_key
from desktop.net.address import Reach
from desktop.net.deadline import Cancellation, Deadline
from tests.bench.report import Row, percentile

TITLES = ("Name", "E-Mail", "Phone", "Customer number", "Company", "City", "Language", "Note")
NUMBERS = Patterns(customers=["K########"])
SYLLABLES = "ba ke ri to ma len sor vi pa du ne gra chi ul fer as mon ti ro ber"
PROVIDERS = 12
SLOWEST_S = 0.1


def measure(quick: bool) -> list[Row]:
    """Of the book, then of asking many providers at once."""
    count = 5_000 if quick else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        rows = _book(Path(folder), count, 40 if quick else 400)
    return [*rows, *_fan_out(5 if quick else 50), _memory(200 if quick else 2_000)]


def _book(folder: Path, count: int, lookups: int) -> list[Row]:
    chance = random.Random(7)
    path = folder / "people.csv"
    _write(path, count, chance)
    plain = _plain(path, folder / "plain.db")
    book = Book(folder / "customers.db", Seal(new_key()), SystemClock())
    begun = time.perf_counter()
    import_list(book, path, "people", look_at(path))
    took = time.perf_counter() - begun
    plain = (plain + _plain(path, folder / "plain.db")) / 2
    people = _some(path, count, lookups, chance)
    name = f"{count:,} customers"
    found = [
        Row(f"{name}: taken in", took, "s", reference=plain, what="plain import", most=8),
        *_lookups(book, "address", [row[1] for row in people], Kind.EMAIL),
        *_lookups(book, "phone number", [row[2] for row in people], Kind.PHONE),
        *_lookups(book, "customer number", [row[3] for row in people], Kind.CUSTOMER),
        *_lookups(book, "name", [row[0] for row in people]),
        *_lookups(
            book, "beginning of a name", [row[0].split()[1][:4] for row in people], Kind.NAME
        ),
    ]
    book.close()
    size = (folder / "customers.db").stat().st_size / 1e6
    return [*found, Row(f"{name}: on the disk", size, "MB")]


def _write(path: Path, count: int, chance: random.Random) -> None:
    syllables = SYLLABLES.split()
    firsts = ["".join(chance.choices(syllables, k=2)).title() for _ in range(800)]
    lasts = ["".join(chance.choices(syllables, k=3)).title() for _ in range(6000)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(TITLES)
        for number in range(count):
            # Some names are much more common than others.
            first, last = (some[int(chance.random() ** 2 * len(some))] for some in (firsts, lasts))
            phone = f"+49 {chance.randint(150, 179)} {chance.randint(1_000_000, 9_999_999)}"
            company = f"{last} GmbH" if number % 5 == 0 else ""
            note = "prefers mail" if number % 3 == 0 else ""
            writer.writerow(
                (f"{first} {last}", f"{first}.{last}{number}@example.com", phone,
                 f"K{number:08}", company, "Berlin", "de", note)
            )  # fmt: skip


def _plain(path: Path, target: Path) -> float:
    target.unlink(missing_ok=True)
    begun = time.perf_counter()
    connection = sqlite3.connect(target)
    connection.execute("CREATE TABLE people (a, b, c, d, e, f, g, h)")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        connection.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?)", reader)
    connection.commit()
    connection.close()
    return time.perf_counter() - begun


def _some(path: Path, count: int, wanted: int, chance: random.Random) -> list[list[str]]:
    chosen = set(chance.sample(range(count), wanted))
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        return [row for number, row in enumerate(reader) if number in chosen]


def _lookups(book: Book, name: str, texts: Sequence[str], kind: Kind = Kind.NAME) -> Iterator[Row]:
    times = []
    for text in texts:
        query = identify(text, NUMBERS, "DE")
        assert isinstance(query, Query)
        assert query.kind is kind
        begun = time.thread_time()
        cards = book.find(query, "book", "DE", 25)
        times.append((time.thread_time() - begun) * 1000)
        assert cards
    yield Row(f"by {name}, median", percentile(times, 0.5), "ms")
    yield Row(f"by {name}, 95 %", percentile(times, 0.95), "ms", target=10)


class _Slow:
    """A provider that needs its time."""

    reach = Reach.OFFICE

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def find(self, query: Query, deadline: Deadline, cancellation: Cancellation) -> list[Card]:
        cancellation.wait(self._seconds)
        return []

    def close(self) -> None:
        """Holds nothing."""


def _ready(number: int) -> Ready:
    provider = _Slow(SLOWEST_S * (number + 1) / PROVIDERS)
    manifest = Manifest(f"desk{number}", "Desk", lambda _: provider, frozenset({Kind.EMAIL}))
    return Ready(manifest.name, manifest, provider)


def _fan_out(rounds: int) -> list[Row]:
    lookups = Lookups([_ready(number) for number in range(PROVIDERS)], SystemClock())
    own: list[float] = []
    again: list[float] = []
    for number in range(rounds):
        query = Query(Kind.EMAIL, f"{number}@example.com")
        for kept in (own, again):
            done = threading.Event()

            def heard(found: Found, done: threading.Event = done) -> None:
                if found.done:
                    done.set()

            begun = time.perf_counter()
            lookups.start(query, heard)
            done.wait()
            kept.append((time.perf_counter() - begun) * 1000)
    lookups.close()
    median = percentile(own, 0.5)
    assert median is not None
    name = f"{PROVIDERS} providers at once"
    return [
        Row(f"{name}: more than the slowest, median", median - SLOWEST_S * 1000, "ms", target=10),
        Row(f"{name}: asked again, 95 %", percentile(again, 0.95), "ms", target=5),
    ]


def _memory(count: int) -> Row:
    """What so many lookups leave behind, after as many that warmed everything up."""

    def answers(query: Query) -> list[Card]:
        values = [("email", query.value), ("name", "Ana Gil"), ("note", "prefers mail " * 20)]
        return [Card("desk", query.value, fields_of("desk", clock.now(), values))]

    clock = SystemClock()
    lookups = Lookups([_ready_at_once(number, answers) for number in range(PROVIDERS)], clock)
    sizes = []
    for part in range(2):
        for number in range(count):
            query = Query(Kind.EMAIL, f"{part}.{number}@example.com")
            lookups.start(query, lambda _: None).wait(10)
        sizes.append(psutil.Process().memory_info().rss)
    lookups.close()
    grown = (sizes[1] - sizes[0]) / 1e6
    return Row(f"{count:,} lookups: memory left behind", grown, "MB", target=3)


def _ready_at_once(number: int, answers: Callable[[Query], list[Card]]) -> Ready:
    provider = _Knowing(answers)
    manifest = Manifest(f"desk{number}", "Desk", lambda _: provider, frozenset({Kind.EMAIL}))
    return Ready(manifest.name, manifest, provider)


class _Knowing(_Slow):
    """A provider that answers at once."""

    def __init__(self, answers: Callable[[Query], list[Card]]) -> None:
        super().__init__(0)
        self._answers = answers

    def find(self, query: Query, deadline: Deadline, cancellation: Cancellation) -> list[Card]:
        return self._answers(query)
