"""Uses are added up, kept, read by name, and given out; no text of anybody's is in them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.snippets.savings.ledger import FILE, Ledger
from desktop.snippets.savings.table import as_csv
from desktop.snippets.savings.uses import BY, Sum, Use, saved, whole

MONDAY = dt.date(2026, 11, 23)
REFUND = Use("care: ;refund", "firefox", 100, 7)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger(tmp_path)
    yield made
    made.close()


def test_uses_add_up_over_restarts(tmp_path: Path) -> None:
    for _ in range(2):
        ledger = Ledger(tmp_path)
        ledger.add(MONDAY, REFUND)
        ledger.add(MONDAY, REFUND).result()
        ledger.add(MONDAY + dt.timedelta(days=1), REFUND)
        ledger.close()
    ledger = Ledger(tmp_path)
    assert ledger.read() == [
        Sum(MONDAY, "care: ;refund", "firefox", 4, 400, 28),
        Sum(MONDAY + dt.timedelta(days=1), "care: ;refund", "firefox", 2, 200, 14),
    ]
    assert ledger.read(MONDAY + dt.timedelta(days=1)) == ledger.read()[1:]
    ledger.close()


def test_what_was_taken_back_is_no_use(ledger: Ledger) -> None:
    ledger.add(MONDAY, REFUND)
    ledger.add(MONDAY, REFUND, -1).result()
    assert ledger.read() == []


def test_old_ones_and_all_are_forgotten_on_the_disk(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add(MONDAY, Use("care: ;elephant", "a", 1, 1))
    ledger.add(MONDAY + dt.timedelta(days=9), REFUND)
    ledger.forget(MONDAY + dt.timedelta(days=1)).result()
    assert [one.snippet for one in ledger.read()] == ["care: ;refund"]
    ledger.forget().result()
    assert ledger.read() == []
    for path in tmp_path.glob(f"{FILE}*"):
        assert b"elephant" not in path.read_bytes()


def test_by_snippet_day_and_application() -> None:
    sums = [
        Sum(MONDAY, "a", "firefox", 2, 200, 20),
        Sum(MONDAY, "b", "xterm", 1, 1000, 5),
        Sum(MONDAY + dt.timedelta(days=1), "a", "xterm", 1, 5, 10),
    ]
    rows = saved(sums, BY["snippet"], 200)
    assert [(row.name, row.count, row.keystrokes) for row in rows] == [
        ("b", 1, 995), ("a", 3, 180)]  # fmt: skip
    assert [row.name for row in saved(sums, BY["day"], 200)] == ["2026-11-23", "2026-11-24"]
    assert {row.name: row.count for row in saved(sums, BY["app"], 200)} == {
        "firefox": 2, "xterm": 2}  # fmt: skip
    total = whole(rows)
    assert (total.count, total.keystrokes, total.minutes) == (4, 1175, 1175 / 200)


SUMS = st.lists(
    st.builds(
        Sum, st.dates(), st.sampled_from("abc"), st.sampled_from("xy"), st.integers(1, 9),
        st.integers(0, 999), st.integers(0, 99),
    )
)  # fmt: skip


@given(SUMS, st.sampled_from(sorted(BY)))
def test_nothing_is_lost_in_adding_up(sums: list[Sum], by: str) -> None:
    total = whole(saved(sums, BY[by], 200))
    assert total.count == sum(one.count for one in sums)
    assert total.keystrokes == sum(max(0, one.characters - one.keys) for one in sums)


def test_a_table_that_no_spreadsheet_runs() -> None:
    text = as_csv([Sum(MONDAY, '=1+1,"', "@app", 1, 10, 3)])
    titles, row = csv.reader(io.StringIO(text))
    assert titles[-1] == "saved"
    assert row == ["2026-11-23", "'=1+1,\"", "'@app", "1", "10", "3", "7"]
