"""The reply as the customer will read it, what it means translated back, and what to look at."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.translation.conversation_view import Preview
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.passage import plain, start_of
from desktop.ui.widgets.read_text import ReadText
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.words import Elided, button, label

PREVIEW_LINES = 6
BACK_LINES = 3
FEW_PREVIEW_LINES = 3
FEW_BACK_LINES = 2
WARNING_LINES = 6
FEW_WARNING_LINES = 3
MOST_LETTERS = 20_000
"""Of a text."""
MOST_WARNINGS = 3
MOST_PROBLEM = 240
"""Letters of a warning, or of what went wrong."""


class Growing(ReadText):
    """A text to read, as tall as its lines up to a limit; then it scrolls."""

    def __init__(self, name: str, role: str, most_lines: int) -> None:
        """``name`` is for screen readers; ``role`` says in which ink: see the stylesheet."""
        super().__init__(name, role)
        self._most = most_lines
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def say(self, text: str) -> None:
        """Show the beginning of ``text``; the rest would be more than anybody reads here."""
        shown = "\n".join(plain(one) for one in text[:MOST_LETTERS].splitlines())
        if shown != self.toPlainText():
            self.setPlainText(shown)
        self.setVisible(bool(text))
        self._fit()

    def allow(self, most_lines: int) -> None:
        """Scroll from so many lines on."""
        if most_lines != self._most:
            self._most = most_lines
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        a_line = self.fontMetrics().lineSpacing()
        needed = math.ceil(self.document().size().height())
        most = self._most * a_line
        more = Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        none = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        # Not as needed: the bar would come and go with the width that it takes itself.
        self.setVerticalScrollBarPolicy(more if needed > most + a_line // 2 else none)
        self.setFixedHeight(min(max(needed, a_line), most))


class PreviewPane(QWidget):
    """Three lines at least, so that nothing moves while the first words are typed."""

    settings_asked = Signal()

    def __init__(self) -> None:
        """Empty at first."""
        super().__init__()
        as_role(self, "clear")
        self.hint = label(self.tr("What the customer will read appears here."), "muted")
        self.text = Growing(self.tr("As the customer will read it"), "preview", PREVIEW_LINES)
        self.back = Growing(self.tr("Translated back"), "second", BACK_LINES)
        self.back_label = label(self.tr("back:"), "muted")
        self.note = Elided("", "muted")
        self.problem = label("", "error", wrap=True)
        self.settings = button(self.tr("Settings"), "link")
        self.settings.clicked.connect(self.settings_asked)
        self.warnings = QFrame()
        as_role(self.warnings, "card")
        self.warnings.setProperty("tone", "warning")
        self.warning = Growing(self.tr("Warnings"), "warning", WARNING_LINES)
        self._build()
        self._align()
        self.show_preview(None, "")

    def show_preview(self, preview: Preview | None, draft: str) -> None:
        """Show ``preview`` beside ``draft``; one of another draft stays in sight, but muted."""
        current = preview if preview is not None and preview.of == draft else None
        ready = preview is not None and preview.is_ready_for(draft)
        shown = preview if draft.strip() else None
        problem = current.problem if shown and current else ""
        on_its_way = shown is None and bool(draft.strip())
        on_its_way = on_its_way or (shown is not None and not ready and not problem)
        self.hint.setVisible(not draft.strip())
        self.problem.setText(plain(problem[:MOST_PROBLEM]))
        self.problem.setVisible(bool(problem))
        self.settings.setVisible(bool(problem))
        text = shown.text if shown and not problem else ""
        back = shown.back if shown and not problem else ""
        as_role(self.text, "preview" if ready else "second")
        self.text.say(text)
        self.back.say(back)
        self.back_label.setVisible(bool(back))
        note = shown.note if shown and ready else ""
        self.note.say(self.tr("Translating\u2026") if on_its_way else note)
        self.note.setVisible(bool(self.note.whole()))
        self._warn(shown.warnings if shown and ready else ())

    def use_room(self, *, roomy: bool) -> None:
        """Show longer texts without scrolling where the window has the room."""
        self.text.allow(PREVIEW_LINES if roomy else FEW_PREVIEW_LINES)
        self.back.allow(BACK_LINES if roomy else FEW_BACK_LINES)
        self.warning.allow(WARNING_LINES if roomy else FEW_WARNING_LINES)

    def changeEvent(self, event: QEvent) -> None:
        """Another direction mirrors what the interface says."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        for words in (self.hint, self.problem, self.note):
            words.setAlignment(start_of(self.layoutDirection()) | Qt.AlignmentFlag.AlignVCenter)

    def _warn(self, warnings: tuple[str, ...]) -> None:
        told = [plain(warning[:MOST_PROBLEM]) for warning in warnings[:MOST_WARNINGS]]
        if len(warnings) > MOST_WARNINGS:
            told.append(self.tr("And {} more.").format(len(warnings) - MOST_WARNINGS))
        self.warning.say("\n".join(told))
        self.warnings.setVisible(bool(told))

    def _build(self) -> None:
        warm = QVBoxLayout(self.warnings)
        warm.setContentsMargins(look.GRID + look.HALF, look.GRID, look.GRID, look.GRID)
        warm.addWidget(self.warning)
        returned = QHBoxLayout()
        returned.setSpacing(look.HALF)
        returned.addWidget(self.back_label, 0, Qt.AlignmentFlag.AlignTop)
        returned.addWidget(self.back, 1)
        wrong = QHBoxLayout()
        wrong.setSpacing(look.GRID)
        wrong.addWidget(self.problem, 1)
        wrong.addWidget(self.settings, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.GRID + look.HALF, 0, look.GRID + look.HALF, 0)
        whole.setSpacing(look.HALF)
        whole.addWidget(self.hint)
        whole.addLayout(wrong)
        whole.addWidget(self.text)
        whole.addLayout(returned)
        whole.addWidget(self.note)
        whole.addSpacing(look.HALF)
        whole.addWidget(self.warnings)
        whole.addStretch(1)
        self.setMinimumHeight(3 * self.fontMetrics().lineSpacing() + 2 * look.GRID)
