"""The top of the conversation: with whom, in which language, into which window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.translation.conversation_view import Situation
from desktop.ui.widgets import drawing
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import CheckBox
from desktop.ui.widgets.languages import LanguageBox, language_name
from desktop.ui.widgets.passage import start_of
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.theme import Tone
from desktop.ui.widgets.words import Chip, Elided, KeyCap, button, label

LONGEST_APP = 24
"""Letters of an application's name."""


class LockChip(QAbstractButton):
    """A state as a word in a chip, that a click changes."""

    def __init__(self) -> None:
        """Not locked at first."""
        super().__init__()
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_state(locked=False)

    def show_state(self, *, locked: bool) -> None:
        """Say which it is."""
        self.setChecked(locked)
        self.setText(self.tr("locked") if locked else self.tr("not locked"))
        self.setToolTip(
            self.tr("The language stays as it is.")
            if locked
            else self.tr("The language follows the customer's messages.")
        )
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """A click asks; what it comes to is shown when it has come to it."""

    def sizeHint(self) -> QSize:
        """As large as a chip."""
        return drawing.chip_size(self.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip, and whether the keyboard is here."""
        painter = QPainter(self)
        tone = Tone.ACCENT if self.isChecked() else Tone.PLAIN
        drawing.draw_chip(painter, self.rect(), self.text(), tone)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(look.colour("accent"))
            edge = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(edge, edge.height() / 2, edge.height() / 2)
        painter.end()


class ConversationHeader(QWidget):
    """Shows the situation and asks for changes of it; changes nothing by itself."""

    language_chosen = Signal(str)
    lock_asked = Signal()
    watch_asked = Signal(bool)
    message_pasted = Signal()
    settings_asked = Signal()

    def __init__(self) -> None:
        """Empty at first."""
        super().__init__()
        as_role(self, "clear")
        self.name = Elided("", "name")
        self.local = Chip()
        self.settings = button(self.tr("Settings"), "link")
        self.goes_to = Elided("", "muted")
        self.language = LanguageBox(self.tr("The customer's language"))
        self.own = label("", "muted")
        self.lock = LockChip()
        self.watch = CheckBox()
        self.add = button(self.tr("Add what I copied"))
        self._offered: tuple[tuple[str, ...], str] | None = None
        self._add_key = KeyCap("Ctrl Shift V")
        self._build()
        self._align()
        self.settings.clicked.connect(self.settings_asked)
        self.language.chosen.connect(self._forget_offer)
        self.language.chosen.connect(self.language_chosen)
        self.lock.clicked.connect(self.lock_asked)
        self.watch.clicked.connect(self._ask_to_watch)
        self.add.clicked.connect(self.message_pasted)

    def show_situation(self, now: Situation) -> None:
        """Show all of it."""
        self.name.say(now.customer or self.tr("Live translation"))
        self.local.say(self.tr("nothing leaves this computer") if now.local_only else "")
        if now.hindrance:
            as_role(self.goes_to, "warning")
            self.goes_to.say(self.tr("Replies can only be copied now: {}").format(now.hindrance))
        elif now.goes_to:
            as_role(self.goes_to, "muted")
            self.goes_to.say(self.tr("Replies go to {}").format(now.goes_to))
        else:
            as_role(self.goes_to, "muted")
            self.goes_to.say(self.tr("No chat window is known yet"))
        if self._offered != (now.languages, now.language):  # the list may be open just now
            self._offered = (now.languages, now.language)
            unknown = self.tr("Language not known yet")
            self.language.offer(now.languages, now.language, unknown=unknown)
        self.own.setText("\u2194 " + language_name(now.own_language))
        self.lock.show_state(locked=now.locked)
        self.lock.setEnabled(bool(now.language))
        app = " ".join(now.watched_app.split())
        if len(app) > LONGEST_APP:
            app = app[: LONGEST_APP - 1] + "\u2026"
        self.watch.setText(
            self.tr("Watch what I copy in {}").format(app) if app else self.tr("Watch what I copy")
        )
        self.watch.setChecked(now.watching)
        self.watch.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """Names from outside stand where the interface begins, whatever their letters are."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        for words in (self.name, self.goes_to):
            words.setAlignment(start_of(self.layoutDirection()) | Qt.AlignmentFlag.AlignVCenter)

    def offer_to_add(self, *, offered: bool) -> None:
        """Show the button for what is on the clipboard."""
        self.add.setVisible(offered)
        self._add_key.setVisible(offered)

    def _forget_offer(self) -> None:
        """The box shows what was chosen, which may not be what it comes to."""
        self._offered = None

    def _ask_to_watch(self) -> None:
        wanted = self.watch.isChecked()
        self.watch.setChecked(not wanted)  # until it has come to it
        self.watch_asked.emit(wanted)

    def _build(self) -> None:
        who = QHBoxLayout()
        who.setSpacing(look.GRID)
        who.addWidget(self.name, 1)
        who.addWidget(self.local)
        who.addWidget(self.settings)
        speaks = QHBoxLayout()
        speaks.setSpacing(look.GRID)
        speaks.addWidget(self.language)
        speaks.addWidget(self.own)
        speaks.addWidget(self.lock)
        speaks.addWidget(KeyCap("Ctrl L"))
        speaks.addStretch(1)
        takes = QHBoxLayout()
        takes.setSpacing(look.GRID)
        takes.addWidget(self.watch)
        takes.addWidget(KeyCap("F8"))
        takes.addStretch(1)
        takes.addWidget(self.add)
        takes.addWidget(self._add_key)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.MARGIN, look.GRID + look.HALF, look.MARGIN, look.GRID)
        whole.setSpacing(look.HALF)
        whole.addLayout(who)
        whole.addWidget(self.goes_to)
        whole.addSpacing(look.HALF)
        whole.addLayout(speaks)
        whole.addLayout(takes)
