"""breaks.prompts: what is offered when, with and without an abusive contact."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.breaks.load_numbers import LoadNumbers
from desktop.breaks.planner.news import Activity
from desktop.breaks.prompts import Prompter
from desktop.breaks.scenario import read_scenario
from desktop.breaks.simulate import simulate


def offered(*steps: tuple[int, float, Activity], abusive: bool = False) -> list[tuple[int, float]]:
    prompter = Prompter(LoadNumbers())
    if abusive:
        prompter.abusive()
    found = [prompter.consider(at, load, now) for at, load, now in steps]
    return [(int(one.at), one.level) for one in found if one is not None]


WORK, CALL = Activity.WORK, Activity.INTERACTION


@pytest.mark.parametrize(
    ("load", "level"), [(49.99, None), (50, 50), (64.9, 50), (65, 65), (80, 80), (100, 80)]
)
def test_levels(load: float, level: int | None) -> None:
    assert offered((0, load, WORK)) == ([] if level is None else [(0, level)])


def test_once_for_a_level_until_it_has_sunk_by_five() -> None:
    assert offered((0, 51, WORK), (900, 46, WORK), (1800, 51, WORK)) == [(0, 50)]
    assert offered((0, 51, WORK), (900, 44.9, WORK), (1800, 51, WORK)) == [(0, 50), (1800, 50)]


def test_a_higher_level_is_offered_again_alone() -> None:
    steps = [(0, 51, WORK), (700, 66, WORK), (1400, 59, WORK), (2100, 66, WORK)]
    assert offered(*steps) == [(0, 50), (700, 65), (2100, 65)]


def test_at_most_one_in_ten_minutes() -> None:
    steps = [(0, 51, WORK), (60, 66, WORK), (599, 66, WORK), (600, 66, WORK)]
    assert offered(*steps) == [(0, 50), (600, 65)]


@pytest.mark.parametrize(
    "busy",
    [CALL, Activity.SHORT_BREAK, Activity.LONG_BREAK, Activity.BREATHING, Activity.AWAY],
)
def test_what_comes_up_meanwhile_waits(busy: Activity) -> None:
    assert offered((0, 51, busy), (60, 52, busy), (90, 53, WORK)) == [(90, 50)]


def test_an_abusive_contact_is_offered_a_pause_whatever_was_before() -> None:
    prompter = Prompter(LoadNumbers())
    first = prompter.consider(0, 51, WORK)
    prompter.abusive()
    second = prompter.consider(1, 20, WORK)
    prompter.abusive()
    third = prompter.consider(2, 81, WORK)
    assert [one and one.plain() for one in (first, second, third)] == [
        {"at": 0, "event": "prompt", "level": 50, "reason": "load"},
        {"at": 1, "event": "prompt", "level": 65, "reason": "abusive"},
        {"at": 2, "event": "prompt", "level": 80, "reason": "abusive"},
    ]


def test_it_waits_for_the_end_of_the_interaction_only() -> None:
    assert offered((0, 10, CALL), (60, 10, Activity.DESK), abusive=True) == [(60, 65)]
    assert offered((0, 10, Activity.SHORT_BREAK), abusive=True) == [(0, 65)]


# --- in a simulation ---

HARD = """
settings: {short: {every: 86400}, long: {every: 172800}}
until: 9000
timeline:
  - {at: 0, presence: active}
  - {at: 0, interaction: open}
"""


def prompts(entries: str, *, load: bool = False) -> list[dict[str, Any]]:
    text = HARD + "".join(f"  - {{{one}}}\n" for one in entries.split(";"))
    events = list(simulate(read_scenario(text.encode()), load=load))
    return [one for one in events if one["event"] == "prompt"]


def test_a_prompt_comes_when_the_interaction_ends() -> None:
    found = prompts("at: 3605, do: abusive; at: 3650, interaction: closed")
    assert found == [{"at": 3650, "event": "prompt", "level": 65, "reason": "abusive"}]


def test_a_tap_after_the_interaction_prompts_at_once() -> None:
    found = prompts("at: 3600, interaction: closed; at: 3611, do: abusive")
    assert found == [{"at": 3611, "event": "prompt", "level": 65, "reason": "abusive"}]


def test_a_hard_tap_prompts_only_by_the_load() -> None:
    calls = "at: 3600, interaction: closed; at: 3601, do: hard; at: 3602, do: hard"
    assert prompts(calls) == []
    found = prompts(calls + "; at: 3603, do: hard")
    assert found == [{"at": 3603, "event": "prompt", "level": 50, "reason": "load"}]


def test_prompts_do_not_depend_on_whether_the_load_is_told() -> None:
    entries = "at: 3600, interaction: closed; at: 3605, do: hard; at: 3606, do: abusive"
    assert prompts(entries) == prompts(entries, load=True) != []


def test_the_load_line_comes_after_the_taps_of_its_second() -> None:
    text = HARD + "  - {at: 3600, do: abusive}\n"
    events = list(simulate(read_scenario(text.encode()), load=True))
    told = next(one for one in events if one["at"] == 3600)
    assert told["value"] == pytest.approx(34.7666 + 25 * (1 - 0.347666), abs=1e-3)
    assert sum(told["parts"].values()) == pytest.approx(told["value"], abs=1e-3)


def test_the_pause_after_an_abusive_contact_waits_for_who_sleeps() -> None:
    asleep = (60, 30, Activity.ASLEEP)
    assert offered((0, 30, CALL), asleep, (90, 30, CALL), abusive=True) == []
    assert offered((0, 30, CALL), asleep, (120, 30, WORK), abusive=True) == [(120, 65)]
