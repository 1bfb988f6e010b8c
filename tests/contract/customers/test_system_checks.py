"""How customers' systems are: each is asked, each is told of once, and nobody is looked up."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop.core.clock import SystemClock
from desktop.customers import system_checks
from desktop.customers.command import lookup
from desktop.customers.oauth.keeping import Keeping, Kept
from desktop.customers.oauth.tokens import Access
from desktop.customers.providers.registry import secret_name
from desktop.customers.system_checks import SystemState, ask_systems, examine
from desktop.net.address import Address
from desktop.settings.declare import Surroundings
from desktop.settings.paths import places
from desktop.settings.secrets import Secret, Secrets
from desktop.settings.sections.customers import PROVIDERS, SERVICES, ProviderSettings
from desktop.settings.values import Snapshot
from tests.contract.customers.authority import CLIENT
from tests.contract.customers.desk_of_zendesk import JANE, Desk
from tests.contract.customers.signing import company
from tests.contract.translation.stand_in import hang, stand_in
from tests.unit.customers.strict_keyring import StrictKeyring

USER = "agent@desk.test"


def settings(**rows: ProviderSettings) -> Snapshot:
    values: Mapping[str, object] = {PROVIDERS.key: tuple(rows), SERVICES.key: rows}
    return Snapshot(values, Surroundings("en-US"))


def zendesk(url: str) -> ProviderSettings:
    return ProviderSettings(kind="zendesk", address=url, user=USER)


def keys(*names: str) -> Secrets:
    secrets = Secrets(backend=StrictKeyring())
    for name in names:
        secrets.set(secret_name(name), Secret("pass-word"))
    return secrets


def test_each_is_told_of_once_and_by_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_checks, "ANSWER_S", 0.5)
    with stand_in(Desk()) as server, stand_in(hang) as silent:
        held = settings(
            book=ProviderSettings(),
            works=zendesk(server.url()),
            nobody=zendesk(server.url()),
            slow=zendesk(silent.url()),
            bare=ProviderSettings(kind="zendesk"),
            odd=ProviderSettings(kind="pigeons"),
        )
        told: list[tuple[str, SystemState]] = []
        names = held.get(PROVIDERS)
        secrets = keys("works", "slow")
        ask_systems(
            held, names, secrets, SystemClock(), tmp_path,
            lambda name, state: told.append((name, state)),
        )  # fmt: skip
        assert all(not one.path.startswith("/api/v2/users/search") for one in server.asked)
    assert sorted(name for name, _ in told) == sorted(names)
    states = dict(told)
    assert (states["book"].ok, states["works"].ok) == (True, True)
    assert states["works"].who == "Ann Agent"
    assert states["nobody"].signed_out
    for name in ("nobody", "slow", "bare", "odd"):
        problem = states[name].problem
        assert states[name].ok is False
        assert problem is not None
        assert problem.what
    assert "Ann" not in repr(states["works"])


def test_who_never_answers_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_checks, "_ALL_S", 0.3)
    with stand_in(hang) as server:
        told: dict[str, SystemState] = {}
        begun = time.perf_counter()
        ask_systems(
            settings(slow=zendesk(server.url())), ("slow",), keys("slow"), SystemClock(), tmp_path,
            told.__setitem__,
        )  # fmt: skip
        assert time.perf_counter() - begun < 5
        assert told["slow"].problem is not None
        assert "in time" in told["slow"].problem.what


def test_doctor_says_how_they_are_and_not_who_asks(tmp_path: Path) -> None:
    with stand_in(Desk()) as server:
        held = settings(desk=zendesk(server.url()), out=zendesk(server.url()))
        one, other = examine(held, keys("desk"), SystemClock(), tmp_path)
    assert (one.name, one.ok) == ("customers desk", True)
    assert "Ann" not in f"{one}"
    assert (other.ok, other.what) == (False, "You are not signed in")


def test_a_keyring_that_fails_is_told_on_the_command_line(tmp_path: Path) -> None:
    ring = StrictKeyring()
    with company("zendesk", Desk(open=True)) as (server, authority):
        access, refresh = authority.signed_in()
        authority.end_access()
        secrets = Secrets(tmp_path, ring)
        origin = Address.read(server.url()).origin
        Keeping(lambda: secrets, "crm").write(Kept(refresh, Access(access), origin, CLIENT))
        ring.refuses_from = 0
        held = settings(crm=ProviderSettings(kind="zendesk", address=server.url(), client=CLIENT))
        found, warnings = lookup(held, places(tmp_path), tmp_path, JANE, keyring=ring)
    assert [card.id for card in found.cards] == ["12"]
    (warning,) = warnings
    assert warning.what == "The keyring did not keep the new sign-in"
