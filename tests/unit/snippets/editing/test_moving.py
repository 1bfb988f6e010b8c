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
