"""What the editor's window asks of the application; all answers come on Qt's main thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop.assembly.editing import Tell
from desktop.assembly.opened import Opened
from desktop.core.results import Problem
from desktop.snippets.model import Snippet
from desktop.ui.snippets.source import Preview

if TYPE_CHECKING:
    from desktop.snippets.editing.edits import Edit
    from desktop.snippets.editing.leftovers import Leftover

TellOpened = Callable[[Opened | Problem], None]


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack as the window lists it; its snippets have consecutive numbers."""

    name: str
    path: str
    first: int
    count: int
    read_only: str = ""
    """Why it can't be changed here; empty if it can."""
    globals_of: str = ""


class Workshop(Protocol):
    """See the module. A ``number`` is one of the library in use."""

    def snippet(self, number: int) -> Snippet:
        """What is in the library."""

    def number_of(self, path: str, place: int) -> int | None:
        """The snippet at a place of a pack's ``matches``, from 1."""

    def find_again(self, snippet: Snippet) -> int | None:
        """A snippet of its pack that is written just so."""

    def used(self, snippet: Snippet) -> int:
        """How often it was used."""

    def open_sheet(self, number: int) -> Opened:
        """Somebody looks at it."""

    def preview(
        self, draft: Snippet, language: str, channel: str, tell: Callable[[Preview, int], None]
    ) -> None:
        """What a draft comes out as now, and which of its texts that is."""

    def situation(self) -> str:
        """For whom that is: ``Ana Souza · Português``; empty if nobody is in front."""

    def check(
        self, draft: Snippet, own: int | None, tell: Callable[[Sequence[Problem]], None]
    ) -> None:
        """What there is to say of a draft."""

    def save(self, opened: Opened, before: Snippet, after: Snippet, tell: Tell) -> None:
        """Write what changed."""

    def add(self, path: str, snippet: Snippet, tell: TellOpened) -> None:
        """Write a new one."""

    def remove(self, opened: Opened, snippet: Snippet, tell: Tell) -> None:
        """Delete one."""

    def move(self, opened: Opened, snippet: Snippet, path: str, tell: TellOpened) -> None:
        """Take one to another pack."""

    def create_pack(self, name: str, tell: Callable[[Path | Problem], None]) -> None:
        """Begin a pack in the packs folder."""

    def history(self, tell: Callable[[Sequence[Edit]], None]) -> None:
        """What can be taken back, the newest first."""

    def take_back(self, edit: Edit, tell: Tell) -> None:
        """Undo one of these."""

    def languages(self) -> Sequence[str]:
        """Tags that a text may be for, the likeliest first."""

    def keep(self, leftovers: Sequence[Leftover], tell: Tell) -> None:
        """Keep what is not saved over the end of the application."""
