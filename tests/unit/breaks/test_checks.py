"""breaks.checks: what ``doctor`` says of history and calendars."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from desktop.breaks.checks import examine
from desktop.breaks.feeds.copies import FOLDER, About, Copies, Copy, key_of, secret_of
from desktop.breaks.history.store import NAME, History
from desktop.core.clock import FixedClock
from desktop.settings.declare import Surroundings
from desktop.settings.secrets import Secret, Secrets
from desktop.settings.sections.roster import CalendarRow
from desktop.settings.values import Snapshot
from tests.unit.customers.book.keeping import MemoryKeyring

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
ADDRESS = "https://roster.example/s3cret"


def said(folder: Path, rows: dict[str, CalendarRow], secrets: Secrets) -> list[tuple[object, str]]:
    settings = Snapshot({"roster.calendars": rows, "breaks.on": True}, Surroundings())
    found = examine(settings, folder, secrets, FixedClock(NOW))
    assert all("s3cret" not in f"{one.what}{one.why}{one.todo}" for one in found)
    return [(one.ok, one.what) for one in found]


def test_calendars_are_told_by_their_copies(tmp_path: Path) -> None:
    secrets = Secrets(tmp_path, MemoryKeyring())
    rows = {"care": CalendarRow(), "team": CalendarRow(str(tmp_path / "team.ics"))}
    assert said(tmp_path, rows, secrets) == [
        (False, "The calendar care has no address"),
        (False, "The calendar team is a file that is not there"),
    ]
    secrets.set(secret_of("care"), Secret(ADDRESS))
    (tmp_path / "team.ics").touch()
    assert said(tmp_path, rows, secrets) == [
        (None, "The calendar care has not been fetched yet"),
        (True, "The calendar team is a file that is there"),
    ]
    copies = Copies(tmp_path / FOLDER)
    for hours, fine in ((1, True), (30, False)):
        about = About(NOW, NOW - dt.timedelta(hours=hours))
        copies.keep(key_of("care", ADDRESS), Copy(about, b"x"), changed=True)
        assert said(tmp_path, {"care": CalendarRow()}, secrets)[0][0] is fine


def test_the_history_is_looked_at_and_left_as_it_is(tmp_path: Path) -> None:
    secrets = Secrets(tmp_path, MemoryKeyring())
    assert said(tmp_path, {}, secrets) == []
    History(tmp_path).close()
    assert said(tmp_path, {}, secrets) == [(True, "The history of your breaks can be read")]
    (tmp_path / NAME).write_bytes(b"nonsense" * 900)
    assert said(tmp_path, {}, secrets) == [(False, "The history of your breaks is damaged")]
    assert (tmp_path / NAME).read_bytes() == b"nonsense" * 900
