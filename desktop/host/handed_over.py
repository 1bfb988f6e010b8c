"""A verb that one Deskhand hands over to another: a line of JSON each way."""

from __future__ import annotations

import json
from collections.abc import Sequence

MOST_BYTES = 64 * 1024
"""Of one question; no verb with its words is longer."""
_MOST_WORDS = 64


def question(words: Sequence[str]) -> bytes:
    """The line that asks."""
    return json.dumps({"words": list(words)}).encode() + b"\n"


def words_in(line: bytes) -> Sequence[str] | None:
    """The words of a question; None when it is none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    words = found.get("words") if isinstance(found, dict) else None
    if not isinstance(words, list) or len(words) > _MOST_WORDS:
        return None
    return words if all(isinstance(word, str) for word in words) else None


def answer_line(answer: str) -> bytes:
    """The line that answers."""
    return json.dumps({"answer": answer}).encode() + b"\n"


def answer_in(line: bytes) -> str:
    """The answer in a line, or that there is none in it."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    answer = found.get("answer") if isinstance(found, dict) else None
    return answer if isinstance(answer, str) else "The running Deskhand gave no clear answer."
