"""The last good copy of each calendar, with its age and what the server needs to say "the same".

Copies lie in a folder for the agent's eyes only. Their names tell neither the calendar's name nor
its address, but both decide it: another address begins anew.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from desktop.core.atomic import write_atomically
from desktop.core.digest import blake2b

FOLDER: Final = "calendars"
"""Within the profile's own data."""
_ABOUT: Final = ".json"
_CALENDAR: Final = ".ics"
_MOST_ABOUT: Final = 10_000
_LONGEST_HEADER: Final = 1000


class About(msgspec.Struct):
    """What is known of a copy."""

    checked: dt.datetime | None = None
    """When the server was asked last, whatever came of it."""
    fetched: dt.datetime | None = None
    """When it last had this copy, or said that it is still the same."""
    etag: str = ""
    modified: str = ""
    """As its headers ``ETag`` and ``Last-Modified`` said."""


@dataclass(slots=True)
class Copy:
    """One of them."""

    about: About = field(default_factory=About)
    data: bytes | None = field(default=None, repr=False)
    """None: there is none yet."""


def secret_of(name: str) -> str:
    """What the address of a calendar is called in the keyring."""
    return f"calendar {name}"


def key_of(name: str, address: str) -> str:
    """What the copy of a calendar is called."""
    return blake2b(f"{name}\0{address}".encode(), digest_size=12).hexdigest()


class Copies:
    """Not for several threads at once. What can't be kept is fetched again after a restart."""

    def __init__(self, folder: Path) -> None:
        """Nothing is touched yet."""
        self._folder = folder

    def read(self, key: str, most: int) -> Copy:
        """The copy of that name; one that can't be read or has more than ``most`` bytes is none."""
        copy = Copy()
        with contextlib.suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
            about = self._bytes(key + _ABOUT, _MOST_ABOUT)
            copy.about = msgspec.json.decode(about or b"{}", type=About)
        try:
            copy.data = self._bytes(key + _CALENDAR, most)
        except OSError:
            copy.data = None
        if copy.data is None:
            copy.about = About(checked=copy.about.checked)
        return copy

    def keep(self, key: str, copy: Copy, *, changed: bool) -> None:
        """Keep what is known of it, and itself if it ``changed``.

        Raises:
            OSError: it was not kept.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if changed and copy.data is not None:
            write_atomically(self._folder / (key + _CALENDAR), copy.data)
        about = copy.about
        about.etag = about.etag[:_LONGEST_HEADER] if about.etag.isascii() else ""
        about.modified = about.modified[:_LONGEST_HEADER] if about.modified.isascii() else ""
        write_atomically(self._folder / (key + _ABOUT), msgspec.json.encode(about))

    def keep_only(self, keys: Collection[str]) -> None:
        """Delete those of calendars that are there no more."""
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                if path.suffix in {_ABOUT, _CALENDAR} and path.stem not in keys:
                    path.unlink(missing_ok=True)

    def _bytes(self, name: str, most: int) -> bytes | None:
        try:
            with (self._folder / name).open("rb") as file:
                data = file.read(most + 1)
        except FileNotFoundError:
            return None
        return data if len(data) <= most else None
