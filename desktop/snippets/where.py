"""Where a pack's snippets are for: espanso's filters, at the top of the pack itself.

In espanso they stand in a configuration file that includes the pack. ``filter_class`` and
``filter_exec`` both look at what Deskhand knows an application by, in any case.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Final, Protocol

import msgspec

from desktop.snippets.fields import Fields

FILTERS: Final = ("filter_title", "filter_class", "filter_exec", "filter_os")
_SYSTEMS: Final = {"linux": "linux", "macos": "darwin", "windows": "win32"}
_LONGEST: Final = 1000


class _Pattern(Protocol):
    def search(self, text: str, /) -> object:
        """What it found."""


class Where(msgspec.Struct, frozen=True, array_like=True):
    """All of it must hold; what is empty always does."""

    title: str = ""
    """A regular expression that is somewhere in the window's title."""
    application: str = ""
    program: str = ""
    """The same for the application's name."""
    system: str = ""
    """As in :data:`sys.platform`."""

    def holds(self, app: str, title: str) -> bool:
        """In this application and window."""
        if self.system and self.system != sys.platform:
            return False
        if self.title and not _regex(self.title, folded=False).search(title):
            return False
        names = (one for one in (self.application, self.program) if one)
        return all(_regex(one, folded=True).search(app) for one in names)


EVERYWHERE: Final = Where()


def read_where(fields: Fields) -> Where:
    """A pack's filters; one that can't be read keeps its snippets out of everywhere."""
    found: list[str] = []
    for key in FILTERS[:3]:
        pattern = fields.text(key) or ""
        fault = _fault(pattern)
        if fault:
            fields.error(
                f"`{key}` can't be read: {fault}, so no snippet of this pack is typed.",
                fields.line_of(key),
                todo="It is a regular expression as espanso has them.",
            )
            pattern = "^$.^"
        found.append(pattern)
    name = (fields.text("filter_os") or "").lower()
    if name and name not in _SYSTEMS:
        fields.warn(
            "`filter_os` is none of linux, macos and windows; it is taken as not given.",
            fields.line_of("filter_os"),
        )
    title, application, program = found
    return Where(title, application, program, _SYSTEMS.get(name, ""))


def _fault(pattern: str) -> str:
    if not pattern:
        return ""
    if len(pattern) > _LONGEST:
        return "it is too long"
    import re2  # few packs have one

    try:
        _regex(pattern, folded=False)
    except re2.error:
        return "it is no regular expression"
    return ""


@lru_cache(maxsize=256)
def _regex(pattern: str, *, folded: bool) -> _Pattern:
    import re2

    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not folded
    made: _Pattern = re2.compile(pattern, options)
    return made
