"""What the sidebar shows: one moment of a lookup after the other, never two customers' at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QPushButton

from desktop.core.clock import Clock
from desktop.customers.answers import Found
from desktop.customers.identify.query import Why
from desktop.customers.inquiry import Inquiry
from desktop.customers.merge import CustomerCard
from desktop.ui.customers import wording
from desktop.ui.customers.card_rows import Terms, keys_of
from desktop.ui.customers.card_view import (
    ANSWERED_BY_AGENT,
    Candidate,
    CardView,
    Row,
    Saying,
    outside,
)
from desktop.ui.customers.edge import DockedFrame
from desktop.ui.customers.keys_shown import keys_shown
from desktop.ui.customers.showing import Shown, Stage, show
from desktop.ui.customers.sidebar_layout import SidebarLayout
from desktop.ui.customers.wording import tr

AGE_MS = 30_000
"""How often ages and the customer's clock are told anew."""
CALM_MS = 500
"""A digit pressed so soon after a card gave way to a choice was meant for the card."""


class Cover(Protocol):
    """Lies over the whole sidebar while it is visible."""

    def isVisible(self) -> bool:
        """Does it now?"""

    def take_focus(self) -> None:
        """The keys are here."""

    def leave(self) -> None:
        """Another customer is shown."""


class SidebarView(DockedFrame):
    """Shown are the moments of a lookup; those of an earlier lookup are let go."""

    customer_changed = Signal()
    """Another customer is in sight, or none."""

    def __init__(self, clock: Clock, terms: Terms | None = None) -> None:
        """Build it hidden."""
        super().__init__()
        self.setObjectName("sidebar")
        self.setWindowTitle(tr("Deskhand customer"))
        self._clock = clock
        self._terms = terms or Terms()
        self._hotkey = ""
        self._told = ""
        self._found: Found | None = None
        self._serial = 0
        self._chosen: frozenset[tuple[str, str]] = frozenset()
        self._choosing = False
        self._refreshing = False
        self._cover: Cover | None = None
        self._shown = Shown(Stage.NOTHING)
        self._extra: tuple[Row, ...] = ()
        self._states: tuple[str, ...] = ()
        self._in_sight: frozenset[tuple[str, str]] = frozenset()
        self._since_choice = QElapsedTimer()
        self.parts = SidebarLayout(self)
        self._aging = QTimer(self)
        self._aging.setInterval(AGE_MS)
        self._aging.timeout.connect(self._render)
        self.show_nothing()

    # --- what the application calls -----------------------------------------------------------

    def show_nothing(self, *, set_up: bool = True) -> None:
        """No customer: say what would be here; with ``set_up`` False that nobody can be asked."""
        how = tr(
            "Who is writing or calling will stand here, with tickets, orders and notes. Type an"
            " e-mail address, a phone number or an order above, or select one and press the hotkey."
        )
        ways: list[tuple[QPushButton, str]] = []
        if not set_up:
            how = tr(
                "Who is writing or calling will stand here. For that Deskhand needs your list of"
                " customers, or an account of a system that knows them."
            )
            ways = [(self.parts.settings, "Enter")]
        self._say(Stage.NOTHING, Saying(tr("No customer yet"), how), ways)

    def show_asking(self, words: str) -> None:
        """``words`` are being looked up, and nobody has been asked yet."""
        self._say(Stage.ASKING, wording.asking(outside(words, 120)), [])
        self._say_what_was_asked(words)

    def show_not_understood(self, why: Why) -> None:
        """What was given is nothing to look up."""
        self._say(Stage.FAILED, wording.not_understood(why), [])
        if self.has_keys:
            self.go_to_line()

    def show_inquiry(self, inquiry: Inquiry | None) -> None:
        """How far an inquiry has come; None: nothing is known of the interaction in front."""
        if inquiry is None:
            self.show_nothing()
        elif inquiry.why is not None:
            self.show_not_understood(inquiry.why)
            self._say_what_was_asked(inquiry.text)
        elif inquiry.found is not None:
            self.show_found(inquiry.found, inquiry.chosen)

    def show_found(self, found: Found, chosen: CustomerCard | None = None) -> None:
        """A moment of a lookup; one of an earlier lookup, or of one that is over, is let go.

        ``chosen`` is whom the agent chose.
        """
        if found.serial < self._serial or (found.serial == self._serial and self._found is None):
            return
        if found.serial > self._serial:
            self._begin(found)
        if chosen is not None:
            self._chosen = keys_of(chosen)
        if self._refreshing and not found.done:
            # What is in sight stays until all is known anew.
            self._show_providers(show(found, self._terms, self._clock.now()))
            return
        self._refreshing = False
        self._found = found
        self._render()

    def use_terms(self, terms: Terms) -> None:
        """Other fields were chosen, or providers are called otherwise."""
        self._terms = terms
        self._render()

    def show_hotkey(self, hotkey: str) -> None:
        """The hotkey that opens the sidebar and gives it the keys."""
        self._hotkey = hotkey
        self.show_keys()

    def use_cover(self, cover: Cover | None) -> None:
        """What may lie over the customer, and gives way when another comes."""
        self._cover = cover
        self.show_keys()

    def tell(self, words: str) -> None:
        """What came of something that was asked: ``note added``."""
        self._told = words
        self.show_keys()

    @property
    def stage(self) -> Stage:
        """What is shown."""
        return Stage.SEVERAL if self._choosing else self._shown.stage

    @property
    def card(self) -> CardView | None:
        """The customer in sight."""
        return None if self._choosing else self._shown.card

    @property
    def customer(self) -> CustomerCard | None:
        """Who is in sight, with all that is known."""
        card = self.card
        if card is None or self._found is None:
            return None
        found = (one for one in self._found.customers() if keys_of(one) & card.keys)
        return next(found, None)

    def show_extra(self, rows: tuple[Row, ...]) -> None:
        """Rows above the card's, of what Deskhand keeps about whom is in sight."""
        if rows != self._extra:
            self._extra = rows
            if self.card is not None:
                self._draw()

    def show_states(self, states: tuple[str, ...]) -> None:
        """Chips, of the same."""
        if states != self._states:
            self._states = states
            if self.card is not None:
                self._draw()

    def customer_at(self, place: int) -> CustomerCard | None:
        """The customer whom :attr:`match_chosen` told."""
        customers = self._found.customers() if self._found is not None else ()
        return customers[place] if 0 <= place < len(customers) else None

    def choose(self, candidate: Candidate) -> None:
        """Show this one, as the agent says."""
        self._chosen = candidate.keys
        self._choosing = False
        self.parts.list.clear()
        self._shown = replace(self._shown, card=None)
        self._render()

    def choose_anew(self) -> None:
        """Show all who fit, though one of them is in sight."""
        if self.card is not None and len(self._shown.others) > 1:
            self._choosing = True
            self.parts.list.clear()
            self._draw()

    @property
    def calm(self) -> bool:
        """False while a digit may still be meant for the card that gave way to a choice."""
        return not self._since_choice.isValid() or self._since_choice.hasExpired(CALM_MS)

    def go_to_line(self) -> None:
        """Let the agent type another question."""
        self.parts.line.setFocus()
        self.parts.line.selectAll()

    def begin_refresh(self) -> None:
        """The same is asked again: what is in sight stays until all is known anew."""
        self._refreshing = True
        self._told = ""

    # --- states -------------------------------------------------------------------------------

    def _begin(self, found: Found) -> None:
        """Another lookup; nothing of the one before stays, unless the agent asked to refresh it."""
        self._serial = found.serial
        self.parts.providers.begin()
        same = self._found is not None and found.query == self._found.query
        self._refreshing = self._refreshing and same and self.card is not None
        if not self._refreshing:
            self._forget()
            self._say_what_was_asked(found.query.written or found.query.value)

    def _forget(self) -> None:
        if self._cover is not None:
            self._cover.leave()
        self._found = None
        self._refreshing = False
        self._chosen = frozenset()
        self._choosing = False
        self._shown = Shown(Stage.NOTHING)
        self._told = ""
        self.parts.list.clear()

    def _say(self, stage: Stage, saying: Saying, ways: list[tuple[QPushButton, str]]) -> None:
        self._forget()
        self._shown = Shown(stage, saying=saying)
        self._note_customer()
        self.parts.header.say(saying, ways)
        self._show_providers(self._shown)
        self.show_actions()
        self.show_keys()

    def _say_what_was_asked(self, words: str) -> None:
        line = self.parts.line
        if not (line.hasFocus() and line.isModified()):  # the agent is typing something else
            line.setText(outside(words, line.maxLength()))
            line.setModified(False)

    def _render(self) -> None:
        if self._found is None:
            return
        before = self._shown
        self._shown = show(
            self._found, self._terms, self._clock.now(), chosen=self._chosen, before=before
        )
        gone = before.card is not None and self._shown.card is not None
        if gone and not (before.card.keys & self._shown.card.keys):  # type: ignore[union-attr]  # gone says so
            self.parts.list.clear()
        if before.stage is Stage.CARD and self._shown.stage is Stage.SEVERAL:
            self._since_choice.start()
        self._draw()

    def _draw(self) -> None:
        shown, card = self._shown, self.card
        self._note_customer()
        if card is not None:
            others = len(shown.others) - 1
            clock = wording.local_time(card.zone, self._clock.now())
            self.parts.header.show_customer(card, clock, others, self._states)
            self.parts.list.show_rows((*self._extra, *card.rows), card.more)
        elif self.stage is Stage.SEVERAL:
            saying = shown.saying
            if self._choosing:
                saying = Saying(tr("Who is it?"), tr("The customer in sight is the first."))
            self.parts.header.say(saying, [])
            self.parts.list.show_rows(shown.others)
        else:
            self.parts.header.say(shown.saying, self._ways())
            self.parts.list.show_rows(())
        self._show_providers(shown)
        self.show_actions()
        self.show_keys()

    def _note_customer(self) -> None:
        """Nothing that is kept about one customer stays in sight beside another."""
        keys = self.card.keys if self.card is not None else frozenset()
        if keys == self._in_sight:
            return
        joined = bool(keys & self._in_sight)  # more is known of the same one
        self._in_sight = keys
        if not joined:
            self._extra, self._states = (), ()
        self.customer_changed.emit()

    def _ways(self) -> list[tuple[QPushButton, str]]:
        """The ways on from where there is no customer."""
        parts, shown = self.parts, self._shown
        if shown.stage is Stage.UNKNOWN:
            return [(parts.create, "Enter"), (parts.remember, "R")]
        if shown.stage is not Stage.FAILED or self._found is None:
            return []
        if any(one.state in ANSWERED_BY_AGENT for one in shown.providers):
            return [(parts.sign_in, "I"), (parts.again, "F5")]
        return [(parts.again, "F5")] if shown.providers else []

    def _show_providers(self, shown: Shown) -> None:
        # What the only one says stands above already.
        said = shown.stage is Stage.FAILED and len(shown.providers) == 1
        self.parts.providers.show_lines(shown.providers, hidden=said)

    def show_actions(self) -> None:
        """The buttons that have something to act on."""
        card = self.card
        self.parts.show_actions(
            shown=card is not None,
            tickets=card is not None and card.tickets,
            call=card is not None and bool(card.tel),
            opens=card is not None and card.record is not None,
        )

    def show_keys(self) -> None:
        """Say which keys work now."""
        keys: list[tuple[str, str]] = []
        words = self._told
        if not self.has_keys:
            if self._hotkey and not words:
                keys = [(self._hotkey, tr("use the keys here"))]
            words = words or ("" if keys else tr("Your keys stay where you write"))
        elif words:
            keys = [("Esc", tr("back"))]
        elif self.parts.writing.open is not None and not self.parts.line.hasFocus():
            keys = [("Esc", tr("back to the customer"))]
        elif self.parts.line.hasFocus():
            keys = [("Enter", tr("look up")), ("Esc", tr("back"))]
            if self.stage in {Stage.CARD, Stage.SEVERAL}:
                keys.insert(1, ("↓", tr("customer")))
        else:
            chosen = self.parts.list.chosen()
            keys = keys_shown(self.stage, chosen)
            if self._cover is not None:
                keys.append(("K", tr("articles")))
            if self._cover is None or chosen is None:  # there is no room for all
                keys.append(("/", tr("search")))
            keys.append(("Esc", tr("back")))
        self.parts.keys.show_keys(keys)
        self.parts.keys.say(words)

    # --- Qt -----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Ages go on."""
        super().showEvent(event)
        self._render()
        self._aging.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody reads them."""
        super().hideEvent(event)
        self._aging.stop()
