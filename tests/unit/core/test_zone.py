"""core.zone: the machine's zone with its rules."""

from __future__ import annotations

import datetime as dt
import time
import zoneinfo
from collections.abc import Iterator

import pytest

from desktop.core.zone import SystemZone, zone_of

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


@pytest.fixture
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("Windows can't set its zone for one program")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_berlin")
def test_it_knows_both_changes_of_the_clock() -> None:
    begins = dt.datetime(2026, 3, 28, 23, tzinfo=dt.UTC)
    for base in (begins, dt.datetime(2026, 10, 24, 22, tzinfo=dt.UTC)):
        for minutes in range(0, 300, 20):
            moment = base + dt.timedelta(minutes=minutes)
            here = moment.astimezone(SystemZone())
            there = moment.astimezone(BERLIN)
            assert (here.replace(tzinfo=None), here.fold) == (
                there.replace(tzinfo=None),
                there.fold,
            )
            assert here.timestamp() == moment.timestamp()
    night = dt.datetime(2026, 10, 24, 22, tzinfo=SystemZone())
    assert night.replace(day=25, hour=6).timestamp() - night.timestamp() == 9 * 3600


@pytest.mark.usefixtures("in_berlin")
def test_a_bare_offset_of_this_machine_has_its_rules() -> None:
    now = dt.datetime(2026, 10, 24, 12).astimezone()
    assert isinstance(zone_of(now), SystemZone)
    elsewhere = now.astimezone(dt.timezone(dt.timedelta(hours=-8)))
    assert zone_of(elsewhere) is elsewhere.tzinfo
    assert zone_of(now.astimezone(BERLIN)) is BERLIN
