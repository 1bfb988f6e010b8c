"""The customer sidebar at work: what it is asked goes down, what is found comes up.

It pops up beside the agent's work and leaves the focus where it is. Nothing in it calls, opens or
writes by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from desktop.assembly import Assembly
from desktop.core.results import Problem, Severity
from desktop.customers.inquiry import Inquiry
from desktop.customers.kept.whose import Owner
from desktop.host.base import Attendance, Clipboard, Presence, Window, Windows
from desktop.interaction import Asked, Channel
from desktop.settings.sections.customers import (
    EDGE,
    HOTKEY,
    PROVIDERS,
    REGION,
    SHOWN_FIELDS,
    WIDTH,
)
from desktop.settings.store import Changed
from desktop.ui.customers.articles_desk import ArticlesDesk
from desktop.ui.customers.card_rows import Terms
from desktop.ui.customers.card_view import Record
from desktop.ui.customers.edge import Edge
from desktop.ui.customers.sidebar import Sidebar
from desktop.ui.customers.writing.desk import WritingDesk
from desktop.ui.shell.shell import Shell
from desktop.ui.widgets.key_words import key_words

SELECTION_S = 0.5
"""For an application to hand over what is selected in it."""
_TEL = re.compile(r"tel:\+?[0-9]{2,15}(?:;ext=[0-9]{1,7})?")


class CustomerDesk(QObject):
    """See the module."""

    def __init__(
        self,
        assembly: Assembly,
        windows: Windows,
        clipboard: Clipboard,
        presence: Presence,
        shell: Shell,
        *,
        open_system: Callable[[str], None],
        open_interaction: Callable[[], None],
        attach: Callable[[Sidebar], None] = lambda _view: None,
    ) -> None:
        """Make it on the main thread, with its modules imported; no window is built yet."""
        super().__init__()
        self._assembly = assembly
        self._customers = assembly.customers
        self._shell = shell
        self._windows = windows
        self._clipboard = clipboard
        self._open_system = open_system
        """Sets a system up, or helps to sign in to it; without a name any."""
        self._open_interaction = open_interaction
        self._attach = attach
        """Joins what else is kept of customers to the sidebar."""
        self._open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl
        self._view: Sidebar | None = None
        self._writing: WritingDesk | None = None
        self._articles: ArticlesDesk | None = None
        self._window = Window()
        """Where the agent works, and where the focus goes back to."""
        self._text = ""
        self._pressed = 0
        self._inquiry: Inquiry | None = None
        """As the sidebar shows it."""
        self._popped = 0

        self._stops = [
            self._customers.told.connect(shell.bridge.carry(self._take)),
            assembly.settings.changed.connect(shell.bridge.carry(self._adopt)),
            self._customers.forgot.connect(shell.bridge.carry(self._let_go)),
        ]
        self._ended = False
        shell.background.start(lambda: presence.watch(self._on_attendance), self._keep_watching)
        self._customers.finder().tell()  # what came before there was a desk

    @property
    def view(self) -> Sidebar | None:
        """The sidebar, once it was opened."""
        return self._view

    def close(self) -> None:
        """Before the end."""
        self._ended = True
        stops, self._stops = self._stops, []
        for stop in stops:
            stop()
        if self._writing is not None:
            self._writing.close()
        if self._articles is not None:
            self._articles.close()
        if self._view is not None:
            self._view.hide()

    def press(self, window: Window) -> None:
        """The hotkey, or the tray: look up what is selected in ``window``.

        The same selection again, or none, gives the sidebar the keys; once more gives them back.
        """
        view = self._view
        if view is not None and view.isVisible() and int(view.winId()) == window.id:
            self._dismissed(give_back=True)
            return
        self._pressed += 1
        press, asked, clipboard = self._pressed, self._front(), self._clipboard
        if window.id:
            self._window = window

        def take(text: str | None) -> None:
            if press == self._pressed:
                self._look_up_selected(text or "", asked)

        self._shell.background.start(lambda: clipboard.selection(SELECTION_S), take, owner=self)

    def look_up(self, text: str) -> None:
        """Show whoever is known by ``text``, and give the sidebar the keys."""
        view = self._view or self._build()
        view.open_quietly(None)
        view.take_keys()
        self._search(text)

    def _on_attendance(self, one: Attendance) -> None:
        """Whoever comes to a locked screen finds nothing in it. On a thread of the system's."""
        if one is Attendance.LOCKED:
            self._customers.forget()

    def _keep_watching(self, stop: Callable[[], None]) -> None:
        if self._ended:
            stop()
        else:
            self._stops.append(stop)

    # --- asking ---

    def _look_up_selected(self, text: str, asked: Asked | None) -> None:
        view = self._view or self._build()
        again = view.isVisible() and text == self._text
        if text.strip() and not again:
            self._text = text
            view.open_quietly(None)
            self._customers.look_up(text, asked)
            return
        view.open_quietly(None)
        view.take_keys()

    def _search(self, text: str) -> None:
        self._text = ""
        self._customers.look_up(text, self._front())

    def _front(self) -> Asked | None:
        interactions = self._assembly.interactions
        front = interactions.front()
        return interactions.ask(front.id) if front is not None else None

    # --- what is found ---

    def _take(self, inquiry: Inquiry | None) -> None:
        if inquiry is not None and not self._is_in_front(inquiry):
            return  # what belongs to the interaction in front is on its way
        view = self._view
        if inquiry is None:
            if view is not None and self._inquiry is not None:
                self._text = ""
                view.show_nothing(set_up=self._is_set_up())
            self._inquiry = None
            if self._writing is not None:
                self._writing.follow(None)
            return
        view = view or self._build()
        self._inquiry = inquiry
        view.show_inquiry(inquiry)
        if self._writing is not None:
            self._writing.follow(inquiry)
        if inquiry.serial > self._popped:
            self._popped = inquiry.serial
            if not inquiry.again:
                view.open_quietly(None)

    def _is_in_front(self, inquiry: Inquiry) -> bool:
        """An answer for one customer must not be in sight while another is in front."""
        asked, interactions = inquiry.asked, self._assembly.interactions
        if asked is None:
            return True
        front = interactions.front()
        return front is not None and front.id == asked.interaction and interactions.holds(asked)

    def _write_here(self, on: bool) -> None:
        """In a note beside another's interaction no snippet comes out with the other's name."""
        writing = self._writing
        self._assembly.write_here(on and writing is not None and writing.snippets.fit)

    # --- what the agent wants ---

    def _build(self) -> Sidebar:
        view = Sidebar(self._assembly.clock, self._terms())
        view.show_hotkey(key_words(self._assembly.settings.get(HOTKEY)))
        self._place(view)
        view.width_changed.connect(self._keep_width)
        view.show_nothing(set_up=self._is_set_up())
        view.searched.connect(self._search)
        view.copied.connect(self._copy)
        view.called.connect(self._call)
        view.record_opened.connect(self._open_record)
        view.match_chosen.connect(self._choose)
        view.create_asked.connect(self._create)
        view.remembered.connect(self._remember)
        view.forget_agreed.connect(self._forget_customer)
        view.sign_in_asked.connect(self._open_system)
        view.settings_asked.connect(lambda: self._open_system(""))
        view.refresh_asked.connect(self._customers.finder().again)
        view.dismissed.connect(lambda give_back: self._dismissed(give_back=give_back))
        self._articles = ArticlesDesk(
            view,
            self._customers.reading,
            self._assembly.clock,
            self._shell,
            NO_BROWSER,
        )
        self._view = view
        self._attach(view)
        self._writing = WritingDesk(view, self._assembly, self._shell)
        view.parts.writing.writes.connect(self._write_here)
        return view

    def _is_set_up(self) -> bool:
        return bool(self._assembly.settings.get(PROVIDERS))

    def _terms(self) -> Terms:
        settings = self._assembly.settings
        return Terms(settings.get(SHOWN_FIELDS), region=settings.get(REGION))

    def _place(self, view: Sidebar) -> None:
        settings = self._assembly.settings
        view.use_place(Edge(settings.get(EDGE)), settings.get(WIDTH))

    def _keep_width(self, width: int) -> None:
        """As the agent dragged it."""
        unwritten = self._assembly.settings.change(WIDTH, width)
        if unwritten is not None:
            self._shell.show(unwritten)

    def _choose(self, place: int) -> None:
        customer = self._view.customer_at(place) if self._view is not None else None
        if self._inquiry is not None and customer is not None:
            self._customers.finder().choose(self._inquiry.serial, customer)

    def _copy(self, text: str) -> None:
        self._shell.background.start(lambda: self._clipboard.set_text(text))

    def _call(self, address: str) -> None:
        """Hand a number to the telephone program; nothing but a number ever."""
        if not _TEL.fullmatch(address) or not self._open_url(QUrl(address)):
            self._shell.show(NO_TELEPHONE)

    def _open_record(self, record: Record) -> None:
        if not self._customers.may_open(record.provider, record.url):
            self._shell.show(NOT_ITS_PAGE)
        elif not self._open_url(QUrl(record.url, QUrl.ParsingMode.StrictMode)):
            self._shell.show(NO_BROWSER)

    def _create(self) -> None:
        """Somebody whom no provider knows: the agent says who it is, in the interaction's form.

        In one of their own, where the one in front is somebody else's.
        """
        interactions, inquiry = self._assembly.interactions, self._inquiry
        front = interactions.front()
        if front is None or self._customers.knows(front):
            new = interactions.open("lookup", Channel.OTHER)
            if inquiry is not None:  # still to be remembered, with the name from the form
                self._customers.look_up(inquiry.text, interactions.ask(new.id))
        self._open_interaction()

    def _remember(self) -> None:
        if self._inquiry is not None:
            self._customers.remember(self._inquiry.serial)

    def _forget_customer(self) -> None:
        """In the book, in translations, in interactions, and what else is kept."""
        if self._inquiry is not None:
            self._customers.forget_customer(self._inquiry)

    def _let_go(self, gone: Owner) -> None:
        if self._writing is not None:
            self._writing.forgotten(gone)

    def _dismissed(self, *, give_back: bool) -> None:
        self._pressed += 1
        if self._writing is not None:
            self._writing.put_by()
        if give_back and self._window.id:
            window, windows = self._window, self._windows
            self._shell.background.start(lambda: windows.activate(window))

    def _adopt(self, changed: Changed) -> None:
        if self._view is None:
            return
        if changed.touches(HOTKEY):
            self._view.show_hotkey(key_words(changed.now.get(HOTKEY)))
        if changed.touches(REGION, SHOWN_FIELDS):
            self._view.use_terms(self._terms())
        if changed.touches(EDGE, WIDTH):
            self._place(self._view)


def _tr(text: str) -> str:
    return QApplication.translate("CustomerDesk", text)


NO_TELEPHONE = Problem(
    _tr("No telephone program takes this number"),
    "",
    _tr("Install one, or choose in your system which program opens “tel” links"),
    Severity.WARNING,
)
NOT_ITS_PAGE = Problem(
    _tr("This record can't be opened"),
    _tr("Its address is not one of the provider that the settings name"),
    _tr("Look for it in the provider itself, and check the provider's address in the settings"),
    Severity.WARNING,
)
NO_BROWSER = Problem(
    _tr("No browser opens this record"), "", _tr("Check your system's browser"), Severity.WARNING
)
