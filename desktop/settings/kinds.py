"""The kinds of settings. A dialog chooses its control by the class, and finds the limits in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

import msgspec

from desktop.settings.declare import Setting, Toml, Unfit

R = TypeVar("R", bound=msgspec.Struct)

MOST_ENTRIES = 500
"""Entries of one list or table."""

_MODIFIERS = frozenset({"alt", "alt_gr", "cmd", "ctrl", "shift"})
_TYPING = frozenset({"alt_gr", "shift"})
"""With these alone, people type."""
_OTHER_KEYS = re.compile(
    r"backspace|caps_lock|delete|down|end|enter|esc|home|left|num_lock|page_down|page_up|right"
    r"|space|tab|up"
)
_FUNCTION_KEYS = re.compile(
    r"f[1-9]|f1\d|f20|insert|media_(?:next|play_pause|previous)|menu|pause|print_screen|scroll_lock"
)
"""Type nothing, so that they need no modifier."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Switch(Setting[bool]):
    """On or off: a check box."""

    def read(self, value: Toml) -> bool:
        """True or false."""
        if not isinstance(value, bool):
            raise Unfit("It has to be on or off: write true or false, without quotation marks")
        return value

    def limits(self) -> str:
        """On or off."""
        return "on or off (`true`, `false`)"


@dataclass(frozen=True, eq=False, kw_only=True)
class Number(Setting[int]):
    """A whole number: a spin box."""

    least: int
    most: int
    unit: str = ""
    """Stands after the number: ``ms``, ``characters``."""

    def read(self, value: Toml) -> int:
        """A whole number within the limits."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise Unfit(f"It has to be {self.limits()}, without quotation marks")
        if not self.least <= value <= self.most:
            raise Unfit(f"It has to be {self.limits()}")
        return value

    def limits(self) -> str:
        """From, to and the unit."""
        words = f"a whole number from {self.least:,} to {self.most:,}"
        return f"{words} {self.unit}" if self.unit else words


@dataclass(frozen=True, eq=False, kw_only=True)
class Text(Setting[str]):
    """A text: a line to type in, or a field of several lines."""

    longest: int = 200
    lines: bool = False
    check: Callable[[str], str] | None = None
    """Answers what a text should be when it isn't, else an empty string."""
    form: str = ""
    """What ``check`` wants, for people."""

    def read(self, value: Toml) -> str:
        """A text that is not too long."""
        if not isinstance(value, str):
            raise Unfit("It has to be a text: write it in quotation marks")
        if len(value) > self.longest or "\0" in value:
            raise Unfit(f"It has to be {self.limits()}")
        if not self.lines and ("\n" in value or "\r" in value):
            raise Unfit("It has to be a text of one line")
        if value and self.check is not None and (wrong := self.check(value)):
            raise Unfit(wrong)
        return value

    def limits(self) -> str:
        """The longest, and the form."""
        words = f"a text of {self.longest:,} characters at most"
        return f"{words}: {self.form}" if self.form else words


@dataclass(frozen=True)
class Option:
    """One of the values to choose from."""

    value: str
    title: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Choice(Setting[str]):
    """One of several: a drop-down list."""

    options: tuple[Option, ...]

    def read(self, value: Toml) -> str:
        """One of the options."""
        if not isinstance(value, str) or value not in {one.value for one in self.options}:
            raise Unfit(f"It has to be {self.limits().replace('`', '')}")
        return value

    def limits(self) -> str:
        """All options."""
        return f"one of {', '.join(f'`{one.value}`' for one in self.options)}"


@dataclass(frozen=True, eq=False, kw_only=True)
class Choices(Setting[tuple[str, ...]]):
    """Any of several: a list of check boxes."""

    options: tuple[Option, ...]

    def read(self, value: Toml) -> tuple[str, ...]:
        """Some of the options, in the order of the options."""
        chosen = set(_texts(value, 200))
        if not chosen <= {one.value for one in self.options}:
            raise Unfit(f"It has to be {self.limits().replace('`', '')}")
        return tuple(one.value for one in self.options if one.value in chosen)

    def write(self, value: tuple[str, ...]) -> Toml:
        """A list."""
        return list(value)

    def limits(self) -> str:
        """All options."""
        return f"a list of any of {', '.join(f'`{one.value}`' for one in self.options)}"


@dataclass(frozen=True, eq=False, kw_only=True)
class Texts(Setting[tuple[str, ...]]):
    """A list of texts: lines to add and to take away."""

    longest: int = 200
    check: Callable[[str], str] | None = None
    entry: str = "text"
    """What one of them is, for the button that adds one: ``application``."""
    most: int = MOST_ENTRIES
    """Entries."""

    def read(self, value: Toml) -> tuple[str, ...]:
        """Texts, each once, without empty ones."""
        texts = _texts(value, self.longest)
        if len(texts) > self.most:
            raise Unfit(f"It has to be {self.limits()}")
        for text in texts:
            if self.check is not None and (wrong := self.check(text)):
                raise Unfit(wrong)
        return tuple(dict.fromkeys(text for text in texts if text))

    def write(self, value: tuple[str, ...]) -> Toml:
        """A list."""
        return list(value)

    def limits(self) -> str:
        """How many."""
        return f"a list of {self.most} texts at most"


@dataclass(frozen=True, eq=False, kw_only=True)
class Paths(Setting[tuple[Path, ...]]):
    """A list of folders, or of files: chosen in the system's window."""

    folders: bool
    """Folders; else files."""

    def read(self, value: Toml) -> tuple[Path, ...]:
        """Paths that begin at the top or at the home folder (``~``)."""
        paths = []
        for text in dict.fromkeys(_texts(value, 1000)):
            try:
                path = Path(text).expanduser()
            except RuntimeError:  # no such user's home
                path = Path()
            if not path.is_absolute():
                raise Unfit(
                    "It has to be a list of whole paths, from the top or from ~, the home folder"
                )
            paths.append(path)
        return tuple(paths)

    def write(self, value: tuple[Path, ...]) -> Toml:
        """A list of texts."""
        return [str(path) for path in value]

    def limits(self) -> str:
        """Folders or files."""
        return f"a list of {'folders' if self.folders else 'files'}, whole paths or from `~`"


@dataclass(frozen=True, eq=False, kw_only=True)
class Hotkey(Setting[str]):
    """Keys that work in every application, in pynput's notation; empty for none."""

    def read(self, value: Toml) -> str:
        """Keys with at least one of Ctrl, Alt and Cmd, or a function key; in small letters."""
        if not isinstance(value, str):
            raise Unfit("It has to be a text: write it in quotation marks")
        keys = value.strip().lower()
        if keys and not is_hotkey(keys):
            raise Unfit("It is keys like <ctrl>+<alt>+k or <ctrl>+<f9>, or nothing")
        return keys

    def limits(self) -> str:
        """By example."""
        return "keys like `<ctrl>+<alt>+k`, or nothing"


def is_hotkey(keys: str) -> bool:
    """Do these keys (small letters, pynput's notation) make a hotkey that can't happen by typing?

    Shift and AltGr alone make none.
    """
    match = re.fullmatch(r"((?:<\w+>\+)*)(?:(\S)|<(\w+)>)", keys)
    if match is None:
        return False
    before = re.findall(r"\w+", match[1])
    if not _MODIFIERS.issuperset(before) or len(set(before)) < len(before):
        return False
    name = match[3] or ""
    if _FUNCTION_KEYS.fullmatch(name):
        return True
    return bool(match[2] or _OTHER_KEYS.fullmatch(name)) and not _TYPING.issuperset(before)


@dataclass(frozen=True, eq=False, kw_only=True)
class Table(Setting[Mapping[str, R]], Generic[R]):
    """Rows by name, each with the same columns: a table to add rows to.

    A cell may stay open: the row's field is None then.
    """

    row: type[R]
    """Has a field named like each column, all of them ``X | None = None``."""
    columns: tuple[Setting[Any], ...]
    """Each is a setting by itself; its ``key`` is the row's field, its ``default`` is not used."""
    entry: str = "name"
    """What a row's name is, for people: ``application``."""
    open_words: str = "as usual"
    """What an open cell means, for people."""

    def read(self, value: Toml) -> Mapping[str, R]:
        """Rows; a column that is not known is left alone."""
        if not isinstance(value, Mapping) or len(value) > MOST_ENTRIES:
            raise Unfit(f"It has to be {self.limits()}")
        rows: dict[str, R] = {}
        for name, cells in value.items():
            if not isinstance(cells, Mapping) or not 0 < len(name) <= 200:
                raise Unfit(f"It has to be {self.limits()}")
            read: dict[str, object] = {}
            for column in self.columns:
                if column.key in cells:
                    try:
                        read[column.key] = column.read(cells[column.key])
                    except Unfit as unfit:
                        raise Unfit(f"In the column {column.key}: {unfit}") from None
            rows[name] = self.row(**read)
        return MappingProxyType(rows)

    def write(self, value: Mapping[str, R]) -> Toml:
        """Tables, without the open cells."""
        return {
            name: {
                column.key: column.write(cell)
                for column in self.columns
                if (cell := getattr(row, column.key)) is not None
            }
            for name, row in value.items()
        }

    def limits(self) -> str:
        """The columns."""
        names = ", ".join(column.key for column in self.columns)
        return f"a table for each {self.entry} with any of {names}"


def _texts(value: Toml, longest: int) -> list[str]:
    if not isinstance(value, list | tuple) or len(value) > MOST_ENTRIES:
        raise Unfit(f"It has to be a list of {MOST_ENTRIES} texts at most")
    texts = [text for text in value if isinstance(text, str)]
    if len(texts) != len(value):
        raise Unfit("It has to be a list of texts, each in quotation marks")
    if any(len(text) > longest or "\0" in text or "\n" in text for text in texts):
        raise Unfit(f"Each of its texts is one line of {longest} characters at most")
    return texts
