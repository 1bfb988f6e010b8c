"""translation.checks: each engine says how it is, without a text, and none keeps ``doctor`` up."""

from __future__ import annotations

import importlib
import json
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from desktop.core.clock import SystemClock
from desktop.host.base import Check
from desktop.settings.declare import Surroundings
from desktop.settings.paths import places, prepare
from desktop.settings.secrets import Secrets
from desktop.settings.sections.translation import ServiceSettings
from desktop.settings.values import Snapshot
from desktop.translation import checks
from desktop.translation.engines.registry import manifests, secret_name
from desktop.translation.memory_rows import MIGRATIONS, Origin, Pair
from desktop.translation.setup import memory_file, open_memory
from tests.contract.translation import vendors
from tests.contract.translation.stand_in import (
    Answer,
    StandIn,
    answer_json,
    drip_body,
    hang,
    page,
    stand_in,
)

CLOCK = SystemClock()
VENDORS: Mapping[str, Answer] = {
    "apertium": vendors.apertium(),
    "deepl": vendors.deepl(),
    "google": vendors.google(),
    "libretranslate": vendors.libretranslate(),
    "microsoft": vendors.microsoft(),
    "mymemory": vendors.mymemory(),
    "openai_chat": vendors.chat(lambda _: "", key="key"),
}
PATHS = {"google": "/m", "mymemory": "/get", "openai_chat": "/v1"}
SEES_ITS_KEY = {"deepl", "openai_chat"}


class Keys:
    """A keyring with the same key for every engine."""

    def __init__(self, key: str | None = "key") -> None:
        self._key = key

    def get_password(self, service: str, name: str) -> str | None:
        assert name in {secret_name(one) for one in VENDORS}
        return self._key

    def set_password(self, service: str, name: str, password: str) -> None:
        raise AssertionError

    def delete_password(self, service: str, name: str) -> None:
        raise AssertionError


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    """What comes with the first call is not what is timed here."""
    importlib.import_module("desktop.net.line")


def examined(
    folder: Path,
    addresses: Mapping[str, str],
    *,
    key: str | None = "key",
    chosen: Mapping[str, object] | None = None,
) -> dict[str, Check]:
    services = {
        name: ServiceSettings(address=address, model="m") for name, address in addresses.items()
    }
    values = {"translation.engines": tuple(addresses), "translation.services": services}
    settings = Snapshot({**values, **(chosen or {})}, Surroundings())
    where = places(folder)
    prepare(where)
    found = checks.examine(settings, where, Secrets(None, Keys(key)), CLOCK)
    return {one.name: one for one in found}


@contextmanager
def servers(answers: Mapping[str, Answer]) -> Iterator[dict[str, StandIn]]:
    with ExitStack() as stack:
        yield {name: stack.enter_context(stand_in(one)) for name, one in answers.items()}


def urls(running: Mapping[str, StandIn]) -> dict[str, str]:
    return {name: one.url(PATHS.get(name, "")) for name, one in running.items()}


def test_there_is_a_vendor_for_every_engine() -> None:
    assert set(VENDORS) == set(manifests())


def test_every_engine_answers_and_gets_no_text(tmp_path: Path) -> None:
    with servers(VENDORS) as running:
        found = examined(tmp_path, urls(running))
    for name, manifest in manifests().items():
        check = found[f"engine {name}"]
        assert check.ok, check
        takes = " and takes the key" if name in SEES_ITS_KEY else ""
        assert check.what == f"{manifest.title} answers{takes}"
        assert check.why.startswith("Texts stay on this computer")
        assert (manifest.notice.rstrip(".") in check.why) or not manifest.notice
        (asked,) = running[name].asked
        assert (asked.method, asked.body) == ("GET", b"")
        assert "q" not in asked.query
        assert "key" not in asked.target


@pytest.mark.parametrize("name", sorted(SEES_ITS_KEY))
@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_not_taken(tmp_path: Path, name: str, status: int) -> None:
    with servers({name: answer_json({"error": {"message": "no"}}, status)}) as running:
        check = examined(tmp_path, urls(running), key="wrong-secret")[f"engine {name}"]
    assert check.ok is False
    assert "does not accept the key" in check.what
    assert check.todo
    assert "wrong-secret" not in f"{check}"


@pytest.mark.parametrize("name", ["deepl", "microsoft"])
def test_no_key_where_one_is_needed(tmp_path: Path, name: str) -> None:
    with servers({name: VENDORS[name]}) as running:
        check = examined(tmp_path, urls(running), key=None)[f"engine {name}"]
        assert running[name].asked == []
    assert (check.ok, check.what) == (False, "This engine needs a key")


def test_a_plan_that_is_used_up(tmp_path: Path) -> None:
    with servers({"deepl": vendors.deepl(used=500_000)}) as running:
        check = examined(tmp_path, urls(running))["engine deepl"]
    assert check.ok is False
    assert "used up" in check.what


@pytest.mark.parametrize("name", sorted(VENDORS))
def test_nobody_at_the_address(tmp_path: Path, name: str) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    check = examined(tmp_path, {name: f"http://127.0.0.1:{port}"})[f"engine {name}"]
    assert check.ok is False
    assert "can't be reached" in check.what


@pytest.mark.parametrize("name", sorted(set(VENDORS) - {"google", "mymemory"}))
@pytest.mark.parametrize("answer", [page(200, "<html>Welcome</html>"), page(404, "Not found")])
def test_something_else_at_the_address(tmp_path: Path, name: str, answer: Answer) -> None:
    with servers({name: answer}) as running:
        check = examined(tmp_path, urls(running))[f"engine {name}"]
    assert check.ok is False
    assert "something else" in check.what
    assert "address" in check.todo


def test_many_that_hang_are_waited_for_together(tmp_path: Path) -> None:
    hanging: Sequence[Answer] = (hang, drip_body)
    answers = {name: hanging[at % 2] for at, name in enumerate(sorted(VENDORS))}
    with servers(answers) as running:
        begun = time.monotonic()
        found = examined(tmp_path, urls(running))
        took = time.monotonic() - begun
    assert took < checks.ANSWER_S + 1.5
    for name in VENDORS:
        assert found[f"engine {name}"].ok is False
        assert "did not answer in time" in found[f"engine {name}"].what
    assert found["telling languages"].ok


def test_nothing_is_asked_that_may_not_be(tmp_path: Path) -> None:
    addresses = {"deepl": "https://deepl.example"}
    check = examined(tmp_path, addresses, chosen={"translation.local_only": True})["engine deepl"]
    assert (check.ok, check.what) == (None, "DeepL is not asked")


def test_an_engine_that_can_not_be_made_says_why(tmp_path: Path) -> None:
    found = examined(tmp_path, {}, chosen={"translation.engines": ("nonesuch", "deepl")})
    assert found["translation"].ok is False
    assert "nonesuch" in found["translation"].what
    found = examined(tmp_path, {"apertium": "http://far.example"})
    assert found["engine apertium"].ok is False


def test_no_engine_is_no_fault(tmp_path: Path) -> None:
    check = examined(tmp_path, {})["translation"]
    assert check.ok is None
    assert "settings" in check.todo


def test_the_memory_is_looked_at_and_left_as_it_is(tmp_path: Path) -> None:
    where = places(tmp_path)
    assert examined(tmp_path, {})["translation memory"].what == "No translation was kept yet"
    assert not memory_file(where).exists()
    with open_memory(where, CLOCK) as opened:
        assert opened.memory is not None
        opened.memory.remember(Pair("hello", "hola", "en", "es"), Origin.AGENT).result()
        check = examined(tmp_path, {})["translation memory"]
        assert (check.ok, check.what) == (True, "1 kept, with private parts hidden")
    memory_file(where).write_bytes(b"no database" * 1000)
    check = examined(tmp_path, {})["translation memory"]
    assert check.ok is False
    assert "damaged" in check.what
    assert memory_file(where).read_bytes() == b"no database" * 1000


def test_a_memory_of_a_later_deskhand(tmp_path: Path) -> None:
    where = places(tmp_path)
    prepare(where)
    with open_memory(where, CLOCK) as opened:
        assert opened.database is not None
        later = f"PRAGMA user_version = {len(MIGRATIONS) + 1}"
        opened.database.write(lambda connection: connection.execute(later)).result()
    check = examined(tmp_path, {})["translation memory"]
    assert check.ok is False
    assert "newer" in check.what


def test_a_damaged_installation_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: object) -> None:
        raise ValueError(json.dumps("secret"))

    monkeypatch.setattr("desktop.translation.detect.Detector.warm", fail)
    check = examined(tmp_path, {})["telling languages"]
    assert (check.ok, check.why) == (None, "ValueError")
    assert "the check of telling languages failed: ValueError at " in caplog.text
    assert "secret" not in caplog.text


def test_without_a_keyring_engines_that_need_no_key_work(tmp_path: Path) -> None:
    class Locked(Keys):
        def get_password(self, service: str, name: str) -> str | None:
            raise OSError

    with servers({"openai_chat": vendors.chat(lambda _: ""), "deepl": VENDORS["deepl"]}) as running:
        services = {
            name: ServiceSettings(address=address, model="m")
            for name, address in urls(running).items()
        }
        values = {"translation.engines": tuple(services), "translation.services": services}
        settings = Snapshot(values, Surroundings())
        found = checks.examine(settings, places(tmp_path), Secrets(None, Locked()), CLOCK)
    by_name = {one.name: one for one in found}
    assert by_name["engine openai_chat"].what.endswith("answers")
    assert by_name["engine deepl"].ok is False
    assert "keyring" in by_name["engine deepl"].why + by_name["engine deepl"].todo


def asked(
    addresses: Mapping[str, str], *, key: str | None = "key", local_only: bool = False
) -> dict[str, checks.EngineState]:
    """What is told of each engine, none of them turned on."""
    services = {
        name: ServiceSettings(address=address, model="m") for name, address in addresses.items()
    }
    values = {"translation.services": services, "translation.local_only": local_only}
    told: list[tuple[str, checks.EngineState]] = []
    checks.ask_engines(
        Snapshot(values, Surroundings()),
        [*services, "klingon"],
        Secrets(None, Keys(key)),
        CLOCK,
        lambda name, state: told.append((name, state)),
    )
    assert len(told) == len(dict(told)) == len(services) + 1
    return dict(told)


def test_engines_that_are_turned_off_can_be_asked_too() -> None:
    with servers(VENDORS) as running:
        found = asked(urls(running))
    unknown = found.pop("klingon")
    assert unknown.check.ok is False
    assert "no engine" in unknown.check.what
    for name, state in found.items():
        assert state.check.ok, name
        assert not state.needs_key
        assert 0 <= state.ms < checks.ANSWER_S * 1000


def test_an_engine_that_lacks_its_key_says_so() -> None:
    with servers({"deepl": VENDORS["deepl"], "microsoft": VENDORS["microsoft"]}) as running:
        found = asked(urls(running), key=None)
        assert [found[name].needs_key for name in running] == [True, True]
        assert not [one for server in running.values() for one in server.asked]


def test_each_engine_is_told_of_as_it_answers_and_late_ones_once() -> None:
    with servers({"apertium": VENDORS["apertium"], "libretranslate": hang}) as running:
        found = asked(urls(running))
    assert found["apertium"].check.ok
    assert found["libretranslate"].check.ok is False
    assert "in time" in found["libretranslate"].check.what


def test_nobody_elsewhere_is_asked_while_nothing_may_leave() -> None:
    found = asked({"deepl": "https://api.example"}, local_only=True)
    assert found["deepl"].check.ok is None
