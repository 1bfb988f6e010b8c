"""The watch list on the disk, sealed, over restarts."""

from __future__ import annotations

import dataclasses
import datetime as dt

from desktop.core.results import UserError
from desktop.customers.kept.plain_rows import content, understood
from desktop.customers.kept.rows import SealedRows
from desktop.customers.kept.whose import Owner
from desktop.customers.watching.watched import Watched, from_plain, plain

KIND = "watch"
MOST = 50
"""More would not be looked at as often as the settings say."""


class KeptWatches:
    """See the module. Every call waits for the disk and raises UserError when it can't be had."""

    def __init__(self, rows: SealedRows) -> None:
        """``rows`` holds other things, too."""
        self._rows = rows

    def all(self) -> list[Watched]:
        """In the order in which they came; one that can't be understood is left out."""
        return understood(self._rows.all(KIND), from_plain)

    def add(self, one: Watched, owner: Owner) -> Watched:
        """Keep a new one.

        Raises:
            UserError: there are too many, or it can't be kept.
        """
        if self._rows.count(KIND) >= MOST:
            raise UserError(
                f"{MOST} customers and tickets are watched, which is all that Deskhand watches",
                todo="Take some off the list: Delete in the window of follow-ups",
            )
        return dataclasses.replace(one, id=self._rows.add(KIND, content(plain(one)), owner))

    def put(self, one: Watched) -> bool:
        """Keep it as it is now; False: it is gone."""
        return self._rows.change(one.id, content(plain(one)))

    def remove(self, *ones: Watched) -> None:
        """Watch these no more."""
        self._rows.remove(*(one.id for one in ones))

    def clean(self, before: dt.datetime) -> None:
        """Delete what has been on the list since before that."""
        self._rows.drop(KIND, before)
