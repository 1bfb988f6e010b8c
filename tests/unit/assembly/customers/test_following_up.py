"""assembly.customers.following_up: told when due, once, never in an interaction, over restarts."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.assembly.customers.following_up import FollowingUp
from desktop.assembly.customers.looking_up import KEPT_FILE
from desktop.core.clock import FixedClock
from desktop.core.results import Problem, UserError
from desktop.customers.followups.followup import FollowUp, State, Who
from desktop.customers.kept import rows as kept_rows
from desktop.customers.kept.whose import Owner, record
from desktop.host.base import Attendance
from desktop.host.memory_presence import MemoryPresence
from desktop.interaction import Channel
from tests.unit.assembly.customers.kept_room import SECONDS, KeptRoom

NOW = dt.datetime(2026, 11, 29, 12, 0, tzinfo=dt.UTC)
ANA: Owner = frozenset({record("desk", "1")})
BO: Owner = frozenset({record("desk", "2")})


def follow_up(minutes: float, name: str = "Ana Souza") -> FollowUp:
    who = Who(name, Channel.PHONE, "+4930123456", (("desk", "1"),), "America/Sao_Paulo")
    at = NOW + dt.timedelta(minutes=minutes)
    return FollowUp(0, who, "about the invoice", at, "America/Sao_Paulo", True)


class Room(KeptRoom):
    """With follow-ups, on a clock that stands still."""

    clock: FixedClock

    def __init__(self, home: Path) -> None:
        super().__init__(home, FixedClock(NOW))
        self.presence = MemoryPresence(self.clock)
        self.announced: list[tuple[FollowUp, ...]] = []
        self.changed: list[tuple[FollowUp, ...]] = []
        self.begin()

    def begin(self) -> None:
        self.open()
        self.following = FollowingUp(
            self.settings, self.clock, self.interactions, lambda: self.rows, lambda: self.presence
        )
        self.following.announced.connect(lambda ones: self.note(self.announced, ones))
        self.following.changed.connect(lambda ones: self.note(self.changed, ones))
        self.following.trouble.connect(lambda one: self.note(self.problems, one))
        self.following.start(any_kept=(self.places.data / KEPT_FILE).exists())

    def end(self) -> None:
        self.following.close()
        self.rows.close()

    def again(self) -> None:
        self.end()
        self.announced.clear()
        self.changed.clear()
        self.begin()

    def settled(self) -> None:
        """All that was asked for is done."""
        done = threading.Event()
        self.following.of(ANA, lambda _ones: done.set())
        assert done.wait(SECONDS)

    def names(self) -> list[list[str]]:
        return [[one.who.name for one in ones] for ones in self.announced]

    def waiting(self) -> list[FollowUp]:
        return [one for one in self.changed[-1] if one.state in (State.OPEN, State.SNOOZED)]

    def wake(self, minutes: float) -> None:
        """The computer slept so long."""
        self.clock.sleep(minutes * 60)
        self.presence.tell(Attendance.AWAKE)
        self.settled()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.end()


def test_the_files_name_is_the_stores() -> None:
    assert KEPT_FILE == kept_rows.FILE


def test_without_any_there_is_no_thread_and_nothing_is_asked(room: Room) -> None:
    room.interactions.open("test", Channel.PHONE)
    assert not room.following._thread.runs
    assert not room.keyring.kept
    assert not (room.places.data / KEPT_FILE).exists()


def test_it_is_told_at_its_time_and_once(room: Room) -> None:
    at = time.monotonic()
    real = FixedClock(NOW)
    real.now = lambda: NOW + dt.timedelta(seconds=time.monotonic() - at)  # type: ignore[method-assign]
    room.following._clock = real
    room.following.make(follow_up(0.3 / 60), ANA)
    room.until(lambda: bool(room.announced))
    assert time.monotonic() - at >= 0.3
    room.settled()
    assert room.names() == [["Ana Souza"]]


def test_never_in_an_interaction_and_all_together_after_it(room: Room) -> None:
    room.following.make(follow_up(1), ANA)
    room.following.make(follow_up(2, "Bo Lund"), BO)
    one = room.interactions.open("test", Channel.PHONE)
    other = room.interactions.open("test", Channel.CHAT)
    room.wake(5)
    room.interactions.close(one.id)
    room.settled()
    assert room.announced == []
    room.interactions.close(other.id)
    room.until(lambda: bool(room.announced))
    room.settled()
    assert room.names() == [["Ana Souza", "Bo Lund"]]


def test_one_that_could_not_be_shown_comes_after_the_interaction(room: Room) -> None:
    room.following.make(follow_up(1), ANA)
    room.settled()
    room.wake(2)
    shown = room.announced[0]
    one = room.interactions.open("test", Channel.PHONE)  # while the window was on its way
    room.following.not_shown(shown)
    room.settled()
    assert len(room.announced) == 1
    room.interactions.close(one.id)
    room.until(lambda: len(room.announced) == 2)


def test_one_that_could_not_be_shown_outlives_the_program(room: Room) -> None:
    room.following.make(follow_up(1), ANA)
    room.settled()
    room.wake(2)
    room.interactions.open("test", Channel.PHONE)
    room.following.not_shown(room.announced[0])
    room.settled()
    room.again()
    room.until(lambda: bool(room.announced))
    assert room.names() == [["Ana Souza"]]


def test_what_could_not_be_read_at_the_start_is_read_when_it_can_be(room: Room) -> None:
    room.following.make(follow_up(60), ANA)
    room.settled()
    room.end()

    def refuse(*_: object) -> str:
        raise UserError("The keyring is locked")

    room.keyring.get_password = refuse  # type: ignore[assignment]
    room.begin()
    room.until(lambda: bool(room.problems))
    del room.keyring.get_password
    room.changed.clear()
    room.following.make(follow_up(90, "Bo Lund"), BO)
    room.until(lambda: bool(room.changed))
    assert [one.who.name for one in room.waiting()] == ["Ana Souza", "Bo Lund"]


def test_who_saves_and_quits_at_once_loses_nothing(room: Room) -> None:
    for minutes in range(5):
        room.following.make(follow_up(60 + minutes), ANA)
    room.again()
    room.until(lambda: bool(room.changed))
    assert len(room.waiting()) == 5


def test_not_before_a_locked_screen(room: Room) -> None:
    room.following.make(follow_up(1), ANA)
    room.settled()
    room.presence.tell(Attendance.LOCKED)
    room.wake(2)
    assert room.announced == []
    room.presence.tell(Attendance.UNLOCKED)
    room.until(lambda: bool(room.announced))


def test_those_that_were_missed_are_told_once_together_after_a_restart(room: Room) -> None:
    room.following.make(follow_up(1), ANA)
    room.following.make(follow_up(2, "Bo Lund"), BO)
    room.following.make(follow_up(600, "Cy Later"), BO)
    room.settled()
    room.end()
    room.clock.advance(3600)
    room.begin()
    room.until(lambda: bool(room.announced))
    assert room.names() == [["Ana Souza", "Bo Lund"]]
    room.settled()
    room.again()
    room.settled()
    assert room.announced == []
    assert [one.who.name for one in room.waiting()] == ["Ana Souza", "Bo Lund", "Cy Later"]


def test_one_that_was_put_off_comes_again(room: Room) -> None:
    room.following.make(follow_up(1), ANA)
    room.settled()
    room.wake(2)
    due = room.announced[0][0]
    later = NOW + dt.timedelta(minutes=10)
    room.following.put(replace(due, at=later, state=State.SNOOZED, announced=False))
    room.settled()
    room.again()
    room.settled()
    assert room.announced == []
    room.wake(9)
    assert [ones[0].at for ones in room.announced] == [later]


def test_what_is_done_can_be_had_back_and_then_is_gone(room: Room) -> None:
    room.following.make(follow_up(5), ANA)
    room.settled()
    one = room.waiting()[0]
    room.following.put(replace(one, state=State.DONE, ended=room.clock.now()))
    room.settled()
    assert room.waiting() == []
    room.following.put(replace(one, state=State.OPEN, ended=None))
    room.settled()
    assert room.waiting() == [one]
    room.following.put(replace(one, state=State.DROPPED, ended=room.clock.now()))
    room.again()
    room.settled()
    assert [one for ones in room.changed for one in ones] == []


def test_one_that_can_not_be_kept_is_told_to_who_made_it(room: Room) -> None:
    def refuse(*_: object) -> str:
        raise UserError("The keyring does not answer")

    room.keyring.get_password = refuse  # type: ignore[assignment]
    told: list[Problem | None] = []
    room.following.make(follow_up(5), ANA, lambda problem: room.note(told, problem))
    room.until(lambda: bool(told))
    assert told[0] is not None
    del room.keyring.get_password
    room.following.make(follow_up(5), ANA, lambda problem: room.note(told, problem))
    room.until(lambda: len(told) == 2)
    assert told[1] is None
    assert len(room.waiting()) == 1


def test_a_customers_are_told_and_forgotten(room: Room) -> None:
    room.following.make(follow_up(5), ANA)
    room.following.make(follow_up(6, "Bo Lund"), BO)
    told: list[tuple[FollowUp, ...]] = []
    room.following.of(ANA, lambda ones: room.note(told, ones))
    room.until(lambda: bool(told))
    assert [one.who.name for one in told[0]] == ["Ana Souza"]
    room.rows.forget(ANA)
    room.following.reread()
    room.settled()
    assert [one.who.name for one in room.waiting()] == ["Bo Lund"]
    room.following.put(told[0][0])
    room.until(lambda: bool(room.problems))
    assert "gone" in room.problems[0].what


def test_one_that_nobody_dealt_with_is_not_kept_for_ever(room: Room) -> None:
    room.following.make(follow_up(5), ANA)
    room.settled()
    room.clock.advance(62 * 24 * 3600)
    room.again()
    room.settled()
    assert [one for ones in room.changed for one in ones] == []
    assert room.announced == []


def test_a_clock_that_is_set_back_tells_nothing_twice(room: Room) -> None:
    room.following.make(follow_up(1), ANA)
    room.settled()
    room.wake(2)
    room.wake(-60)
    room.wake(60)
    assert room.names() == [["Ana Souza"]]


def test_no_text_of_a_customer_reaches_the_disk_or_a_repr(room: Room) -> None:
    room.following.make(follow_up(5), ANA)
    room.settled()
    room.end()
    data = room.on_disk()
    assert data
    for text in (b"Souza", b"invoice", b"30123456", b"Sao_Paulo"):
        assert text not in data
    assert "Souza" not in repr(follow_up(5))
    assert "invoice" not in repr(follow_up(5))
    room.begin()


KILLED = """
    import dataclasses, datetime as dt, os, signal, sys
    from pathlib import Path
    from desktop.core.clock import FixedClock
    from desktop.customers.followups.keeping import KeptFollowUps
    from desktop.customers.kept.rows import SealedRows
    from desktop.settings.secrets import Secrets
    from tests.unit.assembly.customers.test_following_up import ANA, NOW, follow_up
    from tests.unit.customers.book.keeping import MemoryKeyring
    from desktop.settings.secrets import Secret

    class Known(MemoryKeyring):
        def __init__(self):
            super().__init__()
            self.kept.update(eval(sys.argv[2]))

    home = Path(sys.argv[1])
    rows = SealedRows(home / "data", Secrets(home, Known()), FixedClock(NOW))
    kept = KeptFollowUps(rows)
    for minutes in range(20):
        kept.add(follow_up(minutes), ANA)
        print(minutes, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_made_outlives_a_kill(room: Room) -> None:
    room.following.make(follow_up(600, "Cy Later"), BO)  # makes the key
    room.settled()
    room.end()
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(room.home), repr(room.keyring.kept)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[4],
    )
    assert done.stdout.splitlines() == [str(one) for one in range(20)], done.stderr
    room.changed.clear()
    room.begin()
    room.until(lambda: bool(room.changed))
    assert len(room.waiting()) == 21
