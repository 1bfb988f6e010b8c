"""The customer sidebar: who it is, what happened before, at the edge of the screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton

from desktop.core.clock import Clock
from desktop.customers.card import NAME
from desktop.ui.customers import wording
from desktop.ui.customers.card_rows import Terms
from desktop.ui.customers.card_view import Candidate, EntryRow, FieldRow, FoldRow, Record, Row, What
from desktop.ui.customers.showing import Stage
from desktop.ui.customers.sidebar_view import SidebarView
from desktop.ui.customers.wording import tr

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_DIGITS = frozenset("0123456789")


class Sidebar(SidebarView):
    """Comes up without the focus; its hotkey gives it the keys, Escape gives them back.

    It does nothing by itself: what the agent wants is a signal.
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
    follow_up_asked = Signal()
    """Make a follow-up for :attr:`customer`."""
    follow_up_chosen = Signal(int)
    """Change this one of the customer's, by its number."""
    watch_asked = Signal()
    """Watch :attr:`customer`, or the ticket that is chosen; or no more."""
    log_asked = Signal()
    """Log the interaction with the customer in sight."""
    status_asked = Signal()
    """Change the status of a ticket of theirs."""
    articles_asked = Signal()
    """Search the knowledge bases, perhaps for :meth:`subject`."""
    forget_agreed = Signal()
    """Forget :attr:`customer`; the agent has said so twice."""
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
        super().__init__(clock, terms)
        self._connect()

    # --- what the agent does ------------------------------------------------------------------

    def _connect(self) -> None:
        parts = self.parts
        parts.line.installEventFilter(self)
        parts.list.clicked_on.connect(self._clicked)
        parts.list.selectionModel().currentChanged.connect(lambda *_: self.show_keys())
        parts.hide.clicked.connect(self._hide)
        parts.header.refresh.clicked.connect(self._refresh)
        parts.header.refresh.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        parts.header.others.clicked.connect(self.choose_anew)
        parts.note.clicked.connect(self.note_asked)
        parts.follow_up.clicked.connect(self.follow_up_asked)
        parts.watch.clicked.connect(self.watch_asked)
        parts.log.clicked.connect(self.log_asked)
        parts.status.clicked.connect(self.status_asked)
        parts.forget.clicked.connect(self._ask_to_forget)
        parts.writing.forget.left.connect(lambda: parts.writing.show_panel(None))
        parts.writing.forget.agreed.connect(self._forget_customer)
        self.customer_changed.connect(self._end_forgetting)
        parts.writing.use_keys_of(self._take_back_keys)
        parts.writing.moved.connect(self.show_actions)
        parts.writing.moved.connect(self.show_keys)
        parts.call.clicked.connect(lambda: self._call(None))
        parts.open.clicked.connect(lambda: self._open(None))
        parts.create.clicked.connect(self.create_asked)
        parts.remember.clicked.connect(self.remembered)
        parts.sign_in.clicked.connect(self._sign_in)
        parts.again.clicked.connect(self._refresh)
        parts.settings.clicked.connect(self.settings_asked)
        parts.providers.sign_in_asked.connect(self.sign_in_asked)

    def _search(self) -> None:
        words = self.parts.line.text().strip()
        if words:
            self.parts.line.setModified(False)
            self.show_asking(words)
            self.parts.list.setFocus()
            self.searched.emit(words)
        else:
            self._enter(None)

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

    def subject(self) -> str:
        """Of the ticket that is chosen, else of the newest open one."""
        chosen, rows = self.parts.list.chosen(), self.parts.list.rows.rows
        tickets = [one for one in rows if isinstance(one, EntryRow) and one.strong]
        if isinstance(chosen, EntryRow) and isinstance(chosen.key, tuple):
            return chosen.text if chosen.key[0] == What.TICKET.value else ""
        return tickets[0].text if tickets and self.card is not None else ""

    def _choose(self, row: Row | None) -> None:
        if isinstance(row, Candidate):
            self.choose(row)
            self.match_chosen.emit(row.place)

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
            case EntryRow(key=("follow-up", int() as number)):
                self.follow_up_chosen.emit(number)
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
            if self.calm:
                self._choose(row)
        else:
            self._copy(row)

    def _ask_to_forget(self) -> None:
        writing = self.parts.writing
        if self.card is not None and writing.open is None:
            writing.forget.ask(self.card.name)
            writing.show_panel(writing.forget)

    def _forget_customer(self) -> None:
        self.parts.writing.show_panel(None)
        if self.card is not None:
            self.forget_agreed.emit()

    def _end_forgetting(self) -> None:
        """It was asked about somebody else."""
        writing = self.parts.writing
        if writing.open is writing.forget:
            writing.show_panel(None)

    def _refresh(self) -> None:
        self.begin_refresh()
        self.refresh_asked.emit()

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
        if self.has_keys and self._cover is not None and self._cover.isVisible():
            self._cover.take_focus()
            return
        self.parts.list.use_keys(here=self.has_keys)
        self.parts.header.use_keys(here=self.has_keys)
        if self.has_keys:
            self._told = ""
            if self.card is not None and self.parts.writing.take_keys():
                pass
            elif self.stage in {Stage.CARD, Stage.SEVERAL} or (
                self.parts.header.ways and self.stage is not Stage.NOTHING
            ):
                self.parts.list.setFocus()
            else:
                self.go_to_line()
        self.show_keys()

    def _take_back_keys(self) -> None:
        if self.has_keys:
            self.parts.list.setFocus()

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
                self.go_to_line()
                return True  # what stands there stays selected, to be typed over
            if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
                self._told = ""
                self.show_keys()
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
        elif event.text() == "/" and not self._has_begun():
            pass  # it leads here, for whoever was here already, too
        else:
            return False
        return True

    def _has_begun(self) -> bool:
        """Does something stand in the line that the next key would not replace?"""
        line = self.parts.line
        return line.selectedText() != line.text()

    def _on_key(self, event: QKeyEvent) -> bool:
        key, plain, control = _meant(event)
        if event.isAutoRepeat():
            return True  # a key that was held since before means nothing here
        chosen = self.parts.list.chosen()
        if key is Qt.Key.Key_Escape:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._hide() if shift else self._dismiss()
        elif key is Qt.Key.Key_F5 or (control and key is Qt.Key.Key_R):
            self._refresh()
        elif event.text() == "/" or (control and key is Qt.Key.Key_F):
            self.go_to_line()
        elif key is Qt.Key.Key_C and (plain or control):
            self._copy(chosen)
        elif plain and key is Qt.Key.Key_Up:
            self.go_to_line()  # from the first row on
        elif plain and key in _ENTER:
            focused = self.focusWidget()
            if isinstance(focused, QAbstractButton):
                focused.click()
            else:
                self._enter(chosen)
        elif event.text() in _DIGITS and not control:
            self._number(int(event.text()))  # by its sign: some keyboards need Shift for it
        else:
            return plain and self._on_letter(key, chosen)
        return True

    def _on_letter(self, key: Qt.Key, chosen: Row | None) -> bool:
        """The keys beside the buttons."""
        if key is Qt.Key.Key_I:
            self._sign_in()
            return True
        if key is Qt.Key.Key_R and self.stage is Stage.UNKNOWN:
            self.remembered.emit()
            return True
        if key is Qt.Key.Key_K and self._cover is not None:
            self.articles_asked.emit()
            return True
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_N: self.note_asked.emit,
            Qt.Key.Key_L: self.log_asked.emit,
            Qt.Key.Key_S: self.status_asked.emit,
            Qt.Key.Key_A: self.parts.writing.unsent.again,
            Qt.Key.Key_F: self.follow_up_asked.emit,
            Qt.Key.Key_W: self.watch_asked.emit,
            Qt.Key.Key_T: lambda: self._call(chosen),
            Qt.Key.Key_O: lambda: self._open(chosen),
            Qt.Key.Key_M: self.choose_anew,
            Qt.Key.Key_Delete: self._ask_to_forget,
        }
        if self.card is None or key not in acts:
            return False
        acts[key]()
        return True

    # --- Qt -----------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed by the system's key."""
        self._hide()
        super().closeEvent(event)


def _meant(event: QKeyEvent) -> tuple[Qt.Key, bool, bool]:
    """The key, and whether it stands alone or with Ctrl."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    alone = modifiers == Qt.KeyboardModifier.NoModifier
    return Qt.Key(event.key()), alone, modifiers == Qt.KeyboardModifier.ControlModifier
