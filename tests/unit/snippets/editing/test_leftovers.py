"""Drafts that outlive the application."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.results import UserError
from desktop.snippets.editing import leftovers as module
from desktop.snippets.editing.leftovers import FILE, Leftover, keep_leftovers, read_leftovers
from desktop.snippets.model import Body, Snippet, Variable, Variant

DRAFT = Snippet(
    "a#3", "a", "a.yml", 9, (";a", ""), kind=Body.FORM, body="To [[x]] \ud83d".encode(
        "utf-8", "replace"
    ).decode(), variants=(Variant("B", "pt", "chat"),),
    variables=(Variable("v", "date", {"format": "%A", "list": [1, {"a": None}]}, True, ("w",)),),
    form_fields={"x": {"multiline": True}}, search_terms=("one",),
)  # fmt: skip


def test_they_come_back_as_they_were(tmp_path: Path) -> None:
    one = Leftover(Snippet("a#3", "a", "a.yml", 9), DRAFT, 3)
    keep_leftovers(tmp_path / "data", [one])
    assert read_leftovers(tmp_path / "data") == [one]
    keep_leftovers(tmp_path / "data", [])
    assert not (tmp_path / "data" / FILE).exists()
    assert read_leftovers(tmp_path / "data") == []


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'[{"saved": {}}]', b"\xff", b"null"])
def test_a_file_that_makes_no_sense_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert read_leftovers(tmp_path) == []


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "write_atomically", full)
    with pytest.raises(UserError, match="No space left"):
        keep_leftovers(tmp_path, [Leftover(DRAFT, DRAFT, 3)])
