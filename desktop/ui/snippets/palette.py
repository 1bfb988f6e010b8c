"""The palette: one line, what it finds, and what the chosen snippet will come out as."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.snippets.search import Found
from desktop.ui.snippets.palette_articles import PaletteArticles, TailRow
from desktop.ui.snippets.palette_words import InWords, PaletteKeys
from desktop.ui.snippets.results import ResultList, Results
from desktop.ui.snippets.source import Describe, Preview, Previewer, SearchSource
from desktop.ui.widgets import theme as look
from desktop.ui.widgets.frame import Frame
from desktop.ui.widgets.read_text import ReadText
from desktop.ui.widgets.stylesheet import as_role
from desktop.ui.widgets.theme import Tone
from desktop.ui.widgets.words import Chip, label, line

WIDTH = 80 * look.GRID
ROWS = 6
HEIGHT = (
    look.HEADER_HEIGHT + ROWS * look.ROW_HEIGHT + 2 * look.GRID + look.KEYS_HEIGHT + 4 * look.LINE
)
LIST_WIDTH = 38 * look.GRID
ENTER_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_LIST, _IN_WORDS = 0, 1
"""The pages."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the palette is told when it opens."""

    customer: str = ""
    """The customer of the interaction in front; empty when there is none."""
    language: str = ""
    """That interaction's language, by its own name: ``Português``."""
    hindrance: str = ""
    """Why nothing can be typed now (``typing is paused``); Enter copies then. Empty: it can."""


class Palette(Frame):
    """Opens where the agent writes, types on Enter, and gives the focus back."""

    chosen = Signal(int)
    """Type this snippet into the application that was in front; the palette is hidden already."""
    copied = Signal(int)
    """Put this snippet on the clipboard; the palette is hidden already."""
    edited = Signal(int)
    """Open this snippet in its pack; the palette is hidden already."""
    folder_asked = Signal()
    """From the empty library: open the folder for packs."""
    link_opened = Signal(str)
    """Show this article in the browser; the palette is hidden already."""
    link_copied = Signal(str)
    """Put an article's address on the clipboard; the palette is hidden already."""
    dismissed = Signal(bool)
    """Closed without a choice; True when the focus shall go back to where it was."""

    def __init__(
        self,
        source: SearchSource,
        describe: Describe,
        preview: Previewer,
        articles: PaletteArticles | None = None,
    ) -> None:
        """Build it hidden; see :meth:`open` and :meth:`use_library`."""
        super().__init__()
        self.setObjectName("palette")
        self.setWindowTitle(self.tr("Deskhand palette"))
        self.setFixedSize(WIDTH, HEIGHT)
        self._source = source
        self._preview_of = preview
        self._situation = Situation()
        self._total: int | None = None
        self._generation = 0
        self._shown_generation = 0
        self._searching = False
        self._waiting_choice = ""
        self._was_active = False
        self._articles = articles
        self._follows = False
        """Is the first article chosen as it comes?"""

        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Search snippets"))
        self.line.setAccessibleName(self.tr("Search snippets"))
        as_role(self.line, "palette")
        self.chip = Chip(tone=Tone.ACCENT)
        self.results = Results(describe, self)
        self.list = ResultList()
        self.list.setModel(self.results)
        self.list.setAccessibleName(self.tr("Snippets found"))
        self.note = label("", "muted")
        self.preview = ReadText(self.tr("As it will come out"))
        self.above = label(self.tr("as it will come out"), "section")
        self.in_words = InWords()
        self.keys = PaletteKeys()
        self._pages = QStackedWidget()
        self._build()
        self._connect()

    # --- what the application calls ---------------------------------------------------------

    def open(self, situation: Situation, at: QPoint | None = None) -> None:
        """Show the palette near ``at`` (Qt's coordinates, else the pointer) with an empty line."""
        self._say_for_whom(situation)
        self._was_active = False
        self._waiting_choice = ""
        self.line.clear()
        self._search("")
        self.open_at(at)
        self.line.setFocus()

    def use_library(self, total: int | None) -> None:
        """There is another library of so many snippets; None while it is being read."""
        self._total = total
        self.results.replace(())  # these numbers are another library's
        if self.isVisible():
            self._search(self.line.text())

    def show_reading(self, part: float) -> None:
        """So much of the library is read, from 0 to 1; only a first time takes that long."""
        self.in_words.reading.setValue(round(1000 * part))
        self.in_words.reading.setVisible(self._total is None)

    def use_situation(self, situation: Situation) -> None:
        """Something changed while the palette is open: typing paused, another customer."""
        self._say_for_whom(situation)
        self._show_keys()
        self._show_preview()

    def _say_for_whom(self, situation: Situation) -> None:
        self._situation = situation
        self.chip.say(" · ".join(filter(None, (situation.customer, situation.language))))

    # --- search -----------------------------------------------------------------------------

    def _search(self, query: str) -> None:
        self._generation += 1
        self._waiting_choice = ""
        self._give_up_articles()
        if not self._total:
            self._source.cancel()
            self._searching = False
            self.results.replace(())
            self._show_state()
            return
        self._searching = True
        self._source.search(query, self._generation, self._deliver)

    def _deliver(self, generation: int, found: Found) -> None:
        if generation != self._generation:
            return
        self._searching = not found.final
        if generation != self._shown_generation:
            self._shown_generation = generation
            self.list.rows.query = self.line.text()
            self.results.replace(found.numbers)
            self.list.scrollToTop()
        else:
            self.results.append(found.numbers)
        self._use_tail()
        if not self.list.currentIndex().isValid() and self.results.count:
            self.list.select(0)
        self._show_state()
        if self._waiting_choice and (self.results.count or found.final):
            self._choose(self._waiting_choice)

    def _show_state(self) -> None:
        page = _IN_WORDS
        if self._total is None:
            self.in_words.say_being_read()
        elif self._articles is not None and self._articles.asked:
            page = _LIST
        elif self._total == 0:
            self.in_words.say_empty()
        elif self.results.count:
            page = _LIST
        elif self._searching:
            page = self._pages.currentIndex()  # it stays until there is something to say
        else:
            query = self.line.text().strip()
            self.in_words.say_nothing_found(query, self._offer(query))
        self._pages.setCurrentIndex(page)
        self._show_keys()

    def _show_keys(self) -> None:
        self.keys.tell(
            self.results.tail(self.list.currentIndex()),
            self.results.count,
            self._total,
            self._situation.hindrance,
            articles=self._can_ask(),
        )

    # --- articles ---------------------------------------------------------------------------

    def _can_ask(self) -> bool:
        articles = self._articles
        return articles is not None and not articles.asked and articles.offers(self.line.text())

    def _offer(self, query: str) -> str:
        articles = self._articles
        return articles.offer if articles is not None and articles.offers(query) else ""

    def _ask_articles(self) -> None:
        """The agent says so: what is typed goes to the knowledge bases."""
        if self._articles is not None and self._articles.offers(self.line.text()):
            self._follows = True
            self._articles.ask(self.line.text())

    def _give_up_articles(self) -> None:
        self._follows = False
        if self._articles is not None and self._articles.asked:
            self._articles.give_up()
            self.results.use_tail(())

    def _use_tail(self) -> None:
        articles = self._articles
        if articles is not None:
            # Without a snippet before it the offer would be the first row, which Enter means.
            wanted = articles.asked or self.results.count
            self.results.use_tail(articles.rows(self.line.text()) if wanted else ())

    def _show_articles(self) -> None:
        """Something came, after the snippets; the row that the agent is on stays."""
        if not self.isVisible() or (self._searching and self._shown_generation != self._generation):
            return  # it comes with what is searched for
        row = self.list.currentIndex().row()
        self._use_tail()
        if self._follows:
            self.list.select(self.results.count)
        elif row >= 0 and not self.list.currentIndex().isValid():
            self.list.select(min(row, self.results.rowCount() - 1))
        self._show_state()

    # --- preview ----------------------------------------------------------------------------

    def _show_preview(self, *_indexes: QModelIndex) -> None:
        index = self.list.currentIndex()
        number, tail = self.results.number(index), self.results.tail(index)
        self.above.setText((tail.above if tail else "") or self.tr("as it will come out"))
        self.above.setVisible(tail is None or bool(tail.above))
        if number is None:
            self._show_text(tail.preview if tail is not None else Preview(""))
        else:
            self._preview_of(number, self._take_preview)
        self._show_keys()

    def _take_preview(self, number: int, preview: Preview) -> None:
        if number == self.results.number(self.list.currentIndex()):
            self._show_text(preview)

    def _show_text(self, preview: Preview) -> None:
        if preview.text != self.preview.toPlainText():
            self.preview.setPlainText(preview.text)
        self.note.setText(preview.note)
        self.note.setVisible(bool(preview.note))

    # --- choosing ---------------------------------------------------------------------------

    def _choose(self, how: str) -> None:
        """Act on the selected row: ``enter``, ``copy`` or ``edit``.

        While the answer to the last key is still on its way, wait for it: the row in sight may
        not be what the agent means.
        """
        if self._searching and self._shown_generation != self._generation:
            self._waiting_choice = how
            return
        self._waiting_choice = ""
        index = self.list.currentIndex()
        tail = self.results.tail(index)
        if tail is not None:
            self._choose_tail(tail, how)
            return
        number = self.results.number(index)
        if number is None:
            return
        self._leave()
        if how == "edit":
            self.edited.emit(number)
        elif how == "copy" or self._situation.hindrance:
            self.copied.emit(number)
        else:
            self.chosen.emit(number)

    def _choose_tail(self, tail: TailRow, how: str) -> None:
        if tail.asks and how == "enter":
            self._ask_articles()
        elif tail.url and how != "edit":
            self._leave()
            (self.link_copied if how == "copy" else self.link_opened).emit(tail.url)

    def _ask_for_folder(self) -> None:
        self._leave()
        self.folder_asked.emit()

    def _leave(self) -> None:
        self._generation += 1
        self._searching = False
        self._was_active = False
        self._source.cancel()
        self._give_up_articles()
        self.hide()

    def _dismiss(self, *, give_back: bool) -> None:
        if self.isVisible():
            self._leave()
            self.dismissed.emit(give_back)

    # --- Qt ---------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the line and of the preview."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(watched, event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _on_key(self, watched: QObject, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = modifiers == Qt.KeyboardModifier.ControlModifier
        plain = modifiers == Qt.KeyboardModifier.NoModifier
        if key is Qt.Key.Key_Escape:
            self._dismiss(give_back=True)
        elif event.isAutoRepeat() and (key in ENTER_KEYS or (key is Qt.Key.Key_K and control)):
            pass  # held since before: it does not mean what has come in meanwhile
        elif key in ENTER_KEYS and (plain or control):
            if self.in_words.way_on.isVisible():
                self._ask_for_folder()
            else:
                self._choose("copy" if control else "enter")
        elif key is Qt.Key.Key_E and control:
            self._choose("edit")
        elif key is Qt.Key.Key_K and control:
            self._ask_articles()
        elif plain and watched is self.line:
            moved = self.list.go(key)
            self._follows = self._follows and not moved
            return moved
        else:
            return False
        return True

    def changeEvent(self, event: QEvent) -> None:
        """Another window was clicked: close, and leave the focus there."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange:
            if self.isActiveWindow():
                self._was_active = True
            elif self._was_active:
                self._dismiss(give_back=False)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed by the system's key: as by Escape."""
        self._dismiss(give_back=True)
        super().closeEvent(event)

    def _connect(self) -> None:
        self.in_words.way_on.clicked.connect(self._ask_for_folder)
        self.in_words.read_up.clicked.connect(self._ask_articles)
        self.line.textChanged.connect(self._search)
        self.line.installEventFilter(self)
        self.preview.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(self._show_preview)
        self.list.clicked.connect(lambda _index: self.line.setFocus())
        self.list.doubleClicked.connect(lambda _index: self._choose("enter"))
        look.theme().changed.connect(self.list.viewport().update)
        if self._articles is not None:
            self._articles.changed.connect(self._show_articles)

    def _build(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(look.MARGIN + 2, 0, look.MARGIN, 0)
        header.setSpacing(look.GRID)
        header.addWidget(self.line, 1)
        header.addWidget(self.chip)
        top = QWidget()
        top.setFixedHeight(look.HEADER_HEIGHT)
        top.setLayout(header)

        found = QWidget()
        found.setFixedWidth(LIST_WIDTH)
        column = QVBoxLayout(found)
        column.setContentsMargins(look.GRID, look.GRID, look.GRID, look.GRID)
        column.addWidget(self.list)

        right = QVBoxLayout()
        right.setContentsMargins(look.MARGIN, look.MARGIN, look.GRID, look.GRID)
        right.setSpacing(look.HALF)
        right.addWidget(self.above)
        right.addWidget(self.note)
        right.addWidget(self.preview, 1)

        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(found)
        row.addWidget(line(upright=True))
        row.addLayout(right, 1)

        self._pages.addWidget(both)
        self._pages.addWidget(self.in_words)

        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.LINE, look.LINE, look.LINE, look.LINE)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(line())
        whole.addWidget(self._pages, 1)
        whole.addWidget(line())
        whole.addWidget(self.keys)
