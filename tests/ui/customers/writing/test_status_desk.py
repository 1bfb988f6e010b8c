"""A ticket's status from the sidebar: chosen on purpose, and its refusal is told in any case."""

from __future__ import annotations

from desktop.customers.providers.base import FaultKind
from tests.ui import keys
from tests.ui.customers.writing.writing_room import ANA, BO, K, Writer


def change_slowly(desk: Writer, says: FaultKind | None) -> None:
    """Ana's ticket is to be solved; the provider answers when its gate opens."""
    desk.serve(ANA)
    desk.key(K.Key_S)
    desk.until(lambda: desk.status.status.count() == 2)
    desk.key(K.Key_Down)
    desk.tickets.gate.clear()
    desk.tickets.says = says
    desk.key(K.Key_Return)
    desk.until(desk.tickets.arrived_at.is_set)
    desk.tickets.says = None


def test_a_ticket_gets_a_status_by_keys(desk: Writer) -> None:
    desk.serve(ANA)
    desk.key(K.Key_S)
    desk.until(lambda: desk.status.status.count() == 2)
    for _ in range(3):
        desk.key(K.Key_Return)  # nothing is chosen yet
    assert desk.tickets.states[0] == "open"
    desk.key(K.Key_Down)
    assert desk.status.change.text() == "Set to solved"
    desk.key(K.Key_Return)
    desk.until_said("is solved now")
    assert desk.tickets.states[0] == "solved"
    assert desk.area.open is None


def test_an_enter_that_is_held_since_before_changes_nothing(desk: Writer) -> None:
    desk.serve(ANA)
    desk.key(K.Key_S)
    desk.until(lambda: desk.status.status.count() == 2)
    desk.key(K.Key_Down)
    wanted: list[object] = []
    desk.status.wanted.connect(lambda *what: wanted.append(what))
    keys.hold(desk.status, K.Key_Return)
    assert wanted == []
    keys.press(desk.status, K.Key_Return)
    assert len(wanted) == 1


def test_a_status_that_is_refused_says_so_in_place(desk: Writer) -> None:
    desk.serve(ANA)
    desk.key(K.Key_S)
    desk.until(lambda: desk.status.status.count() == 2)
    desk.key(K.Key_Down)
    desk.tickets.says = FaultKind.REFUSED
    desk.key(K.Key_Return)
    desk.until(lambda: "does not let the ticket" in desk.status.says.text())
    assert desk.area.open is desk.status


def test_a_refusal_is_told_when_its_customer_is_gone(desk: Writer) -> None:
    change_slowly(desk, FaultKind.REFUSED)
    desk.serve(BO)
    desk.key(K.Key_S)
    desk.until(lambda: desk.area.open is desk.status)
    desk.tickets.gate.set()
    desk.until(lambda: desk.status.status.count() == 2)  # Bo's, after the refusal
    assert ["does not let the ticket" in one.what for one in desk.problems] == [True]
    assert desk.area.open is desk.status
    assert desk.status.says.text() == "It is open now."


def test_a_change_is_not_told_under_the_next_customer(desk: Writer) -> None:
    change_slowly(desk, None)
    desk.serve(BO)
    desk.key(K.Key_S)
    desk.until(lambda: desk.area.open is desk.status)
    refreshed: list[None] = []
    desk.view.refresh_asked.connect(lambda: refreshed.append(None))
    desk.tickets.gate.set()
    desk.until(lambda: desk.status.status.count() == 2)  # Bo's, after the change
    assert desk.tickets.states[0] == "solved"
    assert desk.area.open is desk.status
    assert "solved" not in desk.view.parts.keys.words()
    assert not refreshed
    assert not desk.problems
