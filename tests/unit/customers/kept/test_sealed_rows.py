"""customers.kept.rows: what is kept outlives the program, and nobody reads it without the key."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.clock import FixedClock
from desktop.core.results import Problem, UserError
from desktop.customers.kept import whose
from desktop.customers.kept.rows import FILE, LARGEST, SealedRows
from desktop.customers.merge import CustomerCard
from desktop.interaction import Customer, Field
from desktop.settings.secrets import Secrets
from tests.unit.customers.book.keeping import MemoryKeyring
from tests.unit.customers.making import NOW, card
from tests.unit.customers.providers.test_book_provider import NoKeyring

HOUR = dt.timedelta(hours=1)
ANA = CustomerCard((card("desk", "7", name="Ana Gil", email="ana@example.com"),))
BEA = CustomerCard((card("desk", "8", name="Bea Gil", email="bea@example.com"),))


class Kept:
    """Rows of one profile, over several starts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keyring = MemoryKeyring()
        self.clock = FixedClock(NOW)
        self.problems: list[Problem] = []
        self.patience = 5.0
        self.rows = self._made()

    def _made(self) -> SealedRows:
        secrets = Secrets(self.folder, self.keyring)
        rows = SealedRows(self.folder, secrets, self.clock, self.patience)
        rows.trouble.connect(self.problems.append)
        return rows

    def again(self) -> SealedRows:
        self.rows.close()
        self.rows = self._made()
        return self.rows

    def on_disk(self) -> bytes:
        files = [one for one in self.folder.iterdir() if one.name.startswith("kept.")]
        return b"".join(one.read_bytes() for one in files)


def limit_pages(rows: SealedRows, pages: int) -> None:
    """So large may the file be: a disk that is full."""
    opened = rows._open()
    assert opened is not None
    opened.database.write(
        lambda one: one.execute(f"PRAGMA max_page_count = {pages}").fetchone()
    ).result()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    made = Kept(tmp_path)
    yield made
    made.rows.close()


def test_what_is_kept_is_there_after_the_next_start(kept: Kept) -> None:
    number = kept.rows.add("note", b"Rang twice.", whose.owner(ANA), NOW + HOUR)
    rows = kept.again()
    (row,) = rows.all("note")
    assert (row.id, row.kind, row.content) == (number, "note", b"Rang twice.")
    assert (row.created, row.due) == (NOW, NOW + HOUR)
    assert rows.get(number) == row
    assert rows.all("follow-up") == []


def test_nothing_is_made_and_no_keyring_asked_while_nothing_is_kept(tmp_path: Path) -> None:
    rows = SealedRows(tmp_path, Secrets(tmp_path, NoKeyring()), FixedClock(NOW))
    assert rows.all("note") == []
    assert rows.of(whose.owner(ANA), "note") == []
    assert rows.forget(whose.owner(ANA)) == rows.remove(1) == rows.drop("note", NOW) == 0
    assert rows.change(1, b"x") is False
    assert rows.count("note") == 0
    rows.close()
    assert list(tmp_path.iterdir()) == []


def test_without_a_keyring_nothing_is_kept(tmp_path: Path) -> None:
    rows = SealedRows(tmp_path, Secrets(tmp_path, NoKeyring()), FixedClock(NOW))
    with pytest.raises(UserError):
        rows.add("note", b"Rang twice.")
    rows.close()
    assert list(tmp_path.iterdir()) == []


def test_the_disk_holds_neither_content_nor_whose_it_is(kept: Kept) -> None:
    kept.rows.add("note", b"Rang twice.", whose.owner(ANA))
    kept.rows.close()
    written = kept.on_disk()
    for word in (b"Rang", b"ana@example", b"Ana"):
        assert word not in written


def test_what_is_deleted_is_nowhere_on_the_disk(kept: Kept) -> None:
    number = kept.rows.add("note", b"Rang twice." * 500, whose.owner(ANA))
    kept.rows.add("note", b"stays")
    kept.again()
    with sqlite3.connect(kept.folder / FILE) as connection:
        (sealed,) = connection.execute("SELECT sealed FROM kept WHERE id = ?", (number,)).fetchone()
    connection.close()
    assert sealed[100:160] in kept.on_disk()
    assert kept.rows.remove(number) == 1
    kept.rows.close()
    assert sealed[100:160] not in kept.on_disk()


def test_when_one_is_due_is_kept_and_changed(kept: Kept) -> None:
    soon = kept.rows.add("call", b"soon", due=NOW + HOUR)
    kept.rows.add("call", b"whenever")
    assert [row.due for row in kept.rows.all("call")] == [NOW + HOUR, None]
    assert kept.rows.change(soon, b"later", due=NOW + 4 * HOUR)
    assert [row.due for row in kept.rows.all("call")] == [NOW + 4 * HOUR, None]


def test_a_customer_is_forgotten_and_nobody_else(kept: Kept) -> None:
    kept.rows.add("note", b"of Ana", whose.owner(ANA))
    kept.rows.add("call", b"of Ana", whose.owner(ANA))
    kept.rows.add("note", b"of Bea", whose.owner(BEA))
    assert [row.content for row in kept.rows.of(whose.owner(ANA), "note")] == [b"of Ana"]
    assert kept.rows.forget(whose.forgetting(ANA)) == 2
    assert [row.content for row in kept.rows.all("note")] == [b"of Bea"]
    assert kept.rows.all("call") == []


def test_a_family_that_shares_a_phone_does_not_share_notes() -> None:
    ana = CustomerCard((card("desk", "1", name="Ana Gil", phone="+34 612 345 678"),))
    bea = CustomerCard((card("desk", "2", name="Bea Gil", phone="612 345 678"),))
    again = CustomerCard((card("shop", "9", name="Gil, Ana", phone="(0034) 612345678"),))
    assert not whose.owner(ana) & whose.owner(bea)
    assert whose.owner(ana) & whose.owner(again)
    stranger = whose.owner_in_hand(Customer({"phone": Field("612345678", "phone system", NOW)}))
    assert not stranger & whose.owner(ana)
    assert stranger & whose.forgetting(ana)


def test_old_ones_are_dropped_but_not_what_is_still_due(kept: Kept) -> None:
    kept.rows.add("note", b"old")
    kept.rows.add("note", b"old but due", due=NOW + 48 * HOUR)
    kept.clock.advance(24 * 3600)
    kept.rows.add("note", b"new")
    assert kept.rows.drop("note", NOW + HOUR) == 1
    assert [row.content for row in kept.rows.all("note")] == [b"old but due", b"new"]


def test_a_number_is_never_another_rows(kept: Kept) -> None:
    first = kept.rows.add("note", b"one")
    kept.rows.remove(first)
    assert kept.rows.add("note", b"two") != first
    assert kept.rows.change(first, b"one again") is False


def test_a_lost_key_keeps_nothing_new_from_being_kept(kept: Kept) -> None:
    kept.rows.add("note", b"old")
    kept.keyring.kept.clear()
    rows = kept.again()
    with pytest.raises(UserError, match="not in the keyring"):
        rows.all("note")
    rows.add("note", b"new")
    assert [row.content for row in rows.all("note")] == [b"new"]
    (problem,) = kept.problems
    assert "kept.unreadable-1.db" in problem.todo
    assert (kept.folder / "kept.unreadable-1.db").exists()
    assert [row.content for row in kept.again().all("note")] == [b"new"]


def test_another_key_opens_nothing(kept: Kept) -> None:
    kept.rows.add("note", b"old")
    others = Kept(kept.folder / "other")
    others.folder.mkdir()
    others.rows.add("note", b"x")
    others.rows.close()
    (own,), (other,) = kept.keyring.kept.items(), others.keyring.kept.values()
    kept.keyring.kept[own[0]] = other
    with pytest.raises(UserError, match="another key"):
        kept.again().all("note")


def test_a_file_that_is_none_is_set_aside_and_told(kept: Kept) -> None:
    kept.rows.add("note", b"old")
    kept.rows.close()
    (kept.folder / FILE).write_bytes(b"\0" * 8192)
    rows = kept.again()
    assert rows.all("note") == []
    assert len(kept.problems) == 1
    rows.add("note", b"new")


def test_a_locked_file_is_told_and_the_next_try_may_do(kept: Kept) -> None:
    kept.patience = 0.05
    kept.again().add("note", b"one")
    other = sqlite3.connect(kept.folder / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UserError, match="in use"):
        kept.rows.add("note", b"two")
    assert [row.content for row in kept.rows.all("note")] == [b"one"]
    other.execute("ROLLBACK")
    other.close()
    kept.rows.add("note", b"two")
    assert kept.rows.count("note") == 2


def test_a_full_disk_is_told_and_what_was_kept_stays(kept: Kept) -> None:
    kept.rows.add("note", b"one")
    limit_pages(kept.rows, 1)
    with pytest.raises(UserError, match="disk is full"):
        kept.rows.add("note", b"x" * 100_000)
    assert [row.content for row in kept.rows.all("note")] == [b"one"]
    limit_pages(kept.rows, 1_000_000)
    kept.rows.add("note", b"two")
    assert kept.rows.count("note") == 2


def test_after_the_end_calls_say_so(kept: Kept) -> None:
    kept.rows.add("note", b"one")
    kept.rows.close()
    with pytest.raises(UserError, match="ending"):
        kept.rows.add("note", b"two")


def test_what_is_too_long_is_refused(kept: Kept) -> None:
    with pytest.raises(UserError, match="too long"):
        kept.rows.add("note", b"x" * (LARGEST + 1))


def test_any_thread_may_call(kept: Kept) -> None:
    def keep(number: int) -> None:
        kept.rows.add("note", str(number).encode())
        kept.rows.all("note")

    threads = [threading.Thread(target=keep, args=(one,)) for one in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(row.content for row in kept.rows.all("note")) == [b"%d" % n for n in range(8)]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    contents=st.lists(st.tuples(st.binary(max_size=300), st.sampled_from("ab")), max_size=12),
    gone=st.sets(st.integers(0, 11)),
)
def test_exactly_what_was_not_removed_remains(
    kept: Kept, contents: list[tuple[bytes, str]], gone: set[int]
) -> None:
    kept.rows.remove(*(row.id for kind in "ab" for row in kept.rows.all(kind)))
    numbers = [kept.rows.add(kind, content) for content, kind in contents]
    kept.rows.remove(*(numbers[place] for place in gone if place < len(numbers)))
    for kind in "ab":
        left = [
            content
            for place, (content, its) in enumerate(contents)
            if its == kind and place not in gone
        ]
        assert [row.content for row in kept.rows.all(kind)] == left
