"""translation.key_command: keys go in by standard input, and none comes out."""

from __future__ import annotations

import getpass
import io
import json
import sys
from pathlib import Path

import pytest

from desktop import cli
from desktop.core.results import UserError
from desktop.settings import secrets as secrets_module
from desktop.settings.declare import Surroundings
from desktop.settings.secrets import LONGEST, Secret, Secrets
from desktop.settings.values import Snapshot, read_values
from desktop.translation import key_command
from desktop.translation.engines.registry import secret_name
from tests.unit.translation.room import Ring

KEY = "sesame-0123456789:fx"


def snapshot(services: dict[str, object]) -> Snapshot:
    values, problems = read_values({"version": 1, "translation": {"services": services}}, "", "s")
    assert problems == []
    return Snapshot(values, Surroundings())


NONE = snapshot({})
TEAM = snapshot({"team": {"kind": "libretranslate"}, "house": {"kind": "apertium"}})


@pytest.mark.parametrize("given", [KEY, KEY + "\n", f"\ufeff  {KEY}\r\n"])
def test_the_key_is_kept_without_what_stands_around_it(given: str) -> None:
    secrets = Secrets(None, Ring())
    key_command.set_key(NONE, secrets, "deepl", io.StringIO(given))
    assert secrets.get(secret_name("deepl")) == Secret(KEY)


def test_at_a_terminal_the_key_is_asked_for_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(getpass, "getpass", lambda _prompt: f"{KEY} ")
    secrets = Secrets(None, Ring())
    key_command.set_key(NONE, secrets, "deepl", Terminal("what would be shown"))
    assert secrets.get(secret_name("deepl")) == Secret(KEY)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("", "empty"),
        (" \n", "empty"),
        (f"{KEY}\n{KEY}", "several lines"),
        ("a\x1bb", "signs that are none"),
        ("k" * (LONGEST + 1), "too long"),
        ("k" * 10_000_000, "too long"),
    ],
)
def test_what_is_no_key_is_refused_and_not_repeated(given: str, why: str) -> None:
    ring = Ring()
    with pytest.raises(UserError) as raised:
        key_command.set_key(NONE, Secrets(None, ring), "deepl", io.StringIO(given))
    assert why in str(raised.value)
    assert KEY not in str(raised.value)
    assert ring.kept == {}


@pytest.mark.parametrize("name", ["apertium", "house", "klingon", ""])
def test_an_engine_without_a_key_gets_none(name: str) -> None:
    ring = Ring()
    with pytest.raises(UserError, match="takes a key"):
        key_command.set_key(TEAM, Secrets(None, ring), name, io.StringIO(KEY))
    assert ring.kept == {}


def test_the_list_says_whether_and_forgetting_works_for_what_is_gone() -> None:
    ring = Ring()
    secrets = Secrets(None, ring)
    key_command.set_key(TEAM, secrets, "team", io.StringIO(KEY))
    assert key_command.kept_keys(TEAM, secrets) == {
        "deepl": False,
        "libretranslate": False,
        "microsoft": False,
        "openai_chat": False,
        "team": True,
    }
    key_command.forget_key(secrets, "team")
    key_command.forget_key(secrets, "team")
    assert ring.kept == {}


def test_the_verb_prints_no_key_and_takes_none_as_an_argument(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ring = Ring()
    monkeypatch.setattr(secrets_module.Secrets, "_keyring", lambda _self: ring)
    monkeypatch.setattr(sys, "stdin", io.StringIO(KEY + "\n"))
    said = ""
    profile = f"--profile={tmp_path}"
    assert cli.main([profile, "key", "set", "deepl"]) == 0
    assert list(ring.kept.values()) == [KEY]
    said += capsys.readouterr().out
    assert cli.main([profile, "key", "list", "--json"]) == 0
    printed = capsys.readouterr().out
    assert json.loads(printed)["deepl"] is True
    assert json.loads(printed)["microsoft"] is False
    said += printed
    assert cli.main([profile, "key", "list"]) == 0
    printed = capsys.readouterr().out
    assert "deepl" in printed.splitlines()[0]
    assert "a key is kept" in printed.splitlines()[0]
    said += printed
    assert cli.main([profile, "key", "forget", "deepl", "--json"]) == 0
    printed = capsys.readouterr().out
    assert json.loads(printed) == {"deepl": False}
    assert ring.kept == {}
    assert KEY not in said + printed
    with pytest.raises(SystemExit) as wrong:
        cli.main([profile, "key", "set", "deepl", KEY])
    assert wrong.value.code == 2
    assert not (tmp_path / "settings.toml").exists()


def test_a_keyring_that_does_not_answer_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ring = Ring()
    ring.broken = True
    monkeypatch.setattr(secrets_module.Secrets, "_keyring", lambda _self: ring)
    assert cli.main([f"--profile={tmp_path}", "key", "list"]) == 1
    assert "Unlock the keyring" in capsys.readouterr().err
