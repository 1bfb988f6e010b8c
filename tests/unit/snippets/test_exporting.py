"""The library given out to other programs: what is written, and what is told of each snippet."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import yaml

from desktop import cli
from desktop.snippets.exporting import write_pack, write_table
from desktop.snippets.importers import plain_csv
from desktop.snippets.importers.report import Fate
from desktop.snippets.library import Library, load_library

PLAIN = """matches:
  - trigger: ";hi"
    label: Greeting
    word: true
    replace: "Hello {{d}}, $|$"
    vars: [{name: d, type: date, params: {format: "%Y"}}]
  - {triggers: [";a", ";b"], replace: "=1+1"}
  - {regex: "x(?P<n>1)", replace: "{{n}}"}
  - {trigger: ";form", form: "[[who]] [[what]]", form_fields: {what: {type: list, values: [a]}}}
"""
FORM = "{name: f, type: form, params: {layout: '[[a]]', fields: {a: {type: date}}}}"
LOST = [
    ("replace: 'Hi {{customer.first_name}}'", "no customer"),
    ("replace: '{{customer.x}}', vars: [{name: customer, type: echo, params: {echo: a}}]", ""),
    ("replace: '{{d}}', vars: [{name: d, type: date, params: {tz: UTC}}]", "time zone"),
    ("replace: '{{d}}', vars: [{name: d, type: date, params: {shift: 1d}}]", ""),
    ("replace: '{{d}}', vars: [{name: d, type: date, params: {shift: 1M}}]", "no months"),
    ("image_path: a.png", "on this computer"),
    (f"image_path: '{Path.home().anchor}a.png'", ""),
    ("form: '[[#a]]b[[/a]]', form_fields: {a: {type: text}}", "optional parts"),
    ("form: '[[a]]', form_fields: {a: {type: checkbox}}", "plain texts"),
    ("form: '[[a]]', form_fields: {a: {check: iban}}", "plain texts"),
    (f"replace: '{{{{f.a}}}}', vars: [{FORM}]", "plain texts"),
    ("replace: a, variants: [{when: {language: de}, replace: b}]", "other languages"),
]


def library(folder: Path, text: str) -> Library:
    (folder / "own.yml").write_text(text, "utf-8")
    found = load_library([folder])
    assert [one.sentence() for one in found.problems] == []
    return found


def test_what_espanso_has_comes_back_as_it_was(tmp_path: Path) -> None:
    before = library(tmp_path, PLAIN)
    (tmp_path / "out").mkdir()
    report = write_pack(before, tmp_path / "out" / "all.yml")
    assert {one.fate.value for one in report.items} == {"as it was"}
    after = load_library([tmp_path / "out"])
    kept = ("triggers", "regex", "body", "kind", "label", "left_word", "right_word", "form_fields")
    for one, other in zip(before.snippets, after.snippets, strict=True):
        assert [getattr(one, key) for key in kept] == [getattr(other, key) for key in kept]
    assert report.as_lines()[-1] == "For espanso: 4 as it was, 0 changed, 0 left out"


@pytest.mark.parametrize(("entry", "told"), LOST)
def test_what_espanso_does_not_do_is_told(tmp_path: Path, entry: str, told: str) -> None:
    found = library(tmp_path, f"matches: [{{trigger: ';x', {entry}}}]\n")
    [one] = write_pack(found, tmp_path / "out.yml").items
    assert told in " ".join(one.how)
    assert bool(one.how) is bool(told)


def test_steps_of_a_date_become_seconds_and_a_picture_is_found_from_anywhere(
    tmp_path: Path,
) -> None:
    text = """global_vars: [{name: g, type: date, params: {shift: -1w}}]
matches:
  - {trigger: ";d", replace: "{{d}} {{m}}", vars: [
      {name: d, type: date, params: {format: "%d", shift: +1d 2h, offset: 5}},
      {name: m, type: date, params: {shift: +1M}}]}
  - {trigger: ";i", image_path: $CONFIG/images/a.png}
"""
    (tmp_path / "match").mkdir()
    write_pack(library(tmp_path / "match", text), tmp_path / "out.yml")
    given = yaml.safe_load((tmp_path / "out.yml").read_text("utf-8"))
    assert given["global_vars"][0]["params"] == {"offset": -7 * 86_400}
    day, month = given["matches"][0]["vars"]
    assert day["params"] == {"format": "%d", "offset": 86_400 + 7_200 + 5}
    assert month["params"] == {"shift": "+1M"}
    assert given["matches"][1]["image_path"] == str(tmp_path / "images" / "a.png")


def test_that_it_was_for_some_windows_is_told(tmp_path: Path) -> None:
    found = library(tmp_path, "filter_exec: chrome\nmatches: [{trigger: ';x', replace: a}]\n")
    for write in (write_pack, write_table):
        [one] = write(found, tmp_path / "out").items
        assert one.how == ("It was for some windows only; there it is for all.",)


def test_what_opens_the_palette_is_left_out_and_told(tmp_path: Path) -> None:
    found = library(tmp_path, "matches: [{trigger: ';x', opens: palette}]\n")
    for write in (write_pack, write_table):
        [one] = write(found, tmp_path / "out").items
        assert one.fate is Fate.LEFT_OUT
        assert one.how
        assert "palette" not in (tmp_path / "out").read_text("utf-8")


def test_a_table_has_the_texts_and_the_report_the_rest(tmp_path: Path) -> None:
    report = write_table(library(tmp_path, PLAIN), tmp_path / "out.csv")
    rows = list(csv.reader((tmp_path / "out.csv").read_text("utf-8-sig").splitlines()))
    assert rows[1] == [";hi", "Hello {{d}}, $|$", "Greeting", "own"]
    assert [row[1] for row in rows[2:4]] == ["'=1+1", "'=1+1"]
    told = {one.source: " ".join(one.how) for one in report.items}
    assert told[";a, ;b"] == ""
    assert "as it is written" in told[";hi"]
    assert "When it is typed" in told[";hi"]
    assert "When it is typed" in told["x(?P<n>1)"]
    assert told[";form"] == "Only its text is there, as it is written."


def test_a_table_comes_back_as_it_was_given_out(tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    text = "matches:\n  - {triggers: ['@a', '=b'], label: One, replace: '-x'}\n"
    (tmp_path / "packs" / "team.yml").write_text(text, "utf-8")
    write_table(
        library(tmp_path / "packs", "matches: [{trigger: ;c, replace: y}]"), tmp_path / "t.csv"
    )
    found = plain_csv.read(tmp_path / "t.csv")
    assert {pack.name: [(*one.triggers, one.label, one.body) for one in pack.drafts]
            for pack in found.packs} == {
        "own": [(";c", "", "y")], "team": [("@a", "One", "-x"), ("=b", "One", "-x")],
    }  # fmt: skip
    assert [one.changes for pack in found.packs for one in pack.drafts] == [[], [], []]


def test_the_command_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "packs").mkdir()
    library(tmp_path / "packs", PLAIN + "  - {trigger: ';p', opens: palette}\n")
    words = ["--profile", str(tmp_path), "snippets", "export", str(tmp_path / "out.yml")]
    assert cli.main([*words, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["file"], report["snippets"], report["as_it_was"]) == ("out.yml", 4, 4)
    assert [one["source"] for one in report["by_snippet"]][:2] == [";hi", ";a, ;b"]
    assert cli.main(words) == 0
    assert capsys.readouterr().out.endswith("1 left out\n4 snippets in out.yml\n")
