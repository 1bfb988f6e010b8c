"""The customer book, the hotkey, the sidebar and a snippet together, on a real screen."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.clock import SystemClock
from desktop.customers.book.importing import import_list, look_at
from desktop.customers.providers.book import BookProvider
from desktop.customers.setup import make_lookups
from desktop.settings.paths import places, prepare
from desktop.settings.secrets import Secrets
from desktop.settings.store import Settings
from tests.screen.conftest import BEFORE, Screen
from tests.screen.file_keyring import FileKeyring, keyring_in
from tests.screen.test_application import MARK, Deskhand, shown
from tests.screen.typing_session import Agent, Mousepad, eventually, in_front

TITLE = "Deskhand customer"
LIST = """\
Customer number,First name,Last name,E-mail,Phone
K-1,Ana,Qzouza,ana@qzshop.example,+49 30 123456
K-2,Bo,Qzlee,bo@qzshop.example,+49 30 654321
"""
NEEDS = ("mousepad",)
SETTINGS = """\
[breaks]
on = false
[snippets]
starter_packs = []
[customers]
region = "DE"
[privacy]
log_level = "debug"
"""


@pytest.fixture(scope="module")
def agent(own_agent: Agent) -> Agent:
    return own_agent


def fill_book(profile: Path) -> None:
    """Take the list into the profile's customer book, as the agent would."""
    where = places(profile)
    prepare(where)
    (profile / "settings.toml").write_text(SETTINGS, "utf-8")
    file = profile / "customers.csv"
    file.write_text(LIST, "utf-8")
    clock = SystemClock()
    secrets = Secrets(profile, FileKeyring())  # type: ignore[no-untyped-call]  # as keyring has it

    lookups, problems = make_lookups(Settings(where.settings, clock), secrets, clock, where)
    assert not problems
    with contextlib.closing(lookups):
        (provider,) = (one.provider for one in lookups.ready)
        assert isinstance(provider, BookProvider)
        assert import_list(provider.book(), file, "shop", look_at(file)).customers == 2


@pytest.fixture
def deskhand(
    session: Screen, agent: Agent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Deskhand]:
    """The application with two customers in its book, when it follows the keys."""
    keyring = keyring_in(tmp_path)
    for name, value in keyring.items():
        monkeypatch.setenv(name, value)
    profile = tmp_path / "profile"
    profile.mkdir()
    fill_book(profile)
    agent.copy(BEFORE)
    made = Deskhand({**session.environment, **keyring}, profile)
    try:
        made.ready()
        yield made
    finally:  # also where it does not get ready: the next test's would be the second here
        made.end()
    said = made.said()
    assert "Traceback" not in said
    assert not [one for one in ("Qz", "qzshop", "123456", "654321") if one in said]


@pytest.fixture
def editor(agent: Agent, tmp_path: Path) -> Iterator[Mousepad]:
    made = Mousepad(agent, tmp_path / "editor")
    made.focus()
    yield made
    made.end()


def title_of_front(agent: Agent) -> str:
    words = ["xdotool", "getwindowname", str(in_front(agent.display))]
    done = subprocess.run(
        words, env=dict(agent.environment), capture_output=True, text=True, check=False, timeout=20
    )
    return done.stdout.strip()


def greets(agent: Agent, editor: Mousepad, name: str) -> None:
    """A snippet comes out with the name, tried until the lookup has come to its end."""

    wanted = f"Dear {name}, {MARK} "

    def greeted() -> bool:
        agent.keys("ctrl+a", "BackSpace")
        agent.type(":zname ")
        return editor.text(wanted, 2) == wanted

    assert eventually(greeted)


def test_a_number_that_is_selected_gives_a_snippet_its_name(
    deskhand: Deskhand, agent: Agent, editor: Mousepad
) -> None:
    window = in_front(agent.display)
    agent.type("030 123456")
    agent.keys("ctrl+a")
    agent.keys("ctrl+alt+c")
    assert eventually(lambda: shown(agent, TITLE))
    assert in_front(agent.display) == window, "it took the keyboard"
    greets(agent, editor, "Ana")
    # The same by a call, without a hand on the keyboard.
    assert deskhand.verb("call", "--number", "+49", "30", "654321", "--id", "7").returncode == 0
    assert in_front(agent.display) == window
    greets(agent, editor, "Bo")
    # And by a link; the call that is in front keeps its customer.
    link = "deskhand://lookup?phone=%2B4930123456"
    assert deskhand.verb("open", link).returncode == 0
    assert in_front(agent.display) == window
    greets(agent, editor, "Bo")
    assert deskhand.verb("open", "deskhand://note?text=hello").returncode == 1
    assert agent.copied() == BEFORE


def test_the_sidebar_takes_the_keys_when_asked_and_gives_them_back(
    deskhand: Deskhand, agent: Agent, editor: Mousepad
) -> None:
    window = in_front(agent.display)
    agent.keys("ctrl+alt+c")  # nothing is selected
    assert eventually(lambda: title_of_front(agent).startswith(TITLE))
    agent.type("030 123456\n")
    agent.keys("Escape")
    assert eventually(lambda: in_front(agent.display) == window)
    greets(agent, editor, "Ana")
    assert shown(agent, TITLE), "it stays for reading"
