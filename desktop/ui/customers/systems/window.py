"""Customers' systems: which are asked and in which order, where they are, how one is signed in.

The window shows and asks; :mod:`desktop.ui.customers.systems.desk` does it and shows the rest.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from desktop.customers.book.importing import Preview
from desktop.customers.providers.registry import manifests
from desktop.customers.system_checks import SystemState
from desktop.customers.system_list import Listed
from desktop.ui.customers.systems.book_box import BookState
from desktop.ui.customers.systems.import_page import ImportPage
from desktop.ui.customers.systems.pane import SystemPane
from desktop.ui.customers.systems.sign_in_box import SignInState
from desktop.ui.customers.systems.wording import State, line_of
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.adding_form import AddingForm
from desktop.ui.widgets.key_box import KeyState
from desktop.ui.widgets.side_rows import Headings, SideLine
from desktop.ui.widgets.side_window import WIDTH, SideWindow

HEIGHT = 84 * look.GRID


class SystemsWindow(SideWindow[Listed, SystemState]):
    """Systems at the side, the chosen one beside them."""

    sign_in_asked = Signal(str)
    sign_in_cancelled = Signal(str)
    address_asked = Signal(str)
    """Copy what the browser is to open."""
    sign_out_asked = Signal(str)
    bring_asked = Signal(str)
    list_taken = Signal(str, object)
    stop_asked = Signal(str)
    list_removed = Signal(str, str)

    def __init__(self) -> None:
        """Empty at first; see :meth:`show_listed`."""
        kinds = [(one.title, name) for name, one in manifests().items() if name != "book"]
        self.pane = SystemPane()
        super().__init__(
            "systems",
            self.tr("Deskhand customers' systems"),
            Headings(
                self.tr("Customers' systems"),
                self.tr("Customers are looked up in"),
                self.tr("Customers are looked up nowhere"),
                self.tr(
                    "Choose a system below, say where it is, sign in, test, and turn it on. Your "
                    "customer book needs no account."
                ),
                self.tr("Not asked"),
            ),
            self.tr("Another system…"),
            self.pane,
            AddingForm(
                self.tr("Another system"),
                self.tr("For a second one of the same kind. It has its own address and sign-in."),
                sorted(kinds),
            ),
        )
        self.resize(WIDTH, HEIGHT)
        self._sign_ins: dict[str, SignInState] = {}
        self.importing = ImportPage()
        self.pages.addWidget(self.importing)
        self._connect()

    def show_sign_in(self, name: str, state: SignInState) -> None:
        """How far a sign-in by the browser is."""
        self._sign_ins[name] = state
        self._show()

    def sign_in_of(self, name: str) -> SignInState:
        """As it was shown last."""
        return self._sign_ins.get(name, SignInState())

    def show_book(self, state: BookState) -> None:
        """What is in the book, and what comes in."""
        self.pane.book.show_book(state)

    def show_file(self, path: Path, preview: Preview, lists: frozenset[str]) -> None:
        """A file that was chosen for the book."""
        self.pages.setCurrentWidget(self.importing)
        self.importing.show_file(path, preview, lists)

    def line_of(self, one: Listed, state: State) -> SideLine:
        """What there is to say about a system in the list."""
        return line_of(one, state)

    def show_one(self, one: Listed, state: State, key: KeyState, *, last: bool) -> None:
        """The system that is chosen."""
        self.pane.show_system(one, state, last=last, key=key, sign_in=self.sign_in_of(one.name))

    def _sign_in(self) -> None:
        self.pane.fields.finish()
        self.sign_in_asked.emit(self.pane.shown())

    def _taken(self, wanted: object) -> None:
        self.leave_page()
        self.list_taken.emit(self.pane.shown(), wanted)

    def _connect(self) -> None:
        pane = self.pane
        self.importing.left.connect(self.leave_page)
        self.importing.taken.connect(self._taken)
        pane.sign_in.asked.connect(self._sign_in)
        pane.sign_in.cancelled.connect(lambda: self.sign_in_cancelled.emit(pane.shown()))
        pane.sign_in.address_asked.connect(lambda: self.address_asked.emit(pane.shown()))
        pane.sign_in.sign_out_asked.connect(lambda: self.sign_out_asked.emit(pane.shown()))
        pane.book.bring_asked.connect(lambda: self.bring_asked.emit(pane.shown()))
        pane.book.stop_asked.connect(lambda: self.stop_asked.emit(pane.shown()))
        pane.book.remove_asked.connect(lambda name: self.list_removed.emit(pane.shown(), name))
