"""A quiet line in the corner: a follow-up is due, or a watched ticket has changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.ui.customers.followups.wording import tr
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.frame import area_at
from desktop.ui.widgets.passing import PassingFrame
from desktop.ui.widgets.words import Elided, button

WIDTH = 46 * look.GRID
SHOWN_MS = 60_000
"""It goes by itself after this, if somebody is there; the tray goes on saying how many are due."""
READ_MS = 5_000
"""What stood for less may not have been read."""


class DueNotice(PassingFrame):
    """See the module."""

    opened = Signal()
    """Look the customer up, or show the list; the notice is hidden already, as after the others."""
    finished = Signal()
    put_off = Signal()

    def __init__(self, idle_s: Callable[[], float | None] = lambda: None) -> None:
        """Hidden at first; ``idle_s`` is since the last input, None where nobody can tell."""
        super().__init__(SHOWN_MS)
        self._idle_s = idle_s
        self._since = QElapsedTimer()
        self.setObjectName("due-notice")
        self.setWindowTitle(tr("Deskhand follow-up"))
        self.setFixedWidth(WIDTH)
        self.first = Elided("", "strong")
        self.second = Elided("", "muted")
        self.third = Elided("", "muted")
        self.open = button("", "primary")
        self.done = button(tr("Done"))
        self.later = button(tr("Later"))
        self.hide_it = button(tr("Hide"), "link")
        column = QVBoxLayout(self)
        column.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.GRID + look.HALF)
        column.setSpacing(look.HALF)
        for line in (self.first, self.second, self.third):
            column.addWidget(line)
        row = QHBoxLayout()
        row.setSpacing(look.GRID)
        for one in (self.open, self.done, self.later, self.hide_it):
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(one)
        row.addStretch(1)
        column.addSpacing(look.HALF)
        column.addLayout(row)
        self.open.clicked.connect(lambda: self._end(self.opened))
        self.done.clicked.connect(lambda: self._end(self.finished))
        self.later.clicked.connect(lambda: self._end(self.put_off))
        self.hide_it.clicked.connect(self.forget)

    def tell(self, first: str, second: str, third: str, opens: str, *, one: bool) -> None:
        """Show it with these lines; ``one``: it can be done or put off from here."""
        self.first.say(first)
        self.second.say(second)
        self.third.say(third)
        self.second.setVisible(bool(second))
        self.third.setVisible(bool(third))
        self.open.setText(opens)
        self.done.setVisible(one)
        self.later.setVisible(one)
        self.setAccessibleName(". ".join(part for part in (first, second, third) if part))
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setFixedHeight(layout.sizeHint().height())
        self.to_corner(area_at(QCursor.pos()))
        self.show()
        self.raise_()
        self._since.start()
        self.go_soon()

    def unread(self) -> bool:
        """Does it stand there, and for so short that nobody may have read it?"""
        return self.isVisible() and not self._since.hasExpired(READ_MS)

    def go(self) -> None:
        """Its time is over, unless nobody is there to see it."""
        idle = self._idle_s()
        if idle is not None and idle * 1000 >= SHOWN_MS:
            self.go_soon()
        else:
            self.forget()

    def forget(self) -> None:
        """Hide it; nothing of the customer stays in it."""
        self.stay()
        self.hide()
        for line in (self.first, self.second, self.third):
            line.say("")
        self.setAccessibleName("")

    def _end(self, signal: object) -> None:
        self.forget()
        signal.emit()  # type: ignore[attr-defined]  # a bound signal, which PySide has no type for
