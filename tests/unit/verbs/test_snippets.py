"""``deskhand snippets`` as a command: what is printed, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop import cli


def test_the_library_is_listed(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["snippets", "list", "--profile", str(profile)]) == 0
    assert "Olá" in capsys.readouterr().out
    assert cli.main(["--profile", str(profile), "snippets", "list", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row == {"id": "own#1", "triggers": [":é"], "label": "Olá", "place": "own.yml:2"}


def test_the_library_is_checked(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["snippets", "check", "--profile", str(profile)]) == 0
    bad = profile / "bad.yml"
    bad.write_text("matches: [", "utf-8")
    capsys.readouterr()
    assert cli.main(["snippets", "check", str(bad)]) == 1
    printed = capsys.readouterr()
    assert "bad.yml:1" in printed.out
    not_checked = "deskhand: This could not be checked: bad.yml. "
    assert printed.err == not_checked + "Mend what is said of it, then check again.\n"
    assert cli.main(["snippets", "check", "--json", str(bad)]) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)[0]["severity"] == "error"
    assert printed.err.startswith(not_checked)


def test_what_a_check_finds_is_a_result(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twice = "matches:\n  - {trigger: ':é', replace: '{{lost}}'}\n"
    (profile / "packs" / "own.yml").write_text(twice, "utf-8")
    assert cli.main(["snippets", "check", "--profile", str(profile)]) == 1
    printed = capsys.readouterr()
    assert "own.yml:2" in printed.out
    assert printed.err == ""


def test_a_list_that_is_not_whole_is_printed_and_fails(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (profile / "packs" / "bad.yml").write_text("matches: [", "utf-8")
    assert cli.main(["snippets", "list", "--profile", str(profile)]) == 1
    printed = capsys.readouterr()
    assert "Olá" in printed.out
    assert printed.err == (
        "deskhand: This can't be read: bad.yml. “deskhand snippets check” says why.\n"
    )
