"""A snippet in another pack is the same snippet."""

from __future__ import annotations

import pytest
from msgspec import structs

from desktop.core.results import UserError
from desktop.snippets.editing.moving import globals_needed, put_into
from desktop.snippets.editing.pack_text import PackText
from desktop.snippets.editing.sheet import same_snippet
from desktop.snippets.model import Snippet, Variable
from desktop.snippets.pack import ParsedPack, read_pack

DAY = Variable("day", "date", {"format": "%d.%m.", "offset": "{{far}}"})
FAR = Variable("far", "echo", {"echo": "86400"})
OTHER = Variable("other", "echo", {"echo": "x"})
SHARED = {"far": FAR, "day": DAY, "other": OTHER}
SNIPPET = Snippet("a#1", "a", "a.yml", 1, (";d",), body="On {{day}}")
TARGET = 'matches:\n  - trigger: ";t"\n    replace: T\n'


def read(text: str) -> ParsedPack:
    parsed = read_pack(text.encode())
    assert parsed.findings == []
    return parsed


def test_it_brings_the_variables_that_it_needs_and_no_others() -> None:
    assert globals_needed(SNIPPET, SHARED) == [FAR, DAY]
    text = put_into(PackText.read(TARGET), SNIPPET, SHARED, {})
    assert text.startswith(TARGET.rstrip())
    parsed = read(text)
    assert [one.name for one in parsed.globals] == ["far", "day"]
    made = parsed.records[1].snippet("b", "b.yml", "", trusted=False)
    assert same_snippet(made, SNIPPET)


def test_variables_that_are_there_are_used() -> None:
    target = "global_vars:\n  - {name: far, type: echo, params: {echo: '86400'}}\n" + TARGET
    text = put_into(PackText.read(target), SNIPPET, SHARED, {"far": FAR})
    assert [one.name for one in read(text).globals] == ["far", "day"]


def test_another_variable_of_that_name_is_no_replacement() -> None:
    with pytest.raises(UserError, match="another variable has this name"):
        put_into(PackText.read(TARGET), SNIPPET, SHARED, {"far": OTHER, "day": DAY})


def test_own_variables_go_before_shared_ones() -> None:
    own = structs.replace(SNIPPET, variables=(Variable("day", "date", {"format": "%A"}),))
    assert globals_needed(own, SHARED) == []


def test_what_the_other_file_takes_for_granted_is_said() -> None:
    target = "match_defaults: {word: true, propagate_case: true}\n" + TARGET
    parsed = read(put_into(PackText.read(target), SNIPPET, {}, {}))
    record = parsed.records[1]
    assert (record.left_word, record.right_word, record.propagate_case) == (False, False, False)


LINES = "    # about\n    - trigger: ';d'   # why\n      replace: >-\n        On\n        {{day}}"


@pytest.mark.parametrize("column", [0, 2, 6])
def test_it_keeps_its_own_comments_and_folds(column: int) -> None:
    entry = LINES.split("\n", 1)[1]
    target = f"matches:\n{' ' * column}- trigger: t\n{' ' * column}  replace: T\n"
    text = put_into(PackText.read(target), SNIPPET, {}, {}, entry)
    made = read(text).records[1].snippet("b", "b.yml", "", trusted=False)
    assert same_snippet(made, SNIPPET)
    assert f"{' ' * column}- trigger: ';d'   # why\n{' ' * column}  replace: >-\n" in text


def test_lines_that_need_the_rest_of_their_file_are_written_anew() -> None:
    entry = '  - trigger: ";d"\n    replace: *day'
    text = put_into(PackText.read(TARGET), SNIPPET, {}, {}, entry)
    assert read(text).records[1].body == "On {{day}}"
    unlike = '  - trigger: ";d"\n    replace: something else'
    text = put_into(PackText.read(TARGET), SNIPPET, {}, {}, unlike)
    assert read(text).records[1].body == "On {{day}}"
