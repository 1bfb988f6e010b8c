"""The editor over a real assembly, with packs in real files."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.assembly import Assembly
from desktop.core.clock import SystemClock
from desktop.core.digest import blake2b
from desktop.core.results import Problem
from desktop.interaction import Channel, Customer, Field
from desktop.settings.paths import places, prepare
from desktop.settings.sections.snippets import STARTER_LANGUAGES
from desktop.settings.store import Settings
from desktop.snippets.library import Library
from desktop.snippets.search import Record
from desktop.ui.shell.bridge import Bridge
from desktop.ui.snippets.editor.desk import EditorDesk
from desktop.ui.snippets.editor.window import EditorWindow
from desktop.ui.snippets.source import Entry, FilledSearch, ThreadedSearch
from tests.unit.assembly.acting import FakeClipboard

MINE = """\
# My snippets.
matches:
  # The refund.
  - trigger: ";refund"   # the shortest
    label: Refund
    replace: "Your refund is on its way, {{customer.first_name}}."
    variants:
      - when: {language: pt}
        replace: "O reembolso está a caminho."

  - trigger: ";late"
    replace: The parcel is late
"""
TEAM = 'matches:\n  - trigger: ";gm"\n    replace: Good morning\n'
SECONDS = 10.0


class Room:
    """An assembly, its editor, and the packs ``mine`` and ``team``."""

    def __init__(
        self,
        folder: Path,
        packs: Mapping[str, str] | None = None,
        starters: tuple[str, ...] = (),
        *,
        opened: bool = True,
    ) -> None:
        home = places(folder)
        prepare(home)
        self.packs = home.packs
        self.mine = home.packs / "mine.yml"
        self.team = home.packs / "team.yml"
        for name, text in ({"mine": MINE, "team": TEAM} if packs is None else packs).items():
            (home.packs / f"{name}.yml").write_text(text, "utf-8")
        clock = SystemClock()
        settings = Settings(home.settings, clock)
        settings.change(STARTER_LANGUAGES, starters)
        self.assembly = Assembly(home, settings, clock, FakeClipboard(), None, look_s=0.02)
        self.bridge = Bridge()
        self.problems: list[Problem] = []
        self.search = ThreadedSearch(self.bridge)
        self.desk = EditorDesk(
            self.assembly,
            self.bridge,
            self._describe,
            FilledSearch(self.search, lambda: self.search.use(self._records())),
            self.problems.append,
        )
        self.assembly.library_changed.connect(self._use)
        self.assembly.start()
        self.until(lambda: bool(self.desk._library.fingerprint))
        if opened:
            self.desk.open()

    @property
    def window(self) -> EditorWindow:
        assert self.desk.window is not None
        return self.desk.window

    def _use(self, library: Library) -> None:
        self.bridge.post(lambda: self.desk.use_library(library))

    def _records(self) -> list[Record]:
        return [
            (number, one.triggers, one.label, one.search_terms, one.body)
            for number, one in enumerate(self.desk._library.snippets)
        ]

    def _describe(self, number: int) -> Entry:
        one = self.desk.snippet(number)
        return Entry(one.label or one.body, next(iter(one.triggers), ""), "")

    def serves(self, name: str, language: str) -> None:
        """A customer is in front."""
        now = self.assembly.clock.now()
        customer = Customer().having("name", Field(name, "test", now))
        self.assembly.interactions.open("test", Channel.CHAT, language=language, customer=customer)

    def show(self, trigger: str, place: str = "") -> None:
        """Choose a snippet, and wait until all is known of it; ``place``: in that pack."""
        library = self.desk._library
        numbers = library.numbers_having(trigger)
        [number] = [one for one in numbers if place in {"", library.snippets[one].pack}]
        self.window.select(number)
        self.settle()

    def type(self, text: str, column: int = 0) -> None:
        self.window.pane.texts.columns[column].text.setPlainText(text)

    def text(self, column: int = 0) -> str:
        return self.window.pane.texts.columns[column].text.toPlainText()

    def trigger(self, text: str) -> None:
        triggers = self.window.pane.facts.triggers
        triggers.lines[0].setText(text)
        triggers.edited.emit()

    def said(self) -> str:
        """What the line across the window says."""
        notice = self.window.notice
        return notice.words.text() if notice.isVisible() else ""

    def file(self, name: str) -> str:
        """What a pack's file holds."""
        return (self.packs / f"{name}.yml").read_text("utf-8")

    def settle(self) -> None:
        """Everything asked of the editing and rendering threads so far is done and told."""
        done: list[bool] = []

        def tell() -> None:
            self.bridge.post(lambda: done.append(True))

        self.assembly.editing.counts(lambda _: self.assembly._work.put(tell))
        self.until(lambda: bool(done))

    def until(self, done: Callable[[], object]) -> None:
        end = time.monotonic() + SECONDS
        while not done():
            assert time.monotonic() < end, (self.problems, self.desk.window and self.said())
            QApplication.processEvents()
            time.sleep(0.002)

    def until_holds(self, path: Path, right: Callable[[str], bool]) -> None:
        """The file holds what it should.

        Windows doesn't let a file be read while it is replaced, nor replaced while it is read: the
        file is looked at seldom, and may be out of reach for a moment.
        """

        def done() -> bool:
            time.sleep(0.02)
            try:
                return right(path.read_text("utf-8"))
            except PermissionError:
                return False

        self.until(done)

    def until_written(self, path: Path, words: str) -> None:
        """The file holds it, and the window has the library with it."""
        self.until_holds(path, lambda text: words in text)
        self.settle()
        wanted = blake2b(path.read_bytes(), digest_size=16).digest()
        self.until(
            lambda: any(
                one.source.path == str(path) and one.compiled.head.digest == wanted
                for one in self.desk._library.packs
            )
        )
        self.settle()

    def close(self) -> None:
        self.bridge.close()
        self.desk.close()
        self.search.close()
        self.assembly.stop()
