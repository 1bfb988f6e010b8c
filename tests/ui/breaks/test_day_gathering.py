"""Days out of the history: whose a night is, and what a day of it shows."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from desktop.assembly.rest.history import LookedBack, Now
from desktop.breaks.history.records import LoadAt, Records, Said, Share, Spent
from desktop.breaks.register import KeptBreak
from desktop.breaks.roster import Planned
from desktop.ui.breaks import day_gathering
from desktop.ui.breaks.day_values import Day, Doing

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
MONDAY = dt.date(2026, 11, 23)


def at(clock: str, day: int = 23, month: int = 11) -> dt.datetime:
    hour, minute = map(int, clock.split(":"))
    return dt.datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


def work(begins: dt.datetime, ends: dt.datetime, activity: str = "work") -> Spent:
    return Spent(begins.astimezone(dt.UTC), ends.astimezone(dt.UTC), activity)


def gather(
    records: Records, now: dt.datetime, date: dt.date = MONDAY, present: Now | None = None
) -> Day:
    (day,) = day_gathering.days(LookedBack(records, present or Now()), [date], now)
    return day


def test_a_day_has_its_work_its_breaks_its_taps_and_its_load() -> None:
    records = Records(
        [work(at("9:00"), at("10:00")), work(at("10:00"), at("10:20"), "interaction")],
        [
            KeptBreak(at("10:20"), at("10:25"), "long"),
            KeptBreak(at("10:24"), at("10:24"), "short", outcome="skipped"),
            KeptBreak(at("11:00"), at("11:15"), "rostered", "tea"),
        ],
        [LoadAt(at("9:01"), 1.0), LoadAt(at("10:20"), 30.0, (Share("hard", 9.0, at("9:30")),))],
        [Said(at("9:30"), "hard")],
        [Planned(at("11:00"), at("11:15"), "tea")],
    )
    day = gather(records, at("8:00", 25))
    assert [(one.begins, one.doing) for one in day.stretches] == [
        (at("9:00"), Doing.WORK),
        (at("10:00"), Doing.INTERACTION),
        (at("10:20"), Doing.LONG_BREAK),
        (at("11:00"), Doing.ROSTERED_BREAK),
    ]
    assert (day.begins, day.ends, day.today) == (at("9:00"), at("11:15"), False)
    assert day.load[1].parts[0].at == at("9:30")
    assert [one.what for one in day.taps] == ["hard"]
    assert [one.name for one in day.rostered] == ["tea"]
    assert day.load[0].at.tzinfo is BERLIN


def test_a_night_is_one_day_that_of_its_middle() -> None:
    night = Records([work(at("22:00"), at("1:00", 24)), work(at("1:30", 24), at("6:00", 24))])
    now = at("12:00", 25)
    day = gather(night, now)
    assert (day.begins, day.ends) == (at("22:00"), at("6:00", 24))
    assert gather(night, now, dt.date(2026, 11, 24)).is_empty
    early = Records([work(at("3:30"), at("12:00"))])
    assert gather(early, now).worked == 8.5 * 3600


def test_a_night_that_goes_on_is_today_past_four() -> None:
    night = Records([work(at("22:00"), at("4:40", 24))])
    assert gather(night, at("4:41", 24)).today
    assert not gather(night, at("9:00", 24)).today


def test_a_night_in_which_the_clock_is_put_back_has_its_true_length() -> None:
    night = Records([work(at("22:00", 24, 10), at("6:00", 25, 10))])
    day = gather(night, at("12:00", 26, 10), dt.date(2026, 10, 24))
    assert day.worked == 9 * 3600


def test_two_shifts_with_a_long_rest_between_are_one_day_without_it() -> None:
    split = Records([work(at("7:00"), at("10:00")), work(at("15:00"), at("19:00"))])
    day = gather(split, at("8:00", 24))
    assert len(day.stretches) == 2
    assert day.worked == 7 * 3600


def test_a_clock_that_was_set_back_makes_no_overlap() -> None:
    records = Records(
        [work(at("9:00"), at("10:00")), work(at("9:30"), at("10:30"), "interaction")],
        [KeptBreak(at("9:40"), at("9:45"), "short")],
    )
    day = gather(records, at("8:00", 24))
    ends = day.begins
    for one in day.stretches:
        assert one.begins >= ends
        ends = one.ends


def test_today_has_what_goes_on_and_what_is_to_come() -> None:
    present = Now(
        KeptBreak(at("10:00"), at("10:02"), "long", outcome=""),
        (Planned(at("12:00"), at("12:30"), "lunch"), Planned(at("12:00", 24), at("12:30", 24))),
        (Planned(at("9:00"), at("17:00")), Planned(at("9:00", 24), at("17:00", 24))),
    )
    records = Records([work(at("9:05"), at("10:00"))])
    day = gather(records, at("10:02"), present=present)
    assert day.stretches[-1].doing is Doing.LONG_BREAK
    assert (day.begins, day.ends) == (at("9:00"), at("17:00"))
    assert [one.name for one in day.rostered] == ["lunch"]
    assert day.today


def test_nothing_kept_is_an_empty_day() -> None:
    day = gather(Records(), at("10:00", 25))
    assert day.is_empty
    assert day.begins < day.ends
    only_load = gather(Records(load=[LoadAt(at("10:00"), 3.0)]), at("10:00", 25))
    assert only_load.is_empty


def test_weeks_begin_on_monday_and_dates_at_four() -> None:
    assert next(day_gathering.week_of(dt.date(2026, 11, 29))) == MONDAY
    assert day_gathering.today(at("3:59", 24)) == MONDAY
    begins, ends = day_gathering.span([MONDAY, MONDAY], at("9:00"))
    assert begins <= at("12:00", 22)
    assert ends >= at("12:00", 24)
