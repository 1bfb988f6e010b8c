"""The windows of the snippets at work: palette, choice and form, joined to the assembly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from desktop.assembly import Asking, Assembly
from desktop.core.results import Problem
from desktop.host.base import Window, Windows
from desktop.snippets.expand import Expansion, title_of
from desktop.snippets.library import Library
from desktop.snippets.model import Body, Snippet
from desktop.snippets.render.outcome import Answer, QuestionKind
from desktop.ui.shell.carets import Carets
from desktop.ui.shell.shell import Shell
from desktop.ui.snippets.editor.desk import EditorDesk
from desktop.ui.snippets.previews import preview_of
from desktop.ui.snippets.source import Entry, FilledSearch, Preview, ThreadedSearch
from desktop.ui.widgets.languages import language_name
from desktop.ui.widgets.quiet import let_keys_into, when_it_has_keys

if TYPE_CHECKING:
    from desktop.snippets.search import Record
    from desktop.ui.snippets.choice import ChoiceWindow
    from desktop.ui.snippets.form import FormWindow
    from desktop.ui.snippets.palette import Palette, Situation

_LOOK_MS = 500
"""After the palette was first shown it is found out which knowledge bases there are."""

Deliver = Callable[[int, Preview], None]


class SnippetDesk(QObject):
    """Opens the windows when they are asked for, and gives the focus back where it was."""

    def __init__(
        self,
        assembly: Assembly,
        windows: Windows,
        shell: Shell,
    ) -> None:
        """Make it on the main thread; windows are built, and imported, on first use."""
        super().__init__()
        self._assembly = assembly
        self._windows = windows
        self._shell, bridge = shell, shell.bridge
        self._carets = Carets(assembly.find_caret, windows, bridge)
        self._library = Library()
        self._loaded = False
        self._searched: Library | None = None
        """What the search was given last."""
        self._search = ThreadedSearch(bridge)
        self._palette: Palette | None = None
        self._choice: ChoiceWindow | None = None
        self._form: FormWindow | None = None
        self.editor = EditorDesk(
            assembly,
            bridge,
            self._describe_in_pack,
            FilledSearch(self._search, self._fill_search),
            shell.show,
        )
        self._came_from = Window()
        self._opening: object | None = None
        """The wish for the palette that is about to open: of several the newest."""
        self._coming: set[int] = set()
        """Questions whose window is about to open."""
        self._open_questions: dict[int, QuestionKind] = {}
        assembly.library_changed.connect(bridge.carry(self._use_library))
        assembly.reading.connect(bridge.carry(self._show_reading))
        assembly.asked.connect(bridge.carry(self._ask))
        assembly.withdrawn.connect(bridge.carry(self._withdraw))
        assembly.state_changed.connect(lambda _: bridge.post(self._refresh))
        assembly.interactions.fronted.connect(lambda _: bridge.post(self._refresh))

    def close(self) -> None:
        """Before the end."""
        self._opening = None
        self._coming.clear()
        self._search.close()
        self.editor.close()
        for window in (self._palette, self._choice, self._form):
            if window is not None:
                window.hide()

    # --- the palette ---

    def open_palette(self, came_from: Window) -> None:
        """Open it for the window that was in front."""
        palette = self._palette or self._build_palette()
        if not palette.isVisible():
            self._came_from = came_from
        opening = self._opening = object()

        def show(at: QPoint | None) -> None:
            if self._opening is opening:
                self._opening = None
                palette.open(self._situation(), at)

        self._carets.ask(show)

    def close_palette(self) -> bool:
        """False when it neither is open nor was about to open."""
        was_opening, self._opening = self._opening is not None, None
        if self._palette is None or not self._palette.isVisible():
            return was_opening
        self._palette.close()
        return True

    @property
    def palette(self) -> Palette | None:
        """The window, once it was opened."""
        return self._palette

    def _build_palette(self) -> Palette:
        from desktop.ui.snippets.palette import Palette
        from desktop.ui.snippets.palette_articles import PaletteArticles
        from desktop.ui.widgets.articles import BridgedReader

        reading = self._assembly.customers.reading
        articles = PaletteArticles(
            BridgedReader(reading, self._shell.bridge), self._assembly.clock, self
        )
        palette = Palette(self._search, self._describe, self._preview, articles)
        palette.chosen.connect(self._type)
        palette.copied.connect(self._copy)
        palette.edited.connect(self.edit)
        palette.folder_asked.connect(self.open_folder)
        palette.dismissed.connect(self._dismissed)
        palette.link_opened.connect(self._open_link)
        palette.link_copied.connect(self._copy_link)
        self._palette = palette
        reading.known.connect(self._shell.bridge.carry(articles.use))
        # What it imports shall not be in the way of the first keys.
        QTimer.singleShot(_LOOK_MS, self, reading.look)
        if self._loaded:
            self._fill(palette)
        return palette

    def _show_reading(self, part: float) -> None:
        if self._palette is not None:
            self._palette.show_reading(part)

    def _use_library(self, library: Library) -> None:
        self._library = library
        self._loaded = True
        if self._palette is not None:
            self._fill(self._palette)
        self.editor.use_library(library)

    def _fill(self, palette: Palette) -> None:
        self._fill_search()
        palette.use_library(len(self._library.snippets))

    def _fill_search(self) -> None:
        """Have the newest library searched, if it is not that already."""
        if self._searched is not self._library:
            self._searched = self._library
            self._search.use(_records(self._library))

    def _situation(self) -> Situation:
        state = self._assembly.state
        front = self._assembly.interactions.front()
        hindrance = ""
        if not state.can_type:
            hindrance = self.tr("cannot type: {}").format(state.reason.removesuffix("."))
        elif not self._came_from.id:
            hindrance = self.tr("no application is in front")
        from desktop.ui.snippets.palette import Situation

        return Situation(
            customer=front.customer.value("name") if front else "",
            language=language_name(front.language) if front else "",
            hindrance=hindrance,
        )

    def _refresh(self) -> None:
        if self._palette is not None and self._palette.isVisible():
            self._palette.use_situation(self._situation())
        self.editor.use_situation()

    def _describe_in_pack(self, number: int) -> Entry:
        """For the editor: with how often it was used."""
        snippet = self._library.snippets[number]
        entry = self._describe(number)
        parts = (entry.second, self.editor.second_line(snippet))
        return replace(entry, second=" · ".join(part for part in parts if part))

    def _describe(self, number: int) -> Entry:
        snippet = self._library.snippets[number]
        return Entry(
            title_of(snippet),
            snippet.triggers[0] if snippet.triggers else snippet.regex,
            " · ".join(_languages(snippet)) or snippet.pack,
        )

    def _preview(self, number: int, deliver: Deliver) -> None:
        def show(expansion: Expansion | None) -> None:
            preview = preview_of(expansion)
            self._shell.bridge.post(lambda: deliver(number, preview))

        self._assembly.preview(number, self._library.fingerprint, show)

    def _type(self, number: int) -> None:
        window, library = self._came_from, self._library.fingerprint
        self._to_front(window, lambda: self._assembly.use(number, library, window))

    def _copy(self, number: int) -> None:
        self._assembly.copy(number, self._library.fingerprint)
        self._to_front(self._came_from)

    def _open_link(self, url: str) -> None:
        from desktop.ui.widgets.articles import open_link

        if not open_link(url):
            self._shell.show(
                Problem(self.tr("No browser opens this"), todo=self.tr("Check your browser"))
            )

    def _copy_link(self, url: str) -> None:
        self._assembly.customers.reading.copy(url)
        self._to_front(self._came_from)

    def edit(self, number: int) -> None:
        """Open a snippet in the editor."""
        self.editor.open(number)

    def opener_of(self, place: str) -> Callable[[], None] | None:
        """What opens the pack of a problem's place (``mail.yml:12``); None for other places."""
        shown = place.rpartition(":")[0] or place
        files = self._library.stamps  # of broken packs too
        found = [one for one in files if Path(one).as_posix().endswith(f"/{shown}")]
        if not found:
            return None
        url = QUrl.fromLocalFile(min(found, key=len))  # not another of that name in a folder below

        def open_it() -> None:
            QDesktopServices.openUrl(url)

        return open_it

    def open_folder(self) -> None:
        """Show the folder in which the agent's packs are."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._assembly.places.packs)))

    # --- the library ---

    def open_library(self) -> None:
        """The packs, what is in them and what is wrong with them: the editor."""
        self.editor.open()

    def _dismissed(self, give_back: bool) -> None:
        if give_back:
            self._to_front(self._came_from)

    def _to_front(self, window: Window, then: Callable[[], None] | None = None) -> None:
        """Bring a window back to the front, without waiting for it here."""
        if not window.id:
            if then is not None:
                then()
            return

        let_keys_into(window.id)

        def done(_found: bool) -> None:
            if then is not None:  # the keyboard process looks for itself, and says if it is gone
                when_it_has_keys(window.id, then)

        self._shell.background.start(lambda: self._windows.activate(window), done)

    # --- questions ---

    def _ask(self, asking: Asking) -> None:
        self._coming.add(asking.serial)

        def show(at: QPoint | None) -> None:
            if asking.serial in self._coming:
                self._coming.remove(asking.serial)
                self._open_question(asking, at)

        self._carets.ask(show)

    def _open_question(self, asking: Asking, at: QPoint | None) -> None:
        question = asking.question
        window = Window(id=asking.window)

        def over(answer: Answer | None) -> None:
            serial = asking.serial
            newest = self._open_questions.pop(serial, None) is not None
            if answer is not None:
                self._to_front(window, lambda: self._assembly.answer(serial, answer))
                return
            self._assembly.cancel(serial)
            if newest:
                self._to_front(window)

        # A question that is still open in that window is given up, and its own window stays behind.
        others = {k: kind for k, kind in self._open_questions.items() if kind is not question.kind}
        self._open_questions = {**others, asking.serial: question.kind}
        if question.kind is QuestionKind.CHOICE:
            options = question.fields[0].options
            entries = [Entry(option.label) for option in options]
            from desktop.ui.snippets.choice import ChoiceWindow

            self._choice = self._choice or ChoiceWindow()
            self._choice.ask(
                asking.title or question.title,
                entries,
                lambda place: over(None if place is None else options[place].value),
                at,
            )
        else:
            from desktop.ui.snippets.form import FormWindow

            self._form = self._form or FormWindow()
            self._form.ask(question, over, at)

    def _withdraw(self, serial: int) -> None:
        """Nobody waits for the answer any more: the text in that window is another by now."""
        self._coming.discard(serial)
        kind = self._open_questions.get(serial)
        window = self._choice if kind is QuestionKind.CHOICE else self._form
        if kind is not None and window is not None:
            window.close()


def _records(library: Library) -> Iterator[Record]:
    for number, snippet in enumerate(library.snippets):
        if snippet.kind is Body.OPENS:
            continue  # the palette is open
        texts = [snippet.body, *(variant.body for variant in snippet.variants)]
        yield number, snippet.triggers, title_of(snippet), snippet.search_terms, "\n".join(texts)


def _languages(snippet: Snippet) -> list[str]:
    return list(dict.fromkeys(one.language for one in snippet.variants if one.language))
