"""Calendars over the loopback: as planning systems give them, as they fail, and as nobody should.

The stand-in answers as RFC 9110 has it: ETag and Last-Modified, 304 to who has the same already.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from desktop.assembly.rest.feeds import FeedState, RestFeeds
from desktop.breaks.feeds.copies import FOLDER, secret_of
from desktop.breaks.roster import Roster
from desktop.core.clock import FixedClock
from desktop.core.results import Problem
from desktop.settings.secrets import Secret, Secrets
from desktop.settings.sections.roster import CALENDARS, SHIFT_WORDS, CalendarRow
from desktop.settings.store import Settings
from tests.contract.translation import stand_in as acts
from tests.contract.translation.stand_in import Asked, StandIn, Wire, page
from tests.unit.customers.book.keeping import MemoryKeyring

NINE = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
SOON = 30.0
SECRET = "s3cret-of-anna"
HTML = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Password</body></html>"


def calendar(*events: tuple[str, str, str]) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test"]
    for number, (begins, ends, name) in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}", "DTSTAMP:20260101T000000Z"]
        lines += [f"DTSTART:{begins}", f"DTEND:{ends}", f"SUMMARY:{name}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


SHIFT = ("20261123T090000Z", "20261123T170000Z", "Shift")
TEA = ("20261123T110000Z", "20261123T111500Z", "Tea break")
LATE = ("20261124T120000Z", "20261124T200000Z", "Late")


def roster_server(*events: tuple[str, str, str]) -> acts.Answer:
    text = calendar(*events)
    tag = f'"{len(text)}"'

    def answer(asked: Asked, wire: Wire) -> None:
        same = asked.headers.get("if-none-match") == tag
        page(304 if same else 200, "" if same else text, "text/calendar", ETag=tag)(asked, wire)

    return answer


class Office:
    """The agent's calendars, a server, and a clock that a test moves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FixedClock(NINE)
        self.settings = Settings(folder / "settings.toml", self.clock)
        self.secrets = Secrets(folder, MemoryKeyring())
        self.server = StandIn(roster_server(SHIFT, TEA))
        self.rosters: SimpleQueue[Roster | None] = SimpleQueue()
        self.problems: SimpleQueue[Problem] = SimpleQueue()
        self.states: SimpleQueue[tuple[FeedState, ...]] = SimpleQueue()
        self.feeds = self.make()

    def make(self) -> RestFeeds:
        feeds = RestFeeds(
            self.folder, self.clock, self.secrets, self.rosters.put, self.problems.put
        )
        feeds.changed.connect(self.states.put)
        return feeds

    def name(self, address: str, **rows: CalendarRow) -> None:
        self.secrets.set(secret_of("care"), Secret(address))
        self.settings.change(CALENDARS, rows or {"care": CalendarRow()})

    def follow(self, path: str = f"/feed/{SECRET}.ics?key={SECRET}&x=1%202") -> None:
        self.name(self.server.url(path))
        self.look()

    def look(self, seconds: float = 0) -> None:
        self.clock.advance(seconds)
        self.feeds.adopt(self.settings.snapshot())

    def roster(self) -> Roster | None:
        return self.rosters.get(timeout=SOON)

    def state(self) -> FeedState:
        return self.states.get(timeout=SOON)[0]

    def close(self) -> None:
        self.feeds.stop()
        self.server.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.close()


def names(roster: Roster | None) -> tuple[int, list[str]]:
    assert roster is not None
    return len(roster.shifts), [one.name for one in roster.breaks]


def test_a_calendar_is_fetched_by_its_whole_address(office: Office) -> None:
    office.follow()
    assert names(office.roster()) == (1, ["Tea break"])
    assert office.server.asked[0].target == f"/feed/{SECRET}.ics?key={SECRET}&x=1%202"
    state = office.state()
    assert (state.shifts, state.breaks, state.good, state.problem) == (1, 1, NINE, None)


def test_it_is_asked_every_quarter_of_an_hour_at_most_over_restarts_too(office: Office) -> None:
    office.follow()
    office.roster()
    office.state()
    office.look(60)
    office.feeds.stop()
    office.feeds = office.make()
    office.look(60)
    assert names(office.roster()) == (1, ["Tea break"])  # from the copy
    assert office.state().good == NINE
    assert len(office.server.asked) == 1
    office.look(781)
    assert office.state().good == NINE + dt.timedelta(seconds=901)
    assert office.server.asked[1].headers["if-none-match"].strip('"').isdigit()


def test_what_is_new_comes_with_the_next_look(office: Office) -> None:
    office.follow()
    office.roster()
    office.server.answer = roster_server(SHIFT, TEA, LATE)
    office.look(900)
    while (found := office.roster()) is not None and len(found.shifts) < 2:
        pass
    assert names(found) == (2, ["Tea break"])


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (page(200, HTML, "text/html"), "The address may have expired"),
        (page(200, "", "text/calendar"), "calendar"),
        (page(404, HTML, "text/html"), "does not give it out any more (404)"),
        (page(401, ""), "does not give it out any more (401)"),
        (page(302, "", Location="https://elsewhere.example/x"), "sends on to another server"),
        (page(503, "", Retry_After="7200"), ""),
        (acts.reset, ""),
        (acts.reset_midway, ""),
    ],
)
def test_one_that_dies_goes_on_with_its_last_good_copy(
    office: Office, answer: acts.Answer, why: str
) -> None:
    office.follow()
    assert names(office.roster()) == (1, ["Tea break"])
    assert office.state().problem is None
    office.server.answer = answer
    office.look(900)
    state = office.state()
    assert state.problem is not None
    assert (state.shifts, state.breaks, state.good) == (1, 1, NINE)
    if why:
        told = office.problems.get(timeout=SOON)
        assert why in told.sentence()
        assert "goes on" in told.why
        assert SECRET not in told.sentence()
        office.look(900)
        office.feeds.stop()
        assert office.problems.empty()  # said once
    else:
        office.look(86_400)
        told = office.problems.get(timeout=SOON)  # not before it is a day old
        assert SECRET not in told.sentence()


def test_a_dead_one_comes_back(office: Office) -> None:
    office.follow()
    office.roster()
    office.state()
    office.server.answer = page(500, "")
    office.look(900)
    assert office.state().problem is not None
    office.server.answer = roster_server(SHIFT, TEA)
    office.look(900)
    assert office.state().problem is None


def test_a_server_that_says_nothing_is_given_up_when_the_breaks_end(office: Office) -> None:
    office.server.answer = acts.hang
    office.follow()
    while not office.server.asked:
        pass
    office.feeds.stop()  # the thread is joined: who leaves it behind fails this test


def test_no_address_no_keyring_and_none_that_can_be_asked(office: Office) -> None:
    office.settings.change(CALENDARS, {"care": CalendarRow()})
    office.look()
    assert office.state().problem is not None
    assert "has no address yet" in office.problems.get(timeout=SOON).what
    office.secrets.set(secret_of("care"), Secret(f"http://roster.example/{SECRET}"))
    office.look()
    state = office.state()
    assert state.problem is not None
    assert "not secure" in state.problem.what
    office.secrets.set(secret_of("care"), Secret(f"ftp://{SECRET}"))
    problem = office.state().problem
    assert problem is not None
    assert "not the address of a calendar" in problem.what
    assert SECRET not in problem.sentence()
    office.secrets.set(secret_of("care"), Secret(office.server.url("/x")))
    assert office.state().problem is None


def test_another_address_begins_anew_and_leaves_no_copy_behind(office: Office) -> None:
    office.follow()
    office.roster()
    assert len(list((office.folder / FOLDER).iterdir())) == 2
    office.server.answer = page(500, "")
    office.secrets.set(secret_of("care"), Secret(office.server.url("/other")))
    while office.state().good is not None:
        pass
    office.settings.change(CALENDARS, {})
    office.look()
    while office.roster() is not None:
        pass
    office.feeds.stop()
    assert not list((office.folder / FOLDER).iterdir())


def test_the_address_is_in_no_log_and_no_file(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    office.follow()
    office.roster()
    office.server.answer = acts.reset
    office.look(900)
    office.state()
    office.feeds.stop()
    assert SECRET not in caplog.text
    for path in office.folder.rglob("*"):
        assert SECRET not in path.name
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes()
            if path.parent.name == FOLDER and os.name == "posix":
                assert path.stat().st_mode & 0o077 == 0


def test_a_file_is_read_when_it_changes(office: Office) -> None:
    path = office.folder / "roster.ics"
    path.write_text(calendar(SHIFT), "utf-8")
    office.settings.change(CALENDARS, {"mine": CalendarRow(str(path))})
    office.look()
    assert names(office.roster()) == (1, [])
    path.write_text(calendar(SHIFT, TEA), "utf-8")
    office.look(60)
    while names(found := office.roster()) != (1, ["Tea break"]):
        pass
    assert found is not None
    path.write_text("nonsense", "utf-8")
    office.look(60)
    assert "no calendar" in office.problems.get(timeout=SOON).what
    path.unlink()
    office.look(60)
    while (problem := office.state().problem) is None or "can't be read" not in problem.what:
        pass
    assert not office.server.asked


def test_several_are_one_roster_and_words_say_what_is_a_shift(office: Office) -> None:
    path = office.folder / "private.ics"
    path.write_text(calendar(LATE), "utf-8")
    office.name(office.server.url("/x"), care=CalendarRow(), mine=CalendarRow(str(path)))
    office.look()
    while names(office.roster()) != (2, ["Tea break"]):
        pass
    office.settings.change(SHIFT_WORDS, ("Late",))
    office.look()
    while names(found := office.roster()) != (1, ["Tea break"]):
        pass
    assert found is not None
    assert found.shifts[0].begins == dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def test_the_next_day_is_read_without_asking_anew(office: Office) -> None:
    office.server.answer = roster_server(("20261208T090000Z", "20261208T170000Z", "Far off"))
    office.follow()
    assert names(office.roster()) == (0, [])
    office.server.answer = page(500, "")
    office.look(3 * 86_400)
    while names(found := office.roster()) != (1, []):
        pass
    assert found is not None


def test_a_hundred_thousand_events_and_no_end_are_read_in_bounded_time(office: Office) -> None:
    day = dt.datetime(2016, 8, 1, 9, tzinfo=dt.UTC)
    many = [
        (
            f"{day + dt.timedelta(hours=at):%Y%m%dT%H%M%SZ}",
            f"{day + dt.timedelta(hours=at + 1):%Y%m%dT%H%M%SZ}",
            "Shift",
        )
        for at in range(100_000)
    ]
    for_ever = calendar(SHIFT).replace("SUMMARY", "RRULE:FREQ=SECONDLY\r\nSUMMARY")
    text = calendar(*many).replace("END:VCALENDAR\r\n", "") + for_ever.split("\r\n", 3)[3]
    office.server.answer = page(200, text, "text/calendar")
    office.follow()
    found = office.roster()
    assert found is not None
    assert found.shifts
    state = office.state()
    assert state.problem is not None
    assert "left out" in state.problem.what
    with pytest.raises(Empty):
        office.rosters.get(timeout=0)
