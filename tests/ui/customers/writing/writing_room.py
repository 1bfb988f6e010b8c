"""An agent who writes from the sidebar, with tickets of two customers."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.customers.card import Ticket
from desktop.customers.kept.rows import SealedRows
from desktop.interaction import Channel
from desktop.settings.secrets import Secrets
from desktop.ui.customers.writing.area import WritingArea
from desktop.ui.customers.writing.compose import ComposePanel
from desktop.ui.customers.writing.review import ReviewPanel
from desktop.ui.customers.writing.status_panel import StatusPanel
from desktop.ui.customers.writing.unsent_panel import UnsentPanel
from tests.ui import keys
from tests.ui.customers.test_customer_desk import Desk
from tests.unit.assembly.customers.customer_room import Room
from tests.unit.assembly.customers.test_noting import TicketDesk
from tests.unit.customers.making import card

ANA, BO = "ana@example.com", "bo@example.com"
K = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Writer(Desk):
    """A desk with tickets, and an agent who writes."""

    tickets: TicketDesk

    def __init__(self, bot: QtBot, home: Path, patch: pytest.MonkeyPatch) -> None:
        self.home = home
        super().__init__(bot, home, patch, self._furnish)

    def _furnish(self, room: Room) -> None:
        self.tickets = TicketDesk()
        self.tickets.knows = {
            ANA: [
                card("desk", "7", name="Ana Gil", email=ANA, tickets=(
                    Ticket("41", "Parcel", "desk"), Ticket("40", "Invoice", "desk", open=False),
                ))
            ],
            BO: [card("desk", "8", name="Bo Lee", email=BO, tickets=(
                Ticket("50", "Refund", "desk"),))],
        }  # fmt: skip
        room.desk = self.tickets

    def serve(self, who: str) -> str:
        """Talk to this customer, in an interaction of their own."""
        one = self.room.interactions.open("tray", Channel.CHAT, reference=who)
        self.look_up(who)
        return one.id

    def look_up(self, who: str) -> None:
        self.press(who)
        name = {ANA: "Ana Gil", BO: "Bo Lee"}[who]
        self.until(lambda: self.shown == name)
        self.view.take_keys()

    @property
    def shown(self) -> str:
        view = self.desk.view
        return view.card.name if view is not None and view.card is not None else ""

    @property
    def area(self) -> WritingArea:
        return self.view.parts.writing

    @property
    def compose(self) -> ComposePanel:
        return self.area.compose

    @property
    def review(self) -> ReviewPanel:
        return self.area.review

    @property
    def status(self) -> StatusPanel:
        return self.area.status

    @property
    def unsent(self) -> UnsentPanel:
        return self.area.unsent

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Where the keys are now."""
        held = Qt.KeyboardModifier.NoModifier
        for one in modifiers:
            held |= one
        keys.press(self.view.focusWidget(), key, held)

    def begin(self, key: Qt.Key = K.Key_N) -> None:
        self.key(key)
        self.until(lambda: self.area.open is self.compose and self.compose.save.isEnabled())

    def note(self, text: str) -> None:
        self.begin()
        keys.write(self.compose.text, text)
        self.key(K.Key_Return, CONTROL)

    def until_said(self, words: str) -> None:
        self.until(lambda: words in self.view.parts.keys.words())

    def until_posted(self) -> None:
        """All that other threads have told the desk so far has come to it."""
        done: list[None] = []
        self.bridge.post(lambda: done.append(None))
        self.until(lambda: bool(done))

    def kept(self, kind: str) -> int:
        """What another program could read from the disk."""
        rows = SealedRows(
            self.room.places.data, Secrets(self.home, self.room.keyring), self.room.clock
        )
        try:
            return rows.count(kind)
        finally:
            rows.close()

    def close(self) -> None:
        """Also with a provider that is kept waiting."""
        self.tickets.gate.set()
        super().close()

    def button(self, words: str) -> QPushButton:
        found = [one for one in self.unsent.findChildren(QPushButton)
                 if one.text() == words and not one.isHidden()]  # fmt: skip
        return found[0]
