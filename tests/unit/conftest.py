"""What tests of several parts need."""

from __future__ import annotations

from pathlib import Path

import pytest

PACK = "matches:\n  - {trigger: ':é', replace: 'olá 😀', label: 'Olá'}\n"


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """One with a snippet in a pack of its own, and none that ship."""
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "own.yml").write_text(PACK, "utf-8")
    (tmp_path / "settings.toml").write_text("[snippets]\nstarter_packs = []\n", "utf-8")
    return tmp_path
