"""Drafts as entries of a pack: what changed is written, and reads back as it was meant."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from desktop.core.results import Severity
from desktop.snippets.editing.entry import changes_between, read_draft, sound
from desktop.snippets.editing.pack_text import PackText
from desktop.snippets.editing.sheet import same_snippet
from desktop.snippets.model import Body, Case, Snippet, Variable, Variant
from desktop.snippets.pack import read_pack

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=20)
NAMES = st.sampled_from(["a", "b", "c"])
VARIANTS = st.builds(
    Variant,
    body=WORDS,
    language=st.sampled_from(["", "pt", "no", "de-AT"]),
    channel=st.sampled_from(["chat", "mail"]),
)
SNIPPETS = st.builds(
    Snippet,
    id=st.just("x#1"),
    pack=st.just("x"),
    path=st.just("x.yml"),
    line=st.just(1),
    triggers=st.lists(WORDS.filter(lambda text: bool(text.strip())), max_size=3, unique=True).map(
        tuple
    ),
    left_word=st.booleans(),
    right_word=st.booleans(),
    propagate_case=st.booleans(),
    kind=st.sampled_from([Body.REPLACE, Body.FORM, Body.MARKDOWN, Body.HTML]),
    body=WORDS,
    variants=st.lists(VARIANTS, max_size=3).map(tuple),
    variables=st.lists(
        st.builds(Variable, name=NAMES, type=st.just("date"), params=st.just({"format": "%H"})),
        max_size=2,
        unique_by=lambda one: one.name,
    ).map(tuple),
    form_fields=st.dictionaries(NAMES, st.just({"multiline": True}), max_size=2),
    label=WORDS,
    search_terms=st.lists(WORDS.filter(bool), max_size=2).map(tuple),
)
BASE = 'matches:\n  # head\n  - trigger: ";b"\n    replace: "x"   # why\n\n  - replace: other\n'


def first(text: str) -> Snippet:
    return read_pack(text.encode()).records[0].snippet("x", "x.yml", "", trusted=False)


@given(SNIPPETS)
def test_a_draft_reads_back_as_itself(draft: Snippet) -> None:
    read = read_draft(draft).snippet
    assert read is not None
    assert same_snippet(read, draft)


@given(st.lists(SNIPPETS, min_size=1, max_size=3), st.booleans())
def test_any_changes_end_in_what_was_wanted(drafts: list[Snippet], defaults: bool) -> None:
    text = BASE
    if defaults:
        text = "match_defaults: {word: true, propagate_case: true}\n" + BASE
    for draft in drafts:
        before = first(text)
        wanted = structs.replace(draft, uppercase_style=before.uppercase_style)
        text = PackText.read(text).changed(1, changes_between(before, wanted))
        assert same_snippet(first(text), wanted)
    assert "  # head\n" in text
    assert text.endswith("\n  - replace: other\n")


def test_what_did_not_change_is_not_touched() -> None:
    one = first(BASE)
    assert changes_between(one, one) == {}
    assert changes_between(one, structs.replace(one, label="L")) == {"label": "L"}


def test_a_flag_that_is_off_is_written_because_defaults_may_have_it_on() -> None:
    one = structs.replace(first(BASE), left_word=True, right_word=True, propagate_case=True)
    off = structs.replace(one, left_word=False, right_word=False, propagate_case=False)
    assert changes_between(one, off) == {
        "word": False, "left_word": None, "right_word": None, "propagate_case": False
    }  # fmt: skip
    styled = structs.replace(one, uppercase_style=Case.CAPITALIZE)
    assert changes_between(styled, structs.replace(styled, propagate_case=False)) == {
        "propagate_case": False, "uppercase_style": None
    }  # fmt: skip


def test_quotes_and_inner_comments_stay() -> None:
    text = (
        "matches:\n"
        "  - trigger: ';a'\n"
        '    replace: "A"\n'
        "    variants:\n"
        "      # for Spain\n"
        "      - when: {language: es}   # not for Mexico\n"
        '        replace: "S"\n'
        "      - when: {language: pt}\n"
        '        replace: "P"\n'
    )
    one = first(text)
    spanish, portuguese = one.variants
    after = structs.replace(
        one,
        triggers=(";b",),
        variants=(structs.replace(spanish, body="S2"), Variant("F", "fr"), portuguese),
    )
    changed = PackText.read(text).changed(1, changes_between(one, after))
    assert changed == text.replace("';a'", "';b'").replace('"S"\n', (
        '"S2"\n      - when:\n          language: fr\n        replace: F\n'
    ))  # fmt: skip


def test_what_is_missing_is_said() -> None:
    empty = Snippet("", "x", "x.yml", 0)
    [problem] = read_draft(empty).problems
    assert problem.what == "This snippet has no text yet"
    assert not sound((problem,))
    # In a pack there are such: they can be saved as they are.
    [problem] = read_draft(structs.replace(empty, id="x#1")).problems
    assert problem.severity is Severity.WARNING
    assert not sound(read_draft(structs.replace(empty, body="a", triggers=("x" * 300,))).problems)
