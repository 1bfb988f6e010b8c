"""A start after a note was not sent: it is said, and one button leads to its customer."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.clock import SystemClock
from desktop.customers.kept.rows import SealedRows
from desktop.customers.writing import unsent
from desktop.customers.writing.places import Way
from desktop.demo.own_keyring import OwnKeyring, environment
from desktop.settings.paths import places, prepare
from desktop.settings.secrets import Secrets
from tests.ui.test_app import act, lines

NOTE = unsent.Unsent(
    "key", Way.TICKET, "zendesk", "Zendesk", "20871", "Parcel", "Rang twice.",
    "Ana Gil", "ana@example.com",
)  # fmt: skip


def test_a_start_says_what_was_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = tmp_path / "profile"
    prepare(places(profile))
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    secrets = Secrets(profile, OwnKeyring(tmp_path))
    rows = SealedRows(places(profile).data, secrets, SystemClock())
    owner = frozenset({("email", "ana@example.com")})
    unsent.keep(rows, NOTE, owner)
    rows.close()
    done = act(
        profile,
        """
        def act(self):
            messages = self.messages
            while not messages.recent:
                yield
            message = messages.recent[0]
            print(message.problem.what, "|", message.actions[0].title)
            print("Ana" in repr(message.problem), "Rang" in repr(message.problem))
            message.actions[0].run()
            customers = self.desks.customers
            while customers.made is None or customers.made.view is None:
                yield
            view = customers.made.view
            while "ana@example.com" not in view.parts.line.text():
                yield
            print(view.isVisible(), self.assembly.customers.kept().count("unsent note"))
        """,
    )
    assert lines(done) == [
        "A note was not sent | Show the customer",
        "False False",
        "True 1",
    ]
