"""One snippet in the editor: as it is in its pack, and as the agent has it by now. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from msgspec import structs

from desktop.core.results import Problem
from desktop.snippets.editing.entry import entry_of, read_draft, sound
from desktop.snippets.model import Snippet

T = TypeVar("T")


@dataclass(slots=True)
class Sheet(Generic[T]):
    """``opened`` is what a change is asked for with; None for a snippet that is not written yet."""

    saved: Snippet
    draft: Snippet
    opened: T | None
    number: int | None = None
    """In the library; None for a new one."""
    read_only: str = ""
    """Why nothing can be changed."""
    problems: tuple[Problem, ...] = field(default=())
    saving: Snippet | None = None
    """What is being written just now."""
    failed: Problem | None = None
    """Why it was not written when that was tried last."""

    @classmethod
    def of(cls, snippet: Snippet, opened: T, number: int, read_only: str) -> Sheet[T]:
        """One from the library."""
        return cls(snippet, snippet, opened, number, read_only)

    @classmethod
    def new(cls, pack: str, path: str, globals_of: str = "") -> Sheet[T]:
        """One that begins empty."""
        empty = Snippet("", pack, path, 0, globals_of=globals_of)
        return cls(empty, empty, None)

    @property
    def dirty(self) -> bool:
        """Is there something that is not in the pack?"""
        return tidied(self.draft) != tidied(self.saved) and self.draft != self.saving

    def hindrance(self) -> Problem | None:
        """Why it can't be saved as it is."""
        if self.read_only:
            return Problem("This pack can't be changed here", self.read_only)
        found = read_draft(tidied(self.draft))
        if found.snippet is not None and sound(found.problems):
            return None
        return next((one for one in found.problems if not sound((one,))), None)


def tidied(draft: Snippet) -> Snippet:
    """Without lines for triggers that nothing was written in, and spaces around words."""
    return structs.replace(
        draft,
        triggers=tuple(one for one in draft.triggers if one.strip()),
        search_terms=tuple(one.strip() for one in draft.search_terms if one.strip()),
        label=draft.label.strip(),
    )


def whole_characters(text: str) -> str:
    """With a sign in place of halves of characters, which no file can hold."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def same_snippet(one: Snippet, other: Snippet) -> bool:
    """Are both written alike? Where they stand does not matter."""
    return one.kind is other.kind and entry_of(one) == entry_of(other)


def find_again(snippet: Snippet, pack: Iterable[Snippet]) -> Snippet | None:
    """The first of a pack's snippets that is written so."""
    for one in pack:
        if one.triggers == snippet.triggers and same_snippet(one, snippet):
            return one
    return None
