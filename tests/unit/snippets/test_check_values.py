"""Variables of a pack that can have no value are found by a check, each at its own line."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from desktop.core.results import Problem, Severity
from desktop.snippets.check import check
from desktop.snippets.library import load_library


def problems(folder: Path, **variable: object) -> list[Problem]:
    entry = {"trigger": ":v", "replace": "{{it}}", "vars": [{"name": "it", **variable}]}
    text = yaml.safe_dump({"matches": [entry]}, sort_keys=False)
    (folder / "own.yml").write_text(text, "utf-8")
    return check(load_library([folder]))


@pytest.mark.parametrize(
    ("kind", "params", "said"),
    [
        ("choice", {"values": [{"label": "One"}]}, "a label or an id"),
        ("choice", {"values": [{"id": "One"}]}, "a label or an id"),
        ("choice", {"values": []}, "nothing to choose"),
        ("choice", {"values": " \n"}, "nothing to choose"),
        ("choice", {"choices": ["a"]}, "nothing to choose"),
        ("random", {"choices": []}, "choices"),
        ("random", {"values": ["a"]}, "choices"),
        ("echo", {"text": "a"}, "echo"),
        ("dummy", {}, "echo"),
    ],
)
def test_what_has_no_value(tmp_path: Path, kind: str, params: dict[str, object], said: str) -> None:
    [problem] = problems(tmp_path, type=kind, params=params)
    assert said in problem.what
    assert "`it`" in problem.what
    assert problem.severity is Severity.ERROR
    assert problem.place == "own.yml:5"


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("choice", {"values": ["a", 5, {"label": "One", "id": 1}]}),
        ("choice", {"values": "a\nb"}),
        ("random", {"choices": [1, "b"]}),
        ("echo", {"echo": ""}),
    ],
)
def test_what_has_one(tmp_path: Path, kind: str, params: dict[str, object]) -> None:
    assert problems(tmp_path, type=kind, params=params) == []


def test_a_value_known_only_in_use_is_not_judged(tmp_path: Path) -> None:
    text = (
        "global_vars: [{name: g, type: echo, params: {echo: ''}}, {name: bad, type: random}]\n"
        "matches:\n  - trigger: :v\n    replace: '{{it}}'\n"
        "    vars: [{name: it, type: choice, params: {values: '{{g}}'}}]\n"
    )
    (tmp_path / "own.yml").write_text(text, "utf-8")
    assert [one.place for one in check(load_library([tmp_path]))] == ["own.yml:1"]
