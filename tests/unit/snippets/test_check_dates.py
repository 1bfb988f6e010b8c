"""Dates of a pack that can't be written are found by a check, each at its own line."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from desktop.core.results import Problem, Severity
from desktop.snippets.check import check
from desktop.snippets.library import load_library


def problems(folder: Path, **params: object) -> list[Problem]:
    variable = {"name": "when", "type": "date", **params}
    entry = {"trigger": ":d", "replace": "{{when}}", "vars": [variable]}
    text = yaml.safe_dump({"matches": [entry]}, sort_keys=False)
    (folder / "own.yml").write_text(text, "utf-8")
    return check(load_library([folder]))


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"format": "%d.%Q"}, "%Q"),
        ({"format": "100%"}, "%"),
        ({"format": "%-z"}, "%-z"),
        ({"format": "%Y" * 1000}, "too long"),
        ({"tz": "Europe/Madird"}, "time zone"),
        ({"tz": "../../etc/passwd"}, "time zone"),
        ({"offset": "a day"}, "offset"),
        ({"offset": True}, "offset"),
        ({"offset": 10**12}, "too large"),
        ({"format": "%d", "tz": "UTC", "offset": [1]}, "offset"),
    ],
)
def test_a_date_that_cannot_be_written(
    tmp_path: Path, params: dict[str, object], said: str
) -> None:
    [problem] = problems(tmp_path, params=params)
    assert said in problem.what
    assert "`when`" in problem.what
    assert problem.severity is Severity.ERROR
    # The variable's own line, not the snippet's.
    assert problem.place == "own.yml:5"


@pytest.mark.parametrize("locale", ["xx", "klingon", "12", "en_", "pt-BR-BR-BR-BR"])
def test_a_locale_that_is_no_language(tmp_path: Path, locale: str) -> None:
    [problem] = problems(tmp_path, params={"locale": locale})
    assert "locale" in problem.what
    assert problem.severity is Severity.WARNING
    assert problem.place == "own.yml:5"


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"format": "%A, %-d %B %Y %H:%M:%S%.3f %:z %% %x"},
        {"format": "{{other}}", "tz": "{{other}}", "offset": "{{other}}", "locale": "{{other}}"},
        {"tz": "Asia/Kolkata", "offset": "-86400", "locale": "pt_BR"},
        {"tz": "", "offset": None, "locale": ""},
        {"offset": 90.5, "locale": "en"},
        *({"locale": tag} for tag in ("de", "zh-Hant", "ar-EG", "it-IT", "sr-Latn-RS")),
    ],
)
def test_what_can_be_written_is_let_be(tmp_path: Path, params: dict[str, object]) -> None:
    found = problems(tmp_path, params=params)
    assert [one for one in found if "refers to `other`" not in one.what] == []


def test_braces_that_are_meant_are_looked_at(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, params={"tz": "{{other}}"}, inject_vars=False)
    assert "time zone" in problem.what


def test_several_faults_of_one_date(tmp_path: Path) -> None:
    found = problems(tmp_path, params={"format": "%Q", "tz": "Moon", "locale": "xx"})
    assert [one.severity.value for one in found] == ["error", "error", "warning"]


def test_shared_dates_are_looked_at_once(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text(
        "matches:\n"
        "  - {trigger: ':a', replace: '{{when}}'}\n"
        "  - {trigger: ':b', replace: '{{when}}'}\n"
        "global_vars:\n"
        "  - {name: echoed, type: echo, params: {echo: x, format: '%Q'}}\n"
        "  - {name: when, type: date, params: {format: '%Q'}}\n",
        "utf-8",
    )
    [problem] = check(load_library([tmp_path]))
    assert problem.place == "own.yml:6"
