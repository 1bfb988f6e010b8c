"""What there is to say and do about one system: on or off, fields, sign-in, lists."""

from __future__ import annotations

import itertools

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.customers.system_list import Listed
from desktop.settings.sections.customers import SERVICES
from desktop.ui.customers.book_box import BookBox
from desktop.ui.customers.sign_in_box import SignInBox, SignInState
from desktop.ui.customers.systems_wording import (
    State,
    chip,
    key_words,
    may_not,
    state_words,
    title,
    way_on,
    where,
)
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.cell_fields import Cell, Office
from desktop.ui.widgets.key_box import KeyState
from desktop.ui.widgets.side_window import SidePane
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.theme import Tone
from desktop.ui.widgets.words import Chip, Elided, button, label, line


class SystemPane(SidePane):
    """One system. It asks and shows; what comes of it is shown to it again."""

    def __init__(self) -> None:
        """For no system at first; see :meth:`show_system`."""
        super().__init__()
        self._shown: Listed | None = None
        self.title = Elided("", "name")
        self.chip = Chip()
        self.where = label("", "muted", wrap=True)
        self.turn = button("")
        self.earlier = button(self.tr("Ask earlier"))
        self.later = button(self.tr("Ask later"))
        self.state = label("", wrap=True)
        self.may_not = label("", "warning", wrap=True)
        self.way_on = label("", "muted", wrap=True)
        self.sign_in = SignInBox()
        self.book = BookBox()
        self.remove = button(self.tr("Remove this system and how you are signed in"), "link")
        self._between = line()
        self._build()
        self.turn.clicked.connect(self.ask_to_turn)
        self.earlier.clicked.connect(lambda: self.moved.emit(-1))
        self.later.clicked.connect(lambda: self.moved.emit(1))
        self.test.clicked.connect(self.test_asked)
        self.remove.clicked.connect(self.remove_asked)

    def shown(self) -> str:
        """The name of the system that is shown; empty while there is none."""
        return self._shown.name if self._shown is not None else ""

    def show_system(
        self, one: Listed, state: State, *, last: bool, key: KeyState, sign_in: SignInState
    ) -> None:
        """Another system, or another state; ``last``: none is asked after it."""
        if self._shown is None or self._shown.name != one.name:
            self.key.clear()
        self._shown = one
        self.title.say(title(one))
        self.chip.say(chip(one), Tone.ACCENT if one.on else Tone.PLAIN)
        self.where.setText(where(one))
        self.where.setVisible(bool(where(one)))
        finds = one.manifest is None or bool(one.manifest.finds)
        on = self.tr("Look customers up here") if finds else self.tr("Find articles here")
        self.turn.setText(self.tr("Turn off") if one.on else on)
        as_role(self.turn, "" if one.on or one.problem is not None else "primary")
        self.earlier.setVisible(one.on)
        self.later.setVisible(one.on)
        self.earlier.setEnabled(one.place != 0)
        self.later.setEnabled(not last)
        is_book = one.manifest is not None and one.manifest.name == "book"
        self.test.setVisible(not is_book)
        self.test.setEnabled(one.problem is None)
        self._show_state(one, state)
        self._show_fields(one)
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
        self._between.setVisible(needs and (oauth is not None or one.by_key))
        self.remove.setVisible(one.own)

    def take_focus(self) -> None:
        """To the first field."""
        first = next(iter(self.fields.lines.values()), None)
        (first or (self.book.bring if self.book.isVisibleTo(self) else self.turn)).setFocus()

    def _show_state(self, one: Listed, state: State) -> None:
        words, wrong = state_words(one, state)
        self.state.setText(words)
        as_role(self.state, "error" if wrong else "")
        self.state.setVisible(bool(words))
        more = way_on(one, state)
        self.way_on.setText(more)
        self.way_on.setVisible(bool(more) and bool(words))
        limits = may_not(state)
        self.may_not.setText(limits)
        self.may_not.setVisible(bool(limits) and one.problem is None)

    def _show_fields(self, one: Listed) -> None:
        columns = {column.key: column for column in SERVICES.columns}
        needs = one.manifest.needs if one.manifest else ()
        needed = self.tr("{} (needed)")
        cells = [
            Cell(
                need.name,
                (needed if need.required else "{}").format(columns[need.name].title),
                need.help or columns[need.name].help,
                need.example,
            )
            for need in needs
        ]
        # What is signed in to by the browser is a service on the internet.
        oauth = one.manifest.oauth if one.manifest else None
        has_address = any(need.name == "address" for need in needs)
        words = Office(columns["office"].title, columns["office"].help)
        office = words if has_address and oauth is None else None
        self.fields.show_cells(one.name, cells, msgspec.structs.asdict(one.row), office)
        below = [*self.fields.stops(), *self.sign_in.stops(), *self.key.stops(), *self.book.stops()]
        whole: list[QWidget] = [self.turn, self.earlier, self.later, self.test, *below, self.remove]
        for first, second in itertools.pairwise(whole):
            QWidget.setTabOrder(first, second)

    def ask_to_turn(self) -> None:
        """Turn it on or off."""
        if self._shown is not None:
            self.fields.finish()
            self.turned.emit(not self._shown.on)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(look.GRID)
        head.addWidget(self.title, 1)
        head.addWidget(self.chip)
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        for one in (self.turn, self.earlier, self.later, self.test):
            row.addWidget(one)
        row.addStretch(1)
        column = QVBoxLayout(self)
        margin = 3 * look.GRID
        column.setContentsMargins(margin, margin - look.HALF, margin, margin)
        column.setSpacing(look.HALF)
        column.addLayout(head)
        column.addWidget(self.where)
        column.addSpacing(2 * look.GRID)
        column.addLayout(row)
        column.addSpacing(look.GRID)
        column.addWidget(self.state)
        column.addWidget(self.way_on)
        column.addWidget(self.may_not)
        column.addSpacing(look.MARGIN)
        parts = QVBoxLayout()
        parts.setSpacing(look.MARGIN)
        for part in (self.fields, self._between, self.sign_in, self.key, self.book):
            parts.addWidget(part)
        column.addLayout(parts)
        column.addSpacing(look.GRID)
        column.addWidget(self.remove)
        column.addStretch(1)
