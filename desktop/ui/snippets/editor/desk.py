"""The editor's window joined to the assembly: what is told on other threads comes to Qt's here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from desktop.assembly import Assembly
from desktop.assembly.editing import Tell, why_read_only
from desktop.assembly.opened import Opened
from desktop.assembly.packs import starter_packs
from desktop.core.results import Problem
from desktop.settings.sections.agent import AGENT_LANGUAGES
from desktop.settings.sections.snippets import STARTER_LANGUAGES
from desktop.snippets.editing.naming import file_name
from desktop.snippets.library import Library
from desktop.snippets.model import Snippet
from desktop.snippets.render.outcome import Rendered
from desktop.snippets.savings.uses import use_name
from desktop.ui.shell.bridge import Bridge
from desktop.ui.snippets.editor.workshop import PackRow, TellOpened
from desktop.ui.snippets.previews import preview_of
from desktop.ui.snippets.source import Describe, Preview, SearchSource
from desktop.ui.widgets.languages import language_name

if TYPE_CHECKING:
    from desktop.snippets.editing.edits import Edit
    from desktop.snippets.editing.leftovers import Leftover
    from desktop.snippets.editing.trial import Trial
    from desktop.ui.snippets.editor.taking_over import TakingOverWindow
    from desktop.ui.snippets.editor.window import EditorWindow

_OFFERED = ("en", "es", "pt", "fr", "de", "it", "nl", "pl", "tr", "ar", "hi", "zh", "ja", "fil")


class EditorDesk(QObject):
    """A :class:`~desktop.ui.snippets.editor.workshop.Workshop`; see the module."""

    def __init__(
        self,
        assembly: Assembly,
        bridge: Bridge,
        describe: Describe,
        search: SearchSource,
        show: Callable[[Problem], None],
    ) -> None:
        """The window comes with the first wish for it."""
        super().__init__()
        self._assembly = assembly
        self._bridge = bridge
        self._describe = describe
        self._search = search
        self._show = show
        self._library = Library()
        self._used: Mapping[str, int] = {}
        self.window: EditorWindow | None = None
        self.taking_over: TakingOverWindow | None = None

    # --- what the windows' desk asks ---

    def open(self, number: int | None = None) -> None:
        """Show the window, and a snippet in it."""
        window = self.window or self._build()
        self._count()
        window.come_forward()
        if number is not None:
            window.select(number)
            window.pane.texts.focus_text()

    def use_library(self, library: Library) -> None:
        """There is another library."""
        self._library = library
        if self.window is not None:
            self._show_packs(self.window)

    def use_situation(self) -> None:
        """Another customer is in front."""
        if self.window is not None and self.window.isVisible():
            self.window.pane.look()

    def close(self) -> None:
        """Before the end: what can be saved is."""
        if self.window is not None:
            self.window.save()
            self.window.unsaved.keep()
            self.window.hide()
        if self.taking_over is not None:
            self.taking_over.hide()

    def open_taking_over(self) -> None:
        """Snippets of another program."""
        if self.taking_over is None:
            from desktop.ui.snippets.editor.moving import Moving
            from desktop.ui.snippets.editor.taking_over import TakingOverWindow

            self.taking_over = TakingOverWindow(Moving(self._assembly, self._bridge))
        self.taking_over.come_forward()

    def second_line(self, snippet: Snippet) -> str:
        """How often a snippet was used, for its row; empty if it was not."""
        count = self.used(snippet)
        return self.tr("{}×").format(f"{count:,}") if count else ""

    def _build(self) -> EditorWindow:
        from desktop.ui.snippets.editor.window import EditorWindow

        window = EditorWindow(self, self._describe, self._search)
        window.folder_asked.connect(self._open_folder)
        window.file_asked.connect(lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(path)))
        window.trouble.connect(self._show)
        window.import_asked.connect(self.open_taking_over)
        window.closed.connect(self._assembly.editing.rest)
        self.window = window
        self._show_packs(window)
        self._assembly.editing.kept(self._bridge.carry(window.restore))
        return window

    def _open_folder(self, path: str) -> None:
        folder = Path(path).parent if path else self._assembly.places.packs
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _show_packs(self, window: EditorWindow) -> None:
        languages = self._assembly.settings.snapshot().get(STARTER_LANGUAGES)
        shipped = starter_packs(languages)
        rows = [
            PackRow(
                pack.name,
                pack.source.path,
                pack.first,
                len(pack.compiled),
                why_read_only(pack.source.path, shipped),
                pack.globals_of,
            )
            for pack in self._library.packs
        ]
        window.show_library(rows, self._library.problems)

    def _count(self) -> None:
        def take(used: Mapping[str, int]) -> None:
            self._used = used
            if self.window is not None:
                self.window.list.viewport().update()
                self.window.pane.refresh()

        self._assembly.editing.counts(self._bridge.carry(take))

    # --- Workshop ---

    def snippet(self, number: int) -> Snippet:
        """See :class:`Workshop`."""
        return self._library.snippets[number]

    def number_of(self, path: str, place: int) -> int | None:
        """See :class:`Workshop`."""
        for pack in self._library.packs:
            if pack.source.path == path:
                at = pack.compiled.place_of(place)
                return None if at is None else pack.first + at
        return None

    def find_again(self, snippet: Snippet) -> int | None:
        """See :class:`Workshop`."""
        from desktop.snippets.editing.sheet import find_again  # with YAML's writer

        for pack in self._library.packs:
            if pack.source.path == snippet.path:
                ones = (pack.snippet(at) for at in range(len(pack.compiled)))
                found = find_again(snippet, ones)
                return None if found is None else self._library.number_of(found.id)
        return None

    def used(self, snippet: Snippet) -> int:
        """See :class:`Workshop`."""
        return self._used.get(use_name(snippet), 0) if self._used else 0

    def languages(self) -> Sequence[str]:
        """See :class:`Workshop`."""
        mine = [tag.partition("-")[0] for tag in self._assembly.settings.get(AGENT_LANGUAGES)]
        return list(dict.fromkeys([*mine, *_OFFERED]))

    def situation(self) -> str:
        """See :class:`Workshop`."""
        front = self._assembly.interactions.front()
        if front is None:
            return ""
        parts = (front.customer.value("name"), language_name(front.language))
        return " · ".join(part for part in parts if part)

    def open_sheet(self, number: int) -> Opened:
        """See :class:`Workshop`."""
        pack, at = self._library.snippets.locate(number)
        place = pack.compiled.cause(at).number
        return self._assembly.editing.open(pack.source.path, place, pack.compiled.head.digest)

    def preview(
        self, draft: Snippet, language: str, channel: str, tell: Callable[[Preview, int], None]
    ) -> None:
        """See :class:`Workshop`."""

        def take(trial: Trial | None) -> None:
            shown = preview_of(trial.expansion if trial is not None else None)
            column = trial.column if trial is not None else 0
            if trial is not None and trial.asked:
                asks = self.tr("asks for: {}").format(", ".join(trial.asked))
                known = isinstance(trial.expansion.outcome, Rendered)
                note = " · ".join(filter(None, (asks, shown.note))) if known else shown.note
                shown = replace(shown, note=note)
            self._bridge.post(lambda: tell(shown, column))

        self._assembly.editing.try_out(draft, language, channel, take)

    def check(
        self, draft: Snippet, own: int | None, tell: Callable[[Sequence[Problem]], None]
    ) -> None:
        """See :class:`Workshop`."""
        self._assembly.editing.check(draft, own, self._bridge.carry(tell))

    def save(self, opened: Opened, before: Snippet, after: Snippet, tell: Tell) -> None:
        """See :class:`Workshop`."""
        self._assembly.editing.save(opened, before, after, self._bridge.carry(tell))

    def add(self, path: str, snippet: Snippet, tell: TellOpened) -> None:
        """See :class:`Workshop`."""
        self._assembly.editing.add(path, snippet, self._bridge.carry(tell))

    def remove(self, opened: Opened, snippet: Snippet, tell: Tell) -> None:
        """See :class:`Workshop`."""
        self._assembly.editing.remove(opened, snippet, self._bridge.carry(tell))

    def move(self, opened: Opened, snippet: Snippet, path: str, tell: TellOpened) -> None:
        """See :class:`Workshop`."""
        self._assembly.editing.move(opened, snippet, path, self._bridge.carry(tell))

    def create_pack(self, name: str, tell: Callable[[Path | Problem], None]) -> None:
        """See :class:`Workshop`."""
        path = self._assembly.places.packs / file_name(name)
        take = self._bridge.carry(tell)
        self._assembly.editing.create_pack(path, lambda problem: take(problem or path))

    def history(self, tell: Callable[[Sequence[Edit]], None]) -> None:
        """See :class:`Workshop`."""
        self._assembly.editing.history(self._bridge.carry(tell))

    def take_back(self, edit: Edit, tell: Tell) -> None:
        """See :class:`Workshop`."""
        self._assembly.editing.take_back(edit, self._bridge.carry(tell))

    def keep(self, leftovers: Sequence[Leftover], tell: Tell) -> None:
        """See :class:`Workshop`."""
        self._assembly.editing.keep(leftovers, self._bridge.carry(tell))
