"""The last lines of the card: which providers have not answered, why, and the way on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.customers.card_view import ANSWERED_BY_AGENT, ProviderLine, ProviderState
from desktop.ui.customers.wording import tr
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.passage import start_of
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.words import button, label, line

SLOW_MS = 2_500
"""After this a provider that is still asked is slow; by then others have shown what they know."""
FEW = 3


class ProviderPanel(QWidget):
    """A line for each, a few of them unless the agent asks for all."""

    sign_in_asked = Signal(str)

    def __init__(self) -> None:
        """Nothing is said at first."""
        super().__init__()
        self.lines: tuple[ProviderLine, ...] = ()
        self.slow = False
        self._opened = False
        self._hidden = False
        self._column = QVBoxLayout()
        self._column.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID)
        self._column.setSpacing(look.HALF)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(line())
        whole.addLayout(self._column)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SLOW_MS)
        self._timer.timeout.connect(self.call_slow)
        self.hide()

    def begin(self) -> None:
        """A lookup begins: nobody is slow yet."""
        self.slow = False
        self._opened = False
        self._timer.start()

    def show_lines(self, lines: tuple[ProviderLine, ...], *, hidden: bool = False) -> None:
        """Show these; ``hidden`` where something else says it already."""
        self._hidden = hidden
        if not any(one.state is ProviderState.ASKING for one in lines):
            self._timer.stop()
        if lines != self.lines:
            self.lines = lines
            self._rebuild()
        self._show()

    def call_slow(self) -> None:
        """Who is still asked is slow."""
        self.slow = True
        self._rebuild()

    def words(self) -> list[str]:
        """What is said, a line each."""
        return [self._words(one) for one in self._shown()]

    def signed_out(self) -> str:
        """The first provider that waits for the agent; empty if none does."""
        return next((one.name for one in self.lines if one.state in ANSWERED_BY_AGENT), "")

    def changeEvent(self, event: QEvent) -> None:
        """Another direction: the words begin elsewhere."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._rebuild()

    def _shown(self) -> tuple[ProviderLine, ...]:
        all_fit = self._opened or len(self.lines) <= FEW + 1
        return self.lines if all_fit else self.lines[:FEW]

    def _words(self, one: ProviderLine) -> str:
        match one.state:
            case ProviderState.ASKING if self.slow:
                return tr("{} is slow, still asking…").format(one.title)
            case ProviderState.ASKING:
                return tr("{}: still asking…").format(one.title)
            case ProviderState.SIGNED_OUT:
                return tr("{}: signed out").format(one.title)
            case _:
                return one.words

    def _rebuild(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for one in self._shown():
            self._column.addWidget(self._line(one))
        left = len(self.lines) - len(self._shown())
        if left:
            more = button(tr("and {} more").format(left), "link")
            more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            more.clicked.connect(self._open)
            self._column.addWidget(more)

    def _show(self) -> None:
        self.setVisible(bool(self.lines) and not self._hidden)

    def _open(self) -> None:
        self._opened = True
        self._rebuild()

    def _line(self, one: ProviderLine) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.GRID)
        words = label(self._words(one), "muted", wrap=True)
        words.setAlignment(start_of(self.layoutDirection()) | Qt.AlignmentFlag.AlignTop)
        if one.state in {ProviderState.SIGNED_OUT, ProviderState.FAILED, ProviderState.SET_UP}:
            as_role(words, "warning")
        words.setContentsMargins(0, 2 if one.state in ANSWERED_BY_AGENT else 0, 0, 0)
        row.addWidget(words, 1)
        ways = {
            ProviderState.SIGNED_OUT: tr("Sign in"),
            ProviderState.SET_UP: tr("Set up"),
        }
        if one.state in ways:
            way = button(ways[one.state], "link")
            way.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            name = one.name
            way.clicked.connect(lambda: self.sign_in_asked.emit(name))
            row.addWidget(way, 0, Qt.AlignmentFlag.AlignTop)
        return made
