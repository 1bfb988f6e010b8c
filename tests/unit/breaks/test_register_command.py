"""``deskhand breaks register`` on a history, and on none."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from desktop import cli
from desktop.breaks.history.records import Records
from desktop.breaks.history.store import NAME, History
from desktop.breaks.register import COLUMNS, KeptBreak
from desktop.settings.paths import places, prepare

MANILA = dt.timezone(dt.timedelta(hours=8))


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=MANILA)


def said(capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(capsys.readouterr().out)))


def test_the_breaks_of_the_days_that_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = places(tmp_path)
    prepare(home)
    history = History(home.data)
    history.write(
        Records(
            breaks=[
                KeptBreak(at(22, 23, 50), at(23, 0, 5), "rostered", "tea"),
                KeptBreak(at(23, 1), at(23, 1, 5), "long", outcome="interrupted"),
                KeptBreak(at(23, 2), at(23, 2), "short", outcome="skipped"),
                KeptBreak(at(24, 1), at(24, 1, 5), "long"),
            ]
        )
    )
    history.close()
    words = ["breaks", "register", "--profile", str(tmp_path)]
    assert cli.main([*words, "--from", "2026-11-23", "--to", "2026-11-23"]) == 0
    rows = said(capsys)
    assert rows[0] == list(COLUMNS)
    assert [row[1] for row in rows[1:]] == ["2026-11-23T01:00:00+08:00"]
    assert cli.main(words) == 0
    assert len(said(capsys)) == 4


def test_without_a_history_it_is_empty_and_none_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["breaks", "register", "--profile", str(tmp_path)]) == 0
    assert said(capsys) == [list(COLUMNS)]
    assert not (places(tmp_path).data / NAME).exists()


def test_a_date_that_is_none_is_a_usage_error(tmp_path: Path) -> None:
    words = ["breaks", "register", "--profile", str(tmp_path), "--from", "31.1.2026"]
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
