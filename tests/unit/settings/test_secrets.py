"""settings.secrets: kept by the keyring, shown by nothing."""

from __future__ import annotations

import logging
import pickle
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from keyring.backends import fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError

from desktop.core.log import SafeFormatter
from desktop.core.results import UserError
from desktop.settings.secrets import LONGEST, NoKeyring, Secret, Secrets

HIDDEN = "hunter2-hunter2"


class InMemory:
    """A keyring like Windows': it takes 2,560 bytes of UTF-16."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.failure: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        if self.failure:
            raise self.failure
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > 2560:
            raise OSError(1783, "The stub received bad data", password)
        if self.failure:
            raise self.failure
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError("not found")
        del self.kept[service, username]


@pytest.fixture
def ring() -> InMemory:
    return InMemory()


def test_kept_replaced_and_forgotten(ring: InMemory) -> None:
    secrets = Secrets(backend=ring)
    assert secrets.get("engine") is None
    secrets.set("engine", Secret(HIDDEN))
    secrets.set("engine", Secret(HIDDEN + "!"))
    assert secrets.get("engine") == Secret(HIDDEN + "!")
    secrets.delete("engine")
    secrets.delete("engine")
    assert ring.kept == {}


def test_profiles_do_not_see_each_others(ring: InMemory, tmp_path: Path) -> None:
    Secrets(backend=ring).set("engine", Secret(HIDDEN))
    Secrets(tmp_path, ring).set("engine", Secret("another"))
    assert Secrets(backend=ring).get("engine") == Secret(HIDDEN)
    assert Secrets(tmp_path, ring).get("engine") == Secret("another")
    assert Secrets(tmp_path / "b", ring).get("engine") is None
    assert not any(str(tmp_path) in service for service, _ in ring.kept)


@pytest.mark.parametrize("secret", ["x" * LONGEST, "é" * LONGEST, "😀" * (LONGEST // 2)])
def test_the_longest_fits(ring: InMemory, secret: str) -> None:
    Secrets(backend=ring).set("engine", Secret(secret))
    assert Secrets(backend=ring).get("engine") == Secret(secret)


@pytest.mark.parametrize(
    "secret", ["x" * (LONGEST + 1), "😀" * (LONGEST // 2 + 1), "", "a\0b", "\ud800"]
)
def test_what_no_keyring_takes_is_refused_before(ring: InMemory, secret: str) -> None:
    ring.kept["Deskhand", "engine"] = "before"
    with pytest.raises(UserError) as caught:
        Secrets(backend=ring).set("engine", Secret(secret))
    assert ring.kept == {("Deskhand", "engine"): "before"}
    assert not secret or secret not in str(caught.value)


@pytest.mark.parametrize(
    ("failure", "why"),
    [
        (KeyringLocked(HIDDEN), "locked"),
        (RuntimeError(HIDDEN), "RuntimeError"),
        (OSError(1783, HIDDEN), "OSError"),
    ],
)
def test_a_failure_is_told_without_the_secret(
    ring: InMemory, failure: Exception, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    ring.failure = failure
    secrets = Secrets(backend=ring)
    acts: list[Callable[[], object]] = [
        lambda: secrets.set("engine", Secret(HIDDEN)),
        lambda: secrets.get("engine"),
        lambda: secrets.delete("engine"),
    ]
    for act in acts:
        with pytest.raises(UserError) as caught:
            act()
        assert why in caught.value.problem.why
        assert caught.value.__context__ is None
        assert HIDDEN not in "".join(traceback.format_exception(caught.value))
        logging.getLogger("desktop.test").error("failed", exc_info=caught.value)
    assert len(caplog.records) == 3
    assert all(HIDDEN not in SafeFormatter().format(record) for record in caplog.records)


def test_a_keyring_that_forgets_is_found_out() -> None:
    forgetful = null.Keyring()  # type: ignore[no-untyped-call]  # keyring has no types there
    with pytest.raises(UserError, match="does not keep"):
        Secrets(backend=forgetful).set("engine", Secret(HIDDEN))


def test_a_computer_without_a_keyring_says_so() -> None:
    none = fail.Keyring()  # type: ignore[no-untyped-call]  # keyring has no types there
    with pytest.raises(NoKeyring) as caught:
        Secrets(backend=none).get("engine")
    assert "no keyring" in caught.value.problem.why
    assert caught.value.problem.todo
    with pytest.raises(NoKeyring):
        Secrets(backend=none).delete("engine")


def test_a_secret_does_not_show_itself() -> None:
    secret = Secret(HIDDEN)
    assert HIDDEN not in f"{secret} {secret!r} {[secret]}"
    assert secret != HIDDEN
    assert secret == Secret(HIDDEN)
    assert len({secret, Secret(HIDDEN)}) == 1
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    assert not hasattr(secret, "__dict__")


def test_who_uses_a_secret_hears_its_name_when_it_is_another(ring: InMemory) -> None:
    secrets = Secrets(backend=ring)
    heard: list[str] = []
    secrets.changed.connect(heard.append)
    secrets.set("engine", Secret(HIDDEN))
    secrets.delete("engine")
    assert heard == ["engine", "engine"]
    ring.failure = KeyringLocked()
    with pytest.raises(UserError):
        secrets.set("engine", Secret(HIDDEN))
    with pytest.raises(UserError):
        secrets.delete("engine")
    assert len(heard) == 2
