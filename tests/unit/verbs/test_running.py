"""What is handed over to the running Deskhand, and what is said when there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from desktop import cli
from desktop.host import choose
from desktop.host.nowhere import NowhereHost


class Handed:
    """An instance that keeps what it is handed."""

    def __init__(self, answer: str | None = "") -> None:
        self.answer = answer
        self.words: list[Sequence[str]] = []
        self.typist: Handed | None = None
        """The one of another profile."""

    def listen(self, handle: Callable[[Sequence[str]], str]) -> bool:
        return False

    def send(self, words: Sequence[str], timeout: float) -> str | None:
        self.words.append(list(words))
        return self.answer

    def close(self) -> None:
        return


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> Handed:
    made = Handed()

    def host(_profile: Path | None = None) -> NowhereHost:
        found = NowhereHost([])
        found.instance = made  # type: ignore[assignment]  # stands in for the running one
        if made.typist is not None:
            found.typist = made.typist  # type: ignore[assignment]  # the same
        return found

    monkeypatch.setattr(choose, "host", host)
    return made


@pytest.mark.parametrize(
    ("words", "handed_over"),
    [
        (["palette"], ["palette"]),
        (["resume"], ["resume"]),
        (["settings"], ["settings"]),
        (["follow-ups"], ["follow-ups"]),
        (["quit"], ["quit"]),
        (["pause"], ["pause"]),
        (["pause", "30"], ["pause", "30.0"]),
        (["--profile", "p", "pause", "5"], ["pause", "5.0"]),
        (["--profile=p", "quit"], ["quit"]),
        (["quit", "--profile=p"], ["quit"]),
        (["open", "deskhand://x"], ["open", "deskhand://x"]),
        (["deskhand://x"], ["open", "deskhand://x"]),
        (["DESKHAND:x", "--profile", "p"], ["open", "DESKHAND:x"]),
        (["--profile", "p", "deskhand://x"], ["open", "deskhand://x"]),
        (["call", "--number", "+1 2"], ["call", "+1 2", "", ""]),
        (
            ["call", "--number", "1", "--id", "7", "--name", "A B"],
            ["call", "1", "7", "A B"],
        ),
        (
            ["call", "--number", "+49", "30", "1", "--id", "--name", "Ana", "Souza"],
            ["call", "+49 30 1", "", "Ana Souza"],
        ),
        (["call", "--number", "--name", "%PFCALLERNAME%"], ["call", "", "", "%PFCALLERNAME%"]),
        (["call", "--number", "1", "--id", "7", "--ended"], ["hangup", "1", "7"]),
        (["breaks", "take"], ["breaks", "take", "short"]),
        (["breaks", "take", "long", "--profile", "p"], ["breaks", "take", "long"]),
        (["--profile", "p", "breaks", "tap", "abusive"], ["breaks", "tap", "abusive"]),
        (["breaks", "breathe"], ["breaks", "breathe"]),
        (["breaks", "postpone"], ["breaks", "postpone"]),
        (["breaks", "skip", "--profile", "p"], ["breaks", "skip"]),
        (["call", "--ended"], ["hangup", "", ""]),
        (["call", "--number=-1", "--id="], ["call", "-1", "", ""]),
        (["/N:S", "/C:+49", "30", "12", "/T:I", "/I:77"], ["call", "+49 30 12", "77", ""]),
        (["/n:s", "/c:%CallerNumber%"], ["call", "%CallerNumber%", "", ""]),
        (["--profile", "x", "/N:S"], ["call", "", "", ""]),
        (
            ["open", "deskhand://lookup?phone=1"],
            ["open", "deskhand://lookup?phone=1"],
        ),
    ],
)
def test_verbs_are_handed_over(
    handed: Handed, words: list[str], handed_over: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 0
    assert handed.words == [handed_over]
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "deskhand: Deskhand is not running. Start it with “deskhand run”.\n"),
        ("It has no links.", "deskhand: It has no links.\n"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    handed: Handed, answer: str | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    handed.answer = answer
    assert cli.main(["palette"]) == 1
    assert capsys.readouterr() == ("", said)


@pytest.mark.parametrize(
    ("words", "todo"),
    [
        (["call", "--number", "1"], "Add --profile with that profile's folder."),
        (["quit", "--profile", "p"], "Leave out --profile, or name its folder."),
    ],
)
def test_one_with_another_profile_is_told_from_none(
    handed: Handed, words: list[str], todo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    handed.answer = None
    handed.typist = Handed()
    assert cli.main(words) == 1
    said = f"deskhand: Deskhand runs with another profile. {todo}\n"
    assert capsys.readouterr() == ("", said)
