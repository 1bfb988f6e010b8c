"""What a setting is. Everything else follows from its declaration.

A setting is declared once, in a file of :mod:`desktop.settings.sections`: type, default, limits,
title and help in the agent's words. From that come the TOML file and what is allowed in it, the
dialog and ``docs/settings.md``. The kinds, each with what its control in a dialog needs, are in
:mod:`desktop.settings.kinds`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Toml = object
"""What tomllib reads and tomlkit writes: bool, int, float, str, dates, list and dict of these."""


class Unfit(Exception):  # noqa: N818 - like StopIteration: not always a fault
    """A value is not one that the setting can have; the text says which ones are.

    The text never quotes the value, since it may have been pasted by mistake.
    """


class Reader(Protocol):
    """Gives the value of any other setting."""

    def get(self, setting: Setting[T]) -> T:
        """The value in force."""


@dataclass(frozen=True)
class Surroundings:
    """What a default may depend on besides other settings."""

    language: str = "en"
    """The system's language as a BCP 47 tag."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Surroundings:
        """The language by the variables that POSIX has for it, where a system sets them."""
        names = ("LC_ALL", "LC_MESSAGES", "LANG")
        locale = next((environment[name] for name in names if environment.get(name)), "")
        match = re.match(r"([a-z]{2,3})(?:_([A-Z]{2}))?(?![a-zA-Z])", locale)
        if match is None:  # C, POSIX, nothing
            return cls()
        return cls("-".join(part for part in match.groups() if part))


class Computed(Protocol[T_co]):
    """A default that depends on other settings or on the system."""

    def __call__(self, reader: Reader, surroundings: Surroundings, /) -> T_co:
        """The value while the agent has not chosen one."""


@dataclass(frozen=True, eq=False)
class Setting(ABC, Generic[T]):
    """One setting. Compare settings by identity; ``key`` is unique."""

    key: str
    """Section and name: ``typing.paste_over``."""
    default: T
    title: str
    help: str
    """One or two sentences for the agent."""
    advanced: bool = False
    """Shown only when asked for."""
    computed: Computed[T] | None = None
    """Stands in for ``default`` while nothing is chosen; an empty text counts as nothing."""
    computed_words: str = ""
    """What ``computed`` comes to, for people."""

    @property
    def section(self) -> str:
        """The table of the file that it is in."""
        return self.key.partition(".")[0]

    @property
    def name(self) -> str:
        """Its key within the table."""
        return self.key.partition(".")[2]

    @abstractmethod
    def read(self, value: Toml) -> T:
        """The typed value of what is in the file.

        Raises:
            Unfit: it is not a value of this setting.
        """

    def write(self, value: T) -> Toml:
        """What goes into the file for a value."""
        return value

    @abstractmethod
    def limits(self) -> str:
        """Which values it takes, as words for people: ``a whole number from 1 to 10,000``."""


@dataclass(frozen=True)
class Section:
    """Settings that belong together: a table in the file, a page in the dialog."""

    name: str
    title: str
    help: str
    order: int
    """Pages come in this order; leave gaps."""
    settings: tuple[Setting[Any], ...]

    def __post_init__(self) -> None:
        """A key that does not fit its section, or comes twice, is a slip in the declaration."""
        keys = [setting.key for setting in self.settings]
        wrong = [key for key in keys if key.partition(".")[0] != self.name or keys.count(key) > 1]
        if wrong:
            raise ValueError(f"section {self.name} can't have {wrong}")
