"""A note on a real screen: snippets expand in it, and it is with the customer afterwards."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable

import pytest

from desktop.core.clock import SystemClock
from desktop.customers.identify import Kind, Query
from desktop.customers.providers.book import BookProvider
from desktop.customers.setup import make_lookups
from desktop.net.deadline import Cancellation, Deadline
from desktop.settings.paths import places
from desktop.settings.secrets import Secrets
from desktop.settings.store import Settings
from tests.screen.file_keyring import FileKeyring
from tests.screen.test_application import MARK, Deskhand, shown
from tests.screen.test_customers import (  # noqa: F401 - fixtures and what they need
    NEEDS,
    TITLE,
    agent,
    deskhand,
    editor,
    greets,
    title_of_front,
)
from tests.screen.typing_session import Agent, Mousepad, eventually, in_front


def notes(one: Deskhand) -> list[str]:
    """What stands in the book about Ana, read beside the application."""
    where, clock = places(one.profile), SystemClock()
    secrets = Secrets(one.profile, FileKeyring())  # type: ignore[no-untyped-call]  # as keyring has it
    lookups, _ = make_lookups(Settings(where.settings, clock), secrets, clock, where)
    with contextlib.closing(lookups):
        (provider,) = (ready.provider for ready in lookups.ready)
        assert isinstance(provider, BookProvider)
        query = Query(Kind.EMAIL, "ana@qzshop.example")
        found = provider.find(query, Deadline(clock, 5), Cancellation())
        assert not isinstance(found, tuple)
        return [note.text for card in found for note in card.notes]  # type: ignore[union-attr]  # no fault


def uses(one: Deskhand, trigger: str) -> int:
    """How often the snippet has been typed."""
    done = one.verb("snippets", "stats", "--json")
    rows = json.loads(done.stdout)["rows"]
    return sum(int(row["uses"]) for row in rows if str(row["name"]).endswith(trigger))


def writes(by: Agent, text: str, seen: Callable[[], bool]) -> None:
    """Write a note with a trigger, anew until it counts.

    It does as soon as the keyboard process has heard that the field of the note has the keys.
    """

    def written() -> bool:
        by.keys("ctrl+a", "BackSpace")
        by.type(text)
        return eventually(seen, 5)

    assert eventually(written)


def test_snippets_expand_in_a_note_and_it_is_with_its_customer(
    deskhand: Deskhand,  # noqa: F811 - the fixture
    agent: Agent,  # noqa: F811 - the fixture
    editor: Mousepad,  # noqa: F811 - the fixture
) -> None:
    window = in_front(agent.display)
    agent.type("030 123456")
    agent.keys("ctrl+a")
    agent.keys("ctrl+alt+c")
    assert eventually(lambda: shown(agent, TITLE))
    greets(agent, editor, "Ana")
    agent.keys("ctrl+alt+c")  # nothing is selected: the sidebar has the keys
    assert eventually(lambda: title_of_front(agent).startswith(TITLE))
    agent.keys("n")
    before = uses(deskhand, ":zname")
    writes(agent, "Rang. :zname ", lambda: uses(deskhand, ":zname") > before)
    agent.keys("ctrl+Return")
    assert eventually(lambda: bool(notes(deskhand)))
    assert notes(deskhand)[-1] == f"Rang. Dear Ana, {MARK}"
    agent.keys("Escape")
    assert eventually(lambda: in_front(agent.display) == window)
    agent.type("as before")
    assert len(notes(deskhand)) == 1


@pytest.mark.parametrize(
    ("trigger", "keys", "gives"),
    [(":zask", ["2"], f"{MARK} {MARK}two"), (":zform", ["4", "2", "ctrl+Return"], f"{MARK} 42")],
)
def test_a_snippet_that_asks_is_answered_into_the_note(
    deskhand: Deskhand,  # noqa: F811 - the fixture
    agent: Agent,  # noqa: F811 - the fixture
    editor: Mousepad,  # noqa: F811 - the fixture
    trigger: str,
    keys: list[str],
    gives: str,
) -> None:
    agent.type("030 123456")
    agent.keys("ctrl+a")
    agent.keys("ctrl+alt+c")
    assert eventually(lambda: shown(agent, TITLE))
    greets(agent, editor, "Ana")
    agent.keys("ctrl+alt+c")
    assert eventually(lambda: title_of_front(agent).startswith(TITLE))
    agent.keys("n")

    def asks() -> bool:
        front = title_of_front(agent)
        return bool(front) and not front.startswith(TITLE)

    writes(agent, f"Rang. {trigger}", asks)
    agent.keys(*keys)
    # Keys typed before the field is known to have them again would keep the answer away.
    assert eventually(lambda: uses(deskhand, trigger) == 1)
    assert title_of_front(agent).startswith(TITLE)
    agent.type(" over")
    agent.keys("ctrl+Return")
    assert eventually(lambda: bool(notes(deskhand)))
    assert notes(deskhand)[-1] == f"Rang. {gives} over"
