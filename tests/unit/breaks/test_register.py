"""breaks.register: the breaks kept, as CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zoneinfo

from desktop.breaks.register import COLUMNS, KeptBreak, RegisterKeeper, as_csv
from tests.unit.breaks.virtual import ACTIVE, OPEN, POSTPONE, SKIP, Virtual, tea

START = dt.datetime(2026, 11, 22, 9, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))


def kept(timeline: dict[int, list[object]], until: int) -> list[KeptBreak]:
    keeper = RegisterKeeper()
    events = Virtual().run(timeline, until)
    found = [keeper.take(one, START + dt.timedelta(seconds=one.at)) for one in events]
    return [one for one in found if one is not None]


def test_breaks_that_were_begun() -> None:
    found = kept({0: [ACTIVE, tea(1300)], 1400: [OPEN]}, 1500)
    assert [(one.kind, one.name, one.outcome) for one in found] == [
        ("short", "", "taken"),
        ("short", "", "taken"),
        ("rostered", "tea", "interrupted"),
    ]


def test_what_never_began_is_not_kept() -> None:
    assert kept({0: [ACTIVE], 595: [SKIP]}, 700) == []
    assert kept({0: [ACTIVE], 595: [POSTPONE]}, 700) == []


def test_what_was_broken_off_is_told() -> None:
    timeline: dict[int, list[object]] = {0: [ACTIVE], 605: [POSTPONE], 727: [SKIP]}
    assert [one.outcome for one in kept(timeline, 800)] == ["postponed", "skipped"]


def test_the_file() -> None:
    text = as_csv(kept({0: [ACTIVE]}, 700))
    rows = list(csv.reader(io.StringIO(text)))
    assert rows == [
        list(COLUMNS),
        [
            "2026-11-22",
            "2026-11-22T09:10:00+01:00",
            "2026-11-22T09:10:20+01:00",
            "0.3",
            "short",
            "",
            "taken",
        ],
    ]


def test_minutes_are_real_ones_over_the_end_of_daylight_saving_time() -> None:
    berlin = START.tzinfo
    begins = dt.datetime(2026, 10, 25, 2, 30, tzinfo=berlin)
    ends = dt.datetime(2026, 10, 25, 2, 15, fold=1, tzinfo=berlin)
    assert KeptBreak(begins, ends, "long").row()[3] == "45.0"


def test_names_are_no_formulas() -> None:
    row = KeptBreak(START, START, "rostered", '=HYPERLINK("x")').row()
    assert row[5] == '\'=HYPERLINK("x")'
    assert "HYPERLINK" not in repr(KeptBreak(START, START, "rostered", "=HYPERLINK"))
