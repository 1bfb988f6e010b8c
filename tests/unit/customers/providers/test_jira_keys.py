"""customers.providers.jira: keys, quoting and documents."""

from __future__ import annotations

import json

import pytest

from desktop.customers.identify import Kind, Query
from desktop.customers.providers.jira.document import text_of_document
from desktop.customers.providers.jira.keys import is_account, is_key, key_of, phrase, quoted


@pytest.mark.parametrize(
    ("value", "written", "key"),
    [
        ("SUP12", "sup-12", "SUP-12"),
        ("SUP12", "", "SUP-12"),
        ("SUP12", "SUP 12", "SUP-12"),
        ("S2P12", "s2p-12", "S2P-12"),
        ("SUP12", "other words SUP-99", "SUP-12"),
        ("12", "12", ""),
        ("SUP0", "SUP-0", ""),
        ("A" * 60 + "1", "", ""),
        ("SÜP1", "SÜP-1", ""),
    ],
)
def test_a_key_as_people_write_it(value: str, written: str, key: str) -> None:
    found = key_of(Query(Kind.TICKET, value, written=written))
    assert found == key
    assert is_key(found) is bool(key)


@pytest.mark.parametrize("text", ["plain", 'a"b', "a\\", '\\"', "a\nb\tc", "", "ü 🙂"])
def test_a_quoted_text_is_one_text(text: str) -> None:
    assert json.loads(quoted(text)) == " ".join(text.split())
    inner = json.loads(phrase(text))
    assert inner[0] == inner[-1] == '"'
    assert not set(inner[1:-1]) & {'"', "\\"}


@pytest.mark.parametrize("text", ["", "a b", 'a"', "a\n", "a" * 200, "a/b"])
def test_what_is_no_account(text: str) -> None:
    assert not is_account(text)


def test_blocks_of_a_document_are_lines() -> None:
    def block(kind: str, *content: object) -> dict[str, object]:
        return {"type": kind, "content": list(content)}

    def words(text: object) -> dict[str, object]:
        return {"type": "text", "text": text}

    mention = {"type": "mention", "attrs": {"text": "@Ann"}}
    items = block("bulletList", block("listItem", block("paragraph", words("one"))))
    document = block(
        "doc",
        block("paragraph", words("Dear "), mention, {"type": "hardBreak"}, words("x")),
        items,
        block("paragraph", words("end"), words(5), "loose", None),
    )
    assert text_of_document(document).split() == ["Dear", "@Ann", "x", "one", "endloose"]
    assert text_of_document("text itself") == "text itself"


def test_a_document_may_be_as_deep_and_as_long_as_it_likes() -> None:
    deep: object = {"type": "text", "text": "x"}
    for _ in range(100_000):
        deep = {"content": [deep]}
    assert text_of_document(deep) == ""
    assert len(text_of_document({"content": [{"type": "text", "text": "x"}] * 100_000})) < 10_000
