"""breaks.yaml_values: plain values, and files that want to do harm."""

from __future__ import annotations

import pytest

from desktop.breaks import yaml_values
from desktop.breaks.yaml_values import YamlError, read_values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-10800", -10800),
        ("+3", 3),
        ("0.5", 0.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1_000", "1_000"),
        (".", "."),
        ("e5", "e5"),
        (".inf", ".inf"),
        ("on", True),
        ("Off", False),
        ("TRUE", True),
        ("false", False),
        ("~", None),
        ("", None),
        ("'12'", "12"),
        ("'on'", "on"),
        ("2026-11-22T09:00:00+00:00", "2026-11-22T09:00:00+00:00"),
        ("1" * 30, "1" * 30),
    ],
)
def test_values(text: str, value: object) -> None:
    read = read_values(f"[{text or '~'}]".encode())
    assert read == [value]
    assert type(read[0]) is type(value)


def test_maps_and_lists() -> None:
    assert read_values(b"a: [1, {b: on}]\nc: {}\n") == {"a": [1, {"b": True}], "c": {}}
    assert read_values(b"") is None
    assert read_values(b"# nothing\n") is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a: &x [1]\nb: *x\n", "line 2 has an alias"),
        (b"a: 1\na: 2\n", "line 2 has a key for the second time"),
        (b"[[1]: 2]\n", "line 1 has a key that is no text"),
        (b"{[1]: 2}\n", "line 1 has a key that is no text"),
        (b"a: [1\n", "is not right YAML"),
        (b"a: 1\n---\nb: 2\n", "more than one document"),
        (b"[" * 100_000, "line 1 is nested too deep"),
        (b"\xff\xfe\xff\xff\xff", "no YAML in UTF-8"),
        (b"a: \xff\n", "no YAML in UTF-8"),
        (b"a: \x00\n", "no YAML in UTF-8"),
    ],
    ids=range(10),
)
def test_what_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(YamlError, match=words):
        read_values(data)


def test_a_large_file_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_values, "MOST_BYTES", 10)
    with pytest.raises(YamlError, match="larger"):
        read_values(b"a: 1234567890")
