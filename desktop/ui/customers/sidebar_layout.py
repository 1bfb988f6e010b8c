"""The parts of the sidebar and how they stand one beneath the other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.ui.customers.card_list import CardList
from desktop.ui.customers.header import Header
from desktop.ui.customers.provider_panel import ProviderPanel
from desktop.ui.customers.wording import tr
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.words import KeyCap, KeysLine, button, line

LONGEST_QUESTION = 1_000
"""Characters; what is longer is no address, number or name."""


class SidebarLayout:
    """Makes and places the parts; knows nothing of what they do."""

    def __init__(self, window: QWidget) -> None:
        """Fill ``window``."""
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST_QUESTION)
        self.line.setPlaceholderText(tr("E-mail, phone, order, name"))
        self.line.setAccessibleName(tr("Look up a customer"))
        as_role(self.line, "palette")
        self.hide = button(tr("Hide"), "link")
        self.hide.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.header = Header()
        self.list = CardList()
        self.providers = ProviderPanel()
        self.note = button(tr("Add note"), "primary")
        self.call = button(tr("Call"))
        self.open = button(tr("Open"))
        self.follow_up = button(tr("Follow up"), "link")
        self.watch = button(tr("Watch"), "link")
        self.create = button(tr("Create a customer"), "primary")
        self.remember = button(tr("Remember who it is"))
        self.sign_in = button(tr("Sign in"), "primary")
        self.again = button(tr("Ask again"))
        self.settings = button(tr("Set up where to look"), "primary")
        self.keys = KeysLine()
        self.actions = QWidget()
        for one in (self.create, self.remember, self.sign_in, self.again, self.settings):
            one.setParent(window)
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            one.hide()
        self._build(window)

    def _build(self, window: QWidget) -> None:
        top = QWidget()
        top.setFixedHeight(look.HEADER_HEIGHT - look.GRID)
        head = QHBoxLayout(top)
        head.setContentsMargins(look.MARGIN - 2, 0, look.MARGIN, 0)
        head.setSpacing(look.GRID)
        head.addWidget(self.line, 1)
        head.addWidget(self.hide)
        column = QVBoxLayout(self.actions)
        column.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID)
        column.setSpacing(look.HALF)
        later = QHBoxLayout()
        later.setSpacing(look.GRID)
        for one, key in ((self.follow_up, "F"), (self.watch, "W")):
            later.addWidget(_with_cap(one, key))
        later.addStretch(1)
        column.addLayout(later)
        row = QHBoxLayout()
        row.setSpacing(look.HALF + 2)
        column.addLayout(row)
        for one, key in ((self.note, "N"), (self.call, "T"), (self.open, "O")):
            row.addWidget(_with_cap(one, key))
        row.addStretch(1)
        whole = QVBoxLayout(window)
        whole.setContentsMargins(look.LINE, look.LINE, look.LINE, look.LINE)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(line())
        whole.addWidget(self.header)
        whole.addWidget(self.list, 1)
        whole.addWidget(self.providers)
        self._above = line()
        whole.addWidget(self._above)
        whole.addWidget(self.actions)
        whole.addWidget(line())
        whole.addWidget(self.keys)

    def show_actions(self, *, shown: bool, call: bool, opens: bool) -> None:
        """The buttons for a customer; those that have nothing to act on are left out."""
        self.actions.setVisible(shown)
        self._above.setVisible(shown)
        for one, wanted in ((self.call, call), (self.open, opens)):
            parent = one.parentWidget()
            if parent is not None:
                parent.setVisible(wanted)


def _with_cap(one: QPushButton, key: str) -> QWidget:
    one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look.HALF)
    row.addWidget(one)
    row.addWidget(KeyCap(key))
    return both
