"""breaks.history: what is kept of the past, and the file that it is kept in."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from desktop.breaks.history.chronicle import Chronicle
from desktop.breaks.history.records import LoadAt, Records, Said, Share, Spent
from desktop.breaks.history.store import NAME, History
from desktop.breaks.load import Tap
from desktop.breaks.planner.news import Activity, BreakEvent, Outcome, Phase, Span, What
from desktop.breaks.planner.rules import Kind
from desktop.breaks.planner.state import Running
from desktop.breaks.register import KeptBreak
from desktop.breaks.roster import Planned

NINE = dt.datetime(2026, 11, 23, 9, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def wall(second: float) -> dt.datetime:
    return NINE + dt.timedelta(seconds=second)


def span(begins: float, ends: float, activity: Activity) -> Span:
    return Span(round(begins * 1000), round(ends * 1000), activity)


@pytest.fixture
def chronicle() -> Chronicle:
    return Chronicle(wall)


def test_stretches_of_one_thing_are_one_and_rest_is_what_lies_between(
    chronicle: Chronicle,
) -> None:
    for one in (
        span(0, 10, Activity.WORK),
        span(10, 25, Activity.WORK),
        span(25, 60, Activity.INTERACTION),
        span(60, 90, Activity.DESK),
        span(90, 120, Activity.WORK),
    ):
        chronicle.spend(one)
    assert [(one.begins, one.ends, one.activity) for one in chronicle.take(120).spent] == [
        (wall(0), wall(25), "work"),
        (wall(25), wall(60), "interaction"),
        (wall(90), wall(120), "work"),
    ]


def test_a_stretch_that_goes_on_takes_the_place_of_its_beginning(
    chronicle: Chronicle, tmp_path: Path
) -> None:
    chronicle.spend(span(0, 300, Activity.WORK))
    first = chronicle.take(300)
    news = [chronicle.has_news]
    chronicle.spend(span(300, 400, Activity.WORK))
    assert [*news, chronicle.has_news] == [False, True]
    second = chronicle.take(400)
    history = History(tmp_path)
    try:
        history.write(first)
        history.write(second)
        history.write(second)  # again, after a doubtful answer
        found = history.read(wall(-10), wall(1000)).spent
    finally:
        history.close()
    assert found == [Spent(wall(0), wall(400), "work")]
    first.add(second)
    assert first.spent == found


def test_breaks_are_kept_with_their_outcome(chronicle: Chronicle) -> None:
    chronicle.hear(
        [
            BreakEvent(10, What.START, Kind.SHORT),
            BreakEvent(40, What.END, Kind.SHORT, Outcome.TAKEN),
            BreakEvent(90, What.END, Kind.LONG, Outcome.SKIPPED),
            BreakEvent(100, What.ROSTER, phase=Phase.START, name="tea"),
            BreakEvent(160, What.ROSTER, phase=Phase.END, name="tea"),
            BreakEvent(200, What.START, Kind.LONG),
        ]
    )
    assert chronicle.take(250).breaks == [
        KeptBreak(wall(10), wall(40), "short", outcome="taken"),
        KeptBreak(wall(90), wall(90), "long", outcome="skipped"),
        KeptBreak(wall(100), wall(160), "rostered", "tea", "taken"),
    ]
    assert chronicle.running(250) == KeptBreak(wall(200), wall(250), "long", outcome="")


def test_a_break_that_was_on_before_a_restart_is_kept_when_it_ends(chronicle: Chronicle) -> None:
    chronicle.resume(Running(Kind.LONG, -100_000, 200_000))
    chronicle.hear([BreakEvent(200, What.END, Kind.LONG, Outcome.TAKEN)])
    assert chronicle.take(300).breaks == [KeptBreak(wall(-100), wall(200), "long")]


def test_the_load_is_kept_by_the_minute_with_the_times_of_its_taps(chronicle: Chronicle) -> None:
    chronicle.tap(30, Tap.HARD)
    chronicle.load(60, 12.3456, {"work": 2.0, "hard@30": 10.3456, "night": 0.0})
    chronicle.load(120, 0.01, {"work": 0.01})
    chronicle.load(180, 0.01, {"work": 0.01})
    found = chronicle.take(200)
    assert found.taps == [Said(wall(30), "hard")]
    assert found.load == [
        LoadAt(wall(60), 12.346, (Share("work", 2.0), Share("hard", 10.346, wall(30)))),
        LoadAt(wall(120), 0.01, (Share("work", 0.01),)),
    ]


def test_rostered_breaks_are_kept_once_their_time_has_come(chronicle: Chronicle) -> None:
    tea, lunch = Planned(wall(100), wall(200), "tea"), Planned(wall(900), wall(999), "lunch")
    chronicle.plan((tea, lunch))
    assert chronicle.take(50).rostered == []
    assert chronicle.take(150).rostered == [tea]
    assert chronicle.take(300).rostered == []


def records(begins: float = 0) -> Records:
    return Records(
        [Spent(wall(begins), wall(begins + 60), "work")],
        [KeptBreak(wall(begins + 60), wall(begins + 90), "rostered", "=tea", "taken")],
        [LoadAt(wall(begins + 60), 5.5, (Share("work", 5.0), Share("hard", 0.5, wall(begins))))],
        [Said(wall(begins), "hard")],
        [Planned(wall(begins + 60), wall(begins + 120), "=tea")],
    )


def test_what_is_written_is_read_as_it_was(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.write(records())
    assert history.read(wall(0), wall(3600)) == records()
    assert history.read(wall(0), wall(3600)).spent[0].begins.utcoffset() == NINE.utcoffset()
    assert not history.read(wall(3600), wall(7200))
    history.close()
    history = History(tmp_path)
    assert history.read(wall(30), wall(31)).spent == records().spent
    history.close()


def test_what_is_too_old_is_deleted_and_gone_from_the_file(tmp_path: Path) -> None:
    history = History(tmp_path)
    old = Records(rostered=[Planned(wall(-9000), wall(-8000), "zzyzx with Anna")])
    history.write(old)
    history.write(records())
    history.forget_before(wall(-10))
    assert history.read(wall(-99_999), wall(99_999)) == records()
    history.close()
    assert b"zzyzx" not in (tmp_path / NAME).read_bytes()


def test_a_share_that_is_damaged_does_not_hide_the_load(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.write(records())
    history.close()
    connection = sqlite3.connect(tmp_path / NAME)
    connection.execute("UPDATE load SET shares = '[[' ")
    connection.commit()
    connection.close()
    history = History(tmp_path)
    assert history.read(wall(0), wall(3600)).load == [LoadAt(wall(60), 5.5)]
    history.close()


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE spent SET ends = 1000000000000000000 WHERE begins = :at",
        "UPDATE spent SET zone = 1000000000 WHERE begins = :at",
        "UPDATE load SET value = 'much' WHERE at = :at",
        "UPDATE load SET shares = '[[1], 2]' WHERE at = :at",
        "UPDATE had SET ends = 'soon' WHERE begins = :at",
        "UPDATE said SET zone = -1000000000 WHERE at = :at",
    ],
)
def test_a_row_that_is_damaged_does_not_hide_the_others(tmp_path: Path, damage: str) -> None:
    history = History(tmp_path)
    history.write(
        Records(
            [Spent(wall(at), wall(at + 60), "work") for at in (0, 60)],
            [KeptBreak(wall(at), wall(at + 30), "short") for at in (0, 60)],
            [LoadAt(wall(at), 5, (Share("work", 5),)) for at in (0, 60)],
            [Said(wall(at), "hard") for at in (0, 60)],
        )
    )
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.execute(damage, {"at": round(wall(0).timestamp() * 1000)})
    connection.close()
    found = history.read(NINE, wall(3600))
    history.close()
    counts = [len(found.spent), len(found.breaks), len(found.load), len(found.taps)]
    assert sorted(counts) == [1, 2, 2, 2]
