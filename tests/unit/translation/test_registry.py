"""translation.engines.registry: which engines there are, and which the settings make."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.clock import SystemClock
from desktop.net.address import Reach
from desktop.settings.declare import Surroundings
from desktop.settings.secrets import Secret, Secrets
from desktop.settings.sections.translation import AGENT_LANGUAGE, ServiceSettings
from desktop.settings.store import Settings
from desktop.settings.values import Snapshot, read_values
from desktop.translation.engines.base import HttpEngine
from desktop.translation.engines.registry import build, make, secret_name
from tests.unit.translation.parts import clock
from tests.unit.translation.room import Ring


class Keys(dict[tuple[str, str], str]):
    """A keyring in memory that counts how often it is asked."""

    asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        return self.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self[service, username]


def snapshot(text: dict[str, object]) -> Snapshot:
    values, problems = read_values({"version": 1, "translation": text}, "", "settings.toml")
    assert problems == []
    return Snapshot(values, Surroundings())


def test_none_is_on_until_the_agent_turns_it_on(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.toml", SystemClock())
    assert build(settings, Secrets(None, Keys()), SystemClock()) == ((), ())
    assert settings.get(AGENT_LANGUAGE) == "en"


def test_engines_come_in_their_order_with_what_the_rows_say() -> None:
    keys = Keys()
    secrets = Secrets(None, keys)
    secrets.set(secret_name("deepl"), Secret("k:fx"))
    keys.asked = 0
    ready, problems = build(
        snapshot(
            {
                "engines": ["deepl", "local", "apertium", "team"],
                "services": {
                    "local": {"kind": "openai_chat", "model": "small"},
                    "apertium": {"address": "http://mt.office.example:2737", "office": True},
                    "team": {"kind": "libretranslate", "address": "https://mt.example.org"},
                },
            }
        ),
        secrets,
        SystemClock(),
    )
    assert problems == ()
    assert [(one.name, one.manifest.name, one.engine.reach) for one in ready] == [
        ("deepl", "deepl", Reach.INTERNET),
        ("local", "openai_chat", Reach.MACHINE),
        ("apertium", "apertium", Reach.OFFICE),
        ("team", "libretranslate", Reach.INTERNET),
    ]
    assert keys.asked == 0  # the keyring may ask the agent for a password: only when needed
    for one in ready:
        one.engine.close()


@pytest.mark.parametrize(
    ("engines", "services", "what"),
    [
        (["klingon"], {}, "no engine “klingon”"),
        (["openai_chat"], {}, "needs its model"),
        (
            ["libretranslate"],
            {"libretranslate": {"address": "http://mt.example.org"}},
            "not secure",
        ),
        (["apertium"], {"apertium": {"address": "somewhere"}}, "not the address"),
    ],
)
def test_what_can_not_be_made_is_said_and_the_others_work(
    engines: list[str], services: dict[str, object], what: str
) -> None:
    ready, problems = build(
        snapshot({"engines": [*engines, "deepl"], "services": services}),
        Secrets(None, Keys()),
        SystemClock(),
    )
    assert [one.name for one in ready] == ["deepl"]
    assert what in problems[0].what
    ready[0].engine.close()


def test_a_key_is_asked_for_again_after_a_minute_and_outlives_a_locked_keyring() -> None:
    now = clock()
    ring = Ring()
    secrets = Secrets(None, ring)
    engine = make("deepl", ServiceSettings(), secrets, now).engine
    assert isinstance(engine, HttpEngine)
    key = engine.setup.key
    assert key() == ""
    secrets.set(secret_name("deepl"), Secret("one"))
    assert key() == "one"
    secrets.set(secret_name("deepl"), Secret("two"))
    assert key() == "one"
    now.advance(61)
    assert key() == "two"
    ring.broken = True
    now.advance(61)
    assert key() == "two"
    ring.broken = False
    secrets.delete(secret_name("deepl"))
    now.advance(61)
    assert key() == ""
    engine.close()
