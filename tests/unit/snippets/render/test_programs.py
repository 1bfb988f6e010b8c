"""Which program a variable runs, what it is told, and how rendering goes on with its output."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from desktop.core.results import Problem
from desktop.snippets.model import Snippet, Value
from desktop.snippets.render.outcome import Errand, Rendered, Request
from desktop.snippets.render.programs import Command, command_of, configuration_of
from desktop.snippets.render.variables import Unfit
from tests.unit.snippets.render.bench import Bench, echo, snippet, var


@pytest.fixture
def bench() -> Bench:
    return Bench()


def errand(bench: Bench, one: Snippet, **request: object) -> Errand:
    found = bench.outcome(one, **request)
    assert isinstance(found, Errand), found
    return found


def after(bench: Bench, one: Snippet, *outputs: str) -> str:
    """The text, by a new renderer after each program."""
    found = bench.outcome(one)
    for output in outputs:
        assert isinstance(found, Errand), found
        found = bench.renderer().render(Request(one), {found.variable: output}, found.state)
    assert isinstance(found, Rendered), found
    return found.text


@pytest.mark.parametrize("kind", ["shell", "script"])
def test_an_untrusted_pack_runs_nothing(bench: Bench, kind: str) -> None:
    found = bench.problem("{{out}}", var("out", kind, cmd="date", args=["date"]))
    assert "not trusted to run programs" in found.what
    assert found.todo


def test_what_a_trusted_pack_takes_in_from_another_runs_nothing(bench: Bench) -> None:
    bench.snippets["x"] = snippet("{{out}}", var("out", "shell", cmd="date"), id="care#2")
    outer = snippet("{{in}}", var("in", "match", trigger="x"), trusted=True)
    found = bench.outcome(outer)
    assert isinstance(found, Problem)
    assert "not trusted" in found.what


def test_a_program_gets_the_values_so_far(bench: Bench) -> None:
    own = (echo("myname", "Jo$|$hn"), var("out", "shell", cmd="echo {{myname}}"))
    one = snippet("Reversed {{out}}", *own, trusted=True)
    found = errand(bench, one)
    assert found.params["cmd"] == "echo John"
    assert found.environment == {"ESPANSO_MYNAME": "John"}
    assert (found.place, found.variable) == ("care.yml:7", "out")
    assert after(bench, one, " nhoJ\x1b\n") == "Reversed nhoJ"
    assert "John" not in repr(found)


def test_what_was_found_out_before_stays_and_each_program_is_asked_for_once(bench: Bench) -> None:
    choices: Value = [str(one) for one in range(1000)]
    own = (
        var("lot", "random", choices=choices),
        var("a", "shell", cmd="a"),
        var("b", "script", args=["b", "{{a}}"]),
    )
    one = snippet("{{lot}} {{a}} {{b}} {{a}}", *own, trusted=True)
    lot = bench.text("{{lot}}", own[0])
    assert after(bench, one, "1\n", "2\n") == f"{lot} 1 2 1"


def test_trim_can_be_switched_off(bench: Bench) -> None:
    one = snippet("<{{a}}>", var("a", "shell", cmd="a", trim=False), trusted=True)
    assert after(bench, one, " x\r\n") == "< x\n>"


def test_what_a_customer_is_called_does_not_become_a_command(bench: Bench) -> None:
    own = var("out", "shell", cmd="echo {{customer.name}}")
    context = {"customer": {"name": "$(reboot)"}}
    found = bench.outcome(snippet("{{out}}", own, trusted=True), context=context)
    assert isinstance(found, Problem)
    assert "ESPANSO_NAME" in found.todo
    safe = (echo("who", "{{customer.name}}"), var("out", "shell", cmd="echo $ESPANSO_WHO"))
    found = errand(bench, snippet("{{out}}", *safe, trusted=True), context=context)
    assert found.params["cmd"] == "echo $ESPANSO_WHO"
    assert found.environment == {"ESPANSO_WHO": "$(reboot)"}


# --- the command ----------------------------------------------------------------------------------


def command(kind: str, system: str = "linux", **params: Value) -> Command | Unfit:
    bench = Bench()
    place = "/home/ann/espanso/match/base.yml"
    one = snippet("{{out}}", echo("a", "1"), var("out", kind, **params), trusted=True, path=place)
    return command_of(errand(bench, one), system, Path("/home/ann"))


@pytest.mark.parametrize(
    ("system", "shell", "words"),
    [
        ("linux", None, ["bash", "-c", "echo 1"]),
        ("darwin", None, ["sh", "-c", "echo 1"]),
        ("win32", None, ["powershell", "-Command", "echo 1"]),
        ("win32", "cmd", 'cmd /S /C "echo 1"'),
        ("win32", "wsl", ["bash", "-c", "echo 1"]),
        ("win32", "wsl2", ["wsl", "bash", "-c", "echo 1"]),
        ("linux", "pwsh", ["pwsh", "-Command", "echo 1"]),
        ("linux", "zsh", ["zsh", "-c", "echo 1"]),
        ("linux", "nu", ["nu", "-c", "echo 1"]),
    ],
)
def test_each_shell_has_its_words(system: str, shell: str | None, words: list[str] | str) -> None:
    found = command("shell", system, cmd="echo 1", shell=shell)
    assert isinstance(found, Command)
    assert found.words == words
    if shell in {"wsl", "wsl2"}:
        assert found.environment["WSLENV"] == "CONFIG/p:ESPANSO_A"


def test_paths_of_windows_at_espansos_places_work_everywhere() -> None:
    args: Value = ["py", "%CONFIG%\\scripts\\run.py", "%PACKAGES%\\x\\y.py", "a\\b %CONFIG%\\c"]
    found = command("script", args=args)
    assert isinstance(found, Command)
    config = Path("/home/ann/espanso")
    packages = config / "match" / "packages"
    assert found.words == [
        "py", f"{config}/scripts/run.py", f"{packages}/x/y.py", f"a\\b {config}\\c",
    ]  # fmt: skip


def test_a_program_gets_espansos_environment_and_places() -> None:
    args: Value = ["%CONFIG%/run.py", "%HOME%", "%PACKAGES%/x", "", 7]
    found = command("script", args=args, trim=False, ignore_error=True)
    assert isinstance(found, Command)
    config = Path("/home/ann/espanso")
    assert found.words == [
        f"{config}/run.py",
        str(Path("/home/ann")),
        f"{config / 'match' / 'packages'}/x",
        "7",
    ]
    assert found.environment == {"ESPANSO_A": "1", "CONFIG": str(config)}
    assert (found.trim, found.ignore_error) == (False, True)
    assert configuration_of(Path("/packs/own.yml")) == Path(PurePosixPath("/packs"))


@pytest.mark.parametrize(
    ("kind", "params", "words"),
    [
        ("shell", {}, "no command under cmd"),
        ("shell", {"cmd": "x", "shell": "fish"}, "a shell that there is not"),
        ("shell", {"cmd": "x", "shell": "cmd"}, "only Windows has"),
        ("script", {}, "no list with a program"),
        ("script", {"args": []}, "no list with a program"),
        ("script", {"args": "ls"}, "no list with a program"),
    ],
)
def test_what_can_not_be_run_is_told(kind: str, params: dict[str, Value], words: str) -> None:
    found = command(kind, "linux", **params)
    assert isinstance(found, Unfit)
    assert words in found.why
