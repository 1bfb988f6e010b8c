"""From the tables of the file to typed values, each by the rules of its declaration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar, cast

from desktop.core.results import Problem, Severity, UserError
from desktop.settings.declare import Setting, Surroundings, Unfit
from desktop.settings.file import line_of
from desktop.settings.kinds import Hotkey
from desktop.settings.migrations import version_of
from desktop.settings.registry import by_key

T = TypeVar("T")


class Snapshot:
    """All values as they were at one moment; never changes."""

    def __init__(self, chosen: Mapping[str, object], surroundings: Surroundings) -> None:
        """``chosen`` holds by key what is not left to its default."""
        self._chosen = MappingProxyType(dict(chosen))
        self._surroundings = surroundings

    def get(self, setting: Setting[T]) -> T:
        """The value in force."""
        if self.is_chosen(setting):
            return cast("T", self._chosen[setting.key])  # it came from this setting's read()
        if setting.computed is not None:
            return setting.computed(self, self._surroundings)
        return setting.default

    def is_chosen(self, setting: Setting[Any]) -> bool:
        """Is the value somebody's choice and not the default?"""
        value = self._chosen.get(setting.key)
        return value is not None and not (setting.computed is not None and value == "")


def read_values(
    table: Mapping[str, Any], text: str, name: str
) -> tuple[dict[str, object], list[Problem]]:
    """The values that fit, by key, and what is wrong with the others.

    ``text`` is that of the file, to find the lines in, and ``name`` its name.
    """
    chosen, problems = _read_each(table, text, name)
    for key in _same_hotkeys(chosen):
        chosen[key] = ""
        problems.append(_bad_value(text, name, key, "These keys do something else already"))
    return chosen, problems


def to_write(setting: Setting[Any], value: object) -> object:
    """What goes into the file for a value.

    Raises:
        UserError: it could not be read back, so it is not a value of this setting.
    """
    try:
        return setting.write(setting.read(setting.write(value)))
    except Unfit as unfit:
        raise UserError(f"“{setting.title}” can't be that", str(unfit), place=setting.key) from None


def refuse_same_hotkeys(table: Mapping[str, Any], touched: Iterable[Setting[Any]]) -> None:
    """Make sure that none of the hotkeys that are ``touched``, in ``table`` already, clashes.

    Raises:
        UserError: it does.
    """
    hotkeys = [setting for setting in touched if isinstance(setting, Hotkey)]
    if not hotkeys:
        return
    chosen, _ = _read_each(table, "", "")
    clashes = {chosen.get(key, by_key()[key].default) for key in _same_hotkeys(chosen)}
    for setting in hotkeys:
        if chosen.get(setting.key, setting.default) in clashes:
            raise UserError(
                f"The keys for “{setting.title}” do something else already",
                todo="Choose others, or free them there first",
                place=setting.key,
            )


def place(table: dict[str, Any], setting: Setting[Any], raw: object) -> None:
    """Put a written value in its table, which is made if it is missing or no table."""
    part = table.get(setting.section)
    if not isinstance(part, dict):
        part = table[setting.section] = {}
    part[setting.name] = raw


def remove(table: dict[str, Any], setting: Setting[Any]) -> None:
    """Take a value out, so that the default holds."""
    part = table.get(setting.section)
    if isinstance(part, dict):
        part.pop(setting.name, None)


def _read_each(
    table: Mapping[str, Any], text: str, name: str
) -> tuple[dict[str, object], list[Problem]]:
    chosen: dict[str, object] = {}
    problems = []
    if version_of(table) is None:
        problems.append(
            _bad_value(text, name, "version", "It has to be a whole number, Deskhand's own")
        )
    no_tables = set()
    for key, setting in by_key().items():
        part = table.get(setting.section, {})
        if not isinstance(part, dict):
            no_tables.add(setting.section)
        elif setting.name in part:
            try:
                chosen[key] = setting.read(part[setting.name])
            except Unfit as unfit:
                problems.append(_bad_value(text, name, key, str(unfit)))
    for section in sorted(no_tables):
        why = f"It is a part: write [{section}] on a line of its own and its settings below"
        problems.append(_bad_value(text, name, section, why))
    return chosen, problems


def _bad_value(text: str, name: str, key: str, why: str) -> Problem:
    line = line_of(text, key)
    return Problem(
        f"{key} is not understood, so the default holds",
        why,
        "Correct it in the file or choose it anew in the settings",
        Severity.WARNING,
        f"{name}:{line}" if line else name,
    )


def _same_hotkeys(chosen: Mapping[str, object]) -> list[str]:
    """Hotkeys whose keys an earlier one has already."""
    taken: set[object] = set()
    again = []
    for key, setting in by_key().items():
        if isinstance(setting, Hotkey) and (keys := chosen.get(key, setting.default)):
            if keys in taken:
                again.append(key)
            taken.add(keys)
    return again
