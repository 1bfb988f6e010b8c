"""Messages: what happened, why, and the way on as the first button.

A message is data; a card shows one, in a notice at the corner or in the list of recent ones.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.core.results import Problem, Severity
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.passing import PassingFrame
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.window import PlainWindow
from desktop.ui.widgets.words import button, label

KEPT = 50
"""Messages that can be read again."""
CARD_WIDTH = 40 * look.GRID
SHOWN_MS = 10_000
"""A notice goes by itself after this; it is kept in the list."""


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a message."""

    title: str
    run: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Message:
    """A problem with the ways on from it; the first is the one to take."""

    problem: Problem
    actions: tuple[Action, ...] = field(default=(), compare=False)


class MessageCard(QWidget):
    """One message, written out."""

    done = Signal()
    """A button was pressed; its action has run."""

    def __init__(self, message: Message, *, closable: bool = False) -> None:
        """With ``closable`` a button at the end takes the card away."""
        super().__init__()
        problem = message.problem
        column = QVBoxLayout(self)
        column.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.MARGIN)
        column.setSpacing(look.GRID)
        column.addWidget(label(_sentence(problem.what, stop=False), "strong", wrap=True))
        rest = " ".join(_sentence(part) for part in (problem.why, problem.todo) if part)
        if rest:
            column.addWidget(label(rest, "muted", wrap=True))
        if problem.place:
            column.addWidget(label(problem.place, "muted", wrap=True))
        self.buttons = [self._button(one, first=at == 0) for at, one in enumerate(message.actions)]
        if closable:
            close = button(self.tr("Close"))
            close.clicked.connect(self.done)
            self.buttons.append(close)
        if self.buttons:
            # Below each other where one line is too narrow for their words.
            needed = sum(one.sizeHint().width() + look.GRID for one in self.buttons)
            narrow = needed > CARD_WIDTH - 2 * look.MARGIN
            row = QVBoxLayout() if narrow else QHBoxLayout()
            row.setSpacing(look.GRID)
            for one in self.buttons:
                row.addWidget(one)
            row.addStretch(1)
            column.addSpacing(look.HALF)
            column.addLayout(row)
        self.setAccessibleName(problem.sentence())

    def _button(self, action: Action, *, first: bool) -> QWidget:
        made = button(action.title, "primary" if first else "")

        def press() -> None:
            action.run()
            self.done.emit()

        made.clicked.connect(press)
        return made


class Notice(PassingFrame):
    """A card at the corner of the screen."""

    def __init__(self) -> None:
        """Hidden at first."""
        super().__init__(SHOWN_MS)
        self.setObjectName("notice")
        self.setWindowTitle(self.tr("Deskhand message"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._card: MessageCard | None = None

    def card(self) -> MessageCard | None:
        """What is shown."""
        return self._card if self.isVisible() else None

    def show_message(self, message: Message) -> None:
        """Show a card in place of the one before."""
        if self._card is not None:
            self._column.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
        self._card = MessageCard(message, closable=True)
        self._card.done.connect(self.hide)
        for one in self._card.buttons:
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column.addWidget(self._card)
        self.setFixedWidth(CARD_WIDTH)
        self._column.activate()
        self.setFixedHeight(self._card.heightForWidth(CARD_WIDTH))
        screen = QGuiApplication.primaryScreen()
        if screen is not None:
            self.to_corner(screen.availableGeometry())
        self.show()
        self.go_soon()


class Messages(QObject):
    """Takes every message, shows a notice for it, and keeps the recent ones to be read again."""

    changed = Signal(int)
    """How many are kept."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No window is made before the first message."""
        super().__init__(parent)
        self.recent: deque[Message] = deque(maxlen=KEPT)
        self._notice: Notice | None = None

    @property
    def notice(self) -> Notice | None:
        """The window at the corner, once there was a message."""
        return self._notice

    def show(self, problem: Problem, *actions: Action) -> None:
        """Tell the agent, without taking the keyboard; main thread only.

        The same problem again is shown again but kept once.
        """
        message = Message(problem, actions)
        if message in self.recent:
            self.recent.remove(message)
        self.recent.appendleft(message)
        if self._notice is None:
            self._notice = Notice()
        self._notice.show_message(message)
        self.changed.emit(len(self.recent))

    def close(self) -> None:
        """Take the notice away, before the end."""
        if self._notice is not None:
            self._notice.hide()


class MessagesWindow(PlainWindow):
    """The recent messages, newest first."""

    def __init__(self, messages: Messages) -> None:
        """Follows ``messages`` while it is open."""
        super().__init__("messages", self.tr("Deskhand messages"), [("Esc", self.tr("close"))])
        self.resize(56 * look.GRID, 60 * look.GRID)
        self._messages = messages
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self.content.addWidget(self._area)
        messages.changed.connect(self._fill)
        self._fill()

    def _fill(self, _count: int = 0) -> None:
        page = QWidget()
        as_role(page, "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.MARGIN)
        column.setSpacing(look.GRID)
        if not self._messages.recent:
            column.addWidget(label(self.tr("No messages"), "strong"))
            column.addWidget(
                label(
                    self.tr("When something does not work, Deskhand says here why."),
                    "muted",
                    wrap=True,
                )
            )
        for message in self._messages.recent:
            ground = QFrame()
            as_role(ground, "card")
            if message.problem.severity is not Severity.INFO:
                ground.setProperty("tone", "warning")
            inner = QVBoxLayout(ground)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.addWidget(MessageCard(message))
            column.addWidget(ground)
        column.addStretch(1)
        self._area.setWidget(page)


def _sentence(text: str, *, stop: bool = True) -> str:
    """As in ``Problem.sentence``: parts are written without their last stop."""
    return text if not stop or text.endswith((".", "!", "?")) else text + "."
