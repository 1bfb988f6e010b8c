"""What verbs leave as it is in a profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop import cli


@pytest.mark.parametrize(
    "words", [["snippets", "list"], ["snippets", "check"], ["detect", "Guten Tag"], ["doctor"]]
)
def test_a_broken_settings_file_is_told_and_left_where_it_is(
    words: list[str], profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """To set it aside is for the application, whose agent hears of it."""
    (profile / "settings.toml").write_text("[typing\n", "utf-8")
    assert cli.main([*words, "--profile", str(profile)]) == 0
    assert "settings.toml" in "".join(capsys.readouterr())
    assert [one.name for one in profile.glob("settings*")] == ["settings.toml"]
    assert (profile / "settings.toml").read_text("utf-8") == "[typing\n"
