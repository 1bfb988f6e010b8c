"""The command line: how words become a verb, what cannot be printed, and the exit status."""

from __future__ import annotations

import argparse
import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop import arguments, cli


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


def test_a_profile_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, "/somewhere")
    assert arguments._folder("~/x") == Path("/somewhere/x")
    assert arguments._folder("~nobody-has-this-name/x") == Path("~nobody-has-this-name/x")


def test_every_verb_that_may_be_said_can_be_done() -> None:
    _, verbs = arguments._parser()
    assert set(verbs) == set(cli._VERBS)


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
