"""What the assembly counts: what came out, and nothing that did not."""

from __future__ import annotations

import pytest

from desktop.host.base import Window
from desktop.keyboard import messages
from desktop.keyboard.messages import Expand, Failed, Typed, Undone
from desktop.keyboard.reasons import Reason
from desktop.settings.sections.snippets import USES_KEPT
from desktop.snippets.savings.ledger import Ledger
from desktop.snippets.savings.uses import Sum
from tests.unit.assembly.acting import Running


def sums(running: Running) -> list[Sum]:
    running.settle()
    ledger = running.assembly.savings._made
    if ledger is None:
        return []
    ledger._database.write(lambda _: None).result()
    return running.assembly.savings.read()


def test_what_was_typed_counts_and_what_was_not_does_not(running: Running) -> None:
    for serial in (1, 2):
        running.type(":brb", serial)
        running.link.wait(Expand, serial)
    running.link.say(Typed(1, 5.0, pasted=False))
    running.link.say(Failed(2, Reason.SENT.value))
    [one] = sums(running)
    assert (one.count, one.characters, one.keys) == (1, len("be right back"), len(":brb"))
    assert one.snippet.endswith(": :brb")
    assert one.app == "editor"


def test_what_is_taken_back_does_not_count(running: Running) -> None:
    running.type(":brb")
    running.link.wait(Expand)
    running.link.say(Typed(1, 5.0, pasted=False))
    running.link.say(Undone(1))
    assert sums(running) == []


def test_a_copy_from_the_palette_counts(running: Running) -> None:
    running.assembly.use(running.number(":brb"), running.fingerprint, Window())
    [one] = sums(running)
    assert (one.count, one.app, one.keys) == (1, "", 0)


def test_nothing_is_counted_where_that_is_not_wanted(running: Running) -> None:
    running.assembly.settings.change(USES_KEPT, False)
    running.type(":brb")
    running.link.wait(Expand)
    running.link.say(Typed(1, 5.0, pasted=False))
    assert sums(running) == []
    assert running.assembly.savings._made is None


def test_a_disk_that_is_full_is_told_once_and_snippets_go_on(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.storage.trouble import StorageError, Trouble

    def full(self: Ledger, data: object) -> None:
        raise StorageError(Trouble.FULL, running.assembly.places.data / "uses.db")

    monkeypatch.setattr(Ledger, "__init__", full)
    for serial in (1, 2):
        running.type(":brb", serial)
        assert running.link.wait(Expand, serial).text == "be right back"
        running.link.say(Typed(serial, 5.0, pasted=False))
    running.settle()
    assert len(running.problems) == 1


def test_a_message_that_comes_twice_counts_once(running: Running) -> None:
    running.type(":brb")
    running.link.wait(Expand)
    running.link.say(Typed(1, 5.0, pasted=False))
    running.link.say(Typed(1, 5.0, pasted=False))
    running.link.say(messages.Undone(7))
    assert [one.count for one in sums(running)] == [1]
