"""The editor: packs at the left, their snippets in the middle, one of them at the right.

What is written is saved when the agent goes on to another snippet, closes the window or presses
Ctrl S. What can't be saved stays here, and the window says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent

from desktop.assembly.opened import Opened
from desktop.core.results import Problem
from desktop.snippets.editing.leftovers import Leftover
from desktop.snippets.editing.sheet import Sheet, same_snippet, tidied
from desktop.snippets.model import Snippet
from desktop.ui.snippets.editor.browser import EditorBrowser
from desktop.ui.snippets.editor.unsaved import Unsaved
from desktop.ui.snippets.editor.way_back import WayBack
from desktop.ui.snippets.editor.workshop import PackRow, Workshop
from desktop.ui.snippets.source import Describe, SearchSource
from desktop.ui.widgets.problem_words import ended


class EditorWindow(EditorBrowser):
    """See the module."""

    trouble = Signal(object)
    """A :class:`Problem` that came when the window was closed already."""
    closed = Signal()

    def __init__(self, workshop: Workshop, describe: Describe, search: SearchSource) -> None:
        """Empty at first; see :meth:`show_library`."""
        super().__init__(workshop, describe, search)
        self._workshop = workshop
        self.unsaved = Unsaved(workshop, self.pane, self.notice.complain)
        self._wanted: Opened | None = None
        """What is to be shown once the library has it."""
        self._dragged: Snippet | None = None
        self._stays = False
        """What the window says now is to stay when the next snippet is shown."""
        self.way_back = WayBack(workshop, self.notice)
        self._connect()

    # --- the library ---

    def show_library(self, packs: Sequence[PackRow], problems: Sequence[Problem]) -> None:
        """Another library; what is being written stays."""
        self.show_lists(packs, problems)
        self._follow()
        self._fill(keep=True)

    def select(self, number: int) -> None:
        """Show a snippet of the library, in its pack."""
        snippet = self._workshop.snippet(number)
        self.choose_pack(snippet.path)
        self._show_number(number)
        self._mark(number)

    def _follow(self) -> None:
        """The sheet that is shown has another number now, or another text."""
        if self._wanted is not None:
            wanted = self._wanted
            number = self._workshop.number_of(wanted.path, wanted.number)
            if number is not None:
                self._wanted = None
                self._leave()
                self._show_number(number)
                return
        sheet = self._sheet
        if sheet is None or sheet.opened is None:
            return
        number = self._workshop.number_of(sheet.opened.path, sheet.opened.number)
        if number is None or not same_snippet(self._workshop.snippet(number), sheet.saved):
            again = self._workshop.find_again(sheet.saved)
            number = again if again is not None else number
        if number is None:
            if sheet.dirty:
                sheet.number = None
                self.notice.complain(self._gone())
            else:
                self.pane.show_sheet(None)
            return
        sheet.number = number
        if same_snippet(self._workshop.snippet(number), sheet.saved):
            if sheet.saving is None:
                sheet.opened = self._workshop.open_sheet(number)
            self.pane.refresh()
        elif not sheet.dirty and sheet.saving is None:
            self._show_number(number)

    # --- one snippet ---

    def _show_number(self, number: int) -> None:
        sheet = self._sheet
        if sheet is not None and sheet.number == number and sheet.dirty:
            return
        self._leave()
        snippet = self._workshop.snippet(number)
        kept = self.unsaved.held(snippet)
        if kept is None:
            pack = next((one for one in self._packs if one.path == snippet.path), None)
            read_only = pack.read_only if pack is not None else ""
            kept = Sheet.of(snippet, self._workshop.open_sheet(number), number, read_only)
        kept.number = number
        self._show_sheet(kept)

    def _show_sheet(self, sheet: Sheet[Opened]) -> None:
        self.pane.show_sheet(sheet)
        if sheet.failed is not None:
            self.notice.complain(sheet.failed)
        elif sheet.read_only:
            self.notice.say(
                self.tr("This pack can't be changed here: {}").format(ended(sheet.read_only)),
                self.tr("Copy into a pack of mine"),
                self.copy_to_mine,
            )
        elif not self._stays:
            self.notice.hide()
        self._stays = False

    def new(self) -> None:
        """Write a new snippet into the chosen pack, or into the first that can be changed."""
        self._in_own_pack(self._begin)

    def _begin(self, pack: PackRow) -> None:
        self._leave()
        self._mark(-1)
        self._show_sheet(Sheet.new(pack.name, pack.path, pack.globals_of))
        self.pane.focus_trigger()

    def save(self) -> None:
        """Save what is shown."""
        sheet = self._sheet
        if sheet is not None and sheet.dirty:
            self._save(sheet)

    def _leave(self) -> None:
        """Another is to be shown: save this one, or keep it here."""
        sheet = self._sheet
        if sheet is None or not sheet.dirty:
            return
        self.unsaved.hold(sheet)
        self._save(sheet, leaving=True)

    def _save(self, sheet: Sheet[Opened], *, leaving: bool = False) -> None:
        if sheet.saving is not None:
            return  # it is looked at again when that is done
        hindrance = sheet.hindrance()
        if hindrance is not None:
            self._not_saved(sheet, hindrance, shown=sheet is self._sheet and not leaving)
            return
        after = tidied(sheet.draft)
        sheet.saving = sheet.draft
        if sheet is self._sheet:
            self.pane.refresh()

        def added(outcome: Opened | Problem) -> None:
            if isinstance(outcome, Problem):
                self._saved(sheet, after, outcome)
                return
            sheet.opened = outcome
            self._saved(sheet, after, None)
            if sheet is self._sheet:
                self.choose_pack(outcome.path)

        if sheet.opened is None:
            self._workshop.add(sheet.saved.path, after, added)
        else:
            self._workshop.save(
                sheet.opened, sheet.saved, after, lambda one: self._saved(sheet, after, one)
            )

    def _saved(self, sheet: Sheet[Opened], after: Snippet, problem: Problem | None) -> None:
        """It stands in its pack, or does not."""
        sheet.saving = None
        if problem is not None:
            self._not_saved(sheet, problem, shown=sheet is self._sheet)
            return
        sheet.saved = after
        sheet.failed = None
        self.unsaved.changed()
        if sheet is self._sheet:
            self.pane.refresh()
        elif sheet.dirty:
            self._save(sheet)  # it was written on while it was saved
            return
        self.unsaved.drop(sheet)

    def _not_saved(self, sheet: Sheet[Opened], problem: Problem, *, shown: bool) -> None:
        sheet.failed = problem
        self.unsaved.hold(sheet)
        if shown:
            self.notice.complain(problem)
            self.pane.refresh()
        else:
            words = self.tr("“{0}” is not saved. {1}").format(_name(sheet), ended(problem.what))
            self._stays = True
            self.notice.say(words, self.tr("Show"), lambda: self._return_to(sheet), warning=True)
        if not self.isVisible():
            self.trouble.emit(problem)

    def _return_to(self, sheet: Sheet[Opened]) -> None:
        self._leave()
        self._show_sheet(sheet)
        self._mark(-1 if sheet.number is None else sheet.number)

    # --- what is done with a snippet ---

    def delete(self) -> None:
        """Delete what is shown; it can be taken back at once."""
        sheet = self._sheet
        if sheet is None:
            return
        if sheet.read_only:
            self._show_sheet(sheet)  # which says why it can't be
            return
        if sheet.opened is None:
            self._throw_away(sheet)
            return
        name = _name(sheet)

        def done(problem: Problem | None) -> None:
            if problem is not None:
                self.notice.complain(problem)
                return
            self._throw_away(sheet)
            self.way_back.offer(self.tr("“{}” is deleted.").format(name))

        self._workshop.remove(sheet.opened, sheet.saved, done)

    def _throw_away(self, sheet: Sheet[Opened]) -> None:
        self.unsaved.drop(sheet)
        if sheet is self._sheet:
            self.pane.show_sheet(None)
            self.notice.hide()
        self.unsaved.changed()

    def copy_to_mine(self) -> None:
        """A copy of what is shown, in a pack that can be changed."""
        sheet = self._sheet
        if sheet is not None:
            snippet = sheet.draft
            self._in_own_pack(lambda pack: self._copy(snippet, pack))

    def _copy(self, snippet: Snippet, pack: PackRow) -> None:
        def done(outcome: Opened | Problem) -> None:
            if isinstance(outcome, Problem):
                self.notice.complain(outcome)
                return
            self._wanted = outcome
            self.choose_pack(pack.path)
            self._stays = True
            self.way_back.offer(
                self.tr(
                    "A copy is in {}. Give it another trigger, or Deskhand asks which is meant."
                ).format(pack.name)
            )

        self._workshop.add(pack.path, snippet, done)

    def move_to(self, pack: PackRow) -> None:
        """Take what is shown to another pack."""
        sheet = self._sheet
        if sheet is None:
            return
        if sheet.read_only:
            self._copy(sheet.draft, pack)
        elif sheet.opened is None:
            sheet.saved = sheet.draft = _in_pack(sheet.draft, pack)
            self.pane.refresh()
        elif sheet.hindrance() is not None:
            self.save()  # which says why it can't be
        else:
            draft = tidied(sheet.draft)
            opened = sheet.opened
            self._throw_away(sheet)
            self._move(opened, draft, pack)

    def _move(self, opened: Opened, snippet: Snippet, pack: PackRow) -> None:
        if opened.path == pack.path:
            return

        def done(outcome: Opened | Problem) -> None:
            if isinstance(outcome, Problem):
                self.notice.complain(outcome)
                return
            self._wanted = outcome
            self.packs.choose(self._packs.index(pack) if pack in self._packs else None)
            self._stays = True
            name = next(iter(snippet.triggers), "") or snippet.label
            self.way_back.offer(self.tr("“{0}” is in {1} now.").format(name, pack.name))

        self._workshop.move(opened, snippet, pack.path, done)

    def _drop(self, number: int, place: int) -> None:
        """A snippet was dragged onto a pack."""
        pack, dragged = self._packs[place], self._dragged
        if dragged is None:
            return
        if not same_snippet(self._workshop.snippet(number), dragged):
            again = self._workshop.find_again(dragged)
            if again is None:
                return
            number = again
        sheet = self._sheet
        if sheet is not None and sheet.number == number:
            self.move_to(pack)
            return
        source = next((one for one in self._packs if one.path == dragged.path), None)
        if source is not None and source.read_only:
            self._copy(dragged, pack)
        else:
            self._move(self._workshop.open_sheet(number), dragged, pack)

    def _drag(self, number: int) -> None:
        self._dragged = self._workshop.snippet(number)

    # --- packs ---

    def _in_own_pack(self, act: Callable[[PackRow], None]) -> None:
        """Do something with the chosen pack, or the first that can be changed, or a new one."""
        chosen = self.packs.pack()
        own = [one for one in self._packs if not one.read_only]
        if chosen is not None and not chosen.read_only:
            act(chosen)
        elif own:
            act(own[0])
        else:
            self._create(self.tr("my-snippets"), act)

    def create_pack(self, name: str) -> None:
        """Begin a pack, and a snippet in it."""
        self._create(name, self._begin)

    def _create(self, name: str, act: Callable[[PackRow], None]) -> None:

        def done(outcome: Path | Problem) -> None:
            if isinstance(outcome, Problem):
                self.notice.complain(outcome)
            else:
                act(PackRow(outcome.stem, str(outcome), 0, 0))

        self._workshop.create_pack(name, done)

    # --- the end ---

    def restore(self, leftovers: Sequence[Leftover]) -> None:
        """What was not saved when Deskhand ended last is here again."""
        last = self.unsaved.restore(leftovers)
        if last is not None:
            words = self.tr("“{}” was not saved when Deskhand ended.").format(_name(last))
            self._stays = True
            self.notice.say(words, self.tr("Show"), lambda: self._return_to(last))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save; what can't be saved keeps the window open until the agent says what to do."""
        self._leave()
        left = self.unsaved.sheets()
        if left and self.isVisible():
            event.ignore()
            self._return_to(left[0])
            problem = left[0].failed
            why = ended(problem.what) if problem is not None else ""
            self.notice.say(
                self.tr("“{0}” can't be saved yet. {1}").format(_name(left[0]), why),
                self.tr("Keep writing"),
                self.pane.texts.focus_text,
                warning=True,
            )
            self.notice.offer(self.tr("Throw it away"), lambda: self._close_without(left[0]))
            return
        self.way_back.close()
        self._search.cancel()
        self.unsaved.keep()
        super().closeEvent(event)
        self.closed.emit()

    def _close_without(self, sheet: Sheet[Opened]) -> None:
        self._throw_away(sheet)
        self.close()

    def _gone(self) -> Problem:
        return Problem(
            self.tr("This snippet was deleted by another program meanwhile"),
            todo=self.tr("What you wrote is still here: copy it to keep it"),
        )

    def _connect(self) -> None:
        self.chosen.connect(self._show_number)
        self.packs.dropped.connect(self._drop)
        self.rows.dragging.connect(self._drag)
        self.list.delete_asked.connect(self.delete)
        self.list.write_asked.connect(self._write)
        self.list.undo_asked.connect(self.way_back.undo)
        self.pane.edited.connect(self._say_unsaved)
        self.naming.named.connect(self.create_pack)
        self.on_keys(
            {
                "Ctrl+N": self.new,
                "Ctrl+S": self.save,
                "Ctrl+H": self.way_back.open,
                "Ctrl+M": self._offer_packs,
                "Ctrl+T": self.pane.add_variant,
                "F2": self.pane.focus_trigger,
            }
        )

    def _write(self) -> None:
        if self._sheet is not None:
            self.pane.texts.focus_text()

    def _offer_packs(self) -> None:
        """A menu of packs to move to."""
        sheet = self._sheet
        if sheet is not None:
            own = [one for one in self._packs if not one.read_only]
            self.offer_packs([one for one in own if one.path != sheet.saved.path], self.move_to)

    def _say_unsaved(self) -> None:
        self.unsaved.edited()
        sheet = self._sheet
        if sheet is not None and sheet.failed is None and not sheet.read_only:
            self.notice.hide()


def _name(sheet: Sheet[Opened]) -> str:
    one = sheet.draft
    return next(iter(one.triggers), "") or one.label or one.body.strip()[:30]


def _in_pack(draft: Snippet, pack: PackRow) -> Snippet:
    from msgspec import structs

    return structs.replace(draft, pack=pack.name, path=pack.path, globals_of=pack.globals_of)
