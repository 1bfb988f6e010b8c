"""What ``snippets check`` finds, and that it never cries wolf."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.results import Problem, Severity
from desktop.core.triggers import SEPARATORS
from desktop.keyboard.matcher import Matcher
from desktop.snippets import shadowing
from desktop.snippets.check import check
from desktop.snippets.index import build_index
from desktop.snippets.library import Library, load_library


def _library(folder: Path, *packs: list[dict[str, object]], **top: object) -> Library:
    folder.mkdir(exist_ok=True)
    for number, entries in enumerate(packs):
        text = yaml.safe_dump({**top, "matches": entries}, allow_unicode=True)
        (folder / f"p{number}.yml").write_text(text, "utf-8")
        top = {}
    return load_library([folder])


def _check(folder: Path, *entries: dict[str, object], **top: object) -> list[Problem]:
    return check(_library(folder, list(entries), **top))


def _snippet(trigger: str, body: str = "x", **keys: object) -> dict[str, object]:
    return {"trigger": trigger, "replace": body, **keys}


def _var(name: str, kind: str = "echo", **params: object) -> dict[str, object]:
    return {"name": name, "type": kind, "params": params}


# --- triggers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("killer", "killed"),
    [
        (_snippet(":a"), _snippet(":ab")),
        (_snippet("b"), _snippet(":ab!")),
        (_snippet(":a"), _snippet(":a", word=True)),
        (_snippet("rb"), _snippet("brb", right_word=True)),
        (_snippet(":A", propagate_case=True), _snippet(":ab")),
        (_snippet(":A", propagate_case=True), _snippet(":aB", propagate_case=True)),
        (_snippet(":1"), _snippet(":1a", propagate_case=True)),
        (_snippet("a", left_word=True), _snippet("ab", left_word=True)),
        (_snippet("a", left_word=True), _snippet("x ab")),
        (_snippet("a", word=True), _snippet(":a.b")),
        (_snippet("a", right_word=True), _snippet("xa bc")),
        (_snippet("a", right_word=True), _snippet("a.", right_word=True)),
    ],
)
def test_a_trigger_that_can_never_fire_is_reported_with_both_places(
    tmp_path: Path, killer: dict[str, object], killed: dict[str, object]
) -> None:
    [problem] = _check(tmp_path, killer, killed)
    assert problem.severity is Severity.WARNING
    assert f"`{killed['trigger']}` can never fire" in problem.what
    assert f"`{killer['trigger']}` (p0.yml:" in problem.why
    assert problem.place.startswith("p0.yml:")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (_snippet(":a"), _snippet(":b")),
        (_snippet("ab"), _snippet("xab")),  # the longest wins
        (_snippet(":a", right_word=True), _snippet(":ab")),
        (_snippet(":a", left_word=True), _snippet(":ab")),  # in a word only the other fires
        (_snippet("a", left_word=True), _snippet("xab")),
        (_snippet(":a"), _snippet(":Ab")),
        (_snippet(":a"), _snippet(":ab", propagate_case=True)),  # typed :AB
        (_snippet("a", right_word=True), _snippet("a ")),  # the same key
    ],
)
def test_what_may_fire_is_let_be(
    tmp_path: Path, one: dict[str, object], other: dict[str, object]
) -> None:
    assert _check(tmp_path, one, other) == []


_part = st.sampled_from(["a", "b", "A", "é", ".", " ", "1"])
_entry = st.fixed_dictionaries(
    {
        "trigger": st.lists(_part, min_size=1, max_size=4)
        .map("".join)
        .filter(lambda text: bool(text.strip())),
        "replace": st.just("x"),
        "left_word": st.booleans(),
        "right_word": st.booleans(),
        "propagate_case": st.booleans(),
    }
)


@settings(max_examples=300)
@given(
    entries=st.lists(_entry, min_size=2, max_size=4),
    before=st.sampled_from(["", "x", ".", "a", "1."]),
    after=st.sampled_from([" ", "."]),
    upper=st.booleans(),
)
def test_what_is_said_never_to_fire_never_does(
    tmp_path_factory: pytest.TempPathFactory,
    entries: list[dict[str, object]],
    before: str,
    after: str,
    upper: bool,
) -> None:
    """The matcher is the judge, typing each trigger in several surroundings."""
    library = _library(tmp_path_factory.mktemp("check"), entries)
    dead = {one.place: one for one in check(library) if "can never fire" in one.what}
    index = build_index(library)
    for number, one in enumerate(library.snippets):
        if library.place(number) not in dead:
            continue
        trigger = one.triggers[0]
        typed = trigger.upper() if upper and one.propagate_case else trigger
        matcher = Matcher(index)
        for char in before:
            if matcher.feed(char) is not None:
                matcher.after_text("x")
        for char in typed + after * one.right_word:
            hit = matcher.feed(char)
            if hit is not None:  # what comes first takes what was typed away
                assert number not in hit.numbers or len(hit.typed) < len(typed)
                break


def test_triggers_that_several_snippets_have(tmp_path: Path) -> None:
    library = _library(
        tmp_path,
        [_snippet(":a"), _snippet(":b"), _snippet(":a")],
        [_snippet(":b"), _snippet(":B"), _snippet(":A", propagate_case=True)],
    )
    found = {(one.place, one.severity) for one in check(library)}
    assert found == {
        (library.place(2), Severity.WARNING),  # within a pack
        (library.place(3), Severity.INFO),
        (library.place(5), Severity.INFO),
    }


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (_snippet("a\r"), "no key types"),
        (_snippet("e\u0301x"), "accent"),
        (_snippet(".", word=True), "only separators"),
    ],
)
def test_a_trigger_that_can_hardly_be_typed(
    tmp_path: Path, entry: dict[str, object], words: str
) -> None:
    [problem] = _check(tmp_path, entry)
    assert words in problem.what
    assert problem.severity is Severity.WARNING


def test_the_number_of_problems_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shadowing, "MOST_PROBLEMS", 3)
    problems = _check(tmp_path, _snippet(":"), *(_snippet(f":{n}") for n in range(10, 20)))
    assert len(problems) == 4
    assert "even more" in problems[-1].what


# --- texts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        (_snippet("x", "{{nme}}", vars=[_var("name", echo="y")]), "nme"),
        (_snippet("x", "y", vars=[_var("v", echo={"deep": ["{{no}}"]})]), "no"),
        (_snippet("x", "y", vars=[{**_var("v", echo="y"), "depends_on": ["no"]}]), "no"),
        (_snippet("x", "y", variants=[{"when": {"tag": "t"}, "replace": "{{no}}"}]), "no"),
        (_snippet("x", "y", vars=[_var("no", "global")]), "no"),
        (_snippet("x", "{{customer}}"), "customer"),
        ({"regex": r"a(?P<who>\w)", "replace": "{{whom}}"}, "whom"),
    ],
)
def test_a_reference_to_nothing(tmp_path: Path, entry: dict[str, object], name: str) -> None:
    [problem] = _check(tmp_path, entry)
    assert f"`{name}`, which nothing defines" in problem.what
    assert problem.severity is Severity.ERROR
    assert problem.place == "p0.yml:2"


@pytest.mark.parametrize(
    "entry",
    [
        _snippet("x", "{{customer.first_name}} {{interaction.channel}} {{agent.name}}"),
        _snippet("x", "{{shared}}"),
        _snippet("x", "{{v.part}}", vars=[_var("v", echo="y")]),
        _snippet("x", r"\{\{no\}\} {{ no no }}"),
        _snippet("x", "y", vars=[{**_var("v", echo="{{no}}"), "inject_vars": False}]),
        {"regex": r"a(?<who>\w)", "replace": "{{who}}"},
        {"trigger": "x", "form": "[[field]] {{form1.field}}"},
    ],
)
def test_a_reference_to_something(tmp_path: Path, entry: dict[str, object]) -> None:
    assert _check(tmp_path, entry, global_vars=[_var("shared", echo="x")]) == []


def test_a_slip_in_a_name_gets_a_hint(tmp_path: Path) -> None:
    [problem] = _check(tmp_path, _snippet("x", "{{nme}}", vars=[_var("name", echo="y")]))
    assert problem.what.endswith("Did you mean `name`?")


def test_a_circle_through_a_global(tmp_path: Path) -> None:
    problems = _check(
        tmp_path,
        _snippet("x", "{{own}}", vars=[_var("own", echo="{{shared}}")]),
        global_vars=[_var("shared", echo="{{own}}")],
    )
    assert [one.what for one in problems if "circle" in one.what]


def test_a_circle_beside_a_group_of_a_regex(tmp_path: Path) -> None:
    entry = {"regex": r"a(?<who>\w)", "replace": "{{who}} {{own}}"}
    problems = _check(
        tmp_path,
        {**entry, "vars": [_var("own", echo="{{who}} {{shared}}")]},
        global_vars=[_var("shared", echo="{{own}}")],
    )
    assert ["circle" in one.what for one in problems] == [True]


def test_two_cursors(tmp_path: Path) -> None:
    [problem] = _check(tmp_path, _snippet("x", "a $|$ b $|$"))
    assert "more than once" in problem.what
    assert _check(tmp_path, _snippet("x", "a $|$ b")) == []


@pytest.mark.parametrize(
    ("above", "below", "hidden"),
    [
        ({"language": "pt"}, {"language": "pt-BR"}, True),
        ({"language": "pt-BR"}, {"language": "pt"}, False),
        ({"language": "fil"}, {"language": "tl"}, True),
        ({"language": "zh"}, {"language": "zh-Hant"}, True),
        ({"language": "zh-Hans"}, {"language": "zh-TW"}, False),
        ({"language": "zh-Hans"}, {"language": "zh-CN"}, True),
        ({"language": "pt"}, {"language": "pt-BR", "channel": "chat"}, False),
        ({"language": "pt", "channel": "CHAT"}, {"language": "pt", "channel": "chat"}, True),
        ({"channel": "chat"}, {"language": "pt", "channel": "chat"}, False),
    ],
)
def test_a_variant_that_is_hidden_by_one_above(
    tmp_path: Path, above: dict[str, str], below: dict[str, str], *, hidden: bool
) -> None:
    variants = [{"when": above, "replace": "1"}, {"when": below, "replace": "2"}]
    found = _check(tmp_path, _snippet("x", "y", variants=variants))
    assert ["Variant 2" in one.what for one in found] == [True] * hidden


def test_variants_that_are_never_chosen(tmp_path: Path) -> None:
    when = {"language": "pt-BR", "tag": "t"}
    variants = [
        {"when": when, "replace": "1"},
        {"when": {"language": "pt"}, "replace": "2"},
        {"when": {**when, "language": "PT_br"}, "replace": "3"},
    ]
    [problem] = _check(tmp_path, _snippet("x", "y", variants=variants))
    assert "Variant 3" in problem.what


def test_a_nested_snippet_that_is_not_there(tmp_path: Path) -> None:
    entries = [
        _snippet(":in", "x"),
        _snippet("x", "{{a}}", vars=[_var("a", "match", trigger=":in")]),
        _snippet("y", "{{a}}", vars=[_var("a", "match", trigger=":none")]),
        _snippet("z", "{{a}}", vars=[_var("a", "match", trigger=":{{b}}"), _var("b")]),
    ]
    problems = [one for one in _check(tmp_path, *entries) if "another snippet" in one.what]
    assert [one.severity for one in problems] == [Severity.ERROR]


def test_snippets_that_take_in_each_other(tmp_path: Path) -> None:
    [problem] = _check(
        tmp_path,
        _snippet(":a", "{{v}}", vars=[_var("v", "match", trigger=":b")]),
        _snippet(":b", "{{shared}}"),
        global_vars=[_var("shared", "match", trigger=":a")],
    )
    assert "p0#1 takes in p0#2 takes in p0#1" in problem.what


def test_what_reading_found_comes_first(tmp_path: Path) -> None:
    first, second = _check(tmp_path, {"trigger": "x"}, _snippet("y", "{{no}}"))
    assert "has no text" in first.what
    assert "nothing defines" in second.what


def test_no_message_quotes_a_text(tmp_path: Path) -> None:
    secret = "Dear Ms Example"
    problems = _check(
        tmp_path, _snippet(":a", f"{secret} $|$ $|$ {{{{no}}}}"), _snippet(":ab", secret)
    )
    assert len(problems) == 3
    assert secret not in str(problems)


def test_every_default_separator_ends_a_word_here_too(tmp_path: Path) -> None:
    entries = [
        _snippet("a", word=True),
        *(_snippet(f".a{char}z") for char in SEPARATORS if char > " "),
    ]
    problems = _check(tmp_path, *entries)
    assert len([one for one in problems if "never fire" in one.what]) == len(entries) - 1


def test_a_picture_that_can_not_be_put_in(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "own.yml").write_text(
        'matches:\n  - {trigger: ";a", image_path: a.png}\n'
        '  - {trigger: ";b", image_path: b.png}\n',
        "utf-8",
    )
    found = [one.sentence() for one in check(load_library([tmp_path]))]
    assert found == ["own.yml:3: The picture of this snippet can't be read."]
