"""Articles from the palette of the running application, by a knowledge base on the loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.settings.secrets import Secret, Secrets
from tests.contract.customers.bases_of_articles import Cards
from tests.contract.translation.stand_in import StandIn, stand_in
from tests.screen.conftest import BEFORE, Screen
from tests.screen.file_keyring import FileKeyring, keyring_in
from tests.screen.test_application import Deskhand, shown
from tests.screen.test_customers import title_of_front
from tests.screen.typing_session import Agent, Mousepad, eventually, in_front

TITLE = "Deskhand palette"
NEEDS = ("mousepad",)
SETTINGS = """\
[breaks]
on = false
[snippets]
starter_packs = []
[customers]
providers = ["guru"]
[customers.services.guru]
address = "{}"
user = "agent@desk.test"
[privacy]
log_level = "debug"
"""


@pytest.fixture(scope="module")
def agent(own_agent: Agent) -> Agent:
    return own_agent


@pytest.fixture
def cards() -> Iterator[StandIn]:
    with stand_in(Cards()) as running:
        yield running


@pytest.fixture
def deskhand(
    session: Screen, cards: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Deskhand]:
    """The application, signed in to Guru, when it follows the keys."""
    keyring = keyring_in(tmp_path)
    for name, value in keyring.items():
        monkeypatch.setenv(name, value)
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "settings.toml").write_text(SETTINGS.format(cards.url()), "utf-8")
    secrets = Secrets(profile, FileKeyring())  # type: ignore[no-untyped-call]  # as keyring has it
    secrets.set("customers.guru.key", Secret("pass-word"))
    made = Deskhand({**session.environment, **keyring}, profile)
    try:
        made.ready()
        yield made
    finally:  # also where it does not get ready: the next test's would be the second here
        made.end()
    said = made.said()
    assert "Traceback" not in said
    assert not [one for one in ("refund", "pass-word") if one in said]


def test_an_articles_link_is_copied_and_the_keys_go_back(
    deskhand: Deskhand, cards: StandIn, agent: Agent, tmp_path: Path
) -> None:
    editor = Mousepad(agent, tmp_path / "editor")
    editor.focus()
    window = in_front(agent.display)
    agent.copy(BEFORE)
    assert deskhand.verb("palette").returncode == 0
    assert eventually(lambda: title_of_front(agent).startswith(TITLE))
    agent.type("refund")

    def asked() -> bool:
        agent.keys("ctrl+k")  # nothing, while it is not known which knowledge bases there are
        return bool(cards.asked)

    assert cards.asked == []
    assert eventually(asked)
    assert {one.query["searchTerms"] for one in cards.asked} == {"refund"}

    link = cards.url("/card/iLrAAb5T/How-to").encode()

    def copied() -> bool:
        if shown(agent, TITLE):
            agent.keys("ctrl+Return")
        return agent.copied() == link

    assert eventually(copied)
    assert eventually(lambda: in_front(agent.display) == window)
    editor.end()
