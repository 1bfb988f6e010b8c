"""Where a note is written, or an interaction logged: for colleagues, unless a second step says no.

What the customer would see is never the default and never one key away: its own step shows the
text and the address, and only the button that names the address sends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.customers.writing.drafts import Draft
from desktop.customers.writing.places import Place
from desktop.interaction import Channel
from desktop.ui.customers.wording import tr
from desktop.ui.customers.writing.note_field import NoteField
from desktop.ui.customers.writing.place_choice import PlaceChoice
from desktop.ui.customers.writing.snippet_line import SnippetLine
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import ChoiceBox, NumberBox
from desktop.ui.widgets.passage import start_of
from desktop.ui.widgets.theme import Tone
from desktop.ui.widgets.words import Chip, Elided, KeyCap, button, label

MOST_MINUTES = 24 * 60


@dataclass(frozen=True)
class Composed:
    """What the agent wants written."""

    place: Place
    draft: Draft = field(repr=False)
    minutes: int = 0
    to: str = field(default="", repr=False)
    """The address that was shown on the button; empty for colleagues only."""


class ComposePanel(QWidget):
    """A note or a log; says what is wanted by signals and writes nothing itself."""

    done = Signal(Composed)
    changed = Signal()
    """There is something else to keep as a draft."""
    review_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._logs = False
        self._touched = False
        """Did the agent correct the minutes?"""
        self._wanted: tuple[str, str, str] | None = None
        self._busy = False
        self.title = label("", "strong")
        self.internal = Chip(tr("internal"), Tone.ACCENT)
        self.place = PlaceChoice(tr("Where it goes"))
        self.channel = ChoiceBox()
        self.channel.setAccessibleName(tr("How you talked"))
        for one, words in channels().items():
            self.channel.addItem(words, one.value)
        self.minutes = NumberBox()
        self.minutes.setRange(0, MOST_MINUTES)
        self.minutes.setSuffix(" " + tr("min"))
        self.minutes.setAccessibleName(tr("How long it took"))
        self.outcome = ChoiceBox()
        self.outcome.setAccessibleName(tr("What came of it"))
        self.text = NoteField()
        self.snippets = SnippetLine()
        self.save = button("", "primary")
        self.snippet = button(tr("Snippet"))
        self.to_customer = button(tr("To the customer…"), "link")
        self.says = label("", "warning", wrap=True)
        self.says.hide()
        self._build()
        self.says.setAlignment(start_of(self.layoutDirection()))
        self._connect()

    # --- what is shown ---

    def open(self, draft: Draft, outcomes: Sequence[str], minutes: int, channel: Channel) -> None:
        """Show a note, or a log, as far as it is written; without a word of another one."""
        self._logs, self._busy = draft.logs, False
        self._touched = draft.minutes is not None
        self._wanted = draft.place
        self.setEnabled(True)
        self.title.setText(tr("Log") if draft.logs else tr("Note"))
        self.save.setText(tr("Log it") if draft.logs else tr("Add note"))
        self._about.setVisible(draft.logs)
        for one in (self.text, self.minutes, self.channel, self.outcome):
            one.blockSignals(True)  # noqa: FBT003 - Qt's
        self.text.setPlainText(draft.text)
        self.minutes.setValue(minutes if draft.minutes is None else draft.minutes)
        at = self.channel.findData(draft.channel or channel.value)
        self.channel.setCurrentIndex(max(at, 0))
        self.outcome.clear()
        self.outcome.addItem(tr("What came of it?"), "")
        known = dict.fromkeys((*outcomes, *([draft.outcome] if draft.outcome else [])))
        for outcome in known:
            self.outcome.addItem(outcome, outcome)
        self.outcome.setCurrentIndex(max(self.outcome.findData(draft.outcome), 0))
        for one in (self.text, self.minutes, self.channel, self.outcome):
            one.blockSignals(False)  # noqa: FBT003 - Qt's
        self.snippets.hide()
        self.say("")
        self._show_ways()
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)

    def use_places(self, places: Sequence[Place]) -> None:
        """Where it can go; the choice stays what it was, else the first is likely."""
        wanted = self._wanted or (self.place.place.key if self.place.place is not None else None)
        self.place.show_places([one for one in places if one.notes], wanted)
        if self.place.place is None:
            self.say(
                tr("None of your systems takes notes about this customer. Add “book” to the"
                   " providers in the settings, and they are kept on this computer.")
            )  # fmt: skip
        self._show_ways()

    def clear(self) -> None:
        """Nothing of the customer's stays."""
        self.open(Draft(), (), 0, Channel.OTHER)
        self.place.show_places((), None)

    def draft(self) -> Draft:
        """As far as it is written."""
        place = self.place.place
        return Draft(
            self.text.toPlainText(),
            self._logs,
            place.key if place is not None else self._wanted,
            str(self.outcome.currentData() or "") if self._logs else "",
            str(self.channel.currentData() or "") if self._logs else "",
            self.minutes.value() if self._logs and self._touched else None,
        )

    def insert(self, text: str) -> None:
        """A snippet's text, where the caret is."""
        self.snippets.hide()
        self.text.insertPlainText(text)
        self.text.setFocus()

    def say(self, words: str) -> None:
        """Why it does not go on."""
        self.says.setText(words)
        self.says.setVisible(bool(words))

    def wait(self) -> None:
        """It is being kept; nothing can be changed for a moment."""
        self._busy = True
        self.setEnabled(False)

    def composed(self, to: str = "") -> Composed | None:
        """What there is to write; None while there is nothing, which it says."""
        place, draft = self.place.place, self.draft()
        if place is None or self._busy:
            return None
        if not draft.text.strip() and not (draft.logs and draft.outcome):
            self.say(tr("Choose what came of it, or write something first.") if draft.logs
                     else tr("Write something first."))  # fmt: skip
            self.text.setFocus()
            return None
        return Composed(place, draft, self.minutes.value() if draft.logs else 0, to)

    @property
    def address(self) -> str:
        """To whom a message to the customer would go; empty where none can be sent."""
        place = self.place.place
        return place.address if place is not None and not self._logs else ""

    # --- inside ---

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(look.GRID)
        head.addWidget(self.title)
        head.addWidget(self.internal)
        head.addWidget(Elided(tr("only colleagues see it"), "muted"), 1)
        self._about = QWidget()
        about = QHBoxLayout(self._about)
        about.setContentsMargins(0, 0, 0, 0)
        about.setSpacing(look.HALF)
        about.addWidget(self.outcome, 3)
        about.addWidget(self.channel, 2)
        self.minutes.setFixedWidth(11 * look.GRID)
        self.minutes.lineEdit().setTextMargins(look.GRID, 0, look.GRID, 0)
        about.addWidget(self.minutes)
        ways = QHBoxLayout()
        ways.setSpacing(look.HALF)
        for one, key in ((self.save, tr("Ctrl Enter")), (self.snippet, tr("Ctrl K"))):
            ways.addWidget(one)
            ways.addWidget(KeyCap(key))
        ways.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID)
        column.setSpacing(look.GRID - 2)
        column.addLayout(head)
        column.addWidget(self.place)
        column.addWidget(self._about)
        column.addWidget(self.text)
        column.addWidget(self.snippets)
        column.addWidget(self.says)
        column.addLayout(ways)
        column.addWidget(self.to_customer, 0, Qt.AlignmentFlag.AlignLeading)
        self.snippet.setAutoDefault(False)
        self.internal.show()  # a chip hides itself until it has a place

    def _connect(self) -> None:
        self.text.done.connect(self._finish)
        self.text.left.connect(self.left)
        self.text.snippet_asked.connect(self.snippets.open)
        self.text.textChanged.connect(self._change)
        self.minutes.valueChanged.connect(self._touch)
        self.channel.currentIndexChanged.connect(self._change)
        self.outcome.currentIndexChanged.connect(self._change)
        self.place.currentIndexChanged.connect(self._go_elsewhere)
        self.save.clicked.connect(self._finish)
        self.snippet.clicked.connect(self.snippets.open)
        self.snippets.left.connect(self._leave_snippets)
        self.to_customer.clicked.connect(self._review)

    def _leave_snippets(self) -> None:
        self.snippets.hide()
        self.text.setFocus()

    def _finish(self) -> None:
        composed = self.composed()
        if composed is not None:
            self.done.emit(composed)

    def _review(self) -> None:
        if self.address and self.composed() is not None:
            self.review_asked.emit()

    def _touch(self) -> None:
        self._touched = True
        self._change()

    def _go_elsewhere(self) -> None:
        self._wanted = None
        self._show_ways()
        self._change()

    def _change(self) -> None:
        self.say("")
        self.changed.emit()

    def _show_ways(self) -> None:
        self.save.setEnabled(self.place.place is not None)
        self.to_customer.setVisible(bool(self.address))

    def changeEvent(self, event: QEvent) -> None:
        """Words stand where the interface begins, whatever their letters are."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self.says.setAlignment(start_of(self.layoutDirection()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no field took are no keys of the sidebar while something is written."""
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif control and enter and not event.isAutoRepeat():
            self._finish()
        event.accept()


def channels() -> dict[Channel, str]:
    """What channels are called."""
    return {
        Channel.PHONE: tr("Phone"),
        Channel.CHAT: tr("Chat"),
        Channel.MAIL: tr("Mail"),
        Channel.SOCIAL: tr("Social media"),
        Channel.OTHER: tr("Conversation"),
    }
