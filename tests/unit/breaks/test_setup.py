"""breaks.setup: from the agent's settings to the planner's rules and roster."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from desktop.breaks.load_numbers import LoadNumbers, grounds
from desktop.breaks.planner.rules import DEFAULTS
from desktop.breaks.setup import make_numbers, make_rules, typed_breaks, typed_shifts
from desktop.breaks.statutory_rules import PLACES
from desktop.settings.declare import Surroundings
from desktop.settings.sections.breaks import LAWS, TYPED_BREAKS, TypedBreak
from desktop.settings.sections.load import CONSTANTS
from desktop.settings.sections.roster import TypedShift
from desktop.settings.values import Snapshot

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


def settings(**chosen: object) -> Snapshot:
    return Snapshot({f"breaks.{name}": value for name, value in chosen.items()}, Surroundings())


def test_the_usual_settings_are_the_planners_defaults() -> None:
    assert make_rules(settings()) == (DEFAULTS, ())


def test_chosen_times() -> None:
    rules, problems = make_rules(settings(short_every=10, long_length=7, strict=True))
    assert problems == ()
    assert rules.short.every == 600_000
    assert rules.long.length == 420_000
    assert rules.short.strict
    assert rules.long.strict


def test_what_can_not_be_kept_is_told_and_breaks_go_on() -> None:
    rules, (problem,) = make_rules(settings(short_every=1, short_length=61))
    assert rules == DEFAULTS
    assert "longer than the time from one to the next" in problem.why


def test_typed_breaks_come_every_day() -> None:
    table = {"Lunch": TypedBreak("12:30", 30), "Open": TypedBreak(None, 5)}
    found = typed_breaks(settings(roster=table), BERLIN, dt.date(2026, 10, 24), 2)
    assert [(one.begins.isoformat(), one.name) for one in found] == [
        ("2026-10-24T12:30:00+02:00", "Lunch"),
        ("2026-10-25T12:30:00+01:00", "Lunch"),
    ]


def test_a_typed_break_lasts_its_real_minutes() -> None:
    """From 02:30, when at 03:00 the clock goes back to 02:00."""
    table = {"Tea": TypedBreak("2:30", 60)}
    (one,) = typed_breaks(settings(roster=table), BERLIN, dt.date(2026, 10, 25), 1)
    assert one.ends.astimezone(dt.UTC) - one.begins.astimezone(dt.UTC) == dt.timedelta(hours=1)


def test_a_time_of_the_day_is_checked() -> None:
    column = TYPED_BREAKS.columns[0]
    assert column.read("9:05") == "9:05"
    assert column.check is not None  # type: ignore[attr-defined]  # the column is a Text
    assert column.check("25:00")  # type: ignore[attr-defined]  # as above


def test_every_law_that_is_offered_is_counted() -> None:
    assert {option.value for option in LAWS.options} == set(PLACES)


def shifts(row: TypedShift, since: dt.date, days: int) -> list[tuple[str, float]]:
    said = Snapshot({"roster.shifts": {"mine": row}}, Surroundings())
    return [
        (f"{one.begins:%a %d %H:%M}", (one.ends.timestamp() - one.begins.timestamp()) / 3600)
        for one in typed_shifts(said, BERLIN, since, days)
    ]


def test_shifts_that_were_typed_in_begin_on_their_days() -> None:
    monday = dt.date(2026, 11, 23)
    row = TypedShift("9:00", "17:30", "work")
    assert shifts(row, monday, 7)[-1] == ("Fri 27 09:00", 8.5)
    assert len(shifts(row, monday, 7)) == 5
    assert shifts(TypedShift("9:00", "12:00", "sun"), monday, 7) == [("Sun 29 09:00", 3)]
    assert not shifts(TypedShift("9:00", None, "all"), monday, 7)


def test_a_night_in_which_the_clock_is_put_back_is_an_hour_longer() -> None:
    row = TypedShift("22:00", "6:00", "all")
    assert shifts(row, dt.date(2026, 10, 24), 2) == [("Sat 24 22:00", 9), ("Sun 25 22:00", 8)]


def test_the_settings_of_the_load_are_its_numbers() -> None:
    assert make_numbers(settings()) == (LoadNumbers(), ())
    assert {one.setting.name for one in CONSTANTS} == set(grounds())
    for one in CONSTANTS:
        assert one.basis.value.capitalize() in one.setting.help
    said = Snapshot({"load.night": 25, "load.away": 4}, Surroundings())
    numbers, problems = make_numbers(said)
    assert (numbers.night, numbers.away, problems) == (0.25, 4, ())
    assert isinstance(numbers.window, int)


def test_offers_that_do_not_rise_are_told_and_the_usual_numbers_hold() -> None:
    numbers, (problem,) = make_numbers(Snapshot({"load.first_prompt": 70}, Surroundings()))
    assert numbers == LoadNumbers()
    assert "have to rise" in problem.why
