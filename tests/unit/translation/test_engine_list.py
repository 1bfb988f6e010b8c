"""translation.engine_list: what the settings' engines are, and what changing them writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.clock import SystemClock
from desktop.core.results import UserError
from desktop.net.address import Reach
from desktop.settings.secrets import Secrets
from desktop.settings.sections.translation import ENGINES, SERVICES, ServiceSettings
from desktop.settings.store import Settings
from desktop.translation import engine_list
from desktop.translation.engines.registry import manifests
from tests.unit.translation.room import Ring


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.toml", SystemClock())


def shown(settings: Settings) -> tuple[engine_list.Listed, ...]:
    ring = Ring()
    ring.broken = True  # looking at the list asks no keyring
    return engine_list.listed(settings, Secrets(None, ring), SystemClock())


def of(settings: Settings, name: str) -> engine_list.Listed:
    (one,) = (one for one in shown(settings) if one.name == name)
    return one


def test_all_kinds_are_there_and_none_is_on(settings: Settings) -> None:
    assert [one.name for one in shown(settings)] == list(manifests())
    assert not any(one.on or one.own for one in shown(settings))
    assert {one.name for one in shown(settings) if one.notice} == {"google", "mymemory"}
    assert of(settings, "apertium").reach is Reach.MACHINE
    assert of(settings, "deepl").reach is Reach.INTERNET
    chat = of(settings, "openai_chat")
    assert chat.reach is None
    assert chat.problem is not None
    assert "needs its model" in chat.problem.what


def test_those_that_are_on_come_first_in_their_order_then_ones_own(settings: Settings) -> None:
    engine_list.ROWS.add(settings, "team", "libretranslate")
    for name in ("mymemory", "apertium"):
        engine_list.ROWS.turn(settings, name, on=True)
    assert [one.name for one in shown(settings)][:3] == ["mymemory", "apertium", "team"]
    assert [one.place for one in shown(settings)][:3] == [0, 1, None]
    assert of(settings, "team").own
    engine_list.ROWS.turn(settings, "mymemory", on=False)
    assert settings.get(ENGINES) == ("apertium",)
    engine_list.ROWS.turn(settings, "apertium", on=True)
    assert settings.get(ENGINES) == ("apertium",)


def test_moving_stops_at_the_ends(settings: Settings) -> None:
    settings.change(ENGINES, ("apertium", "deepl", "google"))
    engine_list.ROWS.move(settings, "google", -1)
    assert settings.get(ENGINES) == ("apertium", "google", "deepl")
    engine_list.ROWS.move(settings, "google", -1)
    before = settings.path.stat().st_mtime_ns
    engine_list.ROWS.move(settings, "google", -1)
    engine_list.ROWS.move(settings, "microsoft", -1)
    assert settings.path.stat().st_mtime_ns == before
    engine_list.ROWS.move(settings, "deepl", 1)
    assert settings.get(ENGINES) == ("google", "apertium", "deepl")


def test_what_is_said_of_an_engine_and_taken_back(settings: Settings) -> None:
    engine_list.ROWS.fill(
        settings, "apertium", {"address": "http://mt.example:2737", "office": True}
    )
    assert settings.get(SERVICES)["apertium"] == ServiceSettings(
        address="http://mt.example:2737", office=True
    )
    assert of(settings, "apertium").reach is Reach.OFFICE
    engine_list.ROWS.fill(settings, "apertium", {"address": "", "office": False})
    assert settings.get(SERVICES) == {}


def test_an_address_that_nothing_may_be_sent_to_is_not_written(settings: Settings) -> None:
    for address, why in (("http://mt.example", "not secure"), ("mt.example", "not the address")):
        with pytest.raises(UserError, match=why):
            engine_list.ROWS.fill(settings, "libretranslate", {"address": address})
    with pytest.raises(UserError):
        engine_list.ROWS.fill(settings, "openai_chat", {"model": "x" * 5000})
    assert not settings.path.exists()


@pytest.mark.parametrize("name", ["", "Team", "2nd", "a b", "x" * 33, "deepl", "team"])
def test_a_name_that_does_not_fit_or_is_taken_is_refused(settings: Settings, name: str) -> None:
    engine_list.ROWS.add(settings, "team", "libretranslate")
    with pytest.raises(UserError):
        engine_list.ROWS.add(settings, name, "libretranslate")
    assert settings.get(SERVICES).keys() == {"team"}


def test_removing_takes_the_engine_from_everywhere(settings: Settings) -> None:
    engine_list.ROWS.add(settings, "team", "libretranslate")
    engine_list.ROWS.turn(settings, "apertium", on=True)
    engine_list.ROWS.turn(settings, "team", on=True)
    engine_list.ROWS.remove(settings, "team")
    assert settings.get(ENGINES) == ("apertium",)
    assert "team" not in [one.name for one in shown(settings)]


def test_what_a_person_wrote_into_the_file_meanwhile_stays(settings: Settings) -> None:
    settings.change(ENGINES, ("apertium",))
    text = settings.path.read_text().replace('["apertium"]', '["apertium", "google"]')
    assert "google" in text
    settings.path.write_text(text)
    engine_list.ROWS.turn(settings, "deepl", on=True)
    assert settings.get(ENGINES) == ("apertium", "google", "deepl")


def test_an_engine_that_there_is_not_is_shown_with_why(settings: Settings) -> None:
    settings.change(ENGINES, ("klingon",))
    one = of(settings, "klingon")
    assert one.on
    assert one.manifest is None
    assert one.problem is not None
    assert "no engine “klingon”" in one.problem.what
