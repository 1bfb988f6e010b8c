"""settings.migrations: every step, by example, and that the steps hold for any file."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.settings.migrations import STEPS, VERSION, migrate, version_of


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({}, {}),
        ({"typing": {"hotkey": "<f9>"}}, {"typing": {"palette_hotkey": "<f9>"}}),
        (
            {"typing": {"hotkey": "<f9>", "palette_hotkey": "<f8>", "own": 1}},
            {"typing": {"palette_hotkey": "<f8>", "own": 1}},
        ),
        ({"typing": 3, "other": [1]}, {"typing": 3, "other": [1]}),
    ],
)
def test_0_to_1(old: dict[str, Any], new: dict[str, Any]) -> None:
    before = copy.deepcopy(old)
    assert migrate(old) == {**new, "version": 1}
    assert old == before, "a pure function"


def test_the_present_version_stays_as_it_is() -> None:
    now = {"version": VERSION, "typing": {"hotkey": "<f9>"}}
    assert migrate(now) == now


@pytest.mark.parametrize("version", [VERSION + 1, True, -1, "1", 1.0, None])
def test_other_versions_are_left_alone(version: object) -> None:
    odd = {"version": version, "typing": {"hotkey": "<f9>"}}
    assert migrate(odd) == odd


def test_versions() -> None:
    assert len(STEPS) == VERSION
    assert version_of({}) == 0
    assert version_of({"version": 7}) == 7
    assert version_of({"version": "7"}) is None


tables = st.dictionaries(
    st.sampled_from(["typing", "agent", "x"]),
    st.none() | st.integers() | st.dictionaries(st.sampled_from(["hotkey", "y"]), st.integers()),
)


@given(tables)
def test_no_step_trips_over_what_a_person_wrote(table: dict[str, Any]) -> None:
    migrated = migrate(table)
    assert version_of(migrated) == VERSION
    assert migrate(migrated) == migrated
