"""settings.docs: the page says what the declarations say."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.settings.docs import document, main
from desktop.settings.migrations import VERSION
from desktop.settings.registry import by_key

PAGE = Path(__file__).parents[3] / "docs" / "settings.md"


@pytest.mark.skipif(os.name == "nt", reason="only on Windows are hotkeys at first others")
def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == document(), "run: python -m desktop.settings"


def test_every_setting_is_there_and_the_example_is_of_this_version() -> None:
    text = document()
    assert all(f"### `{key}`" in text for key in by_key())
    assert f"version = {VERSION}\n" in text


def test_it_is_written_where_one_says(tmp_path: Path) -> None:
    main([str(tmp_path / "page.md")])
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == document()
