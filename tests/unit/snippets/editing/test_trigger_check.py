"""What is said of a trigger while it is written is what the check of the whole pack would say."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from desktop.core.triggers import SEPARATORS
from desktop.snippets.check import check
from desktop.snippets.editing.trigger_check import TriggerCheck
from desktop.snippets.importers.written import yaml_of
from desktop.snippets.library import Library, load_library
from desktop.snippets.model import Snippet, Value

TRIGGERS = st.text("ab; B", min_size=1, max_size=4).filter(lambda text: bool(text.strip()))
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {"trigger": TRIGGERS, "replace": st.just("x")},
        optional={"word": st.booleans(), "propagate_case": st.booleans()},
    ),
    min_size=1,
    max_size=5,
)


def library_of(path: Path, entries: list[dict[str, Value]]) -> Library:
    path.write_text(yaml_of({"matches": [dict(one) for one in entries]}, ""), "utf-8")
    return load_library([path])


def draft(trigger: str, *, word: bool = False) -> Snippet:
    return Snippet("", "p", "p.yml", 0, (trigger,), left_word=word, right_word=word, body="x")


def said(library: Library, one: Snippet, own: int | None = None) -> list[str]:
    return [found.what for found in TriggerCheck(library, SEPARATORS).problems(one, own)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=ENTRIES)
def test_it_agrees_with_the_check_of_all(tmp_path: Path, entries: list[dict[str, Value]]) -> None:
    library = library_of(tmp_path / "p.yml", entries)
    whole = check(library)
    for number, snippet in enumerate(library.snippets):
        words = said(library, snippet, number)
        found = [one.what for one in whole if one.place == library.place(number)]
        dead = [what for what in found if "can never fire" in what]
        assert [what for what in words if "can never fire" in what] == [
            what.removeprefix("The trigger ") for what in dead
        ]
        if any("is also that of" in what for what in found):
            assert any("too" in what for what in words)


def test_it_says_which_and_where(tmp_path: Path) -> None:
    library = library_of(
        tmp_path / "p.yml",
        [
            {"trigger": ";refund", "label": "Refund", "replace": "x"},
            {"trigger": ";gmx", "replace": "Mail"},
        ],
    )
    [problem] = TriggerCheck(library, SEPARATORS).problems(draft(";refunds"), None)
    assert problem.what == "`;refunds` can never fire"
    assert problem.why == "`;refund` (“Refund” in p) fires first"
    assert said(library, draft(";refund")) == ["`;refund` is the trigger of “Refund” in p too"]
    assert said(library, draft(";g")) == ["`;gmx` (“Mail” in p) could never fire any more"]
    assert said(library, draft(";g", word=True)) == []
    assert said(library, draft(";gmx"), own=1) == []


def test_triggers_of_the_same_snippet_meet_too(tmp_path: Path) -> None:
    library = library_of(tmp_path / "p.yml", [{"trigger": ";q", "replace": "x"}])
    one = structs.replace(draft(";a"), triggers=(";a", ";ab"))
    [problem] = TriggerCheck(library, SEPARATORS).problems(one, None)
    assert problem.why == "`;a` of this snippet fires first"


def test_a_pack_of_triggers_that_all_hold_it_is_no_burden(tmp_path: Path) -> None:
    library = library_of(
        tmp_path / "p.yml", [{"trigger": f";{n}", "replace": "x"} for n in range(3000)]
    )
    words = said(library, draft(";"))
    assert len(words) == 3
    assert all("could never fire" in one for one in words)
