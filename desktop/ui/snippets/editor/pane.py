"""The snippet at the right: its fields, its texts, what is wrong with it, what it comes out as."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.assembly.opened import Opened
from desktop.core.results import Problem, Severity
from desktop.snippets.editing import pieces
from desktop.snippets.editing.choosing import (
    alone,
    text_of,
    with_text,
    with_variant,
    without_column,
)
from desktop.snippets.editing.pieces import Piece
from desktop.snippets.editing.sheet import Sheet
from desktop.snippets.model import Snippet, Variant
from desktop.ui.snippets.editor.facts import Facts
from desktop.ui.snippets.editor.inserting import InsertRow
from desktop.ui.snippets.editor.question import QuestionBox
from desktop.ui.snippets.editor.texts import Texts, add_button, written_in
from desktop.ui.snippets.editor.workshop import Workshop
from desktop.ui.snippets.source import Preview
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.problem_words import sentences
from desktop.ui.widgets.read_text import ReadText
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.theme import Tone
from desktop.ui.widgets.words import Chip, Elided, label

PAUSE_MS = 150
"""After the last key a draft is looked at anew."""
_MOST_SAID = 3
PREVIEW_HEIGHT = 16 * look.GRID


class SheetPane(QWidget):
    """Shows one :class:`Sheet` and keeps its draft up to date."""

    edited = Signal()
    """The sheet's draft is another."""
    shown = Signal(bool)
    """There is something to see, or nothing."""

    def __init__(self, workshop: Workshop) -> None:
        """Empty at first."""
        super().__init__()
        self._workshop = workshop
        self._sheet: Sheet[Opened] | None = None
        self._plain = True
        self._now = True
        """The preview is of what comes out now, not of the text that is being written."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self.name = Elided("", "name")
        self.where = Elided("", "muted")
        self.approved = Chip(tone=Tone.ACCENT)
        self.state = Chip()
        self.facts = Facts()
        self.warnings = Warnings()
        self.insert = InsertRow()
        self.question = QuestionBox()
        self.texts = Texts()
        self.add = add_button(self.tr("+ text for a language or channel"))
        self.above = Elided("", "section")
        self.note = label("", "muted", wrap=True)
        self.preview = ReadText(self.tr("As it would come out"))
        self._build()
        self._connect()

    @property
    def sheet(self) -> Sheet[Opened] | None:
        """What is shown."""
        return self._sheet

    def show_sheet(self, sheet: Sheet[Opened] | None) -> None:
        """Show another one."""
        self._pause.stop()
        self._sheet = sheet
        self._now = True
        self.setVisible(sheet is not None)
        self.shown.emit(sheet is not None)
        if sheet is None:
            return
        self.question.hide()
        self.texts.renew()
        self.warnings.say(sheet.problems)
        self.preview.clear()
        self.note.hide()
        self._show()
        self.look()

    def refresh(self) -> None:
        """What is known of the shown one has changed: saved, used, another number."""
        if self._sheet is not None:
            self._show_head(self._sheet)
            self.look()

    def look(self) -> None:
        """Ask for warnings and for the preview."""
        sheet = self._sheet
        if sheet is None:
            return
        self._pause.stop()
        draft = sheet.draft
        self._workshop.check(draft, sheet.number, lambda found: self._take_problems(sheet, found))
        column = self.texts.current
        now = self._now or not draft.variants
        if now:
            asked, language, channel = draft, "", ""
            words = self._workshop.situation()
            said = self.tr("as it would come out now")
            self.above.say(f"{said} · {words}" if words else said)
        else:
            asked, language, channel = alone(draft, column)
            name = self.texts.column().name() or self.tr("for all others")
            self.above.say(self.tr("as it would come out · {}").format(name))

        def take(preview: Preview, comes_out: int) -> None:
            self._take_preview(sheet, preview, comes_out if now and draft.variants else None)

        self._workshop.preview(asked, language, channel, take)

    def put(self, piece: Piece) -> None:
        """Put something into the text that is being written."""
        sheet = self._sheet
        if sheet is None or sheet.read_only:
            return
        put = pieces.put(sheet.draft, piece)
        column = self.texts.column()
        if piece.need is pieces.Need.CARET:
            old = written_in(column.text)
            if put.before in old:
                at = old.index(put.before)
                cursor = column.text.textCursor()
                begin = len(old[:at].encode("utf-16-le")) // 2
                was = cursor.position()
                cursor.setPosition(begin)
                cursor.setPosition(begin + len(put.before), cursor.MoveMode.KeepAnchor)
                cursor.removeSelectedText()
                cursor.setPosition(was - len(put.before) if was > begin else was)
                column.text.setTextCursor(cursor)
        sheet.draft = put.snippet
        column.insert(put.before, put.after, holds=put.holds)
        self._show()
        self._changed()

    def focus_trigger(self) -> None:
        """Go to the first trigger."""
        field = (
            self.facts.pattern if self.facts.pattern.isVisible() else self.facts.triggers.lines[0]
        )
        field.setFocus()
        field.selectAll()

    def add_variant(self) -> None:
        """One more text, for the likeliest language that has none."""
        sheet = self._sheet
        if sheet is None or sheet.read_only:
            return
        has = {one.language for one in sheet.draft.variants if not one.channel}
        free = [tag for tag in self._workshop.languages() if tag not in has]
        made = Variant(text_of(sheet.draft, self.texts.current), language=free[0] if free else "")
        sheet.draft = structs.replace(sheet.draft, variants=(*sheet.draft.variants, made))
        self._show()
        self.texts.focus_text(len(sheet.draft.variants))
        self._changed()

    # --- what the parts say ---

    def _show(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        fixed = bool(sheet.read_only)
        self._show_head(sheet)
        self.facts.show_draft(sheet.draft, read_only=fixed)
        picture = not sheet.draft.kind.has_text
        self.texts.show_draft(sheet.draft, self._workshop.languages(), read_only=fixed or picture)
        self.insert.allow(write=not fixed and not picture, ask=pieces.asks(sheet.draft.kind))
        self.add.setVisible(not fixed and not picture)

    def _show_head(self, sheet: Sheet[Opened]) -> None:
        draft = sheet.draft
        title = draft.label or next(iter(draft.triggers), "") or draft.regex
        self.name.say(title or self.tr("New snippet"))
        used = self._workshop.used(sheet.saved) if sheet.number is not None else 0
        parts = [draft.pack]
        if used:
            parts.append(self.tr("used {}×").format(f"{used:,}"))
        self.where.say(" · ".join(parts))
        by = draft.approved_by
        self.approved.say(self.tr("approved by {}").format(by) if by else "")
        if sheet.read_only:
            self.state.say(self.tr("read only"), Tone.PLAIN)
        elif sheet.saving is not None:
            self.state.say(self.tr("saving"), Tone.PLAIN)
        elif sheet.dirty:
            self.state.say(self.tr("not saved"), Tone.WARNING)
        else:
            self.state.say("", Tone.PLAIN)

    def _take_facts(self, draft: Snippet) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        # The fields know nothing of the texts.
        sheet.draft = structs.replace(
            draft,
            body=sheet.draft.body,
            variants=sheet.draft.variants,
            variables=sheet.draft.variables,
            form_fields=sheet.draft.form_fields,
        )
        self.insert.allow(write=True, ask=pieces.asks(draft.kind))
        self._changed()

    def _take_text(self, column: int, text: str) -> None:
        if self._sheet is not None:
            self._sheet.draft = with_text(self._sheet.draft, column, text)
            self._now = False
            self._changed()

    def _comes(self, _column: int) -> None:
        self._now = self._now and self._sheet is not None and not self._sheet.draft.variants
        self._pause.start()

    def _rename(self, column: int) -> None:
        if self._sheet is not None and column > 0:
            variant = self.texts.columns[column].variant()
            self._sheet.draft = with_variant(self._sheet.draft, column, variant)
            self._show()
            self._changed()

    def _remove(self, column: int) -> None:
        if self._sheet is not None and column > 0:
            self._sheet.draft = without_column(self._sheet.draft, column)
            self._now = True
            self._show()
            self.texts.focus_text(0)
            self._changed()

    def _changed(self) -> None:
        if self._sheet is not None:
            self._sheet.failed = None
            self._show_head(self._sheet)
            self._pause.start()
            self.edited.emit()

    def _take_problems(self, sheet: Sheet[Opened], found: Sequence[Problem]) -> None:
        sheet.problems = tuple(found)
        if sheet is self._sheet:
            fixed = sheet.saved.approved_by and sheet.draft.approved_by
            rewritten = (sheet.draft.body, sheet.draft.variants) != (
                sheet.saved.body,
                sheet.saved.variants,
            )
            if fixed and rewritten:
                found = [*found, self._no_longer_approved(sheet.saved.approved_by)]
            self.warnings.say(found)

    def _no_longer_approved(self, by: str) -> Problem:
        return Problem(
            self.tr("{} approved the text as it was").format(by),
            todo=self.tr("Ask again before customers get this one"),
            severity=Severity.INFO,
        )

    def _take_preview(self, sheet: Sheet[Opened], preview: Preview, comes_out: int | None) -> None:
        if sheet is not self._sheet:
            return
        if comes_out is not None:
            self.texts.say_now(comes_out)
        if preview.html:
            self.preview.setHtml(preview.html)
        elif self.preview.toPlainText() != preview.text or not self._plain:
            self.preview.setPlainText(preview.text)
        self._plain = not preview.html
        self.note.setText(preview.note)
        self.note.setVisible(bool(preview.note))

    # --- building ---

    def _connect(self) -> None:
        self.facts.edited.connect(self._take_facts)
        self.texts.edited.connect(self._take_text)
        self.texts.came.connect(self._comes)
        self.texts.renamed.connect(self._rename)
        self.texts.removed.connect(self._remove)
        self.add.clicked.connect(self.add_variant)
        self.insert.chosen.connect(self.put)
        self.insert.question_asked.connect(lambda: self.question.ask(part=False))
        self.insert.part_asked.connect(lambda: self.question.ask(part=True))
        self.question.chosen.connect(self.put)
        self.question.closed.connect(self.texts.focus_text)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(look.GRID)
        words = QVBoxLayout()
        words.setSpacing(look.HALF)
        words.addWidget(self.name)
        words.addWidget(self.where)
        head.addLayout(words, 1)
        head.addWidget(self.approved)
        head.addWidget(self.state)
        shown = QFrame()
        as_role(shown, "card")
        shown.setFixedHeight(PREVIEW_HEIGHT)
        inner = QVBoxLayout(shown)
        inner.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID)
        inner.setSpacing(look.HALF)
        inner.addWidget(self.above)
        inner.addWidget(self.note)
        inner.addWidget(self.preview, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.MARGIN)
        column.setSpacing(look.GRID)
        column.addLayout(head)
        column.addWidget(self.facts)
        column.addWidget(self.warnings)
        column.addWidget(self.insert)
        column.addWidget(self.question)
        column.addWidget(self.texts, 1)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(shown)


class Warnings(QFrame):
    """What is wrong with the draft, the worst first; hidden while nothing is."""

    def __init__(self) -> None:
        """Nothing is wrong yet."""
        super().__init__()
        as_role(self, "card")
        self.setProperty("tone", "warning")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.words = label("", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.MARGIN, look.GRID, look.MARGIN, look.GRID)
        column.addWidget(self.words)
        self.hide()

    def say(self, problems: Sequence[Problem]) -> None:
        """Say these."""
        order = list(Severity)
        worst = sorted(problems, key=lambda one: -order.index(one.severity))
        lines = [sentences(one) for one in worst[:_MOST_SAID]]
        if len(worst) > _MOST_SAID:
            lines.append(self.tr("And {} more.").format(len(worst) - _MOST_SAID))
        self.words.setText("\n".join(lines))
        self.setVisible(bool(lines))
