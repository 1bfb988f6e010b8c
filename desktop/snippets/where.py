"""Where a pack's snippets are for: espanso's filters, at the top of the pack itself.

In espanso they stand in configuration files that include and exclude packs. ``filter_class`` and
``filter_exec`` both look at what Deskhand knows an application by, in any case. What several such
files say of one pack is a list of rules, of which the first that holds decides.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Final, Protocol

import msgspec

from desktop.snippets.fields import Fields

PATTERNS: Final = ("filter_title", "filter_class", "filter_exec")
FILTERS: Final = (*PATTERNS, "filter_os")
RULES: Final = "applications"
TYPED: Final = "typed"
MOST_RULES: Final = 200
_RULE_KEYS: Final = frozenset({*FILTERS, TYPED})
_SYSTEMS: Final = {"linux": "linux", "macos": "darwin", "windows": "win32"}
_LONGEST: Final = 1000


class _Pattern(Protocol):
    def search(self, text: str, /) -> object:
        """What it found."""


class Filters(msgspec.Struct, frozen=True, array_like=True):
    """All of it must hold; what is empty always does."""

    title: str = ""
    """A regular expression that is somewhere in the window's title."""
    application: str = ""
    program: str = ""
    """The same for the application's name."""
    system: str = ""
    """As in :data:`sys.platform`."""

    @property
    def here(self) -> bool:
        """Not for another system only."""
        return self.system in {"", sys.platform}

    @property
    def always(self) -> bool:
        """On this system in any window."""
        return self.here and not (self.title or self.application or self.program)

    def holds(self, app: str, title: str) -> bool:
        """In this application and window."""
        if not self.here:
            return False
        if self.title and not _regex(self.title, folded=False).search(title):
            return False
        names = (one for one in (self.application, self.program) if one)
        return all(_regex(one, folded=True).search(app) for one in names)


class Rule(msgspec.Struct, frozen=True, array_like=True):
    """Whether snippets are typed where these filters hold."""

    filters: Filters
    typed: bool


class Where(msgspec.Struct, frozen=True, array_like=True):
    """The filters must hold, and the first rule that does must not say no."""

    filters: Filters = Filters()
    rules: tuple[Rule, ...] = ()

    @property
    def somewhere(self) -> bool:
        """It holds in some window of this system."""
        if not self.filters.here:
            return False
        for one in self.rules:
            if one.filters.here and (one.typed or one.filters.always):
                return one.typed
        return True

    def holds(self, app: str, title: str) -> bool:
        """In this application and window."""
        if not self.filters.holds(app, title):
            return False
        decides = (one.typed for one in self.rules if one.filters.holds(app, title))
        return next(decides, True)


EVERYWHERE: Final = Where()


def read_where(fields: Fields) -> Where:
    """Where a pack is for; a filter that can't be read keeps its snippets out of everywhere."""
    filters = _read_filters(fields, "so no snippet of this pack is typed")
    rules: list[Rule] = []
    for inner in fields.groups(RULES, f"This item of `{RULES}`"):
        if inner is None:
            continue
        if len(rules) >= MOST_RULES:
            fields.warn(f"Only the first {MOST_RULES} items of `{RULES}` are read.", inner.line)
            break
        inner.check_keys(_RULE_KEYS)
        typed = inner.flag(TYPED)
        rules.append(Rule(_read_filters(inner, "so it holds nowhere"), typed is not False))
    return Where(filters, tuple(rules))


def _read_filters(fields: Fields, so: str) -> Filters:
    found: list[str] = []
    for key in PATTERNS:
        pattern = fields.text(key) or ""
        fault = fault_of(pattern)
        if fault:
            fields.error(
                f"`{key}` can't be read: {fault}, {so}.",
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
    return Filters(title, application, program, _SYSTEMS.get(name, ""))


def fault_of(pattern: str) -> str:
    """What is wrong with a filter, in words; empty where it can be used."""
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
