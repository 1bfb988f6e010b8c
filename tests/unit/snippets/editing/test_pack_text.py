"""Edits change one snippet and nothing else, whatever the pack looks like."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.results import UserError
from desktop.snippets.editing.pack_text import PackText
from desktop.snippets.editing.places import comments
from desktop.snippets.importers.written import yaml_of
from desktop.snippets.model import Value
from desktop.snippets.pack import read_pack
from desktop.snippets.record import Record

PACK = """\
# Our shop's own.
global_vars:
  - {name: shop, type: echo, params: {echo: "Ümlaut & Co"}}

matches:
  # Opening
  - trigger: ";hi"     # said often
    replace: 'Hi there'

  - trigger: ";bye"
    label: Bye
    # two lines
    replace: |-
      Bye,

      {{shop}}
    vars:
    - name: day
      type: date
      params: {format: "%A"}  # the weekday

  # Closing, not used any more?
  - {trigger: ";ok", replace: ok}
  -
    trigger: ";last"
    replace: >-
      folded
      text
# the end
"""


def records(text: str) -> list[Record]:
    parsed = read_pack(text.encode())
    assert parsed.findings == []
    return parsed.records


def bodies(text: str) -> list[str]:
    return [one.body for one in records(text)]


def pack(text: str = PACK) -> PackText:
    return PackText.read(text)


def test_where_the_snippets_stand() -> None:
    found = [pack().entry_lines(number).split("\n") for number in (1, 2, 3, 4)]
    assert [(lines[0].strip(), lines[-1].strip()) for lines in found] == [
        ('- trigger: ";hi"     # said often', "replace: 'Hi there'"),
        ('- trigger: ";bye"', 'params: {format: "%A"}  # the weekday'),
        ('- {trigger: ";ok", replace: ok}', '- {trigger: ";ok", replace: ok}'),
        ("-", "text"),
    ]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_change_touches_its_own_lines_only(number: int) -> None:
    before = PACK.split("\n")
    place = pack().places.snippets[number - 1]
    after = pack().changed(number, {"label": "New", "search_terms": ["a", "b"]})
    lines = after.split("\n")
    assert lines[: place.first] == before[: place.first]
    behind = len(before) - place.end
    assert lines[len(lines) - behind :] == before[place.end :]
    assert bodies(after) == bodies(PACK)
    one = records(after)[number - 1]
    assert (one.label, one.search_terms) == ("New", ("a", "b"))


def test_comments_and_quotes_in_the_snippet_stay() -> None:
    after = pack().changed(1, {"replace": "Hello"})
    assert "  - trigger: \";hi\"     # said often\n    replace: 'Hello'\n" in after
    after = pack().changed(2, {"label": "Good bye"})
    assert "    # two lines\n    replace: |-\n      Bye,\n\n      {{shop}}\n" in after
    assert 'params: {format: "%A"}' in after
    assert "# the weekday" in after


def test_a_key_is_taken_away_and_a_new_one_stands_where_people_look() -> None:
    assert "label" not in pack().changed(2, {"label": None})
    lines = pack().changed(2, {"word": True}).split("\n")
    at = lines.index("    label: Bye")
    assert "    word: true" in lines[at + 1 : at + 3]


def test_texts_of_several_lines_become_blocks() -> None:
    after = pack().changed(1, {"replace": "one\ntwo: three\n\nfour"})
    assert "    replace: |-\n      one\n      two: three\n\n      four\n" in after


def test_a_snippet_is_added_at_the_end_and_behind_another() -> None:
    entry: dict[str, Value] = {"trigger": ";new", "replace": "n\nm"}
    after = pack().added(entry)
    assert bodies(after) == [*bodies(PACK), "n\nm"]
    assert after.endswith("# the end\n")
    after = pack().added(entry, 1)
    assert bodies(after)[1] == "n\nm"
    assert after.replace("  - trigger: ;new\n    replace: |-\n      n\n      m\n", "") == PACK


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_snippet_is_removed(number: int) -> None:
    after = pack().removed(number)
    expected = bodies(PACK)
    del expected[number - 1]
    assert bodies(after) == expected
    assert "# Opening" in after
    assert "# the end" in after


@pytest.mark.parametrize(
    "text",
    ["", "\n", "# nothing yet\n", "matches:\n", "matches: []\n", "matches:\n# none\n",
     "global_vars: []\n", "global_vars: []\nmatches:\n\n"],
)  # fmt: skip
def test_the_first_snippet_of_a_pack(text: str) -> None:
    after = pack(text).added({"trigger": ";a", "replace": "A"})
    assert bodies(after) == ["A"]
    for comment in ("# nothing yet", "# none"):
        assert (comment in after) is (comment in text)
    assert bodies(pack(after).added({"trigger": ";b", "replace": "B"})) == ["A", "B"]


def test_the_last_snippet_is_removed_and_one_added_again() -> None:
    text = "matches:\n  - trigger: ;a\n    replace: A\n"
    after = pack(text).removed(1)
    assert bodies(pack(after).added({"trigger": ";b", "replace": "B"})) == ["B"]


ANCHORED = """\
# anchors
matches:
  - &first   # this one
    trigger: ;a
    replace: &text |-
      shared
      text
  - trigger: ;b
    replace: *text
  - <<: *first
    trigger: ;c
"""


def test_anchors_stay_where_others_need_them() -> None:
    after = pack(ANCHORED).changed(1, {"label": "A"})
    assert bodies(after) == bodies(ANCHORED)
    assert "&text" in after
    after = pack(ANCHORED).changed(2, {"label": "B"})
    assert records(after)[1].label == "B"
    assert bodies(after) == bodies(ANCHORED)
    assert "# anchors" in after


def test_what_others_need_moves_to_them() -> None:
    after = pack(ANCHORED).removed(1)
    assert bodies(after) == ["shared\ntext", "shared\ntext"]
    assert after.startswith("# anchors\n")
    assert bodies(pack(ANCHORED).removed(3)) == ["shared\ntext", "shared\ntext"]


def test_a_list_in_brackets() -> None:
    text = '# c\nmatches: [{trigger: ";a", replace: A}, {trigger: ";b", replace: B}]\n'
    assert bodies(pack(text).changed(2, {"replace": "C"})) == ["A", "C"]
    assert bodies(pack(text).added({"trigger": ";c", "replace": "C"})) == ["A", "B", "C"]
    assert bodies(pack(text).removed(1)) == ["B"]
    assert "# c" in pack(text).removed(1)


COMMENTED = """\
matches:
  - trigger: ;a
    word: true   # whole words
    # what it says
    replace: A   # short
    label: L     # found by it
    # the end of it
  - trigger: ;b
    replace: B
"""


@pytest.mark.parametrize(
    ("gone", "kept"),
    [
        ("word", ["# what it says", "# short", "# found by it", "# the end of it"]),
        ("label", ["# whole words", "# what it says", "# short", "# the end of it"]),
    ],
)
def test_comments_stay_when_the_key_before_them_goes(gone: str, kept: list[str]) -> None:
    after = pack(COMMENTED).changed(1, {gone: None})
    assert [one for one in kept if one not in after] == []
    assert bodies(after) == ["A", "B"]
    lines = after.splitlines()
    assert [lines.index(f"    {one}") for one in kept if one in map(str.strip, lines)]


def test_a_comment_behind_an_alias_stays() -> None:
    text = (
        "anchors: {sig: &sig Kim}\nmatches:\n  - trigger: ;a\n    replace: *sig   # the sig\n"
        "    label: A\n"
    )
    after = pack(text).changed(1, {"label": None})
    assert "# the sig" in after
    assert bodies(after) == ["Kim"]


IN_BRACKETS = """\
matches: [  # all
  {trigger: ;a, replace: A},  # first
  # between
  {trigger: ;b, replace: B}   # second
]
"""
ACTS: list[Callable[[PackText], str]] = [
    lambda one: one.changed(2, {"label": "x"}),
    lambda one: one.removed(2),
    lambda one: one.added({"trigger": ";c", "replace": "C"}),
]


@pytest.mark.parametrize("act", ACTS)
def test_a_list_in_brackets_whose_comments_would_go_is_not_edited(
    act: Callable[[PackText], str],
) -> None:
    with pytest.raises(UserError, match="be written into the pack"):
        act(pack(IN_BRACKETS))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("# a\nx: 1 # b\n", {"# a": 1, "# b": 1}),
        ("x: 'a # b'\ny: a#b\nz: |  # head\n  # text\n# c\n", {"# c": 1}),
        ("x: [1, # a\n 2, # a\n]\n# \U0001f600\n", {"# a": 2, "# \U0001f600": 1}),
    ],
)
def test_the_comments_of_a_file(text: str, wanted: dict[str, int]) -> None:
    assert comments(text) == wanted


def test_a_list_that_stands_twice_is_not_edited() -> None:
    text = "matches:\n  - {trigger: ;a, replace: A}\nmatches:\n  - {trigger: ;b, replace: B}\n"
    with pytest.raises(UserError, match="twice"):
        pack(text)


def test_what_cant_be_read_is_not_edited() -> None:
    with pytest.raises(UserError, match="can't be read"):
        pack("matches:\n  - {trigger: [\n")


@pytest.mark.parametrize("number", [0, 5, 99])
def test_a_snippet_that_is_not_there(number: int) -> None:
    with pytest.raises(UserError, match="not in its pack"):
        pack().changed(number, {"label": "x"})


def test_a_change_that_would_break_the_pack_is_refused() -> None:
    with pytest.raises(UserError, match="sound"):
        pack().changed(1, {"replace": None})


SIGNS = "\n:#'\"-{}[]&*!|> "
WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")) | st.sampled_from(SIGNS),
    min_size=1,
    max_size=30,
).filter(lambda text: bool(text.strip()))
ENTRY = st.fixed_dictionaries(
    {"trigger": WORDS.map(lambda text: text.replace("\n", " ").strip() or "x"), "replace": WORDS},
    optional={"label": WORDS, "search_terms": st.lists(WORDS, max_size=2)},
)
STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "change", "remove"]), st.integers(0, 9), ENTRY), max_size=8
)


@given(st.lists(ENTRY, max_size=4), STEPS)
def test_any_edits_leave_what_a_list_would_hold(
    entries: list[dict[str, Value]], steps: list[tuple[str, int, dict[str, Value]]]
) -> None:
    model = [dict(one) for one in entries]
    text = yaml_of({"matches": [dict(one) for one in entries]}, "Mine.\n# and this")
    for what, at, entry in steps:
        if what == "add":
            behind = at % len(model) + 1 if model and at % 2 else None
            text = pack(text).added(entry, behind)
            model.insert(len(model) if behind is None else behind, dict(entry))
        elif model:
            number = at % len(model) + 1
            if what == "remove":
                text = pack(text).removed(number)
                del model[number - 1]
            else:
                text = pack(text).changed(number, {"replace": entry["replace"], "label": "L"})
                model[number - 1] |= {"replace": entry["replace"], "label": "L"}
        found = read_pack(text.encode()).records
        assert [(one.triggers[0], one.body, one.label) for one in found] == [
            (one["trigger"], one["replace"], one.get("label", "")) for one in model
        ]
    assert text.startswith("# Mine.")
