"""The fields above a snippet's texts: what it is called, what it fires on, how it comes out."""

from __future__ import annotations

from msgspec import structs
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.snippets.editing.sheet import whole_characters
from desktop.snippets.model import Body, Snippet
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.fields import CheckBox, ChoiceBox
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.words import button, label

_TRIGGER_WIDTH = 18 * look.GRID
_BETWEEN = ", "


class Triggers(QWidget):
    """A line for each trigger."""

    edited = Signal()

    def __init__(self) -> None:
        """One line that is empty."""
        super().__init__()
        self.lines: list[QLineEdit] = []
        self.more = button(self.tr("One more"), "link")
        self.more.clicked.connect(self._add_one)
        self._row = Flow(self, look.GRID, look.HALF)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.more)
        self._read_only = False

    def show_all(self, triggers: tuple[str, ...], *, read_only: bool) -> None:
        """Show these; lines that fit stay."""
        self._read_only = read_only
        wanted = triggers or ("",)
        while len(self.lines) > len(wanted):
            line = self.lines.pop()
            self._row.removeWidget(line)
            line.hide()
            line.deleteLater()
        while len(self.lines) < len(wanted):
            self._append()
        for line, text in zip(self.lines, wanted, strict=True):
            line.setReadOnly(read_only)
            if line.text() != text:
                with QSignalBlocker(line):
                    line.setText(text)
        self.more.setVisible(not read_only)

    def values(self) -> tuple[str, ...]:
        """What stands in the lines."""
        return tuple(whole_characters(line.text()) for line in self.lines)

    def mark(self, *, wrong: bool) -> None:
        """Something is to be said of them."""
        from desktop.ui.widgets.stylesheet import redraw

        for line in self.lines:
            if bool(line.property("wrong")) is not wrong:
                line.setProperty("wrong", wrong)
                redraw(line)

    def _add_one(self) -> None:
        self._append()
        self.lines[-1].setFocus()
        self.edited.emit()

    def _append(self) -> None:
        line = QLineEdit()
        line.setFixedWidth(_TRIGGER_WIDTH)
        line.setAccessibleName(self.tr("Trigger"))
        line.setReadOnly(self._read_only)
        line.textEdited.connect(lambda _text: self.edited.emit())
        self._row.removeWidget(self.more)
        self._row.addWidget(line)
        self._row.addWidget(self.more)
        self.lines.append(line)
        line.show()
        self.updateGeometry()


class Facts(QWidget):
    """Writes what the agent changes into the draft that it was shown."""

    edited = Signal(object)
    """The draft as it is now."""

    def __init__(self) -> None:
        """All fields, of nothing."""
        super().__init__()
        self._draft = Snippet("", "", "", 0)
        self.title = QLineEdit()
        self.title.setPlaceholderText(self.tr("What the palette shows"))
        self.triggers = Triggers()
        self.pattern = QLineEdit()
        self.terms = QLineEdit()
        self.terms.setPlaceholderText(self.tr("Other words to find it by, with commas"))
        self.fires = ChoiceBox()
        self._edges = (
            (self.tr("anywhere"), False, False),
            (self.tr("only as a whole word"), True, True),
            (self.tr("only where a word begins"), True, False),
            (self.tr("only where a word ends"), False, True),
        )
        for words, _, _ in self._edges:
            self.fires.addItem(words)
        self.kind = ChoiceBox()
        self._kinds = (
            (self.tr("plain text"), Body.REPLACE),
            (self.tr("text that asks first"), Body.FORM),
            (self.tr("rich text, as Markdown"), Body.MARKDOWN),
            (self.tr("rich text, as HTML"), Body.HTML),
        )
        for words, kind in self._kinds:
            self.kind.addItem(words, kind.value)
        self.capitals = CheckBox(self.tr("follow the capitals that I type"))
        self._build()
        self._connect()

    def show_draft(self, draft: Snippet, *, read_only: bool) -> None:
        """Show what the fields are to hold; nothing is told."""
        self._draft = draft
        self.triggers.setVisible(not draft.regex)
        self.pattern.setVisible(bool(draft.regex))
        self.triggers.show_all(draft.triggers, read_only=read_only)
        for line, text in (
            (self.pattern, draft.regex),
            (self.title, draft.label),
            (self.terms, _BETWEEN.join(draft.search_terms)),
        ):
            line.setReadOnly(read_only)
            if line.text() != text and not (line is self.terms and line.hasFocus()):
                with QSignalBlocker(line):
                    line.setText(text)
                line.setCursorPosition(0)
        edges = [(left, right) for _, left, right in self._edges]
        self.fires.setCurrentIndex(edges.index((draft.left_word, draft.right_word)))
        self.fires.setEnabled(not read_only)
        at = self.kind.findData(draft.kind.value)
        if at < 0:
            picture = draft.kind is Body.IMAGE
            what = self.tr("picture") if picture else self.tr("the palette opens")
            self.kind.addItem(what, draft.kind.value)
            at = self.kind.count() - 1
        self.kind.setCurrentIndex(at)
        self.kind.setEnabled(not read_only and draft.kind.has_text)
        with QSignalBlocker(self.capitals):
            self.capitals.setChecked(draft.propagate_case)
        self.capitals.setEnabled(not read_only)

    def _connect(self) -> None:
        self.triggers.edited.connect(lambda: self._set(triggers=self.triggers.values()))
        self.pattern.textEdited.connect(lambda text: self._set(regex=whole_characters(text)))
        self.title.textEdited.connect(lambda text: self._set(label=whole_characters(text)))
        self.terms.textEdited.connect(
            lambda text: self._set(
                search_terms=tuple(
                    one.strip() for one in whole_characters(text).split(",") if one.strip()
                )
            )
        )
        self.fires.activated.connect(self._set_edges)
        self.kind.activated.connect(lambda _row: self._set(kind=Body(self.kind.currentData())))
        self.capitals.toggled.connect(lambda on: self._set(propagate_case=on))

    def _set_edges(self, row: int) -> None:
        _, left, right = self._edges[row]
        self._set(left_word=left, right_word=right)

    def _set(self, **what: object) -> None:
        self._draft = structs.replace(self._draft, **what)
        self.edited.emit(self._draft)

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.MARGIN)
        grid.setVerticalSpacing(look.GRID)
        causes = QWidget()
        both = QVBoxLayout(causes)
        both.setContentsMargins(0, 0, 0, 0)
        both.addWidget(self.triggers)
        both.addWidget(self.pattern)
        fields: tuple[tuple[str, QWidget, QWidget, int, int], ...] = (
            (self.tr("Trigger"), causes, self.pattern, 0, 0),
            (self.tr("Name"), self.title, self.title, 1, 0),
            (self.tr("Found by"), self.terms, self.terms, 2, 0),
            (self.tr("Comes as"), self.kind, self.kind, 0, 2),
            (self.tr("Fires"), self.fires, self.fires, 1, 2),
        )
        for words, field, named, row, column in fields:
            said = label(words, "muted")
            said.setFixedHeight(look.FIELD_HEIGHT)
            named.setAccessibleName(words)
            grid.addWidget(said, row, column, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, row, column + 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.capitals, 2, 2, 1, 2)
        grid.setColumnStretch(1, 1)
