"""The translation memory: exact and like texts, languages, trust, and forgetting."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from desktop.core.clock import FixedClock
from desktop.core.results import Problem, UserError
from desktop.storage.database import Database
from desktop.storage.trouble import StorageError, Trouble
from desktop.translation.likeness import fold
from desktop.translation.memory import Memory
from desktop.translation.memory_changes import Stopped
from desktop.translation.memory_rows import MIGRATIONS, Match, Origin, Pair

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def pair(
    source: str, target: str = "…", languages: str = "en es", kinds: tuple[str, ...] = ()
) -> Pair:
    first, second = languages.split()
    return Pair(source, target, first, second, kinds)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "translation.db", MIGRATIONS)
    yield made
    made.close()


@pytest.fixture
def memory(database: Database, clock: FixedClock) -> Memory:
    return Memory(database, clock)


def keep(memory: Memory, *pairs: Pair, origin: Origin = Origin.AGENT, about: str = "") -> list[int]:
    return [memory.remember(one, origin, about).result() for one in pairs]


def rows(database: Database, table: str) -> int:
    with database.reading() as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def texts(found: object) -> list[str]:
    assert isinstance(found, list | tuple)
    return [one.segment.target for one in found if isinstance(one, Match)]


def test_what_is_kept_is_found_exactly(memory: Memory) -> None:
    keep(memory, pair("Where is XQ1QX?", "¿Dónde está XQ1QX?", kinds=("order number",)))
    assert memory.exact("Where is XQ1QX?", "en", "es") == "¿Dónde está XQ1QX?"
    assert memory.exact("  Where is XQ1QX?\n", "en", "es") == "¿Dónde está XQ1QX?"
    assert memory.exact("where is XQ1QX?", "en", "es") is None
    assert memory.exact("Where is XQ1QX?", "es", "en") is None
    (found,) = memory.known("Where is XQ1QX?", "en", "es")
    assert (found.score, found.segment.kinds) == (100, ("order-number",))


def test_composed_and_decomposed_letters_are_the_same(memory: Memory) -> None:
    keep(memory, pair("Cafe\u0301", "coffee", "es en"))
    assert memory.exact("Café", "es", "en") == "coffee"


@pytest.mark.parametrize(
    ("kept", "asked", "found"),
    [
        ("en pt", "en pt-BR", True),
        ("en pt-BR", "en pt", True),
        ("en pt-PT", "en pt-BR", False),
        ("en-US es", "en-GB es", True),
        ("en_us es", "en ES", True),
        ("en zh-Hans", "en zh-Hant", False),
        ("en zh-TW", "en zh-Hant", True),
        ("en sr-Latn", "en sr-Cyrl", False),
        ("iw en", "he en", True),
        ("en es", "fr es", False),
    ],
)
def test_which_languages_serve_which(memory: Memory, kept: str, asked: str, found: bool) -> None:
    keep(memory, pair("hello", "x", kept))
    assert (memory.exact("hello", *asked.split()) is not None) is found


def test_the_very_region_comes_first(memory: Memory) -> None:
    keep(memory, pair("hi", "general", "en pt"), pair("hi", "brazil", "en pt-BR"))
    assert texts(memory.known("hi", "en", "pt-BR")) == ["brazil", "general"]
    assert texts(memory.known("hi", "en", "pt")) == ["general", "brazil"]


def test_another_region_is_offered_as_less_than_exact(memory: Memory) -> None:
    keep(memory, pair("where is my order", "x", "en pt-PT"))
    (found,) = memory.fuzzy("where is my order", "en", "pt-BR")
    assert (found.score, found.other_region) == (95, True)


def test_the_more_trusted_comes_first_then_the_later(memory: Memory, clock: FixedClock) -> None:
    for origin in (Origin.ENGINE, Origin.IMPORT, Origin.AGENT):
        keep(memory, pair("hi", origin.value), origin=origin)
    memory.set_variants([pair("hi", "variant")]).result()
    clock.advance(60)
    keep(memory, pair("hi", "agent later"))
    found = texts(memory.known("hi", "en", "es"))
    assert found == ["variant", "agent later", "agent", "import", "engine"]


def test_the_same_once_more_is_a_use(memory: Memory, clock: FixedClock) -> None:
    first = keep(memory, pair("hi", "hola"), origin=Origin.ENGINE)
    clock.advance(3600)
    assert keep(memory, pair("hi", "hola"), origin=Origin.AGENT) == first
    (found,) = memory.known("hi", "en", "es")
    assert found.segment.uses == 2
    assert found.segment.origin is Origin.AGENT
    assert found.segment.created == NOON
    assert found.segment.used == NOON + dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("kept", "asked", "least"),
    [
        ("Where is my order?", "where is my order", 90),
        ("Where is my order XQ1QX?", "Where is my order XQ2QX?", 99),
        ("I cannot access my account", "i cant acces my acount", 85),
        ("Mi pedido no ha llegado todavía", "mi pedido no ha llegado todavia", 95),
        ("Можете вернуть деньги за заказ?", "Можете вернуть деньги за заказы", 90),
        ("请问我的订单什么时候发货", "请问我的订单什么时候能发货", 90),
        ("สินค้าของฉันอยู่ที่ไหน", "สินค้าของฉันอยู่ไหน", 85),
        ("주문한 상품이 아직 안 왔어요", "주문한 상품이 아직도 안 왔어요", 85),
        ("أين طلبي رقم واحد", "اين طلبي رقم واحد", 85),
        ("Gracias", "Graciass", 90),
        ("ok", "Ok", 99),
    ],
)
def test_like_texts_are_found(memory: Memory, kept: str, asked: str, least: int) -> None:
    keep(memory, pair(kept, "x"), pair("Something else entirely, about a broken screen", "y"))
    found = memory.fuzzy(asked, "en", "es")
    assert texts(found) == ["x"]
    assert least <= found[0].score <= 99


def test_an_exact_one_is_first_among_the_like(memory: Memory) -> None:
    keep(memory, pair("where is my order?", "like"), pair("where is my order", "exact"))
    found = memory.fuzzy("where is my order", "en", "es")
    assert [(one.segment.target, one.score) for one in found] == [("exact", 100), ("like", 97)]
    assert texts(memory.fuzzy("where is my order", "en", "es", at_least=100)) == ["exact"]
    assert texts(memory.fuzzy("where is my order", "en", "es", limit=1)) == ["exact"]


def test_other_numbers_are_told(memory: Memory) -> None:
    keep(memory, pair("It costs 25 euros for 3 days", "x"))
    (found,) = memory.fuzzy("It costs 99 euros for 3 days", "en", "es")
    assert (found.score, found.numbers_differ) == (99, True)
    keep(memory, pair("it costs 99 euros for 3 days!", "y"))
    same = memory.fuzzy("It costs 99 euros for 3 days", "en", "es")
    assert {one.segment.target: one.numbers_differ for one in same} == {"x": True, "y": False}


def test_the_best_of_many_is_found(memory: Memory) -> None:
    source = random.Random(7)
    words = [f"{a}{b}" for a in ("ship", "ord", "ret", "bill", "log") for b in ("ing", "er", "al")]
    kept = list({" ".join(source.choices(words, k=source.randint(2, 9))) for _ in range(3000)})
    memory.add([pair(text) for text in kept], Origin.IMPORT).result()
    worse = 0
    for text in source.sample(kept, 60):
        parts = text.split()
        parts[source.randrange(len(parts))] = source.choice(("please", "shiping", "my"))
        asked = " ".join(parts)
        truth = process.extractOne(fold(asked), [fold(one) for one in kept], scorer=fuzz.ratio)
        if truth[1] < 70:
            continue
        found = memory.fuzzy(asked, "en", "es")
        worse += not found or (found[0].score < int(truth[1]) and found[0].score != 99)
    assert worse <= 3


def test_nothing_is_like_nothing(memory: Memory) -> None:
    keep(memory, pair("hello"))
    for text in ("", "   ", "!!!", "👍", "x" * 10_000, "\ud800 hello there"):
        assert memory.exact(text, "en", "es") is None
        assert not memory.fuzzy(text, "en", "es")


@pytest.mark.parametrize(
    "bad",
    [
        pair(""),
        pair("a", " "),
        pair("a", "b", "en klingon!"),
        pair("a\0b"),
        pair("a", "\ud800"),
        pair("x" * 30_000),
    ],
)
def test_what_can_not_be_kept_says_so(memory: Memory, bad: Pair) -> None:
    error = memory.remember(bad, Origin.AGENT).exception()
    assert isinstance(error, UserError)
    assert list(memory.segments()) == []


def test_variants_are_replaced_as_a_whole(memory: Memory) -> None:
    memory.set_variants([pair("a", "1"), pair("b", "2"), pair("b", "2")]).result()
    first = memory.known("b", "en", "es")[0].segment.id
    keep(memory, pair("mine", "x"))
    memory.set_variants([pair("b", "2"), pair("c", "3")]).result()
    assert memory.exact("a", "en", "es") is None
    assert memory.known("b", "en", "es")[0].segment.id == first
    assert memory.exact("c", "en", "es") == "3"
    origins = Counter(one.origin for one in memory.segments())
    assert origins == {Origin.VARIANT: 2, Origin.AGENT: 1}


def test_forgetting_a_customer(memory: Memory, database: Database) -> None:
    keep(memory, pair("only anna says this"), about="anna")
    keep(memory, pair("thank you"), about="anna")
    keep(memory, pair("thank you"), about="ben")
    memory.add([pair("imported")], Origin.IMPORT).result()
    keep(memory, pair("imported"), about="anna")
    assert memory.forget("anna").result() == 1
    assert memory.exact("only anna says this", "en", "es") is None
    assert not memory.fuzzy("only anna says that", "en", "es")
    assert memory.exact("thank you", "en", "es")
    assert memory.exact("imported", "en", "es")
    assert memory.forget("anna").result() == 0
    assert memory.forget("ben").result() == 1
    assert rows(database, "about") == 0


def test_what_is_forgotten_leaves_no_trace_on_the_disk(
    memory: Memory, database: Database, tmp_path: Path
) -> None:
    keep(memory, pair("the purple elephant never arrived"), about="anna")
    keep(memory, pair("something else"))
    memory.forget("anna").result()
    database.close()
    for path in tmp_path.iterdir():
        assert b"purple elephant" not in path.read_bytes()


def test_what_is_not_used_expires(memory: Memory, clock: FixedClock) -> None:
    keep(memory, pair("old", "1"), pair("used again", "2"))
    memory.add([pair("imported", "3")], Origin.IMPORT).result()
    memory.set_variants([pair("variant", "4")]).result()
    clock.advance(20 * 86_400)
    keep(memory, pair("used again", "2"))
    clock.advance(15 * 86_400)
    assert memory.expire(days=30).result() == 1
    assert {one.source for one in memory.segments()} == {"used again", "imported", "variant"}


def test_deleting_takes_everything_that_leads_to_it(memory: Memory, database: Database) -> None:
    numbers = keep(memory, pair("one of these days"), pair("one of those days"), about="anna")
    assert memory.delete(numbers[0]).result()
    assert not memory.delete(numbers[0]).result()
    assert [one.segment.id for one in memory.fuzzy("one of these days", "en", "es")] == numbers[1:]
    assert memory.delete(numbers[1]).result()
    assert [rows(database, table) for table in ("segment", "posting", "about")] == [0, 0, 0]


def test_clearing(memory: Memory, database: Database) -> None:
    keep(memory, pair("one"), pair("two"), about="anna")
    assert memory.clear().result() == 2
    assert [rows(database, t) for t in ("segment", "posting", "about", "pair")] == [0, 0, 0, 0]
    keep(memory, pair("one", "x"))
    assert memory.exact("one", "en", "es") == "x"


def test_all_segments_are_given_while_others_change(memory: Memory) -> None:
    memory.add([pair(f"text {n}") for n in range(2500)], Origin.IMPORT).result()
    seen = []
    for one in memory.segments(Origin.IMPORT):
        seen.append(one.source)
        if len(seen) == 500:
            memory.add([pair("late")], Origin.IMPORT).result()
    assert sorted(set(seen)) == sorted(seen)
    assert set(seen) >= {f"text {n}" for n in range(2500)}


def test_adding_many_is_whole_or_not_at_all(memory: Memory, database: Database) -> None:
    def broken() -> Iterator[Pair]:
        yield from (pair(f"text {n}") for n in range(100))
        raise UserError("the file ends here")

    keep(memory, pair("before"))
    assert isinstance(memory.add(broken(), Origin.IMPORT).exception(), UserError)
    many = [pair(f"text {n}") for n in range(100)]
    assert isinstance(memory.add(many, Origin.IMPORT, lambda _: False).exception(), Stopped)
    assert [one.source for one in memory.segments()] == ["before"]
    added = memory.add([*many, many[0], pair("")], Origin.IMPORT).result()
    assert (added.new, added.doubled) == (100, 1)


def test_a_memory_that_can_not_be_read_knows_nothing_and_says_why_once(
    tmp_path: Path, clock: FixedClock
) -> None:
    path = tmp_path / "translation.db"
    database = Database(path, MIGRATIONS)
    memory = Memory(database, clock)
    keep(memory, *[pair(f"hello {n} " + "x" * 400) for n in range(50)])
    database.close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))
    database = Database(path, MIGRATIONS)
    memory = Memory(database, clock)
    told: list[Problem] = []
    memory.troubled.connect(told.append)
    for _ in range(3):
        assert memory.exact("hello 1", "en", "es") is None
        assert not memory.fuzzy("hello 1", "en", "es")
    assert len(told) == 1
    with pytest.raises(StorageError):
        list(memory.segments())
    database.close()


def test_after_the_end_nothing_is_known_and_nothing_kept(
    memory: Memory, database: Database
) -> None:
    keep(memory, pair("hello"))
    told: list[Problem] = []
    memory.troubled.connect(told.append)
    database.close()
    assert memory.exact("hello", "en", "es") is None
    error = memory.remember(pair("x"), Origin.AGENT).exception()
    assert isinstance(error, StorageError)
    assert error.trouble is Trouble.CLOSED
    assert told == []


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=60)
@given(
    kept=st.lists(st.tuples(TEXT, TEXT), max_size=15), asked=TEXT, gone=st.sets(st.integers(0, 14))
)
def test_anything_kept_is_found_and_anything_deleted_is_not(
    tmp_path_factory: pytest.TempPathFactory,
    kept: list[tuple[str, str]],
    asked: str,
    gone: set[int],
) -> None:
    database = Database(tmp_path_factory.mktemp("memory") / "translation.db", MIGRATIONS)
    try:
        memory = Memory(database, FixedClock(NOON))
        futures = [memory.remember(pair(*one), Origin.AGENT) for one in kept]
        numbers = {future.result() for future in futures if future.exception() is None}
        for one in memory.segments():
            found = memory.fuzzy(one.source, "en", "es", limit=20)
            assert one.id in {match.segment.id for match in found if match.score == 100}
        for match in memory.fuzzy(asked, "en", "es", at_least=50):
            assert 50 <= match.score <= 100
        for number in sorted(numbers)[: len(gone)]:
            assert memory.delete(number).result()
        left = sum(1 for _ in memory.segments())
        assert left == max(0, len(numbers) - len(gone))
        if not left:
            assert rows(database, "posting") == 0
    finally:
        database.close()
