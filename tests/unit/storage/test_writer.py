"""The writer's thread: order, batches, and failures that stay with whoever caused them."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future

import pytest

from desktop.storage.writer import Writer


class LateError(Exception):
    pass


class ToldError(Exception):
    pass


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    made.execute("CREATE TABLE note (text TEXT UNIQUE)")
    yield made
    made.close()


@pytest.fixture
def writer(connection: sqlite3.Connection) -> Iterator[Writer]:
    made = Writer(connection, lambda _: ToldError(), LateError, "writer under test")
    yield made
    made.close()


class Gate:
    """Holds the writer's thread until it is opened, so that jobs pile up behind it."""

    def __init__(self, writer: Writer) -> None:
        self._open = threading.Event()
        reached = threading.Event()

        def wait(_: sqlite3.Connection) -> None:
            reached.set()
            assert self._open.wait(10)

        self.future = writer.submit(wait)
        assert reached.wait(10)

    def open(self) -> None:
        self._open.set()


def put(text: str) -> Callable[[sqlite3.Connection], str]:
    def work(connection: sqlite3.Connection) -> str:
        connection.execute("INSERT INTO note VALUES (?)", (text,))
        return text

    return work


def notes(writer: Writer) -> list[str]:
    return writer.submit(
        lambda connection: [row[0] for row in connection.execute("SELECT text FROM note")]
    ).result()


def commits(connection: sqlite3.Connection) -> list[str]:
    said: list[str] = []
    connection.set_trace_callback(said.append)
    return said


def test_jobs_are_done_in_their_order_and_share_transactions(
    connection: sqlite3.Connection, writer: Writer
) -> None:
    gate = Gate(writer)
    futures = [writer.submit(put(str(number))) for number in range(30)]
    said = commits(connection)
    gate.open()
    assert [future.result() for future in futures] == [str(number) for number in range(30)]
    assert notes(writer) == [str(number) for number in range(30)]
    assert said.count("COMMIT") <= 3


def test_one_that_fails_takes_nothing_of_the_others_with_it(writer: Writer) -> None:
    def half(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO note VALUES ('half')")
        raise ValueError("no")

    gate = Gate(writer)
    first, bad, twice, last = (
        writer.submit(put("first")),
        writer.submit(half),
        writer.submit(put("first")),
        writer.submit(put("last")),
    )
    gate.open()
    assert (first.result(), last.result()) == ("first", "last")
    assert isinstance(bad.exception(), ValueError)
    assert isinstance(twice.exception(), ToldError)
    assert notes(writer) == ["first", "last"]


def test_a_job_alone_waits_for_nobody_and_nobody_for_it(
    connection: sqlite3.Connection, writer: Writer
) -> None:
    gate = Gate(writer)
    order: list[str] = []
    futures: list[Future[str]] = []
    for name in ("a", "b", "long", "c"):
        future = writer.submit(put(name), alone=name == "long")
        future.add_done_callback(lambda done: order.append(done.result()))
        futures.append(future)
    said = commits(connection)
    gate.open()
    for future in futures:
        future.result()
    assert order == ["a", "b", "long", "c"]
    kept = [line for line in said if line == "COMMIT" or line.startswith("INSERT")]
    assert [line[:6] for line in kept] == [
        "COMMIT", "INSERT", "INSERT", "COMMIT", "INSERT", "COMMIT", "INSERT", "COMMIT",
    ]  # fmt: skip


def test_a_bare_job_is_in_no_transaction(writer: Writer) -> None:
    assert writer.submit(lambda connection: connection.in_transaction).result()
    assert not writer.submit(lambda connection: connection.in_transaction, bare=True).result()


def test_a_job_that_ends_the_transaction_spoils_it_for_all(writer: Writer) -> None:
    def end(connection: sqlite3.Connection) -> None:
        connection.execute("ROLLBACK")

    gate = Gate(writer)
    first = writer.submit(put("first"))
    bad = writer.submit(end)
    gate.open()
    assert isinstance(first.exception(), ToldError)
    assert isinstance(bad.exception(), ToldError)
    assert writer.submit(put("second")).result() == "second"
    assert notes(writer) == ["second"]


def test_a_cancelled_one_is_not_done(writer: Writer) -> None:
    gate = Gate(writer)
    future = writer.submit(put("x"))
    assert future.cancel()
    gate.open()
    with pytest.raises(CancelledError):
        future.result()
    assert notes(writer) == []


def test_closing_does_what_waits(connection: sqlite3.Connection, writer: Writer) -> None:
    gate = Gate(writer)
    futures = [writer.submit(put(str(n)), alone=n % 3 == 0) for n in range(10)]
    closer = threading.Thread(target=writer.close)
    closer.start()
    gate.open()
    closer.join()
    assert all(future.done() and not future.exception() for future in futures)
    assert isinstance(writer.submit(put("late")).exception(), LateError)
    assert connection.execute("SELECT count(*) FROM note").fetchone() == (10,)


def test_jobs_from_many_threads(writer: Writer) -> None:
    def many(name: int) -> None:
        for number in range(50):
            writer.submit(put(f"{name} {number}"))

    threads = [threading.Thread(target=many, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = notes(writer)
    assert len(found) == 400
    for name in range(8):
        assert [one for one in found if one.startswith(f"{name} ")] == [
            f"{name} {number}" for number in range(50)
        ]
