"""The parts of the sidebar and how they stand one beneath the other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.ui.customers.card_list import CardList
from desktop.ui.customers.header import Header
from desktop.ui.customers.provider_panel import ProviderPanel
from desktop.ui.customers.wording import tr
from desktop.ui.customers.writing.area import WritingArea
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.flow import Flow
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
        self.writing = WritingArea()
        self.note = button(tr("Note"), "primary")
        self.log = button(tr("Log"))
        self.status = button(tr("Status"))
        self.call = button(tr("Call"), "link")
        self.open = button(tr("Open"), "link")
        self.follow_up = button(tr("Follow up"), "link")
        self.watch = button(tr("Watch"), "link")
        self.forget = button(tr("Forget…"), "link")
        self.forget.setToolTip(tr("Delete"))
        self.forget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
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
        row = Flow(self.actions, look.GRID, look.GRID - 2)
        row.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID)
        for one, key in (
            (self.note, "N"),
            (self.log, "L"),
            (self.status, "S"),
            (self.call, "T"),
            (self.open, "O"),
            (self.follow_up, "F"),
            (self.watch, "W"),
        ):
            row.addWidget(_with_cap(one, key))
        row.addWidget(self.forget)  # its key is no letter, and it is seldom wanted
        whole = QVBoxLayout(window)
        whole.setContentsMargins(look.LINE, look.LINE, look.LINE, look.LINE)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(line())
        whole.addWidget(self.header)
        whole.addWidget(self.list, 1)
        whole.addWidget(self.providers)
        whole.addWidget(self.writing)
        self._above = line()
        whole.addWidget(self._above)
        whole.addWidget(self.actions)
        whole.addWidget(line())
        whole.addWidget(self.keys)

    def show_actions(self, *, shown: bool, call: bool, opens: bool, tickets: bool) -> None:
        """The buttons for a customer; those that have nothing to act on are left out."""
        # While something is written, its own buttons and keys are those that count.
        wanted_now = shown and self.writing.open is None
        self.actions.setVisible(wanted_now)
        self._above.setVisible(wanted_now)
        self.writing.setVisible(shown)
        for one, wanted in ((self.call, call), (self.open, opens), (self.status, tickets)):
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
