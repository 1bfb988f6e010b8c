"""The texts of a snippet side by side: one for everybody, and those for a language or channel."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs
from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QTextCursor, QTextOption
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.interaction import Channel
from desktop.snippets.editing.choosing import text_of
from desktop.snippets.editing.sheet import whole_characters
from desktop.snippets.model import Snippet, Variant
from desktop.ui.snippets.editor.colouring import Colouring
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import ChoiceBox
from desktop.ui.widgets.languages import LanguageBox, language_name
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.theme import Tone
from desktop.ui.widgets.words import Chip, Elided, button

NARROWEST = 42 * look.GRID


def written_in(editor: QPlainTextEdit) -> str:
    """The text to the letter: ``toPlainText`` would make no-break spaces plain ones.

    Half a character, which a program may leave on the clipboard, can't be written into a file.
    """
    raw = editor.document().toRawText().replace("\N{PARAGRAPH SEPARATOR}", "\n")
    return whole_characters(raw)


class TextColumn(QWidget):
    """One text, and for whom it is."""

    edited = Signal()
    came = Signal()
    """The agent writes here now."""
    renamed = Signal()
    """It is for somebody else."""
    removed = Signal()

    def __init__(self, variant: Variant | None, languages: Sequence[str], *, several: bool) -> None:
        """The text for all others, if it is of no variant; ``several``: there are others."""
        super().__init__()
        self.setMinimumWidth(NARROWEST)
        self._variant = variant
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        option = QTextOption(self.text.document().defaultTextOption())
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.text.document().setDefaultTextOption(option)
        self.text.textChanged.connect(self.edited)
        self.text.installEventFilter(self)
        self._colouring = Colouring(self.text.document())
        self.language = LanguageBox(self.tr("Language of this text"))
        self.channel = ChoiceBox()
        self.channel.setAccessibleName(self.tr("Channel of this text"))
        self.remove = button(self.tr("Remove"), "link")
        self.now = Chip(tone=Tone.ACCENT)
        head = QHBoxLayout()
        head.setSpacing(look.GRID)
        if variant is None:
            words = self.tr("for all others") if several else self.tr("text")
            head.addWidget(Elided(words, "section"), 1)
            head.addWidget(self.now)
            name = words
        else:
            self._offer(variant, languages)
            name = self.name()
            head.addWidget(self.language)
            head.addWidget(self.channel)
            head.addWidget(self.now)
            head.addStretch(1)
            head.addWidget(self.remove)
        self.text.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.HALF)
        top = QWidget()
        top.setFixedHeight(look.FIELD_HEIGHT)
        head.setContentsMargins(0, 0, 0, 0)
        top.setLayout(head)
        column.addWidget(top)
        rest = [variant.app, variant.tag] if variant is not None else []
        if any(rest):
            also = Elided(self.tr("only for {}").format(" · ".join(filter(None, rest))), "muted")
            column.addWidget(also)
        column.addWidget(self.text, 1)

    def name(self) -> str:
        """For whom, in words."""
        if self._variant is None:
            return ""
        one = self._variant
        parts = [language_name(one.language), one.channel, one.app, one.tag]
        return " · ".join(part for part in parts if part)

    def variant(self) -> Variant:
        """For whom it is by now, with its text."""
        base = self._variant or Variant("")
        channel = self.channel.currentData()
        return structs.replace(
            base,
            body=written_in(self.text),
            language=self.language.current(),
            channel=channel if isinstance(channel, str) else "",
        )

    def show_text(self, text: str, *, forget: bool = False) -> None:
        """Without telling of it; the caret and what can be undone stay unless to be forgotten."""
        if forget or written_in(self.text) != text:
            with QSignalBlocker(self.text):
                self.text.setPlainText(text)

    def insert(self, before: str, after: str, *, holds: bool) -> None:
        """Put something in where the agent writes, around what is selected if it holds that."""
        cursor = self.text.textCursor()
        inner = cursor.selectedText().replace("\N{PARAGRAPH SEPARATOR}", "\n") if holds else ""
        cursor.insertText(f"{before}{inner}{after}")
        if holds and not inner:
            back = len(after.encode("utf-16-le")) // 2
            cursor.movePosition(
                QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.MoveAnchor, back
            )
            self.text.setTextCursor(cursor)
        self.text.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Who writes here."""
        if watched is self.text and event.type() is QEvent.Type.FocusIn:
            self.came.emit()
        return super().eventFilter(watched, event)

    def _offer(self, variant: Variant, languages: Sequence[str]) -> None:
        self.language.offer(languages, variant.language, unknown=self.tr("any language"))
        self.language.chosen.connect(lambda _tag: self.renamed.emit())
        self.channel.addItem(self.tr("any channel"), "")
        known = {
            Channel.PHONE: self.tr("phone"),
            Channel.CHAT: self.tr("chat"),
            Channel.MAIL: self.tr("mail"),
            Channel.SOCIAL: self.tr("social"),
        }
        for channel, words in known.items():
            self.channel.addItem(words, channel.value)
        at = self.channel.findData(variant.channel.casefold())
        if at < 0:
            self.channel.addItem(variant.channel, variant.channel)
            at = self.channel.count() - 1
        self.channel.setCurrentIndex(at)
        self.channel.activated.connect(lambda _row: self.renamed.emit())
        self.remove.clicked.connect(self.removed)


class Texts(QScrollArea):
    """All of them; it scrolls sideways when they are many."""

    edited = Signal(int, str)
    came = Signal(int)
    renamed = Signal(int)
    removed = Signal(int)

    def __init__(self) -> None:
        """Empty at first."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.columns: list[TextColumn] = []
        self.current = 0
        self._shape: tuple[tuple[str, str, str, str], ...] | None = None
        self._new = False
        """Another snippet is to be shown."""
        self._read_only = False

    def show_draft(self, draft: Snippet, languages: Sequence[str], *, read_only: bool) -> None:
        """Show the texts of a draft; columns that fit stay, with their carets and undo."""
        shape = tuple((one.language, one.channel, one.app, one.tag) for one in draft.variants)
        if shape != self._shape or not self.columns:
            self._shape = shape
            self._rebuild(draft, languages)
        self._read_only = read_only
        for at, column in enumerate(self.columns):
            column.show_text(text_of(draft, at), forget=self._new)
            column.text.setReadOnly(read_only)
            column.language.setEnabled(not read_only)
            column.channel.setEnabled(not read_only)
            column.remove.setVisible(not read_only and at > 0)
        self._new = False

    def renew(self) -> None:
        """Another snippet: carets and what could be undone are of the one before."""
        self._new = True
        self.current = 0

    def say_now(self, at: int) -> None:
        """That is the text which would come out now: bring it into sight, and say so."""
        for place, column in enumerate(self.columns):
            column.now.say(self.tr("now") if place == at else "")
        if 0 <= at < len(self.columns):
            self.ensureWidgetVisible(self.columns[at], 0, 0)

    def column(self) -> TextColumn:
        """Where the agent writes."""
        return self.columns[min(self.current, len(self.columns) - 1)]

    def focus_text(self, at: int = -1) -> None:
        """Write in a column; by default the last that was written in."""
        self.current = min(self.current if at < 0 else at, len(self.columns) - 1)
        column = self.columns[self.current]
        column.text.setFocus()
        self.ensureWidgetVisible(column)

    def _rebuild(self, draft: Snippet, languages: Sequence[str]) -> None:
        page = QWidget()
        as_role(page, "page")
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.MARGIN)
        self.columns = [TextColumn(None, languages, several=bool(draft.variants))]
        self.columns += [TextColumn(one, languages, several=True) for one in draft.variants]
        for at, column in enumerate(self.columns):
            column.edited.connect(lambda at=at: self._tell(at))
            column.came.connect(lambda at=at: self._comes(at))
            column.renamed.connect(lambda at=at: self.renamed.emit(at))
            column.removed.connect(lambda at=at: self.removed.emit(at))
            row.addWidget(column, 1)
        self.current = min(self.current, len(self.columns) - 1)
        self.setWidget(page)

    def _tell(self, at: int) -> None:
        self.edited.emit(at, written_in(self.columns[at].text))

    def _comes(self, at: int) -> None:
        self.current = at
        self.came.emit(at)


def add_button(words: str) -> QPushButton:
    """The button that adds a text."""
    return button(words, "link")
