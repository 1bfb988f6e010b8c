"""What is wrong with forms, told by ``snippets check``."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.results import Severity
from desktop.snippets.check import check
from desktop.snippets.library import load_library


def told(folder: Path, entry: str) -> list[str]:
    text = "matches:\n" + "".join(f"  {line}\n" for line in entry.splitlines())
    (folder / "own.yml").write_text(text, "utf-8")
    return [one.sentence() for one in check(load_library([folder]))]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("{a: {type: chekbox}}", "field a is of a kind that does not exist"),
        ("{a: {check: ibann!}}", "field a has a check that there is not. The checks"),
        ("{a: {type: date, default: someday}}", "field a begins with a day that there is not"),
        ("{a: {type: choice}}", "field a has no values to choose from"),
        ("{a: {type: choice, values: [x], default: y}}", "`a` begins with something that is not"),
        ("{a: {lable: A}}", "a key `lable` that means nothing. Did you mean `label`?"),
        ("{b: {label: A}}", "describes a field `b` that does not stand in it"),
    ],
)
def test_a_field_that_is_wrong(tmp_path: Path, fields: str, words: str) -> None:
    short = told(tmp_path, f'- trigger: ";a"\n  form: "x [[a]]"\n  form_fields: {fields}')
    assert len(short) == 1
    assert words in short[0]
    assert short[0].startswith("own.yml:2: The form")
    long = told(
        tmp_path,
        '- trigger: ";a"\n  replace: "{{f.a}}"\n  vars:\n'
        f'    - {{name: f, type: form, params: {{layout: "x [[a]]", fields: {fields}}}}}',
    )
    assert len(long) == 1
    assert words in long[0]
    assert long[0].startswith("own.yml:5: The form `f`")


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ("[[#a]]x", ["begins a part `a` that does not end. Write [[/a]]"]),
        ("x[[/a]]", ["ends a part `a` that does not begin"]),
        ("[[#a]][[#b]]x[[/a]]", []),
        ("[[#a]]x [[b]][[/a]][[^a]]y[[/a]]", []),
    ],
)
def test_parts_that_are_open(tmp_path: Path, layout: str, words: list[str]) -> None:
    found = told(tmp_path, f'- trigger: ";a"\n  form: "{layout}"')
    assert len(found) == len(words)
    assert all(one in sentence for one, sentence in zip(words, found, strict=True))


def test_a_text_that_uses_a_field_that_is_not_there(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        '- trigger: ";a"\n  replace: "{{f.order}}{{#f.voucer}}v{{/f.voucer}}"\n'
        '  vars: [{name: f, type: form, params: {layout: "[[order]] [[voucher]]"}}]',
    )
    assert len(found) == 1
    assert "no field `voucer`, which the text uses. Did you mean `voucher`?" in found[0]


def test_what_is_known_only_in_use_is_not_reported(tmp_path: Path) -> None:
    assert (
        told(
            tmp_path,
            '- trigger: ";a"\n  form: "[[a]] [[b]]"\n  form_fields:\n'
            '    a: {type: date, default: "{{day}}"}\n    b: {type: choice, values: "{{list}}"}\n'
            "  vars:\n    - {name: day, type: echo, params: {echo: today}}\n"
            '    - {name: list, type: echo, params: {echo: "x"}}',
        )
        == []
    )


def test_how_grave_it_is(tmp_path: Path) -> None:
    pack = 'matches:\n  - {trigger: ";a", form: "[[a]]", form_fields: {a: {type: x}, b: {}}}\n'
    (tmp_path / "own.yml").write_text(pack, "utf-8")
    found = [one.severity for one in check(load_library([tmp_path]))]
    assert found == [Severity.ERROR, Severity.WARNING]
