"""Where a customer is: by the card, by the country, or asked."""

from __future__ import annotations

import datetime as dt

import pytest

from desktop.customers.followups.zones import Whereabouts, found_by, territory_of, whereabouts

NOW = dt.datetime(2026, 11, 29, 12, 0, tzinfo=dt.UTC)


def test_what_the_card_says_counts_first() -> None:
    found = whereabouts(["", "Asia/Tokyo"], ["+34600111222"], ["ES"], "ES", NOW)
    assert found == Whereabouts("Asia/Tokyo", told=True)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "x" * 500, "America/"])
def test_what_is_no_zone_is_passed_over(zone: str) -> None:
    assert whereabouts([zone], ["+4930123456"], [], "", NOW) == Whereabouts("Europe/Berlin")


@pytest.mark.parametrize(
    ("phone", "region", "zone"),
    [
        ("+49 171 1234567", "", "Europe/Berlin"),
        ("0171 1234567", "DE", "Europe/Berlin"),
        ("+91 98765 43210", "", "Asia/Kolkata"),
        ("+44 20 7946 0958", "", "Europe/London"),
    ],
)
def test_a_number_tells_the_country_whose_clocks_all_go_alike(
    phone: str, region: str, zone: str
) -> None:
    assert whereabouts([], [phone], [], region, NOW).zone == zone


def test_a_country_of_many_zones_gives_them_to_choose_from() -> None:
    found = whereabouts([], ["+55 11 98765-4321"], [], "ES", NOW)
    assert not found.zone
    assert {"America/Sao_Paulo", "America/Noronha", "America/Cuiaba"} <= set(found.choices)
    assert whereabouts([], ["+34 600 111 222"], [], "", NOW).choices == (
        "Atlantic/Canary",
        "Europe/Madrid",
    )


def test_a_number_that_was_guessed_tells_nothing() -> None:
    assert whereabouts([], ["123456", "anonymous", ""], [], "", NOW) == Whereabouts()


@pytest.mark.parametrize("country", ["DE", "de", "Germany", "Deutschland", "Alemania", "Allemagne"])
def test_countries_are_known_by_name(country: str) -> None:
    assert territory_of(country) == "DE"
    assert territory_of("Atlantis") == ""


def test_zones_are_found_by_their_city() -> None:
    assert found_by("são p")[0] == "America/Sao_Paulo"
    assert found_by("new york")[0] == "America/New_York"
    assert found_by("x" * 100) == ()
    assert found_by("") == ()
