"""``deskhand type`` as a command: arguments, JSON, exit statuses, standard error."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main

ROOT = Path(__file__).resolve().parents[3]
KEYS = {"text", "cursor", "fields", "sent", "clipboard", "expansions", "problems"}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "care.yml"
    path.write_text(
        'matches:\n  - {trigger: ":brb", replace: be right back}\n'
        '  - {trigger: ":e", replace: "caf\\u00e9 \\U0001F600"}\n',
        "utf-8",
    )
    return path


def run(*words: object) -> subprocess.CompletedProcess[str]:
    """As another program: what a script sees."""
    return subprocess.run(
        [sys.executable, "-m", "desktop", "type", *map(str, words)],
        check=False,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=60,
    )


def test_text_to_standard_output(pack: Path) -> None:
    done = run("--pack", pack, "--keys", "ok :brb now :e")
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "ok be right back now caf\u00e9 \U0001f600\n",
        "",
    )


def test_json_of_events(pack: Path, tmp_path: Path) -> None:
    events = tmp_path / "events.json"
    events.write_text(
        json.dumps(
            [
                {"clipboard": "mine"},
                "hello :brb",
                {"key": "enter"},
                {"during": "xyz"},
                ":e",
                {"focus": "mousepad"},
                "a\n",
                {"focus": "other"},
                "ab",
                {"key": "left"},
            ]
        )
    )
    done = run("--pack", pack, "--events", events, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    assert set(result) == KEYS
    assert (result["text"], result["cursor"]) == ("ab", 1)
    assert result["fields"] == {"": "caf\u00e9 \U0001f600xyz", "mousepad": "a\n", "other": "ab"}
    assert result["sent"] == ["hello be right back"]
    assert result["clipboard"] == "mine"
    assert [(one["trigger"], one["snippet"]) for one in result["expansions"]] == [
        (":brb", "care#1"),
        (":e", "care#2"),
    ]
    assert all(0 < one["ms"] < 60_000 for one in result["expansions"])
    assert result["problems"] == []


def in_process(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """The same without the half second that a start takes."""
    try:
        status = main(["type", *map(str, words)])
    except SystemExit as ended:
        status = int(ended.code or 0)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_a_problem_in_a_pack_does_not_change_the_exit_status(
    pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pack.open("a", encoding="utf-8") as file:
        file.write('  - {trigger: "", replace: nothing}\n  - {trigger: ":x"}\n')
    status, out, err = in_process(capsys, "--pack", pack, "--keys", ":brb", "--json")
    result = json.loads(out)
    assert (status, result["text"], err) == (0, "be right back", "")
    assert len(result["problems"]) >= 2
    status, out, err = in_process(capsys, "--pack", pack, "--keys", ":brb")
    assert (status, out) == (0, "be right back\n")
    assert "care.yml" in err


@pytest.mark.parametrize("content", [None, b"\0\xff\xfe", b"matches: [", b"- a\n- b\n"])
def test_an_unreadable_pack_does(
    pack: Path, tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.yml"
    if content is not None:
        bad.write_bytes(content)
    status, out, err = in_process(capsys, "--pack", pack, bad, "--keys", ":brb", "--json")
    assert status == 1
    assert err.startswith("deskhand: ")
    assert err.count("\n") == 1
    if out:
        assert json.loads(out)["text"] == "be right back"


@pytest.mark.parametrize(
    "content", ["", "{", "{}", "[1]", "[[]]", '"text"', "[null]", '[{"key": "nosuch"}]', "[{}]"]
)
def test_wrong_events_are_one_sentence(
    pack: Path, tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    events = tmp_path / "events.json"
    events.write_text(content, "utf-8")
    status, out, err = in_process(capsys, "--pack", pack, "--events", events)
    assert (status, out) == (1, "")
    assert err.startswith("deskhand: ")
    assert err.count("\n") == 1


def test_events_that_are_not_there(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = in_process(capsys, "--pack", pack, "--events", pack.parent / "no.json")
    assert (status, out) == (1, "")
    assert "no.json" in err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--keys", "x"],
        ["--pack", "PACK"],
        ["--pack", "PACK", "--keys", "x", "--events", "y"],
        ["--pack", "PACK", "--keys", "x", "--now", "tomorrow"],
        ["--pack", "PACK", "--keys", "x", "--seed", "a"],
        ["--pack", "PACK", "--keys", "x", "--nosuch"],
    ],
    ids=" ".join,
)
def test_wrong_usage(words: list[str], pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(pack) if word == "PACK" else word for word in words]
    status, out, err = in_process(capsys, *words)
    assert (status, out) == (2, "")
    assert err.startswith("deskhand: ")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["--set", "no assignment"], 2),
        (["--set", "nosuch.value=1"], 1),
        (["--channel", "pigeon"], 2),
        (["--language", "no language"], 2),
    ],
)
def test_circumstances_that_can_t_be(
    words: list[str], status: int, pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, out, err = in_process(capsys, "--pack", pack, "--keys", "x", *words)
    assert (found, out) == (status, "")
    assert err.startswith("deskhand: ")


def test_everything_that_can_be_said(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack.write_text(
        'matches: [{trigger: ":a", replace: "{{customer.first_name}} {{d}}",'
        ' vars: [{name: d, type: date, params: {format: "%H:%M"}}],'
        " variants: [{when: {app: mousepad, channel: chat, language: pt},"
        ' replace: "Oi {{customer.first_name}}, {{d}}"}]}]\n',
        "utf-8",
    )
    words: list[Any] = ["--pack", pack, "--keys", ":a\n", "--language", "pt-BR", "--json"]
    words += ["--channel", "chat", "--app", "mousepad", "--set", "customer.first_name=Ana"]
    words += ["--now", "2026-11-22T09:30+01:00", "--seed", 3]
    status, out, _ = in_process(capsys, *words)
    assert status == 0
    assert json.loads(out)["text"] == "Oi Ana, 09:30\n"
