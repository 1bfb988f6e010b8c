"""assembly.watching: what changes of a watched ticket is told once, and never in an interaction."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.assembly.customers.watching import News, Watching
from desktop.core.clock import FixedClock, SystemClock
from desktop.customers.card import Card, Ticket
from desktop.customers.fanout import Lookups
from desktop.customers.finder import Finder, Means
from desktop.customers.identify import Patterns
from desktop.customers.kept.whose import Owner, record
from desktop.customers.providers.base import Fault, FaultKind
from desktop.customers.watching.keeping import MOST
from desktop.customers.watching.watched import Watched, What
from desktop.host.base import Attendance
from desktop.host.memory_presence import MemoryPresence
from desktop.interaction import Channel
from desktop.net.deadline import Cancellation, Deadline
from desktop.settings.sections.customers import WATCH_KEEP_D
from tests.unit.assembly.customers.kept_room import SECONDS, KeptRoom
from tests.unit.customers.making import card
from tests.unit.customers.scripted import Scripted

BEGUN = dt.datetime.now(dt.UTC) - dt.timedelta(hours=3)
MAIL = "ana@example.com"
ANA: Owner = frozenset({record("desk", "1")})
WATCHED = Watched(0, "desk", "1", "Ana Souza", ("email", MAIL), "", MAIL)


def ticket(status: str = "open", minutes: float = 0, number: str = "20871") -> Ticket:
    return Ticket(number, "Parcel", "desk", status, True, BEGUN + dt.timedelta(minutes=minutes))


class Desk(Scripted):
    """A helpdesk that also knows whether somebody answered."""

    def __init__(self, name: str = "desk") -> None:
        super().__init__(name)
        self.answered: bool | None = None
        self.busy = 0
        self.most = 0
        self._counting = threading.Lock()
        self.show(ticket())

    def show(self, *tickets: Ticket) -> None:
        self.knows[MAIL] = [
            card("other", "9", name="Somebody", email=MAIL),
            replace(card("desk", "1", name="Ana Souza", email=MAIL), tickets=tickets),
        ]
        for one in tickets:
            self.knows[one.id] = self.knows[MAIL]

    def find(self, *about: object) -> Sequence[Card] | Fault:
        with self._counting:
            self.busy += 1
            self.most = max(self.most, self.busy)
        try:
            return super().find(*about)  # type: ignore[arg-type]  # as it is called
        finally:
            with self._counting:
                self.busy -= 1

    def answered_since(
        self, ticket: str, since: dt.datetime, deadline: Deadline, cancellation: Cancellation
    ) -> bool | None:
        return self.answered


class Room(KeptRoom):
    """With a watch list whose rounds follow each other fast."""

    def __init__(self, home: Path) -> None:
        super().__init__(home, SystemClock())
        self.presence = MemoryPresence(FixedClock(BEGUN))
        self.desk = Desk()
        self.interval = 0.02
        self.announced: list[tuple[News, ...]] = []
        self.lists: list[tuple[Watched, ...]] = []
        self.begin()

    def begin(self) -> None:
        self.open()
        self.finder = Finder(self._means, self.interactions)
        self.watching = Watching(
            self.settings,
            self.clock,
            self.interactions,
            finder=lambda: self.finder,
            kept=lambda: self.rows,
            presence=lambda: self.presence,
        )
        self.watching.first_s = self.watching.between_s = 0.01
        self.watching._interval = lambda: self.interval  # type: ignore[method-assign]
        self.watching.announced.connect(lambda news: self.note(self.announced, news))
        self.watching.changed.connect(lambda every: self.note(self.lists, every))
        self.watching.trouble.connect(lambda one: self.note(self.problems, one))
        self.watching.start(any_kept=self.rows.path.exists())

    def _means(self) -> Means:
        lookups = Lookups([self.desk.ready], self.clock, patience=2.0)
        return Means(lookups, Patterns(), "DE")

    def end(self) -> None:
        for gate in self.desk.gates.values():
            gate.set()
        self.watching.close()
        self.finder.close()
        self.rows.close()

    def again(self) -> None:
        self.end()
        self.announced.clear()
        self.lists.clear()
        self.begin()

    def rounds(self, count: int = 2) -> None:
        """So many more looks."""
        wanted = len(self.desk.asked) + count
        self.until(lambda: len(self.desk.asked) >= wanted)

    def watch(self, *ones: Watched) -> None:
        self.watching.toggle(ones or (WATCHED,), ANA)
        self.until(lambda: bool(self.lists) and bool(self.lists[-1]))
        self.until(lambda: all(one.seen is not None for one in self.lists[-1]))

    def changes(self) -> list[tuple[What, str, str]]:
        return [(one.what, one.before, one.status) for news in self.announced for _, one in news]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.end()


def test_without_a_watch_list_there_is_no_thread_and_nobody_is_asked(room: Room) -> None:
    room.interactions.close(room.interactions.open("test", Channel.PHONE).id)
    assert not room.watching._thread.runs
    assert (room.desk.asked, room.presence._watchers) == ([], [])


def test_the_first_look_sets_the_base_and_changes_are_told_once(room: Room) -> None:
    room.watch()
    room.rounds()
    assert room.announced == []
    room.desk.show(ticket("solved", 5))
    room.until(lambda: bool(room.announced))
    room.rounds()
    assert room.changes() == [(What.STATUS, "open", "solved")]
    room.desk.show(ticket("solved", 5), ticket("new", 6, "20900"))
    room.until(lambda: len(room.announced) == 2)
    assert room.changes()[1:] == [(What.NEW, "", "new")]


@pytest.mark.parametrize(
    ("answered", "what"), [(True, What.ANSWER), (False, What.CHANGED), (None, What.CHANGED)]
)
def test_an_answer_is_told_apart_where_the_provider_can(
    room: Room, answered: bool | None, what: What
) -> None:
    room.watch()
    room.desk.answered = answered
    room.desk.show(ticket(minutes=5))
    room.until(lambda: bool(room.announced))
    assert room.changes() == [(what, "", "open")]


def test_one_ticket_can_be_watched_alone(room: Room) -> None:
    room.desk.show(ticket(), ticket(number="20900"))
    room.watch(replace(WATCHED, ticket="20900"))
    room.desk.show(ticket("solved", 5), ticket(number="20900"))
    room.rounds(3)
    assert room.announced == []
    room.desk.show(ticket("solved", 5), ticket("solved", 6, "20900"))
    room.until(lambda: bool(room.announced))
    assert [one.ticket for _, one in room.announced[0]] == ["20900"]


def test_never_in_an_interaction_and_all_together_after_it(room: Room) -> None:
    room.watch()
    one = room.interactions.open("test", Channel.PHONE)
    room.desk.show(ticket("pending", 5))
    room.rounds(3)
    room.desk.show(ticket("solved", 6))
    room.rounds(3)
    assert room.announced == []
    room.interactions.close(one.id)
    room.until(lambda: bool(room.announced))
    assert room.changes() == [(What.STATUS, "open", "pending"), (What.STATUS, "pending", "solved")]
    assert len(room.announced) == 1


def test_what_was_held_back_outlives_the_program(room: Room) -> None:
    room.watch()
    room.interactions.open("test", Channel.PHONE)
    room.desk.show(ticket("solved", 5))
    room.until(lambda: room.lists[-1][0].fresh)
    room.again()
    room.until(lambda: bool(room.announced))
    room.rounds()
    assert room.changes() == [(What.STATUS, "open", "solved")]
    room.again()
    room.rounds()
    assert room.announced == []


def test_what_changed_while_it_did_not_run_is_told_after_the_start(room: Room) -> None:
    room.watch()
    room.end()
    room.desk.show(ticket("solved", 5))
    room.begin()
    room.until(lambda: bool(room.announced))
    assert room.changes() == [(What.STATUS, "open", "solved")]


def test_what_the_agent_wrote_is_no_news(room: Room) -> None:
    room.watch()
    room.watching.wrote("desk", "20871")
    now = (dt.datetime.now(dt.UTC) - BEGUN) / dt.timedelta(minutes=1)
    room.desk.show(ticket("pending", now))
    room.rounds(3)
    assert room.announced == []
    room.desk.show(ticket("solved", now + 10))
    room.until(lambda: bool(room.announced))
    assert room.changes() == [(What.STATUS, "pending", "solved")]


def test_what_the_agent_wrote_while_it_was_asked_is_none_either(room: Room) -> None:
    room.watch()
    gate = room.desk.hold(MAIL)
    room.rounds(1)
    now = (dt.datetime.now(dt.UTC) - BEGUN) / dt.timedelta(minutes=1)
    room.desk.show(ticket("pending", now))
    room.watching.wrote("desk", "20871")
    settled = threading.Event()
    room.watching._thread.put(settled.set)
    assert settled.wait(SECONDS)
    gate.set()
    room.rounds(2)
    assert room.announced == []


def test_one_is_asked_after_the_other(room: Room) -> None:
    room.desk.show(*(ticket(number=str(one)) for one in range(8)))
    room.watch(*(replace(WATCHED, ticket=str(one)) for one in range(8)))
    room.rounds(16)
    assert room.desk.most == 1
    assert len(set(room.desk.asked)) == 8


def test_nobody_is_asked_while_the_screen_is_locked(room: Room) -> None:
    room.watch()
    room.presence.tell(Attendance.LOCKED)
    settled = threading.Event()
    room.watching._thread.put(settled.set)
    assert settled.wait(SECONDS)
    room.until(lambda: room.watching._asking is None)
    before = len(room.desk.asked)
    room.desk.show(ticket("solved", 5))
    time.sleep(0.3)  # nothing tells that nothing happens
    assert len(room.desk.asked) == before
    room.presence.tell(Attendance.UNLOCKED)
    room.until(lambda: bool(room.announced))


def test_who_wants_fewer_calls_is_left_alone_as_long_as_it_says(room: Room) -> None:
    room.watch()
    fault = Fault(FaultKind.RATE_LIMITED, 0.5)
    room.desk.knows[MAIL] = fault
    room.rounds(1)
    room.desk.show(ticket("solved", 5))
    at, before = time.monotonic(), len(room.desk.asked)
    room.until(lambda: bool(room.announced))
    assert time.monotonic() - at > 0.4
    assert len(room.desk.asked) == before + 1
    assert room.problems == []


def test_who_could_not_be_reached_is_asked_again_when_the_computer_wakes(room: Room) -> None:
    room.watch()
    room.interval = 2000.0
    room.desk.knows[MAIL] = Fault(FaultKind.UNREACHABLE)
    room.watching._thread.put(room.watching._begin)
    room.until(lambda: room.watching._resting().left("desk", room.clock.monotonic()) > 3000)
    room.desk.show(ticket("solved", 5))
    room.presence.tell(Attendance.AWAKE)
    room.until(lambda: bool(room.announced))


def test_signed_out_is_said_once(room: Room) -> None:
    room.watch()
    room.desk.knows[MAIL] = Fault(FaultKind.FORBIDDEN)
    room.until(lambda: bool(room.problems))
    assert "watch" in room.problems[0].what
    assert room.watching._resting().left("desk", room.clock.monotonic()) > 3000
    time.sleep(0.1)
    assert len(room.problems) == 1


def test_who_never_answers_is_given_up(room: Room) -> None:
    room.watch(WATCHED)
    gate = room.desk.hold(MAIL)
    room.rounds(1)
    room.until(lambda: room.watching._asking is not None)
    room.watching.tell()  # it goes on with other things meanwhile
    count = len(room.lists)
    room.watching.tell()
    room.until(lambda: len(room.lists) > count)
    gate.set()
    room.rounds(2)


def test_an_answer_without_the_customer_changes_nothing(room: Room) -> None:
    room.watch()
    room.desk.knows[MAIL] = [card("other", "9", name="Somebody", email=MAIL)]
    room.rounds(3)
    room.desk.show(ticket())
    room.rounds(3)
    assert room.announced == []


def test_twice_is_no_more(room: Room) -> None:
    room.watch()
    room.watching.toggle((WATCHED,), ANA)
    room.until(lambda: room.lists[-1] == ())
    before = len(room.desk.asked) + 1
    time.sleep(0.1)
    assert len(room.desk.asked) <= before
    room.again()
    room.until(lambda: bool(room.lists))
    assert room.lists[-1] == ()


def test_a_forgotten_customer_is_watched_no_more(room: Room) -> None:
    room.watch()
    room.rows.forget(ANA)
    room.watching.reread()
    room.until(lambda: room.lists[-1] == ())


def test_the_list_has_an_end_and_a_time(room: Room) -> None:
    room.watch()
    room.desk.show(*(ticket(number=str(one)) for one in range(MOST)))
    room.watching.toggle(tuple(replace(WATCHED, ticket=str(one)) for one in range(MOST)), ANA)
    room.until(lambda: bool(room.problems))
    assert str(MOST) in room.problems[0].what
    room.end()
    days = room.settings.get(WATCH_KEEP_D) + 1
    late = SystemClock()
    late.now = lambda: dt.datetime.now().astimezone() + dt.timedelta(days=days)  # type: ignore[method-assign]
    room.clock = late
    room.lists.clear()
    room.begin()
    room.until(lambda: bool(room.lists))
    assert room.lists[-1] == ()


def test_nothing_of_a_customer_is_in_the_clear(room: Room) -> None:
    room.watch()
    assert "Ana" not in repr(room.lists[-1])
    room.end()
    data = room.on_disk()
    for text in (b"Souza", b"ana@example", b"20871"):
        assert text not in data
    room.begin()
