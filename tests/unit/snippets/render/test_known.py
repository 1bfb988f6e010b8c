"""Built-in values and the languages' manners."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.snippets.render.known import Known, split_name, zone_named
from desktop.snippets.render.manners import MANNERS, greeting, manners_of
from desktop.snippets.render.outside import LONGEST_LINE
from tests.unit.snippets.render.bench import MORNING, Bench


def known(speech: str = "en-US", now: dt.datetime = MORNING, **context: Any) -> Known:
    return Known(context, language="", speech=speech, channel="chat", now=now)


def customer(name: str, speech: str = "en-US", /, **fields: Any) -> str | None:
    return known(speech, customer=fields).value("customer", name)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  Ann \u202e Poe\x00 ", "Ann Poe"),
        ("12 High St,\nLondon", "12 High St, London"),
        (42, "42"),
        (1.5, "1.5"),
        (True, "true"),
        (["gold", " ", "eu"], "gold, eu"),
        (dt.date(2024, 5, 1), "2024-05-01"),
        (dt.datetime(2024, 5, 1, 10, 0, tzinfo=dt.UTC), "2024-05-01 12:00"),
        (None, None),
        ("", None),
        ("  \n ", None),
        ({"a": "b"}, None),
        (object(), None),
    ],
)
def test_any_field_that_is_present_has_a_text(value: object, text: str | None) -> None:
    assert customer("field", field=value) == text


@given(st.text(), st.text())
def test_values_from_outside_hold_no_control_characters(name: str, field: str) -> None:
    context = {"customer": {"name": name, "field": field}}
    found = Bench().text(
        "{{customer.name}}{{customer.first_name}}{{customer.salutation}}{{customer.field}}",
        context=context,
    )
    assert not {unicodedata.category(char) for char in found} & {"Cc", "Cs"}
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(found)
    assert len(found) <= 5 * LONGEST_LINE


def test_long_values_are_cut() -> None:
    assert len(customer("note", note="é" * 10_000) or "") == LONGEST_LINE


def test_values_are_never_read_as_templates() -> None:
    context = {"customer": {"name": "{{agent.name}} $|$ \\{\\{x\\}\\}"}}
    found = Bench().rendered("[{{customer.name}}]", context=context)
    assert (found.text, found.caret) == ("[{{agent.name}} $|$ \\{\\{x\\}\\}]", None)


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("full", "language", "names"),
    [
        ("María García", "", ("María", "García")),
        ("Poe, Ann Lee", "", ("Ann", "Poe")),
        ("Dr. Ann Poe", "", ("Ann", "Poe")),
        ("Ann", "", ("Ann", "")),
        ("José Luis García", "", ("José", "")),
        ("Nagy Anna", "hu-HU", ("Anna", "Nagy")),
        ("山田 太郎", "ja", ("太郎", "山田")),
        ("王 小明", "zh-CN", ("小明", "王")),
        ("श्रीमती प्रिया शर्मा", "hi", ("प्रिया", "शर्मा")),
        ("山田太郎", "", ("", "")),
        ("ann@example.org", "", ("", "")),
        ("+34 600 000 000", "", ("", "")),
        ("", "", ("", "")),
        (",", "", (",", "")),
    ],
)
def test_first_and_last_name(full: str, language: str, names: tuple[str, str]) -> None:
    assert split_name(full, language) == names


@pytest.mark.parametrize(
    ("first", "last", "full"),
    [
        ("小明", "王", "王小明"),
        ("太郎", "山田", "山田太郎"),
        ("민수", "김", "김민수"),
        ("Xiaoming", "王", "Xiaoming 王"),
        ("Ann Lee", "Poe", "Ann Lee Poe"),
        ("小明", "", "小明"),
        ("", "王", "王"),
    ],
)
def test_the_whole_name_from_its_parts(first: str, last: str, full: str) -> None:
    assert customer("name", first_name=first, last_name=last) == full


@pytest.mark.parametrize("name", ["Acme GmbH", "Foo Ltd.", "Bar Inc", "Baz S.A.", "Support Team"])
def test_a_company_has_no_first_name(name: str) -> None:
    assert customer("first_name", name=name) is None
    assert customer("name", name=name) == name


def test_a_given_first_name_goes_before_a_worked_out_one() -> None:
    assert customer("first_name", name="Ann Poe", first_name="Annie") == "Annie"
    assert customer("name", first_name="Ann", last_name="Poe") == "Ann Poe"
    assert known(agent={"name": "Sam Reed"}).value("agent", "first_name") == "Sam"


# --- manners --------------------------------------------------------------------------------------

ANN = {"name": "Ann Poe"}
MS = {**ANN, "title": "Ms."}
MR = {"name": "Jan van der Berg", "last_name": "van der Berg", "gender": "male"}


@pytest.mark.parametrize(
    ("language", "fields", "text"),
    [
        ("en", ANN, "Hi Ann"),
        ("en", {**MS, "formality": "formal"}, "Dear Ms Poe"),
        ("en", {**ANN, "formality": "formal"}, "Dear Ann Poe"),
        ("en", {}, "Hello"),
        ("de", ANN, "Guten Tag Ann Poe"),
        ("de-AT", MS, "Sehr geehrte Frau Poe"),
        ("de", {**ANN, "formality": "du"}, "Hallo Ann"),
        ("de", {}, "Guten Tag"),
        ("fr", MR, "Bonjour Monsieur van der Berg"),
        ("es", {**ANN, "title": "Sra."}, "Estimada Sra. Poe"),
        ("es", ANN, "Hola, Ann Poe"),
        ("pt-PT", MR, "Caro Sr. van der Berg"),
        ("pt-BR", ANN, "Olá, Ann"),
        ("it", ANN, "Gentile Ann Poe"),
        ("nl", MR, "Geachte heer Van der Berg"),
        ("pl", MS, "Szanowna Pani"),
        ("tr", ANN, "Sayın Ann Poe"),
        ("sv", ANN, "Hej Ann"),
        ("ar", ANN, "مرحبًا Ann Poe"),
        ("ja", {"name": "山田太郎"}, "山田太郎様"),
        ("zh-CN", {"name": "王小明", "gender": "男"}, "尊敬的王小明先生"),
        ("zh", {}, "您好"),
        ("hi-IN", {"name": "प्रिया शर्मा"}, "नमस्ते प्रिया शर्मा जी"),
        ("hi", {"name": "प्रिया शर्मा", "title": "श्रीमती"}, "आदरणीया सुश्री प्रिया शर्मा"),
        ("hi", {"name": "Amit Rao", "title": "Shri"}, "आदरणीय श्री Amit Rao"),
        ("hi", {}, "नमस्ते"),
        ("fil", {"name": "Ana Reyes", "title": "Gng."}, "Magandang araw po, Ma’am Reyes"),
        ("tl-PH", {"name": "Jose Reyes", "title": "Sir"}, "Magandang araw po, Sir Reyes"),
        ("fil-PH", {"name": "Ana Reyes"}, "Magandang araw po, Ana Reyes"),
        ("xx", ANN, None),
    ],
)
def test_salutation(language: str, fields: dict[str, Any], text: str | None) -> None:
    assert customer("salutation", language, **fields) == text


@pytest.mark.parametrize(
    ("language", "fields", "text"),
    [
        ("de", {}, "formal"),
        ("en", {}, "informal"),
        ("de", {"formality": "Du"}, "informal"),
        ("en", {"formality": "formal"}, "formal"),
        ("de", {"formality": "whatever"}, "formal"),
        ("xx", {}, None),
    ],
)
def test_formality(language: str, fields: dict[str, Any], text: str | None) -> None:
    assert customer("formality", language, **fields) == text


def at(hour: int) -> dt.datetime:
    return MORNING.replace(hour=hour)


@pytest.mark.parametrize(
    ("language", "hour", "text"),
    [
        ("en", 5, "Good morning"),
        ("en", 12, "Good afternoon"),
        ("en", 18, "Good evening"),
        ("en", 3, "Good evening"),
        ("es", 9, "Buenos días"),
        ("es-MX", 13, "Buenas tardes"),
        ("es", 21, "Buenas noches"),
        ("fr", 9, "Bonjour"),
        ("fr", 20, "Bonsoir"),
        ("de", 8, "Guten Morgen"),
        ("de_CH", 15, "Guten Tag"),
        ("de", 23, "Guten Abend"),
        ("pt", 18, "Boa tarde"),
        ("pt-BR", 18, "Boa noite"),
        ("ar", 9, "صباح الخير"),
        ("ar", 19, "مساء الخير"),
        ("it", 15, "Buon pomeriggio"),
        ("nl", 9, "Goedemorgen"),
        ("pl", 9, "Dzień dobry"),
        ("pl", 19, "Dobry wieczór"),
        ("tr", 9, "Günaydın"),
        ("sv", 7, "God morgon"),
        ("zh-CN", 9, "早上好"),
        ("hi", 9, "सुप्रभात"),
        ("hi", 15, "नमस्ते"),
        ("hi", 19, "शुभ संध्या"),
        ("hi", 2, "नमस्ते"),
        ("fil", 12, "Magandang tanghali po"),
        ("tl-PH", 20, "Magandang gabi po"),
    ],
)
def test_local_greeting(language: str, hour: int, text: str) -> None:
    assert known(language, at(hour)).value("customer", "local_greeting") == text


def test_it_is_the_customers_hour_and_language_that_count() -> None:
    fields = {"time_zone": "America/Lima", "language": "es-PE"}
    found = known("en", at(22), customer=fields).value("customer", "local_greeting")
    assert found == "Buenas tardes"
    broken = known("en", at(9), customer={"time_zone": "Mars/Base"})
    assert broken.value("customer", "local_greeting") == "Good morning"


def test_every_language_has_sound_patterns_and_hours() -> None:
    for ways in MANNERS.values():
        hours = [hour for hour, _ in ways.hours]
        assert hours == sorted(hours)
        assert all(greeting(ways, hour) for hour in range(24))
        names = {"first": "F", "last": "L", "full": "N"}
        for pattern in (ways.sir, ways.madam, ways.neutral, ways.friendly):
            assert pattern.format(**names)
        for words in (ways.nobody, ways.hello):
            assert "{" not in words


def test_languages_are_found_by_tag() -> None:
    assert manners_of("PT_br") is MANNERS["pt-br"]
    assert manners_of("fr-CA") is MANNERS["fr"]
    assert manners_of("") is None


# --- interaction ----------------------------------------------------------------------------------


def test_minutes_of_the_interaction() -> None:
    opened = MORNING - dt.timedelta(minutes=12, seconds=59)
    assert known(interaction={"opened": opened}).value("interaction", "minutes") == "12"
    assert (
        known(interaction={"minutes": 3, "opened": opened}).value("interaction", "minutes") == "3"
    )
    assert known(interaction={"opened": "today"}).value("interaction", "minutes") is None


def test_channel_and_language_come_from_the_request() -> None:
    bench = Bench()
    body = "{{interaction.channel}} {{interaction.language}}"
    assert bench.text(body, channel="mail", language="de") == "mail de"
    assert bench.rendered(body).missing == ("interaction.channel", "interaction.language")


@pytest.mark.parametrize("name", ["", "Nowhere/Land", "../x", "\x00", "é" * 20, "x" * 100])
def test_zones_that_are_none(name: str) -> None:
    assert zone_named(name) is None
