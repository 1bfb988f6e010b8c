"""breaks.statutory: each country's rules, when they warn and when they are kept."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.breaks.planner.news import Activity, Span
from desktop.breaks.scenario import ScenarioError, read_scenario
from desktop.breaks.simulate import simulate
from desktop.breaks.statutory import StatutoryCounters
from desktop.breaks.statutory_rules import PLACES, RULES, Measure, place_named, rules_for

HOUR = 3600
MINUTE = 60


def day(place: str, *parts: tuple[float, str], shift: float = 0) -> list[tuple[float, str, float]]:
    """Hours of ``work``, ``desk``, ``break``...; what was warned of, and by when, in hours."""
    shifts = [(0, round(shift * HOUR * 1000))] if shift else []
    counters = StatutoryCounters(rules_for((place,)), shifts)
    activities = {
        "work": Activity.WORK,
        "call": Activity.INTERACTION,
        "desk": Activity.DESK,
        "rest": Activity.AWAY,
        "break": Activity.LONG_BREAK,
        "asleep": Activity.ASLEEP,
    }
    found: list[tuple[float, str, float]] = []
    at = 0
    for hours, name in parts:
        activity = activities[name]
        ends = at + round(hours * HOUR * 1000)
        while True:
            warnings, coming = counters.look(at, activity)
            found += [
                (round(one.at / HOUR, 3), one.rule.name, round(one.deadline / HOUR, 3))
                for one in warnings
            ]
            to = ends if coming is None else min(ends, coming)
            counters.spend(Span(at, to, activity))
            at = to
            if at == ends:
                break
    return found


@pytest.mark.parametrize(
    ("place", "warned"),
    [
        ("eu", [(5.5, "eu-rest", 6)]),
        ("uk", [(5.5, "uk-rest", 6)]),
        ("de", [(5.5, "de-straight", 6), (8.5, "de-30", 9), (9.5, "de-45", 10)]),
        (
            "us-ca",
            [
                (3.5, "us-ca-rest", 4),
                (4.5, "us-ca-meal", 5),
                (7.5, "us-ca-rest-2", 8),
                (9.5, "us-ca-meal-2", 10),
                (11.5, "us-ca-rest-3", 12),
            ],
        ),
        ("in", [(4.5, "in-rest", 5)]),
        ("ph", [(4.5, "ph-meal", 5)]),
        (
            "br",
            [(4.5, "br-nr17-pause-1", 5), (4.5, "br-nr17-pause-2", 5), (5, "br-nr17-meal", 5.5)],
        ),
    ],
)
def test_a_long_day_without_any_break(place: str, warned: list[tuple[float, str, float]]) -> None:
    assert day(place, (13, "work")) == warned


MIN = 1 / 60


def test_germany_with_its_breaks_kept_is_quiet() -> None:
    assert day("de", (3, "work"), (30 * MIN, "break"), (5.5, "work")) == []
    parts = [(3, "work"), (15 * MIN, "rest")] * 3
    assert day("de", *parts, (2, "call")) == []


def test_germany_counts_no_piece_under_fifteen_minutes() -> None:
    short = [(1.0, "work"), (14 * MIN, "break")] * 4
    found = day("de", *short, (2, "work"))
    assert found[0] == (5.5, "de-straight", 6)


def test_germany_straight_work_is_counted_from_the_last_break() -> None:
    found = day("de", (2, "work"), (0.5, "break"), (7, "work"))
    assert found == [(8, "de-straight", 8.5)]


def test_germany_more_than_nine_hours_need_the_third_piece() -> None:
    parts = [(3, "work"), (0.5, "break"), (5, "work"), (15 * MIN, "break"), (5, "work")]
    assert day("de", *parts) == []
    found = day("de", (4, "work"), (0.5, "break"), (5.9, "work"))
    assert found == [(10, "de-straight", 10.5), (10, "de-45", 10.5)]


def test_a_known_shift_tells_what_does_not_apply() -> None:
    assert day("de", (6, "work"), shift=6) == []
    assert day("uk", (6, "work"), shift=6) == []
    assert day("in", (5, "work"), shift=5) == []
    assert day("us-ca", (3.5, "work"), shift=3.5) == []
    assert day("br", (4, "work"), shift=4) == [(2.333, "br-nr17-pause-1", 2.833)]


def test_a_known_shift_brings_deadlines_forward() -> None:
    found = day("de", (7, "work"), shift=7)
    assert found == [(5.5, "de-straight", 6), (6, "de-30", 6.5)]


def test_brazil_wants_pauses_away_from_both_ends() -> None:
    """One in the first hour does not count, and a meal break is no pause."""
    early = day("br", (0.5, "work"), (10 * MIN, "break"), (6, "work"), shift=6)
    assert ("br-nr17-pause-2") in [name for _at, name, _by in early]
    kept = day(
        "br",
        (1.5, "work"),
        (10 * MIN, "break"),
        (1, "work"),
        (20 * MIN, "break"),
        (1, "work"),
        (10 * MIN, "break"),
        (1.5, "work"),
        shift=6,
    )
    assert kept == []


def test_california_takes_no_meal_break_for_a_rest() -> None:
    found = day("us-ca", (3, "work"), (0.5, "break"), (3, "work"), shift=8)
    assert [name for _at, name, _by in found] == ["us-ca-rest"]
    assert day("us-ca", (2, "work"), (10 * MIN, "break"), (2, "work"), shift=8) == []


def test_nothing_is_warned_of_in_a_rest_and_at_once_after_one_too_short() -> None:
    found = day("in", (4.25, "work"), (20 * MIN, "break"), (1, "work"))
    assert found == [(4.583, "in-rest", 5)]


def test_idle_time_at_the_desk_is_time_at_work_until_it_is_a_rest() -> None:
    assert day("in", (2, "work"), (29 * MIN, "desk"), (3, "work"))[0][2] == 5
    assert day("in", (2, "work"), (30 * MIN, "desk"), (4, "work")) == []


def test_four_hours_of_rest_begin_a_new_day() -> None:
    assert day("in", (4, "work"), (4, "asleep"), (4, "work")) == []
    assert day("uk", (5, "work"), (4, "asleep"), (5, "work")) == []
    first = (4.5, "ph-meal", 5)
    assert day("ph", (5, "work"), (3.99, "asleep"), (5, "work")) == [first]
    assert day("ph", (5, "work"), (4, "asleep"), (5, "work")) == [first, (13.5, "ph-meal", 14)]


def test_the_hours_begin_with_the_shift() -> None:
    counters = StatutoryCounters(rules_for(("in",)), [(2 * HOUR * 1000, 12 * HOUR * 1000)])
    counters.spend(Span(0, 3 * HOUR * 1000, Activity.WORK))
    assert counters.look(3 * HOUR * 1000, Activity.WORK) == ([], round(6.5 * HOUR * 1000))


def test_the_longer_night_counts_nine_hours() -> None:
    """From the file: eight hours by the clock, over the end of daylight saving time."""
    text = (
        "settings: {short: {every: 86400}, long: {every: 172800}}\n"
        "start: 2026-10-24T22:00:00+02:00\nrules: [de]\nuntil: 40000\n"
        "shift: [{from: 2026-10-24T22:00:00, to: 2026-10-25T06:00:00}]\nzone: Europe/Berlin\n"
        "timeline: [{at: 0, presence: active}]\n"
    )
    assert [(one["at"], one["rule"], one["deadline"], one["left"]) for one in warned(text)] == [
        (19_800, "de-straight", 21_600, 1800),
        (28_800, "de-30", 30_600, 1800),
    ]


@pytest.mark.parametrize("every", [7, 37.5, 1000])
def test_stepping_otherwise_warns_alike(every: float) -> None:
    """Entries that change nothing make the simulation step at other seconds."""
    text = "settings: {short: {every: 1500}}\nrules: [de, in]\nuntil: 40000\ntimeline:\n"
    text += "  - {at: 0, presence: active}\n"
    more = "".join(f"  - {{at: {every * n}, clock: 1}}\n" for n in range(1, int(40_000 / every)))
    assert warned(text + more) == warned(text)
    assert [one["rule"] for one in warned(text)] == ["in-rest", "de-straight", "de-30", "de-45"]


def warned(text: str) -> list[dict[str, Any]]:
    events = simulate(read_scenario(text.encode()))
    return [one for one in events if one["event"] == "statutory"]


# --- the table ---


def test_every_rule_has_its_source_and_its_place() -> None:
    assert {rule.place for rule in RULES} == set(PLACES)
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.name.startswith(rule.place)
        assert rule.source
        assert rule.says.endswith(".")
        assert rule.unchecked == "" or rule.unchecked.endswith(".")
        assert rule.work > rule.piece >= 10 * MINUTE * 1000
        assert (rule.total > 0) == (rule.measure is Measure.TOTAL)


@pytest.mark.parametrize(("name", "place"), [("DE", "de"), ("gb", "uk"), ("California", "us-ca")])
def test_places_by_their_names(name: str, place: str) -> None:
    assert place_named(name) == place


def test_unknown_places_are_wrong_usage() -> None:
    assert place_named("atlantis") is None
    for said in ("[atlantis]", "[5]", "atlantis"):
        with pytest.raises(ScenarioError):
            read_scenario(f"rules: {said}".encode())
    assert read_scenario(b"rules: de").places == ("de",)
