"""What the settings say of any service that is asked, whether it translates or knows customers."""

from __future__ import annotations

import re

import msgspec

from desktop.settings.kinds import Switch, Text

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,31}")


class ServiceRow(msgspec.Struct, frozen=True):
    """What the agent says about one service; None: as it comes."""

    kind: str | None = None
    address: str | None = None
    office: bool | None = None


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
