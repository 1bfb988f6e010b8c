"""The text of Atlassian's documents (ADF), in which Jira's interface v3 writes long texts."""

from __future__ import annotations

from collections.abc import Mapping

_MOST = 5_000
"""Parts of one document that are looked at."""
_LINES = frozenset(
    {"paragraph", "heading", "codeBlock", "listItem", "tableRow", "blockquote", "rule", "hardBreak"}
)
_NAMED = frozenset({"mention", "emoji", "status", "date"})
"""Parts whose words are an attribute."""


def text_of_document(document: object) -> str:
    """The words of a document, each block on a line of its own; what is a text already is itself.

    Without recursion: a hostile one may be as deep as it likes.
    """
    if isinstance(document, str):
        return document
    words: list[str] = []
    waiting: list[object] = [document]
    for _ in range(_MOST):
        if not waiting:
            break
        part = waiting.pop()
        if isinstance(part, str):
            words.append(part)
            continue
        if not isinstance(part, Mapping):
            continue
        words.append(_own_words(part))
        content = part.get("content")
        if part.get("type") in _LINES:
            waiting.append("\n")
        if isinstance(content, list):
            waiting += reversed(content[:_MOST])
    return "".join(words).strip()


def _own_words(part: Mapping[str, object]) -> str:
    text = part.get("text")
    if isinstance(text, str):
        return text
    attributes = part.get("attrs")
    if part.get("type") in _NAMED and isinstance(attributes, Mapping):
        named = attributes.get("text")
        return named if isinstance(named, str) else ""
    return ""
