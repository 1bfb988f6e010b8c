"""One pack: espanso's keys and meaning, and a line for every fault."""

from __future__ import annotations

import gc

import pytest

from desktop.core.results import Severity
from desktop.snippets import pack as pack_module
from desktop.snippets.fields import MOST_FINDINGS, Finding
from desktop.snippets.model import Body, Case, Snippet
from desktop.snippets.pack import ParsedPack, read_pack


def _read(text: str) -> ParsedPack:
    return read_pack(text.encode())


def _snippets(pack: ParsedPack) -> list[Snippet]:
    return [one.snippet("p", "p.yml", "", trusted=False) for one in pack.records]


def _one(entry: str) -> Snippet:
    """The snippet of a flow-style entry; nothing may be wrong with it."""
    pack = _read(f"matches:\n  - {entry}\n")
    assert not pack.findings
    [snippet] = _snippets(pack)
    return snippet


def _findings(text: str) -> list[Finding]:
    return _read(text).findings


def _only(text: str) -> Finding:
    [finding] = _findings(text)
    return finding


def test_a_plain_snippet() -> None:
    snippet = _one('{trigger: ":hi", replace: "Hello $|$"}')
    assert snippet == Snippet(
        id="p#1", pack="p", path="p.yml", line=2, triggers=(":hi",), body="Hello $|$"
    )


def test_every_key_of_espanso() -> None:
    snippet = _one(
        "{triggers: [a, b, a], replace: x, propagate_case: true, uppercase_style: Capitalize_Words,"
        " label: L, search_terms: [s, t], force_mode: Keys, paragraph: true, approved_by: QA}"
    )
    assert snippet.triggers == ("a", "b")
    assert snippet.propagate_case
    assert snippet.uppercase_style is Case.CAPITALIZE_WORDS
    assert (snippet.label, snippet.search_terms) == ("L", ("s", "t"))
    assert snippet.force_mode == "keys"
    assert snippet.approved_by == "QA"


@pytest.mark.parametrize(
    ("keys", "left", "right"),
    [
        ("", False, False),
        (", word: true", True, True),
        (", left_word: true", True, False),
        (", right_word: true", False, True),
        (", word: true, right_word: false", True, False),
        (", word: false, left_word: true", True, False),
    ],
)
def test_left_and_right_override_word(keys: str, left: bool, right: bool) -> None:
    snippet = _one(f"{{trigger: x, replace: y{keys}}}")
    assert (snippet.left_word, snippet.right_word) == (left, right)


@pytest.mark.parametrize("kind", list(Body))
def test_each_kind_of_body(kind: Body) -> None:
    body = "palette" if kind is Body.OPENS else "text"
    snippet = _one(f"{{trigger: x, {kind.value}: {body}}}")
    assert (snippet.kind, snippet.body) == (kind, body)


def test_nothing_else_is_opened_than_what_there_is() -> None:
    pack = _read("matches:\n  - {trigger: x, opens: settings}\n")
    assert not _snippets(pack)
    [finding] = pack.findings
    assert finding.what == "`opens` can open `palette` and nothing else."


def test_of_two_bodies_espansos_order_decides_with_a_warning() -> None:
    pack = _read("matches:\n  - {trigger: x, html: h, markdown: m, image_path: i}\n")
    [snippet] = _snippets(pack)
    assert (snippet.kind, snippet.body) == (Body.MARKDOWN, "m")
    [finding] = pack.findings
    assert finding.severity is Severity.WARNING
    assert "`html` and `image_path`" in finding.what


def test_trigger_and_triggers_together() -> None:
    assert _one("{trigger: a, triggers: [b], replace: x}").triggers == ("a", "b")


def test_texts_are_as_written_and_not_what_yaml_makes_of_them() -> None:
    snippet = _one("{trigger: 007, replace: 1.10, label: no, search_terms: [12, yes]}")
    assert (snippet.triggers, snippet.body, snippet.label) == (("007",), "1.10", "no")
    assert snippet.search_terms == ("12", "yes")


@pytest.mark.parametrize("written", ["6.50", "1.0e3", "+49", "+.5", "10.00"])
def test_numbers_to_choose_from_stay_as_they_are_written(written: str) -> None:
    """Prices and dialling codes."""
    params = f"{{values: [{written}]}}"
    snippet = _one(f"{{replace: x, vars: [{{name: o, type: choice, params: {params}}}]}}")
    assert snippet.variables[0].params == {"values": [written]}


def test_numbers_are_numbers() -> None:
    params = "{a: 12, b: -3, c: 6.5, d: 0x10}"
    snippet = _one(f"{{replace: x, vars: [{{name: o, type: date, params: {params}}}]}}")
    assert snippet.variables[0].params == {"a": 12, "b": -3, "c": 6.5, "d": 16}


def test_a_snippet_without_trigger_is_for_the_palette() -> None:
    assert _one("{replace: x, label: y}").triggers == ()


def test_force_clipboard_is_the_old_word_for_a_mode() -> None:
    assert _one("{trigger: x, replace: y, force_clipboard: true, force_mode: keys}").force_mode == (
        "clipboard"
    )


def test_variables_with_all_their_keys() -> None:
    snippet = _one(
        "{trigger: x, replace: '{{b}}', vars: ["
        "{name: a, type: date, params: {format: '%d', offset: -86400, deep: [1, {k: null}]}},"
        "{name: b, type: echo, inject_vars: false, depends_on: [a], params: {echo: '{{c}}'}}]}"
    )
    first, second = snippet.variables
    assert first.params == {"format": "%d", "offset": -86400, "deep": [1, {"k": None}]}
    assert first.inject
    assert not second.inject
    assert second.depends_on == ("a",)
    assert second.line == 2


def test_a_form_keeps_its_layout_and_fields() -> None:
    snippet = _one("{trigger: x, form: 'Hi [[n]]', form_fields: {n: {multiline: true}}}")
    assert (snippet.kind, snippet.body) == (Body.FORM, "Hi [[n]]")
    assert snippet.form_fields == {"n": {"multiline": True}}


def test_variants() -> None:
    snippet = _one(
        "{trigger: x, replace: y, variants: [{when: {language: no, channel: chat}, replace: z}]}"
    )
    [variant] = snippet.variants
    assert (variant.body, variant.language, variant.channel) == ("z", "no", "chat")


def test_a_files_defaults_apply_where_an_entry_says_nothing() -> None:
    pack = _read(
        "match_defaults: {word: true, propagate_case: true, uppercase_style: capitalize}\n"
        "matches:\n"
        "  - {trigger: a, replace: x}\n"
        "  - {trigger: b, replace: x, left_word: false, propagate_case: false}\n"
    )
    assert not pack.findings
    first, second = _snippets(pack)
    assert (first.left_word, first.right_word, first.propagate_case) == (True, True, True)
    assert first.uppercase_style is Case.CAPITALIZE
    assert (second.left_word, second.right_word, second.propagate_case) == (False, True, False)


def test_globals_imports_and_programs() -> None:
    pack = _read(
        "imports:\n  - a.yml\n  - ../b.yml\n"
        "global_vars:\n  - {name: g, type: shell, params: {cmd: date}}\n"
        "matches:\n  - trigger: x\n    replace: y\n    vars:\n"
        "      - {name: s, type: script, params: {args: [a]}}\n"
    )
    assert pack.imports == [("a.yml", 2), ("../b.yml", 3)]
    assert [one.name for one in pack.globals] == ["g"]
    assert pack.programs == [5, 10]


@pytest.mark.parametrize("text", ["", "# nothing", "---", "matches:", "anchors: {a: &a b}", "{}"])
def test_a_file_may_hold_nothing(text: str) -> None:
    pack = _read(text)
    assert (pack.records, pack.findings, pack.readable) == ([], [], True)


def test_numbers_count_bad_entries_too() -> None:
    pack = _read(
        "matches:\n  - {trigger: a, replace: x}\n  - {trigger: b}\n  - {trigger: c, replace: x}\n"
    )
    assert [record.number for record in pack.records] == [1, 3]
    assert [finding.line for finding in pack.findings] == [3]


_NEEDS_B = "{name: a, type: echo, params: {echo: '{{b}}'}}"


def _with_vars(*variables: str) -> str:
    return f"{{trigger: x, replace: y, vars: [{', '.join(variables)}]}}"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{trigger: '', replace: x}", "empty trigger"),
        ("{trigger: '  ', replace: x}", "empty trigger"),
        ("{trigger: , replace: x}", "empty trigger"),
        ("{triggers: [''], replace: x}", "empty trigger"),
        (f"{{trigger: {'x' * 300}, replace: x}}", "longer than 256"),
        ("{trigger: [a], replace: x}", "must be a text"),
        ("{trigger: x}", "has no text"),
        ("{trigger: x, replace: }", "has no text"),
        ("{trigger: x, replace: {a: b}}", "must be a text"),
        ("{regex: '(a', replace: x}", "regex can't be read"),
        ("{regex: '(?=a)b', replace: x}", "regex can't be read"),
        ("{regex: 'a*', replace: x}", "fire at every key"),
        ("{regex: '$', replace: x}", "fire at every key"),
        ("{regex: '\\b', replace: x}", "fire at every key"),
        ("{trigger: x, replace: y, vars: [{name: a, type: wrong}]}", "a type that there is not"),
        ("{trigger: x, replace: y, vars: [{type: date}]}", "needs a `name`"),
        ("{trigger: x, replace: y, vars: {name: a, type: date}}", "must be a list"),
        ("{trigger: x, replace: y, vars: [a]}", "group of keys"),
        (_with_vars("{name: a, type: date}", "{name: a, type: echo}"), "twice"),
        (_with_vars(_NEEDS_B, "{name: b, type: echo, depends_on: [a]}"), "a needs b needs a"),
        (_with_vars("{name: a, type: echo, params: {echo: '{{ a }}'}}"), "in a circle"),
        (_with_vars(_NEEDS_B, "{name: b, type: date}"), "stands below it"),
        ("{trigger: x, replace: y, variants: [{replace: z}]}", "at least one condition"),
        ("{trigger: x, replace: y, variants: [{when: {tag: a}}]}", "needs a `replace`"),
        ("{trigger: x, replace: y, variants: [{when: {mood: a}, replace: z}]}", "condition that"),
        ("{trigger: x, replace: y, variants: [{when: {tag: [a]}, replace: z}]}", "must be a text"),
        ("just a text", "group of keys"),
    ],
)
def test_a_bad_snippet_is_left_out_with_its_line_and_the_others_stay(
    entry: str, words: str
) -> None:
    pack = _read(
        "matches:\n  - {trigger: ok, replace: x}\n"
        f"  - {entry}\n"
        "  - {trigger: ok2, replace: x}\n"
    )
    assert [record.triggers for record in pack.records] == [("ok",), ("ok2",)]
    [finding] = pack.findings
    assert words in finding.what
    assert (finding.line, finding.severity) == (3, Severity.ERROR)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{trigger: x, replace: y, wrod: true}", "`wrod`"),
        ("{trigger: x, replace: y, word: maybe}", "true or false"),
        ("{trigger: x, replace: y, uppercase_style: capitalize}", "without `propagate_case"),
        ("{trigger: x, replace: y, propagate_case: true, uppercase_style: odd}", "none of"),
        ("{trigger: x, replace: y, force_mode: odd}", "neither clipboard nor keys"),
        ("{trigger: x, regex: y, replace: z}", "only the trigger counts"),
        ("{triggers: ['', x], replace: y}", "empty trigger"),
        ("{trigger: x, replace: y, replace: z}", "twice"),
        ("{trigger: x, replace: y, variants: [{when: {language: '?'}, replace: z}]}", "language"),
        ("{trigger: x, image_path: y, variants: [{when: {tag: a}, replace: z}]}", "has none"),
        ("{trigger: x, replace: y, vars: [{name: 'a b', type: date}]}", "other signs"),
    ],
)
def test_a_doubtful_snippet_works_with_a_warning(entry: str, words: str) -> None:
    pack = _read(f"matches:\n  - {entry}\n")
    assert len(pack.records) == 1
    [finding] = pack.findings
    assert words in finding.what
    assert (finding.line, finding.severity) == (2, Severity.WARNING)


def test_slips_get_a_hint() -> None:
    assert (
        _only("matches:\n  - {trigger: x, replace: y, wrod: true}").todo == "Did you mean `word`?"
    )
    assert (
        "uppercase_style"
        in _only("matches:\n  - {trigger: x, replace: y, capitalize_words: true}").todo
    )


def test_rusts_syntax_for_named_groups_is_taken() -> None:
    assert _one(r"{regex: ':n(?<who>\w+)', replace: x}").regex == r":n(?<who>\w+)"
    assert _one(r"{regex: ':n(?P<who>\w+)', replace: x}").regex == r":n(?P<who>\w+)"


def test_the_faults_of_a_file() -> None:
    assert _only("- a\n- b").what == "This file is no pack."
    assert "nothing here reads" in _only("match: []").what
    assert "must be a list" in _only("matches: {trigger: x}").what
    assert "group of keys" in _only("match_defaults: 3").what
    assert not _read("- a").readable
    assert not _read("a: [").readable


def test_matches_given_twice_are_both_read() -> None:
    pack = _read("matches:\n  - {trigger: a, replace: x}\nmatches:\n  - {trigger: b, replace: x}\n")
    assert [record.triggers for record in pack.records] == [("a",), ("b",)]
    [finding] = pack.findings
    assert (finding.line, finding.severity) == (3, Severity.WARNING)


def test_no_message_quotes_a_text_or_a_pattern() -> None:
    secret = "Dear Ms Example"
    pack = _read(
        f"matches:\n"
        f"  - {{trigger: x, replace: y, '{secret}': z}}\n"
        f"  - {{trigger: x, replace: ['{secret}']}}\n"
        f"  - {{regex: '({secret}', replace: y}}\n"
        f"  - {{trigger: x, replace: y, uppercase_style: '{secret}'}}\n"
        f"  - {{trigger: x, replace: y, vars: [{{name: a, type: '{secret}'}}]}}\n"
        f"  - '{secret}'\n"
    )
    assert len(pack.findings) >= 6
    assert secret not in str(pack.findings)


def test_findings_are_bounded_and_the_rest_is_counted() -> None:
    entries = "  - {trigger: x, replace: y, wrod: true}\n" * (MOST_FINDINGS + 5)
    findings = _findings("matches:\n" + entries + "  - {trigger: x}\n")
    assert len(findings) == MOST_FINDINGS + 2  # the error is not crowded out
    assert "5 more" in findings[-1].what
    assert sum(one.severity is Severity.ERROR for one in findings) == 1


def test_imports_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_module, "MOST_IMPORTS", 3)
    pack = _read("imports: [a, b, c, d, e]")
    assert len(pack.imports) == 3
    assert "first 3" in pack.findings[0].what


def test_the_garbage_collector_is_left_as_it_was() -> None:
    assert gc.isenabled()
    _read("matches: [")
    assert gc.isenabled()
    gc.disable()
    try:
        _read("matches: []")
        assert not gc.isenabled()
    finally:
        gc.enable()
