"""YAML with lines and bounds."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.snippets import yaml_reader
from desktop.snippets.model import Value
from desktop.snippets.yaml_nodes import Mapping, Scalar, Sequence, value_of
from desktop.snippets.yaml_reader import MOST_DEPTH, YamlError, read_yaml

_texts = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufeff\x85\u2028\u2029"
    ),
    max_size=12,
)
_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | _texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_texts, inner, max_size=4),
    max_leaves=12,
)


def _value(text: str) -> Value:
    node = read_yaml(text.encode())
    assert node is not None
    return value_of(node)


@given(_values)
def test_reads_what_another_program_writes(value: object) -> None:
    """JSON is YAML, and quotes all that is no number."""
    assert _value(json.dumps({"it": value}, ensure_ascii=False)) == {"it": value}


@given(st.binary(max_size=60) | st.text("[]{}:-&*<,!|>'\"\n #%ab\t", max_size=60).map(str.encode))
def test_whatever_the_bytes_are_there_is_a_node_or_a_line(data: bytes) -> None:
    fault = None
    try:
        read_yaml(data)
    except YamlError as error:
        fault = error
    if fault is not None:
        assert 1 <= fault.line <= data.count(b"\n") + 1
        assert fault.what


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("yes", "yes"),  # YAML 1.1 would say true
        ("true", True),
        ("007", "007"),
        ("7", 7),
        ("-3.5", -3.5),
        ("0x1F", 31),
        ("2024-01-02", "2024-01-02"),
        ("12:30", "12:30"),  # YAML 1.1 would say 750
        ("~", None),
        ("'true'", "true"),
        ("1_000", "1_000"),
        (".", "."),
    ],
)
def test_plain_words_mean_what_they_mean_to_espanso(written: str, meant: object) -> None:
    assert _value(f"a: {written}") == {"a": meant}


def test_every_node_knows_its_line() -> None:
    node = read_yaml(b"# a comment\nmatches:\n  - trigger: x\n\n  - trigger: |\n      y\n")
    assert isinstance(node, Mapping)
    matches = node.items["matches"]
    assert isinstance(matches, Sequence)
    assert [item.line for item in matches.items] == [3, 5]


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"a:\n\t- b\n", 2, "tab"),
        (b"k: 1\na: 'x\nb: 1\n", 2, "quote"),
        (b"k: 1\na: [x\nb: 1\n", 2, "bracket"),
        (b"k: 1\na: [", 2, ""),
        (b"a: b: c", 1, "colon"),
        (b"a: *x", 1, "anchor"),
        (b"a: 1\nb: &x [*x]", 2, "inside its own anchor"),
        (b"a: 1\n---\nb: 1\n", 2, "second document"),
        (b"a\x00b", 1, "not a text file"),
        (b"a: 1\nb: \xff\n", 2, "UTF-8"),
        (b"a: 1\nb: \x07\n", 2, "does not belong"),
        (b"[a]: b", 1, "key"),
        (b"<<: 3", 1, "merged"),
    ],
)
def test_faults_have_a_line_and_plain_words(data: bytes, line: int, words: str) -> None:
    with pytest.raises(YamlError) as fault:
        read_yaml(data)
    assert fault.value.line == line
    assert words in fault.value.what


def test_windows_files_read_the_same() -> None:
    text = "matches:\r\n  - trigger: é\r\n    replace: |\r\n      one\r\n      two\r\n"
    plain = read_yaml(text.replace("\r\n", "\n").encode())
    assert plain is not None
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")):
        node = read_yaml(data)
        assert node is not None
        assert value_of(node) == value_of(plain)


def test_empty_files_hold_nothing() -> None:
    assert read_yaml(b"") is None
    assert read_yaml(b"# only a comment\n") is None


def test_depth_is_bounded() -> None:
    deep = "a: " + "[" * (MOST_DEPTH - 2) + "]" * (MOST_DEPTH - 2)
    assert read_yaml(deep.encode()) is not None
    with pytest.raises(YamlError, match="nested"):
        read_yaml(b"[" * 100_000)
    with pytest.raises(YamlError, match="nested"):
        read_yaml(b"- " * 100_000)


def test_aliases_that_multiply_are_stopped_before_they_do() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(YamlError, match="multiply"):
        read_yaml("\n".join(lines).encode())


def test_one_large_text_can_not_be_multiplied_either() -> None:
    text = "a: &a " + "x" * 1_000_000 + "\nb: [" + "*a, " * 100 + "]"
    with pytest.raises(YamlError, match="multiply"):
        read_yaml(text.encode())


def test_the_number_of_entries_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_reader, "MOST_NODES", 100)
    with pytest.raises(YamlError, match="too many entries"):
        read_yaml(b"a: [" + b"x, " * 200 + b"]")


def test_directives_that_cost_their_square_are_refused() -> None:
    with pytest.raises(YamlError, match="%TAG"):
        read_yaml(b"".join(b"%%TAG !t%d! x\n" % n for n in range(50_000)) + b"---\na: 1\n")


def test_aliases_and_merges_work() -> None:
    text = (
        "base: &b {word: true, label: x}\none:\n  <<: *b\n  label: y\ntwo: [*b]\nk: &k v\n*k : w\n"
    )
    value = _value(text)
    assert isinstance(value, dict)
    assert value["one"] == {"word": True, "label": "y"}
    assert value["two"] == [{"word": True, "label": "x"}]
    assert value["v"] == "w"


def test_a_repeated_key_is_kept_for_the_reader_to_report() -> None:
    node = read_yaml(b"a: 1\nb: 2\na: 3\n")
    assert isinstance(node, Mapping)
    assert value_of(node) == {"a": 3, "b": 2}
    [(key, earlier, line)] = node.repeated
    assert (key, line) == ("a", 3)
    assert isinstance(earlier, Scalar)
    assert earlier.text == "1"
