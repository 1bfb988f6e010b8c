"""What espanso's handbook shows, chapter by chapter, in words of our own: the same comes out here.

Chapters: espanso.org/docs/matches/{basics,extensions,variables,regex-triggers,forms,examples}.
"""

from __future__ import annotations

import datetime as dt
import queue
import random
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from desktop.assembly.programs import Programs
from desktop.core.clock import FixedClock
from desktop.core.results import Problem
from desktop.rehearsal import Circumstances, Event, Rehearsal
from desktop.snippets.check import check
from desktop.snippets.library import load_library
from desktop.snippets.render.outcome import Answer, Errand, Question, Rendered, Request
from desktop.snippets.render.renderer import Renderer

CASES = yaml.safe_load(Path(__file__).with_name("espanso_documented.yml").read_text("utf-8"))
NOW = dt.datetime(2026, 3, 9, 14, 5, tzinfo=dt.UTC)


def typed(folder: Path, pack: str, *events: Event, seed: int = 1) -> str:
    """What stands in the field after typing."""
    (folder / "base.yml").write_text(pack, "utf-8")
    library = load_library([folder])
    assert [one.sentence() for one in library.problems] == []
    rehearsal = Rehearsal(library, Circumstances(language="en", now=NOW, seed=seed))
    rehearsal.run(events)
    assert [one.sentence() for one in rehearsal.problems] == []
    return rehearsal.desktop.field.text


@pytest.mark.parametrize("case", CASES["typed"], ids=lambda case: case["name"])
def test_the_handbook(tmp_path: Path, case: dict[str, Any]) -> None:
    assert typed(tmp_path, case["pack"], *case["events"]) == case["wanted"]
    found = [one.sentence() for one in check(load_library([tmp_path]))]
    assert found == case.get("told", [])


def test_random_is_one_of_them(tmp_path: Path) -> None:
    pack = (
        "matches:\n  - trigger: :r\n    replace: '{{o}}'\n    vars:\n"
        "      - {name: o, type: random, params: {choices: [one, two, three]}}\n"
    )
    found = {typed(tmp_path, pack, ":r", seed=seed) for seed in range(40)}
    assert found == {"one", "two", "three"}


# --- programs -------------------------------------------------------------------------------------


def ran(folder: Path, pack: str, trigger: str, answers: Answer = "", **groups: str) -> str:
    """What comes out of a pack that is trusted, its programs really run."""
    place = folder / "match" / "base.yml"
    place.parent.mkdir()
    place.write_text(pack, "utf-8")
    library = load_library([place], trusted=[place])
    snippet = next(one for one in library.snippets if trigger in (*one.triggers, one.regex))
    programs = Programs(lambda: 10)
    renderer = Renderer(
        clock=FixedClock(NOW),
        source=random.Random(1),
        clipboard=lambda: None,
        global_variables=library.globals,
    )
    request = Request(snippet, groups=groups)
    outcome = renderer.render(request)
    while isinstance(outcome, Errand | Question):
        told: queue.SimpleQueue[str | Problem] = queue.SimpleQueue()
        answer: Answer | Problem = answers
        if isinstance(outcome, Errand):
            programs.run(outcome, told.put)
            answer = told.get(timeout=15)
        assert not isinstance(answer, Problem), answer
        outcome = renderer.render(request, {outcome.variable: answer}, outcome.state)
    programs.close()
    assert isinstance(outcome, Rendered), outcome
    return outcome.text


@pytest.mark.skipif(sys.platform == "win32", reason="only on POSIX: needs bash")
@pytest.mark.parametrize("case", CASES["run"], ids=lambda case: case["name"])
def test_programs_of_the_handbook(tmp_path: Path, case: dict[str, str]) -> None:
    assert ran(tmp_path, case["pack"], case["trigger"]) == case["wanted"]


@pytest.mark.skipif(sys.platform == "win32", reason="only on POSIX: needs bash")
def test_a_script_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "hello.py").write_text("import os; print(os.environ['ESPANSO_V'])")
    args = f"[{sys.executable}, '%CONFIG%/scripts/hello.py']"
    pack = (
        "matches:\n  - trigger: :x\n    replace: '{{o}}'\n    vars:\n"
        "      - {name: v, type: echo, params: {echo: hello}}\n"
        f"      - {{name: o, type: script, params: {{args: {args}}}}}\n"
    )
    assert ran(tmp_path, pack, ":x") == "hello"


@pytest.mark.skipif(sys.platform == "win32", reason="only on POSIX: needs bash")
def test_a_form_filled_by_a_program_and_a_program_by_a_form(tmp_path: Path) -> None:
    pack = (
        "matches:\n  - trigger: :x\n    replace: '{{back}}'\n    vars:\n"
        "      - {name: files, type: shell, params: {cmd: 'printf \"a.txt\\nb.txt\\n\"'}}\n"
        "      - name: form1\n        type: form\n        params:\n"
        "          layout: 'File [[file]]'\n"
        "          fields: {file: {type: list, values: '{{files}}'}}\n"
        "      - {name: back, type: shell, params: {cmd: \"echo '{{form1.file}}' | rev\"}}\n"
    )
    assert ran(tmp_path, pack, ":x", {"file": "b.txt"}) == "txt.b"


@pytest.mark.skipif(sys.platform == "win32", reason="only on POSIX: needs bash")
def test_the_groups_of_a_regex_are_told_to_a_program(tmp_path: Path) -> None:
    regex = r"=sum\((?P<n>\d+),(?P<m>\d+)\)"
    pack = (
        f"matches:\n  - regex: '{regex}'\n    replace: '{{{{r}}}}'\n    vars:\n"
        "      - {name: r, type: shell, params: {cmd: 'expr $ESPANSO_N + $ESPANSO_M'}}\n"
    )
    assert ran(tmp_path, pack, regex, n="3", m="4") == "7"


EVERY_KEY = """\
name: mine
parent: default
anchors: {a: &a hello}
imports: []
match_defaults: {word: false, propagate_case: false, force_mode: keys}
global_vars:
  - {name: g, type: echo, inject_vars: true, depends_on: [], params: {echo: *a}}
matches:
  - {trigger: ";1", replace: "{{g}}", word: true, left_word: true, right_word: true, label: l}
  - {triggers: [";2", ";3"], replace: x, propagate_case: true, uppercase_style: uppercase}
  - {regex: ";4\\\\d", replace: x, search_terms: [y]}
  - {trigger: ";5", html: "<b>x</b>", force_clipboard: true}
  - {trigger: ";6", markdown: "*x*", paragraph: true, force_mode: clipboard}
  - {trigger: ";7", form: "[[a]]", form_fields: {a: {type: text, multiline: false, default: b}}}
  - {trigger: ";8", image_path: "$CONFIG/a.png"}
  - trigger: ";9"
    replace: "{{v}}"
    vars:
      - {name: w, type: dummy, params: {echo: x}}
      - {name: g, type: global}
      - {name: v, type: shell, params: {cmd: a, shell: sh, trim: true, debug: true}}
"""


def test_no_key_of_its_is_complained_of(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "base.yml").write_text(EVERY_KEY, "utf-8")
    library = load_library([tmp_path], trusted=[tmp_path])
    assert [one.sentence() for one in check(library)] == []
    assert len(library.snippets) == 8
