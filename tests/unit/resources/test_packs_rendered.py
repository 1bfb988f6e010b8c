"""The starter packs and the examples of the handbook as they come out: loaded and rendered."""

import datetime as dt
import random
import re
import shlex
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from desktop.core.clock import FixedClock
from desktop.core.resources import resource
from desktop.snippets.library import Library, load_library
from desktop.snippets.model import Snippet
from desktop.snippets.render.outcome import Answer, Question, QuestionKind, Rendered, Request
from desktop.snippets.render.renderer import Renderer

LANGUAGES = ("en", "es", "fr", "de", "pt", "ar", "zh", "hi", "fil")
ANA = {"first_name": "Ana", "last_name": "Souza", "name": "Ana Souza"}
KIM = {"first_name": "Kim", "name": "Kim Lee"}
NOW = dt.datetime(2025, 11, 12, 10, 0, tzinfo=dt.UTC)
NAMES_THE_AGENT = {"intro", "voicemail", "note"}
PROMISED = {
    "en": "Thursday, 13 November",
    "es": "jueves 13 de noviembre",
    "fr": "jeudi 13/11",
    "de": "Donnerstag, den 13. November",
    "pt": "quinta-feira, 13/11",
    "ar": "الخميس 13 نوفمبر",
    "zh": "11月13日（星期四）",
    "hi": "गुरुवार, 13 नवंबर",
    "fil": "Huwebes, ika-13 ng Nobyembre",
}
HANDBOOK = Path(__file__).resolve().parents[3] / "docs" / "packs.md"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library([resource("packs")])


def render(
    library: Library,
    snippet: Snippet,
    *,
    language: str = "",
    customer: Mapping[str, str] | None = None,
    agent: Mapping[str, str] | None = None,
    now: dt.datetime = NOW,
) -> Rendered:
    """The text, with the first of each choice taken and forms filled in by their fields' names."""
    renderer = Renderer(
        clock=FixedClock(now),
        source=random.Random(1),
        clipboard=lambda: None,
        global_variables=library.globals,
    )
    request = Request(
        snippet=snippet,
        language=language,
        context={"customer": customer or {}, "agent": agent or {}, "interaction": {}},
    )
    answers: dict[str, Answer] = {}
    outcome = renderer.render(request)
    for _ in range(5):
        if not isinstance(outcome, Question):
            break
        first = outcome.fields[0]
        asked = {field.name: field.name for field in outcome.fields}
        answer = first.options[0].value if outcome.kind is QuestionKind.CHOICE else asked
        answers[outcome.variable] = answer
        outcome = renderer.render(request, answers, outcome.state)
    assert isinstance(outcome, Rendered), outcome
    return outcome


def only(library: Library, trigger: str) -> Snippet:
    (snippet,) = library.by_trigger(trigger)
    return snippet


def test_the_library_has_nothing_to_say_against_them(library: Library) -> None:
    assert [problem.sentence() for problem in library.problems] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_comes_out_whole(library: Library, language: str) -> None:
    for snippet in library.snippets:
        done = render(library, snippet, language=language, customer=ANA, agent=KIM)
        assert done.missing == (), snippet.id
        assert done.left == (done.caret or 0), snippet.id
        assert not re.search(r"[{}\[\]]|\$\|\$", done.text), snippet.id


@pytest.mark.parametrize("language", ["", *LANGUAGES])
def test_without_a_name_no_gap_is_left(library: Library, language: str) -> None:
    for snippet in library.snippets:
        done = render(library, snippet, language=language, agent=KIM)
        text = done.text[: len(done.text) - done.caret] if done.caret else done.text
        assert not re.search(
            r"[,،，][:;.!?،؟，。：；！？।]|  | [,.।]|¡!|^[\s,.!，。！]|[，。]{2}", text
        ), snippet.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_an_introduction_needs_the_agents_name(library: Library, language: str) -> None:
    """Elsewhere it is the last line, which goes when the name is not known."""
    for snippet in library.snippets:
        if not NAMES_THE_AGENT & {snippet.triggers[0][1:], snippet.search_terms[-1]}:
            signed = render(library, snippet, language=language, agent=KIM).text
            unsigned = render(library, snippet, language=language).text
            assert signed.removesuffix("\nKim") == unsigned, snippet.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_promise_names_its_day_in_the_customers_language(library: Library, language: str) -> None:
    text = render(library, only(library, ";promise"), language=language).text
    assert PROMISED[language] in text


@pytest.mark.parametrize(
    ("trigger", "language"),
    [
        (";reembolso", "es"),
        (";remboursement", "fr"),
        (";erstattung", "de"),
        (";estorno", "pt"),
        ("؛؛استرداد", "ar"),
        (";istirdad", "ar"),
        (";tuikuan", "zh"),
        ("।।धनवपस", "hi"),
        (";dhanwapsi", "hi"),
        (";balikbayad", "fil"),
    ],
)
def test_a_refund_reads_the_same_by_either_trigger(
    library: Library, trigger: str, language: str
) -> None:
    english = render(library, only(library, ";refund"), language=f"{language}-XX", customer=ANA)
    own = render(library, only(library, trigger), language="en", customer=ANA)
    assert english.text == own.text


@pytest.mark.parametrize(
    ("tag", "trigger"),
    [
        ("zh", ";tuikuan"),
        ("zh-CN", ";tuikuan"),
        ("zh-Hans-SG", ";tuikuan"),
        ("zh-TW", ";refund"),
        ("zh-Hant-HK", ";refund"),
        ("hi-IN", ";dhanwapsi"),
        ("fil", ";balikbayad"),
        ("fil-PH", ";balikbayad"),
        ("tl", ";balikbayad"),
        ("tl_PH", ";balikbayad"),
    ],
)
def test_a_language_by_any_of_its_tags(library: Library, tag: str, trigger: str) -> None:
    """English stands for what there is no text for: as with no language at all."""
    refund = render(library, only(library, ";refund"), language=tag, customer=ANA)
    assert refund.text == render(library, only(library, trigger), customer=ANA).text


def test_the_handbook_counts_them(library: Library) -> None:
    counts = Counter(snippet.pack for snippet in library.snippets)
    told = HANDBOOK.read_text("utf-8")
    assert f"holds {counts.pop('care-en')} snippets in English" in told
    (each,) = set(counts.values())
    assert f"the same texts, {each} each" in told
    assert set(re.findall(r"`(care-\w+)\.yml`", told)) == {*counts, "care-en"}


def examples() -> list[ParameterSet]:
    """``yaml`` blocks of the handbook, each with the commands of the ``console`` block after it."""
    found: list[ParameterSet] = []
    blocks = re.findall(
        r"^```(\w+)\n(.*?)^```$", HANDBOOK.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    pack = ""
    for kind, block in blocks:
        if kind == "yaml":
            pack = block
            found.append(pytest.param(block, "", "", id=f"yaml-{len(found)}"))
        else:
            for run in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, shown = run.partition("\n")
                found.append(pytest.param(pack, command, shown, id=f"console-{len(found)}"))
    return found


@pytest.mark.parametrize(("pack", "command", "shown"), examples())
def test_the_handbook_tells_the_truth(tmp_path: Path, pack: str, command: str, shown: str) -> None:
    (tmp_path / "my-shop.yml").write_text(pack, "utf-8")
    library = load_library([tmp_path], trusted=[tmp_path])
    assert [problem.sentence() for problem in library.problems] == []
    assert len(library.snippets) > 0
    if not command:
        return
    program, verb, *words = shlex.split(command)
    assert (program, verb) == ("deskhand", "type")
    given: dict[str, list[str]] = {}
    for option, value in zip(words[::2], words[1::2], strict=True):
        given.setdefault(option, []).append(value)
    values: dict[str, dict[str, str]] = {"customer": {}, "agent": {}}
    for name, value in (one.split("=", 1) for one in given.pop("--set", [])):
        namespace, _, field = name.partition(".")
        values[namespace][field] = value
    assert given.pop("--pack") == ["my-shop.yml"]
    done = render(
        library,
        only(library, given.pop("--keys")[0]),
        language=given.pop("--language", [""])[0],
        now=dt.datetime.fromisoformat(given.pop("--now", [NOW.isoformat()])[0]),
        **values,
    )
    assert not given
    assert done.text + "\n" == shown
