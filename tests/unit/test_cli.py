"""The command line: how words become verbs, what is printed where, and the exit status."""

from __future__ import annotations

import argparse
import errno
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from desktop import arguments, cli
from desktop.host import choose
from desktop.host.nowhere import NowhereHost

PACK = "matches:\n  - {trigger: ':é', replace: 'olá 😀', label: 'Olá'}\n"


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


@pytest.mark.parametrize(
    "words",
    [
        ["dance"],
        ["pause", "soon"],
        ["pause", "0"],
        ["pause", "nan"],
        ["pause", "100000"],
        ["call"],
        ["/usr/bin/true"],
        ["call", "--num", "1"],
        ["open"],
        ["palette", "now"],
        ["--profile"],
        ["run", "--profile", ""],
        ["snippets"],
        ["snippets", "lost"],
        ["type", "--keys", "x"],
        ["type", "--pack", "p", "--keys", "x", "--events", "y"],
        ["type", "--pack", "p", "--keys", "x", "--now", "noon"],
    ],
)
def test_wrong_usage_is_one_sentence_and_2(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("deskhand: ")
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["run", "--help"], ["--version"]])
def test_help_is_no_error(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 0
    assert "eskhand" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ([], None),
        (["--profile", "p"], "p"),
        (["--profile=p"], "p"),
        (["run", "--profile", "p"], "p"),
    ],
)
def test_alone_it_runs(
    words: list[str], asked: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path | None] = []

    def run(options: argparse.Namespace) -> int:
        seen.append(options.profile)
        return 0

    monkeypatch.setitem(cli._VERBS, "run", run)
    assert cli.main(words) == 0
    assert seen == [Path(asked) if asked else None]


def test_a_profile_at_home(handed: Handed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/somewhere")
    assert arguments._folder("~/x") == Path("/somewhere/x")
    assert arguments._folder("~nobody-has-this-name/x") == Path("~nobody-has-this-name/x")


def test_every_verb_that_may_be_said_can_be_done() -> None:
    _, verbs = arguments._parser()
    assert set(verbs) == set(cli._VERBS)


# --- the library ---


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "own.yml").write_text(PACK, "utf-8")
    (tmp_path / "settings.toml").write_text("[snippets]\nstarter_packs = []\n", "utf-8")
    return tmp_path


def test_the_library_is_listed(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["snippets", "list", "--profile", str(profile)]) == 0
    assert "Olá" in capsys.readouterr().out
    assert cli.main(["--profile", str(profile), "snippets", "list", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row == {"id": "own#1", "triggers": [":é"], "label": "Olá", "place": "own.yml:2"}


def test_the_library_is_checked(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["snippets", "check", "--profile", str(profile)]) == 0
    bad = profile / "bad.yml"
    bad.write_text("matches: [", "utf-8")
    capsys.readouterr()
    assert cli.main(["snippets", "check", str(bad)]) == 1
    printed = capsys.readouterr()
    assert "bad.yml:1" in printed.out
    not_checked = "deskhand: This could not be checked: bad.yml. "
    assert printed.err == not_checked + "Mend what is said of it, then check again.\n"
    assert cli.main(["snippets", "check", "--json", str(bad)]) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)[0]["severity"] == "error"
    assert printed.err.startswith(not_checked)


def test_what_a_check_finds_is_a_result(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twice = "matches:\n  - {trigger: ':é', replace: '{{lost}}'}\n"
    (profile / "packs" / "own.yml").write_text(twice, "utf-8")
    assert cli.main(["snippets", "check", "--profile", str(profile)]) == 1
    printed = capsys.readouterr()
    assert "own.yml:2" in printed.out
    assert printed.err == ""


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


def test_a_list_that_is_not_whole_is_printed_and_fails(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (profile / "packs" / "bad.yml").write_text("matches: [", "utf-8")
    assert cli.main(["snippets", "list", "--profile", str(profile)]) == 1
    printed = capsys.readouterr()
    assert "Olá" in printed.out
    assert printed.err == (
        "deskhand: This can't be read: bad.yml. “deskhand snippets check” says why.\n"
    )


def test_doctor_prints_text_and_json(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor", "--profile", str(profile)]) == 0
    assert "DISPLAY is not set" in capsys.readouterr().out
    assert cli.main(["doctor", "--json", "--profile", str(profile)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert not found["ok"]
    assert {"screen", "application", "packs"} <= {one["name"] for one in found["checks"]}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_what_a_terminal_cannot_show_is_printed_all_the_same(
    profile: Path, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (["list"], ["list", "--json"]):
        printed = io.BytesIO()
        stream = io.TextIOWrapper(printed, encoding=encoding)
        monkeypatch.setattr(sys, "stdout", stream)
        assert cli.main(["snippets", *words, "--profile", str(profile)]) == 0
        stream.flush()
        text = printed.getvalue().decode(encoding)
        if "--json" in words:
            assert json.loads(text)[0]["label"] == "Olá"


def test_a_reader_that_leaves_is_no_traceback(profile: Path) -> None:
    many = "".join(f"  - {{trigger: ':{n}', replace: '{n}'}}\n" for n in range(20_000))
    (profile / "packs" / "many.yml").write_text("matches:\n" + many, "utf-8")
    words = [sys.executable, "-m", "desktop", "snippets", "list", "--profile", str(profile)]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ)
    ) as listing:
        assert listing.stdout is not None
        assert listing.stderr is not None
        listing.stdout.readline()
        listing.stdout.close()
        assert listing.stderr.read() == b""
    assert listing.returncode == 1


class Full(io.TextIOWrapper):
    """A file on a disk that is full."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, text)


def test_a_full_disk_is_said_in_a_sentence(
    profile: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with (profile / "list").open("wb") as file:
        stream = Full(file)
        monkeypatch.setattr(sys, "stdout", stream)
        assert cli.main(["snippets", "list", "--profile", str(profile)]) == 1
        monkeypatch.undo()
    assert capsys.readouterr().err == "deskhand: The disk is full. Make room, and try again.\n"
