"""customers.writing.note_writer: sent once, kept until it has arrived, shown under nobody else."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.core.results import Problem
from desktop.customers.kept.whose import forgetting, owner
from desktop.customers.providers.base import CustomerMessage, FaultKind, InternalNote
from desktop.customers.providers.sending import SETTLE_S
from desktop.customers.writing.note_writer import State, Told
from tests.unit.customers.kept.test_sealed_rows import limit_pages
from tests.unit.customers.scripted import SECONDS
from tests.unit.customers.writing.acted_writing import ANA, BEA, TICKET, Writing

ANAS, BEAS = owner(ANA), owner(BEA)


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[Writing]:
    made = Writing(tmp_path)
    yield made
    made.stop()


def test_a_note_is_sent_and_nothing_stays_here(writing: Writing) -> None:
    key = writing.write("Rang twice.")
    assert writing.done(key).state is State.SENT
    assert writing.desk.history == {"41": [InternalNote("41", "Rang twice.")]}
    assert writing.offered() == []
    assert writing.rows.count("unsent note") == 0


def test_a_ticket_that_was_changed_is_told_for_whoever_watches_it(writing: Writing) -> None:
    wrote: list[tuple[str, str]] = []
    changed = threading.Semaphore(0)
    writing.writer.wrote.connect(wrote.append)
    assert writing.done(writing.write("Rang twice.")).state is State.SENT
    writing.writer.set_status(TICKET, "solved", lambda _: changed.release())
    assert changed.acquire(timeout=SECONDS)
    writing.desk.says, writing.desk.takes = FaultKind.FORBIDDEN, False
    assert writing.done(writing.write("Rang again.")).state is State.KEPT
    assert wrote == [("desk", "41"), ("desk", "41")]


def test_only_what_was_agreed_to_goes_to_the_customer(writing: Writing) -> None:
    key = writing.write("Dear Ana", to="ana@example.com")
    assert writing.done(key).state is State.SENT
    assert writing.desk.history["41"] == [CustomerMessage("41", "Dear Ana", "ana@example.com")]


def test_a_note_that_was_refused_is_kept_and_sent_when_the_agent_says_so(writing: Writing) -> None:
    writing.desk.says, writing.desk.takes = FaultKind.FORBIDDEN, False
    key = writing.write("Rang twice.")
    told = writing.done(key)
    assert told.state is State.KEPT
    assert told.problem is not None
    assert "your account" in told.problem.what
    (one,) = writing.offered(ANAS)
    assert (one.key, one.text, one.why) == (key, "Rang twice.", told.problem.what)
    assert writing.offered(BEAS) == []
    writing.desk.says, writing.desk.takes = None, True
    writing.writer.again(key)
    assert writing.done(key).state is State.SENT
    assert writing.desk.texts() == ["Rang twice."]
    assert writing.offered() == []


def test_after_a_time_out_the_history_tells_that_it_arrived(writing: Writing) -> None:
    writing.desk.says = FaultKind.TIMEOUT
    told = writing.done(writing.write("Rang twice."))
    assert (told.state, told.found) == (State.SENT, True)
    assert writing.desk.texts() == ["Rang twice."]


def test_what_is_unsure_is_never_sent_twice(writing: Writing) -> None:
    writing.desk.says, writing.desk.takes = FaultKind.TIMEOUT, False
    key = writing.write("Rang twice.")
    assert writing.done(key).state is State.KEPT
    writing.desk.says = None
    writing.writer.again(key)  # the server may still be at it
    assert writing.done(key).state is State.KEPT
    assert writing.desk.texts() == []
    writing.desk.history["41"] = [InternalNote("41", "Rang twice.")]  # and was
    writing.clock.advance(SETTLE_S + 1)
    writing.writer.again(key)
    told = writing.done(key)
    assert (told.state, told.found) == (State.SENT, True)
    assert writing.desk.texts() == ["Rang twice."]


def test_the_end_of_the_program_between_sending_and_answer_loses_and_doubles_nothing(
    writing: Writing, caplog: pytest.LogCaptureFixture
) -> None:
    writing.desk.gate.clear()
    key = writing.write("Rang twice.")
    assert writing.desk.arrived_at.wait(SECONDS)
    assert writing.offered() == [], "what is on its way is not offered"
    writing.kill()
    (one,) = writing.offered(ANAS)
    assert one.key == key
    assert one.tried is not None
    writing.desk.gate.set()
    writing.writer.again(key)
    told = writing.done(key)
    assert (told.state, told.found) == (State.SENT, True)
    assert writing.desk.texts() == ["Rang twice."]
    writing.stop()
    assert "still kept" in caplog.text  # says the program that was killed


def test_it_is_on_the_disk_before_it_says_that_it_is_being_sent(writing: Writing) -> None:
    """Whoever wrote it needs no copy from then on."""
    kept: list[int] = []

    def look(told: Told) -> None:
        if told.state is State.SENDING:
            kept.append(writing.rows.count("unsent note"))

    writing.writer.told.connect(look)
    assert writing.done(writing.write("Rang twice.")).state is State.SENT
    assert kept == [1]


def test_what_was_written_right_before_the_end_is_offered_after_the_start(
    writing: Writing,
) -> None:
    begun, hold = threading.Event(), threading.Event()

    def wait(_: object) -> None:
        begun.set()
        hold.wait(SECONDS)

    writing.writer.offer(None, wait)
    assert begun.wait(SECONDS)
    key = writing.write("Rang twice.")
    writing.desk.gate.set()
    ending = threading.Thread(target=writing.writer.close)
    ending.start()
    hold.set()
    ending.join()
    writing.again()
    assert [one.key for one in writing.offered()] == [key]
    assert writing.desk.texts() == []


def test_discarding_leaves_nothing(writing: Writing) -> None:
    writing.desk.says, writing.desk.takes = FaultKind.FORBIDDEN, False
    key = writing.write("Rang twice.")
    writing.done(key)
    writing.writer.discard(key)
    assert writing.done(key).state is State.GONE
    assert writing.offered() == []
    writing.writer.again(key)
    assert writing.done(key).state is State.GONE
    assert writing.desk.texts() == []


def test_forgetting_a_customer_reaches_their_notes(writing: Writing) -> None:
    writing.desk.says, writing.desk.takes = FaultKind.FORBIDDEN, False
    writing.done(writing.write("Of Ana"))
    bea = writing.write("Of Bea", customer=BEA)
    writing.done(bea)
    writing.rows.forget(forgetting(ANA))
    writing.writer.forget(forgetting(ANA))
    assert [one.key for one in writing.offered()] == [bea]


def test_one_forgotten_while_it_is_sent_is_not_kept_again(writing: Writing) -> None:
    writing.desk.gate.clear()
    writing.desk.says, writing.desk.takes = FaultKind.TIMEOUT, False
    key = writing.write("Of Ana")
    assert writing.desk.arrived_at.wait(SECONDS)
    writing.rows.forget(forgetting(ANA))
    writing.writer.forget(forgetting(ANA))
    assert writing.done(key).state is State.GONE
    writing.desk.gate.set()
    writing.again()
    assert writing.offered() == []


def test_a_full_disk_does_not_keep_a_note_from_being_sent(writing: Writing) -> None:
    fill_disk(writing)
    text = "Rang twice. " * 2000
    assert writing.done(writing.write(text)).state is State.SENT
    assert writing.desk.texts() == [text]


def test_a_note_that_fails_on_a_full_disk_stays_at_hand_and_says_so(writing: Writing) -> None:
    fill_disk(writing)
    writing.desk.says, writing.desk.takes = FaultKind.FORBIDDEN, False
    told = writing.done(writing.write("Rang twice. " * 2000))
    assert told.problem is not None
    assert "Copy it now" in told.problem.todo
    (one,) = writing.offered(ANAS)
    assert (one.sealed, one.text) == (False, "Rang twice. " * 2000)


def test_without_a_keyring_a_note_is_sent_all_the_same(writing: Writing) -> None:
    writing.keyring.get_password = _no_keyring  # type: ignore[assignment]  # nothing can be kept
    assert writing.done(writing.write("Rang twice.")).state is State.SENT
    assert writing.desk.texts() == ["Rang twice."]


def test_what_can_neither_be_sent_nor_kept_is_told_and_stays_at_hand(writing: Writing) -> None:
    get, writing.keyring.get_password = writing.keyring.get_password, _no_keyring  # type: ignore[assignment]
    writing.desk.says, writing.desk.takes = FaultKind.UNREACHABLE, False
    key = writing.write("Rang twice.")
    told = writing.done(key)
    assert told.state is State.KEPT
    assert told.problem is not None
    assert "Copy it now" in told.problem.todo
    (one,) = writing.offered(ANAS)
    assert not one.sealed
    writing.keyring.get_password = get  # type: ignore[method-assign]  # as it was
    writing.desk.says, writing.desk.takes = None, True
    writing.clock.advance(SETTLE_S + 1)
    writing.writer.again(key)
    assert writing.done(key).state is State.SENT


def test_a_locked_file_is_no_reason_to_lose_a_note(writing: Writing) -> None:
    writing.desk.says, writing.desk.takes = FaultKind.FORBIDDEN, False
    writing.done(writing.write("first"))
    other = sqlite3.connect(writing.rows.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    told = writing.done(writing.write("second"))
    assert told.state is State.KEPT
    other.execute("ROLLBACK")
    other.close()
    assert {one.text for one in writing.offered(ANAS)} == {"first", "second"}


def test_a_slow_provider_holds_up_no_other(writing: Writing) -> None:
    from tests.unit.customers.writing.acted_writing import WritingDesk

    quick = WritingDesk("quick")
    writing.providers["quick"] = quick
    writing.desk.gate.clear()
    slow = writing.write("slow")
    assert writing.desk.arrived_at.wait(SECONDS)
    key = writing.write("quick", replace(TICKET, provider="quick"))
    assert writing.done(key).state is State.SENT
    writing.desk.gate.set()
    assert writing.done(slow).state is State.SENT


def test_a_provider_that_is_gone_is_told(writing: Writing) -> None:
    key = writing.write("Rang twice.", replace(TICKET, provider="other", title="Other"))
    told = writing.done(key)
    assert told.state is State.KEPT
    assert told.problem is not None
    assert told.problem.what == "Other is not set up any more"


def test_what_waited_too_long_is_deleted(writing: Writing) -> None:
    writing.desk.says, writing.desk.takes = FaultKind.FORBIDDEN, False
    writing.done(writing.write("old"))
    writing.clock.advance(40 * 86400)
    new = writing.write("new")
    writing.done(new)
    writing.writer.tidy(30)
    assert [one.key for one in writing.offered()] == [new]


def test_no_text_is_in_any_repr_nor_on_the_disk(writing: Writing) -> None:
    writing.desk.says, writing.desk.takes = FaultKind.FORBIDDEN, False
    writing.done(writing.write("Monday afternoon"))
    shown = repr(writing.offered()) + repr(writing.told)
    writing.stop()
    written = b"".join(one.read_bytes() for one in writing.folder.iterdir())
    for word in ("Monday", "ana@", "Ana", "Parcel"):
        assert word not in shown
        assert word.encode() not in written


def test_statuses_are_asked_and_given(writing: Writing) -> None:
    heard: list[Sequence[str] | Problem] = []
    ready = threading.Semaphore(0)

    def tell(one: Sequence[str] | Problem) -> None:
        heard.append(one)
        ready.release()

    writing.writer.statuses(TICKET, tell)
    assert ready.acquire(timeout=SECONDS)
    writing.writer.set_status(TICKET, "solved", tell)
    assert ready.acquire(timeout=SECONDS)
    writing.desk.says = FaultKind.REFUSED
    writing.writer.set_status(TICKET, "open", tell)
    assert ready.acquire(timeout=SECONDS)
    assert heard[0] == ["open", "solved"]
    assert heard[1] == "solved"
    assert isinstance(heard[2], Problem)
    assert "status" in heard[2].what


def fill_disk(writing: Writing) -> None:
    """There is a file, and it can't grow any more."""
    writing.rows.add("other", b"x")
    limit_pages(writing.rows, 1)


def _no_keyring(_service: str, _name: str) -> str | None:
    raise OSError
