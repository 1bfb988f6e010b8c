"""The customer sidebar: who it is, what happened before, at the edge of the screen."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QHideEvent,
    QKeyEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QPushButton

from desktop.core.clock import Clock
from desktop.core.results import Problem
from desktop.customers.answers import Found
from desktop.customers.card import NAME
from desktop.customers.identify.query import Why
from desktop.ui.customers import wording
from desktop.ui.customers.card_rows import Terms
from desktop.ui.customers.card_view import (
    ANSWERED_BY_AGENT,
    Candidate,
    CardView,
    EntryRow,
    FieldRow,
    FoldRow,
    Record,
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
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_DIGITS = {Qt.Key(Qt.Key.Key_0.value + number): number for number in range(10)}


class Sidebar(DockedFrame):
    """Comes up without the focus; its hotkey gives it the keys, Escape gives them back.

    It does nothing by itself: what the agent wants is a signal. Shown are the moments of a lookup
    (:meth:`show_found`); those of an earlier lookup are let go.
    """

    searched = Signal(str)
    """What the agent typed to look up, as it stands there; the sidebar says that it asks."""
    copied = Signal(str)
    """The text to put on the clipboard."""
    called = Signal(str)
    """A ``tel:`` address for the telephone program."""
    record_opened = Signal(Record)
    """Open this in the browser, once its address has been checked."""
    match_chosen = Signal(int)
    """The agent says which of ``Found.customers()`` it is; it is shown already."""
    create_asked = Signal()
    """Make a customer of what was asked for."""
    remembered = Signal()
    """Remember for this interaction what was asked for, and who it is."""
    note_asked = Signal()
    sign_in_asked = Signal(str)
    """Sign in to this provider, or mend its settings."""
    refresh_asked = Signal()
    """Ask the same again, and everybody."""
    settings_asked = Signal()
    """Open the settings of customers: nothing is set up."""
    dismissed = Signal(bool)
    """The keys are given back, or it was hidden; True: give the focus back to where it was."""

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
        self._shown = Shown(Stage.NOTHING)
        self._since_choice = QElapsedTimer()
        self.parts = SidebarLayout(self)
        self._aging = QTimer(self)
        self._aging.setInterval(AGE_MS)
        self._aging.timeout.connect(self._render)
        self._connect()
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

    def show_failed(self, problem: Problem) -> None:
        """The lookup could not begin."""
        saying = Saying(problem.what, wording.sentences(problem.why, problem.todo))
        self._say(Stage.FAILED, saying, [(self.parts.again, "F5")])

    def show_found(self, found: Found) -> None:
        """A moment of a lookup; one of an earlier lookup, or of one that is over, is let go."""
        if found.serial < self._serial or (found.serial == self._serial and self._found is None):
            return
        if found.serial > self._serial:
            self._begin(found)
        same = self._shown.stage is Stage.CARD and self._found is not None
        again = same and self._found is not None and self._found.serial != found.serial
        if again and not found.done:
            self._serial = found.serial  # what is in sight stays until all is known anew
            self._show_providers(show(found, self._terms, self._clock.now()))
            return
        self._serial = found.serial
        self._found = found
        self._render()

    def use_terms(self, terms: Terms) -> None:
        """Other fields were chosen, or providers are called otherwise."""
        self._terms = terms
        self._render()

    def show_hotkey(self, hotkey: str) -> None:
        """The hotkey that opens the sidebar and gives it the keys."""
        self._hotkey = hotkey
        self._show_keys()

    def tell(self, words: str) -> None:
        """What came of something that was asked: ``note added``."""
        self._told = words
        self._show_keys()

    @property
    def stage(self) -> Stage:
        """What is shown."""
        return Stage.SEVERAL if self._choosing else self._shown.stage

    @property
    def card(self) -> CardView | None:
        """The customer in sight."""
        return None if self._choosing else self._shown.card

    # --- states -------------------------------------------------------------------------------

    def _begin(self, found: Found) -> None:
        """Another lookup; nothing of the one before stays, unless the same is asked again."""
        self.parts.providers.begin()
        self._told = ""
        if self._found is None or found.query != self._found.query:
            self._forget()
            self._say_what_was_asked(found.query.written or found.query.value)

    def _forget(self) -> None:
        self._found = None
        self._chosen = frozenset()
        self._choosing = False
        self._shown = Shown(Stage.NOTHING)
        self._told = ""
        self.parts.list.clear()

    def _say(self, stage: Stage, saying: Saying, ways: list[tuple[QPushButton, str]]) -> None:
        self._forget()
        self._shown = Shown(stage, saying=saying)
        self.parts.header.say(saying, ways)
        self._show_providers(self._shown)
        self._show_actions()
        self._show_keys()

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
        if card is not None:
            others = len(shown.others) - 1
            clock = wording.local_time(card.zone, self._clock.now())
            self.parts.header.show_customer(card, clock, others)
            self.parts.list.show_rows(card.rows, card.more)
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
        self._show_actions()
        self._show_keys()

    def _ways(self) -> list[tuple[QPushButton, str]]:
        """The ways on from where there is no customer."""
        parts, shown = self.parts, self._shown
        if shown.stage is Stage.UNKNOWN:
            return [(parts.create, "Enter"), (parts.remember, "R")]
        if shown.stage is not Stage.FAILED or self._found is None:
            return []
        if any(one.state in ANSWERED_BY_AGENT for one in shown.providers):
            return [(parts.sign_in, "S"), (parts.again, "F5")]
        return [(parts.again, "F5")] if shown.providers else []

    def _show_providers(self, shown: Shown) -> None:
        # What the only one says stands above already.
        said = shown.stage is Stage.FAILED and len(shown.providers) == 1
        self.parts.providers.show_lines(shown.providers, hidden=said)

    def _show_actions(self) -> None:
        card = self.card
        self.parts.show_actions(
            shown=card is not None,
            call=card is not None and bool(card.tel),
            opens=card is not None and card.record is not None,
        )

    # --- what the agent does ------------------------------------------------------------------

    def _connect(self) -> None:
        parts = self.parts
        parts.line.installEventFilter(self)
        parts.list.clicked_on.connect(self._clicked)
        parts.list.selectionModel().currentChanged.connect(lambda *_: self._show_keys())
        parts.hide.clicked.connect(self._hide)
        parts.header.refresh.clicked.connect(self.refresh_asked)
        parts.header.refresh.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        parts.header.others.clicked.connect(self._choose_anew)
        parts.note.clicked.connect(self.note_asked)
        parts.call.clicked.connect(lambda: self._call(None))
        parts.open.clicked.connect(lambda: self._open(None))
        parts.create.clicked.connect(self.create_asked)
        parts.remember.clicked.connect(self.remembered)
        parts.sign_in.clicked.connect(self._sign_in)
        parts.again.clicked.connect(self.refresh_asked)
        parts.settings.clicked.connect(self.settings_asked)
        parts.providers.sign_in_asked.connect(self.sign_in_asked)

    def _search(self) -> None:
        words = self.parts.line.text().strip()
        if words:
            self.parts.line.setModified(False)
            self.show_asking(words)
            self.parts.list.setFocus()
            self.searched.emit(words)

    def _copy(self, row: Row | None) -> None:
        text = row.copies if isinstance(row, FieldRow | EntryRow) else ""
        if not text:
            return
        self.copied.emit(text)
        name = row.key[0] if isinstance(row, FieldRow) and isinstance(row.key, tuple) else ""
        self.tell(tr("{} copied").format(wording.label_of(name)) if name else tr("copied"))

    def _call(self, row: Row | None) -> None:
        tel = row.tel if isinstance(row, FieldRow) else ""
        tel = tel or (self.card.tel if self.card else "")
        if tel:
            self.called.emit(tel)

    def _open(self, row: Row | None) -> None:
        record = row.record if isinstance(row, EntryRow) else None
        record = record or (self.card.record if self.card else None)
        if record is not None:
            self.record_opened.emit(record)

    def _choose(self, row: Row | None) -> None:
        if isinstance(row, Candidate):
            self._chosen = row.keys
            self._choosing = False
            self.parts.list.clear()
            self._shown = replace(self._shown, card=None)
            self._render()
            self.match_chosen.emit(row.place)

    def _choose_anew(self) -> None:
        if self.card is not None and len(self._shown.others) > 1:
            self._choosing = True
            self.parts.list.clear()
            self._draw()

    def _clicked(self, row: Row, call: bool) -> None:
        if call:
            self._call(row)
        elif isinstance(row, FieldRow):
            self._copy(row)
        elif isinstance(row, EntryRow) and row.record is not None:
            self._open(row)
        else:
            self._enter(row)

    def _enter(self, row: Row | None) -> None:
        """What Enter does on a row; without one the way on."""
        match row:
            case FieldRow(tel=tel) if tel:
                self._call(row)
            case FieldRow():
                self._copy(row)
            case EntryRow():
                self._open(row) if row.record is not None else self._copy(row)
            case Candidate():
                self._choose(row)
            case FoldRow():
                self.parts.list.toggle_fold()
            case _ if self.parts.header.ways and self.card is None:
                self.parts.header.ways[0].click()
            case _:
                pass

    def _number(self, number: int) -> None:
        if not number:
            if self.card is not None:
                self.copied.emit(self.card.name)
                self.tell(tr("{} copied").format(wording.label_of(NAME)))
            return
        row = self.parts.list.numbered(number)
        if isinstance(row, Candidate):
            soon = self._since_choice.isValid() and not self._since_choice.hasExpired(CALM_MS)
            if not soon:
                self._choose(row)
        else:
            self._copy(row)

    def _sign_in(self) -> None:
        if name := self.parts.providers.signed_out():
            self.sign_in_asked.emit(name)

    def _dismiss(self) -> None:
        """Give the keys back; the sidebar stays for reading."""
        if self.isVisible():
            self.dismissed.emit(self.has_keys)

    def _hide(self) -> None:
        if self.isVisible():
            give_back = self.has_keys
            self.hide()
            self.dismissed.emit(give_back)

    # --- keys ---------------------------------------------------------------------------------

    def keys_changed(self) -> None:
        """Put the keys where they are of use, and say which work now."""
        self.parts.list.use_keys(here=self.has_keys)
        self.parts.header.use_keys(here=self.has_keys)
        if self.has_keys:
            self._told = ""
            if self.stage in {Stage.CARD, Stage.SEVERAL, Stage.UNKNOWN}:
                self.parts.list.setFocus()
            else:
                self._go_to_line()
        self._show_keys()

    def _go_to_line(self) -> None:
        self.parts.line.setFocus()
        self.parts.line.selectAll()

    def _show_keys(self) -> None:
        keys: list[tuple[str, str]] = []
        words = self._told
        if not self.has_keys:
            if self._hotkey and not words:
                keys = [(self._hotkey, tr("use the keys here"))]
            words = words or ("" if keys else tr("Your keys stay where you write"))
        elif words:
            keys = [("Esc", tr("back"))]
        elif self.parts.line.hasFocus():
            keys = [("Enter", tr("look up")), ("Esc", tr("back"))]
            if self.stage in {Stage.CARD, Stage.SEVERAL}:
                keys.insert(1, ("↓", tr("customer")))
        else:
            keys = [
                *keys_shown(self.stage, self.parts.list.chosen()),
                ("/", tr("search")),
                ("Esc", tr("back")),
            ]
        self.parts.keys.show_keys(keys)
        self.parts.keys.say(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the sidebar, when the search line does not have them."""
        if not self._on_key(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the search line; a click there asks for the keys."""
        if watched is self.parts.line:
            if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._on_line_key(event) or super().eventFilter(watched, event)
            if event.type() is QEvent.Type.MouseButtonPress and not self.has_keys:
                self.take_keys()
                self.parts.line.setFocus()
            elif event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
                self._told = ""
                self._show_keys()
        return super().eventFilter(watched, event)

    def _on_line_key(self, event: QKeyEvent) -> bool:
        key, plain, _ = _meant(event)
        if key in _ENTER and plain:
            if not event.isAutoRepeat():
                self._search()
        elif key is Qt.Key.Key_Down and plain and self.parts.list.rows.rows:
            self.parts.list.setFocus()
            if self.parts.list.chosen() is None:
                self.parts.list.go(key)
        elif key is Qt.Key.Key_Escape:
            return self._on_key(event)
        else:
            return False
        return True

    def _on_key(self, event: QKeyEvent) -> bool:
        key, plain, control = _meant(event)
        if event.isAutoRepeat():
            return True  # a key that was held since before means nothing here
        chosen = self.parts.list.chosen()
        if key is Qt.Key.Key_Escape:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._hide() if shift else self._dismiss()
        elif key is Qt.Key.Key_F5 or (control and key is Qt.Key.Key_R):
            self.refresh_asked.emit()
        elif event.text() == "/" or (control and key is Qt.Key.Key_F):
            self._go_to_line()
        elif key is Qt.Key.Key_C and (plain or control):
            self._copy(chosen)
        elif plain and key is Qt.Key.Key_Up:
            self._go_to_line()  # from the first row on
        elif plain and key in _ENTER:
            self._enter(chosen)
        elif plain and key in _DIGITS:
            self._number(_DIGITS[key])
        else:
            return plain and self._on_letter(key, chosen)
        return True

    def _on_letter(self, key: Qt.Key, chosen: Row | None) -> bool:
        """The letters beside the buttons."""
        if key is Qt.Key.Key_S:
            self._sign_in()
        elif key is Qt.Key.Key_R and self.stage is Stage.UNKNOWN:
            self.remembered.emit()
        elif self.card is None:
            return False
        elif key is Qt.Key.Key_N:
            self.note_asked.emit()
        elif key is Qt.Key.Key_T:
            self._call(chosen)
        elif key is Qt.Key.Key_O:
            self._open(chosen)
        elif key is Qt.Key.Key_M:
            self._choose_anew()
        else:
            return False
        return True

    # --- Qt ----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Ages go on."""
        super().showEvent(event)
        self._render()
        self._aging.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody reads them."""
        super().hideEvent(event)
        self._aging.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed by the system's key."""
        self._hide()
        super().closeEvent(event)


def _meant(event: QKeyEvent) -> tuple[Qt.Key, bool, bool]:
    """The key, and whether it stands alone or with Ctrl."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    alone = modifiers == Qt.KeyboardModifier.NoModifier
    return Qt.Key(event.key()), alone, modifiers == Qt.KeyboardModifier.ControlModifier
