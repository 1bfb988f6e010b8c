"""breaks.roster: calendars as workforce planning sends them, and calendars that are none."""

from __future__ import annotations

import datetime as dt
import time
import zoneinfo
from collections.abc import Sequence

import pytest

from desktop.breaks import calendar_file
from desktop.breaks.planner.inputs import RosteredBreak, Shift
from desktop.breaks.roster import Planned, Roster, RosterWords, plain, read_roster, until_tomorrow
from desktop.core.results import UserError

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
MANILA = zoneinfo.ZoneInfo("Asia/Manila")
SINCE = dt.date(2026, 10, 20)


def calendar(*events: str, head: str = "") -> bytes:
    """Events as lines of properties, with what every event needs."""
    made = [
        f"BEGIN:VEVENT\nUID:{number}\nDTSTAMP:20260101T000000Z\n{event}\nEND:VEVENT\n"
        for number, event in enumerate(events)
    ]
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{head}{''.join(made)}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def event(begins: str, ends: str, name: str, *more: str) -> str:
    return "\n".join([f"DTSTART{begins}", f"DTEND{ends}", f"SUMMARY:{name}", *more])


def utc(begins: str, ends: str, name: str, *more: str) -> str:
    return event(f":202610{begins}00Z", f":202610{ends}00Z", name, *more)


def read(data: bytes, words: Sequence[str] = (), zone: dt.tzinfo = BERLIN) -> Roster:
    return read_roster(data, zone, SINCE, words=RosterWords(tuple(words)))


def clock(planned: Planned) -> str:
    begins, ends = planned.begins.astimezone(dt.UTC), planned.ends.astimezone(dt.UTC)
    return f"{begins:%d %H:%M} {ends:%d %H:%M} {planned.name}".rstrip()


def test_a_shift_with_its_breaks() -> None:
    roster = read(
        calendar(
            utc("22T0900", "22T1700", "Shift: Customer care"),
            utc("22T1200", "22T1230", "Lunch"),
            utc("22T1500", "22T1515", "Tea break"),
        )
    )
    assert [clock(one) for one in roster.shifts] == ["22 09:00 22 17:00"]
    assert [clock(one) for one in roster.breaks] == [
        "22 12:00 22 12:30 Lunch",
        "22 15:00 22 15:15 Tea break",
    ]
    assert roster.problems == ()


def test_activities_that_tile_a_shift_make_one() -> None:
    """As Genesys has it; a gap of less than four hours is within the shift too."""
    roster = read(
        calendar(
            utc("22T0900", "22T1100", "On Queue"),
            utc("22T1100", "22T1115", "Break"),
            utc("22T1115", "22T1300", "On Queue"),
            utc("22T1600", "22T1800", "Training"),
            utc("22T2200", "23T0500", "On Queue"),
        )
    )
    assert [clock(one) for one in roster.shifts] == ["22 09:00 22 18:00", "22 22:00 23 05:00"]


def test_the_planner_gets_real_seconds_over_the_end_of_daylight_saving_time() -> None:
    """A night of eight hours by the clock, nine hours long; the lunch is in its second half."""
    night = event(
        ";TZID=Europe/Berlin:20261024T220000", ";TZID=Europe/Berlin:20261025T060000", "Night"
    )
    lunch = event(
        ";TZID=Europe/Berlin:20261025T040000", ";TZID=Europe/Berlin:20261025T043000", "Lunch"
    )
    wall = dt.datetime(2026, 10, 24, 21, 59, tzinfo=BERLIN)
    rostered = read(calendar(night, lunch)).rostered(wall, 1000)
    assert rostered.shifts == (Shift(1060, 1060 + 9 * 3600),)
    assert rostered.breaks == (RosteredBreak(1060 + 7 * 3600, 1800, "Lunch"),)


def test_the_night_in_which_it_begins_is_seven_hours_long() -> None:
    night = event(
        ";TZID=Europe/Berlin:20260328T220000", ";TZID=Europe/Berlin:20260329T060000", "Night"
    )
    roster = read_roster(calendar(night), BERLIN, dt.date(2026, 3, 25))
    (shift,) = roster.rostered(dt.datetime(2026, 3, 28, 21, tzinfo=dt.UTC), 0).shifts
    assert shift == Shift(0, 7 * 3600)


def test_repeating_shifts_with_an_exception() -> None:
    roster = read(
        calendar(
            utc(
                "19T0900", "19T1700", "Shift", "RRULE:FREQ=DAILY;COUNT=5", "EXDATE:20261021T090000Z"
            )
        )
    )
    assert [clock(one) for one in roster.shifts] == [
        "20 09:00 20 17:00",
        "22 09:00 22 17:00",
        "23 09:00 23 17:00",
    ]


def test_one_occurrence_that_was_moved() -> None:
    series = utc("20T0900", "20T1700", "Shift", "RRULE:FREQ=DAILY;COUNT=2", "UID:x").replace("", "")
    moved = utc("21T1200", "21T2000", "Shift", "RECURRENCE-ID:20261021T090000Z", "UID:x")
    data = calendar(series, moved).replace(b"UID:0\r\n", b"").replace(b"UID:1\r\n", b"")
    assert [clock(one) for one in read(data).shifts] == ["20 09:00 20 17:00", "21 12:00 21 20:00"]


def test_times_without_a_zone_are_the_agents() -> None:
    data = calendar(event(":20261022T090000", ":20261022T170000", "Shift"))
    assert [clock(one) for one in read(data).shifts] == ["22 07:00 22 15:00"]
    assert [clock(one) for one in read(data, zone=MANILA).shifts] == ["22 01:00 22 09:00"]


def test_a_zone_that_nobody_knows_is_the_agents() -> None:
    mars = event(";TZID=Mars/Base:20261022T090000", ";TZID=Mars/Base:20261022T170000", "Shift")
    assert [clock(one) for one in read(calendar(mars)).shifts] == ["22 07:00 22 15:00"]


def test_a_zone_that_the_calendar_brings() -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        "TZOFFSETFROM:+0300\nTZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    own = event(";TZID=Own:20261022T090000", ";TZID=Own:20261022T170000", "Shift")
    assert [clock(one) for one in read(calendar(own, head=zone)).shifts] == ["22 06:00 22 14:00"]


def test_what_is_no_work_is_left_out() -> None:
    roster = read(
        calendar(
            utc("22T0900", "22T1700", "Shift", "STATUS:CANCELLED"),
            event(";VALUE=DATE:20261023", ";VALUE=DATE:20261024", "Shift"),
            utc("24T0900", "24T1700", "Vacation"),
            utc("25T0900", "25T1700", "Day off"),
            "SUMMARY:Shift",
            utc("27T0900", "27T1700", "Kick-off"),
        )
    )
    assert [clock(one) for one in roster.shifts] == ["27 09:00 27 17:00"]


def test_the_agents_own_words_for_a_break() -> None:
    data = calendar(utc("22T0900", "22T1700", "Shift"), utc("22T1200", "22T1230", "Siesta Ana"))
    assert read(data).breaks == ()
    assert [one.name for one in read(data, ["SIESTA"]).breaks] == ["Siesta Ana"]


def test_breaks_alone_say_nothing_of_the_shift() -> None:
    assert read(calendar(utc("22T1200", "22T1230", "Lunch"))).shifts == ()


def test_names_are_plain_short_lines() -> None:
    assert plain("Lunch\n\x1b[31mnow\u202e  x" + "y" * 500)[:20] == "Lunch [31mnow xyyyyy"
    assert len(plain("z" * 500)) == 100
    (one,) = read(calendar(utc("22T1200", "22T1230", "Lunch <b>\\nbold"))).breaks
    assert one.name == "Lunch <b> bold"
    assert "Lunch" not in repr(one)


# --- what is no roster ---


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"<html>", "web page"),
        (b"", "no calendar"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "no calendar"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "no calendar"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "can't be read"),
    ],
    ids=range(6),
)
def test_what_is_no_calendar_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UserError, match=words):
        read(data)


def test_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_file, "MOST_BYTES", 100)
    with pytest.raises(UserError, match="too large"):
        read(calendar(utc("22T0900", "22T1700", "Shift")))


@pytest.mark.parametrize(
    "broken",
    [
        "DTSTART:20261399T990000Z\nDTEND:x\nSUMMARY:Shift",
        utc("22T0900", "22T1000", "Shift", "RRULE:FREQ=DAILY;UNTIL=banana"),
        utc("22T0900", "22T1000", "Shift", "RRULE:FREQ=NEVER"),
        utc("22T0900", "22T1000", "Shift", "RRULE:FREQ=DAILY;INTERVAL=0"),
        "RRULE:FREQ=DAILY",
    ],
)
def test_a_broken_event_does_not_cost_the_others(broken: str) -> None:
    roster = read(calendar(broken, utc("23T0900", "23T1700", "Shift")))
    assert "23 09:00 23 17:00" in [clock(one) for one in roster.shifts]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYHOUR=1,2,3",
        "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=NEVER",
        "INTERVAL=1",
        "FREQ=DAILY;INTERVAL=-1",
    ],
)
def test_rules_that_no_roster_has_are_left_out_and_told(rule: str) -> None:
    roster = read(calendar(utc("22T0900", "22T1000", "Shift", f"RRULE:{rule}")))
    assert roster.shifts == ()
    (problem,) = roster.problems
    assert problem.what.startswith("An entry ")


def test_endless_repetition_since_long_ago_is_bounded() -> None:
    one = event(":19000101T090000Z", ":19000101T170000Z", "Shift", "RRULE:FREQ=DAILY")
    roster = read(calendar(*[one] * 100))
    assert len(roster.shifts) == 14
    assert roster.problems[0].what.startswith("99 ")


def test_a_hundred_thousand_events_take_no_longer_than_a_roster_may() -> None:
    days = [dt.date(1990, 1, 1) + dt.timedelta(days=number % 15_000) for number in range(100_000)]
    data = calendar(*[event(f":{d:%Y%m%d}T090000Z", f":{d:%Y%m%d}T170000Z", "Shift") for d in days])
    begun = time.process_time()
    assert len(read(data).shifts) == 14
    assert time.process_time() - begun < 10


def test_too_many_events_near_by_are_told() -> None:
    roster = read(calendar(*[utc("22T0900", "22T1700", "Shift")] * 2010))
    assert len(roster.shifts) == 1
    assert roster.problems[0].what.startswith("10 ")


def test_events_that_never_end_are_read_in_one_pass() -> None:
    data = b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 200_000
    begun = time.process_time()
    calendar_file.near(data, SINCE, SINCE)
    assert time.process_time() - begun < 5


# --- until tomorrow ---


def test_until_tomorrow_is_the_next_shift() -> None:
    now = dt.datetime(2026, 10, 22, 15, tzinfo=BERLIN)
    day = dt.timedelta(days=1)
    today = Planned(now - day / 4, now + day / 12)
    later = Planned(now + day * 2, now + day * 3)
    assert until_tomorrow(now, [later, today]) == later.begins


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ((2026, 10, 22, 15), (2026, 10, 23, 4)),
        ((2026, 10, 22, 4), (2026, 10, 23, 4)),
        ((2026, 10, 22, 3, 59), (2026, 10, 22, 4)),
        ((2026, 10, 24, 23), (2026, 10, 25, 4)),
    ],
)
def test_without_a_shift_it_is_four_in_the_morning(
    now: tuple[int, int, int, int], until: tuple[int, int, int, int]
) -> None:
    assert until_tomorrow(dt.datetime(*now, tzinfo=BERLIN)) == dt.datetime(*until, tzinfo=BERLIN)


def test_whole_days_of_absence_are_days_off() -> None:
    roster = read(
        calendar(
            event(";VALUE=DATE:20261023", ";VALUE=DATE:20261025", "Vacation"),
            event(";VALUE=DATE:20261026", ";VALUE=DATE:20261027", "Time off", "STATUS:CANCELLED"),
            event(";VALUE=DATE:20261027", ";VALUE=DATE:20261028", "Anna's birthday"),
        )
    )
    assert roster.off == (dt.date(2026, 10, 23), dt.date(2026, 10, 24))
    assert not roster.shifts


def test_words_for_a_shift_leave_everything_else_out() -> None:
    data = calendar(
        utc("22T0900", "22T1700", "Care late-2"),
        utc("22T1900", "22T2100", "Choir"),
        utc("23T0900", "23T1700", "Gleittag"),
        utc("22T1200", "22T1230", "Lunch"),
    )
    words = RosterWords(absences=("Gleittag",), shifts=("late-2",))
    roster = read_roster(data, BERLIN, SINCE, words=words)
    assert [clock(one) for one in roster.shifts] == ["22 09:00 22 17:00"]
    assert [one.name for one in roster.breaks] == ["Lunch"]


def test_floating_times_are_in_the_zone_that_the_calendar_names() -> None:
    shift = event(":20261022T090000", ":20261022T170000", "Shift")
    roster = read(calendar(shift, head="X-WR-TIMEZONE:Asia/Manila\n"))
    assert [clock(one) for one in roster.shifts] == ["22 01:00 22 09:00"]
    nowhere = read(calendar(shift, head="X-WR-TIMEZONE:../../etc/passwd\n"))
    assert [clock(one) for one in nowhere.shifts] == ["22 07:00 22 15:00"]
