"""What agents type for times, and what must never be guessed in silence."""

from __future__ import annotations

import datetime as dt
import time
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.customers.followups.reading import Clocks, Said, Unclear, Why, read_time
from desktop.customers.followups.rendering import day_and_time
from desktop.customers.followups.words import EVERYWHERE, Whose

SUNDAY = dt.datetime(2026, 11, 29, 12, 0, tzinfo=dt.UTC)
MADRID, SAO_PAULO = "Europe/Madrid", "America/Sao_Paulo"
FROM, UNTIL = dt.datetime.fromisoformat("2026-11-30"), dt.datetime.fromisoformat("2028-10-01")
ZONES = (MADRID, SAO_PAULO, "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", "UTC")


def clocks(
    *languages: str, theirs: str = SAO_PAULO, now: dt.datetime = SUNDAY, mine: str = MADRID
) -> Clocks:
    return Clocks(now, mine, theirs, languages=languages or ("en-GB",))


def written(found: Said | Unclear) -> str:
    assert isinstance(found, Said), found
    return f"{found.there():%Y-%m-%d %H:%M} {'theirs' if found.theirs else 'mine'}"


def chosen(found: Said | Unclear) -> list[str]:
    assert isinstance(found, Unclear), found
    assert found.why is Why.AMBIGUOUS, found
    return [f"{one.there():%Y-%m-%d %H:%M}" for one in found.choices]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Tuesday 15:00", "2026-12-01 15:00 theirs"),
        ("tomorrow 9", "2026-11-30 09:00 theirs"),
        ("in 2 h", "2026-11-29 11:00 theirs"),
        ("15.12. 10:30", "2026-12-15 10:30 theirs"),
        ("Di 15 Uhr", "2026-12-01 15:00 theirs"),
        ("mañana 10:00", "2026-11-30 10:00 theirs"),
        ("mañana a las 9 de la mañana", "2026-11-30 09:00 theirs"),
        ("pasado mañana a las 4 de la tarde", "2026-12-01 16:00 theirs"),
        ("demain 14h", "2026-11-30 14:00 theirs"),
        ("après-demain à 9h30", "2026-12-01 09:30 theirs"),
        ("le 1er décembre à 9h", "2026-12-01 09:00 theirs"),
        ("amanhã às 10h", "2026-11-30 10:00 theirs"),
        ("sexta-feira 15:00", "2026-12-04 15:00 theirs"),
        ("daqui a 3 dias", "2026-12-02 09:00 theirs"),
        ("morgen früh 9 Uhr", "2026-11-30 09:00 theirs"),
        ("Dienstag morgen 9 Uhr", "2026-12-01 09:00 theirs"),
        ("übermorgen 14 Uhr", "2026-12-01 14:00 theirs"),
        ("in einer halben Stunde", "2026-11-29 09:30 theirs"),
        ("dans 2 heures", "2026-11-29 11:00 theirs"),
        ("in 3 days 10:00", "2026-12-02 10:00 theirs"),
        ("in 2h30", "2026-11-29 11:30 theirs"),
        ("in 1.5 h", "2026-11-29 10:30 theirs"),
        ("Tuesday 15:00 my time", "2026-12-01 15:00 mine"),
        ("Di 15 Uhr meine Zeit", "2026-12-01 15:00 mine"),
        ("martes 15:00 hora del cliente", "2026-12-01 15:00 theirs"),
        ("3 pm tomorrow", "2026-11-30 15:00 theirs"),
        ("9:30 am on Dec 15", "2026-12-15 09:30 theirs"),
        ("Dec 15 2026 9:30", "2026-12-15 09:30 theirs"),
        ("12 am tomorrow", "2026-11-30 00:00 theirs"),
        ("noon tomorrow", "2026-11-30 12:00 theirs"),
        ("on the 15th at 10", "2026-12-15 10:00 theirs"),
        ("der 15. 10:00", "2026-12-15 10:00 theirs"),
        ("15.30", "2026-11-29 15:30 theirs"),
        ("15:00", "2026-11-29 15:00 theirs"),
        ("8:00", "2026-11-30 08:00 theirs"),
        ("2026-12-15 10:00", "2026-12-15 10:00 theirs"),
        ("31/12 10:00", "2026-12-31 10:00 theirs"),
        ("2 Nov 9:00", "2027-11-02 09:00 theirs"),
        ("29 Feb 2028 9:00", "2028-02-29 09:00 theirs"),
        ("TUESDAY,   15:00", "2026-12-01 15:00 theirs"),
        ("١٥:٠٠", "2026-11-29 15:00 theirs"),
    ],
)
def test_what_agents_type(text: str, meant: str) -> None:
    assert written(read_time(text, clocks())) == meant


@pytest.mark.parametrize(
    ("text", "languages", "both"),
    [
        ("Tue 3", ("en",), ["2026-12-01 15:00", "2026-12-01 03:00"]),
        ("next Tuesday 15:00", ("en",), ["2026-12-01 15:00", "2026-12-08 15:00"]),
        ("Sunday 15:00", ("en",), ["2026-11-29 15:00", "2026-12-06 15:00"]),
        ("1/2 10:00", ("en-US", "de"), ["2027-02-01 10:00", "2027-01-02 10:00"]),
        ("um 3 am Dienstag", ("de",), ["2026-12-01 15:00", "2026-12-01 03:00"]),
    ],
)
def test_what_may_mean_two_things_is_asked(
    text: str, languages: tuple[str, ...], both: list[str]
) -> None:
    assert chosen(read_time(text, clocks(*languages))) == both


def test_figures_follow_the_agents_ways() -> None:
    assert written(read_time("1/2 10:00", clocks("en-US"))).startswith("2027-01-02")
    assert written(read_time("1/2 10:00", clocks("en-GB"))).startswith("2027-02-01")


def test_a_word_means_what_it_means_in_the_agents_language() -> None:
    # do: Thursday in German, “of the” in Portuguese.
    assert written(read_time("Do 9", clocks("de"))).startswith("2026-12-03")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.NOTHING),
        ("  ", Why.NOTHING),
        ("tomorrow", Why.NO_TIME),
        ("today 8:59", Why.OVER),
        ("28.11.2026 10:00", Why.OVER),
        ("30.2. 10:00", Why.NO_SUCH),
        ("29.2.2027 10:00", Why.NO_SUCH),
        ("tomorrow 25:00", Why.NO_SUCH),
        ("tomorrow 10:75", Why.NO_SUCH),
        ("Wed 1 Dec 15:00", Why.CONTRADICTS),
        ("1.1.2035 10:00", Why.TOO_FAR),
        ("in 400 weeks", Why.TOO_FAR),
        ("when it rains", Why.NOT_KNOWN),
        ("halb 3", Why.NOT_KNOWN),
        ("9 10 11", Why.NOT_KNOWN),
        ("tomorrow in 2 weeks", Why.NOT_KNOWN),
        ("tomorrow today 9", Why.NOT_KNOWN),
        ("15:00 16:00", Why.NOT_KNOWN),
        ("in 2", Why.NOT_KNOWN),
    ],
)
def test_what_is_refused(text: str, why: Why) -> None:
    found = read_time(text, clocks())
    assert isinstance(found, Unclear)
    assert found.why is why


def test_the_word_that_is_not_known_is_named() -> None:
    found = read_time("Tuesday aftr lunch", clocks())
    assert isinstance(found, Unclear)
    assert found.word == "aftr"


def test_without_the_customers_zone_it_is_the_agents_time_or_asked() -> None:
    alone = clocks(theirs="")
    assert written(read_time("tomorrow 9", alone)) == "2026-11-30 09:00 mine"
    found = read_time("tomorrow 9 their time", alone)
    assert isinstance(found, Unclear)
    assert found.why is Why.NO_ZONE


def test_who_said_that_their_own_clock_counts_is_heard_unless_the_text_says_otherwise() -> None:
    mine = Clocks(SUNDAY, MADRID, SAO_PAULO, Whose.MINE, ("en",))
    assert written(read_time("tomorrow 9", mine)).endswith("mine")
    assert written(read_time("tomorrow 9 their time", mine)).endswith("theirs")


def test_a_time_that_the_clocks_skip_is_said() -> None:
    found = read_time("28.3.2027 02:30 my time", clocks())
    assert isinstance(found, Unclear)
    assert found.why is Why.SKIPPED


def test_a_time_that_comes_twice_gives_both() -> None:
    found = read_time("31.10.2027 02:30 my time", clocks())
    assert isinstance(found, Unclear)
    assert [one.at.isoformat() for one in found.choices] == [
        "2027-10-31T00:30:00+00:00",
        "2027-10-31T01:30:00+00:00",
    ]


def test_hours_are_the_clocks_and_days_the_calendars() -> None:
    before = dt.datetime(2027, 3, 27, 11, 0, tzinfo=dt.UTC)  # the day before clocks go forward
    at_home = clocks(theirs="", now=before)
    assert written(read_time("in 1 day", at_home)) == "2027-03-28 12:00 mine"
    assert written(read_time("in 24 h", at_home)) == "2027-03-28 12:00 mine"
    assert written(read_time("in 15 h", at_home)) == "2027-03-28 04:00 mine"


@given(st.text(max_size=120))
def test_any_text_is_answered(text: str) -> None:
    found = read_time(text, clocks())
    if isinstance(found, Said):
        assert found.at > SUNDAY


@pytest.mark.parametrize("text", ["1.10 " * 16, "mar " * 20, "a " * 40, "in " * 26, "1 " * 40])
def test_what_could_mean_very_much_is_not_thought_about_for_long(text: str) -> None:
    begun = time.perf_counter()
    found = read_time(text, clocks())
    assert isinstance(found, Unclear)
    assert time.perf_counter() - begun < 1


@given(
    st.datetimes(FROM, UNTIL),
    st.sampled_from(ZONES),
    st.sampled_from((*EVERYWHERE, "en-US", "pt-BR", "es-MX", "nl", "it", "pl", "sv")),
)
def test_what_is_written_is_read_back(wall: dt.datetime, zone: str, language: str) -> None:
    wall = wall.replace(second=0, microsecond=0)
    at = wall.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(dt.UTC)
    there = at.astimezone(zoneinfo.ZoneInfo(zone))
    text = day_and_time(there, language, SUNDAY)
    found = read_time(text, clocks(language, theirs=zone))
    moments = [found] if isinstance(found, Said) else list(found.choices)
    assert at in [one.at for one in moments], text
    if isinstance(found, Unclear):
        # Only what really is twice: an hour that the clocks show twice, or one that is written
        # with one figure.
        other = there.replace(fold=1 - there.fold)
        twice = other.astimezone(dt.UTC) != at
        assert found.why is Why.AMBIGUOUS
        assert twice, text
