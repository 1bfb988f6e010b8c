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
from tests.ui import app_notes_steps as steps
from tests.ui.acted_app import act, lines

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
    done = act(profile, steps.unsent_note_is_shown)
    assert lines(done) == [
        "A note was not sent | Show the customer",
        "False False",
        "True 1",
    ]
