"""date, clipboard, echo and random."""

from __future__ import annotations

import datetime as dt
import os
import random
import time
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from desktop.snippets.model import Value
from desktop.snippets.render.variables import Unfit, clipboard, date, echo, pick
from tests.unit.snippets.render.bench import MORNING, Bench, var

FORMATS = [
    ("%Y %C %y", "2014 20 14"),
    ("%m %-m %_m", "07 7  7"),
    ("%b %B %h", "Jul July Jul"),
    ("%d %-d %e %0e %_d", "08 8  8 08  8"),
    ("%a %A %w %u", "Tue Tuesday 2 2"),
    ("%U %W %V %G %g", "27 27 28 2014 14"),
    ("%j %-j %_j", "189 189 189"),
    ("%D|%x|%F|%v", "07/08/14|07/08/2014|2014-07-08| 8-Jul-2014"),
    ("%H %k %I %l %-I", "09  9 09  9 9"),
    ("%P %p", "am AM"),
    ("%M %S %-M", "10 11 10"),
    ("%f %.f %.3f %.6f %.9f", "026490000 .026490 .026 .026490 .026490000"),
    ("%3f %6f %9f", "026 026490 026490000"),
    ("%R %T %X %r", "09:10 09:10:11 09:10:11 AM 09:10:11 AM"),
    ("%Z %z %:z %::z %:::z", "CEST +0200 +02:00 +02:00:00 +02"),
    ("%c", "Tue 08 Jul 2014 09:10:11 AM CEST"),
    ("%+", "2014-07-08T09:10:11.026490+02:00"),
    ("%s %q", "1404803411 3"),
    ("a%tb%nc 100%%", "a\tb\nc 100%"),
    ("", ""),
]


@pytest.mark.parametrize(("pattern", "text"), FORMATS)
def test_chronos_specifiers(pattern: str, text: str) -> None:
    now = MORNING.replace(microsecond=26_490)
    assert date({"format": pattern}, now, "en-US") == text


@pytest.mark.parametrize(
    ("moment", "pattern", "text"),
    [
        (
            dt.datetime(2024, 1, 1, 0, 5, tzinfo=dt.UTC),
            "%I %l %p %U %W %V %G",
            "12 12 AM 00 01 01 2024",
        ),
        (dt.datetime(2023, 1, 1, 12, 5, tzinfo=dt.UTC), "%I %p %U %W %V %G", "12 PM 01 00 52 2022"),
        (dt.datetime(2023, 1, 1, tzinfo=dt.UTC), "%w %u %.f|%:z", "0 7 |+00:00"),
        (
            dt.datetime(2023, 1, 1, tzinfo=dt.timezone(-dt.timedelta(hours=3, minutes=30))),
            "%z",
            "-0330",
        ),
    ],
)
def test_corners_of_the_calendar(moment: dt.datetime, pattern: str, text: str) -> None:
    assert date({"format": pattern}, moment, "en-US") == text


@pytest.mark.parametrize("pattern", ["%Q", "%", "x%", "%-A", "%4f", "%.", "%-Z", "%é"])
def test_a_specifier_that_does_not_exist_is_a_problem(pattern: str) -> None:
    found = date({"format": pattern}, MORNING, "en-US")
    assert isinstance(found, Unfit)
    assert "%" in found.why


def test_without_a_format_it_is_rfc_2822() -> None:
    assert date({}, MORNING, "de-DE") == "Tue, 8 Jul 2014 09:10:11 +0200"


@pytest.mark.parametrize(
    ("offset", "text"),
    [(3600, "08 10"), (86400, "09 09"), (-86400, "07 09"), ("86400", "09 09"), ("", "08 09")],
)
def test_an_offset_is_in_seconds(offset: Value, text: str) -> None:
    assert date({"format": "%d %H", "offset": offset}, MORNING, "en-US") == text


@pytest.mark.parametrize("offset", ["soon", [1], True, 10**18, -(10**18), "inf", "nan"])
def test_an_offset_that_is_none_is_a_problem(offset: Value) -> None:
    assert isinstance(date({"format": "%d", "offset": offset}, MORNING, "en-US"), Unfit)


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("it-IT", "martedì 8 luglio"),
        ("de", "Dienstag 8 Juli"),
        ("es_ES", "martes 8 julio"),
        ("ru-RU", "вторник 8 июля"),
        ("en-GB", "Tuesday 8 July"),
        ("xx-YY", "Tuesday 8 July"),
        ("not a tag!", "Tuesday 8 July"),
        ("../etc", "Tuesday 8 July"),
    ],
)
def test_names_in_a_language(locale: str, text: str) -> None:
    assert date({"format": "%A %-d %B", "locale": locale}, MORNING, "en-US") == text


def test_a_month_that_stands_alone_has_the_form_for_that() -> None:
    assert date({"format": "%B %Y", "locale": "pl"}, MORNING, "en-US") == "lipiec 2014"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-US", "07/08/2014 09:10:11 AM"),
        ("en-GB", "08/07/2014 09:10:11"),
        ("de-DE", "08.07.2014 09:10:11"),
        ("ja-JP", "2014/07/08 9:10:11"),
    ],
)
def test_dates_and_times_as_a_country_writes_them(locale: str, text: str) -> None:
    assert date({"format": "%x %X", "locale": locale}, MORNING, "fr") == text


def test_a_time_zone_by_name() -> None:
    params: dict[str, Value] = {"format": "%F %T %Z %:z", "tz": "Asia/Tokyo"}
    assert date(params, MORNING, "en-US") == "2014-07-08 16:10:11 JST +09:00"


@pytest.mark.parametrize("zone", ["Mars/Base", "../../etc/passwd", "Europe", "x" * 500, "/"])
def test_a_time_zone_that_does_not_exist_is_a_problem(zone: str) -> None:
    found = date({"format": "%T", "tz": zone}, MORNING, "en-US")
    assert isinstance(found, Unfit)
    assert zone not in found.why


def test_a_customers_time_zone_that_is_not_known_is_the_agents() -> None:
    own = var("at", "date", format="%H", tz="{{customer.time_zone}}")
    bench = Bench()
    assert bench.text("{{at}}", own) == "09"
    assert bench.text("{{at}}", own, context={"customer": {"time_zone": "Asia/Tokyo"}}) == "16"


def test_days_are_counted_over_the_change_to_summer_time() -> None:
    madrid = dt.datetime(2024, 3, 30, 12, tzinfo=ZoneInfo("Europe/Madrid"))
    assert date({"format": "%d %H", "offset": 86400}, madrid, "en-US") == "31 13"


@pytest.fixture
def in_berlin() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Europe/Berlin"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system can't set its zone")
@pytest.mark.usefixtures("in_berlin")
def test_a_clock_that_knows_only_the_offset_still_changes_to_summer_time() -> None:
    now = dt.datetime(2024, 3, 30, 12, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    assert date({"format": "%d %H", "offset": 86400}, now, "en-US") == "31 13"


def test_dates_speak_the_language_of_the_text() -> None:
    own = var("d", "date", format="%A")
    assert Bench().text("{{d}}", own, language="es-MX") == "martes"
    assert Bench(options={"locale": "fr-FR"}).text("{{d}}", own) == "mardi"


# --- clipboard, echo, random ----------------------------------------------------------------------


@pytest.mark.parametrize("content", [None, ""])
def test_an_empty_clipboard_is_a_problem(content: str | None) -> None:
    found = clipboard(lambda: content)
    assert isinstance(found, Unfit)
    assert found.todo


def test_the_clipboards_text_is_cleaned() -> None:
    assert clipboard(lambda: "a\r\nb\tc\x1b[31m\u202ed\ufdd0") == "a\nb\tc[31md"


def test_a_huge_clipboard_is_a_problem() -> None:
    assert isinstance(clipboard(lambda: "x" * 100_001), Unfit)


@pytest.mark.parametrize(("value", "text"), [("x", "x"), (5, "5"), (1.5, "1.5"), (True, "true")])
def test_echo_gives_back_one_value(value: Value, text: str) -> None:
    assert echo({"echo": value}) == text


def test_dummy_is_another_word_for_echo() -> None:
    assert Bench().text("{{x}}", var("x", "dummy", echo="y")) == "y"


@pytest.mark.parametrize("value", [None, ["x"], {"x": "y"}])
def test_echo_without_a_text_is_a_problem(value: Value) -> None:
    assert isinstance(echo({"echo": value}), Unfit)


def test_random_takes_each_choice_sometimes_and_is_repeatable() -> None:
    own = var("r", "random", choices=["a", "b", 3])
    texts = [Bench(seed=seed).text("{{r}}", own) for seed in range(40)]
    assert set(texts) == {"a", "b", "3"}
    assert texts == [Bench(seed=seed).text("{{r}}", own) for seed in range(40)]


@pytest.mark.parametrize("choices", [None, [], "", [["x"]]])
def test_random_without_choices_is_a_problem(choices: Value) -> None:
    assert isinstance(pick({"choices": choices}, random.Random(1)), Unfit)
