"""breaks.simulate: the file, its events as lines, and what is wrong usage."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop import cli
from desktop.breaks.scenario import ScenarioError, read_scenario
from desktop.breaks.simulate import run, simulate

FIRST = (
    "settings: {short: {every: 600, length: 20, notice: 10},"
    " long: {every: 1800, length: 300, notice: 30}}\n"
)

WHOLE = (
    FIRST
    + """
start: 2026-11-22T09:00:00+00:00
zone: Europe/Berlin
shift: [{from: 2026-11-22T09:00:00+01:00, to: 2026-11-22T17:30:00+01:00}]
roster: [{at: 5000, length: 900, name: tea}]
rules: [de]
until: 5400
timeline:
  - {at: 0, presence: active}
  - {at: 250, presence: idle}
  - {at: 300, interaction: open}
  - {at: 605, do: postpone}
  - {at: 650, do: pause, seconds: 30}
  - {at: 700, sleep: 400}
  - {at: 1200, clock: -10800}
  - {at: 1210, zone: Asia/Manila}
  - {at: 1250, dnd: on}
"""
)


def lines(text: str, *, load: bool = False) -> list[dict[str, Any]]:
    return list(simulate(read_scenario(text.encode()), load=load))


def test_the_file_of_the_issue() -> None:
    assert lines(WHOLE) == [
        {"at": 270, "event": "credit", "break": "short"},
        {"at": 605, "event": "refused"},
        {"at": 1100, "event": "credit", "break": "short"},
        {"at": 1100, "event": "credit", "break": "long"},
        {"at": 3500, "event": "overdue", "break": "short"},
        {"at": 4700, "event": "overdue", "break": "long"},
    ]


def test_one_object_a_line(tmp_path: Path) -> None:
    path = tmp_path / "day.yaml"
    path.write_text(FIRST + "until: 620\ntimeline: [{at: 0, presence: active}]\n")
    out = io.StringIO()
    run(path, out, load=False)
    assert out.getvalue() == (
        '{"at": 590, "event": "notice", "break": "short"}\n'
        '{"at": 600, "event": "start", "break": "short"}\n'
        '{"at": 620, "event": "end", "break": "short", "outcome": "taken"}\n'
    )


def test_every_kind_of_entry() -> None:
    events = lines(
        FIRST + "until: 2400\nroster: [{at: 2200, length: 60, name: tea}]\n"
        "timeline:\n"
        "  - {at: 0, presence: active}\n"
        "  - {at: 595, do: postpone}\n"
        "  - {at: 720, interaction: open}\n"
        "  - {at: 730, interaction: closed}\n"
        "  - {at: 800, do: take_short}\n"
        "  - {at: 805, do: skip}\n"
        "  - {at: 900, do: breathe, seconds: 60}\n"
        "  - {at: 1000, do: pause, seconds: 1000}\n"
        "  - {at: 1100, do: resume}\n"
        "  - {at: 1200, do: ok}\n"
    )
    assert [(one["at"], one["event"]) for one in events] == [
        (590, "notice"),
        (595, "postponed"),
        (705, "notice"),
        (715, "start"),
        (720, "end"),
        (735, "notice"),
        (745, "start"),
        (765, "end"),
        (800, "start"),
        (805, "end"),
        (1555, "notice"),
        (1565, "start"),
        (1585, "end"),
        (1980, "notice"),
        (2010, "start"),
        (2200, "end"),
        (2200, "roster"),
        (2260, "roster"),
    ]
    assert events[1] == {"at": 595, "event": "postponed", "break": "short", "until": 715}
    assert events[4] == {
        "at": 720, "event": "end", "break": "short", "outcome": "interrupted", "counted": False,
    }  # fmt: skip
    assert events[-1] == {"at": 2260, "event": "roster", "phase": "end", "name": "tea"}


@pytest.mark.parametrize("word", ["on", "true", "On", "'on'", "yes"])
def test_switches_are_alike(word: str) -> None:
    text = FIRST + "until: 3000\ntimeline: [{at: 0, presence: active}, {at: 10, dnd: %s}]\n"
    assert [one["event"] for one in lines(text % word)] == ["overdue"]


def test_the_timeline_may_be_in_any_order_but_states_of_a_second_keep_theirs() -> None:
    text = FIRST + (
        "until: 640\ntimeline:\n"
        "  - {at: 600, interaction: open}\n"
        "  - {at: 600, interaction: closed}\n"
        "  - {at: 0, presence: active}\n"
    )
    assert [(one["at"], one["event"]) for one in lines(text)] == [
        (590, "notice"),
        (605, "notice"),
        (615, "start"),
        (635, "end"),
    ]


def test_neither_clock_nor_zone_changes_anything() -> None:
    plain = FIRST + "until: 4000\ntimeline: [{at: 0, presence: active}%s]\n"
    moved = plain % ", {at: 5, clock: -10800}, {at: 595, clock: 86400}, {at: 9, zone: Asia/Manila}"
    assert lines(moved) == lines(plain % "")


def test_without_an_end_it_is_a_working_day() -> None:
    assert lines("timeline: [{at: 0, presence: active}]")[-1]["at"] > 8 * 3600 - 1600
    late = lines("timeline: [{at: 0, presence: active}, {at: 90000, presence: idle}]")
    assert late[-1]["at"] > 80_000
    assert lines("") == []


def test_the_end_may_come_within_a_sleep() -> None:
    text = FIRST + "until: %d\ntimeline: [{at: 0, presence: active}, {at: 595, sleep: 400}]\n"
    assert [one["at"] for one in lines(text % 994)] == [590]
    assert [one["at"] for one in lines(text % 995)] == [590, 995, 995]


WRONG = {
    "within a sleep": "timeline: [{at: 10, sleep: 100}, {at: 50, presence: idle}]",
    "two sleeps": "timeline: [{at: 10, sleep: 100}, {at: 10, sleep: 100}]",
    "no seconds": "timeline: [{at: 10, do: pause}]",
    "seconds too many": "timeline: [{at: 10, do: skip, seconds: 5}]",
    "no such wish": "timeline: [{at: 10, do: hurry}]",
    "no such presence": "timeline: [{at: 10, presence: bored}]",
    "no such key": "timeline: [{at: 10, mood: good}]",
    "nothing": "timeline: [{at: 10}]",
    "no at": "timeline: [{presence: idle}]",
    "at is text": "timeline: [{at: soon, presence: idle}]",
    "at negative": "timeline: [{at: -1, presence: idle}]",
    "at far": "timeline: [{at: 1000000000000, presence: idle}]",
    "sleep zero": "timeline: [{at: 1, sleep: 0}]",
    "bad zone in timeline": "timeline: [{at: 1, zone: Mars/Olympus}]",
    "bad zone": "zone: ../../etc/passwd",
    "zone no text": "zone: 5",
    "bad start": "start: tomorrow",
    "shift backwards": "shift: [{from: 2026-11-22T09:00:00, to: 2026-11-22T08:00:00}]",
    "shift half": "shift: [{from: 2026-11-22T09:00:00}]",
    "roster half": "roster: [{at: 5}]",
    "roster zero": "roster: [{at: 5, length: 0}]",
    "roster is a map": "roster: {at: 5, length: 60}",
    "unknown": "tmeline: []",
    "timeline is a map": "timeline: {at: 5}",
    "entry is a list": "timeline: [[5, idle]]",
    "a list": "[1, 2]",
    "not yaml": "timeline: [",
    "settings": "settings: {short: {every: 10, length: 20}}",
    "huge": "settings: {long: {every: 1000000000000}}",
    "settings a list": "settings: [1]",
    "until": "until: forever",
    "places": "rules: {de: yes}",
    "load": "settings: {load: {full: 1000}}",
    "load name": "settings: {load: {empty: 1}}",
    "load order": "settings: {load: {first_prompt: 70}}",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_wrong_usage(text: str) -> None:
    with pytest.raises(ScenarioError):
        read_scenario(text.encode())


def test_the_verb_tells_wrong_usage_from_what_can_not_be_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "day.yaml"
    path.write_text(WRONG["within a sleep"])
    assert cli.main(["breaks", "simulate", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "sleeps until 110" in err
    assert cli.main(["breaks", "simulate", str(tmp_path / "no.yaml")]) == 1


def test_the_verb(tmp_path: Path) -> None:
    """As a program: nothing of it needs a window."""
    path = tmp_path / "day.yaml"
    path.write_text(WHOLE)
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "breaks", "simulate", str(path), "--load"],
        check=True, capture_output=True, text=True, cwd=Path(cli.__file__).parents[1],
    )  # fmt: skip
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["at"] for one in events if one["event"] == "load"] == list(range(60, 5401, 60))
    assert [one for one in events if one["event"] != "load"] == lines(WHOLE)
    assert done.stderr == ""
