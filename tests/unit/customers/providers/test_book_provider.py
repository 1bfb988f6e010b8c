"""customers.providers.book: opened by the first question, and never without a keyring."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.clock import FixedClock
from desktop.core.results import UserError
from desktop.customers.identify import Kind, Query
from desktop.customers.providers.book import PROVIDER, BookProvider
from desktop.customers.providers.registry import build
from desktop.net.deadline import Cancellation, Deadline
from desktop.settings.declare import Surroundings
from desktop.settings.secrets import Keyring, Secrets
from desktop.settings.values import Snapshot
from tests.unit.customers.book.keeping import COLUMNS, PEOPLE, MemoryKeyring
from tests.unit.customers.making import NOW

ANA = Query(Kind.EMAIL, "ana@example.com")


class NoKeyring:
    """As on a computer without one."""

    def get_password(self, service: str, username: str) -> str | None:
        raise NotImplementedError

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


def provider(folder: Path, keyring: Keyring) -> BookProvider:
    (ready,), problems = build(
        Snapshot({}, Surroundings("de-DE")), Secrets(folder, keyring), FixedClock(NOW), folder
    )
    assert problems == ()
    assert ready.manifest is PROVIDER
    assert isinstance(ready.provider, BookProvider)
    return ready.provider


def found(book: BookProvider) -> list[str]:
    answer = book.find(ANA, Deadline(FixedClock(NOW), 1), Cancellation())
    assert isinstance(answer, list)
    return [card.value("name") for card in answer]


def test_without_a_book_nobody_is_known_and_nothing_is_made(tmp_path: Path) -> None:
    assert found(provider(tmp_path, NoKeyring())) == []
    assert list(tmp_path.iterdir()) == []


def test_what_is_imported_is_found_now_and_later(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    first = provider(tmp_path, keyring)
    first.book().take("people", COLUMNS, PEOPLE).result()
    assert found(first) == ["Ana Gil"]
    first.close()
    assert list(keyring.kept.values()) != []
    again = provider(tmp_path, keyring)
    assert found(again) == ["Ana Gil"]
    again.close()


def test_without_a_keyring_nothing_is_kept(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="keyring"):
        provider(tmp_path, NoKeyring()).book()
    assert list(tmp_path.iterdir()) == []


def test_a_lost_key_is_said_and_a_new_book_can_be_begun(tmp_path: Path) -> None:
    first = provider(tmp_path, MemoryKeyring())
    first.book().take("people", COLUMNS, PEOPLE).result()
    first.close()
    keyring = MemoryKeyring()
    lost = provider(tmp_path, keyring)
    for use in (lambda: found(lost), lost.book):
        with pytest.raises(UserError, match="key is not in the keyring"):
            use()
    assert keyring.kept == {}
    lost.book_for_lists().take("people", COLUMNS, PEOPLE).result()
    assert found(lost) == ["Ana Gil"]
    assert (tmp_path / "customers.unreadable-1.db").exists(), "its key may come back"
    assert [one.name for one in lost.book_for_lists().lists()] == ["people"]
    lost.close()
    keyring.kept = dict.fromkeys(keyring.kept, "not a key")
    again = provider(tmp_path, keyring)
    again.book_for_lists().take("people", COLUMNS, PEOPLE).result()
    assert found(again) == ["Ana Gil"]
    assert (tmp_path / "customers.unreadable-2.db").exists()
    again.close()


def test_a_damaged_key_is_said(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    first = provider(tmp_path, keyring)
    first.book()
    first.close()
    keyring.kept = dict.fromkeys(keyring.kept, "not a key")
    with pytest.raises(UserError, match="damaged"):
        found(provider(tmp_path, keyring))
