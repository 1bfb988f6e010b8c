"""What there is to say and do about one system: on or off, fields, sign-in, lists."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.customers.system_list import Listed
from desktop.settings.sections.customers import SERVICES
from desktop.ui.customers.systems.book_box import BookBox
from desktop.ui.customers.systems.sign_in_box import SignInBox, SignInState
from desktop.ui.customers.systems.wording import (
    State,
    key_words,
    may_not,
    state_words,
    way_on,
    where,
)
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.key_box import KeyState
from desktop.ui.widgets.side_pane import SidePane
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.theme import Tone
from desktop.ui.widgets.words import label


class SystemPane(SidePane[Listed]):
    """One system."""

    def __init__(self) -> None:
        """For no system at first; see :meth:`show_system`."""
        remove = self.tr("Remove this system and how you are signed in")
        super().__init__(remove, SERVICES.columns)
        self.may_not = label("", "warning", wrap=True)
        self.sign_in = SignInBox()
        self.book = BookBox()
        parts = QVBoxLayout()
        for part in (self.fields, self.between, self.sign_in, self.key, self.book):
            parts.addWidget(part)
        self.build((), (self.may_not,), look.MARGIN, parts)

    def show_system(
        self, one: Listed, state: State, *, last: bool, key: KeyState, sign_in: SignInState
    ) -> None:
        """Another system, or another state; ``last``: none is asked after it."""
        self.show_what(one, where(one), Tone.ACCENT if one.on else Tone.PLAIN, last=last)
        finds = one.manifest is None or bool(one.manifest.finds)
        on = self.tr("Look customers up here") if finds else self.tr("Find articles here")
        self.turn.setText(self.tr("Turn off") if one.on else on)
        as_role(self.turn, "" if one.on or one.problem is not None else "primary")
        is_book = one.manifest is not None and one.manifest.name == "book"
        self.test.setVisible(not is_book)
        self.test.setEnabled(one.problem is None)
        words, wrong = state_words(one, state)
        self.show_how(words, way_on(one, state), wrong=wrong)
        limits = may_not(state)
        self.may_not.setText(limits)
        self.may_not.setVisible(bool(limits) and one.problem is None)
        self._show_cells(one)
        needs = one.manifest is not None and bool(one.manifest.needs)
        self.fields.setVisible(needs)
        oauth = one.manifest.oauth if one.manifest else None
        self.sign_in.setVisible(oauth is not None)
        if oauth is not None:
            addresses = oauth.addresses()
            self.sign_in.show_sign_in(sign_in, addresses, ready=one.sign_in is not None)
        self.key.setVisible(one.by_key)
        if one.by_key and one.manifest is not None:
            self.key.call_it(key_words(one))
            self.key.show_key(key, required=one.manifest.secret_required)
        self.book.setVisible(is_book)
        self.between.setVisible(needs and (oauth is not None or one.by_key))

    def without_fields(self) -> QWidget:
        """Of the book: bring in a list."""
        return self.book.bring if self.book.isVisibleTo(self) else self.turn

    def ask_to_turn(self) -> None:
        """Turn it on or off."""
        if self._shown is not None:
            self.fields.finish()
            self.turned.emit(not self._shown.on)

    def _show_cells(self, one: Listed) -> None:
        needs = one.manifest.needs if one.manifest else ()
        cells = [
            self.cell(need.name, need.help, need.example, required=need.required) for need in needs
        ]
        # What is signed in to by the browser is a service on the internet.
        oauth = one.manifest.oauth if one.manifest else None
        has_address = any(need.name == "address" for need in needs)
        self.show_fields(one, cells, office=has_address and oauth is None)
        boxes = (self.fields, self.sign_in, self.key, self.book)
        below = [stop for box in boxes for stop in box.stops()]
        self.tab_through([self.turn, self.earlier, self.later, self.test, *below])
