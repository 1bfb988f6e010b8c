"""What ``doctor`` says, of the machine, the files and the application that runs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from desktop import doctor
from desktop.core.clock import SystemClock
from desktop.host.base import Check, Host
from desktop.host.nowhere import NowhereHost
from desktop.settings.paths import places, prepare
from desktop.settings.secrets import Secrets
from desktop.settings.store import Settings
from desktop.snippets.library import load_library


class Answering:
    """An instance that answers ``status`` with this."""

    def __init__(self, answer: str | None) -> None:
        self.answer = answer

    def listen(self, handle: Callable[[Sequence[str]], str]) -> bool:
        return False

    def send(self, words: Sequence[str], timeout: float) -> str | None:
        assert list(words) == ["status"]
        return self.answer

    def close(self) -> None:
        return


def examine(profile: Path, answer: str | None = None, settings: str = "") -> dict[str, Check]:
    where = places(profile)
    prepare(where)
    if settings:
        where.settings.write_text(settings, "utf-8")
    host = NowhereHost([Check("screen", ok=True, what="A screen")])
    host.instance = Answering(answer)  # type: ignore[assignment]  # stands in for a running one
    there: Host = host
    known = Settings(where.settings, SystemClock())
    checks = doctor.examine(there, where, known, load_library([where.packs]), Secrets(profile))
    return {one.name: one for one in checks}


def test_a_sound_profile(tmp_path: Path) -> None:
    found = examine(tmp_path)
    assert {name for name, one in found.items() if one.ok is False} == set()
    assert found["application"].what == "Deskhand is not running"


def status(**values: object) -> str:
    sound: Mapping[str, object] = {
        "can_type": True,
        "reason": "",
        "paused": False,
        "enabled": True,
        "ready": True,
    }
    return json.dumps({**sound, **values})


@pytest.mark.parametrize(
    ("answer", "ok", "words"),
    [
        (status(), True, "types snippets"),
        (status(can_type=False, reason="No keys."), False, "can't type"),
        (status(paused=True), None, "paused"),
        (status(enabled=False), None, "off"),
        ('{"ready": false}', None, "starting"),
        ("Deskhand is running but did not answer within 2 seconds.", False, "does not answer"),
        ("[]", False, "does not answer"),
    ],
)
def test_the_running_application(tmp_path: Path, answer: str, ok: bool | None, words: str) -> None:
    check = examine(tmp_path, answer)["application"]
    assert check.ok is ok
    assert words in check.what


def test_why_it_cannot_type_is_said(tmp_path: Path) -> None:
    check = examine(tmp_path, status(can_type=False, reason="No keys."))["application"]
    assert check.why == "No keys."
    assert check.todo


def test_broken_packs_and_settings_are_named(tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "bad.yml").write_text("matches: [", "utf-8")
    found = examine(tmp_path, settings="[typing\n")
    assert not found["packs"].ok
    assert not found["bad.yml:1"].ok
    assert not found["settings"].ok
    assert "broken" in found["settings"].todo


def test_a_keyring_that_fails_is_no_reason_to_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: 1 / 0)
    assert not examine(tmp_path)["keyring"].ok


@pytest.mark.parametrize("kind", [fail.Keyring, null.Keyring])
def test_a_keyring_that_keeps_nothing_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[KeyringBackend]
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", kind)
    found = examine(tmp_path)["keyring"]
    assert found.ok is None
    assert found.what == "The system has no keyring to keep passwords in"


def test_text_and_json_say_the_same() -> None:
    checks = [
        Check("one", ok=True, what="It works"),
        Check("another", ok=False, what="It does not", why="Nobody knows.", todo="Wait"),
        Check("third", ok=None, what="It may"),
    ]
    text = doctor.as_text(checks).splitlines()
    assert text[1] == "another  does not work   It does not. Nobody knows. Wait."
    assert text[0].startswith("one      works ")
    found = doctor.as_json(checks)
    assert not found["ok"]
    assert json.loads(json.dumps(found))["checks"][2]["ok"] is None
    assert doctor.as_json(checks[:1])["ok"]
