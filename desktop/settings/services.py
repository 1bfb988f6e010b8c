"""What the settings say of any service that is asked, whether it translates or knows customers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Protocol

import msgspec

from desktop.core.results import UserError
from desktop.settings.kinds import Switch, Text

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,31}")


class ServiceRow(msgspec.Struct, frozen=True):
    """What the agent says about one service; None: as it comes."""

    kind: str | None = None
    address: str | None = None
    office: bool | None = None


class Needed(Protocol):
    """A column that a kind of service has a use for."""

    @property
    def name(self) -> str:
        """The column's key."""

    @property
    def required(self) -> bool:
        """Does it not work without?"""


def filled(
    row: ServiceRow, needs: Iterable[Needed], lacks: Callable[[str], str], place: str
) -> Mapping[str, str]:
    """What the row says of what is needed, by the column's name; only what is filled in.

    Raises:
        UserError: one is required and empty; ``lacks`` says that of its name.
    """
    values = {}
    for need in needs:
        value = getattr(row, need.name, None) or ""
        if need.required and not value:
            raise UserError(lacks(need.name), todo="Enter it in the settings", place=place)
        if value:
            values[need.name] = value
    return MappingProxyType(values)


def is_name(name: str) -> bool:
    """May a service be called so?"""
    return _NAME.fullmatch(name) is not None


ADDRESS = Text(
    "address",
    "",
    "Address",
    "Where it is. Only this computer and this office may be spoken to without https.",
    longest=500,
)
OFFICE = Switch(
    "office",
    default=False,
    title="In this office",
    help="Its address belongs to a computer of this office, so http is enough.",
)
